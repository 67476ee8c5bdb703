"""What a reader has found before anybody has asked who is meant, when, where and how many."""

from __future__ import annotations

from dataclasses import dataclass, replace

from servanda.claims.lexicon.act_words import ActWord
from servanda.records import Modality, Polarity, Span, Stance

__all__ = ["AttributionDraft", "ClauseAct", "SegmentAttributions", "shift_draft"]


@dataclass(frozen=True, slots=True)
class AttributionDraft:
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
    act: ClauseAct | None = None  # None: to be read from the plain text
    focus: tuple[Span, ...] = ()  # the part of the content that the act is read from, if not all
    part: bool = False  # a further clause of the content of the draft before it

    @property
    def start(self) -> int:
        """Where its first character stands."""
        return min(span.start for span in (*self.source, *self.cue, *self.content))


def shift_draft(draft: AttributionDraft, offset: int) -> AttributionDraft:
    """The same draft with its characters counted from further on."""

    def shift_spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(span.start + offset, span.end + offset) for span in spans)

    return replace(
        draft,
        source=shift_spans(draft.source),
        cue=shift_spans(draft.cue),
        content=shift_spans(draft.content),
        sentence=shift_spans((draft.sentence,))[0],
        cited=shift_spans((draft.cited,))[0] if draft.cited else None,
        named=shift_spans((draft.named,))[0] if draft.named else None,
        shared_subject=shift_spans((draft.shared_subject,))[0] if draft.shared_subject else None,
        others=shift_spans(draft.others),
        act=draft.act.shift(offset) if draft.act else None,
        focus=shift_spans(draft.focus),
    )


@dataclass(frozen=True, slots=True)
class ClauseAct:
    """One act as read from a clause, in characters of the document."""

    word: ActWord | None
    negated: bool
    completed: bool
    subject: tuple[int, int]
    object: tuple[int, int]
    unrealised: Modality | None = None  # how it is named, if nobody says that it took place

    def shift(self, by: int) -> ClauseAct:
        """The same act with its characters counted from further on."""
        word = self.word
        return replace(
            self,
            word=shift_word(word, by) if word else None,
            subject=(self.subject[0] + by, self.subject[1] + by),
            object=(self.object[0] + by, self.object[1] + by),
        )


def shift_word(word: ActWord, by: int) -> ActWord:
    return replace(word, start=word.start + by, end=word.end + by)


@dataclass(frozen=True, slots=True)
class SegmentAttributions:
    """The attributions of one segment, in its own characters."""

    drafts: tuple[AttributionDraft, ...]
    open_speaker: int | None = None  # index of the draft whose quotation the line end leaves open
    announced: AttributionDraft | None = (
        None  # "The ministry said:" at the line end, its content to come
    )
