"""Gold Pages: US directory; it takes its data from Data Axle and has no API of its own."""

from provisioners.connector import Setting
from provisioners.fed import FedConnector


class GoldPages(FedConnector):
    name = "goldpages"
    title = "Gold Pages"
    settings = (Setting("MAPPOP_GOLDPAGES_URL", "address of Gold Pages", goes="url"),)
