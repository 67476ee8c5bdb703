"""The readers: documents in, claims out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self

from servanda.claims.attribution.across_segments import DocumentAttributions
from servanda.claims.attribution.by_parse import attributions, nested_attributions
from servanda.claims.attribution.by_pattern import attributions_in, own_sentences
from servanda.claims.attribution.draft import AttributionDraft, SegmentAttributions
from servanda.claims.attribution.own_statements import statements
from servanda.claims.attribution.without_verb import label_attribution, unattributed_quotations
from servanda.claims.claim_builder import claims_of
from servanda.claims.content.acts_by_parse import with_acts
from servanda.claims.sentence_filter import mask_and_tokenise, sentence_filter
from servanda.claims.text.datelines import without_datelines
from servanda.claims.text.language import unread_language
from servanda.claims.text.quotations import quotes_in
from servanda.claims.text.segments import Segment
from servanda.records import Claim, Document, Names

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["DependencyReader", "PatternReader", "Reader", "drafts_of"]

VERSION = 6  # goes up with every change that can change a claim [definition]
_UNUSED_PIPES = ("ner",)
_BATCH = 64  # pieces parsed together; more is no faster and holds more memory [limit]


class Reader(Protocol):
    """Whatever reads claims out of documents."""

    @property
    def name(self) -> str:
        """Which reader, in which version: it goes with every claim."""

    def read(self, document: Document, names: Names) -> tuple[Claim, ...]:
        """The claims of one document, in text order."""


class DependencyReader:
    """Reads by the dependency parse of a spaCy model for English, which is passed in."""

    def __init__(self, nlp: Language) -> None:
        self._prepare(nlp.meta, lambda: nlp)

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any], load: Callable[[], Language]) -> Self:
        """The reader with a model that is loaded once something is to be read.

        meta: what the model says of itself, which gives the reader its name
        """
        reader = cls.__new__(cls)
        reader._prepare(meta, load)
        return reader

    def _prepare(self, meta: Mapping[str, Any], load: Callable[[], Language]) -> None:
        self.name = f"dependency/{VERSION} {meta['lang']}_{meta['name']}-{meta['version']}"
        self._load = load

    @cached_property
    def parse(self) -> Language:
        """The loaded model: a text in, its parse out."""
        return self._load()

    def read(self, document: Document, names: Names) -> tuple[Claim, ...]:
        """The claims of one document, in text order."""
        (claims,) = self.read_many([document], names)
        return claims

    def read_many(self, documents: Iterable[Document], names: Names) -> Iterator[tuple[Claim, ...]]:
        """The claims of each document in turn; the same as reading them one by one, but faster."""
        nlp, tells = self.parse, sentence_filter(names)
        begun: deque[tuple[Document, list[tuple[Segment, bool]]]] = deque()

        def token_docs() -> Iterator[Doc]:
            for document in documents:
                pieces = [
                    (piece, mask_and_tokenise(nlp, piece.text, tells))
                    for piece in _pieces(document)
                ]
                begun.append((document, [(piece, doc is not None) for piece, doc in pieces]))
                yield from (doc for _, doc in pieces if doc is not None)

        parsed = nlp.pipe(
            token_docs(),
            disable=[pipe for pipe in _UNUSED_PIPES if pipe in nlp.pipe_names],
            batch_size=_BATCH,
        )
        ahead: deque[Doc] = deque()  # parsed while looking for the next document's beginning
        while True:
            while not begun and (doc := next(parsed, None)) is not None:
                ahead.append(doc)
            if not begun:
                return
            document, pieces = begun.popleft()
            read = [
                (piece, (ahead.popleft() if ahead else next(parsed)) if wanted else None)
                for piece, wanted in pieces
            ]
            yield claims_of(document, names, drafts_of(read), self.name)


def _pieces(document: Document) -> tuple[Segment, ...]:
    """What is read of a document: nothing where it is in another language, and no dateline."""
    return () if unread_language(document) else without_datelines(document)


def drafts_of(pieces: list[tuple[Segment, Doc | None]]) -> list[AttributionDraft]:
    """What the segments of one document hold, in the document's characters.

    A segment without a parse holds nothing but perhaps a label.
    """
    thread = DocumentAttributions()
    for segment, doc in pieces:
        quotes = quotes_in(segment)
        if doc is None:
            label = label_attribution(segment.text, quotes)
            thread.add(segment, quotes, SegmentAttributions((label,) if label else ()), (), ())
            continue
        label = label_attribution(segment.text, quotes)
        found = SegmentAttributions((label,)) if label else attributions(doc, quotes)
        lone = tuple(unattributed_quotations(segment.text, quotes, found.drafts))
        own = tuple(statements(doc, (*found.drafts, *lone), quotes))
        heads, parts = _split_acts(doc, found.drafts)
        nested = {
            draft.start: _split_acts(doc, nested_attributions(doc, quotes, draft))[0]
            for draft in lone
        }
        lone, more = _split_acts(doc, lone)
        own, rest = _split_acts(doc, own)
        thread.add(
            segment,
            quotes,
            replace(found, drafts=heads),
            tuple((draft, nested[draft.start]) for draft in lone),
            (*own, *parts, *more, *rest),
        )
    return thread.drafts


def _split_acts(
    doc: Doc, drafts: tuple[AttributionDraft, ...]
) -> tuple[tuple[AttributionDraft, ...], tuple[AttributionDraft, ...]]:
    """The drafts with their acts, and the further clauses of theirs that have another."""
    read = [with_acts(doc, draft) for draft in drafts]
    return tuple(r[0] for r in read), tuple(part for r in read for part in r[1:])


class PatternReader:
    """Reads by patterns alone; needs no model."""

    name = "patterns/5"

    def read(self, document: Document, names: Names) -> tuple[Claim, ...]:
        """The claims of one document, in text order."""
        return claims_of(document, names, _drafts(_pieces(document)), self.name)

    def read_many(self, documents: Iterable[Document], names: Names) -> Iterator[tuple[Claim, ...]]:
        """The claims of each document in turn."""
        for document in documents:
            yield self.read(document, names)


def _drafts(pieces: Iterable[Segment]) -> list[AttributionDraft]:
    thread = DocumentAttributions()
    for segment in pieces:
        quotes = quotes_in(segment)
        label = label_attribution(segment.text, quotes)
        found = SegmentAttributions((label,)) if label else attributions_in(segment, quotes)
        lone = tuple(unattributed_quotations(segment.text, quotes, found.drafts))
        own = tuple(own_sentences(segment, quotes, (*found.drafts, *lone)))
        thread.add(segment, quotes, found, tuple((draft, ()) for draft in lone), own)
    return thread.drafts
