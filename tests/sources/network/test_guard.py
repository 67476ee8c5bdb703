"""No foreign address reaches inside: every way to write one, and names that change their minds."""

from __future__ import annotations

import socket
import ssl
import urllib.request
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.sources.http_client import FetchError, Limits, Request, fetch
from servanda.sources.network.guard import NetworkGuard, RefusedAddressError
from servanda.sources.network.guarded_gate import guarded_gate
from servanda.sources.network.guarded_transport import GuardedTransport
from servanda.sources.network.inside_addresses import inside_reason, literal_address
from tests.sources.test_http_client import USUAL, answers, redirects_to, speaking

WORLD = "93.184.215.14"
NAMES = {
    "world.example": (WORLD,),
    "both.example": (WORLD, "127.0.0.1"),
    "localhost": ("127.0.0.1", "::1"),
    "inside.example": ("10.0.0.7",),
    "six.example": ("::ffff:169.254.169.254",),
    "metadata.example": ("169.254.169.254",),
    "zone.example": ("fe80::1%eth0",),
    "nat64.example": ("64:ff9b::a00:1",),
}


def resolve(name: str) -> Sequence[str]:
    """A resolver that knows these names, and numbers as the C library does."""
    if name.lower().rstrip(".") in NAMES:
        return NAMES[name.lower().rstrip(".")]
    try:
        return (str(ip_address(name)),)
    except ValueError:
        return (socket.inet_ntoa(socket.inet_aton(name)),)


GUARD = NetworkGuard(resolve=resolve)

INSIDE = [
    # loopback, in every form that some library reads
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001",
    "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "0177.1", "0X7F.0x0.0X0.0x1", "127.0.0.01",
    "00000000000000000000177.0.0.1", "127.0x0.0.1", "0", "0.0.0.0", "0x0", "00", "0.1",
    "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1",
    # private, carrier, link-local, multicast, reserved, documentation
    "10.0.0.1", "10.1", "167772161", "0x0a000001", "012.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "192.168.257", "3232235777", "0xc0a80101", "100.64.0.1", "100.127.255.255",
    "100.100.100.200", "169.254.169.254", "169.254.43518", "2852039166", "0xa9fea9fe",
    "0251.0376.0251.0376", "168.63.129.16", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "4294967295",
    # IPv6, alone and with IPv4 in it
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]", "[2002:c0a8:101::1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[2001:db8::1]", "[3fff::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]",
    "[fec0::1]", "[ff02::1]", "[100::1]", "[4000::1]", "[5f00::1]",
    # names that lead there, and forms that are none
    "localhost", "LOCALHOST", "localhost.", "inside.example", "both.example", "six.example",
    "metadata.example", "zone.example", "nat64.example", "127.0.0.1.", "world.example.",
    "256.1.1.1", "1.2.3.4.5", "127.0.0.08", "0x", "08", "-", "ex_ample..org", "a" * 64 + ".org",
    "exa%6dple\\.org", "exa mple.org",
]  # fmt: skip
WHOLE = [
    "http://user@world.example/", "http://user:pass@world.example/", "http://:pass@world.example/",
    "http://world.example@127.0.0.1/", "http://127.0.0.1#@world.example/",
    "http://127.0.0.1\\@world.example/", "http://world.example:22/", "http://world.example:8080/",
    "https://world.example:6379/", "ftp://world.example/", "file:///etc/passwd", "gopher://world.example/",
    "dict://world.example:80/", "http:///etc", "http://", "//world.example/", "",
    "http://world.example\t@127.0.0.1/", "http://[::1/", "http://world.example:99999/",
    "data:text/html,x", "javascript:1", "http:127.0.0.1", "HTTP://127.0.0.1/",
]  # fmt: skip


class Recorder(httpx.BaseTransport):
    """Stands where connections would be made, and notes where to."""

    def __init__(self, *redirects: str) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.redirects = list(redirects)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sni = request.extensions.get("sni_hostname")
        self.asked.append((request.url.host, request.headers["host"], sni))
        if self.redirects:
            return httpx.Response(302, headers=[(b"Location", self.redirects.pop(0).encode())])
        return httpx.Response(200)


def get(url: str, inner: Recorder, guard: NetworkGuard = GUARD) -> None:
    with httpx.Client(transport=GuardedTransport(guard, inner), follow_redirects=True) as client:
        client.get(url)


@pytest.mark.parametrize("host", INSIDE)
def test_no_form_of_an_address_inside_is_connected_to(host: str) -> None:
    inner = Recorder()
    for scheme in ("http", "https"):
        with pytest.raises((RefusedAddressError, httpx.InvalidURL)) as caught:
            get(f"{scheme}://{host}/", inner)
        assert "\n" not in str(caught.value)
    assert inner.asked == []


@pytest.mark.parametrize("url", WHOLE)
def test_no_address_gets_round_the_guard(url: str) -> None:
    inner = Recorder()
    with pytest.raises((RefusedAddressError, httpx.InvalidURL, httpx.UnsupportedProtocol)):
        get(url, inner)
    assert inner.asked == []


@pytest.mark.parametrize("host", INSIDE)
def test_no_redirect_leads_inside(host: str) -> None:
    inner = Recorder(f"http://{host}/")
    with pytest.raises((RefusedAddressError, httpx.InvalidURL, httpx.RemoteProtocolError)):
        get("http://world.example/", inner)
    assert [address for address, _, _ in inner.asked] == [WORLD]


def test_more_than_sixty_forms_are_tried() -> None:
    assert len(set(INSIDE)) + len(set(WHOLE)) > 100


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    inner = Recorder()
    get("https://world.example/a", inner)
    assert inner.asked == [(WORLD, "world.example", "world.example")]


def test_a_name_that_changes_between_check_and_connection_gains_nothing() -> None:
    asked: list[str] = []

    def rebinding(name: str) -> Sequence[str]:
        asked.append(name)
        return (WORLD,) if len(asked) == 1 else ("127.0.0.1",)

    inner = Recorder("http://rebind.example/again")
    with pytest.raises(RefusedAddressError, match=r"leads inside, to 127\.0\.0\.1 \(this machine"):
        get("http://rebind.example/", inner, NetworkGuard(resolve=rebinding))
    assert [address for address, _, _ in inner.asked] == [WORLD]  # looked up once a connection
    assert len(asked) == 2


def test_a_real_server_inside_is_not_reached_by_a_rebinding_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second look-up, which only a client without a guard would make, leads to the server."""
    looked_up: list[str] = []

    def first_world_then_here(name: str) -> Sequence[str]:
        looked_up.append(name)
        return (WORLD,) if len(looked_up) == 1 else ("127.0.0.1",)

    connected: list[object] = []

    def connect(address: object, *more: Any, **others: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    with speaking(answers(b"secret")) as server:
        monkeypatch.setattr(socket, "create_connection", connect)
        guard = NetworkGuard(resolve=first_world_then_here)
        with pytest.raises(FetchError, match="Connection refused"):
            fetch(Request("http://rebind.example:80/"), USUAL, guard=guard)
        assert server.asked == []
    assert connected == [(WORLD, 80)]


def test_a_server_of_the_user_is_reached_where_he_names_it() -> None:
    with speaking(answers(b"mine")) as server:
        here = NetworkGuard(frozenset({f"127.0.0.1:{server.port}"}))
        assert fetch(Request(server.url), USUAL, guard=here).body == b"mine"
        with pytest.raises(RefusedAddressError, match="SERVANDA_ALLOW_HOSTS=127"):
            fetch(Request(server.url), USUAL, guard=NetworkGuard(frozenset({"127.0.0.1:1"})))


def test_a_redirect_of_an_allowed_server_to_another_port_is_refused() -> None:
    with speaking(answers(b"secret")) as other, speaking(redirects_to(other.url)) as server:
        here = NetworkGuard(frozenset({f"127.0.0.1:{server.port}"}))
        with pytest.raises(RefusedAddressError, match=f"port {other.port}"):
            fetch(Request(server.url), Limits(5.0, 1000, redirects=3), guard=here)
        assert other.asked == []


def test_a_proxy_is_not_asked_for_what_lies_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(answers(b"by proxy")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert urllib.request.getproxies()
        with pytest.raises(RefusedAddressError):
            fetch(Request("http://169.254.169.254/"), USUAL, use_proxies=True, guard=GUARD)
        assert proxy.asked == []
        url = "http://world.example/x"
        assert fetch(Request(url), USUAL, use_proxies=True, guard=GUARD).body == b"by proxy"


def through_gate(proxy: str, host: str, port: int) -> bytes:
    """The first bytes of the gate's answer, and of the server's behind it."""
    here, at = proxy.removeprefix("socks5h://").split(":")
    with socket.create_connection((here, int(at)), 5) as line:
        line.sendall(b"\x05\x01\x00")
        assert line.recv(2) == b"\x05\x00"
        name = host.encode()
        line.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
        answer = line.recv(10)
        if answer[1] == 0:
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
            line.settimeout(5)
            answer += line.recv(1000)
        return answer


@pytest.mark.parametrize("host", [h.strip("[]") for h in INSIDE if h.isascii() and "%" not in h])
def test_the_gate_for_other_libraries_leads_nowhere_inside(host: str) -> None:
    with guarded_gate(GUARD, 1.0) as gate:
        assert through_gate(gate.proxy, host, 80)[1] != 0
        assert through_gate(gate.proxy, host, 443)[1] != 0


def test_the_gate_passes_on_what_may_be_asked(tmp_path: Any) -> None:
    with speaking(answers(b"mine")) as server:
        here = NetworkGuard(frozenset({"mine.example"}), lambda name: ("127.0.0.1",))
        with guarded_gate(here, 1.0) as gate:
            assert through_gate(gate.proxy, "mine.example", server.port).endswith(b"mine")
            assert through_gate(gate.proxy, "127.0.0.1", server.port)[1] == 2
        assert [str(refusal) for refusal in gate.refusals]


@given(st.integers(0, 2**32 - 1))
def test_every_form_of_a_number_is_the_same_address(value: int) -> None:
    address = IPv4Address(value)
    a, b, c, d = address.packed
    forms = [
        str(address), str(value), hex(value), f"0{value:o}", f"{a}.{value & 0xFFFFFF}",
        f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"{a}.{b}.{c << 8 | d}",
    ]  # fmt: skip
    for form in forms:
        assert literal_address(form) == address == IPv4Address(socket.inet_aton(form)), form


@given(st.ip_addresses())
def test_what_python_knows_to_be_inside_is_inside(address: IPv4Address | IPv6Address) -> None:
    inside = (
        address.is_private or address.is_loopback or address.is_link_local
        or address.is_multicast or address.is_reserved or address.is_unspecified
    )  # fmt: skip
    if inside:
        assert inside_reason(address) is not None


@given(st.integers(0, 2**32 - 1))
def test_ipv4_in_ipv6_never_passes(value: int) -> None:
    for prefix, shift in (("::ffff:0:0", 0), ("::", 0), ("64:ff9b::", 0), ("2002::", 80)):
        packed = int(IPv6Address(prefix)) + (value << shift)
        assert inside_reason(IPv6Address(packed)) is not None


def test_tls_is_still_checked_against_the_name() -> None:
    """The address is in the request, the name in what TLS asks for."""
    context = ssl.create_default_context()
    assert context.check_hostname
    inner = Recorder()
    get("https://WORLD.example/", inner)
    assert inner.asked[0][2] == "world.example"
