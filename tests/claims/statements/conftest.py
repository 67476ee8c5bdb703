"""The reader of statements as it is shipped, loaded once for all tests."""

from __future__ import annotations

import pytest

from servanda.claims import (
    Judges,
    SentenceEncoder,
    StatementJudge,
    StatementReader,
    fitted_numbers,
)
from servanda.sources.models.encoder_files import read_encoder_files
from servanda.sources.models.reader_files import read_reader_files


@pytest.fixture(scope="session")
def sentence_encoder() -> SentenceEncoder:
    files = read_encoder_files()
    return SentenceEncoder(files.model, files.tokenizer)


@pytest.fixture(scope="session")
def judge() -> StatementJudge:
    return StatementJudge(read_reader_files().judge, read_encoder_files().tokenizer)


@pytest.fixture(scope="session")
def reader(sentence_encoder: SentenceEncoder, judge: StatementJudge) -> StatementReader:
    files = read_reader_files()
    return StatementReader(
        sentence_encoder, Judges(judge), fitted_numbers(files.numbers), files.digest
    )
