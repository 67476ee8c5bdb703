"""Reading texts into claims, and applying people's decisions to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from servanda.claims import (
    DocumentReading,
    OffsetSpread,
    Reader,
    StatementReader,
    apply_decisions,
    apply_to_statements,
    decisions_by_claim,
    decisions_in_place,
    names_of,
    own_claims,
    register_of,
    unread_note,
    with_language,
)
from servanda.evidence import link_claims, shares_of
from servanda.pipeline.custody.ordering_decisions import decisions_of
from servanda.records import (
    Case,
    Claim,
    Decision,
    Document,
    DocumentClaims,
    Names,
    Obligation,
    ReaderShares,
    StatementDecision,
    digest,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store
from servanda.store.kept_shares import kept_shares

__all__ = [
    "CaseReader",
    "apply_review",
    "names_of",
    "read_documents",
    "read_texts",
    "readings_of",
    "reads_of",
    "unread_note",
]


@dataclass(frozen=True)
class CaseReader:
    """A reader of claims that also sets each sentence against duties of the case."""

    claims: Reader
    statements_name: str  # of the reader of statements, in which version
    load: Callable[[], StatementReader]  # it takes a second to load, so only once it is needed
    spread: OffsetSpread  # of what decisions may teach the reader of statements
    every_duty: bool  # False: only those that are their clause alone, without verb and object

    @property
    def name(self) -> str:
        """Both readers, in which version, and what is read."""
        return f"{self.claims.name}; {self.statements_name}{'; all' if self.every_duty else ''}"

    @cached_property
    def statements(self) -> StatementReader:
        """The reader of statements, loaded when first asked for."""
        return self.load()

    def read(self, document: Document, names: Names) -> tuple[Claim, ...]:
        """The claims of one document, in text order."""
        return self.claims.read(document, names)

    def duties(self, case: Case) -> tuple[Obligation, ...]:
        """The duties that sentences are set against."""
        return tuple(duty for duty in case.obligations if self.every_duty or duty.is_clause_alone)


def read_texts(
    documents: Iterable[Document], reader: Reader, case: Case | None
) -> Iterator[DocumentClaims]:
    """The claims of each document, linked to the case's obligations if there is a case."""
    names = names_of(case)
    for document in documents:
        claims = reader.read(document, names)
        if case is None:
            yield DocumentClaims(with_language(document), claims)
            continue
        read = _statements(document, claims, case, reader)
        said = None if read is None else read.statements
        claims = (*claims, *own_claims(said or (), claims))
        yield link_claims(DocumentClaims(with_language(document), claims, {}, said), case)


def reads_of(
    store: Store, case: Case, reader: Reader, progress: Progress = ignore_progress
) -> tuple[DocumentClaims, ...]:
    """The claims of every document of a case after review; no document is read twice."""
    return tuple(apply_review(read, case) for read in read_documents(store, case, reader, progress))


def read_documents(
    store: Store, case: Case, reader: Reader, progress: Progress
) -> Iterator[DocumentClaims]:
    """What every document says, read or entered by hand, with the decisions about it.

    What people decided on statements has taught the reader of statements (`teach`).
    """
    decisions = decisions_of(store, StatementDecision, case.id)
    reads = _with_decisions(store, case, decisions, readings_of(store, case, reader, progress))
    if isinstance(reader, CaseReader) and decisions:
        from servanda.pipeline.teaching import teach  # slow to import, and of decisions alone

        reads = teach(reads, case, reader.spread)
    shares = _shares(store, reader)
    for read in reads:
        yield replace(read, shares=shares)


def readings_of(
    store: Store,
    case: Case,
    reader: Reader,
    progress: Progress,
    wanted: Collection[str] | None = None,
) -> Iterator[DocumentClaims]:
    """What the reader alone says of every document; none is read twice.

    wanted: ids of the documents that are asked for; None for all
    """
    names = names_of(case)
    known_to_reader = digest((names, _duties_read(case, reader)))
    known = store.readings(case.id, reader.name, known_to_reader)
    documents = [
        document for document in store.documents(case.id) if wanted is None or document.id in wanted
    ]
    for number, document in enumerate(documents):
        progress("reading", number, len(documents))
        reading = known.get(document.id)
        if reading is None:
            claims = reader.read(document, names)
            read = _statements(document, claims, case, reader)
            statements, nearest = (None, None) if read is None else (read.statements, read.nearest)
            claims = (*claims, *own_claims(statements or (), claims))
            store.save_reading(
                case.id, document, reader.name, known_to_reader, claims, statements, nearest
            )
        else:
            claims, statements, nearest = reading.claims, reading.statements, reading.nearest
        yield DocumentClaims(document, claims, {}, statements, nearest=nearest)
    progress("reading", len(documents), len(documents))


def _with_decisions(
    store: Store,
    case: Case,
    on_statements: Sequence[StatementDecision],
    readings: Iterable[DocumentClaims],
) -> Iterator[DocumentClaims]:
    """The readings with what people entered and decided, none of it applied."""
    by_hand = store.load_all(Claim, case.id)
    decisions = decisions_of(store, Decision, case.id)
    duties = frozenset(duty.id for duty in case.obligations)
    for reading in readings:
        document, claims, statements = reading.document, reading.claims, reading.statements
        decided = (
            ()
            if statements is None
            else decisions_in_place(document, claims, on_statements, duties)
        )
        said = [statement for decision in decided for statement in decision.says]
        entered = [claim for claim in by_hand if claim.document == document.id]
        every = (*claims, *own_claims(said, claims), *entered)
        acts = decisions_by_claim(document, every, decisions)
        yield replace(reading, claims=every, acts=acts, decided=decided)


def _shares(store: Store, reader: Reader) -> ReaderShares | None:
    """What the probabilities of a reader of statements are worth, if a check of it is kept."""
    if not isinstance(reader, CaseReader):
        return None
    measured = kept_shares(store.folder, reader.statements_name)
    return None if measured is None else shares_of(measured)


def _duties_read(case: Case, reader: Reader) -> tuple[Obligation, ...]:
    """What a reader of statements knows of the duties: all of them, if it reads for any."""
    reads = isinstance(reader, CaseReader) and bool(reader.duties(case))
    return case.obligations if reads else ()


def _statements(
    document: Document, claims: Sequence[Claim], case: Case, reader: Reader
) -> DocumentReading | None:
    """What a document says of the duties; None if its reader sets no sentence against any."""
    if not isinstance(reader, CaseReader):
        return None
    duties = reader.duties(case)
    if not duties or unread_note(DocumentClaims(document, ())) is not None:
        return DocumentReading((), None)
    register = register_of(document, case)
    return reader.statements.read_with_nearest(
        document,
        claims,
        case.obligations,
        names_of(case),
        register,
        frozenset(duty.id for duty in duties),
    )


def apply_review(read: DocumentClaims, case: Case) -> DocumentClaims:
    """What a document says after review: linked, corrected, added, withdrawn, made certain."""
    statements = apply_to_statements(read.statements, read.acts, read.decided)
    left = replace(read, statements=statements)

    def link(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return link_claims(replace(left, claims=claims), case).claims

    return replace(left, claims=apply_decisions(read.claims, read.acts, link))
