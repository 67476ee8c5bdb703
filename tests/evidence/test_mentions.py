"""Whether words name a phrase, beside every place looked at one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.wording.stems import mention_score, stems

WORDS = st.lists(st.sampled_from(["post", "guard", "line", "mine"]), max_size=8)


@given(WORDS.filter(bool), WORDS)
def test_a_phrase_is_named_in_one_piece_scattered_or_not(
    phrase: list[str], text: list[str]
) -> None:
    wanted, words = stems(" ".join(phrase)), stems(" ".join(text))
    places = range(len(words) - len(wanted) + 1)
    if any(words[place : place + len(wanted)] == wanted for place in places):
        expected = 1.0
    else:
        expected = 0.8 if set(wanted) <= set(words) else 0.0
    assert mention_score(" ".join(phrase), words) == expected
