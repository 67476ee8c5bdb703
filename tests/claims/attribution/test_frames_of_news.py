"""Attributions whose speaker or content does not stand where a plain "X said that" has it."""

from __future__ import annotations

import pytest

from servanda.records import Stance
from tests.claims.conftest import Read
from tests.claims.texts import NO_NAMES, attributed, words

FRAMES = [
    (
        "The institute issued a warning that the base was still active.",
        [("The institute", "that the base was still active")],
    ),
    (
        "The minister's criticism of the agreement grew louder.",
        [("The minister's", "the agreement")],
    ),
    (
        'The deal "is a grave mistake," the minister said.',
        [("the minister", 'The deal "is a grave mistake,"')],
    ),
    (
        'The minister said that "nobody" was left at the posts.',
        [("The minister", 'that "nobody" was left at the posts')],
    ),
    (
        "The ministry said ten posts were gone, adding that one was kept.",
        [("The ministry", "ten posts were gone"), ("The ministry", "that one was kept")],
    ),
    (
        "The general told reporters that the posts were gone.",
        [("The general", "that the posts were gone")],
    ),
    (
        "The envoy discussed the posts, which had been built in spring.",
        [("The envoy", "the posts")],
    ),
    (
        "Critics blasted the ministry for keeping the post.",
        [("Critics", "the ministry for keeping the post")],
    ),
    ("In March the ministry mentioned the posts.", [("the ministry", "the posts")]),
    (
        "WALLACE: And did the posts go, all ten of them?",
        [("WALLACE", "And did the posts go, all ten of them?")],
    ),
    (
        "“They went. “All” of them,” ― Anna Berg",
        [("Anna Berg", "“They went. “All” of them,”")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FRAMES)
def test_frames_of_news(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    found = [
        (words(text, c.source), words(text, c.content)) for c in attributed(read(text, NO_NAMES))
    ]
    assert found == expected


def test_a_noun_without_a_speaker_claims_nothing(read: Read) -> None:
    assert attributed(read("A warning that it would rain was on every door.", NO_NAMES)) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The South voiced a demand for the withdrawal of troops.", Stance.DEMANDED),
        ("The spokesman issued a denial of the test.", Stance.DENIED),
        ("The envoy's promise to remove ten posts was new.", Stance.PROMISED),
    ],
)
def test_a_noun_gives_the_stance_of_its_verb(read: Read, text: str, stance: Stance) -> None:
    (claim,) = attributed(read(text, NO_NAMES))
    assert claim.stance is stance
