"""A sentence that is word for word a duty's own says just that; one word more is another."""

from __future__ import annotations

import pytest

from servanda.claims.statements.verbatim import own_words, with_own_words
from servanda.records import Label, ObligationKind

BAN = own_words(
    ObligationKind.ABSTAIN,
    "Alpha casts no net or line in the lagoon.",
    ["Alpha has kept its boats out of the lagoon."],
    ["Alpha has cast a net in the lagoon.", "A trawler of Alpha fished the lagoon."],
)
ACT = own_words(
    ObligationKind.STATE,
    "Alpha shall set 14 boatmen free by 4 June 2014.",
    [],
    ["Alpha keeps them."],
)


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Alpha has cast no net or line in the lagoon.", Label.RESPECTED),
        ("Alpha has kept its boats out of the lagoon.", Label.RESPECTED),
        ("Alpha has cast a net or line in the lagoon.", Label.VIOLATED),
        ("A trawler of Alpha fished the lagoon on 9 May 2014.", Label.VIOLATED),
        ("On 9 May 2014 a trawler of Alpha fished the lagoon.", Label.VIOLATED),
        ("Alpha casts no net or line in the lagoon.", None),  # it restates the duty
        ("Beta has cast a net in the lagoon.", None),
        ("Alpha may have cast a net in the lagoon.", None),
        ("Alpha has cast a net in the harbour.", None),
        ("No trawler of Alpha fished the lagoon.", None),  # one that did not is not every one
    ],
)
def test_the_words_of_a_ban(sentence: str, label: Label | None) -> None:
    assert BAN.label_of(sentence) is label


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Alpha has set 14 boatmen free.", Label.DONE),
        ("Alpha had set the 14 boatmen free by 2 June 2014.", Label.DONE),
        ("Alpha has not set 14 boatmen free.", Label.NOT_DONE),
        ("Alpha has set 12 boatmen free.", None),
        ("Alpha will set 14 boatmen free.", None),
        ("Alpha has agreed to set 14 boatmen free.", None),
        ("Alpha shall set 14 boatmen free by 4 June 2014.", None),
    ],
)
def test_the_words_of_something_to_do(sentence: str, label: Label | None) -> None:
    assert ACT.label_of(sentence) is label


def test_what_is_word_for_word_is_nearly_sure_and_the_rest_stays_as_it_was_read() -> None:
    before = [1.0 / len(Label)] * len(Label)
    after = with_own_words(before, Label.DONE)
    assert sum(after) == pytest.approx(1.0)
    assert after[list(Label).index(Label.DONE)] > 0.95
    assert len({round(chance, 9) for chance in after}) == 2
    assert with_own_words(before, None) == before
