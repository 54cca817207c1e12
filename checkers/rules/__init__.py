"""What counts as the same fact: one rule a field, its levels in order, its examples run as tests."""

from checkers.rules.address import ADDRESS
from checkers.rules.hours import HOURS
from checkers.rules.listing import LISTING
from checkers.rules.name import NAME
from checkers.rules.phone import PHONE
from checkers.rules.rule import Level, Repair, Rule
from checkers.rules.website import WEBSITE

RULES = (NAME, ADDRESS, PHONE, WEBSITE, HOURS, LISTING)

__all__ = ["ADDRESS", "HOURS", "LISTING", "NAME", "PHONE", "RULES", "WEBSITE", "Level", "Repair", "Rule"]
