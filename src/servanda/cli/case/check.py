"""servanda case check: every problem of a case folder."""

from __future__ import annotations

from servanda.cli.case.options import Folder
from servanda.cli.output import note

__all__ = ["check"]


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
