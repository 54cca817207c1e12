"""Each class of difference, in a customer's words, from a page in a folder to the row of `nap audit`."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from click.testing import CliRunner
from test_directories import page

from checkers.audit import Page, audit_pages
from checkers.compare import Known
from checkers.nap import Nap
from mappop.cli.audit import audit

RECORD = {
    "id": "lakeline-dental-austin",
    "name": "Lakeline Dental",
    "legal_name": "Roe Family Dentistry PLLC",
    "trade": "dentist",
    "address": {"street": "1204 E 7th St", "unit": "Ste 4", "city": "Austin", "region": "TX", "postal_code": "78702"},
    "phones": [{"number": "(512) 555-0134"}, {"number": "(512) 555-0190", "kind": "tracking"}],
}
EARLIER = deepcopy(RECORD) | {
    "name": "Capitol Smiles",
    "address": {"street": "99 Congress Ave", "city": "Austin", "region": "TX", "postal_code": "78701"},
    "phones": [{"number": "(512) 555-0107"}],
}
OURS = Nap("Lakeline Dental", "1204 E 7th St Ste 4", "", "Austin", "TX", "78702", phone="(512) 555-0134")
CLASSES = [
    ("address", {"street": "1204 E 7th St #4"}, "same suite, other spelling", "variant", "nothing to do"),
    ("address", {"street": "1204 East Seventh Street #4"}, "same address, other spelling", "variant", "nothing to do"),
    ("address", {"street": "1204 E 7th St"}, "suite missing", "review", "send the right value"),
    ("address", {"street": "1204 E 7th St Ste 5"}, "another suite", "mismatch", "send the right value"),
    ("address", {"street": "1204 W 7th St Ste 4"}, "another street of nearly that name", "mismatch",
     "send the right value"),
    ("address", {"street": "99 Congress Avenue", "postal_code": "78701"}, "street moved to the former address",
     "mismatch", "send the right value"),
    ("address", {"street": ""}, "town only, the street is not shown", "missing", "send what is missing"),
    ("phone", {"phone": "512-555-0107"}, "old number of this business", "mismatch", "send the right value"),
    ("phone", {"phone": "512-555-0190"}, "known tracking number", "variant", "nothing to do"),
    ("phone", {"phone": "888-555-0134"}, "toll-free instead of local", "review", "ask the owner which is right"),
    ("phone", {"phone": "512-555-0135"}, "one digit is different", "mismatch", "send the right value"),
    ("phone", {"phone": ""}, "not listed", "missing", "send what is missing"),
    ("name", {"name": "Lakeline Dental Emergency Dentist Austin"}, "name has keywords added", "review",
     "send the right value"),
    ("name", {"name": "Roe Family Dentistry"}, "another name of this business", "variant", "nothing to do"),
    ("name", {"name": "Capitol Smiles, PLLC"}, "former name of this business", "mismatch", "send the right value"),
    ("listing", {"name": "Banner Title Company", "phone": "512-555-0177", "street": "1204 E 7th St Ste 9"},
     "another business at this address", "mismatch", "leave it alone: it is not this business's listing"),
    ("listing", {"name": "Dr. Maria Roe, DDS"}, "practitioner at a practice", "review",
     "ask the publisher to link it to the practice, or to mark it as a person's own"),
]  # fmt: skip


def audited(folder, content: str) -> dict:
    """The listing of one page as JSON tells it, once the table has been seen to tell the same label."""
    (folder / "pages").mkdir()
    (folder / "pages" / "townbook.html").write_text(content)
    (folder / "now.json").write_text(json.dumps(RECORD))
    (folder / "then.json").write_text(json.dumps(EARLIER))
    arguments = [str(folder / "now.json"), "--pages", str(folder / "pages"), "--earlier", str(folder / "then.json")]
    report = json.loads(CliRunner().invoke(audit, [*arguments, "--format", "json"]).output)
    assert sum(part["points"] for part in report["score"]["parts"]) == report["score"]["value"]
    (listing,) = report["listings"]
    table = CliRunner().invoke(audit, arguments).output
    assert all(verdict["label"] in table for verdict in listing["verdicts"] if verdict["weight"])
    assert "another business, not this one" not in table
    return {verdict["field"]: verdict for verdict in listing["verdicts"]}


@pytest.mark.parametrize(("field", "changes", "label", "verdict", "repair"), CLASSES, ids=lambda value: str(value)[:40])
def test_a_difference_is_told_in_words_with_its_weight_and_its_repair(tmp_path, field, changes, label, verdict, repair):
    found = audited(tmp_path, page(OURS.with_(**changes)))[field]
    assert (found["label"], found["verdict"], found["repair"]) == (label, verdict, repair)
    assert (found["weight"] > 0) == (verdict not in ("match", "variant"))


class TestAListingFromBeforeTheMove:
    """Old door and old number together: it is ours, and both are to be mended; without the earlier record nobody knows.

    It was told to be another business's, left alone, and given a quarter of the points for its name.
    """

    BEFORE = OURS.with_(street="99 Congress Avenue", postal_code="78701", phone="512-555-0107")

    def test_it_is_ours_with_all_that_is_out_of_date(self, tmp_path):
        found = audited(tmp_path, page(self.BEFORE))
        assert (found["address"]["label"], found["phone"]["label"]) == (
            "street moved to the former address",
            "old number of this business",
        )
        assert {found[field]["repair"] for field in ("address", "phone")} == {"send the right value"}

    def test_under_another_of_our_names_too(self, tmp_path):
        found = audited(tmp_path, page(self.BEFORE.with_(name="Roe Family Dentistry")))
        assert found["name"]["label"] == "another name of this business"

    def test_under_the_name_that_it_gave_up_it_is_its_own_and_wrong(self):
        known = Known(former_names=("Capitol Smiles",))
        before = Page("Townbook", "", page(OURS.with_(name="Capitol Smiles, PLLC", phone="")).encode())
        here, unknown = (audit_pages(OURS, [before], known=facts).listings[0] for facts in (known, None))
        assert here.is_same and not unknown.is_same
        labels = {verdict.field: verdict.label for verdict in here.verdicts}
        assert (labels["name"], "listing" in labels) == ("former name of this business", False)

    def test_beside_the_right_one_it_is_a_second_listing(self):
        known = Known(old_phones=("512-555-0107",), former_addresses=("99 Congress Ave, Austin, TX 78701",))
        pages = [Page("Townbook", f"/{n}", page(nap).encode()) for n, nap in enumerate((OURS, self.BEFORE))]
        assert [row.is_duplicate for row in audit_pages(OURS, pages, known=known).listings] == [True, True]
        assert [row.is_duplicate for row in audit_pages(OURS, pages).listings] == [False, False]

    @pytest.mark.parametrize("changes", [{"phone": "512-555-0177"}, {"street": "7 Elm St", "postal_code": "78745"}])
    def test_who_took_over_the_door_or_the_number_is_not(self, changes):
        known = Known(old_phones=("512-555-0107",), former_addresses=("99 Congress Ave, Austin, TX 78701",))
        other = page(self.BEFORE.with_(name="Banner Title Company", **changes)).encode()
        assert not audit_pages(OURS, [Page("Townbook", "", other)], known=known).listings[0].is_same


def test_a_listing_that_says_it_is_closed_is_told_first(tmp_path):
    shown = f"<h1>{OURS.name}</h1><p>Permanently closed</p><p>{OURS.street}, Austin, TX 78702</p>"
    found = audited(tmp_path, page(OURS) + shown)
    assert found["listing"]["label"] == "closed here"


def test_a_right_listing_tells_nothing(tmp_path):
    assert {found["verdict"] for found in audited(tmp_path, page(OURS)).values()} == {"match"}


def test_an_earlier_record_that_is_none_is_exit_2(tmp_path):
    (tmp_path / "now.json").write_text(json.dumps(RECORD))
    arguments = [str(tmp_path / "now.json"), "--pages", str(tmp_path), "--earlier", str(tmp_path / "none.json")]
    result = CliRunner().invoke(audit, arguments)
    assert result.exit_code == 2 and "none.json can't be read" in result.output
