"""The register of a document, by whoever publishes it."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.claims.statements.fitted import Register
from servanda.claims.statements.register import register_of
from servanda.records import ActorKind, Admiralty, Source
from tests.builders import actor, case, document


@pytest.mark.parametrize(
    ("kind", "register"),
    [
        (ActorKind.INTERNATIONAL_BODY, Register.REPORT),
        (ActorKind.THINK_TANK, Register.REPORT),
        (ActorKind.NEWS_AGENCY, Register.NEWS),
        (ActorKind.STATE_MEDIA, Register.NEWS),
    ],
)
def test_a_body_s_own_pages_are_reports(kind: ActorKind, register: Register) -> None:
    whole = case(
        actors=(actor("voice", kind=kind),),
        sources=(Source("paper", "Paper", None, "voice", Admiralty.B),),
    )
    assert register_of(document("x", date(2004, 1, 1), source="paper"), whole) is register


def test_a_page_of_nobody_is_news() -> None:
    assert register_of(document("x", date(2004, 1, 1)), case()) is Register.NEWS
