"""Who could be asked about a duty."""

from __future__ import annotations

from dataclasses import replace

from servanda.evidence import possible_sources, weigh
from servanda.evidence.trust.reliability import LETTERS
from servanda.records import (
    Admiralty,
    Case,
    Comparison,
    Obligation,
    ObligationKind,
    PossibleSource,
    Source,
    Watcher,
)
from tests.builders import actor, case, obligation
from tests.evidence.test_exclusions import reads
from tests.evidence.test_weigh import END, quantity, ten


def asked(duty: Obligation, whole: Case | None = None, *said: object) -> dict[str, PossibleSource]:
    found = possible_sources(duty, whole or case(duty), said)  # type: ignore[arg-type]
    return {source.actor: source for source in found}


def test_the_other_side_can_be_asked_and_the_bearer_cannot() -> None:
    found = asked(obligation(verification=None))
    assert {name: source.role for name, source in found.items()} == {"south": "the other side"}


def test_whom_the_case_names_as_watching_or_verifying_can_be_asked() -> None:
    duty = obligation(
        kind=ObligationKind.ABSTAIN,
        verification="visits by the Observer",
        watchers=(Watcher("ally", 0.9, 7, "", 0.0),),
    )
    found = asked(duty)
    assert found["observer"].role == "the case names it as verifying this"
    assert found["ally"].role == "watches this duty"


def test_a_short_name_inside_another_word_is_no_verifier() -> None:
    duty = obligation(verification="unannounced visits")
    whole = case(duty, actors=(actor("south"), actor("north"), actor("un", names=("UN",))))
    assert "un" not in asked(duty, whole)


def test_an_actor_that_the_case_does_not_describe_cannot_be_asked() -> None:
    duty = obligation(watchers=(Watcher("nobody", 0.9, 7, "", 0.0),))
    assert "nobody" not in asked(duty)


def test_whoever_has_spoken_of_the_duty_is_marked() -> None:
    duty = obligation()
    whole = case(duty)
    evidence = weigh(whole, reads(ten(), whole=whole), END, END)
    assert asked(duty, whole, *evidence)["south"].spoken
    other = [replace(item, obligation="other") for item in evidence]
    assert not asked(duty, whole, *other)["south"].spoken


def test_who_has_said_that_less_is_done_may_say_more() -> None:
    duty = obligation()
    whole = case(duty)
    for part in (quantity(7), quantity(7, comparison=Comparison.AT_LEAST)):
        evidence = weigh(whole, reads(ten(quantities=(part,)), whole=whole), END, END)
        assert not asked(duty, whole, *evidence)["south"].spoken


def test_who_only_speaks_or_publishes_in_the_case_can_be_asked_too_and_never_the_bearer() -> None:
    duty = obligation(verification=None)
    sources = (
        Source("paper", "The Paper", None, None, Admiralty.B),
        Source("gazette", "The Gazette", None, "north", Admiralty.D),
        Source("agency", "The Agency", None, "observer", Admiralty.A),
    )
    found = asked(duty, case(duty, sources=sources))
    assert set(found) == {"south", "paper", "observer"}
    assert {key for key, source in found.items() if source.has_part} == {"south"}
    assert found["paper"].reliability.right == LETTERS[Admiralty.B][0]
