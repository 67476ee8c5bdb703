"""An agreement as it is written: its title, its parties, its day, and its provisions one by one.

A provision is what one sentence, list item or row of a timetable lays down; an item is read with
the line that leads its list in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.claims.text.sentences import sentence_spans
from servanda.records import Span

__all__ = ["AgreementParty", "Provision", "is_agreement", "parties_of", "provisions", "title_of"]

_KINDS = (
    r"(?:agreement|treaty|accord|protocol|convention|memorandum|communiqu[eé]|declaration|statement"
    r"|arrangement|truce|ceasefire|pact|charter|covenant|settlement|order|framework|roadmap)"
)
_TITLE = re.compile(rf"\b{_KINDS}\b", re.I)
_BINDS = re.compile(r"\b(?:shall|undertakes?\s+to|undertook\s+to|agree[sd]?\s+to|will|may\s+not)\b")
_FEWEST_BINDING = 3  # sentences that bind before a text is an agreement [judgement; by eye]
_TITLE_LINES = 4  # lines from the top in which a title stands [judgement; by eye]
_PREAMBLE = 4_000  # characters in which parties introduce themselves [judgement; by eye]
_MARK = re.compile(
    r"^\s*(?:[-*•–]|\d{1,3}(?:\.\d{1,3})+|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4}|[A-Z])[.)])\s+(?=\S)"
)
_HEADING = re.compile(
    r"^\s*(?:article|chapter|section|part|annex|appendix|schedule)\b[^.;:]{0,80}$", re.I
)
_OPEN_ENDS = (" shall", " will", " to", " that", " from", " not")  # what an item goes on from
_WHEN = re.compile(
    r"^\s*(?:(?P<day>(?:D(?:ay)?\s*\+?\s*\d{1,4}|D-day)\b)"
    r"|(?P<due>(?:by|within|not later than|no later than|on|before)\s[^:|–]{3,50}?)"
    r"|(?P<date>\d{1,2}\s+[A-Z][a-z]+\s+\d{4}))\s*[:|–-]\s+(?P<what>\S.*)$",
    re.I | re.S,
)
_NAME = r"(?:the[ ]+)?[A-Z][\w'’-]*(?:[ ]+(?:of[ ]+the|of|for|[A-Z][\w'’-]*))*"
_ALIAS = re.compile(
    rf"(?P<name>{_NAME})\s*,?\s*\((?:herein\w*|hereafter|henceforth)?[^()\"“]{{0,40}}[\"“]"
    r"(?P<alias>[^\"”]{2,60})[\"”]\)"
)
_SIGNATORY = re.compile(rf"(?P<name>{_NAME}),\s+represented\s+by\b")
_BETWEEN = re.compile(rf"\bbetween\s+(?P<first>{_NAME})\s+and\s+(?P<second>{_NAME})", re.I)
_OFFICE = re.compile(
    r"\b(?:President|Prime Minister|Chancellor|King|Queen|Foreign Minister|Government)\s+of\s+"
    r"(?P<name>(?:the[ ]+)?[A-Z][\w'’-]*(?:[ ]+(?:of[ ]+the|of|[A-Z][\w'’-]*))*)"
)


@dataclass(frozen=True, slots=True)
class AgreementParty:
    """Who is bound, with the names that the text gives it."""

    name: str
    aliases: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing that a text lays down, and where it stands."""

    clause: str
    span: Span
    lead: str  # the line that leads its list in, "" outside a list
    due: str  # the words of its row's day, "" outside a timetable


def is_agreement(text: str) -> bool:
    """True for a text that is itself an agreement, and no report of one."""
    _, title = title_of(text)
    top = text[title.start : title.end]
    return bool(_TITLE.search(top)) and len(_BINDS.findall(text)) >= _FEWEST_BINDING


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


def parties_of(text: str) -> tuple[AgreementParty, ...]:
    """Who is bound: those that introduce themselves, else those that the title names."""
    top = text[:_PREAMBLE]
    for found in (_by_alias(top), _by_title(top), _by_office(top)):
        if len(found) > 1:
            return found
    return ()


def _by_alias(top: str) -> tuple[AgreementParty, ...]:
    made: dict[str, AgreementParty] = {}
    for match in _SIGNATORY.finditer(top):
        name = re.sub(r"^(?:[Tt]he|[Aa]nd)\s+", "", match["name"])
        short = (name.split(" of ")[0],) if " of " in name else ()
        made[name] = AgreementParty(name, short, Span(*match.span()))
    for match in _ALIAS.finditer(top):
        name = re.sub(r"^(?:[Tt]he|[Aa]nd)\s+", "", match["name"])
        alias = re.sub(r"^the\s+", "", match["alias"], flags=re.I)
        if not re.fullmatch(r"part(?:y|ies)|sides?", alias, re.I):
            made.setdefault(name, AgreementParty(name, (alias,), Span(*match.span())))
    return tuple(made.values())


def _by_title(top: str) -> tuple[AgreementParty, ...]:
    match = _BETWEEN.search(" ".join(top[:600].split()))
    if match is None:
        return ()
    return tuple(
        AgreementParty(re.sub(r"^the\s+", "", match[key], flags=re.I), (), Span(0, 0))
        for key in ("first", "second")
    )


def _by_office(top: str) -> tuple[AgreementParty, ...]:
    """Those whose leaders meet: "the President of Merrow and the Prime Minister of ..."."""
    made: dict[str, AgreementParty] = {}
    for match in _OFFICE.finditer(top[:800]):
        name = re.sub(r"^the\s+", "", match["name"])
        made.setdefault(name, AgreementParty(name, (), Span(*match.span())))
    return tuple(made.values())[:2]


def provisions(text: str) -> tuple[Provision, ...]:
    """Every sentence, list item and row of a timetable, in order, without headings."""
    spans = [row for span in sentence_spans(text) for row in _rows(text, span)]
    return tuple(_provisions(text, spans))


def _rows(text: str, span: Span) -> Iterator[Span]:
    """The rows of a timetable that stand in one sentence, as they end without a full stop."""
    start = span.start
    for line in re.finditer(r"(?<=\n)[^\n]*\S", text[span.start : span.end]):
        at = span.start + line.start()
        if _WHEN.match(line[0]) or _MARK.match(line[0]):
            yield Span(start, len(text[:at].rstrip()))
            start = at
    yield Span(start, span.end)


def _provisions(text: str, spans: Sequence[Span]) -> Iterator[Provision]:
    lead = style = ""
    for span in spans:
        said = text[span.start : span.end]
        line = text[text.rfind("\n", 0, span.start) + 1 : span.end]
        mark = _MARK.match(line)
        bare = re.sub(r"^and\s+", "", " ".join(_MARK.sub("", said).split()))
        if bare.endswith(":"):
            lead, style = bare[:-1], ""
            continue
        style = style or (_style(mark[0]) if mark else "")
        if not said.endswith(";") and (mark is None or _style(mark[0]) != style):
            lead = ""
        if _HEADING.match(said) or len(bare.split()) < 3:
            continue
        yield _provision(bare, span, lead)


def _style(mark: str) -> str:
    """What a list's marks have in common: "(a)" and "(b)" are alike, "2.2" is another."""
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", mark.strip().lower()))


def _provision(bare: str, span: Span, lead: str) -> Provision:
    row = _WHEN.match(bare)
    if row is not None:
        due = row["day"] or row["due"] or f"by {row['date']}"
        cells = [cell.strip() for cell in row["what"].split("|")]
        return Provision(" ".join(cells), span, "", due)
    if not lead:
        return Provision(bare, span, "", "")
    return Provision(_behind_lead(lead, re.sub(r"[;,.\s]+(?:and|or)?$", "", bare)), span, lead, "")


def _behind_lead(lead: str, item: str) -> str:
    """An item as a clause of its own: "Orvane undertakes to" "open the bridge"."""
    if _BINDS.search(item):
        return item
    lead = re.sub(r"[,\s]+(?:on\s+)?the\s+following(?:\s+\w+)?$|[,\s]+as\s+follows$", "", lead)
    if not re.search(r"\b(?:to|shall|will|that|from|not)$", lead):
        lead += " shall" if not _BINDS.search(lead) else ""
    elsewhere = re.search(r"\b(?:shall|will)\b,?.*\w$", lead) and not lead.endswith(_OPEN_ENDS)
    comma = "," if elsewhere else ""
    return f"{lead}{comma} {item[:1].lower() + item[1:]}"
