"""The readers: documents in, claims out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import count
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
from servanda.claims.text.language import is_unread
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
# In one batch. A page of 64 paragraphs has some 20,000; 64 pieces without a line end have 250,000,
# which take 0.6 GB to parse together. [limit]
_BATCH_CHARACTERS = 40_000


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
        begun: deque[tuple[Document, tuple[Segment, ...]]] = deque()

        def token_docs() -> Iterator[tuple[Doc, tuple[int, int]]]:
            for number, document in enumerate(documents):
                pieces = _pieces(document)
                begun.append((document, pieces))
                for index, piece in enumerate(pieces):
                    doc = mask_and_tokenise(nlp, piece.text, tells)
                    if doc is not None:
                        yield doc, (number, index)

        def parses() -> Iterator[tuple[Doc, tuple[int, int]]]:
            unused = [pipe for pipe in _UNUSED_PIPES if pipe in nlp.pipe_names]
            for batch in _batches(token_docs()):
                yield from nlp.pipe(batch, as_tuples=True, disable=unused, batch_size=_BATCH)

        parsed = _ParsedPieces(parses())
        for number in count():
            parsed.look_ahead()
            if not begun:
                return
            document, pieces = begun.popleft()
            read = ((piece, parsed.take(number, index)) for index, piece in enumerate(pieces))
            yield claims_of(document, names, drafts_of(read), self.name)


def _batches(
    docs: Iterable[tuple[Doc, tuple[int, int]]],
) -> Iterator[list[tuple[Doc, tuple[int, int]]]]:
    """The pieces in groups to parse together: so many, or fewer that are long."""
    batch: list[tuple[Doc, tuple[int, int]]] = []
    characters = 0
    for doc, whose in docs:
        batch.append((doc, whose))
        characters += len(doc.text)
        if len(batch) == _BATCH or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


class _ParsedPieces:
    """Parses as they come, each asked for by its document and piece; none is held for longer.

    The parses of a report of 2 MB take 0.7 GB.
    """

    def __init__(self, parsed: Iterator[tuple[Doc, tuple[int, int]]]) -> None:
        self._parsed = parsed
        self._next: tuple[Doc, tuple[int, int]] | None = None

    def look_ahead(self) -> tuple[Doc, tuple[int, int]] | None:
        """The next parse and whose it is; it stays the next one. None at the end."""
        if self._next is None:
            self._next = next(self._parsed, None)
        return self._next

    def take(self, document: int, piece: int) -> Doc | None:
        """The parse of this piece; None if it has none."""
        found = self.look_ahead()
        if found is None or found[1] != (document, piece):
            return None
        self._next = None
        return found[0]


def _pieces(document: Document) -> tuple[Segment, ...]:
    """What is read of a document: no dateline, nothing foreign or longer than any book."""
    return () if is_unread(document) else without_datelines(document)


def drafts_of(pieces: Iterable[tuple[Segment, Doc | None]]) -> list[AttributionDraft]:
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
