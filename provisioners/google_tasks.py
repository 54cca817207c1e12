"""The work that Google leaves to people."""

from __future__ import annotations

from provisioners.connector import HandTask


def ownership(url: str) -> HandTask:
    return HandTask(
        title="Ask for the ownership of a Google Business Profile",
        outcome="The profile's present manager, or Google, has given the owner's account access.",
        steps=(
            "Open the request page while signed in with the owner's account.",
            "Ask for ownership and pass on what Google answers.",
            "Google lets the present manager answer within days; note the date on which it may be asked again.",
        ),
        proof="Picture of Google's confirmation, and the date it names.",
        url=url,
    )


def verification(url: str) -> HandTask:
    return HandTask(
        title="Have Google verify the profile",
        outcome="Google says that the profile is verified: what we send reaches Maps and Search.",
        steps=(
            "Call the owner on the known number and say that Google will send a PIN.",
            "Choose with the owner one of the ways that Google offers for this profile, and have the PIN sent.",
            "Take the PIN from the owner and pass it on; a wrong one may be tried again only a few times.",
        ),
        proof="The profile's state after the PIN: verified.",
        url=url,
    )


def reinstatement(url: str) -> HandTask:
    return HandTask(
        title="Have Google reinstate the profile",
        outcome="Google shows the profile again, or has said in writing why it does not.",
        steps=(
            "Compare name, address and category with Google's guidelines, and correct what breaks them.",
            "Ask the owner for a proof of the business: a licence, a bill, a photo of the sign.",
            "Send Google's appeal form with the proof, and note the case's number.",
        ),
        proof="Google's answer, with its date.",
        url=url,
    )
