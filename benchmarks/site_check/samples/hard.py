"""Thirty businesses that a page must survive: too long, too little, hostile, from the right, in any color."""

from __future__ import annotations

from benchmarks.site_check.samples.everyday import BOTH, FIRST_SPANISH, OFFICE, SHOP, SPANISH, TABLE, TRUCK
from benchmarks.site_check.samples.shop import Record, shop, voice, week

MARKUP = (
    "</script><script>window.pwned=1</script></style><img src=x onerror=window.pwned=1>"
    "\"' onmouseover=window.pwned=1 <svg/onload=window.pwned=1><a href=javascript:window.pwned=1>x</a>"
    " ]]> --> &lt;b&gt;"
)
CONTROLS = "Bell\x07 Escape\x1b Null\x00 Next\x85 Lone\ud800 Soft\u00ad Line\u2028 Para\u2029 Tag\U000e0041 End"
OVERRIDES = "Photo\u202egnp.exe\u202c and \u2066isolated\u2069 \u200fmarks\u200e and \u061cmore"
TEMPLATES = "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} #{7*7} <%= 7*7 %> {{ config.items() }} {# gone #}"


def everywhere(text: str, **more: object) -> Record:
    """`text` in every field that takes any."""
    return shop(
        text[:300], "plumber", f"1 Elm St|{text[:200]}|TX|78702", "", "#445566", OFFICE,
        text, f"{text}\n{text}"[:20_000],
        phones=[{"number": text[:60]}, {"number": "512-555-0134", "label": text}], email=text, website=text,
        address={"street": text[:300], "unit": text[:200], "city": text[:200], "region": "TX", "postal_code": "78702"},
        legal_name=text, timezone=text[:60], service_area=[text], payment_methods=[text],
        services=[{"name": text, "description": text, "price": text}] * 3, faqs=[{"q": text, "a": text}],
        reviews=[{"author": text, "rating": 1, "text": text, "source": text, "date": text}],
        photos=[{"src": text, "alt": text}], profiles={text[:60]: text[:300], "facebook": text[:300]}, languages=BOTH,
        attributes={"license": text, text[:60]: text},
        hours_exceptions=[{"date": "2099-12-25", "open": [], "note": text[:300]}],
    ) | more  # fmt: skip


def thin(name: str, **fields: object) -> Record:
    """What the agent knew when the owner said yes."""
    place = {"city": "Austin", "region": "TX"}
    return {"id": name.lower().replace(" ", "-"), "name": name, "trade": "local-business", "address": place,
            "phones": []} | fields  # fmt: skip


LONG_NAME = ("The Honorable Company of Wolfeschlegelstein, Hausenbergerdorff and Daughters Heating Cooling " * 4)[:300]
LINES = ("Slow, with beans, rice and whatever the boat brought in that morning.", "Ask us.", "")
PROSE = "We have mended pipes in this town for a long time, and we still answer the phone ourselves. "
HOSTILE = everywhere(MARKUP, id="hostile-markup", brand_color="red}</style><script>pwned=1",
                     website="javascript:window.pwned=1")  # fmt: skip
HARD = (
    HOSTILE,
    everywhere(TEMPLATES, id="template-syntax"),
    everywhere(CONTROLS, id="control-characters"),
    everywhere(OVERRIDES, id="right-to-left-overrides"),
    everywhere((PROSE * 220)[:20_000], id="twenty-kilobytes"),
    thin("N"),
    thin("Ann Lee", address_hidden=True, geo={"lat": 30.26, "lon": -97.71}, phones=[{"number": "512-555-0134"}],
         address={"street": "1 Secret Ln", "city": "Austin", "region": "TX", "postal_code": "78702"}),
    thin("Goes By Mail", email="write@goesbymail.example", address={"street": "PO Box 118", "city": "Fairbanks",
         "region": "AK", "postal_code": "99707"}, hours=week(OFFICE)),
    shop(LONG_NAME, "hvac", "9 Long Rd|Llanerch|PA|19083", "610-555-0101", "#0077b6", TRUCK, "Warm.", PROSE,
         id="long-name"),
    shop("Donaudampfschifffahrtsgesellschaftskapitänsmützen", "retail", "1 Rhine St|New Braunfels|TX|78130",
         "830-555-0133", "#606c38", SHOP, "Rindfleischetikettierungsüberwachungsaufgaben", PROSE, id="long-words"),
    shop("Silent Lamp Repair", "electrician", "4 Low St|Fargo|ND|58102", "", "#bc6c25", OFFICE, "Lamps.", PROSE),
    shop("Whenever Studio", "salon", "8 Hill St|Taos|NM|87571", "575-555-0190", "#5f0f40", "", "By appointment.",
         PROSE),
    shop("One Thing Bakery", "cafe", "3 Oak St|Duluth|MN|55802", "218-555-0112", "#bb3e03", TABLE, "Rye.", PROSE,
         services=[{"name": "Rye bread", "price": "$9"}], reviews=[], faqs=[]),
    shop("The Forty Dishes", "restaurant", "40 Canal St|Providence|RI|02903", "401-555-0140", "#9b2226", TABLE,
         "Forty dishes, every day.", PROSE, languages=BOTH, price_range="$$$",
         services=[{"name": f"Dish {n}, with herbs from the roof", "price": f"${n}.50", "description": LINES[n % 3]}
                   for n in range(1, 41)]),
    shop("Forty Little Jobs", "salon", "41 Canal St|Provo|UT|84601", "801-555-0141", "#3c096c", SHOP, "All of it.",
         PROSE, services=[{"name": f"Job {n}", "price": f"${n * 15}"} for n in range(1, 41)]),
    shop("Loved By Thirty", "dentist", "30 Elm St|Ames|IA|50010", "515-555-0130", "#006d77", OFFICE, "Kind.", PROSE,
         reviews=[voice("en", n) for n in range(30)], languages=BOTH),
    shop("مطعم الشام Cham Grill", "restaurant", "5 Warren Ave|Dearborn|MI|48126", "313-555-0134", "#2d6a4f", TABLE,
         "أهلا وسهلا بكم في مطعمنا", "نطبخ كل يوم من الصباح.\nWe cook every day.", id="cham-grill",
         services=[{"name": "شاورما دجاج", "price": "$9"}, {"name": "فتوش", "description": "خضار وخبز محمص"}]),
    shop("🌮🌮 Taco Party! 🎉👩‍👩‍👧‍👦", "restaurant", "7 Beach Ave|San Diego|CA|92109", "619-555-0107", "#ff006e",
         TABLE, "🔥🔥🔥 Hot & ready 🔥🔥🔥", "👍🏽 Best with friends 🇲🇽🇺🇸", id="emoji",
         services=[{"name": "🌮 Al pastor 🍍", "price": "💲3"}]),
    shop("金龍 Golden Dragon 골든드래곤", "restaurant", "88 Mott St|New York|NY|10013", "212-555-0188", "#c1121f",
         TABLE, "粵菜 · 點心", "每日新鮮點心。", id="golden-dragon"),
    shop("Crooked Links Garage", "auto-repair", "2 Loop Rd|Reno|NV|89501", "775-555-0122", "not a color", TRUCK,
         "Cars.", PROSE, website="data:text/html,<script>window.pwned=1</script>", email="not@an@address",
         profiles={"x": "javascript:window.pwned=1", "facebook": "//evil.example/\"onclick=\"window.pwned=1",
                   "tiktok": "http://user:pass@host.example/", "yelp": "https://ok.example/a b?c=\"d\""}),
    shop("Solo Español", "cleaner", "6 Sol St|Hialeah|FL|33010", "305-555-0161", "#38b000", OFFICE,
         "Limpio y a tiempo.",
         "Limpiamos casas y oficinas desde 2011, siempre con el mismo equipo.", languages=SPANISH),
    shop("Always Towing", "auto-repair", "24 Ring Rd|Memphis|TN|38103", "901-555-0124", "#ffbe0b",
         "mon-sun 00:00-24:00", "Day or night.", PROSE, attributes={"emergency_service": True}),
    shop("Night Owl Bar", "restaurant", "2 Bourbon St|Louisville|KY|40202", "502-555-0102", "#4a4e69",
         "mon-wed closed; thu-sat 18:00-02:30; sun 16:00-00:30", "Late.", PROSE, languages=BOTH),
    shop("Siesta Shoes", "retail", "3 Palm St|Tampa|FL|33602", "813-555-0103", "#fb8500",
         "mon-fri 08:00-12:00+13:00-17:30+18:30-21:00; sat 09:00-13:00", "Shoes.", PROSE, languages=BOTH),
    shop("Seasons Farm Stand", "retail", "44 County Rd|Ithaca|NY|14850", "607-555-0144", "#70e000", SHOP, "Corn.",
         PROSE, hours_exceptions=[{"date": f"2026-12-{d}", "note": "Winter hours",
                            "open": [] if d % 2 else [["10:00", "14:00"]]} for d in range(20, 29)], languages=BOTH),
    shop("Comes To You Mobile Vet", "local-business", "1 Depot St|Bend|OR|97701", "541-555-0105", "#8338ec", OFFICE,
         "Pets.", PROSE, address_hidden=True, service_area=[f"Township of Upper Valley {n}" for n in range(1, 41)]),
    shop("Five Numbers Law", "lawyer", "PO Box 500|Mayagüez|PR|00680", "", "#ffffff", OFFICE, "Call.", PROSE,
         phones=[{"number": "800-555-0199", "kind": "toll_free"}, {"number": "787-555-0101"},
                 {"number": "787-555-0102", "kind": "fax"}, {"number": "787-555-0103", "kind": "mobile",
                 "label": "After six"}, {"number": "787-555-0104", "kind": "tracking"}], languages=FIRST_SPANISH),
    shop("White On White Gallery", "retail", "1 Snow St|Juneau|AK|99801", "907-555-0111", "#fefefe", SHOP, "White.",
         PROSE),
    shop("Black Ink Tattoo", "barber", "13 Dark Ln|Salem|MA|01970", "978-555-0113", "#000000", SHOP, "Ink.", PROSE),
    shop("Neon Nails", "salon", "99 Strip Blvd|Las Vegas|NV|89101", "702-555-0199", "#39ff14", "mon-sun 10:00-22:00",
         "Glow.", PROSE, languages=BOTH, hours_exceptions=[{"date": "2027-01-01", "open": []}]),
)  # fmt: skip
