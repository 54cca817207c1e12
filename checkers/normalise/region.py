"""US states and territories: any usual spelling to the two-letter code of USPS Publication 28, appendix B."""

from __future__ import annotations

from functools import lru_cache

from checkers.normalise.text import fold, tidy

NAMES = {
    "AL": "alabama", "AK": "alaska", "AZ": "arizona", "AR": "arkansas", "CA": "california", "CO": "colorado",
    "CT": "connecticut", "DE": "delaware", "DC": "district of columbia", "FL": "florida", "GA": "georgia",
    "HI": "hawaii", "ID": "idaho", "IL": "illinois", "IN": "indiana", "IA": "iowa", "KS": "kansas",
    "KY": "kentucky", "LA": "louisiana", "ME": "maine", "MD": "maryland", "MA": "massachusetts",
    "MI": "michigan", "MN": "minnesota", "MS": "mississippi", "MO": "missouri", "MT": "montana",
    "NE": "nebraska", "NV": "nevada", "NH": "new hampshire", "NJ": "new jersey", "NM": "new mexico",
    "NY": "new york", "NC": "north carolina", "ND": "north dakota", "OH": "ohio", "OK": "oklahoma",
    "OR": "oregon", "PA": "pennsylvania", "RI": "rhode island", "SC": "south carolina", "SD": "south dakota",
    "TN": "tennessee", "TX": "texas", "UT": "utah", "VT": "vermont", "VA": "virginia", "WA": "washington",
    "WV": "west virginia", "WI": "wisconsin", "WY": "wyoming", "AS": "american samoa", "GU": "guam",
    "MP": "northern mariana islands", "PR": "puerto rico", "VI": "us virgin islands",
    "FM": "federated states of micronesia", "MH": "marshall islands", "PW": "palau",
    "AA": "armed forces americas", "AE": "armed forces europe", "AP": "armed forces pacific",
}  # fmt: skip
# Traditional abbreviations, as still printed on pages and letterheads.
ABBREVIATIONS = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "cal": "CA", "colo": "CO", "conn": "CT", "del": "DE",
    "fla": "FL", "ill": "IL", "ind": "IN", "kan": "KS", "kans": "KS", "mass": "MA", "mich": "MI", "minn": "MN",
    "miss": "MS", "mont": "MT", "neb": "NE", "nebr": "NE", "nev": "NV", "n mex": "NM", "okla": "OK", "ore": "OR",
    "oreg": "OR", "penn": "PA", "penna": "PA", "tenn": "TN", "tex": "TX", "virg": "VA", "wash": "WA", "w va": "WV",
    "wis": "WI", "wisc": "WI", "wyo": "WY", "n car": "NC", "s car": "SC", "n dak": "ND", "s dak": "SD",
    "washington dc": "DC", "virgin islands": "VI",
}  # fmt: skip
CODES = frozenset(NAMES)
BY_NAME = {name: code for code, name in NAMES.items()}
SPELLINGS = BY_NAME | ABBREVIATIONS | {code.lower(): code for code in CODES}


@lru_cache(maxsize=4_096)
def code(raw: str) -> str:
    """The two-letter code, or empty where the text names no US state or territory."""
    text = fold(raw, 60)
    squeezed = text.replace(".", "").strip(" ,")
    return SPELLINGS.get(squeezed) or SPELLINGS.get(" ".join(text.replace(".", " ").split()), "")


def code_or_raw(raw: str) -> str:
    """The two-letter code for US places, else as printed."""
    return code(raw) or tidy(raw, 60)


def key(raw: str) -> str:
    return code(raw) or fold(raw, 60)
