"""Chamber List: plain pages, each listing one table."""

from checkers.directories.reading import PublicDirectory


class ChamberList(PublicDirectory):
    name = "chamberlist"
    title = "Chamber List"
