"""Main Street Pages: marks its listings up in JSON-LD."""

from checkers.directories.reading import PublicDirectory


class MainStreet(PublicDirectory):
    name = "mainstreet"
    title = "Main Street Pages"
