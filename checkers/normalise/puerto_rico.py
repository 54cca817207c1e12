"""What only Puerto Rico's addresses have: urbanizations, places by the kilometre of a road, towns without a comma."""

from __future__ import annotations

import re

from checkers.normalise.street_words import NAME_WORDS

_URBANIZATION = re.compile(
    r"\b(?:urb|urbanizacion) ([^,\d#]+?)(?= ?,| ?$| \d| #| calle\b| ave\b)"
    r"|(?:^|, )([^,\d#]+?) urb(?= ?,| ?$| \d| calle\b)"
)
_KILOMETRE = re.compile(
    r"\b(?:carr|carretera|(?:state )?(?:road|rd)|pr)(?: pr)?[ -](?:# ?)?(\d+) ?,? km ?(\d+(?:\.\d+)?)"
)
# The 78 municipalities: where no comma parts the town from the urbanization before it, only its name can tell.
_TOWNS = frozenset(
    """
    adjuntas,aguada,aguadilla,aguas buenas,aibonito,anasco,arecibo,arroyo,barceloneta,barranquitas,bayamon,cabo rojo
    caguas,camuy,canovanas,carolina,catano,cayey,ceiba,ciales,cidra,coamo,comerio,corozal,culebra,dorado,fajardo
    florida,guanica,guayama,guayanilla,guaynabo,gurabo,hatillo,hormigueros,humacao,isabela,jayuya,juana diaz,juncos
    lajas,lares,las marias,las piedras,loiza,luquillo,manati,maricao,maunabo,mayaguez,moca,morovis,naguabo,naranjito
    orocovis,patillas,penuelas,ponce,quebradillas,rincon,rio grande,sabana grande,salinas,san german,san juan
    san lorenzo,san sebastian,santa isabel,toa alta,toa baja,trujillo alto,utuado,vega alta,vega baja,vieques,villalba
    yabucoa,yauco
    """.replace("\n    ", ",")
    .strip(",")
    .split(",")
)
_TOWN_MAX = 2  # words


def take_urbanization(text: str) -> tuple[str, str]:
    """The urbanization's name, and the text without it, the town behind it left there."""
    found = _URBANIZATION.search(text)
    if not found:
        return "", text
    name, town = _without_town((found.group(1) or found.group(2)).split())
    return name, f"{text[: found.start()]} , {town} , {text[found.end() :]}"


def _without_town(words: list[str]) -> tuple[str, str]:
    for size in range(_TOWN_MAX, 0, -1):
        if len(words) > size and (town := " ".join(words[-size:])) in _TOWNS:
            return _shown(words[:-size]), town
    return _shown(words), ""


def _shown(name: list[str]) -> str:
    return " ".join([NAME_WORDS.get(word) or word.upper() for word in name])


def kilometre(text: str) -> str:
    """ "Carr 2 Km 14.5", Puerto Rico's way of saying where on a road; empty where none is said."""
    found = _KILOMETRE.search(text)
    return f"CARR {found.group(1)} KM {found.group(2)}" if found else ""
