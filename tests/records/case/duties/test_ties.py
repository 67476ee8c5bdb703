"""Ties of duties: closed over those that are absent, and proposed only where a case is plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.records import (
    Bound,
    BoundDirection,
    Definition,
    Obligation,
    ObligationKind,
    Tie,
    TieKind,
    duties_by_bearer,
    proposed_ties,
    ranked_with,
    same_count_sets,
    ties_of,
)
from tests.builders import obligation


def stock(name: str, amount: float, **changes: object) -> Obligation:
    made = obligation(
        id=name, kind=ObligationKind.LEVEL, unit="tonne", count=None, preserve=0, aspect=None,
        object="declared chemicals", verb="remove", definition=Definition.COLLECTED,
        bound=Bound(BoundDirection.AT_LEAST, amount),
    )  # fmt: skip
    return replace(made, **changes)


def test_a_duty_that_is_absent_ties_its_neighbours() -> None:
    duties = (
        obligation(id="whole"),
        obligation(id="part", part_of="whole"),
        obligation(id="part of part", part_of="part"),
        obligation(id="gone", implies=("part", "nobody")),
    )
    assert ties_of(duties, ["whole", "part of part", "gone"]) == (
        Tie("whole", "part of part", TieKind.PART),
        Tie("gone", "part of part", TieKind.MET),
    )


def test_one_name_is_enough_for_one_count() -> None:
    duties = [obligation(id=name) for name in "abcd"]
    duties[2] = replace(duties[2], same_things=("a",))
    duties[3] = replace(duties[3], same_things=("c",))
    assert same_count_sets(duties) == (("a", "c", "d"),)


def test_the_two_parts_of_a_whole_are_not_ranked_with_each_other() -> None:
    ties = [Tie("whole", "left", TieKind.PART), Tie("whole", "right", TieKind.PART)]
    assert ranked_with("left", ties) == {"left", "whole"}
    assert ranked_with("whole", ties) == {"left", "whole", "right"}


def keys(*duties: Obligation) -> dict[str, list[str]]:
    """What is proposed at each duty, as it would be written."""
    return {
        name: [warning.advice.split("`")[1] for warning in found]
        for name, found in proposed_ties(duties).items()
    }


def test_removed_and_destroyed_and_another_day_are_proposed() -> None:
    removal = stock("removal", 1300.0)
    assert keys(
        removal,
        stock("outer", 1300.0, deadline=date(2019, 1, 1)),
        stock("destruction", 1300.0, verb="destroy", definition=Definition.DESTROYED),
    ) == {
        "outer": ["same_things: [removal]"],
        "destruction": ["implies: [removal]", "implies: [outer]"],
    }


def test_a_smaller_amount_of_like_things_is_proposed_as_a_part() -> None:
    whole = stock("all", 2692.0, bearers=("north", "south"))
    ours = stock("ours", 846.0, bearers=("north",), object="northern declared chemicals")
    assert keys(whole, ours) == {"ours": ["part_of: all"]}


def test_sites_within_sites_are_proposed_as_a_part() -> None:
    whole = obligation(id="all", sites=("one", "two", "three"), count=3)
    some = obligation(id="some", sites=("one", "two"), count=2)
    assert keys(whole, some) == {"some": ["part_of: all"]}


def test_nothing_is_proposed_where_a_case_leaves_doubt() -> None:
    removal = stock("removal", 1300.0)
    for other in (
        stock("tied", 1300.0, same_things=("removal",)),
        stock("theirs", 1300.0, bearers=("south",)),
        stock("other unit", 1300.0, unit="barrel"),
        stock("other things", 1300.0, object="filled shells"),
        stock("cap", 1300.0, bound=Bound(BoundDirection.AT_MOST, 1300.0)),
        stock("other text", 900.0, instrument="treaty", object="declared toxic chemicals"),
        stock("no test", 1300.0, unscorable="none"),
    ):
        assert keys(removal, other) == {}, other.id
    surface = obligation(id="surface", aspect="surface")
    assert keys(surface, obligation(id="underground", aspect="underground")) == {}


def test_of_what_several_have_each_for_itself_the_whole_is_named() -> None:
    parties: dict[str, str | None] = {}
    both = {"bearers": ("north", "south"), "instrument": "release"}
    whole = duties_by_bearer(stock("all", 9.0, **both), parties)
    later = duties_by_bearer(stock("later", 9.0, deadline=date(2019, 1, 1), **both), parties)
    proposed = {"later.north": ["same_things: [all]"], "later.south": ["same_things: [all]"]}
    assert keys(*whole, *later) == proposed
    joint = stock("joint", 9.0, deadline=date(2019, 1, 1), **both)
    assert keys(*whole, joint) == {}
    own = replace(joint, id="own", bearers=("south",))
    assert keys(*whole, own) == {"own": ["same_things: [all]"]}
