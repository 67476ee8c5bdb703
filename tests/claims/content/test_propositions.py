"""The act of a content: class, object, party, done or not, with a parse and without."""

from __future__ import annotations

import pytest

from servanda.claims.content.propositions import aspects_in
from servanda.claims.lexicon.act_words import act_words
from tests.claims.conftest import Read
from tests.claims.texts import own, words

# text, verb class, negated, completed, party
ACTS = [
    ("North Veria blew up ten guard posts.", "remove", False, True, "north-veria"),
    ("Ten northern posts were blown up within minutes.", "remove", False, True, "north-veria"),
    ("The North is dismantling its posts.", "remove", False, False, "north-veria"),
    ("The North has begun to dismantle its posts.", "remove", False, False, "north-veria"),
    ("The North will demolish its posts.", "remove", False, False, "north-veria"),
    ("The North has not demolished its posts.", "remove", True, True, "north-veria"),
    ("The demolition of the northern posts was completed.", "remove", False, True, "north-veria"),
    ("The demolition of the northern posts began.", "remove", False, False, "north-veria"),
    ("All northern tunnels are to be collapsed.", "remove", False, False, "north-veria"),
    ("The North withdrew all its soldiers.", "withdraw", False, True, "north-veria"),
    ("Northern troops had left the posts.", "withdraw", False, True, "north-veria"),
    ("The northern posts can no longer be used.", "operate", True, True, "north-veria"),
    ("North Veria has not tested a missile.", "test", True, True, "north-veria"),
    ("North Veria carried out no nuclear test.", "test", True, True, "north-veria"),
    ("North Veria has forgone nuclear tests.", "test", True, True, "north-veria"),
    ("There was no sign of a northern nuclear test.", "test", True, True, "north-veria"),
    ("North Veria fired two missiles.", "launch", False, True, "north-veria"),
    ("South Veria held a large exercise.", "exercise", False, True, "south-veria"),
    ("South Veria suspended the large exercises.", "suspend", False, True, "south-veria"),
    ("South Veria resumed the exercises.", "resume", False, True, "south-veria"),
    ("The southern teams inspected the northern posts.", "inspect", False, True, "south-veria"),
    ("North Veria handed over its weapons.", "hand_over", False, True, "north-veria"),
    ("North Veria expanded the base.", "build", False, True, "north-veria"),
    ("North Veria sold coal to the buyers.", "supply", False, True, "north-veria"),
    ("North Veria continues to produce fuel.", "produce", False, False, "north-veria"),
    ("One northern post was left standing.", "preserve", False, True, "north-veria"),
    ("No experts were admitted to the northern tunnels.", "refuse_access", False, True, None),
    ("Both sides destroyed ten posts.", "remove", False, True, None),
    ("North and South Veria each destroyed ten posts.", "remove", False, True, None),
]


@pytest.mark.parametrize(("text", "verb", "negated", "completed", "party"), ACTS)
def test_acts_with_a_parse(
    read: Read, text: str, verb: str, negated: bool, completed: bool, party: str | None
) -> None:
    (claim, *_) = own(read(text))
    act = claim.proposition
    assert (act.verb, act.negated, act.completed) == (verb, negated, completed)
    if party is not None or verb == "remove":
        assert act.party == party


PLAIN = [case for case in ACTS if case[1] in {"remove", "test", "suspend", "launch", "hand_over"}]


@pytest.mark.parametrize(("text", "verb", "negated", "completed", "party"), PLAIN)
def test_acts_without_a_parse(
    read_plainly: Read, text: str, verb: str, negated: bool, completed: bool, party: str | None
) -> None:
    (claim, *_) = own(read_plainly(text))
    act = claim.proposition
    assert (act.verb, act.negated) == (verb, negated)
    if party is not None:
        assert act.party == party


OBJECTS = [
    ("North Veria blew up ten guard posts with dynamite on Tuesday.", "ten guard posts"),
    ("The underground parts of the posts were destroyed.", "The underground parts of the posts"),
    ("The removal of weapons was completed on Tuesday.", "weapons"),
    ("South Veria suspended the large spring exercises.", "the large spring exercises"),
]


@pytest.mark.parametrize(("text", "expected"), OBJECTS)
def test_objects(read: Read, text: str, expected: str) -> None:
    (claim, *_) = own(read(text))
    assert claim.proposition.object == expected


def test_its_posts_are_the_holders_or_the_subjects(read: Read) -> None:
    (claim,) = read("South Veria's defence ministry said that its posts had been demolished.")
    assert claim.proposition.party == "south-veria"
    (claim,) = read("The North told the South that it would blow up its posts, Verian Wire said.")
    assert claim.proposition.party == "north-veria"


def test_a_bare_number_leans_on_the_claim_before_it(read: Read) -> None:
    text = "The Joint Staff said that all 11 northern posts were demolished. Ten were razed."
    ten = read(text)[-1]
    assert words(text, ten.content) == "Ten were razed"
    assert ten.proposition.party == "north-veria"
    assert [q.unit for q in ten.quantities] == ["northern post"]


def test_a_promised_act_is_not_done(read: Read) -> None:
    (claim,) = read("North Veria promised that it had removed its posts by May.")
    assert not claim.proposition.completed


def test_aspects_are_read_by_their_words() -> None:
    content = "troops and equipment left, bunkers and embrasures were buried, surface parts razed"
    assert aspects_in(content) == (
        "surface",
        "underground",
        "firing slits",
        "personnel",
        "weapons",
    )
    assert aspects_in("its nuclear weapons program and surface-to-air missiles") == ()


def test_names_of_things_are_no_acts() -> None:
    for text in (
        "a missile operating base",
        "the nuclear test site",
        "firing slits",
        "the launch pad",
        "the demilitarized zone",
    ):
        assert act_words(text) == (), text
