"""Mail by SMTP. The Message-ID is made of the row's id, so a repeated send is the same mail to every inbox."""

from __future__ import annotations

import smtplib
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from mappop.domain.message import Message, NotSent, Undeliverable

TIMEOUT = 15.0  # seconds


def message_id(message: Message, sender: str) -> str:
    domain = parseaddr(sender)[1].rpartition("@")[2] or "mappop.example"
    return f"<{message.id}@{domain}>"


class SmtpMail:
    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 587
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._is_tls, self._sender = parts.scheme == "smtps", sender

    def send(self, message: Message, *, is_repeat: bool) -> str:
        """SMTP can't be asked: a repeat carries the same Message-ID, by which mailboxes keep one of the two."""
        mail = compose(message, self._sender)
        try:
            with self._connect() as smtp:
                if self._user:
                    smtp.login(self._user, self._password)
                smtp.send_message(mail)
        except smtplib.SMTPRecipientsRefused as fault:
            code, words = next(iter(fault.recipients.values()))
            raise _by_code(code, words) from fault
        except smtplib.SMTPResponseException as fault:
            raise _by_code(fault.smtp_code, fault.smtp_error) from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise NotSent(f"the mail server did not answer: {fault}") from fault
        return str(mail["Message-ID"])

    def _connect(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self._is_tls else smtplib.SMTP
        return kind(self._host, self._port, timeout=TIMEOUT)


def _by_code(code: int, words: bytes | str) -> NotSent | Undeliverable:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Undeliverable(text[:300]) if code >= 500 else NotSent(text[:300])


def compose(message: Message, sender: str) -> EmailMessage:
    """Header values lose their line breaks and what would be decoded: nobody adds a header of their own."""
    mail = EmailMessage()
    name, address = parseaddr(sender)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = " ".join(message.to.split())
    mail["Subject"] = _words(message.subject)
    mail["Message-ID"] = message_id(message, sender)
    if (answered := _answered_at(message.reply_to)) is not None:
        mail["Reply-To"] = answered
    mail.set_content(message.body)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail


def _words(text: str) -> str:
    """An encoded word (RFC 2047) in a stranger's text would be decoded, line breaks in it too."""
    return " ".join(text.split()).replace("=?", "= ?")


def _answered_at(address: str) -> Address | None:
    """The host in the letters that mail carries everywhere. None for a name beyond ASCII: encoded it would be
    another's, and few servers take it as it is (RFC 6531)."""
    name, _, host = address.rpartition("@")
    if not name.isascii():
        return None
    try:
        return Address(username=name, domain=host.encode("idna").decode("ascii")) if name else None
    except ValueError:  # no host can be called so; UnicodeError is one
        return None
