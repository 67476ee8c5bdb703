"""A question about a case on two days, answered: what several commands begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from servanda.cli.options import Format, day_of, now, settings_of, today
from servanda.cli.output import note, progress_bar, show
from servanda.pipeline import Progress

if TYPE_CHECKING:
    from servanda.evidence import Sight
    from servanda.pipeline import Answer
    from servanda.store import Store

__all__ = ["answered", "looks_kept", "show_marked"]

MARK = "SIMULATED: these numbers count observations of simulated images"


@contextmanager
def answered(
    case: str,
    as_of: str | None,
    on: str | None,
    data: Path | None,
    *,
    uncalibrated: bool = False,
    simulated: bool = False,
) -> Iterator[tuple[Answer, Progress]]:
    """The assessment of a case with what led to it, and a bar for what follows."""
    from servanda.pipeline import (
        DEFAULT_PRIORS,
        Asked,
        answer,
        find_case,
        load_reader,
        opened,
        reads_of,
    )

    asked_as_of = day_of(as_of, today(), "--as-of")
    priors = replace(DEFAULT_PRIORS, calibrated=not uncalibrated)
    asked = Asked(asked_as_of, day_of(on, asked_as_of, "--on"), priors)
    with opened(settings_of(data), now) as store, progress_bar() as progress:
        found_case = find_case(store, case, now())
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        reads = reads_of(store, found_case, reader, progress)
        sights = looks_kept(store, found_case.id, simulated=simulated)
        yield answer(found_case, reads, asked, sights), progress


def looks_kept(store: Store, case_id: str, *, simulated: bool) -> tuple[Sight, ...]:
    """The observations that may count; a note on stderr says what was left out or not there."""
    from servanda.pipeline import sights_of

    sights, left_out = sights_of(store, case_id, simulated=simulated)
    if left_out:
        what = "observation" if left_out == 1 else "observations"
        note(f"{left_out} simulated {what} left out; --simulated counts them")
    if simulated and not any(one.observation.simulated for one in sights):
        note(f"{case_id} holds no simulated observations; nothing here is simulated")
    return sights


def show_marked(
    rows: Sequence[dict[str, Any]],
    whole: dict[str, Any],
    form: Format,
    as_table: RenderableType,
    *,
    simulated: bool,
) -> None:
    """One result in the form asked for, each line of it marked where it rests on simulation."""
    from servanda.dossier import marked

    show(
        [marked(row, simulated=simulated) for row in rows],
        marked(whole, simulated=simulated),
        form,
        Group(Text(MARK, style="bold"), as_table) if simulated else as_table,
    )
