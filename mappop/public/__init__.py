"""What anybody may open: sign-in, signed links; and the sites' own origin."""

from mappop.consoles.console import Console

public = Console("public")
