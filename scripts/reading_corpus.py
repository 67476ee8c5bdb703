"""The labelled reports of `corpus/reading`: agreements, sentences in their context, labels.

    for agreement in agreements():
        for statement in agreement.labels: ...

Every mistake in a file is named with its place; nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from servanda.records import DateRange, parse_range

__all__ = [
    "CORPUS",
    "DIRECTIONS",
    "LABELS",
    "Agreement",
    "CorpusError",
    "Duty",
    "Label",
    "Page",
    "Sentence",
    "agreements",
    "read_agreement",
]

CORPUS = Path(__file__).parents[1] / "corpus" / "reading"
LABELS = (
    "done", "partly_done", "under_way", "not_done", "reversed", "violated", "respected",
    "intended", "demanded", "terms", "unrelated",
)  # fmt: skip
DIRECTIONS = {
    "done": "for", "respected": "for", "partly_done": "part", "under_way": "part",
    "not_done": "against", "reversed": "against", "violated": "against",
    "intended": "silent", "demanded": "silent", "terms": "silent", "unrelated": "unrelated",
}  # fmt: skip
COMPARISONS = frozenset({"at_least", "at_most", "more_than", "fewer_than", "about"})
COUNTED = frozenset({"done", "left", "added", "asked", "rate", "share"})
KEYS = frozenset({"count", "of", "cmp", "counts", "event", "as_of", "holder", "acts_by", "sure"})
KINDS = frozenset({"state", "act", "level", "abstain"})
HEADER = ("register", "publisher", "published", "title")

_ROW = re.compile(r"(\S+):(\d+)\s+(\S+)\s+(\S+)((?:\s+\w+=\S+)*)\s*")
_CLOSED = re.compile(r"""[.!?:;…]["'”’)\]]*$|["”]$""")
_LONGEST_HEADING = 90  # characters


class CorpusError(ValueError):
    """What is wrong with the corpus: one line for each mistake, with its place."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of an agreement, in its own words."""

    id: str
    bearers: tuple[str, ...]
    kind: str  # one of KINDS
    clause: str
    count: float | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a document: a sentence, heading, list item, caption or table row."""

    number: int  # from 1
    text: str
    heading: str  # the nearest above; "" for none
    before: tuple[str, ...]  # up to two lines before it
    paragraph: int


@dataclass(frozen=True, slots=True)
class Page:
    """One document and its lines."""

    id: str
    register: str
    publisher: str
    published: DateRange
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What one line says of one duty, as a person labelled it."""

    page: str
    number: int  # of the line
    duty: str
    label: str  # one of LABELS
    slots: dict[str, str]  # the keys of the row as written


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement with all that was published about it, and the labels."""

    id: str
    writer: str
    signed: DateRange
    parties: dict[str, tuple[str, ...]]  # names by id
    duties: tuple[Duty, ...]
    pages: tuple[Page, ...]
    labels: tuple[Label, ...]
    second_labels: tuple[Label, ...]  # by another person, of some of the pages; may be empty

    @property
    def twice_labelled(self) -> frozenset[str]:
        """The ids of the pages that were labelled again."""
        return frozenset(label.page for label in self.second_labels)


def agreements(folder: Path = CORPUS) -> Iterator[Agreement]:
    """Every agreement of the corpus, by name. Raises CorpusError."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield read_agreement(path)


def read_agreement(folder: Path) -> Agreement:
    """One agreement. Raises CorpusError with a line for each mistake in its files."""
    problems: list[str] = []
    terms = yaml.safe_load((folder / "agreement.yaml").read_text(encoding="utf-8"))
    duties = tuple(_duty(entry, folder.name, problems) for entry in terms["duties"])
    pages = tuple(_page(path, problems) for path in sorted((folder / "documents").glob("*.txt")))
    labels = tuple(_labels(folder / "labels.txt", duties, pages, problems))
    second = folder / "labels-second.txt"
    again = tuple(_labels(second, duties, pages, problems)) if second.exists() else ()
    if problems:
        raise CorpusError("\n".join(problems))
    return Agreement(
        id=folder.name,
        writer=str(terms["writer"]),
        signed=parse_range(str(terms["signed"])),
        parties={entry["id"]: tuple(entry.get("names", ())) for entry in terms["parties"]},
        duties=duties,
        pages=pages,
        labels=labels,
        second_labels=again,
    )


def _duty(entry: dict[str, Any], agreement: str, problems: list[str]) -> Duty:
    bearer = entry["bearer"]
    kind = str(entry["kind"])
    if kind not in KINDS:
        problems.append(
            f"{agreement}: duty {entry['id']}: kind {kind!r} is none of {sorted(KINDS)}"
        )
    count = entry.get("count")
    return Duty(
        id=str(entry["id"]),
        bearers=tuple(bearer) if isinstance(bearer, list) else (str(bearer),),
        kind=kind,
        clause=" ".join(str(entry["clause"]).split()),
        count=float(count) if isinstance(count, int | float) else None,
    )


def _page(path: Path, problems: list[str]) -> Page:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    header = {key.strip(): value.strip() for key, _, value in pairs}
    where = f"{path.parents[1].name}/{path.stem}"
    problems += [f"{where}: the header has no {key}" for key in HEADER if not header.get(key)]
    return Page(
        id=path.stem,
        register=header.get("register", ""),
        publisher=header.get("publisher", ""),
        published=parse_range(header.get("published", "")),
        title=header.get("title", ""),
        sentences=tuple(_sentences(body)),
    )


def _sentences(body: str) -> Iterator[Sentence]:
    heading, paragraph, number = "", 0, 0
    before: tuple[str, ...] = ()
    for line in body.splitlines():
        text = line.strip()
        if not text:
            paragraph += 1
            continue
        number += 1
        yield Sentence(number, text, heading, before, paragraph)
        before = (*before[-1:], text)
        if _is_heading(text):
            heading = text


def _is_heading(text: str) -> bool:
    return len(text) < _LONGEST_HEADING and "|" not in text and not _CLOSED.search(text)


def _labels(
    path: Path, duties: tuple[Duty, ...], pages: tuple[Page, ...], problems: list[str]
) -> Iterator[Label]:
    known = {duty.id for duty in duties}
    lines = {page.id: len(page.sentences) for page in pages}
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        where = f"{path.parent.name}/{path.name}:{number}"
        match = _ROW.fullmatch(row)
        if match is None:
            problems.append(f"{where}: not DOCUMENT:LINE DUTY LABEL key=value ...: {row}")
            continue
        page, line, duty, label, rest = match.groups()
        slots = dict(pair.split("=", 1) for pair in rest.split())
        mistakes = list(_mistakes(slots))
        if not 1 <= int(line) <= lines.get(page, 0):
            mistakes.append(f"no line {page}:{line}")
        if duty not in known:
            mistakes.append(f"no duty {duty}")
        if label not in LABELS:
            mistakes.append(f"label {label!r} is none of {', '.join(LABELS)}")
        problems += [f"{where}: {mistake}" for mistake in mistakes]
        yield Label(page, int(line), duty, label, slots)


def _mistakes(slots: dict[str, str]) -> Iterator[str]:
    """What is wrong with the keys of one row."""
    for key, value in slots.items():
        if key not in KEYS:
            yield f"no key {key}"
        elif key in {"count", "of"} and not re.fullmatch(r"\d+(\.\d+)?", value):
            yield f"{key}={value} is not a number"
        elif key in {"event", "as_of"} and not _is_range(value):
            yield f"{key}={value} is not a day, a month, a year or FROM..TO"
        elif key == "cmp" and value not in COMPARISONS:
            yield f"cmp={value} is none of {', '.join(sorted(COMPARISONS))}"
        elif key == "counts" and value not in COUNTED:
            yield f"counts={value} is none of {', '.join(sorted(COUNTED))}"
        elif key == "sure" and value not in {"1", "2", "3"}:
            yield f"sure={value} is none of 1, 2, 3"


def _is_range(value: str) -> bool:
    first, _, last = value.partition("..")
    try:
        parse_range(f"{first or '..'}/{last or '..'}" if ".." in value else first)
    except ValueError:
        return False
    return True
