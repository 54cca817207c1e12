"""WhereWhat: marks its listings up in JSON-LD, inside an @graph."""

from checkers.directories.reading import PublicDirectory


class WhereWhat(PublicDirectory):
    name = "wherewhat"
    title = "WhereWhat"
