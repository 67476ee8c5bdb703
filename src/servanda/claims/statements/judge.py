"""What a sentence says of a duty, by a model that reads the two side by side.

The model is all-MiniLM-L6-v2 tuned on labelled texts about invented agreements (`corpus/`). It
gives the log probability of each label; how sure a reading really is, the fitted numbers say
(`fitted`). `make reader` makes such a model; how the one that ships came about is in
docs/decisions/0016-plain-words-and-lessons.md.

Devlin et al. (2019), NAACL-HLT, 4171-4186: a pair of texts as one input, told apart by their types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from servanda.records import Label

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["JudgedPair", "Judges", "PairJudge", "PairTokenizer", "StatementJudge", "bearing_odds"]

# Tokens of a pair, and of its parts: as the model was tuned. [definition]
_LONGEST, _LONGEST_DUTY, _LONGEST_CONTEXT = 160, 70, 40
_BATCH = 32  # pairs judged together; more holds more memory and is no faster [limit]
_START, _SEPARATOR = 101, 102  # BERT's [CLS] and [SEP] [definition]
_LEAST = 1e-9  # of a probability, so that it has a logarithm [limit]
_UNRELATED = list(Label).index(Label.UNRELATED)

LogProbabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A sentence in its context, to be set against a duty; actors renamed in all three."""

    duty: str
    context: str
    sentence: str


class PairJudge(Protocol):
    """Whoever tells what sentences say of duties: a model here, or one at an address."""

    def judge(self, pairs: Sequence[JudgedPair]) -> LogProbabilities:
        """The log probability of each label for each pair, (pair, label) in the order of `Label`.

        Each row, raised to the power of e, sums to 1.
        """
        ...


class PairTokenizer:
    """Pairs as the numbers of their words' pieces, with a tokenizer that is passed in."""

    def __init__(self, tokenizer: str) -> None:
        """tokenizer: a `tokenizer.json`"""
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def tokens(self, pair: JudgedPair) -> tuple[list[int], int]:
        """The tokens of a pair, and the first that is no longer of the duty."""
        duty = [_START, *self._words(pair.duty), _SEPARATOR][:_LONGEST_DUTY]
        context = self._words(pair.context)[-_LONGEST_CONTEXT:]
        before = [*duty, *context, _SEPARATOR] if context else duty
        room = _LONGEST - len(before) - 1
        return [*before, *self._words(pair.sentence)[:room], _SEPARATOR], len(duty)

    def _words(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


class StatementJudge:
    """Judges pairs with a model and a tokenizer that are passed in."""

    def __init__(self, model: bytes, tokenizer: str) -> None:
        """model: an ONNX file; tokenizer: a `tokenizer.json`; both already checked."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # processes share the work, each with its own pairs
        self._session: InferenceSession = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = PairTokenizer(tokenizer)

    def judge(self, pairs: Sequence[JudgedPair]) -> LogProbabilities:
        """The log probability of each label for each pair, (pair, label) in the order of `Label`.

        A pair gets the same answer whichever pairs are judged beside it.
        """
        tokens = [self._tokenizer.tokens(pair) for pair in pairs]
        by_length = sorted(range(len(pairs)), key=lambda index: len(tokens[index][0]))
        judged = np.zeros((len(pairs), len(Label)), dtype=np.float32)
        for first in range(0, len(by_length), _BATCH):
            indexes = by_length[first : first + _BATCH]
            judged[indexes] = self._judge_batch([tokens[index] for index in indexes])
        return judged

    def _judge_batch(self, batch: Sequence[tuple[list[int], int]]) -> LogProbabilities:
        longest = max(len(ids) for ids, _ in batch)
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, (pair, second) in enumerate(batch):
            ids[row, : len(pair)] = pair
            mask[row, : len(pair)] = 1
            types[row, second : len(pair)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        (logits,) = self._session.run(["logits"], inputs)
        shifted = logits - logits.max(axis=1, keepdims=True)
        return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges for a reader: the model here, and where there is one an outside judge after it."""

    here: PairJudge
    outside: PairJudge | None = None


def bearing_odds(judged: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log odds by a judge's answers, (pair, label), that each pair bears at all."""
    unrelated = np.clip(np.exp(judged[:, _UNRELATED]), _LEAST, 1.0 - _LEAST)
    return np.asarray(np.log1p(-unrelated) - np.log(unrelated))
