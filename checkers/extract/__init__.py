"""Read any listing page: markup where it has some, else the page as a person would read it."""

from checkers.extract.listing import PageListing
from checkers.extract.page import read_page

__all__ = ["PageListing", "read_page"]
