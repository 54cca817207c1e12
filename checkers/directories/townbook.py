"""Townbook: marks its listings up in microdata."""

from checkers.directories.reading import PublicDirectory


class Townbook(PublicDirectory):
    name = "townbook"
    title = "Townbook"
