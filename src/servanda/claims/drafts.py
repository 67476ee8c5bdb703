"""What a reader has found before anybody has asked who is meant, when, where and how many."""

from __future__ import annotations

from dataclasses import dataclass, replace

from servanda.claims.acts import Act
from servanda.records import Modality, Polarity, Span, Stance

__all__ = ["Draft", "joined", "shifted", "trimmed"]

_EDGES = " \t\n\r,;:.–—-―"


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution, or one own statement of the article, as character spans."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    sentence: Span  # where it stands: times and places beside the content are looked for here
    stance: Stance = Stance.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.CERTAIN
    attributed: bool = True
    cited: Span | None = None  # whom the source cites for it: the source then only passes it on
    named: Span | None = None  # where the name stands, if the source is only a relative pronoun
    shared_subject: Span | None = None  # of a coordinated verb: the subject it has from the first
    others: tuple[Span, ...] = ()  # of its sentence, what belongs to other drafts
    act: Act | None = None  # None: to be read from the plain text
    focus: tuple[Span, ...] = ()  # the part of the content that the act is read from, if not all
    part: bool = False  # a further clause of the content of the draft before it

    @property
    def start(self) -> int:
        """Where its first character stands."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))


def shifted(draft: Draft, offset: int) -> Draft:
    """The same draft with its characters counted from further on."""

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(span.start + offset, span.end + offset) for span in spans)

    return replace(
        draft,
        source=moved(draft.source),
        cue=moved(draft.cue),
        content=moved(draft.content),
        sentence=moved((draft.sentence,))[0],
        cited=moved((draft.cited,))[0] if draft.cited else None,
        named=moved((draft.named,))[0] if draft.named else None,
        shared_subject=moved((draft.shared_subject,))[0] if draft.shared_subject else None,
        others=moved(draft.others),
        act=draft.act.moved(offset) if draft.act else None,
        focus=moved(draft.focus),
    )


def trimmed(text: str, start: int, end: int, edges: str = _EDGES) -> Span | None:
    """The stretch without white space and punctuation at its edges; None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in edges):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in edges):
        end -= 1
    return Span(start, end) if start < end else None


def joined(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch but for white space made one."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if result and (
            span.start <= result[-1].end or not text[result[-1].end : span.start].strip()
        ):
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return tuple(result)
