"""WhereWhat: US directory; it takes its data from Data Axle and has no API of its own."""

from provisioners.connector import Setting
from provisioners.fed import FedConnector


class WhereWhat(FedConnector):
    name = "wherewhat"
    title = "WhereWhat"
    settings = (Setting("MAPPOP_WHEREWHAT_URL", "address of WhereWhat", goes="url"),)
