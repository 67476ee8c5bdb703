"""Who holds a claim, and when nobody is to be named."""

from __future__ import annotations

import pytest

from servanda.claims import ACTORS, default_names
from servanda.records import ActorKind
from tests.claims.conftest import Read
from tests.claims.texts import NO_NAMES, attributed

# text, then (holder, id, kind) of the last attribution
HOLDERS = [
    (
        "South Veria's defence ministry said that posts fell.",
        ("Sudov Ministry", "sudov-ministry", "government"),
    ),
    (
        "An official with South Veria's Joint Staff said that posts fell.",
        ("Joint Staff", "joint-staff", "anonymous_official"),
    ),
    (
        "An image released by the Institute for Borders shows that posts fell.",
        ("Institute for Borders", "institute-for-borders", "think_tank"),
    ),
    (
        "South Veria's defence ministry watched. The ministry said that posts fell.",
        ("Sudov Ministry", "sudov-ministry", "government"),
    ),
    (
        "The Joint Staff said that posts fell. It added that the tunnels were open.",
        ("Joint Staff", "joint-staff", "military"),
    ),
    ("Anna Berg said it was over. She said the posts fell.", ("Anna Berg", None, "person")),
    ("Anna Berg said it was over. Berg said the posts fell.", ("Anna Berg", None, "person")),
    ("The sources said that posts fell.", (None, None, "anonymous_official")),
    ("Residents said that posts fell.", (None, None, "eyewitness")),
    ("They said that posts fell.", (None, None, "unknown")),
    ("Both sides said that posts fell.", (None, None, "government")),
    ("Japanese officials said that posts fell.", ("Japan", "japan", "anonymous_official")),
    (
        "South Veria's coast guard said that posts fell.",
        ("South Veria", "south-veria", "government"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), HOLDERS)
def test_holders(read: Read, text: str, expected: tuple[str | None, str | None, str]) -> None:
    claim = attributed(read(text))[-1]
    name, actor_id, kind = expected
    assert (claim.holder, claim.holder_id, claim.holder_kind) == (name, actor_id, ActorKind(kind))


def test_a_bare_surname_is_not_the_only_one_who_has_it(read: Read) -> None:
    text = (
        "Trump met North Korean leader Kim Jong Un in June. "
        '"Our government will take part in the vote," Kim said at a press briefing.'
    )
    (claim,) = attributed(read(text, NO_NAMES))
    assert (claim.holder, claim.holder_id) == ("Kim", None)


@pytest.mark.parametrize(
    "text",
    [
        "Verian Wire, citing the Joint Staff, said that the North had blown up ten posts.",
        "The North has blown up ten posts, Verian Wire reported, citing the Joint Staff.",
        "Verian Wire reported that the Joint Staff said that the North had blown up ten posts.",
        "The Joint Staff said that the North had blown up ten posts, Verian Wire reported.",
    ],
)
def test_who_passes_it_on_stands_in_the_chain(read: Read, text: str) -> None:
    (claim,) = attributed(read(text))
    assert claim.chain == ("Verian Wire", "Joint Staff")
    assert claim.holder_id == "joint-staff"
    assert claim.proposition.party == "north-veria"


def test_the_two_koreas_are_two_holders(read: Read) -> None:
    for words in ("North and South Korea", "The two Koreas"):
        (claim,) = attributed(read(f"{words} agreed to remove ten posts.", NO_NAMES))
        assert (claim.holder, claim.holder_id) == ("North Korea; South Korea", None)


def test_actor_ids_are_unique_and_every_part_belongs_to_one() -> None:
    ids = [actor.id for actor in ACTORS]
    assert len(ids) == len(set(ids))
    for actor in ACTORS:
        assert actor.part_of is None or actor.part_of in ids
        assert set(actor.shares_with) <= set(ids)
    spellings = [name for actor in ACTORS for name in actor.names]
    assert len(spellings) == len(set(spellings))
    assert default_names().actors == ACTORS
