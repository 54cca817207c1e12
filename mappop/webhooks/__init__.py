"""Signed events from outside: verified, kept under a unique id, answered."""

from mappop.consoles.console import Console

hooks = Console("hooks", prefix="/hooks")
