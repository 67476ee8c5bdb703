"""servanda case load: keep a case folder."""

from __future__ import annotations

from servanda.cli.case.options import Folder
from servanda.cli.options import Data, now, settings_of
from servanda.cli.output import note
from servanda.plurals import count_phrase

__all__ = ["load"]


def load(folder: Folder, data: Data = None) -> None:
    """Keep a case folder: the case, its sites and every source, byte for byte.

    Example: servanda case load examples/korea-2018
    """
    from servanda.pipeline import load_case, open_data_store

    with open_data_store(settings_of(data), now) as store:
        case, changed, notes = load_case(store, folder, now())
        documents = len(store.documents(case.id))
    for line in notes:
        note(line)
    state = "loaded" if changed else "unchanged"
    duties = count_phrase(len(case.obligations), "obligation")
    note(f"{case.id}: {state}; {duties}, {count_phrase(documents, 'document')}")
