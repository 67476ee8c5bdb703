"""How often the times of statements are right, on the labelled documents of `corpus/reading`.

    python -m benchmarks.statement_times            # every agreement
    python -m benchmarks.statement_times a b c      # those whose names begin so

The label of each row is the one that a person gave; only its times are read.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scripts.reading_corpus import Agreement, Page, agreements
from servanda.claims.slots.times import DocumentTimes, StatedTimes
from servanda.claims.statements.passages import Passage, is_heading
from servanda.records import DateRange, Label, Span, parse_range

__all__ = ["Read", "figures", "main", "page_times", "rows"]

_NEAR = 7  # days within which the end of a state's time is near [definition]


@dataclass(frozen=True, slots=True)
class Read:
    """The times of one labelled row, as labelled and as read."""

    agreement: str
    page: str
    number: int  # of the line, from 1
    text: str
    label: Label
    event: DateRange | None
    as_of: DateRange | None
    stated: StatedTimes
    published: DateRange


def main() -> int:
    """Print the table, a column for each group of agreements."""
    wanted = tuple(sys.argv[1:])
    columns = {
        agreement.id: figures(rows(agreement))
        for agreement in agreements()
        if not wanted or agreement.id.startswith(wanted)
    }
    chosen = [a for a in agreements() if a.id in columns]
    columns["all"] = figures(row for agreement in chosen for row in rows(agreement))
    names = list(columns["all"])
    sys.stdout.write(f"{'':42}" + "".join(f"{name[:6]:>8}" for name in columns) + "\n")
    for name in names:
        values = "".join(f"{column.get(name, '-'):>8}" for column in columns.values())
        sys.stdout.write(f"{name:42}{values}\n")
    return 0


def rows(agreement: Agreement) -> Iterator[Read]:
    """Every labelled row that is not unrelated, with what is read of its times."""
    for page in agreement.pages:
        times = page_times(page)
        for row in agreement.labels:
            if row.page != page.id or row.label == "unrelated":
                continue
            label = Label(row.label)
            yield Read(
                agreement=agreement.id,
                page=page.id,
                number=row.number,
                text=page.sentences[row.number - 1].text,
                label=label,
                event=_range(row.slots.get("event")),
                as_of=_range(row.slots.get("as_of")),
                stated=times.times_of(row.number - 1, label),
                published=page.published,
            )


def page_times(page: Page) -> DocumentTimes:
    """The times of one page of the corpus, its lines as passages."""
    text = ""
    cut: list[Passage] = []
    heading = None
    for number, sentence in enumerate(page.sentences):
        span = Span(len(text), len(text) + len(sentence.text))
        text += f"{sentence.text}\n\n"
        cut.append(Passage(span, sentence.text, heading, number - 1 if number else None))
        if is_heading(sentence.text):
            heading = number
    return DocumentTimes(text, cut, page.title, page.published)


def _range(value: str | None) -> DateRange | None:
    if value is None:
        return None
    first, dots, last = value.partition("..")
    return parse_range(f"{first or '..'}/{last or '..'}" if dots else first)


def figures(found: Iterable[Read]) -> dict[str, str]:
    """Each measure, as it is printed."""
    counted: Counter[str] = Counter()
    for row in found:
        counted.update(_of_state(row))
        counted.update(_of_event(row))
    return {
        "as_of labelled, rows": str(counted["as_of"]),
        "  its end exactly": _share(counted["as_of exact"], counted["as_of"]),
        f"  its end within {_NEAR} days": _share(counted["as_of near"], counted["as_of"]),
        "  publication day instead, exactly": _share(counted["as_of published"], counted["as_of"]),
        "event labelled, rows": str(counted["event"]),
        "  given and overlapping": _share(counted["event overlaps"], counted["event"]),
        "  given and exact": _share(counted["event exact"], counted["event"]),
        "  given and apart (wrong)": _share(counted["event apart"], counted["event"]),
        "  none given": _share(counted["event missed"], counted["event"]),
        "event not labelled, rows": str(counted["no event"]),
        "  given all the same": _share(counted["event added"], counted["no event"]),
        "    of these the whole period or as_of": _share(
            counted["event added as_of"], counted["event added"]
        ),
    }


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _of_state(row: Read) -> Iterator[str]:
    if row.as_of is None or row.as_of.end is None:
        return
    yield "as_of"
    if row.published.end == row.as_of.end:
        yield "as_of published"
    end = row.stated.as_of.end
    if end == row.as_of.end:
        yield "as_of exact"
    if end is not None and abs((end - row.as_of.end).days) <= _NEAR:
        yield "as_of near"


def _of_event(row: Read) -> Iterator[str]:
    read = row.stated.event
    if row.event is None:
        yield "no event"
        if read is not None:
            yield "event added"
            if row.as_of is not None and (read.start, read.end) == (row.as_of.start, row.as_of.end):
                yield "event added as_of"
        return
    yield "event"
    if read is None:
        yield "event missed"
    elif not _overlap(read, row.event):
        yield "event apart"
    else:
        yield "event overlaps"
        if (read.start, read.end) == (row.event.start, row.event.end):
            yield "event exact"


def _overlap(one: DateRange, other: DateRange) -> bool:
    assert one.start
    assert one.end
    assert other.start
    assert other.end
    return one.start <= other.end and other.start <= one.end


if __name__ == "__main__":
    raise SystemExit(main())
