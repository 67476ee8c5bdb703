"""Pages to read, and the names of a small made-up case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from servanda.records import (
    Actor,
    ActorKind,
    Admiralty,
    Claim,
    DateRange,
    Document,
    DocumentKind,
    KnownEvent,
    Names,
    Precision,
    Site,
    Span,
    day,
    sha256,
)

PUBLISHED = date(2018, 11, 15)
NO_NAMES = Names((), (), ())


def page(text: str, published: date | DateRange = PUBLISHED, **fields: Any) -> Document:
    """A page that has this text."""
    made: dict[str, Any] = {
        "id": "page",
        "kind": DocumentKind.PAGE,
        "sha256": sha256(text.encode("utf-8", "surrogatepass")),
        "text": text,
        "name": "page.txt",
        "media_type": "text/plain",
        "source": None,
        "url": None,
        "title": None,
        "published": published if isinstance(published, DateRange) else day(published),
        "recorded": datetime(2020, 1, 1, tzinfo=UTC),
        "language": "en",
        "variant_of": None,
    }
    return Document(**(made | fields))


def actor(name: str, *names: str, kind: str = "government", part_of: str | None = None) -> Actor:
    """An actor, its id the first word of its name in lower case."""
    return Actor(
        id=name.lower().replace(" ", "-"),
        names=(name, *names),
        kind=ActorKind(kind),
        part_of=part_of,
        shares_with=(),
        reliability=Admiralty.B,
    )


def site(name: str, *names: str, party: str | None = None) -> Site:
    """A site without geometry."""
    return Site(name.lower(), (name, *names), party, None, None, None, "not published", False)


NAMES = Names(
    actors=(
        actor("North Veria", "Verian People's Republic", "the North", "northern"),
        actor("South Veria", "Republic of Veria", "the South", "southern", "Sudov"),
        actor("Sudov Ministry", "South Veria's defence ministry", part_of="south-veria"),
        actor("Joint Staff", "South Veria's Joint Staff", kind="military", part_of="south-veria"),
        actor("Verian Wire", kind="news_agency"),
        actor("North Veria Radio", kind="state_media", part_of="north-veria"),
        actor("Institute for Borders", "IFB", kind="think_tank"),
    ),
    sites=(
        site("Tarkutmol", "Takutmol", party="north-veria"),
        site("Sohae", "Tongchang-ri", "Dongchang-ri", party="north-veria"),
    ),
    events=(KnownEvent(("summit", "Lakeside summit"), day(date(2018, 6, 12))),),
)


def words(text: str, spans: Iterable[Span]) -> str:
    """What stands at some spans, joined by a bar."""
    return " | ".join(text[span.start : span.end] for span in spans)


def attributed(claims: tuple[Claim, ...]) -> list[Claim]:
    """The claims that somebody makes."""
    return [claim for claim in claims if claim.attributed]


def own(claims: tuple[Claim, ...]) -> list[Claim]:
    """What the page asserts itself."""
    return [claim for claim in claims if not claim.attributed]


def days(when: DateRange) -> str:
    """A range as "2018-11-20", "2018-11-01/2018-11-30" or "../2018-11-30"."""
    start, end = (str(d) if d else ".." for d in (when.start, when.end))
    return start if start == end and when.precision is Precision.DAY else f"{start}/{end}"
