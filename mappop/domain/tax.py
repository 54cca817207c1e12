"""Tax on the lines of one invoice.

The rule: the tax of an invoice is the sum of its lines' exact taxes, rounded once, half up. Each line then states its
exact tax without the part of a cent, and the cents that are left go to the lines with the largest parts (of equal ones,
to the first), so that the lines sum to what the invoice states. Taking lines back takes back the same tax.
"""

from __future__ import annotations

from collections.abc import Sequence

from mappop.domain.money import rounded

WHOLE = 1_000_000  # rates are millionths: 82_500 is 8.25 %


def taxes(lines: Sequence[tuple[int, int]]) -> list[int]:
    """The cents of tax of each line, told as amount in cents and rate."""
    exact = [amount * rate for amount, rate in lines]
    if sum(exact) < 0:
        return [-tax for tax in _shared([-one for one in exact])]
    return _shared(exact)


def _shared(exact: Sequence[int]) -> list[int]:
    whole = [one // WHOLE for one in exact]
    left = rounded(sum(exact), WHOLE) - sum(whole)
    for line in sorted(range(len(exact)), key=lambda line: -(exact[line] % WHOLE))[:left]:
        whole[line] += 1
    return whole
