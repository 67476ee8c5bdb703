"""servanda reader check: what a reader of statements scores on labelled sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import (
    Data,
    FormatOption,
    JudgeOption,
    OutputFormat,
    now,
    settings_of,
    today,
)
from servanda.cli.output import note, progress_bar, show, table
from servanda.errors import SettingsError
from servanda.records.choices import JudgeChoice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from servanda.records import ReaderCheck

__all__ = ["check"]

Gold = Annotated[
    Path,
    typer.Argument(
        metavar="GOLD",
        help="Labelled sentences, one JSON object a line (reader-check-json.md).",
        readable=False,
    ),
]
OfCase = Annotated[
    str | None,
    typer.Option(
        "--case",
        metavar="CASE",
        help="The case with the documents and duties, a folder or an id; default the one that "
        "GOLD names.",
    ),
]
Keep = Annotated[
    bool,
    typer.Option("--keep", help="Weigh this reader's statements by what was found from now on."),
]


def check(
    gold: Gold,
    case: OfCase = None,
    keep: Keep = False,
    reader: JudgeOption = JudgeChoice.BEST,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Score what the reader says of duties on sentences that you have labelled.

    Example: servanda reader check labelled.jsonl --case korea-2018 --keep
    """
    from servanda.dossier import reader_check_json
    from servanda.pipeline import (
        case_to_read,
        check_of_reader,
        keep_check,
        load_case_reader,
        load_judge,
        open_data_store,
    )
    from servanda.sources import read_labelled_file

    settings = settings_of(data)
    judge = load_judge(reader, settings, note)
    file = read_labelled_file(gold)
    name = case or file.case
    if name is None:
        raise SettingsError(f"{file.name} names no case; give it with --case")
    with (
        open_data_store(settings, now) as kept,
        progress_bar() as progress,
        case_to_read(kept, name, now(), note) as (store, found),
    ):
        chosen, missing = load_case_reader(judge)
        if missing is not None:
            note(missing)
        result = check_of_reader(store, found, chosen, file, progress)
        whole = reader_check_json(chosen.statements_name, found.id, result)
        title = f"{chosen.statements_name} on {file.name}, case {found.id}"
        show(whole["directions"], whole, form, _tables(title, result))
        if keep:
            place = keep_check(kept, found, chosen, result, today())
            note(f"kept in {place}; servanda reader forget undoes it")


def _tables(title: str, check: ReaderCheck) -> RenderableType:
    from rich.console import Group

    directions = table(
        "\nby direction",
        ("direction", "right of said", "found of wanted"),
        (
            (
                row.direction.value,
                _share(row.right, row.said),
                _share(row.right, row.wanted),
            )
            for row in check.directions
        ),
    )
    return Group(table(title, ("measure", "found"), _measures(check)), directions)


def _measures(check: ReaderCheck) -> Iterator[tuple[str, str]]:
    yield "sentences", str(check.rows)
    yield "of them bear on their duty", str(check.bearing)
    yield "without a statement, taken as unrelated", str(check.without_statement)
    yield "average precision of bearing", _number(check.average_precision)
    yield "precision at recall .70", _number(check.precision_at_recall)
    yield "direction right, relevance given", _number(check.direction_given)
    yield "the same by the best constant", _number(check.best_constant)
    yield "mean recall of directions", _number(check.mean_recall)
    yield "counts right", _share(check.counts_right, check.counts)
    yield "calibration error", _number(check.calibration_error)
    yield "wrong of those sure by .9", _share(check.sure_wrong, check.sure)
    yield "so at most, with 90 % confidence", _number(check.error_rate)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.2f})" if whole else "")
