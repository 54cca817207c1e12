"""What messages say, in English and Spanish. Mail is plain first; its HTML is the same words, escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import escape

from mappop.domain.graphemes import cut_at
from mappop.domain.terms import long_date, postal
from mappop.domain.trial import TrialDates

SUBJECT_MAX = 150  # letters: a phone shows forty, and a name may have 300
PAPER = re.compile(r"\b(?:MP|CN)-\d{6,}\b")  # the number of an invoice or a credit note


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    mail: str
    html: str


def confirmation(
    *, language: str, owner: str, business: str, link: str, price: str, dates: TrialDates
) -> Words:  # fmt: skip
    """The signed link: nothing starts before the owner's yes."""
    first, last = long_date(dates.first_charge, language), long_date(dates.last_cancel, language)
    if language == "es":
        return letter(
            f"Confirme su mes gratis para {business}",
            f"Map Pop: confirme su mes gratis para {business}: {link} Nada empieza sin su sí.",
            [
                f"Hola {owner}:" if owner else "Hola:",
                f"Hablamos por teléfono sobre {business}. Nada empieza hasta que usted confirme aquí.",
                f"Si confirma hoy, es gratis hasta el {last}. El primer cobro, de {price}, es el {first}, y se renueva"
                " cada mes hasta que usted cancele.",
            ],
            link,
            "Ver y confirmar",
            "¿No fue usted? No haga nada y la oferta termina en 72 horas.",
            language=language,
        )
    return letter(
        f"Please confirm the free month for {business}",
        f"Map Pop: confirm your free month for {business}: {link} Nothing starts without your yes.",
        [
            f"Hello {owner}," if owner else "Hello,",
            f"We spoke on the phone about {business}. Nothing starts until you confirm here.",
            f"If you confirm today, it is free until {last}. The first charge, {price}, is on {first}, and it renews"
            " each month until you cancel.",
        ],
        link,
        "Look and confirm",
        "Was this not you? Do nothing, and the offer ends after 72 hours.",
        language=language,
    )


def welcome(
    *, language: str, owner: str, business: str, link: str, cancel_link: str, site: str, price: str, dates: TrialDates
) -> Words:  # fmt: skip
    """Day 0 in writing: dates, price, the site's address, the owner's own page."""
    first, last = long_date(dates.first_charge, language), long_date(dates.last_cancel, language)
    if language == "es":
        return letter(
            f"Su mes gratis para {business} ha empezado",
            f"Map Pop: su sitio está en {site} Su mes gratis va hasta el {last}. Todo aquí: {link}"
            f" Cancelar: {cancel_link}",
            [
                f"Hola {owner}:" if owner else "Hola:",
                f"Su sitio está en {site}. Ahora corregimos su nombre, dirección y teléfono en mapas y directorios.",
                f"Es gratis hasta el {last}. El primer cobro, de {price}, es el {first}. Le avisamos siete días antes.",
            ],
            link,
            "Ver su página de Map Pop",
            f"Puede cancelar hasta el {last} sin pagar nada, sin iniciar sesión: {cancel_link}",
            own=(site, cancel_link),
            language=language,
        )
    return letter(
        f"Your free month for {business} has begun",
        f"Map Pop: your site is at {site} Your free month runs until {last}. All of it here: {link}"
        f" Cancel: {cancel_link}",
        [
            f"Hello {owner}," if owner else "Hello,",
            f"Your site is at {site}. Now we put your name, address and phone right on maps and directories.",
            f"It is free until {last}. The first charge, {price}, is on {first}. We remind you seven days before.",
        ],
        link,
        "See your Map Pop page",
        f"You can cancel until {last} and pay nothing, without signing in: {cancel_link}",
        own=(site, cancel_link),
        language=language,
    )


def canceled(
    *, language: str, owner: str, business: str, link: str, take_link: str, website: str, dates: TrialDates
) -> Words:  # fmt: skip
    """The end in writing: what stays, what goes, and the site to take along."""
    last = long_date(dates.last_cancel, language)
    if language == "es":
        then = (
            f"quien abra esa dirección llega a {website}"
            if website
            else "queda ahí una página sencilla, sin formulario"
        )
        return letter(
            f"Canceló su mes gratis para {business}",
            f"Map Pop: canceló. No se le cobra nada. Su sitio sigue hasta el {last}; sus listados se quedan. {link}"
            f" Llévese su sitio: {take_link}",
            [
                f"Hola {owner}:" if owner else "Hola:",
                f"Canceló su mes gratis para {business}. No se le cobra nada, ni ahora ni después.",
                f"Su sitio sigue hasta el {last}; después {then}. Lo que corregimos en mapas y directorios se queda"
                " como está.",
                f"Su sitio es suyo: lléveselo en un solo archivo cuando quiera: {take_link}",
            ],
            link,
            "Ver su constancia",
            "¿No fue usted? Llámenos y lo arreglamos.",
            own=(take_link,),
            language=language,
        )
    then = (
        f"whoever opens that address then comes to {website}"
        if website
        else "then a plain page stays there, without form"
    )
    return letter(
        f"You canceled the free month for {business}",
        f"Map Pop: you canceled. Nothing is charged. Your site stays until {last}; your listings stay. {link}"
        f" Take your site: {take_link}",
        [
            f"Hello {owner}," if owner else "Hello,",
            f"You canceled the free month for {business}. Nothing is charged, now or later.",
            f"Your site stays until {last}; {then}. What we put right on maps and directories stays as it is.",
            f"Your site is yours: take it along in one file whenever you like: {take_link}",
        ],
        link,
        "See your record of it",
        "Was this not you? Call us, and we put it right.",
        own=(take_link,),
        language=language,
    )


def change(*, language: str, owner: str, business: str, link: str, cancel_link: str) -> Words:
    """A change of the site that waits for its owner's yes."""
    if language == "es":
        return letter(
            f"Vea un cambio en el sitio de {business}",
            f"Map Pop: hay un cambio para el sitio de {business}. Véalo y díganos si lo publicamos: {link}"
            f" Cancelar: {cancel_link}",
            [
                f"Hola {owner}:" if owner else "Hola:",
                f"Preparamos un cambio en el sitio de {business}. Nadie más lo ve todavía.",
                "Véalo tal como quedaría. No se publica nada hasta que usted lo diga.",
            ],
            link,
            "Ver el cambio",
            f"Cancelar Map Pop, sin iniciar sesión: {cancel_link}",
            own=(cancel_link,),
            language=language,
        )
    return letter(
        f"Please look at a change of the {business} site",
        f"Map Pop: a change of the {business} site is ready. Look at it and tell us whether to publish it: {link}"
        f" Cancel: {cancel_link}",
        [
            f"Hello {owner}," if owner else "Hello,",
            f"We have prepared a change of the {business} site. Nobody else sees it yet.",
            "Look at it as it would be. Nothing is published until you say so.",
        ],
        link,
        "Look at the change",
        f"Cancel Map Pop, without signing in: {cancel_link}",
        own=(cancel_link,),
        language=language,
    )


def inquiry(
    *, language: str, business: str, name: str, phone: str, email: str, message: str, link: str, cancel_link: str
) -> Words:  # fmt: skip
    """What a visitor wrote on the site, word for word, and how to answer. The text names the caller alone."""
    way = " · ".join(filter(None, (phone, email)))
    if language == "es":
        return letter(
            f"{name} le escribe desde su sitio de {business}",
            f"Map Pop: {name} le escribió desde su sitio ({way}). Léalo aquí: {link} Cancelar: {cancel_link}",
            [f"{name} le escribió desde el sitio de {business}:", message, f"Para responder: {way}"],
            link,
            "Ver todos sus mensajes",
            f"Cancelar Map Pop, sin iniciar sesión: {cancel_link}",
            own=(cancel_link,),
            language=language,
        )
    return letter(
        f"{name} writes from your {business} site",
        f"Map Pop: {name} wrote to you from your site ({way}). Read it here: {link} Cancel: {cancel_link}",
        [f"{name} wrote to you from the site of {business}:", message, f"To answer: {way}"],
        link,
        "See all your messages",
        f"Cancel Map Pop, without signing in: {cancel_link}",
        own=(cancel_link,),
        language=language,
    )


def letter(
    subject: str,
    text: str,
    paragraphs: list[str],
    link: str,
    button: str,
    last: str,
    *,
    language: str,
    own: tuple[str, ...] = (),
) -> Words:
    """`own` are the addresses of ours among the words: only they become links, whatever a name may hold."""
    mail = "\n\n".join([*paragraphs, f"{button}: {link}", last, postal()])
    body = "".join(f"<p>{_linked(paragraph, own)}</p>" for paragraph in paragraphs)
    html = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{_escaped(subject)}</title>"
        '<body style="font:17px/26px system-ui,sans-serif;max-width:34em;margin:24px auto;padding:0 16px;'
        f'overflow-wrap:anywhere">{body}'
        f'<p><a href="{_escaped(link)}" style="display:inline-block;background:#00626d;color:#fff;padding:14px 20px;'
        f'border-radius:8px;text-decoration:none;font-weight:600">{_escaped(button)}</a></p><p>{_linked(last, own)}</p>'
        f'<p style="font-size:14px;opacity:.8">{_escaped(postal())}</p>'
    )
    short = subject if len(subject) <= SUBJECT_MAX else f"{subject[: cut_at(subject, SUBJECT_MAX - 1)]}…"
    return Words(short, text, mail, html)


def _linked(text: str, own: tuple[str, ...]) -> str:
    """Escaped, with our own addresses as links. Where a sentence ends with one, its words lead there instead: a signed
    address took three lines of a phone."""
    html = PAPER.sub(r'<span style="white-space:nowrap">\g<0></span>', _escaped(text))
    for address in map(_escaped, own):
        words = html.removesuffix(f": {address}")
        if words != html:
            begins = 2 + max(words.rfind(sign) if sign in words else -2 for sign in (". ", ": ", "? "))
            html = f'{words[:begins]}<a href="{address}">{words[begins:]}</a>'
        else:
            html = html.replace(address, f'<a href="{address}">{address}</a>')
    return html


def _escaped(text: str) -> str:
    """As plain text: what is put together here is marked up a thousand times in a bill run, and Markup's own formatting
    took a tenth of it (profile, 2026-11-26)."""
    return str(escape(text))
