"""What is ignored: by what it was made from, or by whose word it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from servanda.evidence import Exclusions, link_claims, voices_by_name, weigh
from servanda.records import (
    Admiralty,
    Bearing,
    Case,
    Claim,
    DeclaredCoverage,
    DocumentClaims,
    Evidence,
    ObligationKind,
    Source,
    Watcher,
)
from tests.builders import START, actor, case, document, obligation
from tests.evidence.test_weigh import BLAST, END, TEXT, ten
from tests.looks import cleared, sights, site

PAPER = Source("paper", "The Paper", None, None, actor("x").reliability)
OWN_PAGE = Source("ministry-page", "Ministry online", None, "staff", actor("x").reliability)
WHOLE = case(obligation(), obligation(id="other", count=11), sources=(PAPER, OWN_PAGE))


def reads(*claims: Claim, source: str = "paper", whole: Case = WHOLE) -> list[DocumentClaims]:
    """One page a claim, one day after the other."""
    return [
        link_claims(
            DocumentClaims(
                document(TEXT, BLAST + timedelta(days=n), id=made.document, source=source), (made,)
            ),
            whole,
        )
        for n, made in enumerate(claims)
    ]


def surface(items: tuple[Evidence, ...]) -> dict[str, Bearing]:
    return {item.id: item.bearing for item in items if item.obligation == "surface"}


TWICE = (ten("a"), ten("b"))


@pytest.mark.parametrize("name", ["a", "a#c0", "surface/a#c0"])
def test_what_repeated_a_thing_that_is_left_out_counts_in_its_place(name: str) -> None:
    with_both = surface(weigh(WHOLE, reads(*TWICE), END, END))
    assert with_both == {"surface/a#c0": Bearing.BEARS, "surface/b#c0": Bearing.REPEATS}
    left = weigh(WHOLE, reads(*TWICE), END, END, left_out=Exclusions(ids=frozenset({name})))
    assert surface(left) == {"surface/b#c0": Bearing.BEARS}


def test_an_item_left_out_leaves_its_claim_to_other_obligations() -> None:
    left_out = Exclusions(ids=frozenset({"surface/a#c0"}))
    items = weigh(WHOLE, reads(ten("a")), END, END, left_out=left_out)
    assert [item.id for item in items] == ["other/a#c0"]


def test_leaving_a_document_out_is_the_same_as_never_having_kept_it() -> None:
    ban = obligation(
        kind=ObligationKind.ABSTAIN,
        watchers=(Watcher("observer", 0.9, 7, "", 0.0),),
        count=None,
        preserve=0,
        deadline=END,
    )
    own = Source("own", "The observer", None, "observer", Admiralty.B)
    whole = case(ban, sources=(own,))
    days = {"a": START, "b": BLAST, "c": END}
    kept = [
        DocumentClaims(document(TEXT, day, id=name, source="own", title=f"Report {number}"), ())
        for number, (name, day) in enumerate(days.items())
    ]
    left = weigh(whole, kept, END, END, left_out=Exclusions(ids=frozenset({"c"})))
    assert left == weigh(whole, kept[:2], END, END)
    assert left != weigh(whole, kept, END, END)  # silence reaches to the last issue


@pytest.mark.parametrize("name", ["post-1@2018-11-20", "surface/post-1@2018-11-20"])
def test_a_look_left_out_gives_its_weight_to_the_looks_alike(name: str) -> None:
    whole = case(obligation(sites=("post-1",)), sites=(site("post-1"),))
    looks = sights(cleared(BLAST), cleared(BLAST + timedelta(days=2)))
    left = weigh(whole, [], END, END, looks, Exclusions(ids=frozenset({name})))
    assert left == weigh(whole, [], END, END, looks[1:])
    assert weigh(whole, [], END, END, looks)[1].if_right != left[0].if_right


def ignored(name: str, made: Claim, source: str = "paper") -> bool:
    items = weigh(WHOLE, reads(made, source=source), END, END)
    voices = voices_by_name(WHOLE, items)[name]
    (verdict,) = {Exclusions(voices=voices).ignores(item) for item in items}
    return verdict


@pytest.mark.parametrize("name", ["south", "South", "ministry", "Ministry", "paper", "The Paper"])
def test_a_report_is_the_word_of_its_speaker_of_all_they_are_part_of_and_of_its_printer(
    name: str,
) -> None:
    assert ignored(name, ten())


@pytest.mark.parametrize("name", ["north", "staff", "ally", "ministry-page"])
def test_a_report_is_nobody_else_s_word(name: str) -> None:
    assert not ignored(name, ten())


def test_what_stands_on_an_actor_s_own_page_is_its_word() -> None:
    own = ten(attributed=False, holder=None, holder_id=None)
    assert ignored("staff", own, source="ministry-page")
    assert ignored("south", own, source="ministry-page")
    assert not ignored("ministry", own, source="ministry-page")


def test_whoever_only_a_text_names_goes_by_the_origin() -> None:
    stranger = ten(holder="Jane Doe", holder_id=None)
    (origin,) = {item.origin for item in weigh(WHOLE, reads(stranger), END, END)}
    assert origin not in {made.id for made in WHOLE.actors}
    assert ignored(origin, stranger)


def test_the_silence_of_a_watcher_is_its_word() -> None:
    ban = obligation(
        kind=ObligationKind.ABSTAIN,
        watchers=(Watcher("staff", 0.9, 7, "", 0.0),),
        count=None,
        preserve=0,
        deadline=None,
    )
    every = DeclaredCoverage(START, END, "all it says")
    own = Source("own", "Its staff", None, "staff", Admiralty.B, (every,))
    whole = case(ban, sources=(own,))
    kept = [DocumentClaims(document(TEXT, day, id=str(day)), ()) for day in (START, END)]
    (silence,) = weigh(whole, kept, END, END)
    for name, expected in (("staff", True), ("south", True), ("ministry", False)):
        voices = voices_by_name(whole, [silence])[name]
        assert Exclusions(voices=voices).ignores(silence) is expected


def test_an_id_goes_before_a_spelling() -> None:
    whole = case(actors=(actor("first", names=("First", "second")), actor("second")))
    assert voices_by_name(whole, ())["second"] == {"second"}
    assert voices_by_name(whole, ())["First"] == {"first"}


def test_nothing_is_ignored_unless_it_is_named() -> None:
    items = weigh(WHOLE, reads(*TWICE), END, END)
    assert not any(Exclusions().ignores(item) for item in items)
    assert not Exclusions().ignores(document(TEXT, date(2018, 11, 1)))
