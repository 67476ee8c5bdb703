"""The assessment of a case as of a day and about a day, with which several commands begin."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from servanda.cli.options import OutputFormat, day_of, now, settings_of, today
from servanda.cli.output import note, progress_bar, show
from servanda.plurals import count_phrase
from servanda.records.choices import JudgeChoice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from servanda.claims import Reader
    from servanda.pipeline import AssessedCase
    from servanda.records import ObservationWithScenes
    from servanda.records.progress import Progress
    from servanda.store import Store

__all__ = ["assessed_case", "load_observations", "note_check", "show_with_mark"]

MARK = "SIMULATED: these numbers count observations of simulated images"


@contextmanager
def assessed_case(
    case: str,
    as_of: str | None,
    on: str | None,
    data: Path | None,
    *,
    simulated: bool = False,
    judges: JudgeChoice = JudgeChoice.BEST,
    explained: bool | Collection[str] = True,
) -> Iterator[tuple[AssessedCase, Progress]]:
    """The assessment of a case with its evidence, and a progress bar for the work inside.

    judges: who judges what sentences say of duties
    explained: False where only the numbers are asked for, or the ids of the rows to explain
    """
    from servanda.pipeline import (
        AssessmentQuestion,
        assess_case,
        case_to_read,
        load_case_reader,
        load_judge,
        load_reader,
        open_data_store,
        reads_of,
    )

    known_by = day_of(as_of, today(), "--as-of")
    question = AssessmentQuestion(known_by, day_of(on, known_by, "--on"))
    settings = settings_of(data)
    judge = load_judge(judges, settings, note)
    with (
        open_data_store(settings, now) as kept,
        progress_bar() as progress,
        case_to_read(kept, case, now(), note) as (store, found_case),
    ):
        reader, missing = (
            load_reader() if judge is None else load_case_reader(judge, every_duty=False)
        )
        if missing is not None:
            note(missing)
        note_check(store, reader)
        reads = reads_of(store, found_case, reader, progress)
        sights = load_observations(store, found_case.id, simulated=simulated)
        yield assess_case(found_case, reads, question, sights, explained), progress


def note_check(store: Store, reader: Reader) -> None:
    """A note on stderr if what the reader says is weighed by a check of it that was kept."""
    from servanda.pipeline import measured_shares

    measured = measured_shares(store, reader)
    if measured is not None:
        note(
            f"statements are weighed by the check of {measured.checked} on "
            f"{count_phrase(measured.rows, 'sentence')} of {measured.case}; "
            "servanda reader forget undoes it"
        )


def load_observations(
    store: Store, case_id: str, *, simulated: bool
) -> tuple[ObservationWithScenes, ...]:
    """The observations that may count; a note on stderr says what was left out or is missing."""
    from servanda.pipeline import observations_with_scenes

    sights, left_out = observations_with_scenes(store, case_id, simulated=simulated)
    if left_out:
        what = count_phrase(left_out, "simulated observation")
        note(f"{what} left out; --simulated counts them")
    if simulated and not any(look.observation.simulated for look in sights):
        note(f"{case_id} holds no simulated observations; nothing here is simulated")
    return sights


def show_with_mark(
    rows: Sequence[dict[str, Any]],
    whole: dict[str, Any],
    form: OutputFormat,
    as_table: RenderableType,
    *,
    simulated: bool,
) -> None:
    """Print a result in the chosen format, marked if it rests on simulated observations."""
    from servanda.dossier import add_simulation_mark

    show(
        [add_simulation_mark(row, simulated=simulated) for row in rows],
        add_simulation_mark(whole, simulated=simulated),
        form,
        Group(Text(MARK, style="bold"), as_table) if simulated else as_table,
    )
