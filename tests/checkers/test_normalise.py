"""Equal keys mean the same fact, whatever the form; different facts keep different keys."""

import pytest

from checkers.normalise import address, hours, name, phone, region, website

SAME = {
    phone: [
        ("(512) 555-0134", "+1 512.555.0134", "512-555-0134", "tel:+15125550134", "Phone: 512 555 0134"),
        ("1-800-FLOWERS", "800-356-9377"),
        ("512-555-0134 x12", "(512) 555-0134 ext. 12"),
        ("+31 (0)20 555 2207", "31 (0)20 5552207", "+31205552207"),
    ],
    name: [
        ("Value Mart #12", "Value Mart Store #0012", "VALUE MART #012"),
        ("The Alder Law Firm, LLC", "Alder Law Firm", "ALDER LAW FIRM L.L.C."),
        ("R.T. Alder & Associates, Inc.", "RT Alder and Associates"),
        ("Joe's Café", "Joes Cafe", "JOE’S CAFE"),
        ("Saint Mary Theatre", "St. Mary Theater"),
        ("Two Brothers Pizza", "2 Bros Pizza"),
        ("Acme Holdings Inc d/b/a Joe's Cafe", "Joe's Cafe"),
        ("Alder Cafe, The", "The Alder Cafe"),
        ("A B C Roofing", "ABC Roofing", "A.B.C. Roofing"),
        ("Twenty-One Club", "21 Club", "Twenty One Club"),
        ("Fifty-First Street Deli", "51st St Deli"),
        ("Roe LLC DBA: Pine Bakery", "Roe LLC d/b/a Pine Bakery", "Pine Bakery"),
        ("Joe's Bar-B-Que", "Joes BBQ", "Joe's Barbecue"),
        ("Dr. Ana Lopez, DDS", "Ana Lopez, D.D.S."),
        ("Roe Law Offices", "Roe Law Office"),
        ("A+ Auto", "A Plus Auto"),
    ],
    address: [
        (
            "1204 E 7th St Ste B, Austin, TX 78702",
            "1204 East Seventh Street #B, Austin, Texas 78702-1234",
            "1204 E. 7TH ST., SUITE B, AUSTIN TX 78702",
            "1204 E 7th St Unit B, Austin, TX 78702, USA",
        ),
        (
            "PO Box 50177, Mesa, AZ 85208",
            "P.O. Box 50177, Mesa, Arizona 85208",
            "Post Office Box 50177, Mesa, AZ 85208",
        ),
        ("5th Ave & W 34th St, New York, NY", "W. 34th Street and Fifth Avenue, New York, NY"),
        ("1726 Delaware Ave., NW 6th Floor", "1726 Delaware Avenue NW, Sixth Floor"),
        ("3187 Cty Hwy G", "3187 County Highway G", "3187 County Hwy G."),
        ("N118 W16520 Tulip Road", "N118 W16520 Tulip Rd"),
        ("Alder Avenue, 3917", "3917 Alder Ave"),
        ("URB Las Gladiolas 150 Calle A, San Juan PR 00926", "150 Calle A, Urb. Las Gladiolas, San Juan, PR 00926"),
        ("One Main Plaza, Boston, MA 02110", "1 Main Plz, Boston, MA 02110"),
        ("RR 2 Box 152, Salem, IL 62881", "Rural Route 2 Box 152, Salem, IL 62881"),
        ("485 Rue Saint-Amable", "485 Rue Saint Amable"),
    ],
    website: [
        (
            "https://www.delgado.example/",
            "http://delgado.example",
            "delgado.example/index.html?utm_source=maps&gclid=1",
        ),
        ("https://delgado.example:443/a?b=1&a=2", "delgado.example/a/?a=2&b=1"),
    ],
    region: [("TX", "Texas", "Tex.", "texas"), ("DC", "D.C.", "District of Columbia"), ("NY", "N.Y.", "New York")],
    hours: [
        ("Mo-Fr 09:00-17:00", "Monday - Friday: 9am to 5pm", "M-F 9am – 5 p.m.", "Weekdays 9:00 AM - 5:00 PM"),
        ("24/7", "Open 24 hours, 7 days a week", "Mo-Su 00:00-24:00"),
        ("Fr,Sa 11:00-02:00; Su off", "Fri & Sat 11am-2am, closed Sundays"),
        ("Sa 09:00-12:00", "Saturday 9 - noon", "SATURDAY9:00am-12:00pm"),
    ],
}
OTHER = {
    phone: [("512-555-0134", "512-555-0135"), ("512-555-0134", "512-555-0134 x12"), ("512-555-0134", "")],
    name: [("Value Mart #12", "Value Mart #14"), ("Smith Plumbing", "Smith Roofing"), ("Smith & Son", "Smith")],
    address: [
        ("1204 E 7th St", "1204 W 7th St"),
        ("12 Oak St", "12 Oak Ave"),
        ("12 Oak St Ste 4", "12 Oak St Ste 5"),
        ("12 Oak St Fl 4", "12 Oak St Ste 4"),
        ("12 Oak St, Austin, TX 78702", "12 Oak St, Dallas, TX 75201"),
        ("12-14 Oak St", "12 Oak St"),
    ],
    website: [("a.example", "b.example"), ("a.example/x", "a.example/y")],
    region: [("TX", "TN")],
    hours: [("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-18:00"), ("Sa off", "Sa 09:00-12:00")],
}


def _cases(table, size):
    return [
        pytest.param(field, *(texts if size else (texts,)), id=f"{field.__name__.rpartition('.')[2]}-{texts[0]}")
        for field, rows in table.items()
        for texts in rows
    ]


@pytest.mark.parametrize(("field", "spellings"), _cases(SAME, 0))
def test_spellings_of_one_fact_share_a_key(field, spellings):
    assert len({field.key(text) for text in spellings}) == 1 and field.key(spellings[0])


@pytest.mark.parametrize(("field", "one", "two"), _cases(OTHER, 2))
def test_two_facts_have_two_keys(field, one, two):
    assert field.key(one) != field.key(two)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "1204 E 7th St Ste B, Austin TX 78702",
            {
                "number": "1204",
                "predirectional": "E",
                "street": "7TH",
                "suffix": "ST",
                "unit": "STE B",
                "city": "AUSTIN",
            },
        ),
        ("200 Park Ave S Fl 17", {"street": "PARK", "suffix": "AVE", "postdirectional": "S", "unit": "FL 17"}),
        ("360 South Freeway", {"predirectional": "", "street": "SOUTH", "suffix": "FWY"}),
        ("100 Avenue B", {"number": "100", "street": "AVENUE B", "suffix": ""}),
        ("123 1/2 Main St", {"number": "123 1/2", "street": "MAIN"}),
        ("1395 Alder Mill Road (just off Highway 141)", {"street": "ALDER MILL", "suffix": "RD"}),
        ("PO Box 50177, Mesa, AZ 85208-0010", {"po_box": "PO BOX 50177", "postal_code": "85208-0010", "region": "AZ"}),
        (
            "One Main Plaza, Boston MA",
            {"number": "1", "street": "MAIN", "suffix": "PLZ", "city": "BOSTON", "region": "MA"},
        ),
        ("12345 State Route 9", {"number": "12345", "street": "STATE ROUTE 9"}),
        ("3758 E. 36th St Suite #102-A", {"unit": "STE 102-A", "suffix": "ST"}),
        ("16 East Alder Street, Downtown", {"number": "16", "street": "ALDER", "suffix": "ST"}),
    ],
)
def test_an_address_falls_into_the_parts_of_publication_28(line, parts):
    found = address.parse(line)
    assert {part: getattr(found, part) for part in parts} == parts


@pytest.mark.parametrize(
    "text", ["Mon-Fri: 10-11pm", "Call for hours", "Mon 9-5 by appointment only", "9-5", "", "Mo 25:00-26:00"]
)
def test_hours_that_could_mean_two_things_or_nothing_are_not_read(text):
    assert hours.parse(text) is None


@pytest.mark.parametrize("text", ["555-0134", "000-000-0000", "7-1-1", "501-1000", "Call us", "", "1" * 500])
def test_what_is_no_phone_is_no_phone(text):
    assert phone.e164(text) == ""


def test_toll_free_and_extension_are_told():
    assert phone.parse("888-555-0134 ext 7") == phone.PhoneParts("+18885550134", "7", True)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "ftp://a.example", "not a site", "http://[", ""])
def test_what_is_no_web_address_has_no_key(text):
    assert website.key(text) == ""
