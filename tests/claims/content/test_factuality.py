"""What is asked, planned, owed or aimed at is named, and nobody says that it took place."""

from __future__ import annotations

import pytest

from servanda.claims.lexicon.cues import inflected
from servanda.records import Modality
from tests.claims.conftest import Read

OPEN, FUTURE, CERTAIN = Modality.OPEN, Modality.FUTURE, Modality.CERTAIN

NAMED = [
    ("Their tasks were to see whether the posts of the North had been demolished.", OPEN),
    ("The question was whether the North had demolished the posts.", OPEN),
    ("It is unclear if the North demolished the posts.", OPEN),
    ("Has the North demolished the posts?", OPEN),
    ("The exercise had been planned for December 2018.", FUTURE),
    ("The ministry notes that the exercise had been planned for December.", FUTURE),
    ("The demolition of the posts was scheduled for May.", FUTURE),
    ("A withdrawal of the tanks had been expected by March.", FUTURE),
    ("The North was willing to destroy the posts.", FUTURE),
    ("The exercise should have been held in December.", FUTURE),
    ("The posts were to have been demolished by May.", FUTURE),
    ("The purpose was to check that the posts were empty.", FUTURE),
]
SAID = [
    "The North demolished the posts as planned.",
    "The inspectors verified that the posts had been demolished.",
    "The exercise planned for December was held.",
    "The North demolished the posts that should have gone in May.",
    "Asked about the posts, the ministry said that the North had demolished them.",
    "The exercise had been planned for May and was held in June.",
]


@pytest.mark.parametrize(("text", "modality"), NAMED)
def test_what_nobody_says_took_place_is_not_put_forward_as_a_fact(
    read: Read, text: str, modality: Modality
) -> None:
    assert {claim.modality for claim in read(text)} == {modality}


@pytest.mark.parametrize("text", SAID)
def test_a_plan_or_a_question_beside_a_fact_leaves_the_fact(read: Read, text: str) -> None:
    assert CERTAIN in {claim.modality for claim in read(text)}


@pytest.mark.parametrize("text", ["The exercise was cancelled.", "The exercise was canceled."])
def test_what_is_called_off_is_so_in_either_spelling(read: Read, text: str) -> None:
    assert read(text)[0].proposition.verb.value == "suspend"


def test_only_a_single_vowel_before_the_last_letter_lets_it_double() -> None:
    assert "cancelled" in inflected("cancel")
    assert "revealled" not in inflected("reveal")
