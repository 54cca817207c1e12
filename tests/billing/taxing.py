"""The tax of the place: none, or one that is asked from the day on which the issuer is registered there."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from mappop.domain.bill import LineKind
from mappop.domain.correction import MONEY_LEFT, CorrectionKind, CorrectionState
from mappop.domain.tax_table import FlatTaxes, TaxRate

RATES = st.sampled_from([0, 0, 10_000, 50_000, 65_000, 82_500])  # in millionths
REGISTERED = st.sampled_from([0, 0, 0, 25, 75, 400])  # days after the first: 25 is between reminder and charge
PLACES = ("TX", "CT")  # the shop's own, and another


def lines_of(bill: Any) -> list[tuple[int, int]]:
    """As the oracle wants them, without what is only kept for the customer."""
    return [(line["amount_minor"], line["tax_minor"]) for line in bill.lines if line["kind"] != LineKind.KEPT]


class Taxing:
    """For a machine with a world and an oracle."""

    world: Any
    oracle: Any
    rows: Any
    bills: Any

    def begin_taxes(self, rate: int, registered: int) -> None:
        """There are two places; in the other one twice as much is asked, and always was."""
        day = self.oracle.local(self.world.clock.now()).date() + timedelta(days=registered)
        rows = [(rate, day), (2 * rate, date.min)]
        places = zip(PLACES, rows, strict=True)
        self.world.taxed_by(FlatTaxes([TaxRate(place, date.min, of, since, "a test") for place, (of, since) in places]))
        self.oracle.terms.prices.append((day, "tax", Fraction(rate, 1_000_000)))

    @invariant()
    def what_goes_back_carries_its_tax(self) -> None:
        """Of each invoice as much of its tax as of its amount, down to the cent; one that failed gives its own back."""
        gone, taxes, given = Counter[str](), Counter[str](), self.rows("corrections")
        for one in given:
            if one.state in MONEY_LEFT and one.kind is not CorrectionKind.WRITE_OFF:
                gone[one.invoice_id] += one.of_invoice_minor
                taxes[one.invoice_id] += one.tax_minor
        most = int(
            any(one.state is CorrectionState.FAILED for one in given)
        )  # of a part that went after one that failed
        for bill in self.bills:
            whole = max(bill.amount_minor, 1)
            assert abs(taxes[bill.id] - gone[bill.id] * bill.tax_minor // whole) <= most
