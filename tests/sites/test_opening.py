"""Opening hours in words, for the script, and for machines."""

import json
from datetime import date

import pytest

from mappop.domain.business import Business
from mappop.domain.errors import Invalid
from mappop.domain.hours import Hours, HoursException, parse_intervals
from mappop.sites.opening import exception_rows, last_night, schedule, specifications, week_rows
from mappop.sites.sound_record import sound_business
from site_templates import words

from .records import record

EN = words()["en"]
TODAY = date(2026, 11, 22)
LUNCH = (("08:00", "12:00"), ("13:00", "17:30"))


def rows(week, language="en"):
    return [(row.label, row.times) for row in week_rows(Hours(week), language)]


def test_neighbouring_days_of_the_same_hours_share_a_row():
    week = {"mon": LUNCH, "tue": LUNCH, "wed": LUNCH, "fri": (("08:00", "12:00"),), "sat": (), "sun": ()}
    assert rows(week) == [
        ("Mon–Wed", ("8 AM – 12 PM", "1 PM – 5:30 PM")),
        ("Friday", ("8 AM – 12 PM",)),
        ("Sat, Sun", ("Closed",)),
    ], "Thursday is unknown, so nothing is said of it"


def test_spanish_says_it_its_own_way():
    assert rows({"sat": (("17:00", "00:30"),)}, "es") == [("Sábado", ("5 p.m. – 12:30 a.m.",))]
    assert rows({"sun": (("00:00", "24:00"),)}, "es") == [("Domingo", ("Abierto las 24 horas",))]


def test_special_days_that_are_past_are_gone():
    special = (
        HoursException(date(2026, 11, 21), ()),
        HoursException(date(2026, 12, 24), (("08:00", "12:00"),), "Christmas Eve"),
        HoursException(date(2027, 1, 1), ()),
    )
    shown = exception_rows(special, TODAY, EN)
    assert [(row.label, row.times, row.note) for row in shown] == [
        ("Thursday, December 24", ("8 AM – 12 PM",), "Christmas Eve"),
        ("Friday, January 1, 2027", ("Closed",), ""),
    ]


def test_the_script_gets_minutes_sunday_first_and_null_for_unknown_days():
    hours = Hours({"mon": (("17:00", "02:00"),), "sun": ()}, (HoursException(date(2026, 12, 25), ()),))
    assert json.loads(schedule(hours, TODAY)) == [
        [[], [[1020, 1560]], None, None, None, None, None],
        {"2026-12-25": []},
    ]
    assert schedule(Hours(), TODAY) == ""


def test_a_special_night_is_known_to_the_script_until_it_is_over():
    """A bar shut on the 24th, and one that is open late on New Year's Eve, looked at after the midnight."""
    shut = Hours({"thu": (("20:00", "02:00"),)}, (HoursException(date(2026, 12, 24), ()),))
    late = Hours({"thu": (("08:00", "17:00"),)}, (HoursException(date(2026, 12, 31), (("20:00", "03:00"),)),))
    by_day = Hours({"thu": (("08:00", "17:00"),)}, (HoursException(date(2026, 12, 24), ()),))
    assert json.loads(schedule(shut, date(2026, 12, 25)))[1] == {"2026-12-24": []}
    assert json.loads(schedule(late, date(2027, 1, 1)))[1] == {"2026-12-31": [[1200, 1620]]}
    assert (
        json.loads(schedule(by_day, date(2026, 12, 25)))[1] == {} == json.loads(schedule(shut, date(2026, 12, 26)))[1]
    )
    assert exception_rows(shut.exceptions, date(2026, 12, 25), EN) == () == last_night(shut, date(2026, 12, 26))


def test_machines_get_the_same_hours():
    found = specifications(Hours({"mon": LUNCH, "tue": LUNCH, "sun": (), "sat": (("00:00", "24:00"),)}), TODAY)
    said = {(tuple(s["dayOfWeek"]), s["opens"], s["closes"]) for s in found["openingHoursSpecification"]}
    assert said == {
        (("Monday", "Tuesday"), "08:00", "12:00"),
        (("Monday", "Tuesday"), "13:00", "17:30"),
        (("Saturday",), "00:00", "23:59"),
        (("Sunday",), "00:00", "00:00"),
    }
    assert "specialOpeningHoursSpecification" not in found


def test_a_week_that_was_said_before_is_said_the_same_and_each_by_its_own_language():
    week = {"mon": LUNCH, "sun": ()}
    assert rows(week) == rows(dict(week)) != rows(week, "es")
    assert schedule(Hours(week), TODAY) != schedule(Hours(week, (HoursException(TODAY),)), TODAY)
    assert specifications(Hours(week), TODAY) != specifications(Hours({**week, "sat": LUNCH}), TODAY)


def test_a_day_has_so_many_times_and_no_more():
    most = [["08:00", "09:00"]] * 24
    assert parse_intervals(most, "hours.mon")[1] == []
    assert [f.reason for f in parse_intervals([*most, *most], "hours.mon")[1]] == ["has 48 times"]


@pytest.mark.parametrize("time", ["8:00", "24:01", "08:60", "0٨:00", "08:00 ", 800, None, ["08:00"]])
def test_only_the_minutes_of_a_day_are_times(time):
    """Other writings' digits too would come out in the page's words and in the data for machines."""
    intervals, faults = parse_intervals([[time, "17:00"]], "hours.mon")
    assert intervals == () and [fault.field for fault in faults] == ["hours.mon"]
    assert parse_intervals([["00:00", "24:00"], ["23:59", "00:00"]], "hours.mon")[1] == []


def test_a_day_ends_at_24_and_nothing_opens_there():
    hours = {"mon": [["08:00", "12:00"], ["24:00", "02:00"]], "fri": [["18:00", "24:00"]]}
    given = record(hours=hours, hours_exceptions=[{"date": "2027-12-31", "open": [["24:00", "01:00"]]}])
    with pytest.raises(Invalid) as refused:
        Business.from_dict(given)
    assert [(e.field, e.reason, e.remedy) for e in refused.value.errors] == [
        ("hours.mon", "opens at 24:00, where the day ends", "write it on the next day, from 00:00"),
        ("hours_exceptions.0.open", "opens at 24:00, where the day ends", "write it on the next day, from 00:00"),
    ]
    assert sound_business(json.dumps(given).encode()) is None, "the quick way leaves it to the other"
    assert Business.from_stored(given).hours.week["mon"][1] == ("24:00", "02:00"), "as it was kept"
