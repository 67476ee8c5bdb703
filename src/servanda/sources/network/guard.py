"""The guard of the network: which addresses foreign data may make us ask, checked as we connect.

A name is looked up once, every address that it has is checked, and the connection goes to an
address that was checked: a name that changes between check and connection gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from servanda.errors import SourceError
from servanda.sources.files.problems import printable
from servanda.sources.network.inside_addresses import inside_reason, literal_address

__all__ = ["USUAL_PORTS", "NetworkGuard", "RefusedAddressError", "Resolver", "addresses_of_name"]

# The IP addresses of a host's name; raises OSError where there are none.
Resolver = Callable[[str], Sequence[str]]

USUAL_PORTS = {"http": 80, "https": 443}  # [definition]
_LONGEST_NAME = 253  # characters of a host's name (RFC 1035) [definition]
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*", re.IGNORECASE)


class RefusedAddressError(SourceError):
    """An address that foreign data may not make us ask."""


def addresses_of_name(name: str) -> Sequence[str]:
    """The addresses that the system knows for a name; raises OSError."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class NetworkGuard:
    """Lets through what lies out in the world, and the hosts that the user has named."""

    allowed: frozenset[str] = frozenset()  # SERVANDA_ALLOW_HOSTS: "host" or "host:port"
    resolve: Resolver = addresses_of_name

    def check_form(self, scheme: str, userinfo: bool, host: str, port: int, label: str) -> None:
        """Raise RefusedAddressError for what no look-up is needed to refuse."""
        if scheme not in USUAL_PORTS:
            raise RefusedAddressError(
                label, f"is an address of {printable(scheme)}", "give http or https"
            )
        if userinfo:
            raise RefusedAddressError(
                label, "has a name or password in its address", "leave it out"
            )
        if self._is_of_the_user(host, port):
            return
        if port != USUAL_PORTS[scheme] and port not in USUAL_PORTS.values():
            raise RefusedAddressError(
                label, f"is on port {port}, not 80 or 443", _allowance(host, port)
            )
        self._check_host(host, port, label)

    def addresses(self, host: str, port: int, label: str) -> tuple[str, ...]:
        """The addresses to connect to, each checked; raises RefusedAddressError and OSError."""
        if self._is_of_the_user(host, port):
            return tuple(self.resolve(host.strip("[]")))
        self._check_host(host, port, label)
        literal = literal_address(host)
        found = (str(literal),) if literal is not None else tuple(self.resolve(host))
        for address in found:
            why = inside_reason(ip_address(address.partition("%")[0]))
            if why is not None:
                raise RefusedAddressError(
                    label, f"leads inside, to {address} ({why})", _allowance(host, port)
                )
        if not found:
            raise OSError("no address of that name")
        return found

    def _check_host(self, host: str, port: int, label: str) -> None:
        shown = printable(host)
        try:
            literal = literal_address(host)
        except ValueError:
            raise RefusedAddressError(
                label, f"has the host {shown!r}, which is no address", "check the address"
            ) from None
        if host.endswith("."):
            raise RefusedAddressError(
                label, f"has the host {shown!r} with a dot at its end", "leave it out"
            )
        if literal is not None:
            why = inside_reason(literal)
            if why is not None:
                raise RefusedAddressError(
                    label, f"leads inside, to {literal} ({why})", _allowance(host, port)
                )
        elif len(host) > _LONGEST_NAME or not _NAME.fullmatch(host):
            raise RefusedAddressError(
                label, f"has the host {shown!r}, which is no name", "check the address"
            )

    def _is_of_the_user(self, host: str, port: int) -> bool:
        plain = host.casefold().strip("[]")
        return plain in self.allowed or f"{plain}:{port}" in self.allowed


def _allowance(host: str, port: int) -> str:
    return f"if it is yours, name it in SERVANDA_ALLOW_HOSTS={printable(host)}:{port}"
