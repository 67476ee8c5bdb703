"""A clause without its deadline, its references and what trails after it.

What shows a duty kept is told without them: "has withdrawn its forces from the ridge", whenever.
"""

from __future__ import annotations

import re

__all__ = ["plain_clauses"]

_NUMBER = r"(?:\d[\d,.]*|(?:[a-z]+-)?[a-z]+(?: hundred(?: and)?(?: [a-z-]+)?)?)(?: ?\(\d+\))?"
_UNIT = r"(?:(?:calendar|working|clear)\s+)?(?:hours?|days?|weeks?|months?|years?)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_CLOCK = (
    r"(?:(?:noon|midnight|\d{4} hours|\d\d[.:]\d\d hours|[a-z]+ in the morning)\s+(?:on|of)\s+)"
)
_DAY = (
    rf"{_CLOCK}?(?:(?:the\s+)?(?:end|close|beginning|start)\s+of\s+)?(?:the\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
    rf"|{_MONTH}(?:\s+of)?\s+\d{{4}}|\d{{4}}\b(?!\s*(?:metres|tonnes|kilometres|pieces|hours))"
    r"|same\s+(?:date|day|hour|period)|Effective\s+Day|(?:day|date)\s+of\s+signature|signature"
    r"|(?:day\s+)?following\s+(?:the\s+)?signature|midnight\s+following\s+the\s+signature"
    r"|the\s+day\s+following\s+signature|entry\s+(?:into\s+force\s+)?of\s+th(?:e|is|is present)"
    r"\s+[A-Z]\w+|entry\s+into\s+force)"
)
_DET = r"(?:(?:the|its|their|his|this|each|every|such|any)\s+)"
_AFTER = (
    rf"(?:\s+(?:of|from|after|following)\s+{_DET}?(?:(?:day|date|start|beginning|commencement|end)\s+of\s+{_DET}?)*"
    rf"(?:entry\s+into\s+force|Effective\s+Day|D-Day|\w[\w-]*(?:\s+(?:Period|Phase|Stage))?)"
    rf"(?:\s+of\s+{_DET}(?:present\s+)?\w+)?)?"
)
_DUE = re.compile(
    rf",?\s*\b(?:counted\s+|running\s+|reckoned\s+|on\s+a\s+(?:date|day)\s+)?"
    rf"(?:(?:not|no)\s+later\s+than|by|before|on\s+or\s+before|prior\s+to|until|as\s+from"
    rf"|as\s+of|from|since|on\s+and\s+after|commencing(?:\s+on)?|beginning(?:\s+(?:on|in|with))?"
    rf"|starting(?:\s+(?:on|in))?(?:\s+not\s+later\s+than)?|after)\s+{_DAY}(?:,(?=\s))?",
    re.I,
)
_WITHIN = re.compile(
    rf",?\s*\b(?:each\s+)?(?:within|(?:not|no)\s+later\s+than|from)\s+(?:a\s+period\s+of\s+|the\s+same\s+)?{_NUMBER}\s+{_UNIT}\b"
    rf"{_AFTER}(?:,(?=\s))?"
    rf"|,?\s*\bfor\s+a\s+period\s+of\s+{_NUMBER}\s+{_UNIT}{_AFTER}(?:,(?=\s))?"
    r"|,?\s*\b(?:for|throughout|during)\s+(?:the\s+duration\s+of|as\s+long\s+as)\s+(?:the|this)"
    r"\s+\w+(?:\s+is\s+in\s+force)?(?:,(?=\s))?"
    r"|,?\s*\bwithin\s+the\s+same\s+period\b",
    re.I,
)
_ANNEX = re.compile(
    r",?\s*\b(?:(?:and|as)\s+)?(?:(?:so|(?:that|which|who|whose\s+names)\s+are)\s+)?(?:listed|named|enumerated|entered|shown|set\s+out"
    r"|registered|marked|declared|described|included|specified|provided\s+for)"
    r"(?:\s+(?:under|for)\s+the\s+\w+)?\s+(?:in|on|under|by)\s+(?:the\s+(?:\w+\s+part\s+of\s+)?)?"
    r"(?:Annex|Schedule|Map|Register|Appendix|Article|Protocol|Part|Table)(?:es|s)?\s*(?:[A-Z]\b|\d+|[IVX]+\b)?(?:\s+and\s+(?:[A-Z]\b|\d+))?"
    r"(?:,\s+Part\s+[IVX]+)?(?:,(?=\s))?"
)
_REFERENCE = re.compile(r"\s*\((?:[^()]*\b(?:Article|paragraph|Annex|Schedule|\d{4})\b[^()]*)\)")
_ASIDE = re.compile(r"\s*\([^()]{0,300}\)")
_HEAD = re.compile(
    r"^\s*(?:(?:Article|Section|Paragraph|Clause)\s+[\dIVX.]+[.:)]?|\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)"
    r"[.)])\s+(?=[A-Z(])"
)
# What trails after the act: purpose, amount in stages, exceptions, manner.
_TRAILS = re.compile(
    r"(?:,?\s+(?:so\s+that|in\s+order\s+that|provided\s+that|the\s+(?:work|whole)\s+(?:to|is))"
    r"|,?\s+and\s+(?:not\s+)?to\s+(?!the\b|an?\b|all\b|be\b|any\b|its\b|each\b|other)(?=[a-z])|\s+and\s+ending\b"
    r"|,\s+(?:save|except|whether|including|namely|of\s+whom|of\s+which|being|in\s+the\s+presence"
    r"|upon\s+the\s+proposals|on\s+whatever|on\s+any\s+ground|by\s+reason|whatever|to\s+which|which"
    r"|who|whom|at\s+(?:a|the)\s+rate|at\s+a\s+pace|numbering|in\s+(?:\w+\s+){1,2}(?:tranches|stages"
    r"|instal\w+|steps|intakes)|in\s+accordance|in\s+conformity|in\s+parties|accompanied|where"
    r"|the\s+\w+(?:\s+\w+){0,3}\s+(?:to\s+be|falling|furnishing|being)|the\s+(?:work|whole|first|last"
    r"|appointments)\b|(?:\w+\s+){1,3}(?:excepted|being\s+(?:chosen|no|named))|one\s+(?:to\s+be|upon)"
    r"|each\s+\w+\s+answering|three\s+being|five\s+(?:by|more)|for\s+as\s+long|through\s+the))\b.*$",
    re.S,
)
# An aside between a verb and its object: it goes, the object stays.
_BRACKETED = re.compile(
    r",\s+(?:and\s+to\s+\w+|being|numbering|through|in\s+the\s+presence|in\s+(?:like|due|full)\b|in\s+\w+(?:\s+equal)?\s+inst|at\s+a\s+"
    r"(?:rate|pace)|whether|upon|under|without|with\s+service|without\s+\w+\s+of|named\s+in)[^,;\x00]*[,\x00]\s+"
    r"(?=(?:and\s+shall|shall|will|the|an?|all|its|their|any|every|not\s+fewer|not\s+less|no\s+fewer|\d)\b)"
)
_ASIDE_OF_SUBJECT = re.compile(
    r",\s+(?:being|including|numbering|estimated|\w+\s+\w+\s+in\s+length)\b[^;.]*?,?\s+(?=(?:and\s+)?(?:shall|will)\b)"
)
_COMMA = "\x00"  # stands for a comma that is kept unless an object follows
_OBJECT = re.compile(rf"{_COMMA}\s+(?=(?:the|an?|all|its|their|his|any|every|each|not|\d+)\b)")
_SENTENCE = re.compile(r"(?<=[a-z\d)]{2})[.;]\s+(?=[A-Z(“\"a-z])")


def plain_clauses(clause: str) -> tuple[str, ...]:
    """Its sentences in order, each without deadline, references and afterthoughts."""
    text = " ".join(clause.split())
    text = _ASIDE.sub("", _REFERENCE.sub("", _HEAD.sub("", text)))
    return tuple(plain for part in _SENTENCE.split(text) if (plain := _plain(part)))


def _comma(match: re.Match[str]) -> str:
    """A comma for what stood between two."""
    return f"{_COMMA} " if match.start() and match[0].endswith(",") else " "


def _plain(sentence: str) -> str:
    for pattern in (_ANNEX, _DUE, _WITHIN):
        sentence = pattern.sub(_comma, sentence)
    sentence = _ASIDE_OF_SUBJECT.sub(" ", sentence)
    while (shorter := _BRACKETED.sub(" ", sentence)) != sentence:
        sentence = shorter
    sentence = _OBJECT.sub(" ", sentence).replace(_COMMA, ",")
    binds = re.search(r"\b(?:shall|will|must|undertakes?)\b", sentence)
    start = binds.end() if binds else 0
    kept = sentence[:start] + _TRAILS.sub("", sentence[start:])
    kept = re.sub(r"\s+([,;.])", r"\1", " ".join(kept.split()))
    kept = re.sub(r",(?:\s*,)+", ",", kept)
    kept = re.sub(r"\b(shall|will|must|undertakes?|to),\s", r"\1 ", kept).strip(" ,;:.")
    return kept[:1].upper() + kept[1:]
