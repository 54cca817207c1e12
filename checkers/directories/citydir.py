"""CityDir: plain pages, each fact in a row with its label."""

from checkers.directories.reading import PublicDirectory


class CityDir(PublicDirectory):
    name = "citydir"
    title = "CityDir"
