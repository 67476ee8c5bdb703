"""Fit the two looks at a pair of sentences, and write them as a file that can be read.

`python -m scripts.origins.fit_verifier` needs WordNet's files (Debian's wordnet-base) and some ten
minutes. Everything follows from SEEDS. The first look sees two sentences, the second the documents
around them, too. Corpora of several sizes are fitted on together, so that what is learnt does not
hang on the size; event families from HELD_OUT on are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.origins.boosting import fit_tables
from scripts.origins.common_words import read_frequencies
from scripts.origins.events import HELD_OUT
from scripts.origins.labelled_pairs import LabelledPairs, labelled_pairs
from scripts.origins.rewritten_corpus import Page, make_corpus, read_base
from scripts.origins.synonyms import Thesaurus
from servanda.origins.reuse.boosted_tables import BoostedTables
from servanda.origins.reuse.document_context import CONTEXT_FEATURES, context_features
from servanda.origins.reuse.pair_features import PAIR_FEATURES

__all__ = ["FITTED", "fit", "tables_json"]

MODELS = Path(__file__).resolve().parents[2] / "src" / "servanda" / "sources" / "models"
FITTED = MODELS / "reuse-verifier.json"

# Seed, slice of the base articles, articles with copies, event claims.
CORPORA = (
    (1, slice(0, 560), 160, 400), (2, slice(0, 120), 50, 60), (3, slice(200, 250), 15, 30),
    (4, slice(300, 560), 100, 240), (5, slice(120, 145), 8, 20), (6, slice(400, 480), 30, 60),
)  # fmt: skip
FIRST_TABLES, SECOND_TABLES, QUESTIONS = 45, 60, 5
# Of pairs of sentences that report events, against any other: they are few, and what tells
# independent reports from copies is to be learnt from them.
COPY_WEIGHT, INDEPENDENT_WEIGHT = 6.0, 8.0


def fit(
    corpora: tuple[LabelledPairs, ...], weights: tuple[NDArray[np.float64], ...]
) -> tuple[BoostedTables, BoostedTables]:
    """The first and the second look."""
    chosen = [pairs.label >= 0 for pairs in corpora]
    label = np.concatenate([pairs.label[c] == 1 for pairs, c in zip(corpora, chosen, strict=True)])
    weight = np.concatenate([w[c] for w, c in zip(weights, chosen, strict=True)])
    values = np.concatenate([pairs.values[c] for pairs, c in zip(corpora, chosen, strict=True)])
    first = fit_tables(PAIR_FEATURES, values, label, weight, FIRST_TABLES, QUESTIONS)
    around = [
        context_features(
            pairs.pairs, first.log_odds(PAIR_FEATURES, pairs.values), pairs.document, pairs.length
        )[c]
        for pairs, c in zip(corpora, chosen, strict=True)
    ]
    both = np.concatenate((values, np.concatenate(around)), axis=1)
    names = (*PAIR_FEATURES, *CONTEXT_FEATURES)
    return first, fit_tables(names, both, label, weight, SECOND_TABLES, QUESTIONS)


def tables_json(looks: Mapping[str, BoostedTables]) -> str:
    """The looks as JSON, a table a line."""
    parts = []
    for name, look in looks.items():
        lines = ",\n  ".join(
            json.dumps({"above": table.questions, "log_odds": table.log_odds})
            for table in look.tables
        )
        parts.append(f'"{name}": {{"start": {look.start}, "tables": [\n  {lines}]}}')
    about = '"made_by": "scripts/origins/fit_verifier.py"'
    return "{" + ",\n".join([about, *parts]) + "}\n"


def main() -> None:
    """Make the corpora, fit, write."""
    thesaurus, base, frequencies = Thesaurus(), read_base(), read_frequencies()
    order = np.random.default_rng(0).permutation(len(base)).tolist()
    corpora, weights = [], []
    for seed, part, parents, claims in CORPORA:
        chosen = [base[number] for number in order[part]]
        corpus = make_corpus(seed, thesaurus, chosen, parents, claims, range(HELD_OUT))
        pairs = labelled_pairs(corpus, frequencies)
        corpora.append(pairs)
        weights.append(_weights(corpus.pages, pairs))
    first, second = fit(tuple(corpora), tuple(weights))
    FITTED.write_text(tables_json({"sentences": first, "documents": second}), encoding="utf-8")


def _weights(pages: Sequence[Page], pairs: LabelledPairs) -> NDArray[np.float64]:
    """One a pair, more for pairs of two sentences that report events."""
    told = np.zeros(len(pairs.document), np.bool_)
    claim_pages = {page.id for page in pages if page.kind == "claim"}
    flat = [sent for page in sorted(pages, key=lambda page: page.id) for sent in page.sents]
    for number, sent in enumerate(flat):
        told[number] = any(origin[0] in claim_pages and origin[1] == 0 for origin in sent.origins)
    both = told[pairs.pairs[0]] & told[pairs.pairs[1]]
    return np.where(both, np.where(pairs.label == 1, COPY_WEIGHT, INDEPENDENT_WEIGHT), 1.0)


if __name__ == "__main__":
    main()
