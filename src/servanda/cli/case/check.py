"""servanda case check: every problem of a case folder, and how readable its duties are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from servanda.cli.case.options import Folder
from servanda.cli.options import FormatOption, OutputFormat, today
from servanda.cli.output import note, progress_bar, show
from servanda.plurals import count_phrase

if TYPE_CHECKING:
    from servanda.records import DutyCheck

__all__ = ["check"]


def check(folder: Folder, form: FormatOption = OutputFormat.TABLE) -> None:
    """Say everything that is wrong with a case folder, each with file, line and what to write.

    Where nothing is wrong, say of every duty how readable it is: what would show it kept or broken,
    sentences that are read as evidence on duties like it, and what stands in the way.

    Example: servanda case check examples/korea-2018

    Example: servanda case check my-case --format json
    """
    from servanda.dossier import duty_check_json
    from servanda.pipeline import checked_case

    with progress_bar() as progress:
        checked = checked_case(folder, today(), progress)
    for line in checked.notes:
        note(line)
    rows = [duty_check_json(duty) for duty in checked.duties]
    whole = {"case": checked.case.id, "obligations": rows}
    show(rows, whole, form, Group(*(line for duty in checked.duties for line in _lines(duty))))
    warned = sum(bool(duty.warnings) for duty in checked.duties)
    hard = f"; {count_phrase(warned, 'duty')} with a warning" if warned else ""
    note(f"{folder}: nothing wrong{hard}")


def _lines(check: DutyCheck) -> Iterator[Text]:
    duty = check.obligation
    yield Text(f"{duty.id} ({duty.kind.value}): {duty.clause}", style="bold")
    for key, rule in (("start", duty.start_after), ("deadline", duty.deadline_after)):
        if rule is not None:
            yield Text(f"  {key}: {rule.in_words(date.max)}")
    for key, sentences in (("kept_if", check.kept_if), ("broken_if", check.broken_if)):
        drafted = " (drafted)" if key in check.drafted else ""
        yield from (Text(f"  {key}{drafted}: {sentence}") for sentence in sentences)
    if check.examples:
        yield Text(
            "  on duties like it, of made-up agreements of ours (none of them is of this case):"
        )
    for example in check.examples:
        label = example.label.value.replace("_", " ")
        yield Text(f'  read as {label}: "{example.text}"')
        yield Text(f"    of the duty: {example.clause}", style="dim")
    if check.sensitivity is not None:
        rows, share = check.sensitivity.rows, 100 * check.sensitivity.share
        yield Text(f"  measured: {share:.0f} % of {rows} sentences on such duties read right")
    for warning in check.warnings:
        yield Text(f"  warning: {warning.what}; {warning.advice}", style="bold")
    yield Text("")
