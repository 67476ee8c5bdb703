"""What people decide about claims, and what that leaves of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims import (
    apply_decisions,
    claim_by_hand,
    decision_on,
    decisions_by_claim,
    effective_decisions,
    find_holder,
    next_number,
    quantity_by_hand,
    review_state,
    words_at,
)
from servanda.errors import InputError
from servanda.records import (
    BY_HAND,
    ActorKind,
    Claim,
    ClaimEntry,
    Correction,
    Decision,
    DecisionAct,
    Link,
    Modality,
    Names,
    Polarity,
    Span,
    Stance,
    VerbClass,
    day,
)
from tests.builders import NOW, actor, claim, document
from tests.strategies import records_of

TEXT = "The ministry said the north had blown up ten guard posts. Ten guard posts are gone."
QUOTE = "the north had blown up ten guard posts"
PAGE = document(TEXT, date(2018, 11, 20))
START = TEXT.index(QUOTE)
READ = claim(TEXT, content=(Span(START, START + len(QUOTE)),), number=1)
NAMES = Names((actor("ministry", names=("Ministry of Defence", "the ministry")),), (), ())
A = DecisionAct


def act(kind: DecisionAct, minutes: int = 0, of: Claim = READ, **more: Any) -> Decision:
    return decision_on(of, PAGE, kind, "ann", NOW + timedelta(minutes=minutes), **more)


def left(*decisions: Decision, claims: tuple[Claim, ...] = (READ,)) -> tuple[Claim, ...]:
    return apply_decisions(
        claims, decisions_by_claim(PAGE, claims, decisions), lambda claims: claims
    )


def entry(**changes: Any) -> ClaimEntry:
    made = ClaimEntry(
        "page", QUOTE, None, "the ministry", None, Stance.ASSERTED,
        None, None, None, None, None, None, None,
    )  # fmt: skip
    return replace(made, **changes)


def entered(number: int = 1, unit: str | None = None, **changes: Any) -> Claim:
    return claim_by_hand(PAGE, entry(**changes), NAMES, unit, number)


def test_nothing_decided_changes_nothing() -> None:
    assert left() == (READ,)
    assert review_state(()) == "unreviewed"


def test_a_rejected_claim_is_gone_until_it_is_accepted() -> None:
    assert left(act(A.REJECT)) == ()
    assert left(act(A.REJECT), act(A.ACCEPT, 1)) == (READ,)


def test_the_order_in_which_decisions_come_does_not_matter() -> None:
    acts = [act(A.REJECT), act(A.ACCEPT, 1), act(A.LINK, 2, obligation="surface")]
    assert left(*acts) == left(*reversed(acts))


def test_a_correction_carries_its_values_and_leaves_the_others() -> None:
    number = quantity_by_hand(10, "guard post", TEXT, READ.content[0])
    new = Correction(
        holder="Staff", holder_id="staff", holder_kind=ActorKind.MILITARY,
        stance=Stance.DENIED, quantity=number, verb=VerbClass.TEST, completed=False,
    )  # fmt: skip
    (got,) = left(act(A.CORRECT, correction=new))
    assert (got.holder, got.holder_id, got.chain) == ("Staff", "staff", ("Staff",))
    assert (got.stance, got.polarity) == (Stance.DENIED, Polarity.NEGATIVE)
    assert got.quantities == (number,)
    assert (got.proposition.verb, got.proposition.completed) == (VerbClass.TEST, False)
    assert got.proposition.party == READ.proposition.party
    assert got.content == READ.content


def test_a_denial_corrected_to_an_assertion_is_positive_again() -> None:
    denied = replace(READ, stance=Stance.DENIED, polarity=Polarity.NEGATIVE)
    (got,) = left(act(A.CORRECT, correction=Correction(stance=Stance.ASSERTED)), claims=(denied,))
    assert (got.polarity, got.modality) == (Polarity.POSITIVE, Modality.CERTAIN)


@given(correction=records_of(Correction))
def test_no_correction_moves_the_claim_from_its_words(correction: Correction) -> None:
    (got,) = left(act(A.CORRECT, correction=correction))
    assert (got.id, got.document, got.content) == (READ.id, READ.document, READ.content)


def test_corrected_claims_are_linked_anew() -> None:
    def link(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        assert {one.proposition.verb for one in claims} == {VerbClass.TEST}
        return claims

    correction = act(A.CORRECT, correction=Correction(verb=VerbClass.TEST))
    apply_decisions((READ,), decisions_by_claim(PAGE, (READ,), [correction]), link)


def test_a_link_by_hand_is_certain_and_says_who_made_it_and_why() -> None:
    (got,) = left(act(A.LINK, obligation="surface", reason="the same posts"))
    assert got.proposition.links == (Link("surface", 1.0, "linked by ann: the same posts"),)


def test_unlinking_goes_before_what_the_words_tell_and_linking_again_before_that() -> None:
    own = replace(READ.proposition, links=(Link("surface", 0.6, "words"), Link("b", 0.4, "w")))
    claims = (replace(READ, proposition=own),)
    off, on = act(A.UNLINK, obligation="surface"), act(A.LINK, 1, obligation="surface")
    (got,) = left(off, claims=claims)
    assert [one.obligation for one in got.proposition.links] == ["b"]
    (got,) = left(off, on, claims=claims)
    assert [one.score for one in got.proposition.links] == [1.0, 0.4]


def test_undoing_an_undoing_brings_the_decision_back() -> None:
    reject = act(A.REJECT)
    undo = act(A.UNDO, 1, undoes=reject.id)
    again = act(A.UNDO, 2, undoes=undo.id)
    assert effective_decisions([reject, undo]) == ()
    assert left(reject, undo) == (READ,)
    assert left(reject, undo, again) == ()


def test_a_decision_stays_with_its_words_when_the_reader_numbers_anew() -> None:
    other = claim(TEXT, content=(Span(0, 12),), number=1)
    moved = replace(READ, id="page#c7")
    assert left(act(A.REJECT), claims=(other, moved)) == (other,)


def test_a_decision_about_words_that_are_gone_is_on_nothing() -> None:
    other = claim(TEXT, content=(Span(0, 12),), number=1)
    assert left(act(A.REJECT), claims=(other,)) == (other,)


def test_a_decision_never_passes_between_what_was_read_and_what_was_entered() -> None:
    mine = entered()
    acts = [act(A.ACCEPT, of=mine), act(A.REJECT)]
    assert left(*acts, claims=(mine,)) == (mine,)
    assert left(act(A.REJECT, of=mine), claims=(READ,)) == (READ,)


def test_an_entered_claim_stands_only_while_its_words_do() -> None:
    mine = entered()
    accept = act(A.ACCEPT, of=mine)
    assert left(accept, claims=(mine,)) == (mine,)
    assert left(claims=(mine,)) == ()
    changed = replace(PAGE, text="Now " + TEXT)
    acts = decisions_by_claim(changed, (mine,), [accept])
    assert apply_decisions((mine,), acts, lambda claims: claims) == ()


def test_states_in_words() -> None:
    assert review_state([act(A.ACCEPT), act(A.LINK, 1, obligation="x")]) == "accepted"
    gone = act(A.RETRACT, 1, since=date(2018, 12, 5), reason="erred")
    assert (
        review_state([act(A.CORRECT, correction=Correction()), gone]) == "retracted on 2018-12-05"
    )


def test_two_decisions_have_two_ids_and_the_same_one_its_own() -> None:
    assert act(A.ACCEPT).id != act(A.ACCEPT, 1).id
    assert act(A.ACCEPT).id == act(A.ACCEPT).id


def test_an_entered_claim_is_pinned_to_its_words() -> None:
    got = entered(source="The ministry", event=day(date(2018, 11, 20)))
    assert got.id == "page#h1"
    assert got.reader == BY_HAND
    assert words_at(TEXT, got.content) == QUOTE
    assert words_at(TEXT, got.source) == "The ministry"
    assert (got.holder, got.holder_id) == ("Ministry of Defence", "ministry")
    assert (got.proposition.verb, got.proposition.completed) == (VerbClass.REMOVE, True)
    assert [one.value for one in got.quantities] == [10.0]
    assert got.event_time is not None
    assert got.event_time.when.end == date(2018, 11, 20)


def test_a_number_that_was_read_keeps_its_place_and_takes_the_unit_given() -> None:
    (got,) = entered(count=10.0, unit="guard post").quantities
    assert (words_at(TEXT, [got.span]), got.unit) == ("ten guard posts", "guard post")
    (other,) = entered(count=11.0).quantities
    assert (other.value, other.unit, other.text) == (11.0, "guard post", QUOTE)


def test_what_the_article_says_itself_has_no_holder() -> None:
    got = entered(holder=None)
    assert (got.attributed, got.holder, got.chain) == (False, None, ())


def test_stances_set_what_goes_with_them() -> None:
    assert entered(stance=Stance.DECLINED).modality is Modality.OPEN
    assert entered(stance=Stance.DECLINED).polarity is Polarity.NEUTRAL
    assert entered(stance=Stance.PROMISED).modality is Modality.FUTURE
    assert entered(negated=True).polarity is Polarity.NEGATIVE


def test_words_that_stand_in_several_places_need_a_number() -> None:
    with pytest.raises(InputError, match="2 times; say which with nth, 1 to 2"):
        entered(quote="guard posts", nth=None)
    assert entered(quote="guard posts", nth=2).content[0].start == TEXT.rindex("guard posts")
    with pytest.raises(InputError, match="nth is 3, but the quote stands there 2 times"):
        entered(quote="guard posts", nth=3)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("the  north had", "other white space"),
        ("THE NORTH", "other capitals"),
        ("eleven posts", "copy it exactly"),
        ("  ", "is empty"),
    ],
)
def test_words_that_do_not_stand_there_are_refused_with_advice(words: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint):
        entered(quote=words)
    with pytest.raises(InputError, match=hint):
        entered(source=words)


def test_holders_are_found_by_id_and_by_name_else_taken_as_written() -> None:
    assert find_holder("ministry", NAMES)[0] == "Ministry of Defence"
    assert find_holder("Bystander", NAMES) == ("Bystander", None, ActorKind.UNKNOWN)


def test_numbers_of_entered_claims_go_on() -> None:
    assert next_number("page", [entered(4), READ, replace(entered(9), id="x#h9")]) == 5


@given(st.text(max_size=30), st.text(max_size=6))
def test_whatever_the_text_a_quote_lies_in_it_or_is_refused(text: str, words: str) -> None:
    try:
        got = claim_by_hand(document(text, None), entry(quote=words), NAMES, None, 1)
    except InputError:
        return
    assert words_at(text, got.content) == words
    assert all(0 <= one.span.start <= one.span.end <= len(text) for one in got.quantities)


def test_decisions_are_dated_by_their_day_unless_said() -> None:
    assert act(A.ACCEPT).since == datetime.date(NOW)
