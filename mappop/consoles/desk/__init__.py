"""The task desk: what machines can't do, each task with its outcome, steps and proof."""

from mappop.consoles.console import Console
from mappop.domain.roles import Role

desk = Console("desk", prefix="/desk", roles=(Role.ASSISTANT,))
