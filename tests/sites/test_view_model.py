"""What a page shows of a record: its own words, nothing more."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mappop.domain.business import Business
from mappop.sites.builder import trade_of
from mappop.sites.notes import notes
from mappop.sites.view_model import content
from mappop.sites.zone import turns, zone_of
from mappop.zones import KNOWN_ZONES

from .records import HOSTILE, record

PLACE = {"street": "1 Elm St", "city": "Austin", "region": "TX", "postal_code": "78702"}


def shown(language="en", **fields):
    business = Business.from_dict(record(**fields))
    return content(business, trade_of(business), language, date(2026, 11, 22))


def test_the_number_that_listings_carry_comes_first_and_a_fax_is_not_called():
    page = shown(
        phones=[
            {"number": "512-555-0150", "kind": "fax"},
            {"number": "800-555-0134", "kind": "toll_free"},
            {"number": "512-555-0134", "kind": "main"},
            {"number": "(512) 555-0134", "kind": "mobile"},
        ]
    )
    assert page.call.dial == "+15125550134"
    assert [(p.shown, p.label) for p in page.phones] == [
        ("(512) 555-0134", "Phone"),
        ("(800) 555-0134", "Toll-free"),
        ("(512) 555-0150", "Fax"),
    ]
    assert shown(phones=[{"number": "512-555-0150", "kind": "fax"}]).call is None


def test_a_number_that_forwards_is_not_for_the_site_unless_nothing_else_can_be_called():
    forwards, own = {"number": "512-555-0190", "kind": "tracking"}, {"number": "512-555-0166", "kind": "mobile"}
    assert [p.dial for p in shown(phones=[forwards, own]).phones] == ["+15125550166"]
    assert shown(phones=[forwards, {"number": "512-555-0150", "kind": "fax"}]).call.dial == "+15125550190"


def test_a_hidden_address_leaves_the_town():
    page = shown(address=PLACE, address_hidden=True)
    assert page.address == ("Austin, TX",)
    assert (page.street, page.postal_code, page.directions, page.maps) == ("", "", "", ())


def test_facts_are_said_only_as_the_record_has_them():
    facts = shown(attributes={"license": "TX-1", "insured": True, "bonded": False, "internal_note": "grumpy"}).facts
    assert facts == ("License TX-1", "Insured")
    assert shown("es", attributes={"women_owned": True}).facts == ("Propiedad de mujeres",)


def test_ways_to_pay_are_named_in_the_pages_language():
    assert shown(payment_methods=["cash", "Zelle"]).payment == ("Cash", "Zelle")
    assert shown("es", payment_methods=["cash", "Zelle"]).payment == ("Efectivo", "Zelle")


def test_half_stars_are_said_and_shown():
    review = shown(reviews=[{"author": "Ana", "rating": 4.5}]).reviews[0]
    assert (review.stars, review.said) == ("★★★★½", "4.5 of 5")


@pytest.mark.parametrize(
    ("fields", "zone"),
    [
        ({"timezone": "America/Phoenix", "address": PLACE}, "America/Phoenix"),
        ({"address": {"city": "El Paso", "region": "TX", "postal_code": "79901"}}, "America/Denver"),
        ({"address": {"city": "Austin", "region": "TX"}}, "America/Chicago"),
        ({"timezone": "Mars/Olympus", "address": {"city": "Reno", "region": "NV"}}, "America/Los_Angeles"),
        ({"address": {"city": "APO", "region": "AE"}}, ""),
        ({"address": {"city": "Toronto", "region": "ON", "country": "CA"}}, ""),
    ],
)
def test_the_time_zone_is_the_places_own(fields, zone):
    assert zone_of(Business.from_dict(record(**fields))) == zone


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("America/Chicago", [(-300, 498_199), (-360, 501_392), (-300, 507_103)]),  # 1 November 7:00, 14 March 8:00
        ("Australia/Lord_Howe", [(630, 497_511.5), (660, 501_879), (630, 506_247.5)]),  # by half an hour
        ("America/Phoenix", [(-420, 525_960)]),  # 1 January 2030, from when on nothing is told
    ],
)
def test_a_page_is_told_when_its_clock_turns_in_the_next_years(zone, told):
    flat = turns(zone)
    assert list(zip(flat[::2], flat[1::2], strict=True))[:3] == told
    assert flat[-1] == 525_960


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "America/Nuuk", "Antarctica/Troll", "Asia/Kathmandu"])
def test_what_a_page_is_told_is_so_on_every_day_of_those_years(zone):
    flat = turns(zone)
    noons = [datetime(2026, 7, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(1280)]
    told = [flat[bisect_right(flat[1::2], noon.timestamp() / 3600) * 2] for noon in noons]
    assert told == [noon.astimezone(ZoneInfo(zone)).utcoffset() / timedelta(minutes=1) for noon in noons]


def test_zones_are_those_of_the_package_on_every_machine():
    assert {"America/Chicago", "Pacific/Guam", "UTC"} <= KNOWN_ZONES
    assert not {"localtime", "posixrules", "posix/America/Chicago", ""} & KNOWN_ZONES


def test_what_the_page_cannot_give_is_told_to_whoever_keeps_the_record():
    said = " / ".join(notes(Business.from_dict(HOSTILE | {"trade": "zeppelin"}), {}, {}))
    for part in ("trade “zeppelin”", "brand_color", "email", "website", "phones.0", "photos.0"):
        assert part in said
    assert list(notes(Business.from_dict(record()), {}, {})) == []
