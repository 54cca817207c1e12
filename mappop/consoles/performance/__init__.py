"""The performance console: a centre's manager sees the own centre, the programme's manager all of them."""

from mappop.consoles.console import Console
from mappop.domain.roles import Role

performance = Console("performance", prefix="/performance", roles=(Role.CENTRE_MANAGER, Role.PROGRAMME_MANAGER))
