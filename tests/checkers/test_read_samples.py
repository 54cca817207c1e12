"""What a site builder printed and nobody replaced is nobody's name, address or number."""

import json

import pytest

from checkers.extract import placeholders, read_page

OWN = "<title>Elm Dental</title><h1>Elm Dental</h1><p>12 Elm St<br>Austin, TX 78702<br>512-555-0134</p>"
SAMPLES = [
    "500 Terry Francois Street<br>San Francisco, CA 94158",
    "123 Demo Street<br>New York, NY 12345",
    "123 Main Street<br>Anytown, CA 12345",
    "123 Your Street<br>Your City, TX 78702",
    "123 Street Avenue<br>City Town, TX 99999",
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_builders_sample_is_no_place(sample):
    page = "<title>Elm Florist</title><h1>Elm Florist</h1><a href='tel:5125550134'>512-555-0134</a>"
    (listing,) = read_page(f"{page}<h2>Visit us</h2><p>{sample}<p>Tel: 123-456-7890")
    nap = listing.nap
    assert (nap.name, nap.street, nap.city, nap.region, nap.postal_code) == ("Elm Florist", "", "", "", "")
    assert nap.phone == "+15125550134"
    assert [listing.nap.street for listing in read_page(f"<p>{sample}</p>{OWN}")] == ["12 Elm St"]


def test_markup_that_was_never_filled_in_says_nothing():
    sample = {
        "@type": "Dentist",
        "name": "Your Business Name",
        "telephone": "555-555-5555",
        "address": {"streetAddress": "123 Main Street", "addressLocality": "Anytown", "addressRegion": "CA"},
    }
    (listing,) = read_page(f'<script type="application/ld+json">{json.dumps(sample)}</script>{OWN}')
    assert (listing.nap.name, listing.nap.street, listing.nap.phone) == ("Elm Dental", "12 Elm St", "+15125550134")


@pytest.mark.parametrize(
    ("street", "city"),
    [
        ("500 Terry Francois St", "Oakland"),
        ("123 Main St", "Austin"),
        ("123rd St", "New York"),
        ("400 Sample Rd", "Coral Springs"),
        ("12 Young St", "Kansas City"),
    ],
)
def test_what_only_looks_like_a_sample_is_real(street, city):
    assert not placeholders.is_address(street, city)


def test_a_number_is_a_sample_as_a_whole_alone():
    assert placeholders.is_phone("+1 (555) 555-5555") and placeholders.is_phone("123.456.7890")
    assert placeholders.is_phone("800-555-5555") and not placeholders.is_phone("800-555-5550")
    assert not placeholders.is_phone("512-555-0134") and not placeholders.is_phone("+44 1234 567890")
    assert placeholders.is_name("Your Business Name") and not placeholders.is_name("Your Family Dentist")
