"""Open Places: a map whose places are marked up in microdata, addresses in parts."""

from checkers.directories.reading import PublicDirectory


class OpenPlaces(PublicDirectory):
    name = "openplaces"
    title = "Open Places"
