"""Which listings are the same business: among the few that a publisher answers, and among a million records."""

from checkers.duplicates.few import duplicate_groups, same_as
from checkers.duplicates.many import find_duplicates, find_duplicates_in_rows
from checkers.duplicates.outcome import Bounded, Duplicates, Group, Link, Undecided

__all__ = [
    "Bounded",
    "Duplicates",
    "Group",
    "Link",
    "Undecided",
    "duplicate_groups",
    "find_duplicates",
    "find_duplicates_in_rows",
    "same_as",
]
