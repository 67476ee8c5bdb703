"""httpx that connects to addresses which the guard has checked, at each redirect anew."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Mapping
from contextlib import suppress

import httpx

from servanda.sources.files.problems import printable
from servanda.sources.network.guard import USUAL_PORTS, NetworkGuard

__all__ = ["GuardedTransport", "check_addresses", "guarded_transport"]


def guarded_transport(
    guard: NetworkGuard, certificates: ssl.SSLContext, proxies: Mapping[str, str]
) -> httpx.BaseTransport:
    """The transport of a client; proxies: by scheme, as urllib finds them in the environment."""
    direct = GuardedTransport(guard, httpx.HTTPTransport(verify=certificates, trust_env=False))
    ways = {
        scheme: httpx.HTTPTransport(verify=certificates, trust_env=False, proxy=proxies[name])
        for scheme in USUAL_PORTS
        for name in (scheme, "all")
        if name in proxies
    }
    return _ProxiedTransport(guard, direct, ways) if ways else direct


def check_addresses(guard: NetworkGuard, request: httpx.Request) -> tuple[str, ...]:
    """The checked addresses of the host; raises RefusedAddressError, and OSError if it has none."""
    host, port, label = _place(request.url)
    guard.check_form(request.url.scheme, bool(request.url.userinfo), host, port, label)
    return guard.addresses(host, port, label)


class GuardedTransport(httpx.BaseTransport):
    """Looks each name up once, and hands the request on with a checked address as its host.

    The header Host and the name that TLS asks for and checks stay the name.
    """

    def __init__(self, guard: NetworkGuard, inner: httpx.BaseTransport) -> None:
        self._guard, self._inner = guard, inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer from the first of the host's addresses that takes the connection."""
        try:
            addresses = check_addresses(self._guard, request)
        except OSError as error:
            raise httpx.ConnectError(error.strerror or str(error)) from error
        host = request.url.raw_host.decode("ascii", "replace")
        for address in addresses[:-1]:
            try:
                return self._send_to(address, host, request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._send_to(addresses[-1], host, request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _send_to(self, address: str, host: str, request: httpx.Request) -> httpx.Response:
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # with Host, which httpx has set from the name
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._inner.handle_request(pinned)


class _ProxiedTransport(httpx.BaseTransport):
    """Sends requests through the proxies that the user has set, those inside to no proxy either.

    A proxy looks names up itself, so what is checked here need not be what it finds.
    """

    def __init__(
        self,
        guard: NetworkGuard,
        direct: httpx.BaseTransport,
        ways: Mapping[str, httpx.BaseTransport],
    ) -> None:
        self._guard, self._direct, self._ways = guard, direct, ways

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer by the proxy of the address's scheme, or without one where it needs none."""
        way = self._ways.get(request.url.scheme)
        if way is None or urllib.request.proxy_bypass(request.url.host):
            return self._direct.handle_request(request)
        with suppress(OSError):  # a name that only the proxy can look up
            check_addresses(self._guard, request)
        return way.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        for transport in (self._direct, *self._ways.values()):
            transport.close()


def _place(url: httpx.URL) -> tuple[str, int, str]:
    """Host and port that the request would go to, and the address for messages."""
    host = url.raw_host.decode("ascii", "replace")  # names beyond ASCII as IDNA
    port = url.port or USUAL_PORTS.get(url.scheme, 0)
    shown = url.copy_with(userinfo=b"", query=None) if url.host else url
    return host, port, printable(str(shown), None)
