"""Administration: the work of the machine, what is parked and why, publishers, the audit trail."""

from mappop.consoles.console import Console
from mappop.domain.roles import Role

admin = Console("admin", prefix="/admin", roles=(Role.ADMIN,))
