"""How refunds, credit notes, write-offs and disputes are said to the people who work with them."""

from __future__ import annotations

from mappop.domain.correction import CorrectionKind, CorrectionReason, CorrectionState, limits

KINDS = {
    CorrectionKind.REFUND: ("Refund", "Money that came in goes back the way it came."),
    CorrectionKind.CREDIT_NOTE: ("Credit note", "Comes off an open invoice; the rest comes off the next ones."),
    CorrectionKind.WRITE_OFF: ("Write-off", "What is open of an invoice is asked for no more."),
}
REASONS = {
    CorrectionReason.DUPLICATE: "Paid twice",
    CorrectionReason.CANCELED_IN_TIME: "Had canceled in time",
    CorrectionReason.NOT_DELIVERED: "We did not do what we said",
    CorrectionReason.FRAUDULENT: "Somebody else paid with it",
    CorrectionReason.ASKED_BY_OWNER: "The owner asks for it",
    CorrectionReason.BILLING_ERROR: "Our invoice was wrong",
    CorrectionReason.OUTAGE: "The site or a page was down",
    CorrectionReason.GOODWILL: "Goodwill",
    CorrectionReason.BUSINESS_CLOSED: "The business has closed",
    CorrectionReason.UNREACHABLE: "Nobody can be reached",
    CorrectionReason.SMALL_SUM: "Too little to chase",
}
STATES = {
    CorrectionState.PROPOSED: ("waits for a second person", "review"),
    CorrectionState.ASKED: ("on its way", "variant"),
    CorrectionState.PENDING: ("on its way", "variant"),
    CorrectionState.DONE: ("done", "match"),
    CorrectionState.FAILED: ("did not go through", "mismatch"),
    CorrectionState.DECLINED: ("declined", "missing"),
}
DISPUTES = {
    "warning_needs_response": ("asked about, answer it", "review"),
    "warning_under_review": ("asked about, answered", "variant"),
    "warning_closed": ("asked about, closed", "match"),
    "prevented": ("prevented", "match"),
    "needs_response": ("answer it", "mismatch"),
    "under_review": ("with the bank", "variant"),
    "won": ("won", "match"),
    "lost": ("lost", "missing"),
}


def reason_options() -> list[tuple[str, str]]:
    """Each reason once, with the kinds that it is for."""
    found = []
    for reason, words in REASONS.items():
        kinds = [KINDS[kind][0].lower() for kind in KINDS if reason in limits().reasons[kind]]
        found.append((reason.value, f"{words} ({', '.join(kinds)})"))
    return found
