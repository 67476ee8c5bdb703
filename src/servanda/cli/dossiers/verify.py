"""servanda verify: check a dossier from itself, without a server, a network or its author."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import FormatOption, OutputFormat
from servanda.cli.output import progress_bar, show, table
from servanda.errors import DossierError

if TYPE_CHECKING:
    from servanda.pipeline import DossierCheck

__all__ = ["verify"]

SCHEMA = "servanda/verification/1"

DossierFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="A dossier: an HTML file, or a ZIP of one.")
]
NotedHead = Annotated[
    str | None,
    typer.Option(
        "--head", metavar="DIGEST", help="A head of the custody log that you noted elsewhere."
    ),
]


def verify(
    file: DossierFile, head: NotedHead = None, form: FormatOption = OutputFormat.TABLE
) -> None:
    """Check every byte, the custody log and every number of a dossier, and name the first fault.

    The numbers are reckoned again from the evidence in the file, and the page is made again from
    its records; the kept files of a ZIP are hashed, too. Nothing is asked of a server or of the
    network.

    Example: servanda verify korea.html
    """
    from servanda.cli.custody.commands import digest_of
    from servanda.pipeline import check_dossier_file

    checks: list[DossierCheck] = []
    try:
        with progress_bar() as progress:
            checks.extend(
                check_dossier_file(file, None if head is None else digest_of(head), progress)
            )
    except DossierError as error:
        if form is not OutputFormat.TABLE:
            told = _verification(checks) | {"verified": False, "mismatch": str(error)}
            show([told], told, form, "")
        raise DossierError(f"{file}: {error}") from error
    told = _verification(checks) | {"verified": True, "mismatch": None}
    rows = [(check.what, check.found) for check in checks]
    show([told], told, form, table("Dossier verified", ("what", "found"), rows))


def _verification(checks: Sequence[DossierCheck]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "checks": [{"what": check.what, "found": check.found} for check in checks],
    }
