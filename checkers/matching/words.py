"""Words that say what a business is rather than which one it is: kinds, words that say little, and places with tenants.

Written from what stands on US shop fronts and in directories; spelt as `normalise.name` leaves them, without plural s.
"""

from __future__ import annotations

from functools import lru_cache

# A kind is what a passer-by would call the place. Words of one kind stand for each other ("Cafe", "Restaurant");
# words of two kinds name two businesses of one owner or one door ("Hotel" and its "Restaurant").
_KINDS = {
    "food": """restaurant restaurante ristorante cafe coffee tea bar grill grillhouse pub tavern taverna lounge bistro
        brasserie trattoria osteria pizzeria pizza kitchen cuisine diner eatery bakery bagel deli delicatessen
        steakhouse steak sushi bbq buffet food catering cantina taqueria taco burger sandwich sub wing noodle ramen
        creamery gelato saloon brewery brewing brewpub winery juice donut seafood chophouse smokehouse rotisserie
        creperie tapas dining cafeteria hibachi bottleshop spirit wine beer distributor chicken pasta poke burrito
        kebab falafel gyro crepe waffle pancake dumpling empanada salad soup smoothie""",
    "lodging": "hotel motel inn suite resort hostel lodge",
    "homes": "rectory apt condominium condo residence loft townhome",
    "beauty": "salon spa barber barbershop nail hair haircut hairstyling tanning beauty tattoo piercing",
    "sport": "gym fitness yoga crossfit athletic pilate bowling lane golf course court recreation rec",
    "worship": """church chapel parish cathedral temple synagogue mosque ministry lutheran methodist baptist
        presbyterian episcopal catholic""",
    "school": """school elementary middle high univ college academy preschool kindergarten daycare childcare nursery
        institute""",
    "library": "library",
    "exhibition": "museum gallery",
    "stage": "theater cinema movie auditorium stage ballroom",
    "outdoors": "park playground field trail garden pool fountain shelter pavilion track",
    "cemetery": "cemetery cemetary",
    "health": """hospital clinic medical health healthcare dental dentistry dentist dds md orthodontic pediatric
        dermatology chiropractic cancer rehab physician surgery emergency""",
    "pharmacy": "pharmacy drug drugstore",
    "optical": "optical vision eye eyecare optometry",
    "money": "bank atm credit federal insurance tax financial wealth",
    "vehicle": "auto automotive automobile car truck tire motor collision towing wash",
    "fuel": "gas fuel gasoline",
    "shop": """store market mart supermarket grocery shop boutique apparel jeweler jewelry furniture florist floral
        flower book bookstore gift shoe outlet greenhouse hardware supply""",
    "parking": "parking garage lot",
    "police": "police",
    "fire": "fire",
    "post": "post",
    "transit": "station stop bus busway airport terminal incline",
    "homework": """plumbing heating cooling hvac electric electrical roofing construction contractor builder
        landscaping lawn repair tailor frame""",
    "cleaning": "cleaning cleaner laundry laundromat",
    "law": "law attorney lawyer",
    "agency": "accounting agency realty realtor property",
    "animals": "veterinary animal pet grooming",
}  # fmt: skip
KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
KIND_WORDS = frozenset(KIND_OF)  # `&` with a dict's keys walks all of them

# Kinds whose words are said of the whole: "Lincoln School" is Lincoln Elementary School.
WHOLE_KINDS = frozenset({"school", "worship", "lodging", "homes"})

# Places of the public take the name of their quarter: "Spring Hill" has a park, a school and a library.
OF_THE_PUBLIC = frozenset({"outdoors", "school", "library", "cemetery", "fire", "police", "post"})

# Words that a name gains or loses without becoming another's: thousands of businesses have them.
BROAD = frozenset(
    """
    ctr plaza mall bldg group service system co sale supply house place international national american usa us
    express society assn association associate office bros company club studio rental line dept hall tower village
    shopping complex the and by at of in on for de la le el los las les du des di da del y et a an
    dr mr mrs jr sr
    """.split()
)
# A place that houses others: with more words added, the longer name is a tenant or a part of it.
HOUSES = frozenset(
    """
    mall plaza park univ college hospital sq airport hotel tower ctr campus village hall station st ave rd blvd mt
    hill height side school church casino ritz hilton marriott hyatt sheraton westin radisson omni fairmont
    """.split()
)

# What is cooked or how it is made: many names have it, and it is added or left out at will.
DESCRIPTIVE = frozenset(
    """
    thai indian chinese mexican italian japanese asian greek french irish korean vietnamese mediterranean american
    kosher vegetarian organic fresh gourmet family original classic authentic famous fine fried
    """.split()
)

# Other words and spellings for one thing, without plural s.
OTHER_FORMS = {
    "bicycle": "bike", "cemetary": "cemetery", "apartment": "apt", "theatre": "theater", "jeweller": "jewelry",
    "jeweler": "jewelry", "jewellery": "jewelry", "automobile": "auto", "automotive": "auto", "gasoline": "gas",
    "orthopaedic": "orthopedic", "paediatric": "pediatric",
    "brewing": "brewery", "framing": "frame", "bookseller": "bookstore",
    "dentist": "dental", "dentistry": "dental", "orthodontist": "orthodontic", "chiropractor": "chiropractic",
    "veterinarian": "veterinary", "attorney": "law", "lawyer": "law", "plumber": "plumbing", "roofer": "roofing",
    "florist": "floral", "realtor": "realty",
    "doughnut": "donut", "hotdog": "dog", "railroad": "rr", "railway": "rr", "vet": "veterinary",
}  # fmt: skip

# Behind or before a person's name. Two people of one practice share its door and its phone.
PERSONS = frozenset("dr md dds dmd dvm dpm esq cpa lcsw lpc lmft phd".split())

# Rooms of a business that have a name, a phone and a listing of their own.
DEPARTMENTS = frozenset(
    "academy bakery bar cafe daycare deli gallery lab laboratory optical pharmacy restaurant salon school shop"
    " spa store supply".split()
)

# Those of a dealer in cars, whose name is often his and a make's.
DEALERS_DEPARTMENTS = frozenset("part service collision".split())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    one = word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word
    return OTHER_FORMS.get(one, one)
