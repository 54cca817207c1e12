"""Support: whoever answers the owner has the customer, what happened, and what may be done about it on one page."""

from mappop.consoles.console import Console
from mappop.domain.roles import Role

support = Console("support", prefix="/support", roles=(Role.SUPPORT_AGENT, Role.ADMIN))
