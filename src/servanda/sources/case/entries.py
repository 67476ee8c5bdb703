"""The entries of case.yaml, each read on its own, so that one mistake does not hide the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic

from servanda.errors import Problem
from servanda.sources.case.entry_types import (
    ActorEntry,
    CaseFile,
    CaseHead,
    EventEntry,
    ImageryEntry,
    InstrumentEntry,
    MatterEntry,
    ObligationEntry,
    SourceEntry,
)
from servanda.sources.files.problems import printable
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.field_types import Entry
from servanda.sources.formats.located import Located, Route
from servanda.sources.formats.read_entry import E, read_entry

__all__ = ["CaseEntries", "LocatedEntry", "read_entries"]

SECTIONS: Mapping[str, type[Entry]] = {
    "actors": ActorEntry,
    "sources": SourceEntry,
    "events": EventEntry,
    "instruments": InstrumentEntry,
    "obligations": ObligationEntry,
    "matters": MatterEntry,
    "imagery": ImageryEntry,
}


@dataclass(frozen=True, slots=True)
class LocatedEntry(Generic[E]):
    """An entry, where it stands, and the keys that were written in it."""

    entry: E
    route: Route
    written_keys: frozenset[str]


@dataclass
class CaseEntries:
    """The entries of a case.yaml that could be read; all of them if there were no problems."""

    marked: Located
    head: CaseHead | None = None
    actors: list[LocatedEntry[ActorEntry]] = field(default_factory=list)
    sources: list[LocatedEntry[SourceEntry]] = field(default_factory=list)
    events: list[LocatedEntry[EventEntry]] = field(default_factory=list)
    instruments: list[LocatedEntry[InstrumentEntry]] = field(default_factory=list)
    obligations: list[LocatedEntry[ObligationEntry]] = field(default_factory=list)
    matters: list[LocatedEntry[MatterEntry]] = field(default_factory=list)
    imagery: list[LocatedEntry[ImageryEntry]] = field(default_factory=list)

    def id_set(self, section: str) -> set[str]:
        """The ids written in a section, also those of entries that cannot be read."""
        return {name for name, _ in self.ids(section)}

    def ids(self, section: str) -> list[tuple[str, Route]]:
        """The ids written in a section, each with its place."""
        entries = self.marked.value.get(section)
        return [
            (entry["id"], (section, n, "id"))
            for n, entry in enumerate(entries if isinstance(entries, list) else [])
            if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        ]


def read_entries(marked: Located) -> tuple[CaseEntries | None, list[Problem]]:
    """The entries that can be read, None if the file is no mapping, and every problem."""
    if not isinstance(marked.value, dict):
        example = "start with `id: my-case` and `title: ...`; docs/how-to/write-a-case.md goes on"
        return None, [marked.problem((), "is not a block of keys", example)]
    problems = list(_unknown_keys(marked))
    case = CaseEntries(marked)
    head = {key: marked.value[key] for key in CaseHead.model_fields if key in marked.value}
    case.head, found = read_entry(CaseHead, head, (), marked)
    problems += found
    for section, model in SECTIONS.items():
        for at, found in _section(section, model, marked):
            problems += found
            if at is not None:
                getattr(case, section).append(at)
    return case, problems


def _unknown_keys(marked: Located) -> Iterator[Problem]:
    known = CaseFile.model_fields
    for key in marked.value:
        if key not in known:
            yield marked.problem((key,), f"unknown key {printable(key)!r}", suggest(key, known))


def _section(
    section: str, model: type[E], marked: Located
) -> Iterator[tuple[LocatedEntry[E] | None, list[Problem]]]:
    entries = marked.value.get(section) or []
    if not isinstance(entries, list):
        message, advice = f"{section!r} is not a list", "start each entry with a dash: `- id: ...`"
        yield None, [marked.problem((section,), message, advice)]
        return
    for number, value in enumerate(entries):
        route = (section, number)
        entry, problems = read_entry(model, value, route, marked)
        if entry is None:
            yield None, problems
            continue
        written_keys = frozenset(key for key, part in value.items() if part not in (None, []))
        yield LocatedEntry(entry, route, written_keys), problems
