"""https: the certificate must be valid for the name that was asked for, whatever address it is reached at."""

from __future__ import annotations

import datetime
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hostile import reply

from checkers.fetch.outcome import CouldNotCheck


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A file with a certificate for joes.localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "joes.localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2120, 1, 1, tzinfo=datetime.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("joes.localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path_factory.mktemp("tls") / "joes.pem"
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)
    return file


@pytest.fixture
def site(host, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return host(reply(b"over TLS"), tls=context)


def test_a_trusted_certificate_of_that_name_is_enough(site, fetcher_to, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetcher_to(site)(f"https://joes.localhost:{site.port}/").content == b"over TLS"


def test_a_trusted_certificate_of_another_name_is_not(site, fetcher_to, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(CouldNotCheck, match="certificate is not valid"):
        fetcher_to(site)(f"https://anns.localhost:{site.port}/")
    assert site.paths == []


def test_a_certificate_that_nobody_vouches_for_is_not(site, fetcher_to):
    with pytest.raises(CouldNotCheck, match="certificate is not valid"):
        fetcher_to(site)(f"https://joes.localhost:{site.port}/")


def test_a_host_that_speaks_no_tls_could_not_be_checked(host, fetcher_to):
    plain = host(reply(b"plain"))
    with pytest.raises(CouldNotCheck):
        fetcher_to(plain)(f"https://{plain.place}/")
