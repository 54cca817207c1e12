"""Gold Pages: marks its listings up as classic hCard."""

from checkers.directories.reading import PublicDirectory


class GoldPages(PublicDirectory):
    name = "goldpages"
    title = "Gold Pages"
