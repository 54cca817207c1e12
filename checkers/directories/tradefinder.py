"""Tradefinder: plain pages with a tel: link and lines split by breaks."""

from checkers.directories.reading import PublicDirectory


class Tradefinder(PublicDirectory):
    name = "tradefinder"
    title = "Tradefinder"
