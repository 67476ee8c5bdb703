"""servanda statements: what each sentence of a case says of each duty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.assessed_case import note_check
from servanda.cli.options import (
    CaseName,
    Data,
    FormatOption,
    JudgeOption,
    OutputFormat,
    now,
    settings_of,
)
from servanda.cli.output import note, progress_bar, show, table
from servanda.records.choices import JudgeChoice

if TYPE_CHECKING:
    from servanda.pipeline import StatementInContext

__all__ = ["statements"]

ObligationOption = Annotated[
    str | None, typer.Option("--obligation", metavar="ID", help="Only statements on this duty.")
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Also every pair that was judged and bears on nothing.")
]
ReviewedOption = Annotated[bool, typer.Option("--reviewed", help="Only what a person has decided.")]
ClauseOnly = Annotated[
    bool,
    typer.Option(
        "--clause-only",
        help="Read each duty by its clause alone, not its verb, object and terms; always so.",
    ),
]


def statements(
    case: CaseName,
    obligation: ObligationOption = None,
    every: AllOption = False,
    reviewed: ReviewedOption = False,
    clause_only: ClauseOnly = False,
    reader: JudgeOption = JudgeChoice.BEST,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Show what each sentence says of each duty, with the probability of every label.

    Example: servanda statements korea-2018 --obligation gp-dprk --format jsonl
    """
    from servanda.dossier import statement_json
    from servanda.pipeline import (
        case_to_read,
        duty_of,
        load_case_reader,
        load_judge,
        open_data_store,
        statements_of_case,
    )
    from servanda.records import Label

    settings = settings_of(data)
    judge = load_judge(reader, settings, note)
    with (
        open_data_store(settings, now) as kept,
        progress_bar() as progress,
        case_to_read(kept, case, now(), note) as (store, found),
    ):
        if obligation is not None:
            duty_of(found, obligation)
        chosen, missing = load_case_reader(judge)
        if missing is not None:
            note(missing)
        note_check(store, chosen)
        read = statements_of_case(store, found, chosen, progress)
    shown = [
        row
        for row in read
        if (every or row.statement.label is not Label.UNRELATED)
        and obligation in (None, row.statement.obligation)
        and (row.statement.reviewed or not reviewed)
    ]
    rows = [statement_json(row.document, row.statement, row.claim, row.decibans) for row in shown]
    columns = ("document", "obligation", "label", "p", "reviewed", "holder", "text")
    show(rows, rows, form, table(f"Statements of {found.id}", columns, map(_cells, shown)))


def _cells(row: StatementInContext) -> list[str]:
    statement = row.statement
    return [
        row.document.name,
        statement.obligation,
        statement.label.value.replace("_", " "),
        f"{max(statement.p):.2f}",
        "yes" if statement.reviewed else "",
        "" if row.claim is None else row.claim.holder or "",
        row.text,
    ]
