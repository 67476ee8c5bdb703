"""servanda case: the schema of a case folder, checking, loading and listing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.options import Data, FormatOption, OutputFormat, ReaderOption, now, settings_of
from servanda.cli.output import note, show, table
from servanda.pipeline import ReaderChoice

__all__ = ["case_commands"]

case_commands = typer.Typer(
    no_args_is_help=True, help="A case is a folder with case.yaml, sites.geojson and sources/."
)
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The case folder.")]


@case_commands.command()
def schema() -> None:
    """Print the JSON Schema of case.yaml.

    Example: servanda case schema > case.schema.json
    """
    import json

    from servanda.sources import case_schema

    typer.echo(json.dumps(case_schema(), ensure_ascii=False, sort_keys=True, indent=1))


@case_commands.command()
def check(folder: Folder) -> None:
    """Say everything that is wrong with a case folder, each with file, line and what to write.

    Example: servanda case check examples/korea-2018
    """
    from servanda.errors import CaseError
    from servanda.sources import check_case

    problems = check_case(folder)
    if problems:
        raise CaseError(problems)
    note(f"{folder}: nothing wrong")


@case_commands.command()
def load(folder: Folder, data: Data = None) -> None:
    """Keep a case folder: the case, its sites and every source, byte for byte.

    Example: servanda case load examples/korea-2018
    """
    from servanda.pipeline import load_case, open_data_store

    with open_data_store(settings_of(data), now) as store:
        case, changed = load_case(store, folder, now())
        documents = len(store.documents(case.id))
    state = "loaded" if changed else "unchanged"
    note(f"{case.id}: {state}; {len(case.obligations)} obligations, {documents} documents")


@case_commands.command()
def draft(
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="A text that tells of promises.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FOLDER", help="The new case folder; else stdout."),
    ] = None,
    reader: ReaderOption = ReaderChoice.BEST,
) -> None:
    """Propose a case from a text, with the sentence behind every field, for you to correct.

    Without -o, case.yaml goes to stdout. Example: servanda case draft article.txt -o my-case
    """
    from servanda.pipeline import draft_of, load_reader
    from servanda.sources import case_yaml, write_case_folder

    chosen, missing = load_reader(reader, settings_of(None), note)
    if missing is not None:
        note(missing)
    found, originals = draft_of(text, chosen, now())
    if out is None:
        typer.echo(case_yaml(found), nl=False)
        return
    write_case_folder(out, found, originals)
    duties, sites = len(found.obligations), len(found.sites)
    note(
        f"{out}: {duties} obligations, {sites} sites; correct case.yaml, then: servanda case check"
    )


@case_commands.command("list")
def list_cases(form: FormatOption = OutputFormat.TABLE, data: Data = None) -> None:
    """List the cases that are loaded.

    Example: servanda case list --format json
    """
    from servanda.pipeline import open_data_store

    with open_data_store(settings_of(data), now) as store:
        rows = [
            {
                "id": case.id,
                "title": case.title,
                "obligations": len(case.obligations),
                "matters": len(case.matters),
                "sites": len(case.sites),
                "documents": len(store.documents(case.id)),
            }
            for case in store.cases()
        ]
    if not rows:
        note("no case is loaded; load one with: servanda case load FOLDER")
    columns = ("id", "title", "obligations", "matters", "sites", "documents")
    cells = [[str(row[column]) for column in columns] for row in rows]
    show(rows, rows, form, table("Cases", columns, cells))
