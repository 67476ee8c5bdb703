"""Fetching pages: one request at a time to a host, robots.txt obeyed, busy servers left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

from servanda import __version__
from servanda.errors import SourceError
from servanda.sources.capture.exchanges import Capture, Exchange, header_of
from servanda.sources.capture.manners import BUSY, MANNERS, ROBOT, Manners, asked_pause_s
from servanda.sources.capture.robots import ALLOW_ALL, ROBOTS_BYTES, RobotsRules, robots_rules
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.problems import printable
from servanda.sources.http_client import Answer, FetchError, Limits, Request, fetch
from servanda.sources.network.guard import NetworkGuard, RefusedAddressError

__all__ = ["PageFetcher", "Seen", "shown_address"]

USER_AGENT = f"{ROBOT}/{__version__} (keeps pages as evidence; obeys robots.txt as {ROBOT})"
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.8"
# What stands in an address as it is; "%" begins what is written another way already. RFC 3986.
_IN_ADDRESSES = "".join(map(chr, range(0x21, 0x7F)))
_SHORT_OF = re.compile(r"received (\d+) bytes, expected (\d+)")


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a page that was fetched before, for asking whether it has changed."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The conditions under which the page is asked for."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value and value.isprintable()}


NEVER_SEEN = Seen()


@dataclass(slots=True)
class PageFetcher:
    """Fetches pages one after the other, and remembers when it asked which host.

    clock: aware, UTC; for dates in what is kept. monotonic, sleep: seconds, for pauses
    """

    guard: NetworkGuard
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    manners: Manners = MANNERS
    obeys_robots: bool = True
    _asked_at: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotsRules | SourceError] = field(default_factory=dict)

    def capture(self, url: str, seen: Seen = NEVER_SEEN) -> Capture | None:
        """The page at an address, with the redirects to it; None if it has not changed since seen.

        Raises SourceError, one line: the address is refused, robots.txt forbids it, nobody
        answers, or the answer is not whole.
        """
        exchanges: list[Exchange] = []
        place = _plain_address(url, url)
        while True:
            self._check_robots(place)
            exchange = self._exchange(place, seen.headers)
            exchanges.append(exchange)
            if exchange.redirect is None:
                break
            place = _plain_address(exchange.redirect, url)
            self._check_circle(place, exchanges)
        return None if exchange.status == 304 and seen.headers else Capture(tuple(exchanges))

    def _check_circle(self, target: str, exchanges: list[Exchange]) -> None:
        label = shown_address(exchanges[0].url)
        if target in {exchange.url for exchange in exchanges}:
            raise SourceError(label, "redirects in a circle", "open it in a browser")
        if len(exchanges) > self.manners.redirects:
            raise SourceError(
                label, f"redirects more than {self.manners.redirects} times", "check the address"
            )

    def _check_robots(self, url: str) -> None:
        if not self.obeys_robots:
            return
        rules = self._rules_of(url)
        if isinstance(rules, SourceError):
            raise rules
        if not rules.allows(url):
            raise SourceError(
                shown_address(url),
                "its robots.txt asks robots to stay away",
                "ask its publisher, save the page by hand, or give --ignore-robots",
            )

    def _rules_of(self, url: str) -> RobotsRules | SourceError:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._fetch_rules(origin)
        return self._robots[origin]

    def _fetch_rules(self, origin: str) -> RobotsRules | SourceError:
        """The rules of a site: none if it has no robots.txt; an error if it cannot be asked."""
        limits = Limits(self.manners.seconds, ROBOTS_BYTES, redirects=5)
        request = Request(f"{origin}/robots.txt", headers={"User-Agent": USER_AGENT})
        try:
            self._wait_for_turn(origin)
            answer = self._patient_answer(request, limits)
        except RefusedAddressError:
            return ALLOW_ALL  # the page itself is refused just so, under its own address
        except SourceError as error:
            return error
        if answer.status >= 500 or answer.status == 429:
            return SourceError(
                f"{shown_address(origin)}/robots.txt",
                f"its server failed (status {answer.status}), so nobody knows what may be asked",
                "try again later, or give --ignore-robots",
            )
        if not answer.is_success:
            return ALLOW_ALL
        return robots_rules(answer.body.decode("utf-8", "replace"), ROBOT)

    def _exchange(
        self, url: str, conditions: Iterable[tuple[str, str]] | dict[str, str]
    ) -> Exchange:
        headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT, **dict(conditions)}
        self._wait_for_turn(url)
        started = self.clock()
        limits = Limits(self.manners.seconds, self.manners.page_bytes, any_body=True)
        request = Request(url, headers=headers, display_url=shown_address(url))
        answer = self._patient_answer(request, limits)
        if answer.is_cut:
            raise SourceError(
                request.label,
                f"is larger than {limits.answer_bytes // MEGABYTE} MB",
                "download it and give the file, if it is a document",
            )
        assert answer.how is not None
        return Exchange(
            url,
            started,
            answer.how.sent,
            answer.status,
            answer.how.reason,
            answer.how.received,
            answer.body,
            answer.how.protocol,
            answer.how.address,
        )

    def _patient_answer(self, request: Request, limits: Limits) -> Answer:
        """The answer to a request, which is sent again where a server is busy or hangs up."""
        pause_s = self.manners.first_pause_s
        for attempt in range(self.manners.retries + 1):
            is_last = attempt == self.manners.retries
            try:
                answer = fetch(request, limits, guard=self.guard)
            except FetchError as error:
                if is_last or not _may_pass(error):
                    raise _in_words(error, request) from error
                wait_s = pause_s
            else:
                if answer.status not in BUSY or is_last:
                    return answer
                wait_s = self._pause_before_retry(answer, pause_s, request)
            self.sleep(wait_s)
            self._asked_at[_host(request.url)] = self.monotonic()
            pause_s *= 2
        raise AssertionError("unreachable")

    def _pause_before_retry(self, answer: Answer, pause_s: float, request: Request) -> float:
        headers = () if answer.how is None else answer.how.received
        asked_s = asked_pause_s(header_of(headers, "Retry-After"), self.clock())
        if asked_s is None:
            return pause_s
        if asked_s > self.manners.longest_pause_s:
            raise SourceError(
                request.label,
                f"its server is busy (status {answer.status}) for {asked_s:.0f} s",
                "try again then",
            )
        return max(asked_s, pause_s)

    def _wait_for_turn(self, url: str) -> None:
        """Wait until this host was left alone for as long as is polite, or as it wishes."""
        host = _host(url)
        last = self._asked_at.get(host)
        if last is not None:
            left = last + self._pause_of(url) - self.monotonic()
            if left > 0:
                self.sleep(left)
        self._asked_at[host] = self.monotonic()

    def _pause_of(self, url: str) -> float:
        parts = urlsplit(url)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        wished = rules.pause_s if isinstance(rules, RobotsRules) else None
        return min(max(self.manners.pause_s, wished or 0.0), self.manners.longest_pause_s)


def _plain_address(url: str, asked: str) -> str:
    """The address without its fragment, in ASCII, as it goes over the network.

    Raises SourceError, about what was asked for, if there is none.
    """
    try:
        parts = urlsplit(urldefrag(url).url)
        if parts.hostname:
            host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
            path, query = (quote(part, safe=_IN_ADDRESSES) for part in (parts.path, parts.query))
            return urlunsplit((parts.scheme, host, path, query, ""))
    except ValueError:  # "http://[::1"; UnicodeError of a name that is none
        pass
    label = printable(asked.partition("?")[0])
    what = "is no address of a page" if url == asked else "redirects to what is no address"
    raise SourceError(label, what, "write https://HOST/PATH")


def shown_address(url: str) -> str:
    """The address on one line, without what may be secret in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return printable(urlunsplit((parts.scheme, host, parts.path, "", "")), None)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold()


def _may_pass(error: FetchError) -> bool:
    """True if the server broke off before it had answered: worth asking again."""
    return "isconnected" in error.reason or "reset" in error.reason


def _in_words(error: FetchError, request: Request) -> SourceError:
    """The error; of an answer shorter than it says, how much came."""
    short = _SHORT_OF.search(str(error.__cause__))
    if short is None:
        return error
    return SourceError(
        request.label,
        f"its server promised {int(short[2]):,} bytes and sent {int(short[1]):,}",
        "try again later, or save the page by hand",
    )
