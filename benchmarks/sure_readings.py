"""How often a reading that is sure of a direction errs, on agreements that the judge has not seen.

    python -m benchmarks.sure_readings

Labelled rows that bear, relevance given, by the judge alone: what bounds how far one reading may
move a number (`servanda.evidence.statements.reader_shares`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.bars import Figure, print_figures
from scripts.reader.pairs import training_set
from scripts.reader.whole_documents import LEFT_OUT
from scripts.reading_corpus import CORPUS, read_agreement
from servanda.claims import SentenceEncoder, StatementJudge
from servanda.claims.statements.fitted import SAID
from servanda.evidence.reader_check.check import largest_error_rate
from servanda.evidence.statements.reader_shares import ERROR_RATE
from servanda.records import Label, StatementDirection
from servanda.sources import read_encoder_files, read_reader_files

__all__ = ["figures"]

SURE = 0.9  # of a direction [definition]
SEED = 2018  # draws unlabelled pairs, which are not looked at


def figures() -> Iterator[Figure]:
    """How many sure readings are wrong, and the rate that is held with 90 % confidence."""
    files, encoder_files = read_reader_files(), read_encoder_files()
    encoder = SentenceEncoder(encoder_files.model, encoder_files.tokenizer)
    judge = StatementJudge(files.judge, encoder_files.tokenizer)
    directions = np.array([[label.direction is said for said in SAID] for label in Label], float)
    silent = SAID.index(StatementDirection.SILENT)
    wrong = sure = 0
    for name in LEFT_OUT:
        found = training_set(read_agreement(CORPUS / name), encoder, SEED)
        bearing = np.flatnonzero(directions[found.labels].any(axis=1))
        shares = np.exp(judge.judge([found.pairs[index] for index in bearing])) @ directions
        shares /= shares.sum(axis=1, keepdims=True)
        said, wanted = shares.argmax(axis=1), directions[found.labels[bearing]].argmax(axis=1)
        counted = (shares.max(axis=1) >= SURE) & (said != silent)
        sure += int(counted.sum())
        wrong += int((said != wanted)[counted].sum())
    rate = largest_error_rate(wrong, sure)
    yield Figure("wrong of those sure by .9", "shown", f"{wrong} of {sure}", True)
    yield Figure(
        "at most, with 90 % confidence", f"<= {ERROR_RATE}", f"{rate:.3f}", rate <= ERROR_RATE
    )


if __name__ == "__main__":
    print_figures("sure readings", figures())
