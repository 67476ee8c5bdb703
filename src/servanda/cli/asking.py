"""A question about a case on two days, answered: what several commands begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from servanda.cli.options import day_of, now, settings_of, today
from servanda.cli.output import note, progress_bar
from servanda.pipeline import Progress

if TYPE_CHECKING:
    from servanda.pipeline import Answer

__all__ = ["answered"]


@contextmanager
def answered(
    case: str,
    as_of: str | None,
    on: str | None,
    data: Path | None,
    *,
    uncalibrated: bool = False,
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
        yield answer(found_case, reads_of(store, found_case, reader, progress), asked), progress
