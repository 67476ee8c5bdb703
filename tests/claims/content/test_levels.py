"""Acts and numbers of levels: who takes what is handed over, where a stock stands, per cent."""

from __future__ import annotations

import pytest

from servanda.claims.content.acts_by_pattern import main_act
from servanda.claims.content.quantities import quantities_in
from servanda.records import Comparison
from tests.claims.conftest import Read

# text, verb class, lemma, negated
LEVELS = [
    ("The mission received 8,994 weapons.", "hand_over", "receive", False),
    ("The North laid down about 8,100 weapons.", "hand_over", "lay down", False),
    ("The mission had collected 7,132 weapons.", "hand_over", "collect", False),
    ("The mission took delivery of 7,132 weapons.", "hand_over", "take delivery", False),
    ("The mission stored 7,132 weapons in containers.", "hand_over", "store", False),
    ("The mission accepted 801 of the weapons.", "hand_over", "accept", False),
    ("The mission verified the destruction of 84 bombs.", "remove", "verify destruction", False),
    ("The North's stock of fuel stood at 299.8 kg.", "preserve", "be at", False),
    ("The North's stock of fuel has not exceeded 300 kg.", "preserve", "be at", True),
    ("The North's stock of fuel exceeded the agreed limit.", "preserve", "be at", False),
    ("The mission verified that the stock amounted to 205 kilograms.", "preserve", "be at", False),
    ("The North held 3.5 tonnes of fuel.", "preserve", "be at", False),
    ("The North's stock of fuel has grown to 241.6 kilograms.", "preserve", "be at", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verb", "lemma", "negated"), LEVELS)
def test_what_says_how_much_there_is_names_an_act(
    read: Read, text: str, verb: str, lemma: str, negated: bool
) -> None:
    act = read(text)[0].proposition
    assert (act.verb, act.verb_text, act.negated) == (verb, lemma, negated)


@pytest.mark.parametrize(
    "text",
    [
        "The mission received a report.",
        "The offer was accepted.",
        "The talks stood at a crossroads.",
        "The minister held two meetings.",
    ],
)
def test_words_of_taking_and_standing_alone_are_no_act_of_a_level(text: str) -> None:
    word = main_act(text, 0, len(text)).word
    assert word is None or word.verb not in {"hand_over", "preserve"}


def test_who_gives_is_the_party_of_what_another_receives() -> None:
    text = "The mission received 8,994 weapons from the North Veria army, and stored them."
    act = main_act(text, 0, len(text))
    assert text[slice(*act.subject)] == "the North Veria army"


@pytest.mark.parametrize(
    ("text", "comparison", "value", "unit"),
    [
        ("enriched to 4.5%", Comparison.EXACTLY, 4.5, "percent"),
        ("enriched up to 4.5 per cent purity", Comparison.AT_MOST, 4.5, "percent"),
        ("about 65.1 percent of the stock", Comparison.ABOUT, 65.1, "percent"),
        ("a stock of 300kg", Comparison.EXACTLY, 300.0, "kg"),
        ("handed over 8,994 weapons", Comparison.EXACTLY, 8994.0, "weapon"),
        ("turned over 279 weapons", Comparison.EXACTLY, 279.0, "weapon"),
        ("destroyed over 279 weapons", Comparison.MORE_THAN, 279.0, "weapon"),
    ],
)
def test_shares_and_units_without_a_gap_are_quantities(
    text: str, comparison: Comparison, value: float, unit: str
) -> None:
    (found,) = quantities_in(text, 0, len(text))
    assert (found.comparison, found.value, found.unit) == (comparison, value, unit)
