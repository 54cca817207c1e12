"""Nextstreet: neighbourhood network; a business page is made by a signed-in person, and no API lists or edits it."""

from provisioners.connector import Kind, Setting
from provisioners.hand import HandConnector


class Nextstreet(HandConnector):
    name = "nextstreet"
    title = "Nextstreet"
    kind = Kind.SOCIAL
    settings = (Setting("MAPPOP_NEXTSTREET_URL", "address of Nextstreet", goes="url"),)
    form = "/"
    after = ("The page belongs to the owner: hand over its sign-in, or have the owner invite us as a manager.",)
