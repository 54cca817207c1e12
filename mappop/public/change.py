"""The signed link to a change of the site: the very page as it would be, and one press that publishes it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, reader
from mappop.consoles.language import asked, of_browser
from mappop.consoles.portal.differences import differences
from mappop.consoles.portal.site import own_look_url
from mappop.consoles.portal.words import words
from mappop.consoles.shown_in_part import shown_in_part
from mappop.db.queries import owners
from mappop.db.queries import sites as queries
from mappop.domain.business import Business
from mappop.domain.errors import Refused
from mappop.domain.proposal import Proposal, ProposalState, carried_over
from mappop.domain.site import Site
from mappop.domain.terms import SUPPORT_PHONE
from mappop.public import public
from mappop.services import proposals
from mappop.services.signing import CHANGE_LINK, CHANGE_LOOK_LINK


@public.form("/p/<token>")
def change(token: str) -> ResponseReturnValue:
    """Looking publishes nothing: mail scanners look, people press."""
    language = asked()
    try:
        proposal = queries.proposal_of(reader(), CHANGE_LINK.read(deps().settings, token))
    except Refused:
        proposal = None
    if proposal is None:
        return _rendered("not_valid", language or of_browser(), token=""), 404
    language = language or owners.language_of(reader(), proposal.business_id)
    if request.method == "POST":
        return redirect(_answer(token, proposal.id, request.form.get("answer", ""), asked()))
    return _page(token, proposal, language)


def _answer(token: str, proposal_id: str, answer: str, language: str) -> str:
    """Where to go on; whatever stands against it is told by the page as it is then."""
    evidence = {"way": "link", "address": request.remote_addr or "", "browser": request.user_agent.string[:200]}
    with suppress(Refused):
        if answer == "publish":
            proposals.approve(deps(), proposal_id, actor="owner", evidence=evidence)
        elif answer == "leave":
            proposals.decline(deps(), proposal_id, actor="owner", evidence=evidence)
        elif answer == "renew":
            token = CHANGE_LINK.sign(deps().settings, proposals.renew(deps(), proposal_id))
    return url_for("public.change", token=token, lang=language or None)


def _page(token: str, proposal: Proposal, language: str) -> str:
    history = queries.revisions_since(reader(), proposal.business_id, proposal.base_revision)
    site = reader().get(Site, proposal.business_id)
    base, now = history[0].business(), history[-1].business()
    state = _state(proposal, site, is_newest=len(history) == 1)
    wanted, looks = proposal.business(), (site.theme if site else proposal.theme, proposal.theme)
    if state == "outdated":  # what it would do to the record as it is now
        wanted = Business.from_stored(carried_over(history[0].content, proposal.content, history[-1].content))
    compared = (now if state == "outdated" else base, wanted)
    shown: dict[str, Any] = {
        "business": now,
        "decided_at": proposal.decided_at,
        "changes": differences(*compared, language, looks=looks if state == "open" else ("", "")),
        "since": differences(base, now, language) if state == "outdated" else [],
        "in_part": shown_in_part(wanted, proposal.theme) if state == "open" else (),
        "preview_url": url_for_look(proposal.id) if state == "open" else "",
        "site_url": own_look_url(proposal.business_id),
    }
    return _rendered(state, language, token=token, **shown)


def url_for_look(proposal_id: str) -> str:
    """The preview, on the sites' origin and a host of nobody's."""
    settings = deps().settings
    return f"{settings.site_url('www')}/_/change/{CHANGE_LOOK_LINK.sign(settings, proposal_id)}/"


def _state(proposal: Proposal, site: Site | None, *, is_newest: bool) -> str:
    if proposal.state is not ProposalState.OPEN:
        return proposal.state.value
    if site is not None and site.ended_at is not None:
        return "ended"
    return "open" if is_newest else "outdated"


def _rendered(state: str, language: str, *, token: str, **shown: Any) -> str:
    said = words(language)
    return render_template(
        "public/change.html", state=state, language=language, words=said["approving"], said=said, token=token,
        other_words=words("en" if language == "es" else "es")["approving"], support_phone=SUPPORT_PHONE, **shown,
    )  # fmt: skip
