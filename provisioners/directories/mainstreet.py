"""Main Street Pages: US directory; it takes its data from Data Axle and has no API of its own."""

from provisioners.connector import Setting
from provisioners.fed import FedConnector


class MainStreet(FedConnector):
    name = "mainstreet"
    title = "Main Street Pages"
    settings = (Setting("MAPPOP_MAINSTREET_URL", "address of Main Street Pages", goes="url"),)
