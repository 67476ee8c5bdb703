"""Texts as vectors: one for the whole, one for each word in its context.

The encoder is all-MiniLM-L6-v2 as it is: nothing of it is fitted on our texts, so that an agreement
which nobody here has seen is read as well as any other. A text gets the same vectors whichever
texts are encoded beside it.

Reimers and Gurevych (2019), EMNLP-IJCNLP, 3982-3992: the mean of the token vectors as the vector of
the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

__all__ = ["DIMENSIONS", "LONGEST_TOKENS", "EncodedText", "SentenceEncoder", "similarity"]

DIMENSIONS = 384  # of a vector [definition]
LONGEST_TOKENS = 256  # a longer text is cut: the model was trained on 128 [limit]
_BATCH = 32  # texts encoded together; more holds more memory and is no faster [limit]

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncodedText:
    """One text as vectors of length 1, by which a product of two is their cosine."""

    vector: Vectors  # (DIMENSIONS,)
    words: tuple[tuple[int, int], ...]  # the characters of each word, first and one past the last
    word_vectors: Vectors  # (word, DIMENSIONS), each word in its context


class SentenceEncoder:
    """Encodes texts with a model and a tokenizer that are passed in."""

    def __init__(self, model: bytes, tokenizer: str) -> None:
        """model: an ONNX file; tokenizer: a `tokenizer.json`; both already checked."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # processes share the work, each with its own texts
        self._session: InferenceSession = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_TOKENS)

    def encode(self, texts: Sequence[str]) -> list[EncodedText]:
        """Each text as vectors, in the order given; an empty text has the vector of no words."""
        encodings = self._tokenizer.encode_batch(list(texts))
        by_length = sorted(range(len(encodings)), key=lambda index: len(encodings[index].ids))
        encoded: dict[int, EncodedText] = {}
        for first in range(0, len(by_length), _BATCH):
            indexes = by_length[first : first + _BATCH]
            chosen = [encodings[index] for index in indexes]
            encoded.update(zip(indexes, self._encode_batch(chosen), strict=True))
        return [encoded[index] for index in range(len(encodings))]

    def _encode_batch(self, encodings: Sequence[Encoding]) -> list[EncodedText]:
        longest = max(len(encoding.ids) for encoding in encodings)
        tokens = np.zeros((len(encodings), longest), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, encoding in enumerate(encodings):
            tokens[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        inputs = {
            "input_ids": tokens,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(tokens),
        }
        (states,) = self._session.run(["last_hidden_state"], inputs)
        return [
            _encoded_text(encoding, states[row, : len(encoding.ids)])
            for row, encoding in enumerate(encodings)
        ]


def similarity(one: Vectors, other: Vectors) -> Vectors:
    """The cosines of two sets of vectors of length 1, (of the first, of the second)."""
    return np.asarray(np.atleast_2d(one) @ np.atleast_2d(other).T, dtype=np.float32)


def _encoded_text(encoding: Encoding, states: Vectors) -> EncodedText:
    """The vectors of one text from the states of its tokens, the marks at its ends included."""
    words: list[tuple[int, int]] = []
    pieces: list[list[int]] = []
    for token, (word, offset) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        if word is None:
            continue
        if word < len(words):
            words[word] = (words[word][0], offset[1])
            pieces[word].append(token)
        else:
            words.append(offset)
            pieces.append([token])
    means = [states[tokens].mean(axis=0) for tokens in pieces]
    stacked = np.stack(means) if means else np.zeros((0, DIMENSIONS), dtype=np.float32)
    return EncodedText(_unit(states.mean(axis=0)), tuple(words), _unit(stacked))


def _unit(vectors: Vectors) -> Vectors:
    """Vectors scaled to length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
