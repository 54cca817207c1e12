"""The owner's portal: is it working, what was done, what comes next."""

from mappop.consoles.console import Console
from mappop.domain.roles import Role

portal = Console("portal", prefix="/portal", roles=(Role.OWNER,))
