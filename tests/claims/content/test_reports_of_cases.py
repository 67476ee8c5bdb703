"""What reports of real agreements have taught about reading: givers, relays, parts, mentions."""

from __future__ import annotations

import pytest

from servanda.claims.content.acts_by_pattern import main_act
from servanda.claims.content.quantities import quantities_in
from tests.claims.conftest import Read
from tests.claims.texts import attributed


@pytest.mark.parametrize(
    "text",
    [
        "The mission had received 8,994 weapons from North Veria.",
        "The mission stored 7,132 weapons handed over by North Veria.",
        "The mission accepted 801 weapons from North Veria on Monday.",
    ],
)
def test_who_gives_is_the_party_and_not_who_takes(read: Read, text: str) -> None:
    (claim,) = read(text)
    assert (claim.proposition.verb, claim.proposition.party) == ("hand_over", "north-veria")


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The stock reached 205 kg, the Joint Staff told its members, according to Verian Wire.",
            ("Verian Wire", "Joint Staff"),
        ),
        (
            "The Joint Staff estimates that the stock is 205 kg, Verian Wire reported.",
            ("Verian Wire", "Joint Staff"),
        ),
        (
            "The Joint Staff put the stock at 205 kg, Verian Wire reported.",
            ("Verian Wire", "Joint Staff"),
        ),
        (
            "South Veria put ten missiles on display, Verian Wire reported.",
            ("Verian Wire",),
        ),
    ],
)
def test_a_wire_that_says_who_told_it_is_only_the_outer_link(
    read: Read, text: str, chain: tuple[str, ...]
) -> None:
    claim = attributed(read(text))[-1]
    assert (claim.chain, claim.holder) == (chain, chain[-1])


def test_what_is_verified_that_is_the_verifier_s_finding(read: Read) -> None:
    claim = attributed(read("The Joint Staff verified on 17 November that the stock was 205 kg."))
    assert [one.holder for one in claim] == ["Joint Staff"]
    assert not attributed(read("Nobody could verify how far the tunnels had collapsed."))


def test_verified_and_cleared_is_one_act_on_one_object(read: Read) -> None:
    (claim,) = read("So far 77 arms caches have been verified and cleared of their weapons.")
    assert (claim.proposition.verb, claim.proposition.completed) == ("remove", True)
    assert [one.value for one in claim.quantities] == [77]


def test_an_act_that_is_only_named_has_not_happened(read: Read) -> None:
    (named,) = read("The North's announcement names nuclear tests and rockets.")
    (done,) = read("The North conducted nuclear tests at Sohae.")
    assert (named.proposition.verb, done.proposition.verb) == ("other", "test")


def test_what_is_still_there_is_not_withdrawn(read: Read) -> None:
    (claim,) = read("Nearly 8 percent of the North's material was still in the country.")
    assert (claim.proposition.verb, claim.proposition.negated) == ("withdraw", True)


@pytest.mark.parametrize(
    ("text", "value", "whole", "unit"),
    [
        ("Of 1,027 arms caches that were reported, 750 were cleared.", 750, 1027, "arms cache"),
        ("Of the 957 caches, 640 were cleared.", 640, 957, "cache"),
        ("They gave up a quarter of their 840 weapons.", 210, 840, "weapon"),
        ("They gave up two thirds of the 900 weapons.", 600, 900, "weapon"),
    ],
)
def test_a_share_is_told_with_its_whole(text: str, value: int, whole: int, unit: str) -> None:
    (found,) = quantities_in(text, 0, len(text))
    assert (found.value, found.denominator, found.unit) == (value, whole, unit)


def test_a_part_takes_the_unit_of_what_it_is_a_part_of() -> None:
    text = (
        "They handed in 1,018 weapons over the four stages of the plan, "
        "of which the monitors of the mission accepted 840."
    )
    assert [q.unit for q in quantities_in(text, 0, len(text))] == ["weapon", "stage", "weapon"]


def test_an_object_does_not_end_at_the_comma_of_thousands() -> None:
    text = "They destroyed 8,994 weapons, all of them old."
    act = main_act(text, 0, len(text))
    assert text[slice(*act.object)] == "8,994 weapons"
