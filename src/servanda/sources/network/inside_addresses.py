"""Which IP addresses lie inside: on this machine, in its network, or in no network at all.

Foreign data may name any address. What a request from here can reach and one from outside cannot
is none of its business: this machine, the network around it, the services of a cloud.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

__all__ = ["IPAddress", "inside_reason", "literal_address"]

IPAddress = IPv4Address | IPv6Address

# IANA's special-purpose registry for IPv4, and what one cloud answers on from inside alone.
# [definition]
_INSIDE_V4 = {
    "0.0.0.0/8": "this machine",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a carrier's network",
    "127.0.0.0/8": "this machine",
    "168.63.129.16/32": "a cloud's own service",
    "169.254.0.0/16": "a link-local network",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "a reserved address",
    "192.0.2.0/24": "an address of documentation",
    "192.88.99.0/24": "a relay of 6to4",
    "192.168.0.0/16": "a private network",
    "198.18.0.0/15": "a network of measurements",
    "198.51.100.0/24": "an address of documentation",
    "203.0.113.0/24": "an address of documentation",
    "224.0.0.0/4": "a multicast address",
    "240.0.0.0/4": "a reserved address",
}
# What IANA has given out for the world in IPv6, and the parts of it that are not. IPv4 inside IPv6
# (mapped, compatible, NAT64) lies outside it, and 6to4 and Teredo are named. [definition]
_WORLD_V6 = IPv6Network("2000::/3")
_INSIDE_V6 = {
    "::1/128": "this machine",
    "::/128": "this machine",
    "::ffff:0:0/96": "IPv4 written as IPv6",
    "::/96": "IPv4 written as IPv6",
    "64:ff9b::/96": "IPv4 behind NAT64",
    "64:ff9b:1::/48": "IPv4 behind NAT64",
    "2001::/32": "IPv4 behind Teredo",
    "2001::/23": "a reserved address",
    "2001:db8::/32": "an address of documentation",
    "2002::/16": "IPv4 behind 6to4",
    "3fff::/20": "an address of documentation",
    "fc00::/7": "a private network",
    "fe80::/10": "a link-local network",
    "fec0::/10": "a private network",
    "ff00::/8": "a multicast address",
}
_NETWORKS_V4 = [(IPv4Network(net), what) for net, what in _INSIDE_V4.items()]
_NETWORKS_V6 = [(IPv6Network(net), what) for net, what in _INSIDE_V6.items()]
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")


def inside_reason(address: IPAddress) -> str | None:
    """What the address is if it lies inside, in a few words; None of one out in the world."""
    if isinstance(address, IPv4Address):
        return next((what for net, what in _NETWORKS_V4 if address in net), None)
    found = next((what for net, what in _NETWORKS_V6 if address in net), None)
    if found is None and address not in _WORLD_V6:
        return "a reserved address"
    return found


def literal_address(host: str) -> IPAddress | None:
    """The address that a host is, in any form that a library may read as one; None of a name.

    Forms of the C library count: "2130706433", "0x7f.1", "0177.0.0.1". Raises ValueError for what
    looks like a number and is none ("127.0.0.0.1"): libraries differ in what they make of it.
    """
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[]").rstrip(".")
    if ":" in plain:
        return ip_address(plain.partition("%")[0])
    parts = plain.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{host!r} looks like an address and is none")
    numbers = [_number(part) for part in parts]
    last_limit = 256 ** (5 - len(numbers))
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= last_limit:
        raise ValueError(f"{host!r} looks like an address and is none")
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << 8 * (3 - place)
    return IPv4Address(value)


def _number(part: str) -> int:
    """The value as inet_aton reads it: hexadecimal after 0x, octal after 0."""
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    if part.startswith("0") and part != "0":
        return int(part, 8)  # ValueError for "08": one library reads 8, another refuses
    return int(part)
