"""The verifiers' console: owners without a text or mail confirm by a recorded call, never with the seller."""

from mappop.consoles.console import Console
from mappop.domain.roles import Role

verify = Console("verify", prefix="/verify", roles=(Role.VERIFIER,))
