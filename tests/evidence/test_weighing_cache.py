"""What is kept between days changes no day: each is weighed as if it were the only one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence import WeighingCache, collect_evidence, link_claims
from servanda.records import (
    Amendment,
    Claim,
    Decision,
    DecisionAct,
    DocumentClaims,
    Evidence,
    Label,
    ObligationKind,
    Span,
    Statement,
    day,
)
from tests.builders import NOW, START, case, claim, document, obligation

CLAUSE = "The posts shall be removed."
ONE = {"clause": CLAUSE, "verb": "", "object": "", "aspect": None, "count": None, "preserve": 0}
LATER = Amendment(
    effective=START + timedelta(days=40),
    published=day(START + timedelta(days=35)),
    count=12,
    preserve=None,
    deadline=START + timedelta(days=90),
    value=None,
    note="more of them, and more time",
)
DUTIES = (
    obligation(id="posts", clause=CLAUSE, verb="", object="", aspect=None, amendments=(LATER,)),
    obligation(id="road", kind=ObligationKind.ACT, **ONE),
    obligation(id="fire", kind=ObligationKind.ABSTAIN, **ONE),
    obligation(id="worded"),
)
CASE = case(*DUTIES)
TEXT = "The north demolished two guard posts, the ministry said."


class Afresh(WeighingCache):
    """Keeps nothing, and gives every duty the whole document."""

    def part_of(self, read: DocumentClaims, duty: str) -> DocumentClaims:
        return read

    def item(self, *asked: object) -> Evidence:
        compute = asked[-1]
        assert callable(compute)
        found: Evidence = compute()
        return found


@st.composite
def documents(draw: st.DrawFn, number: int) -> DocumentClaims:
    name, published = f"d{number}", START + timedelta(days=draw(st.integers(1, 80)))
    page = document(TEXT, published, id=name)
    claims = [
        claim(TEXT, document=name, number=place, attributed=draw(st.booleans()))
        for place in range(draw(st.integers(0, 2)))
    ]
    said = [
        _statement(draw, name, published, place, duty.id, claims)
        for place in range(3)
        for duty in DUTIES
        if draw(st.booleans())
    ]
    own = [replace(claim(TEXT, document=name), id=s.claim) for s in said]
    every = {made.id: made for made in (*claims, *own)}
    acts = {made: (_decision(draw, name, made),) for made in every if draw(st.integers(0, 3)) == 0}
    return link_claims(DocumentClaims(page, tuple(every.values()), acts, tuple(said)), CASE)


def _statement(
    draw: st.DrawFn, name: str, published: date, place: int, duty: str, claims: list[Claim]
) -> Statement:
    label = draw(st.sampled_from(list(Label)))
    sure = draw(st.sampled_from([0.4, 0.9]))
    holders = [f"{name}#s{place}", *(made.id for made in claims)]
    return Statement(
        id=f"{name}#s{place}/{duty}",
        document=name,
        span=Span(place, place + 5),
        obligation=duty,
        label=label,
        p=tuple(sure if other is label else (1.0 - sure) / (len(Label) - 1) for other in Label),
        count=None,
        event=None,
        as_of=day(published),
        claim=draw(st.sampled_from(holders)),
        acts_by=("north",),
        reviewed=draw(st.booleans()),
        reader="meaning/1 0",
        why="",
    )


def _decision(draw: st.DrawFn, name: str, about: str) -> Decision:
    act = draw(st.sampled_from([DecisionAct.RETRACT, DecisionAct.LINK, DecisionAct.ACCEPT]))
    return Decision(
        id=f"of {about}",
        document=name,
        claim=about,
        quote=TEXT,
        act=act,
        since=START + timedelta(days=draw(st.integers(1, 80))),
        who="analyst",
        reason="",
        made=NOW,
        obligation="posts" if act is DecisionAct.LINK else None,
        correction=None,
        undoes=None,
    )


@given(st.tuples(*map(documents, range(3))), st.lists(st.integers(0, 90), min_size=2, max_size=4))
def test_days_that_share_a_cache_are_weighed_as_each_alone(
    reads: tuple[DocumentClaims, ...], days: list[int]
) -> None:
    shared = WeighingCache()
    for number in days:
        on = START + timedelta(days=number)
        plain = collect_evidence(CASE, reads, on, on, cache=Afresh())
        assert collect_evidence(CASE, reads, on, on, cache=shared) == plain
        assert collect_evidence(CASE, reads, on, on) == plain
