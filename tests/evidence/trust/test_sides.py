"""Who is part of whom."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.trust.sides import actor_and_wholes, root
from tests.builders import actor

NAMES = "abcdef"
BELONGING = st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(NAMES + "z"))


def test_an_actor_is_followed_by_what_it_is_part_of_from_the_inside_out() -> None:
    actors = {
        "desk": actor("desk", part_of="ministry"),
        "ministry": actor("ministry", part_of="state"),
        "state": actor("state"),
    }
    assert actor_and_wholes("desk", actors) == ("desk", "ministry", "state")
    assert actor_and_wholes("stranger", actors) == ("stranger",)


@given(belonging=BELONGING, name=st.sampled_from(NAMES))
def test_each_is_part_of_the_next_and_a_circle_ends_where_it_closes(
    belonging: dict[str, str | None], name: str
) -> None:
    actors = {part: actor(part, part_of=whole) for part, whole in belonging.items()}
    chain = actor_and_wholes(name, actors)
    assert chain[0] == name
    assert all(belonging[part] == whole for part, whole in pairwise(chain))
    assert len(set(chain)) == len(chain)
    assert belonging.get(chain[-1]) in {None, *chain}
    assert root(name, actors) == chain[-1]
