"""One spelling for what is written in several ways."""

from __future__ import annotations

import numpy as np
import pytest

from servanda.origins.reuse.sentence_features import sentence_features
from servanda.origins.reuse.tokens import TokenKind, tokenise


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("U.S. troops", "US troop"),
        ("twelve per cent", "12 per cent"),
        ("the defence centre", "the defense center"),
        ("1,200 shells", "1200 shell"),
        ("Sudan’s guns", "Sudan gun"),
        ("a café", "a cafe"),
        ("organised", "organized"),
        ("thirty-four e-mails", "34 emails"),
    ],
)
def test_spellings_of_one_thing_are_one(left: str, right: str) -> None:
    tokens = tokenise([left, right], frozenset())
    first, second = (tokens.stem[tokens.start[at] : tokens.start[at + 1]] for at in (0, 1))
    assert first.tolist() == second.tolist()


def test_the_pronoun_is_not_the_country() -> None:
    tokens = tokenise(["They told us.", "They told the US."], frozenset())
    assert tokens.stems.count("us") == 1
    assert "usa" in tokens.stems


def test_a_capital_at_the_head_of_a_sentence_makes_no_name_of_a_known_word() -> None:
    tokens = tokenise(["Shelling near Arvad", "Arvad shelled"], frozenset({"shel"}))
    assert tokens.kind.tolist() == [
        TokenKind.WORD,
        TokenKind.FUNCTION,
        TokenKind.NAME,
        TokenKind.NAME,
        TokenKind.WORD,
    ]


def test_what_stands_in_quotation_marks_is_known_and_does_not_run_on() -> None:
    tokens = tokenise(
        ['He said "we will go" today', "an open “ quote", "goes no further"], frozenset()
    )
    words = [tokens.stems[stem] for stem in tokens.stem]
    quoted = [word for word, inside in zip(words, tokens.is_quoted, strict=True) if inside]
    assert quoted == ["we", "will", "go", "quot"]


def test_sentences_without_blanks_between_words_are_told_apart() -> None:
    features = sentence_features(["三名士兵在边境死亡", "三名士兵在边境受伤", ""], {})
    assert features.length.tolist() == [9, 9, 0]
    assert np.diff(features.content.indptr).min() == 0
