"""Words inside a street's own name: short forms to the one that is kept, and names with several usual forms."""

from __future__ import annotations

import re
from functools import lru_cache

from checkers.normalise.address_words import CARDINALS, ORDINALS
from checkers.normalise.name_words import SPANISH_NUMBERS
from checkers.normalise.region import NAMES

# Publication 28 spells a suffix out inside a name ("Park Place Blvd"); "Saint", "Mount" and "Fort" it writes in short.
_IN_FULL = """
aly:ALLEY ave:AVENUE av:AVENUE bch:BEACH blf:BLUFF blvd:BOULEVARD brg:BRIDGE brk:BROOK cyn:CANYON ctr:CENTER
ct:COURT ln:LANE hwy:HIGHWAY
centre:CENTER cntr:CENTER cir:CIRCLE crk:CREEK cres:CRESCENT xing:CROSSING est:ESTATE ests:ESTATES fls:FALLS
fry:FERRY fld:FIELD flds:FIELDS frst:FOREST gdn:GARDEN gdns:GARDENS gtwy:GATEWAY grn:GREEN grv:GROVE hbr:HARBOR
harbour:HARBOR hvn:HAVEN hts:HEIGHTS hl:HILL hls:HILLS holw:HOLLOW jct:JUNCTION knl:KNOLL lk:LAKE lks:LAKES
lndg:LANDING mnr:MANOR mdw:MEADOW mdws:MEADOWS msn:MISSION orch:ORCHARD pkwy:PARKWAY plz:PLAZA pl:PLACE
pt:POINT pte:POINT prt:PORT rnch:RANCH rd:ROAD rdg:RIDGE riv:RIVER rvr:RIVER shr:SHORE shrs:SHORES spg:SPRING
spgs:SPRINGS sq:SQUARE sta:STATION ter:TERRACE trl:TRAIL vly:VALLEY vw:VIEW vlg:VILLAGE theatre:THEATER
grey:GRAY intl:INTERNATIONAL natl:NATIONAL univ:UNIVERSITY arpt:AIRPORT hosp:HOSPITAL
"""
_TITLES = """
saint:ST sainte:STE mount:MT mtn:MTN mountain:MTN fort:FT and:& doctor:DR junior:JR senior:SR gen:GENERAL col:COLONEL
capt:CAPTAIN lt:LIEUTENANT gov:GOVERNOR pres:PRESIDENT sgt:SERGEANT rev:REVEREND
"""
# Spanish ways keep their own word at the front of the name: Puerto Rico's calles, California's avenidas.
_SPANISH = "avda:AVENIDA avd:AVENIDA carretera:CARR cll:CALLE cam:CAMINO"
NAME_WORDS: dict[str, str] = {
    word: kept for word, _, kept in (pair.partition(":") for pair in f"{_IN_FULL} {_TITLES} {_SPANISH}".split())
}
NAME_WORDS |= {word: nth for word, nth in ORDINALS.items() if " " not in word}

# One street, several usual names. Each line: the form of the key, then what is printed for it.
_ALIASES = """
MARTIN LUTHER KING JR=MARTIN LUTHER KING|MLK|MLK JR|M L KING|M L KING JR|ML KING|ML KING JR|DR MARTIN LUTHER KING
MARTIN LUTHER KING JR=DR MARTIN LUTHER KING JR|DR M L KING JR|DR ML KING JR|DR MLK|DR MLK JR|MARTIN L KING
MARTIN LUTHER KING JR=MARTIN L KING JR|REVEREND DR MARTIN LUTHER KING JR|REVEREND MARTIN LUTHER KING JR
MARTIN LUTHER KING JR=DR MARTIN L KING|DR MARTIN L KING JR
JOHN F KENNEDY=JFK|J F KENNEDY|JF KENNEDY|JOHN FITZGERALD KENNEDY|PRESIDENT JOHN F KENNEDY
FRANKLIN D ROOSEVELT=FDR|F D ROOSEVELT|FRANKLIN DELANO ROOSEVELT
CESAR CHAVEZ=CESAR E CHAVEZ
LYNDON B JOHNSON=LBJ|L B JOHNSON|LB JOHNSON|LYNDON BAINES JOHNSON|PRESIDENT LYNDON B JOHNSON
"""
_KEY_OF = {
    printed: kept
    for kept, _, forms in (line.partition("=") for line in _ALIASES.split("\n"))
    for printed in forms.split("|")
}
_SPANISH_COUNTED = {f"CALLE {word.upper()}": f"CALLE {number}" for word, number in SPANISH_NUMBERS.items()}
_COUNTED = {word.upper(): number for word, number in CARDINALS.items()}
_STATES = "|".join(name.upper() for name in NAMES.values())
# Within one town the state's highway, route and road of a number are one; so are Wisconsin's lettered county roads.
_STATE_ROAD = re.compile(rf"^(?:STATE|{_STATES}) (?:STATE )?(?:HIGHWAY|ROUTE|ROAD) (?=\w)")
_NTH_SIDE = re.compile(r"^(\d+(?:ST|ND|RD|TH)) (N|S|E|W)(?:ORTH|OUTH|AST|EST)$")  # Tulsa's "100th East Ave"
# A letter before the number is a state's own way of counting: Florida's A1A is no federal highway.
_STATES_OWN = re.compile(r"^HIGHWAY (?=[A-Z]\d)")
_LETTERED = re.compile(r"^COUNTY (?:ROAD|HIGHWAY|ROUTE) (?=[A-Z]{1,3}$)")


@lru_cache(maxsize=16_384)
def name_key(street: str) -> str:
    """Equal for usual forms of one street's name: "MLK", "DR MARTIN LUTHER KING JR"; "LA SALLE", "LASALLE"."""
    street = street.removeprefix("THE ")  # "The Alameda" and "Alameda"
    street = _KEY_OF.get(street) or _SPANISH_COUNTED.get(street, street)
    if street.partition(" ")[0] in _COUNTED:
        first, _, rest = street.partition(" ")
        street = f"{_COUNTED[first]} {rest}"  # "Twelve Mile" and "12 Mile"
    street = street.replace("AVENIDA ", "AVENUE ", 1)  # on Puerto Rico's signs either word stands for the other
    street = _NTH_SIDE.sub(r"\1 \2", _STATES_OWN.sub("STATE ", street))
    street = _LETTERED.sub("COUNTY ", _STATE_ROAD.sub("STATE ", street))
    return street.replace(" ", "")
