"""Chamber List: US directory of chambers of commerce; listings are taken in by its staff."""

from provisioners.connector import Setting
from provisioners.hand import HandConnector


class ChamberList(HandConnector):
    name = "chamberlist"
    title = "Chamber List"
    settings = (Setting("MAPPOP_CHAMBERLIST_URL", "address of Chamber List", goes="url"),)
    form = "/"
    after = ("Send the facts to the chamber's staff as the site's contact page says, and note whom you wrote to.",)
