"""Adjectives of actors' names: found by their form, and of nobody where they could be of two."""

from __future__ import annotations

import pytest

from servanda.claims.statements.demonyms import with_demonyms
from servanda.records import Actor, ActorKind, Admiralty, Names


def _names(**actors: tuple[str, ...]) -> Names:
    return Names(
        tuple(
            Actor(actor, names, ActorKind.GOVERNMENT, None, (), Admiralty.F)
            for actor, names in actors.items()
        ),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("Caldrene", "On the Caldrenian side nothing moved.", "Caldrenian"),
        ("Republic of Teshara", "The Tesharans went home.", "Tesharans"),
        ("Orvath", "An Orvathi post was empty.", "Orvathi"),
        ("Kheralt", "A Kheraltese boat came in.", "Kheraltese"),
        ("West Vessaly", "West Vessalian guns fell silent.", "West Vessalian"),
        ("Vaarland", "Two Vaarlanders were held.", "Vaarlanders"),
    ],
)
def test_an_adjective_of_a_name_is_the_actor_s(name: str, text: str, word: str) -> None:
    (actor,) = with_demonyms(_names(a=(name,)), text).actors
    assert actor.names == (name, word)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("the Commission", "The Commissioner left."),  # no proper name
        ("Ministry of Forests", "The Minister left."),
        ("Iram", "An Irate skipper."),
        ("Caldrene", "A caldrenian is a cake here; Caldrenian bakers sell it."),  # a common word
        ("Caldrene", "Caldronic acid was found."),
    ],
)
def test_what_only_looks_like_one_is_nobody_s(name: str, text: str) -> None:
    (actor,) = with_demonyms(_names(a=(name,)), text).actors
    assert actor.names == (name,)


def test_what_could_be_of_two_is_of_none() -> None:
    names = _names(a=("Marvenia",), b=("Marven",))
    assert with_demonyms(names, "A Marvenian flag.") == names


def test_what_the_case_says_stays() -> None:
    names = _names(a=("Marvenia",), b=("Marvenian",))
    assert with_demonyms(names, "A Marvenian flag.") == names
