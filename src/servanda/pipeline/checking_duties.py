"""How readable each duty of a case folder is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from servanda.claims import (
    DependencyReader,
    ExampleFinder,
    ShownBy,
    StatementReader,
    measured_sensitivity,
    named_actors,
    names_of,
    reading_warnings,
    shown_by,
)
from servanda.errors import MissingExtraError
from servanda.pipeline.loading_reader import load_reader, load_statement_reader
from servanda.pipeline.reading import CaseReader
from servanda.pipeline.statements.reading_by_meaning import duties_by_meaning
from servanda.records import (
    Case,
    DutyCheck,
    DutyWarning,
    ExampleSentence,
    Obligation,
    proposed_ties,
)
from servanda.records.choices import ReaderChoice
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import read_example_duties, read_reader_files, read_unkept_case

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["CheckedCase", "checked_case"]

Parse = Callable[[str], "Doc"]

_NOT_TURNED = DutyWarning(
    "its clause could not be turned into what would show it kept or broken",
    "write `kept_if` and `broken_if`, or the clause as a plain sentence",
)


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """A case in which nothing is wrong, with how readable its duties are."""

    case: Case
    duties: tuple[DutyCheck, ...]  # in the case's order
    notes: tuple[str, ...]  # what could not be looked at, and why


def checked_case(
    folder: Path,
    today: date,
    progress: Progress = ignore_progress,
    load: Callable[[], StatementReader] = load_statement_reader,
) -> CheckedCase:
    """The case of a folder with how readable each duty is. Raises CaseError with every problem.

    Where the language model or the sentence encoder is not installed, what needs it is left out,
    and a note says so.
    """
    read = read_unkept_case(folder, today)
    case, names = read.case, names_of(read.case)
    parse, no_parse = _parser()
    finder, no_examples = _finder(load)
    texts = [kept.document.text for kept in read.documents]
    named = named_actors(texts, names) if texts else None
    measured = measured_sensitivity(read_reader_files().numbers)
    proposed = proposed_ties(case.obligations)
    by_meaning = duties_by_meaning(case)
    duties: list[DutyCheck] = []
    for number, duty in enumerate(case.obligations):
        progress("duties", number, len(case.obligations))
        sensitivity = measured.get(duty.kind) if duty.id in by_meaning else None
        warnings = tuple(reading_warnings(duty, names, named, sensitivity))
        drafted = _drafted(duty, case, parse)
        if drafted is not None and not drafted.turned:
            warnings = (*warnings, _NOT_TURNED)
        warnings = (*warnings, *proposed.get(duty.id, ()))
        duties.append(
            DutyCheck(
                obligation=duty,
                kept_if=duty.kept_if or (drafted.kept if drafted else ()),
                broken_if=duty.broken_if or (drafted.broken if drafted else ()),
                drafted=tuple(_drafted_keys(duty)) if drafted else (),
                examples=_examples(duty, finder),
                sensitivity=sensitivity,
                warnings=warnings,
            )
        )
    progress("duties", len(case.obligations), len(case.obligations))
    missing = (note for note in (no_parse, no_examples) if note)
    return CheckedCase(case, tuple(duties), (*read.notes, *missing))


def _parser() -> tuple[Parse | None, str | None]:
    """What parses a clause; none, and why, where the language model is not installed."""
    try:
        reader, _ = load_reader(ReaderChoice.MODEL)
    except MissingExtraError:
        note = "`kept_if` and `broken_if` are not drafted: that needs servanda[text-model]"
        return None, note
    claims = reader.claims if isinstance(reader, CaseReader) else reader
    return (claims.parse if isinstance(claims, DependencyReader) else None), None


def _finder(load: Callable[[], StatementReader]) -> tuple[ExampleFinder | None, str | None]:
    """What finds example sentences; none, and why, where the encoder is not installed."""
    try:
        return ExampleFinder(read_example_duties(), load()), None
    except MissingExtraError as error:
        return None, f"no example sentences: {error}"


def _drafted(duty: Obligation, case: Case, parse: Parse | None) -> ShownBy | None:
    """The sentences drafted from the clause; None where the case gives both kinds itself."""
    if parse is None or (duty.kept_if and duty.broken_if):
        return None
    actors = {actor.id: actor for actor in case.actors}
    bearers = [actors[key].names[0] for key in duty.bearers if key in actors and actors[key].names]
    return shown_by(duty.clause, bearers, parse)


def _drafted_keys(duty: Obligation) -> Iterator[str]:
    if not duty.kept_if:
        yield "kept_if"
    if not duty.broken_if:
        yield "broken_if"


def _examples(duty: Obligation, finder: ExampleFinder | None) -> tuple[ExampleSentence, ...]:
    return () if finder is None else finder.examples_for(duty)
