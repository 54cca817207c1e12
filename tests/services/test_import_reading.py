"""Files as strangers make them: every encoding, quoting and header gets records or plain words, never a crash."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappop.domain.errors import Refused
from mappop.services.import_headers import COLUMNS_MAX, trade_of
from mappop.services.import_reading import OPEN_QUOTES_MAX, RECORD_MAX, RecordFile
from mappop.services.import_records import Row

HEAD = "name,trade,address.city,address.region,phones.0.number\n"
JOE = "Joe,plumber,Austin,TX,5125550134\n"


def read(content: str | bytes, form: str = "csv") -> list[Row]:
    return list(RecordFile(io.BytesIO(content.encode() if isinstance(content, str) else content), form))


def names(content: str | bytes) -> list[str]:
    return [row.data["name"] for row in read(content) if row.data]


def faults(content: str | bytes) -> list[tuple[int, str]]:
    return [(row.line, str(fault)) for row in read(content) for fault in row.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_every_usual_encoding(encoding: str) -> None:
    assert names((HEAD + JOE.replace("Joe", "Peña & Søn – “Café”")).encode(encoding)) == ["Peña & Søn – “Café”"]


def test_hurt_utf_8_costs_the_hurt_row_only() -> None:
    content = (HEAD + JOE.replace("Joe", "Peña")).encode() + JOE.encode().replace(b"Joe", b"Caf\xe9") + JOE.encode()
    assert names(content) == ["Peña", "Joe"]
    assert faults(content) == [(3, "name: holds bytes that are no UTF-8 text (save the file as UTF-8)")]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_ending_is_told_by_the_first_line(mark: str, ending: str) -> None:
    content = (HEAD + JOE + JOE).replace(",", mark).replace("\n", ending)
    assert [(row.line, row.data["phones"]) for row in read(content)] == [
        (2, [{"number": "5125550134"}]),
        (3, [{"number": "5125550134"}]),
    ]


def test_a_cell_may_hold_lines_quotes_and_commas() -> None:
    content = HEAD + '"Joe ""the\npipe"", Inc",plumber,Austin,TX,\n' + JOE
    assert names(content) == ['Joe "the\npipe", Inc', "Joe"]
    assert [row.line for row in read(content)] == [2, 4]
    assert names(HEAD + 'Joe 5" Pipe,plumber,Austin,TX,\n') == ['Joe 5" Pipe']


def test_a_quotation_mark_left_open_costs_its_own_row_only() -> None:
    content = HEAD + JOE + '"Ann,salon,Austin,TX,\n' + JOE + JOE
    assert names(content) == ["Joe", "Joe", "Joe"]
    [(line, words)] = faults(content)
    assert line == 3 and "nothing closes" in words


def test_open_quotation_marks_without_end_are_given_up_in_plain_words() -> None:
    content = HEAD + 'a"b,"c\n' * 100_000
    told = faults(content)
    assert len(told) == OPEN_QUOTES_MAX + 1
    assert "all lines after it were not read" in told[-1][1]


def test_a_row_with_more_cells_than_columns_is_refused_as_a_whole() -> None:
    told = faults(HEAD + "Joe,plumber,Austin,TX,1,2,3\n" + JOE)
    assert told[0][0] == 2 and "has 7 cells; the first line names 5 columns" in told[0][1]


def test_short_rows_and_blank_lines_are_no_fault() -> None:
    content = HEAD + "\n,,,,\nJoe,plumber,Austin,TX\n"
    assert [(row.line, row.data["phones"], row.faults) for row in read(content)] == [(4, [], ())]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04rest of a workbook", "save it as CSV"),
        (b"colour,size\nred,1\n", "no column that we know"),
        (b"name,trade,name\n", "Columns 1 (“name”) and 3 (“name”) both say name"),
        (b"name,Business name\n", "both say name"),
        (b"service_area.0,Service area\n", "keep one or the others"),
        (b"a," * 1_000_000, f"names 1000001 columns; at most {COLUMNS_MAX}"),
        (b"na\0me,trade\n", "NUL"),
        (b"name,trade\n".decode().encode("utf-16-le"), "NUL"),
        (b"name,trade" + b"x" * (RECORD_MAX + 1), "longer than"),
        (b'"name,trade\nJoe,plumber\n', "nothing closes"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_a_file_that_can_not_be_read_says_why(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("column", "cell", "path", "value"),
    [
        ("address_hidden", "No", "address_hidden", False),
        ("address_hidden", "perhaps", "address_hidden", "perhaps"),
        ("hours.mon", "18:00-02:00", "hours", {"mon": [["18:00", "02:00"]]}),
        ("hours.mon", "Open 24 hours", "hours", {"mon": [["00:00", "24:00"]]}),
        ("attributes.licence", "00123", "attributes", {"licence": "00123"}),
        ("attributes.licence", '"12"', "attributes", {"licence": "12"}),
        ("attributes.women_owned", "true", "attributes", {"women_owned": True}),
        ("attributes", '{"a.b": 1}', "attributes", {"a.b": 1}),
        ("founded", "'+1999", "founded", "+1999"),
        ("geo.lat", "'-30.5", "geo", {"lat": -30.5}),
        ("name ", "''=x", "name", "'=x"),
    ],
)
def test_cells_of_our_own_columns(column: str, cell: str, path: str, value: object) -> None:
    quoted = cell.replace('"', '""')
    [row] = read(f'{column},website\n"{quoted}",a.example\n')
    assert (row.data[path], row.faults) == (value, ())


def test_a_gap_in_numbered_columns_is_closed_and_faults_keep_the_files_number() -> None:
    [row] = read("phones.0.number,phones.3.number\n,123\n")
    assert row.data["phones"] == [{"number": "123"}]
    assert row.numbers == {"phones": (3,)}


GOOGLE = (
    "Store code,Business name,Address line 1,Address line 2,Locality,Administrative area,Country / Region,Postal code,"
    "Latitude,Longitude,Primary phone,Additional phones,Website,Primary category,Monday hours,Sunday hours,"
    "Special hours,From the business,Opening date,Labels\n"
    "G1,Joe's,12 Main St,Ste 4,Austin,Texas,US,78701,30.26,-97.74,512-555-0134,\"512-555-0135, 512-555-0136\","
    "https://joe.example,Plumber,\"9:00AM-12:00PM, 1:00PM-5:00PM\",x,"
    "\"2027-12-24: 10:00AM-3:00PM, 2027-12-25: x\",We fix pipes,1999-03-01,vip\n"
)  # fmt: skip
YEXT = (
    "Entity ID,Name,Address > Line 1,Address > Line 2,Address > City,Address > Region,Address > Postal Code,"
    "Address > Country Code,Main Phone,Mobile Phone,Toll-Free Phone,Website URL > URL,Hours > Monday,Hours > Sunday,"
    "Description,Year Established,Categories\n"
    "7,Joe's,12 Main St,Ste 4,Austin,TX,78701,US,512-555-0134,512-555-0135,800-555-0136,https://joe.example,"
    "\"09:00-12:00,13:00-17:00\",closed,We fix pipes,1999,Plumber\n"
)  # fmt: skip
BING = (
    "StoreId,BusinessName,AddressLine1,AddressLine2,City,StateOrProvince,ZipCode,CountryOrRegion,PhoneNumber,"
    "WebsiteUrl,Categories,OperatingHours\n"
    "7,Joe's,12 Main St,Ste 4,Austin,TX,78701,United States,512-555-0134,https://joe.example,Plumber,"
    "\"Mon 9:00 AM - 12:00 PM, 1:00 PM - 5:00 PM; Sun closed\"\n"
)  # fmt: skip


@pytest.mark.parametrize("export", [GOOGLE, YEXT, BING], ids=["google", "yext", "bing"])
def test_exports_of_other_publishers_say_the_same_business(export: str) -> None:
    [row] = read(export)
    data = row.data
    assert row.faults == () and "id" not in data
    assert (data["name"], data["trade"], data["website"]) == ("Joe's", "plumber", "https://joe.example")
    assert data["address"] == {
        "street": "12 Main St",
        "unit": "Ste 4",
        "city": "Austin",
        "region": "TX",
        "postal_code": "78701",
        "country": "US",
    }
    assert data["phones"][0] == {"number": "512-555-0134"}
    assert data["hours"] == {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "sun": []}


def test_what_only_some_exports_say_is_taken_too() -> None:
    [google], [yext] = read(GOOGLE), read(YEXT)
    assert [phone["number"] for phone in google.data["phones"]] == ["512-555-0134", "512-555-0135", "512-555-0136"]
    assert [phone.get("kind") for phone in yext.data["phones"]] == [None, "mobile", "toll_free"]
    assert google.data["hours_exceptions"] == [
        {"date": "2027-12-24", "open": [["10:00", "15:00"]]},
        {"date": "2027-12-25", "open": []},
    ]
    assert google.data["founded"] == yext.data["founded"] == 1999
    assert RecordFile(io.BytesIO(GOOGLE.encode()), "csv").ignored == ("Store code", "Labels")


def test_categories_of_other_publishers_become_trades() -> None:
    said = [
        "Roofing contractors",
        "gcid:plumber",
        "Café, Bakery",
        "AutoRepair",
        "Pizza restaurants",
        "Submarine dealer",
    ]
    assert [trade_of(category) for category in said] == [
        "roofer",
        "plumber",
        "cafe",
        "auto-repair",
        "restaurant",
        "local-business",
    ]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["csv", "jsonl"]), st.booleans())
def test_no_bytes_make_it_crash(content: bytes, form: str, has_header: bool) -> None:
    content = HEAD.encode() + content if has_header and form == "csv" else content
    try:
        rows = read(content, form)
    except Refused as refused:
        assert str(refused)
        return
    assert all(row.data or row.faults for row in rows)


def test_memory_stays_flat_over_many_rows_and_one_endless_line() -> None:
    def peak(content: bytes) -> int:
        source = io.BytesIO(content)
        tracemalloc.start()
        for _ in RecordFile(source, "csv"):
            pass
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    few, many = (peak(HEAD.encode() + JOE.encode() * count) for count in (200, 2_000))
    assert many < few + 500_000
    assert peak(HEAD.encode() + b"x" * 32_000_000) < 24_000_000
