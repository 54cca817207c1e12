"""How much work a password is: elsewhere in the tests it is little, so here alone the real thing is looked at."""

from mappop.passwords import Argon2


def test_a_password_costs_whoever_steals_its_hash_nineteen_mebibytes_a_try() -> None:
    hashed = Argon2().hash("pop-the-map-2026")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2().verify(hashed, "pop-the-map-2026") and not Argon2().verify(hashed, "pop-the-map-2027")
    assert not Argon2().verify("no hash at all", "pop-the-map-2026")
