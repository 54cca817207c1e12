"""Records that say more than a page can bring at once: it comes with the first round trip all the same."""

import json
import random  # noqa: TID251  seeded: the same texts in every run
import zlib
from dataclasses import replace
from itertools import product
from string import ascii_letters

import brotli
import pytest
from selectolax.lexbor import LexborHTMLParser

from mappop.domain.business import Business
from mappop.sites import weight
from mappop.sites.builder import build_site_or_less
from mappop.sites.notes import notes
from mappop.sites.pictures import MadePhoto, Rendition
from mappop.sites.weight import FIRST_ROUND_TRIP, HEADERS
from site_templates import themes

from .records import NOW, record

SIZES = [(480, "avif"), (800, "avif"), (1280, "avif"), (480, "webp"), (800, "webp"), (1280, "webp"), (800, "jpg")]


def letters(chance, writing):
    """Text by chance, which packs worst: of words, of Chinese letters, of signs as addresses have them."""
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(4000)]
    said = {
        "words": lambda most: " ".join(chance.choices(words, k=most // 4))[:most].strip(),
        "chinese": lambda most: "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(most)),
        "signs": lambda most: "".join(chance.choices(ascii_letters + "0123456789_", k=most)),
    }
    return said[writing]


def everything(writing):
    chance = random.Random(7)
    text, sign = letters(chance, writing), letters(chance, "signs")
    reviews = [{"author": text(80), "rating": 4, "text": text(500), "source": text(60)} for _ in range(20)]
    return Business.from_dict(record(
        id="w", name=text(300), legal_name=text(300), tagline=text(140), description=text(5000), reviews=reviews,
        address={"street": text(200), "unit": text(100), "city": text(200), "region": "TX", "postal_code": "78702"},
        phones=[{"number": f"+1512555013{n}", "label": text(40)} for n in range(6)], languages=["en", "es"],
        services=[{"name": text(100), "description": text(300), "price": text(40)} for _ in range(200)],
        faqs=[{"q": text(160), "a": text(600)} for _ in range(40)], service_area=[text(60) for _ in range(100)],
        payment_methods=[text(40) for _ in range(20)], website="https://x.example/" + sign(1900),
        profiles={text(30): "https://x.example/" + sign(1900) for _ in range(20)},
        hours={"mon": [["08:00", "12:00"]]}, attributes={"license": text(300), "parking": text(300)},
        hours_exceptions=[{"date": f"2027-01-0{n}", "open": [], "note": text(300)} for n in range(1, 9)],
        photos=[{"src": f"https://x.example/{n}.jpg", "alt": text(160)} for n in range(30)],
    ))  # fmt: skip


def built(business, theme):
    chance, files = random.Random(8), tuple(Rendition(f"{w}x{w}.{e}", w, w, e) for w, e in SIZES)
    made = {photo.src: MadePhoto(f"{chance.getrandbits(48):012x}", "", files) for photo in business.photos}
    return build_site_or_less(business, theme=theme, base_url="https://{id}.example.com", now=NOW, made=made)


@pytest.mark.parametrize(("writing", "theme"), list(product(("words", "chinese", "signs"), themes())))
def test_the_fullest_record_still_comes_with_the_first_round_trip(writing, theme):
    business = everything(writing)
    files, is_cut = built(business, theme)
    assert is_cut and "the longest are shown in part" in list(notes(business, (), {}, is_cut=is_cut))[-1]
    for path in ("index.html", "es/index.html"):
        assert len(brotli.compress(files[path])) + HEADERS <= FIRST_ROUND_TRIP


def test_what_people_came_for_is_cut_last():
    """Sixty services, each with a price and a long description: none is missing, and the record's name is whole."""
    text = letters(random.Random(9), "words")
    services = [{"name": f"Repair {n}", "description": text(230), "price": f"${n}"} for n in range(60)]
    faqs = [{"q": text(80), "a": text(480)} for _ in range(20)]
    data = record(id="w", name="Long Menu", services=services, faqs=faqs, phones=[{"number": "+15125550134"}])
    files, is_cut = built(Business.from_dict(data), "market")
    tree = LexborHTMLParser(files["index.html"])
    shown = [item.text(separator=" ").split() for item in tree.css(".window li")]
    assert is_cut and [row[1] for row in shown] == [str(n) for n in range(60)]
    assert [row[-1] for row in shown] == [f"${n}" for n in range(60)] and len(shown[0]) > 5
    assert tree.css("details:not(.share)") != []


@pytest.mark.parametrize("theme", themes())
def test_a_small_record_fits_whatever_it_says(theme):
    chance = random.Random(11)
    alphabet = ascii_letters + "0123456789&<>'$#;"
    text = lambda most: "".join(chance.choices(alphabet, k=most))  # noqa: E731
    photos = [{"src": f"https://x.example/{n}.jpg"} for n in range(30)]
    data = record(
        id="w", name=text(300), tagline=text(140), legal_name=text(200), languages=["en", "es"], photos=photos,
        services=[{"name": text(40)} for _ in range(40)], service_area=[text(12) for _ in range(20)],
    )  # fmt: skip
    room = weight.SMALL_RECORD - len(json.dumps(data, separators=(",", ":")))
    business = Business.from_dict({**data, "description": text(room - 40)})
    files, is_cut = built(business, theme)
    assert weight.is_small(business) and not weight.is_small(replace(business, tagline=text(400)))
    assert not is_cut and max(len(zlib.compress(files[p], 6)) for p in ("index.html", "es/index.html")) > 9_000


def test_what_fits_is_shown_whole():
    services = [{"name": f"Service {n}", "description": "We come the same day. " * 5} for n in range(40)]
    files, is_cut = built(Business.from_dict(record(id="w", name="Forty", services=services)), "yard")
    assert not is_cut and files["index.html"].count(b"We come the same day.") == 200
