"""Tradefinder: directory of US trades; it takes its data from Data Axle and has no API of its own."""

from provisioners.connector import Setting
from provisioners.fed import FedConnector


class Tradefinder(FedConnector):
    name = "tradefinder"
    title = "Tradefinder"
    settings = (Setting("MAPPOP_TRADEFINDER_URL", "address of Tradefinder", goes="url"),)
