"""Localista: marks its listings up in RDFa."""

from checkers.directories.reading import PublicDirectory


class Localista(PublicDirectory):
    name = "localista"
    title = "Localista"
