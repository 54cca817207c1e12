"""Townbook: US directory; it takes its data from Data Axle and has no API of its own."""

from provisioners.connector import Setting
from provisioners.fed import FedConnector


class Townbook(FedConnector):
    name = "townbook"
    title = "Townbook"
    settings = (Setting("MAPPOP_TOWNBOOK_URL", "address of Townbook", goes="url"),)
