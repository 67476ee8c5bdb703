"""The labelled documents of the corpus as the reader of statements sees them.

    for training in training_sets(encoder): ...

Every labelled pair is taken, and of the unlabelled ones, which are unrelated, the nearest and some
of the rest, so that what is learnt is to tell a duty's own news from its neighbours'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scripts.reading_corpus import Agreement, Duty, Page, agreements
from scripts.reading_kinds import KindDuty, KindSentence
from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.statements.closeness import closeness
from servanda.claims.statements.judge import JudgedPair
from servanda.claims.statements.passages import Passage, is_heading
from servanda.claims.statements.wording import DutyWording, WordedDocument, duty_wordings
from servanda.records import (
    Actor,
    ActorKind,
    Admiralty,
    Label,
    Names,
    Obligation,
    ObligationKind,
    Span,
)

__all__ = [
    "PageView",
    "TrainingSet",
    "agreement_names",
    "kind_pairs",
    "obligation_of",
    "page_view",
    "training_set",
    "training_sets",
    "with_strange_company",
    "worded_page",
]

NEAREST, OTHERS = 350, 150  # unlabelled pairs of an agreement that are taken [judgement; here]
STANDS_ALONE = 0.5  # of sentences without one before them, those that stay so [judgement; here]
_SURENESS = {"1": 0.5, "2": 0.8}  # weight of a row whose labeller was not sure [judgement; here]


@dataclass(frozen=True, slots=True)
class PageView:
    """One page with its passages, and each passage's features with each duty."""

    page: Page
    worded: WordedDocument
    features: NDArray[np.float64]  # (passage, duty, feature)


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """The chosen pairs of one agreement."""

    agreement: str
    writer: str
    pages: tuple[str, ...]
    pairs: tuple[JudgedPair, ...]
    features: NDArray[np.float64]  # (pair, feature)
    labels: NDArray[np.int64]  # (pair,), in the order of `Label`
    weights: NDArray[np.float64]  # (pair,)
    labelled: NDArray[np.bool_]  # (pair,): a person gave the label


def training_sets(encoder: SentenceEncoder, seed: int) -> Iterator[TrainingSet]:
    """The chosen pairs of every agreement of the corpus."""
    for agreement in agreements():
        yield training_set(agreement, encoder, seed)


def training_set(agreement: Agreement, encoder: SentenceEncoder, seed: int | None) -> TrainingSet:
    """The chosen pairs of one agreement; the seed draws the unlabelled ones, None takes all."""
    names = agreement_names(agreement)
    duties = duty_wordings([obligation_of(duty) for duty in agreement.duties], names)
    views = [page_view(page, duties, names, encoder) for page in agreement.pages]
    given = {(row.page, row.number, row.duty): row for row in reversed(agreement.labels)}
    places = [
        (view, passage, column)
        for view in views
        for passage in range(len(view.page.sentences))
        for column in range(len(duties))
    ]
    rows = [given.get((v.page.id, passage + 1, duties[c].id)) for v, passage, c in places]
    chosen: Sequence[int] = range(len(places))
    if seed is not None:
        chosen = _choose(places, [row is not None for row in rows], seed)
    picked = [(places[index], rows[index]) for index in chosen]
    return TrainingSet(
        agreement=agreement.id,
        writer=agreement.writer,
        pages=tuple(view.page.id for (view, _, _), _ in picked),
        pairs=tuple(_pair(view, passage, duties[c]) for (view, passage, c), _ in picked),
        features=np.array([view.features[passage, c] for (view, passage, c), _ in picked]),
        labels=np.array(
            [list(Label).index(Label(row.label if row else "unrelated")) for _, row in picked]
        ),
        weights=np.array(
            [_SURENESS.get(row.slots.get("sure", ""), 1.0) if row else 1.0 for _, row in picked]
        ),
        labelled=np.array([row is not None for _, row in picked]),
    )


def kind_pairs(duty: KindDuty) -> tuple[tuple[JudgedPair, ...], NDArray[np.int64]]:
    """The pairs of one duty of `corpus/kinds`, and their labels in the order of `Label`."""
    bearers = tuple(f"bearer-{number}" for number in range(max(1, len(duty.bearers))))
    actors = [
        Actor(party, (name,), ActorKind.GOVERNMENT, None, (), Admiralty.F)
        for party, name in (
            *zip(bearers, duty.bearers, strict=False),
            *((f"other-{number}", name) for number, name in enumerate(duty.others)),
        )
    ]
    names = Names(tuple(actors), (), ())
    asked = obligation_of(Duty("duty", bearers, duty.kind, duty.clause, None))
    (wording,) = duty_wordings([asked], names)
    pairs = [_kind_pair(sentence, wording, names) for sentence in duty.sentences]
    labels = [list(Label).index(Label(sentence.label)) for sentence in duty.sentences]
    return tuple(pairs), np.array(labels)


def with_strange_company(duty: KindDuty, rng: np.random.Generator) -> KindDuty:
    """The duty with half of the sentences that stand alone put behind another of its own.

    What the sentence before says of the duty is not what this one says: where nothing in the
    sentence leans on it, the label stays whatever stands before.
    """
    return replace(
        duty,
        sentences=tuple(
            sentence
            if sentence.before or rng.random() < STANDS_ALONE
            else replace(sentence, before=duty.sentences[rng.integers(len(duty.sentences))].text)
            for sentence in duty.sentences
        ),
    )


def _kind_pair(sentence: KindSentence, duty: DutyWording, names: Names) -> JudgedPair:
    parts = [part for part in (sentence.before, sentence.text) if part]
    text, passages = "", []
    for number, part in enumerate(parts):
        span = Span(len(text), len(text) + len(part))
        passages.append(Passage(span, part, None, number - 1 if number else None))
        text += f"{part}\n\n"
    wording = WordedDocument(text, passages, names).wording(len(parts) - 1, duty)
    return JudgedPair(duty.neutral, wording.context, wording.sentence)


def _choose(places: list[tuple[PageView, int, int]], labelled: list[bool], seed: int) -> list[int]:
    """All labelled pairs, and of the others some of the nearest eighth and some of any."""
    rng = np.random.default_rng(seed)
    others = [index for index, known in enumerate(labelled) if not known]
    cosines = [places[i][0].features[places[i][1], places[i][2], 0] for i in others]
    nearest = np.argsort(np.negative(cosines), kind="stable")[: len(others) // 8]
    near = rng.choice(nearest, min(NEAREST, len(nearest)), replace=False)
    rest = rng.choice(len(others), min(OTHERS, len(others)), replace=False)
    extra = sorted({others[k] for k in (*near.tolist(), *rest.tolist())})
    return sorted([index for index, known in enumerate(labelled) if known] + extra)


def page_view(
    page: Page, duties: tuple[DutyWording, ...], names: Names, encoder: SentenceEncoder
) -> PageView:
    """One page of the corpus, its lines as passages, with the features of every pair."""
    worded = worded_page(page, names)
    return PageView(page, worded, closeness(worded, duties, encoder))


def worded_page(page: Page, names: Names) -> WordedDocument:
    """One page of the corpus, its lines as passages."""
    text, passages, heading = "", [], None
    for number, sentence in enumerate(page.sentences):
        start = len(text)
        text += f"{sentence.text}\n\n"
        span = Span(start, start + len(sentence.text))
        titles = is_heading(sentence.text)
        before = number - 1 if number else None
        passages.append(Passage(span, sentence.text, heading, before, (), titles and number > 0))
        if titles:
            heading = number
    return WordedDocument(text, passages, names)


def _pair(view: PageView, passage: int, duty: DutyWording) -> JudgedPair:
    wording = view.worded.wording(passage, duty)
    return JudgedPair(duty.neutral, wording.context, wording.sentence)


def agreement_names(agreement: Agreement) -> Names:
    """The parties of an agreement as the actors of a case."""
    actors = tuple(
        Actor(party, names or (party,), ActorKind.GOVERNMENT, None, (), Admiralty.F)
        for party, names in agreement.parties.items()
    )
    return Names(actors, (), ())


def obligation_of(duty: Duty) -> Obligation:
    """A duty of the corpus as an obligation of a case; what it does not say is left open."""
    count = None if duty.count is None else round(duty.count)
    return Obligation.of_clause(
        duty.id, duty.clause, duty.bearers, ObligationKind(duty.kind), count
    )
