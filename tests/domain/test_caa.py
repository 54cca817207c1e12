"""CAA records, as RFC 8659 reads them."""

import pytest

from mappop.domain.caa import forbidding, names_above

OURS = ("letsencrypt.org",)


@pytest.mark.parametrize(
    ("records", "forbids"),
    [
        ((), ""),
        (('0 issue "letsencrypt.org"',), ""),
        (('0 issue "LetsEncrypt.org.; accounturi=https://acme.example/1"', '0 issue "digicert.com"'), ""),
        (('0 issue "digicert.com"',), '0 issue "digicert.com"'),
        (('0 issue ";"',), '0 issue ";"'),
        (('0 iodef "mailto:it@delgado.example"',), ""),
        (('0 issuewild "digicert.com"',), ""),  # of a name with a star alone (section 4.3)
        (('0 issue "letsencrypt.org"', '128 tbs "unknown"'), '128 tbs "unknown"'),
        (('128 issue "letsencrypt.org"',), ""),
        (("no record",), ""),
    ],
)
def test_who_may_make_a_certificate(records, forbids):
    assert forbidding(records, OURS) == forbids


def test_the_nearest_name_with_records_counts():
    assert names_above("www.delgado.co.example") == [
        "www.delgado.co.example", "delgado.co.example", "co.example", "example",
    ]  # fmt: skip
