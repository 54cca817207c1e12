"""Records that pages must survive: nothing but a name, hidden address, overlong, hostile, right to left."""

from datetime import UTC, datetime

from mappop.domain.business import Business
from mappop.sites.builder import SiteFiles, build_site
from site_templates import themes

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
MARKUP = (
    "</script><script>window.pwned=1</script></style><img src=x onerror=window.pwned=1>"
    "\"' onmouseover=window.pwned=1 `{{ 7*7 }}{% include 'x' %}${7*7} "
    "\u202egnp.exe\u2066 \x00\x1b\x85 \ud800 ]]> --> &lt;b&gt;"
)
SEVEN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def record(**fields):
    least = {"id": "somebody", "name": "N", "trade": "plumber", "address": {"city": "Austin", "region": "TX"}}
    return least | {"phones": []} | fields


EMPTY = record()
HIDDEN = record(
    name="Ann Lee",
    address={"street": "1 Secret Ln", "unit": "Apt 9", "city": "Austin", "region": "TX", "postal_code": "78702"},
    address_hidden=True,
    geo={"lat": 30.26, "lon": -97.71},
    service_area=["Austin", "Round Rock"],
    phones=[{"number": "(512) 555-0134"}],
)
OVERLONG = record(
    name=("Wolfeschlegelsteinhausenbergerdorff and Sons Incorporated " * 6)[:300],
    tagline="x" * 3000,
    description=("Lorem ipsum dolor sit amet. " * 800)[:20_000],
    services=[
        {
            "name": f"Service {i} with a name that goes on and on",
            "description": "words " * 3000,
            "price": "$1,234.50 a unit",
        }
        for i in range(200)
    ],
    faqs=[{"q": "Why " * 80, "a": "Because " * 400}] * 40,
    reviews=[{"author": "A" * 200, "rating": 4.5, "text": "Good " * 600, "source": "G" * 100}] * 40,
    phones=[{"number": "+15125550134"}, {"number": "+18005550134", "kind": "toll_free"}],
    address={"street": "1" + "0" * 280, "unit": "Suite " + "9" * 200, "city": "Llanfairpwll" * 9, "region": "TX"},
    email="a@" + "b" * 60 + ".example",
    service_area=["Town of Averylongname"] * 100,
    hours={day: [["00:00", "24:00"]] for day in SEVEN},
    profiles={f"p{i}" * 20: "https://x.example/" + "y" * 500 for i in range(30)},
    payment_methods=["Card"] * 30,
    languages=["en", "es"],
)
HOSTILE = record(
    name=MARKUP,
    legal_name=MARKUP,
    tagline=MARKUP,
    description=MARKUP + "\n" + MARKUP,
    email=MARKUP,
    website="javascript:alert(1)",
    timezone="../../etc/passwd",
    brand_color="red}</style><script>pwned=1",
    address={"street": MARKUP, "unit": MARKUP, "city": MARKUP, "region": "TX", "postal_code": "78702"},
    phones=[{"number": MARKUP}, {"number": "+15125550134", "label": MARKUP}],
    service_area=[MARKUP],
    services=[{"name": MARKUP, "description": MARKUP, "price": MARKUP}],
    faqs=[{"q": MARKUP, "a": MARKUP}],
    photos=[{"src": MARKUP, "alt": MARKUP}],
    reviews=[{"author": MARKUP, "rating": 1, "text": MARKUP, "source": MARKUP, "date": MARKUP}],
    payment_methods=[MARKUP],
    profiles={
        MARKUP: "javascript:alert(1)",
        "facebook": 'https://x.example/"onmouseover="window.pwned=1',
        "x": "data:text/html,<script>window.pwned=1</script>",
    },
    attributes={"license": MARKUP, MARKUP: MARKUP, "insured": True},
    hours={"mon": [["08:00", "17:00"]]},
    hours_exceptions=[{"date": "2099-12-25", "open": [], "note": MARKUP}],
    languages=["es", "en"],
)
RIGHT_TO_LEFT = record(
    name="مطعم الشام 🥙 Cham Grill",
    trade="restaurant",
    tagline="أهلا وسهلا",
    services=[{"name": "شاورما", "price": "$9"}],
    phones=[{"number": "+13135550134"}],
    address={"street": "5 Warren Ave", "city": "Dearborn", "region": "MI", "postal_code": "48126"},
    hours={"mon": [], "fri": [["10:00", "02:00"]]},
)
ALL = {"empty": EMPTY, "hidden": HIDDEN, "overlong": OVERLONG, "hostile": HOSTILE, "right-to-left": RIGHT_TO_LEFT}


def site(data, theme="workshop", **options) -> SiteFiles:
    given = {"base_url": "https://{id}.example.com", "now": NOW} | options
    return build_site(Business.from_dict(data), theme=theme, **given)


def sample(theme):
    return dict(themes()[theme].sample)
