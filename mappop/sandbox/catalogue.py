"""Which publishers there are; `docs/sandbox.md` says how each takes changes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    title: str
    kind: str
    takes: str
    has_pages: bool = True
    is_fed: bool = False
    has_api: bool = False


CATALOGUE = (
    Entry(
        "google", "Google Business Profile", "map", "Business Information and Verifications API", False, has_api=True
    ),
    Entry("facebook", "Facebook", "social", "Graph API, pages that exist", False, has_api=True),
    Entry("data_axle", "Data Axle", "aggregator", "submissions API", False, has_api=True),
    Entry("localista", "Localista", "directory", "JSON API, PIN by phone", has_api=True),
    Entry("citydir", "CityDir", "directory", "form and confirmation mail"),
    Entry("chamberlist", "Chamber List", "directory", "by hand"),
    Entry("nextstreet", "Nextstreet", "social", "by hand"),
    Entry("mainstreet", "Main Street Pages", "directory", "fed by Data Axle", is_fed=True),
    Entry("wherewhat", "WhereWhat", "directory", "fed by Data Axle", is_fed=True),
    Entry("townbook", "Townbook", "directory", "fed by Data Axle", is_fed=True),
    Entry("openplaces", "Open Places", "map", "fed by Data Axle", is_fed=True),
    Entry("goldpages", "Gold Pages", "directory", "fed by Data Axle", is_fed=True),
    Entry("tradefinder", "Tradefinder", "directory", "fed by Data Axle", is_fed=True),
)
NAMES = tuple(entry.name for entry in CATALOGUE)
FED = tuple(entry.name for entry in CATALOGUE if entry.is_fed)
READABLE = tuple(entry.name for entry in CATALOGUE if entry.name != "data_axle")


def entry(name: str) -> Entry:
    return next(item for item in CATALOGUE if item.name == name)
