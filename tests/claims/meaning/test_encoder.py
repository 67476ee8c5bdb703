"""Texts as vectors: near in meaning is near, and nobody's neighbours matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.claims.meaning.encoder import DIMENSIONS, SentenceEncoder, similarity
from servanda.sources.models.encoder_files import read_encoder_files


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    files = read_encoder_files()
    return SentenceEncoder(files.model, files.tokenizer)


@pytest.mark.parametrize(
    ("sentence", "near", "far"),
    [
        (
            "The army tore down ten watchtowers.",
            "Guard posts were demolished.",
            "Wheat prices fell.",
        ),
        (
            "All captives were let go on Monday.",
            "The prisoners are released.",
            "Voters queued early.",
        ),
        ("The cabinet was formed.", "A government took office.", "Trucks crossed the bridge."),
    ],
)
def test_what_means_the_same_lies_nearer(
    encoder: SentenceEncoder, sentence: str, near: str, far: str
) -> None:
    one, same, other = (text.vector for text in encoder.encode([sentence, near, far]))
    assert similarity(one, same)[0, 0] > similarity(one, other)[0, 0] + 0.1


@settings(max_examples=15)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_a_text_has_the_same_vectors_whatever_stands_beside_it(
    encoder: SentenceEncoder, texts: list[str]
) -> None:
    together = encoder.encode(texts)
    for text, found in zip(texts, together, strict=True):
        (alone,) = encoder.encode([text])
        np.testing.assert_allclose(alone.vector, found.vector, rtol=0, atol=1e-6)
        assert alone.words == found.words
        assert found.word_vectors.shape == (len(found.words), DIMENSIONS)
        assert all(0 <= start < end <= len(text) for start, end in found.words)


def test_words_keep_their_characters(encoder: SentenceEncoder) -> None:
    text = "Cantonment sites: 1,200 ex-combatants."
    (found,) = encoder.encode([text])
    words = [text[start:end] for start, end in found.words]
    assert words[:3] == ["Cantonment", "sites", ":"]
    np.testing.assert_allclose(np.linalg.norm(found.word_vectors, axis=1), 1.0, rtol=1e-5)


def test_a_text_of_five_thousand_words_is_cut_not_refused(encoder: SentenceEncoder) -> None:
    (found,) = encoder.encode(["word " * 5_000])
    assert len(found.words) < 260
