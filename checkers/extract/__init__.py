"""Read any listing page: markup where it has some, else the page as a person would read it."""

from checkers.extract.listing import PageListing
from checkers.extract.page import PageReading, PageState, read_page, read_with_state

__all__ = ["PageListing", "PageReading", "PageState", "read_page", "read_with_state"]
