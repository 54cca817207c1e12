"""`python -m mappop` is the command `mappop`."""

from mappop.cli.main import run

run()
