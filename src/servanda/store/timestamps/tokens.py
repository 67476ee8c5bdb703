"""Timestamps of the log's head by outside authorities (RFC 3161): asked for, kept, checked.

A timestamp is kept as one file: the head, the authority, its whole answer, and the certificates
that it was checked against, so that it can be checked years later without the authority.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from servanda.errors import CustodyError, SettingsError
from servanda.records import canonical_json, sha256

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest, VerifierBuilder

__all__ = [
    "TIMESTAMP",
    "HeadTimestamp",
    "certificates_in",
    "kept_timestamp",
    "read_timestamp",
    "timestamp_request",
]

TIMESTAMP = "timestamp"  # the noun in the log
SCHEMA = "servanda/timestamp/1"


@dataclass(frozen=True, slots=True)
class HeadTimestamp:
    """What an authority vouches for: this head existed by this time."""

    head: str
    authority: str
    time: datetime  # aware, UTC; the authority's
    roots: tuple[str, ...]  # SHA-256 of the certificates that everything rests on


def timestamp_request(head: str) -> TimeStampRequest:
    """What to ask an authority: a time for this head, with a number that comes back."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    data = head.encode("ascii")
    return TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()


def certificates_in(pem: bytes, source: str) -> tuple[str, ...]:
    """The certificates of a PEM file, each by itself. Raises SettingsError."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificates

    advice = "give the certificates of your timestamp authorities in PEM, roots included"
    try:
        found = load_pem_x509_certificates(pem)
    except ValueError as error:
        raise SettingsError(f"{source}: holds no certificate; {advice}") from error
    if not any(certificate.issuer == certificate.subject for certificate in found):
        raise SettingsError(f"{source}: holds no root certificate; {advice}")
    return tuple(certificate.public_bytes(Encoding.PEM).decode("ascii") for certificate in found)


def kept_timestamp(
    request: TimeStampRequest, head: str, authority: str, answer: bytes, trusted: Sequence[str]
) -> bytes:
    """The file of a timestamp, of an answer that was checked. Raises CustodyError."""
    from rfc3161_client import VerifierBuilder

    _check(answer, head, VerifierBuilder.from_request(request), trusted)
    told = {
        "schema": SCHEMA,
        "head": head,
        "authority": authority,
        "response": base64.b64encode(answer).decode("ascii"),
        "certificates": list(trusted),
    }
    return canonical_json(told).encode("utf-8")


def read_timestamp(data: bytes, trusted: Sequence[str] | None = None) -> HeadTimestamp:
    """A kept timestamp, checked anew.

    trusted: certificates from elsewhere to check against; else those that were kept with it
    Raises CustodyError.
    """
    from rfc3161_client import VerifierBuilder

    try:
        told: dict[str, Any] = json.loads(data)
        answer = base64.b64decode(told["response"], validate=True)
        head, authority, certificates = told["head"], told["authority"], told["certificates"]
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise CustodyError("the timestamp cannot be read") from error
    against = certificates if trusted is None else trusted
    time = _check(answer, head, VerifierBuilder(), against)
    return HeadTimestamp(head, authority, time, _roots(against))


def _check(answer: bytes, head: str, builder: VerifierBuilder, trusted: Sequence[str]) -> datetime:
    """The time of an answer that is about this head and signed by whom we trust."""
    from cryptography.x509 import load_pem_x509_certificate
    from rfc3161_client import VerificationError, decode_timestamp_response

    try:
        for pem in dict.fromkeys(trusted):
            certificate = load_pem_x509_certificate(pem.encode("ascii"))
            if certificate.issuer == certificate.subject:
                builder = builder.add_root_certificate(certificate)
            else:
                builder = builder.add_intermediate_certificate(certificate)
        response = decode_timestamp_response(answer)
        if response.status:
            why = "; ".join(response.status_string) or f"status {response.status}"
            raise CustodyError(f"the authority refused: {why}")
        builder.build().verify_message(response, head.encode("ascii"))
        return response.tst_info.gen_time
    except (VerificationError, ValueError) as error:
        raise CustodyError(f"the timestamp does not hold: {error}") from error


def _roots(certificates: Sequence[str]) -> tuple[str, ...]:
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificate

    loaded = [load_pem_x509_certificate(pem.encode("ascii")) for pem in certificates]
    return tuple(
        sha256(certificate.public_bytes(Encoding.DER))
        for certificate in loaded
        if certificate.issuer == certificate.subject
    )
