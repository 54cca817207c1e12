"""What an owner has accepted stays watched."""

from checkers.accepted import ACCEPTED, CHANGED_AGAIN, accept, with_accepted
from checkers.compare import compare
from checkers.nap import Nap
from checkers.verdict import Verdict

ROSA = Nap(
    name="Rosa's Bakery", street="40 Mill St", city="Salem", region="OR", postal_code="97301", phone="5035550110"
)
WITH_KEYWORDS = ROSA.with_(name="Rosa's Bakery Wedding Cakes Salem")


def name_verdict(seen: Nap, *accepted):
    return next(v for v in with_accepted(compare(ROSA, seen), accepted) if v.field == "name")


def test_an_accepted_name_costs_nothing_in_any_form():
    accepted = accept(name_verdict(WITH_KEYWORDS))
    seen = name_verdict(WITH_KEYWORDS.with_(name="ROSAS BAKERY WEDDING CAKES SALEM"), accepted)
    assert (seen.verdict, seen.label, seen.weight) == (Verdict.VARIANT, ACCEPTED, 0)


def test_a_name_that_changes_again_is_told():
    seen = name_verdict(ROSA.with_(name="Rosa's Bakery Open Late"), accept(name_verdict(WITH_KEYWORDS)))
    assert seen.verdict is Verdict.REVIEW and seen.weight and seen.label.endswith(CHANGED_AGAIN)


def test_a_name_that_is_right_again_needs_no_word():
    seen = name_verdict(ROSA, accept(name_verdict(WITH_KEYWORDS)))
    assert (seen.verdict, seen.label) == (Verdict.MATCH, "same name")


def test_once_the_record_says_something_else_nothing_is_accepted():
    accepted = accept(name_verdict(WITH_KEYWORDS))
    renamed = compare(ROSA.with_(name="Mill Street Bread"), WITH_KEYWORDS)
    (seen,) = (v for v in with_accepted(renamed, [accepted]) if v.field == "name")
    assert seen.weight and not seen.label.endswith(CHANGED_AGAIN)


class TestAListingAsAWhole:
    """A baker's own page at the bakery's door, which the owner wants to leave as it is."""

    OWN_PAGE = ROSA.with_(name="Dr. Rosa Marin, DDS")

    def listing_verdict(self, seen: Nap, *accepted, is_closed=False):
        verdicts = with_accepted(compare(ROSA, seen, is_closed=is_closed), accepted)
        return next(v for v in verdicts if v.field == "listing")

    def test_it_is_quiet_in_any_form(self):
        accepted = accept(self.listing_verdict(self.OWN_PAGE))
        seen = self.listing_verdict(self.OWN_PAGE.with_(name="DR ROSA MARIN DDS"), accepted)
        assert (seen.label, seen.weight) == (ACCEPTED, 0)

    def test_it_is_told_when_the_same_page_says_that_it_is_closed(self):
        accepted = accept(self.listing_verdict(self.OWN_PAGE))
        seen = self.listing_verdict(self.OWN_PAGE, accepted, is_closed=True)
        assert (seen.label, seen.weight) == (f"closed here; {CHANGED_AGAIN}", 100)
        assert self.listing_verdict(self.OWN_PAGE, accepted, accept(seen), is_closed=True).weight == 0

    def test_a_closing_that_was_accepted_is_not_another_business(self):
        accepted = accept(self.listing_verdict(ROSA, is_closed=True))
        assert self.listing_verdict(ROSA, accepted, is_closed=True).weight == 0
        assert self.listing_verdict(ROSA.with_(name="Banner Title", phone="5035550177"), accepted).weight == 100


def test_accepting_a_name_accepts_nothing_else():
    moved = WITH_KEYWORDS.with_(street="41 Mill St")
    verdicts = with_accepted(compare(ROSA, moved), [accept(name_verdict(WITH_KEYWORDS))])
    assert [v.field for v in verdicts if v.weight] == ["address"]
