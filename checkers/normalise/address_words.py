"""USPS Publication 28 as data: suffixes (appendix C1), directionals, unit designators (appendix C2), ordinals."""

from __future__ import annotations

# Standard abbreviation: the spellings that mean it (appendix C1, and the unlisted ones that pages print).
_SUFFIX_TABLE = """
ALY alley allee ally|ANX annex anex annx|ARC arcade|AVE avenue av aven avenu avn avnue|BYU bayou bayoo|BCH beach
BND bend|BLF bluff bluf|BLFS bluffs|BTM bottom bot bottm|BLVD boulevard boul boulv bl bvd blv|BR branch brnch
BRG bridge brdge|BRK brook|BRKS brooks|BG burg|BGS burgs|BYP bypass bypa bypas byps|CP camp cmp
CYN canyon canyn cnyn|CPE cape|CSWY causeway causwa|CTR center cent centr centre cnter cntr|CTRS centers
CIR circle circ circl crcl crcle|CIRS circles|CLF cliff|CLFS cliffs|CLB club|CMN common|CMNS commons|COR corner
CORS corners|CRSE course|CT court crt|CTS courts|CV cove|CVS coves|CRK creek|CRES crescent crsent crsnt|CRST crest
XING crossing crssng|XRD crossroad|XRDS crossroads|CURV curve|DL dale|DM dam|DV divide div dvd|DR drive driv drv
DRS drives|EST estate|ESTS estates|EXPY expressway exp expr express expw expwy xpwy|EXT extension extn extnsn
EXTS extensions|FALL fall|FLS falls|FRY ferry frry|FLD field|FLDS fields|FLT flat|FLTS flats|FRD ford|FRDS fords
FRST forest forests|FRG forge forg|FRGS forges|FRK fork|FRKS forks|FT fort frt|FWY freeway freewy frway frwy
GDN garden gardn grden grdn|GDNS gardens grdns|GTWY gateway gatewy gatway gtway|GLN glen|GLNS glens|GRN green
GRNS greens|GRV grove grov|GRVS groves|HBR harbor harb harbr hrbor|HBRS harbors|HVN haven|HTS heights ht
HWY highway highwy hiway hiwy hway|HL hill|HLS hills|HOLW hollow hllw hollows holws|INLT inlet|IS island islnd
ISS islands islnds|ISLE isle isles|JCT junction jction jctn junctn juncton|JCTS junctions|KY key|KYS keys
KNL knoll knol|KNLS knolls|LK lake|LKS lakes|LAND land|LNDG landing lndng|LN lane la|LGT light|LGTS lights|LF loaf
LCK lock|LCKS locks|LDG lodge ldge lodg|LOOP loop loops lp|MALL mall|MNR manor|MNRS manors|MDW meadow
MDWS meadows medows|MEWS mews|ML mill|MLS mills|MSN mission missn mssn|MTWY motorway|MT mount mnt
MTN mountain mntain mntn mountin mtin|MTNS mountains|NCK neck|ORCH orchard orchrd|OVAL oval ovl|OPAS overpass
PARK park prk parks|PKWY parkway parkwy pkway pky pkwys parkways pwy|PASS pass|PSGE passage|PATH path paths
PIKE pike pikes pk|PNE pine|PNES pines|PL place|PLN plain|PLNS plains|PLZ plaza plza|PT point|PTS points|PRT port
PRTS ports|PR prairie prr|RADL radial rad radiel|RAMP ramp|RNCH ranch ranches|RPD rapid|RPDS rapids|RST rest
RDG ridge rdge|RDGS ridges|RIV river rvr rivr|RD road|RDS roads|RTE route rt|ROW row|RUE rue|RUN run|SHL shoal
SHLS shoals|SHR shore shoar|SHRS shores shoars|SKWY skyway|SPG spring spng sprng|SPGS springs spngs sprngs
SPUR spur spurs|SQ square sqr sqre squ|SQS squares sqrs|STA station statn stn
STRA stravenue strav straven stravn strvn strvnue|STRM stream streme|ST street str strt|STS streets
SMT summit sumit sumitt|TER terrace terr|TRWY throughway|TRCE trace traces|TRAK track tracks trk trks
TRFY trafficway|TRL trail trails trls tr|TRLR trailer trlrs|TUNL tunnel tunel tunls tunnels tunnl
TPKE turnpike trnpk turnpk tpk|UPAS underpass|UN union|UNS unions|VLY valley vally vlly|VLYS valleys
VIA viaduct vdct viadct|VW view|VWS views|VLG village vill villag villg villiage|VLGS villages|VL ville
VIS vista vist vst vsta|WALK walk walks|WALL wall|WAY way wy|WAYS ways|WL well|WLS wells
"""
SUFFIXES: dict[str, str] = {}
for _entry in _SUFFIX_TABLE.replace("\n", "|").split("|"):
    for _word in _entry.split():
        SUFFIXES[_word.lower()] = _entry.split()[0]

DIRECTIONALS = {
    "north": "N", "n": "N", "no": "N", "south": "S", "s": "S", "so": "S", "east": "E", "e": "E", "west": "W", "w": "W",
    "northeast": "NE", "ne": "NE", "northwest": "NW", "nw": "NW", "southeast": "SE", "se": "SE",
    "southwest": "SW", "sw": "SW", "norte": "N", "sur": "S", "este": "E", "oeste": "W",
}  # fmt: skip
# Designators whose kind says nothing beside the number ("Ste 4", "Unit 4", "#4" are one door), and those that do.
PLAIN_UNITS = {
    "suite": "STE", "ste": "STE", "suit": "STE", "suites": "STE", "stes": "STE", "apartment": "APT", "apt": "APT",
    "apto": "APT", "apartamento": "APT", "unit": "UNIT", "units": "UNIT", "room": "RM", "rm": "RM", "#": "#",
    "no": "#", "num": "#", "number": "#", "office": "OFC", "ofc": "OFC", "oficina": "OFC",
}  # fmt: skip
TELLING_UNITS = {
    "building": "BLDG", "bldg": "BLDG", "bld": "BLDG", "bldng": "BLDG", "edificio": "BLDG", "edif": "BLDG",
    "tower": "TWR", "twr": "TWR", "floor": "FL", "flr": "FL", "fl": "FL", "piso": "FL", "department": "DEPT",
    "dept": "DEPT", "lot": "LOT", "space": "SPC", "spc": "SPC", "sp": "SPC", "stall": "STALL", "stop": "STOP",
    "slip": "SLIP", "pier": "PIER", "hangar": "HNGR", "hanger": "HNGR", "hngr": "HNGR", "trailer": "TRLR",
    "trlr": "TRLR", "pmb": "PMB", "mailbox": "PMB", "level": "LVL", "lvl": "LVL", "booth": "BOOTH", "bay": "BAY",
    "kiosk": "KIOSK", "studio": "STUDIO", "terminal": "TERMINAL", "penthouse": "PH", "ph": "PH",
    "key": "KEY", "gate": "GATE", "concourse": "CONCOURSE", "dock": "DOCK", "wing": "WING",
    "warehouse": "WHSE", "whse": "WHSE", "store": "STORE",
    "floors": "FL", "shop": "SHOP", "cottage": "COTTAGE", "cabin": "CABIN", "door": "DOOR", "box": "PMB",
}  # fmt: skip
FLOOR_WORDS = frozenset({"floor", "floors", "flr", "fl", "level", "lvl", "piso"})
LONE_UNITS = {
    "basement": "BSMT", "bsmt": "BSMT", "front": "FRNT", "frnt": "FRNT", "rear": "REAR", "lobby": "LBBY",
    "lbby": "LBBY", "lower": "LOWR", "lowr": "LOWR", "upper": "UPPR", "uppr": "UPPR", "penthouse": "PH", "ph": "PH",
    "mezzanine": "MEZZ", "mezz": "MEZZ", "upstairs": "UPPR", "downstairs": "LOWR", "ll": "LOWR", "side": "SIDE",
    "garage": "GARAGE",
}  # fmt: skip
LONE_PAIRS = {
    ("lower", "level"): "LOWR", ("upper", "level"): "UPPR", ("ground", "floor"): "FL 1", ("ground", "fl"): "FL 1",
    ("main", "floor"): "FL 1", ("top", "floor"): "FL TOP", ("planta", "baja"): "FL 1", ("lower", "lvl"): "LOWR",
    ("upper", "lvl"): "UPPR", ("ground", "level"): "FL 1", ("basement", "level"): "BSMT",
    ("lobby", "level"): "LBBY", ("mezzanine", "level"): "MEZZ", ("street", "level"): "FL 1", ("main", "level"): "FL 1",
}  # fmt: skip
LONE_FORMS = frozenset(LONE_UNITS.values())
UNITS = PLAIN_UNITS | TELLING_UNITS

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve"
    " thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
CARDINALS = {word: str(n) for n, word in enumerate(_ONES.split()) if n}
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
)
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}


def ordinal(n: int) -> str:
    """The ordinal as Publication 28 prints it: 1ST, 22ND, 113TH."""
    ending = "TH" if n % 100 in (11, 12, 13) else {1: "ST", 2: "ND", 3: "RD"}.get(n % 10, "TH")
    return f"{n}{ending}"


def _ordinals() -> dict[str, str]:
    words = {word: ordinal(n) for n, word in enumerate(_ORDINAL_WORDS.split(), 1)}
    for stem, tens in _TENS.items():
        words[f"{stem}ieth"] = ordinal(tens)
        for n, word in enumerate(_ORDINAL_WORDS.split()[:9], 1):
            words[f"{stem}y-{word}"] = words[f"{stem}y {word}"] = ordinal(tens + n)
    hundreds = {f"{word} hundredth": ordinal(100 * n) for n, word in enumerate(_ONES.split()[1:10], 1)}
    return words | {"hundredth": ordinal(100)} | hundreds


def _counted() -> dict[str, str]:
    tens = {f"{stem}y": n for stem, n in _TENS.items()}
    pairs = {f"{ten} {word}": str(n + int(CARDINALS[word])) for ten, n in tens.items() for word in _ONES.split()[1:10]}
    return CARDINALS | {ten: str(n) for ten, n in tens.items()} | pairs


ORDINALS = _ordinals()
# What an ordinal of several words has among them: "forty second", "one hundredth".
TENS_AND_HUNDREDS = frozenset({f"{stem}y" for stem in _TENS} | {"hundred", "hundredth"})
COUNTED = _counted()  # one to ninety-nine
