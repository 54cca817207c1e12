"""Words of business names: what is legal form, what says only the trade, what is written in short."""

from __future__ import annotations

LEGAL_ENDINGS = frozenset(
    "inc incorporated llc lc ltd limited corp corporation co company llp"
    " lp lllp pllc plc pc pa pllp psc gmbh bv sa".split()
)
LEGAL_SPELLINGS = {"l l c": "llc", "l l p": "llp", "p c": "pc", "p a": "pa", "p l l c": "pllc", "l p": "lp"}
# A trade or kind of place, the same for thousands of businesses: agreeing in one says little, lacking one says little.
TRADE_WORDS = frozenset(
    """
    restaurant restaurants ristorante restaurante cafe caffe coffee coffeehouse tea bar grill grille grillhouse
    pub tavern lounge bistro brasserie trattoria osteria pizzeria pizza kitchen cuisine diner eatery house
    bakery deli delicatessen steakhouse sushi bbq barbecue buffet food foods catering market mart grocery store
    stores shop shops shoppe boutique center centre plaza mall hotel hotels motel inn suites resort apartments
    apartment condominiums salon spa barber barbershop nails hair studio gym fitness yoga club nightclub church
    school elementary middle high university college academy library museum theater theatre theatres cinema park
    playground field hospital clinic medical health dental dentistry dentist dds md pharmacy office offices
    building station bank atm gas auto automotive car repair service services rental rentals sales supply
    company group associates association society international national american usa express parking garage lot
    plumbing heating cooling hvac electric electrical roofing construction contractors contractor builders
    landscaping lawn cleaning cleaners laundry law firm attorney attorneys lawyer accounting insurance agency
    realty veterinary animal pet pets flowers florist jewelers furniture
    """.split()
)
DEGREES = frozenset("md do dds dmd dvm dpm dc od phd dpt lcsw lmft cpa esq".split())
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), "23456789", strict=True))
# Spanish numbers are figures in a name that is Spanish: "Los Dos", "Tres Hermanos", "Cinco de Mayo", "Numero Uno".
# "Uno Pizzeria" and "Tres Cafe" are names; nobody calls them 1 or 3, and "Once" is English too.
SPANISH_NUMBERS = {
    "uno": "1", "una": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7",
    "ocho": "8", "nueve": "9", "diez": "10", "once": "11", "doce": "12", "trece": "13", "catorce": "14",
    "quince": "15", "dieciseis": "16", "diecisiete": "17", "dieciocho": "18", "diecinueve": "19", "veinte": "20",
    "treinta": "30", "cuarenta": "40", "cincuenta": "50", "cien": "100",
}  # fmt: skip
BEFORE_SPANISH_NUMBERS = frozenset("los las el numero num".split())
BEHIND_SPANISH_NUMBERS = frozenset({"de", "del"})
SPANISH_PLURALS = ("os", "as", "es")
NUMBER_WORDS = TENS.keys() | SPANISH_NUMBERS.keys()
FILLERS = frozenset("the a an and of at in on for by de la le el los las les du des di da del y et".split())
SHORT_FORMS = {
    "saint": "st", "mount": "mt", "fort": "ft", "center": "ctr", "centre": "ctr", "theatre": "theater",
    "theatres": "theater",
    "street": "st", "avenue": "ave", "road": "rd", "boulevard": "blvd", "brothers": "bros", "company": "co",
    "grille": "grill", "caffe": "cafe", "barbecue": "bbq", "barbeque": "bbq", "bar-b-q": "bbq", "bar-b-que": "bbq",
    "university": "univ", "association": "assn", "department": "dept", "doctor": "dr", "mister": "mr",
    "north": "n", "south": "s", "east": "e", "west": "w", "restaurants": "restaurant", "coffeehouse": "coffee",
    "shoppe": "shop", "centers": "ctr", "n'": "and", "'n": "and", "'n'": "and", "pizzaria": "pizzeria",
    "offices": "office", "colour": "color", "colours": "colors", "parlour": "parlor", "harbour": "harbor",
    "jeweller": "jeweler", "jewellers": "jewelers", "jewellery": "jewelry",
    "avenues": "ave", "building": "bldg", "apartments": "apts", "highway": "hwy", "parkway": "pkwy", "square": "sq",
    "intl": "international", "natl": "national", "mfg": "manufacturing", "mgmt": "management", "govt": "government",
    "hosp": "hospital", "elem": "elementary", "twp": "township", "engrg": "engineering", "equip": "equipment",
    "svc": "service", "svcs": "services", "constr": "construction",
}  # fmt: skip
