"""An agreement as it is written: its title, and its provisions one by one.

A provision is what one sentence, list item or row of a timetable lays down; an item is read with
the line that leads its list in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from servanda.claims.text.sentences import sentence_spans
from servanda.records import Span

__all__ = ["Provision", "is_agreement", "provisions", "title_of"]

_KINDS = (
    r"(?:agreement|treaty|accord|protocol|convention|memorandum|communiqu[eé]|declaration|statement"
    r"|arrangement|truce|ceasefire|pact|charter|covenant|settlement|order|framework|roadmap)"
)
_TITLE = re.compile(rf"\b{_KINDS}\b", re.I)
_BINDS = re.compile(r"\b(?:shall|undertakes?\s+to|undertook\s+to|agree[sd]?\s+to|will|may\s+not)\b")
# How an agreement opens that has its name elsewhere: a report tells that others have agreed.
_AGREED = re.compile(
    r"\b(?:have\s+|has\s+|hereby\s+)?(?:agreed?|undertake|decided?)\b[^.]*(?:\bfollow(?:s|ing)?\b|:)",
    re.I,
)
_FEWEST_BINDING = 3  # sentences that bind before a text is an agreement [judgement; by eye]
_TITLE_LINES = 4  # lines from the top in which a title stands [judgement; by eye]
_MARK = re.compile(
    r"^\s*(?:[-*•–①-⑳]|\d{1,3}(?:\.\d{1,3})+|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4}|[A-Z])[.)])\s+(?=\S)"
)
_FIRST_ITEM = re.compile(r"\s*(?:\((?:a|i|1)\)|①|[ai1][.)]\s)")
_NUMBERED = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3})*)[.)]?\s")
_HEADING = re.compile(
    r"^\s*(?:article|chapter|section|part|annex|appendix|schedule)\b[^.;:]{0,80}$", re.I
)
_OPEN_ENDS = (
    " shall",
    " will",
    " to",
    " that",
    " from",
    " not",
    " may",
)  # what an item goes on from
_WHO = re.compile(r"\b(?:responsib\w+|by whom|bod(?:y|ies)|part(?:y|ies)|actors?|lead)\b", re.I)
_WHEN_HEAD = re.compile(r"\b(?:time|timeline|timing|date|deadline|when|due|period)\b", re.I)
_LONGEST_HEAD = 40  # characters of a column's head [judgement; not from outside]
# How an item begins that goes on with the subject of its lead line. [grammar]
_GOES_ON = re.compile(
    r"(?:will|shall|must|may\s+not|(?:is|are)\s+to|undertakes?|agrees?|commits?|pledges?)\b", re.I
)
_THING = re.compile(r"(?:[\"“]|(?:the|an?|all|its|their|any|every|no|\d[\d,]*)\b)", re.I)
_WHEN = re.compile(
    r"^\s*(?:(?P<day>(?:D(?:ay)?\s*\+?\s*\d{1,4}|D-day)\b)"
    r"|(?P<due>(?:by|within|not later than|no later than|on|before)\s[^:|–]{3,50}?)"
    r"|(?P<date>\d{1,2}\s+[A-Z][a-z]+\s+\d{4}))(?:\s*[:|–—-]\s+|\s{2,})(?P<what>\S.*)$",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing that a text lays down, and where it stands."""

    clause: str
    span: Span
    lead: str  # the line that leads its list in, "" outside a list
    due: str  # the words of its row's day, "" outside a timetable
    who: str = ""  # whom its row names as responsible
    section: str = ""  # the numbered paragraph that it stands in, "" where it has no number


def is_agreement(text: str, page_title: str | None = None) -> bool:
    """True for a text that is itself an agreement, and no report of one.

    page_title: of the page that it stands on, where its name may stand alone
    """
    _, title = title_of(text)
    top = text[title.start : title.end]
    named = _TITLE.search(top) or (_TITLE.search(page_title or "") and _AGREED.search(top))
    return bool(named) and len(_BINDS.findall(text)) >= _FEWEST_BINDING


def title_of(text: str) -> tuple[str, Span]:
    """The title in the case of a title, with its place: the first lines that name an agreement."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", text))[:_TITLE_LINES]
    named = next((m for m in lines if _TITLE.search(m[0])), None)
    if named is None:
        return "", Span(0, lines[0].end() if lines else 0)
    said = named[0].strip()
    if said.isupper():
        small = {"of", "on", "the", "and", "from", "for", "in", "to", "between", "by", "with"}
        listed = [w if w in small else w[:1].upper() + w[1:] for w in said.lower().split()]
        said = " ".join([listed[0].capitalize(), *listed[1:]])
    return said, Span(named.start(), named.end())


def provisions(text: str) -> tuple[Provision, ...]:
    """Every sentence, list item and row of a timetable, in order, without headings."""
    spans = [row for span in sentence_spans(text) for row in _rows(text, span)]
    return tuple(_provisions(text, spans))


def _rows(text: str, span: Span) -> Iterator[Span]:
    """The rows of a timetable that stand in one sentence, as they end without a full stop."""
    start = span.start
    for line in re.finditer(r"(?<=\n)[^\n]*\S", text[span.start : span.end]):
        at = span.start + line.start()
        if _WHEN.match(line[0]) or _MARK.match(line[0]) or "|" in line[0]:
            yield Span(start, len(text[:at].rstrip()))
            start = at
    yield Span(start, span.end)


def _provisions(text: str, spans: Sequence[Span]) -> Iterator[Provision]:
    lead = style = ""
    columns: _Columns | None = None
    heading = number = ""
    for span in spans:
        said = text[span.start : span.end]
        if "|" in said:
            cells = [" ".join(cell.split()) for cell in said.strip(" |").split("|")]
            headed = _Columns.of(cells)
            if columns is not None and headed is None and len(cells) == columns.number:
                yield columns.provision(cells, span)
                continue
            columns = headed or columns
            if headed is not None:
                continue
        line = text[text.rfind("\n", 0, span.start) + 1 : span.end]
        mark = _MARK.match(line)
        numbered = _NUMBERED.match(line)
        number = numbered[1] if numbered else number
        row = _WHEN.match(said)
        bare = re.sub(r"^and\s+", "", " ".join(_MARK.sub("", said).split()))
        if bare.endswith(":") or (bare.endswith(",") and _FIRST_ITEM.match(text, span.end)):
            lead, style = bare[:-1], ""
            continue
        style = style or (_style(mark[0]) if mark else "")
        if not said.endswith(";") and (mark is None or _style(mark[0]) != style):
            lead = ""
        if _HEADING.match(said):
            heading, number = said, ""
        if _HEADING.match(said) or len(bare.split()) < 3:
            continue
        found = _row_provisions(row, span) if row else [_provision(bare, span, lead)]
        section = f"{heading} {number}" if number else ""
        yield from (replace(each, section=section) for each in found)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cells of a timetable's rows say what is done, by whom and when."""

    number: int
    what: int
    who: int | None
    when: int

    @classmethod
    def of(cls, heads: Sequence[str]) -> _Columns | None:
        """The columns of a row of heads; None for a row that has none."""
        who = next((at for at, head in enumerate(heads) if _WHO.search(head)), None)
        when = next((at for at, head in enumerate(heads) if _WHEN_HEAD.search(head)), None)
        what = next((at for at in range(len(heads)) if at not in (who, when)), None)
        if when is None or what is None or any(len(head) > _LONGEST_HEAD for head in heads):
            return None
        return cls(len(heads), what, who, when)

    def provision(self, cells: Sequence[str], span: Span) -> Provision:
        """What a row lays down."""
        who = "" if self.who is None else cells[self.who]
        clause = re.sub(r"\s*\([^()]*\)$", "", cells[self.what])
        return Provision(clause, span, "", cells[self.when], who)


def _style(mark: str) -> str:
    """What a list's marks have in common: "(a)" and "(b)" are alike, "2.2" is another."""
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", mark.strip().lower()))


def _row_provisions(row: re.Match[str], span: Span) -> Iterator[Provision]:
    """What a timetable's row lays down: its things are parted by semicolons."""
    due = row["day"] or row["due"] or f"by {row['date']}"
    for thing in re.split(r"\)?;\s+", row["what"]):
        words = " ".join(cell.strip() for cell in thing.split("|"))
        yield Provision(" ".join(words.split()), span, "", " ".join(due.split()))


def _provision(bare: str, span: Span, lead: str) -> Provision:
    if not lead:
        return Provision(bare, span, "", "")
    return Provision(_behind_lead(lead, re.sub(r"[;,.\s]+(?:and|or)?$", "", bare)), span, lead, "")


def _behind_lead(lead: str, item: str) -> str:
    """An item as a clause of its own: "Orvane undertakes to" "open the bridge"."""
    if _GOES_ON.match(item):
        bound = _BINDS.search(lead)
        return f"{(lead[: bound.start()] if bound else lead).rstrip(' ,')} {item}"
    if _BINDS.search(item) or (_THING.match(item) and not _BINDS.search(lead)):
        return item
    lead = re.sub(r"[,\s]+(?:on\s+)?the\s+following(?:\s+\w+)?$|[,\s]+as\s+follows$", "", lead)
    if not re.search(r"\b(?:to|shall|will|that|from|not|may)$", lead):
        lead += " shall" if not _BINDS.search(lead) else ""
    elsewhere = re.search(r"\b(?:shall|will)\b,?.*\w$", lead) and not lead.endswith(_OPEN_ENDS)
    comma = "," if elsewhere else ""
    return f"{lead}{comma} {item[:1].lower() + item[1:]}"
