"""What a visitor of a site typed goes into the owner's mail as words, and into its headers as what they can carry."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from mappop.domain.inquiry import Said
from mappop.domain.message import Channel, Message
from mappop.messaging import wording
from mappop.messaging.mail import compose

AT = datetime(2027, 3, 1, 15, tzinfo=UTC)
HEADERS = ["From", "To", "Subject", "Message-ID", "Reply-To", "MIME-Version", "Content-Type"]


def arrived(*, name: str = "Jo Park", address: str = "jo@park.example") -> EmailMessage:
    """The mail as its reader's program has it: flattened as smtplib does it, and parsed again."""
    words = wording.inquiry(
        language="en", business="Delgado Plumbing", name=name, phone="", email=address, message="The tap drips.",
        link="https://mappop.example/o/x", cancel_link="https://mappop.example/x/y",
    )  # fmt: skip
    message = Message("msg_1", "b", "inquiry", Channel.MAIL, "rosa@delgado.example", words.subject, words.mail, AT,
                      html=words.html, reply_to=address)  # fmt: skip
    mail = compose(message, "Map Pop <hi@mappop.example>")
    raw = mail.as_bytes(policy=mail.policy.clone(utf8=False, linesep="\r\n"))
    raw.partition(b"\r\n\r\n")[0].decode("ascii")
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("jo@park.example", "jo@park.example"),
        ("o'neil+shop!a=b@park.example", "o'neil+shop!a=b@park.example"),
        ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("jo@" + "ü" * 70 + ".example", None),
        ("josé@park.example", None),
        ("用户@例子.example", None),
    ],
)
def test_an_answer_goes_to_an_address_that_mail_can_carry_or_to_none(typed: str, answered: str | None) -> None:
    """Letters beyond ASCII before the @ would be encoded into an address that is nobody's; the words name it."""
    assert Said("Jo", "", typed, "Hello").faults() == {}
    mail = arrived(address=typed)
    assert (mail["Reply-To"] and mail["Reply-To"].addresses[0].addr_spec) == answered
    assert typed in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "name",
    [
        "José Núñez", "Zoë 👨‍👩‍👧‍👦 & Söhne", "Jo\r\nBcc: all@park.example", "Jo\nReply-To: x@evil.example",
        "=?utf-8?q?Jo?=", "=?utf-8?q?Jo=0D=0ABcc=3A_all=40park.example?=",
        '"Jo" <x@evil.example>', "Jo, x@evil.example", "ñ" * 120, "名" * 120, "\u2028Bcc: x@evil.example",
    ],
)  # fmt: skip
def test_a_name_is_words_in_the_subject_and_no_header_of_its_own(name: str) -> None:
    mail = arrived(name=name)
    assert [key for key in mail if key not in HEADERS] == [] and len(mail.keys()) == len(set(mail.keys()))
    assert mail["Reply-To"].addresses[0].addr_spec == "jo@park.example" and mail["To"] == "rosa@delgado.example"
    told = " ".join(f"{name} writes from your Delgado Plumbing site".replace("=?", "= ?").split())
    assert str(mail["Subject"]) in (told, f"{told[:149]}…")
