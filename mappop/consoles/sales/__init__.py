"""The sales console: next lead, presence report, record, look, agreement, and the sale as it happens."""

from mappop.consoles.console import Console
from mappop.domain.roles import Role

sales = Console("sales", prefix="/sales", roles=(Role.SALES_AGENT,))
