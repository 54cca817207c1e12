"""CityDir: US directory with a form; the link in its confirmation mail publishes the listing."""

from provisioners.connector import Setting
from provisioners.hand import HandConnector


class CityDir(HandConnector):
    name = "citydir"
    title = "CityDir"
    settings = (Setting("MAPPOP_CITYDIR_URL", "address of CityDir", goes="url"),)
    form = "/add"
    after = (
        "Give the business’s listing mailbox as the email address.",
        "Open the confirmation mail in that mailbox and follow its link: only then is the listing public.",
    )
