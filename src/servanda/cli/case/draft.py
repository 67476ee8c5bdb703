"""servanda case draft: propose a case from a text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.options import ReaderOption, now, settings_of
from servanda.cli.output import note, say
from servanda.plurals import count_phrase
from servanda.records.choices import ReaderChoice

__all__ = ["draft"]


def draft(
    text: Annotated[
        Path, typer.Argument(metavar="TEXT", help="A text that tells of promises.", readable=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FOLDER",
            help="The new case folder; else stdout.",
            readable=False,
        ),
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
        say(case_yaml(found), end="")
        return
    write_case_folder(out, found, originals)
    duties = count_phrase(len(found.obligations), "obligation")
    sites = count_phrase(len(found.sites), "site")
    note(f"{out}: {duties}, {sites}; correct case.yaml, then: servanda case check")
