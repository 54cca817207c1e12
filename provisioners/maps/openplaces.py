"""Open Places: a map of places; it takes its data from Data Axle and has no API of its own."""

from provisioners.connector import Kind, Setting
from provisioners.fed import FedConnector


class OpenPlaces(FedConnector):
    name = "openplaces"
    title = "Open Places"
    kind = Kind.MAP
    settings = (Setting("MAPPOP_OPENPLACES_URL", "address of Open Places", goes="url"),)
