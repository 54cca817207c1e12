"""Nextstreet: profiles marked up as h-card."""

from checkers.directories.reading import PublicDirectory


class Nextstreet(PublicDirectory):
    name = "nextstreet"
    title = "Nextstreet"
