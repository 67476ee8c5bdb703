"""Duties and sentences in words that do not depend on who the parties are."""

from __future__ import annotations

import pytest

from servanda.claims.statements.passages import passages
from servanda.claims.statements.wording import WordedDocument, duty_wordings
from servanda.records import Names, ObligationKind
from tests.builders import actor, obligation

NAMES = Names(
    (
        actor("gov", names=("the Government of Orland", "the Government")),
        actor("army", names=("the Orland Army",), part_of="gov"),
        actor("front", names=("the Front", "FLO")),
    ),
    (),
    (),
)
WITHDRAWS = obligation(
    clause="2.1, 2.4(b): the Government withdraws its forces from the camps of the Front.",
    bearers=("gov",),
)


def test_a_clause_loses_its_numbers_and_its_names() -> None:
    (duty,) = duty_wordings([WITHDRAWS], NAMES)
    assert duty.clause.startswith("the Government withdraws")
    assert duty.neutral == "state | Alpha | Alpha withdraws its forces from the camps of Beta."


@pytest.mark.parametrize(
    ("clause", "kept"),
    [
        ("The Parties agree: the road is opened.", "The Parties agree: the road is opened."),
        ("Within 30 days: the road is opened.", "Within 30 days: the road is opened."),
        ("Article 4: the road is opened.", "the road is opened."),
        ("2.1.8: all cease recruitment.", "all cease recruitment."),
    ],
)
def test_only_numbers_of_articles_go(clause: str, kept: str) -> None:
    (duty,) = duty_wordings([obligation(clause=clause)], NAMES)
    assert duty.clause == kept


def test_the_bearer_and_its_parts_are_one_and_everybody_else_another() -> None:
    text = "Camps\n\nThe Front complained. The Orland Army has left, FLO said."
    document = WordedDocument(text, passages(text), NAMES)
    (own,) = duty_wordings([WITHDRAWS], NAMES)
    (other,) = duty_wordings([obligation(clause="They leave.", bearers=("front",))], NAMES)
    assert document.wording(2, own).sentence == "Alpha has left, Beta said."
    assert document.wording(2, own).context == "Camps : Beta complained."
    assert document.wording(2, other).sentence == "Gamma has left, Alpha said."
    assert document.actors(2) == {"army", "front"}


def test_a_duty_says_its_kind() -> None:
    (duty,) = duty_wordings([obligation(kind=ObligationKind.ABSTAIN, clause="No fire.")], NAMES)
    assert duty.neutral == "refrain | Alpha | No fire."
