"""Records with sensible defaults, so that a test states only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from servanda.records import (
    UNKNOWN_TIME,
    Actor,
    ActorKind,
    Admiralty,
    Bearing,
    Case,
    Claim,
    Document,
    DocumentKind,
    Evidence,
    Instrument,
    Matter,
    Modality,
    Obligation,
    ObligationKind,
    Polarity,
    Proposition,
    Quotation,
    Reliability,
    Scope,
    Span,
    Stance,
    StateSpace,
    Times,
    Variable,
    VerbClass,
    day,
    sha256,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
START = date(2018, 10, 26)
DEADLINE = date(2018, 11, 30)


def actor(name: str, **changes: Any) -> Actor:
    """A government of letter B."""
    made = Actor(name, (name.title(),), ActorKind.GOVERNMENT, None, (), Admiralty.B)
    return replace(made, **changes)


def obligation(**changes: Any) -> Obligation:
    """Ten posts of the north to demolish by the end of November, one to be kept."""
    made = Obligation(
        id="surface",
        instrument="release",
        clause="demolish ten posts",
        bearers=("north",),
        kind=ObligationKind.STATE,
        verb="demolish",
        object="guard posts",
        terms=("posts",),
        unit="guard post",
        count=10,
        preserve=1,
        aspect="surface",
        sites=(),
        scope=Scope.NAMED,
        start=START,
        deadline=DEADLINE,
        bound=None,
        condition=None,
        verification="visits",
        min_size_m=10.0,
        watchers=(),
        amendments=(),
        unscorable=None,
    )
    return replace(made, **changes)


def case(*obligations: Obligation, **changes: Any) -> Case:
    """A case of two parties, a neighbour and an observer, with these obligations."""
    made = Case(
        id="case",
        title="A case",
        instruments=(
            Instrument("release", "Release", "joint release", ("north", "south"), START, None),
        ),
        obligations=obligations,
        matters=(),
        actors=(
            actor("north", reliability=Admiralty.D),
            actor("south", shares_with=("ally",)),
            actor("ministry", part_of="south"),
            actor("staff", part_of="south"),
            actor("ally"),
            actor("observer", kind=ActorKind.INTERNATIONAL_BODY),
        ),
        sources=(),
        sites=(),
        events=(),
    )
    return replace(made, **changes)


def matter(**changes: Any) -> Matter:
    """A missile base of the north."""
    made = Matter("base", "And the base?", "north", "operate", "missile operating base", (), ())
    return replace(made, **changes)


def document(text: str, published: date | None, id: str = "page", **changes: Any) -> Document:
    """A page with this text."""
    made = Document(
        id=id,
        kind=DocumentKind.PAGE,
        sha256=sha256(text.encode("utf-8")),
        text=text,
        name=f"{id}.txt",
        media_type="text/plain",
        source=None,
        url=None,
        title=None,
        published=UNKNOWN_TIME if published is None else day(published),
        recorded=NOW,
        language="en",
        variant_of=None,
    )
    return replace(made, **changes)


def claim(text: str, *, document: str = "page", number: int = 0, **changes: Any) -> Claim:
    """The ministry asserts the whole text: the north finished a demolition of guard posts.

    Fields of the proposition are set by their own names.
    """
    own = {name: changes.pop(name) for name in list(changes) if name in _PROPOSITION}
    made = Claim(
        id=f"{document}#c{number}",
        document=document,
        attributed=True,
        source=(),
        cue=(),
        content=(Span(0, len(text)),),
        holder="Ministry",
        holder_id="ministry",
        holder_kind=ActorKind.GOVERNMENT,
        chain=("Ministry",),
        stance=Stance.ASSERTED,
        polarity=Polarity.POSITIVE,
        modality=Modality.CERTAIN,
        quotation=Quotation.INDIRECT,
        caveats=(),
        said=None,
        event_time=None,
        places=(),
        quantities=(),
        proposition=replace(_DEMOLISHED, **own),
        reader="test",
    )
    return replace(made, **changes)


_DEMOLISHED = Proposition(
    verb=VerbClass.REMOVE,
    verb_text="demolish",
    negated=False,
    object="guard posts",
    party="north",
    site=None,
    aspects=(),
    completed=True,
    links=(),
)
_PROPOSITION = frozenset(
    {"verb", "verb_text", "negated", "object", "party", "site", "aspects", "completed", "links"}
)


def count_report(
    right: tuple[float, ...], when: date, *, id: str = "e", origin: str = "south", **changes: Any
) -> Evidence:
    """Evidence on how many are done, from an origin that is right nine times in ten."""
    made = Evidence(
        id=id,
        obligation="surface",
        claim=id,
        observation=None,
        document="page",
        site=None,
        origin=origin,
        states=StateSpace(Variable.COUNT_DONE, tuple(map(float, range(len(right)))), "post"),
        if_right=right,
        if_wrong=(0.5,) * len(right),
        reliability=Reliability(9.0, 1.0, "test"),
        bearing=Bearing.BEARS,
        score=1.0,
        times=Times(day(when), UNKNOWN_TIME, day(when), NOW),
        says="so many",
        why="test",
        reviewed=False,
    )
    return replace(made, **changes)
