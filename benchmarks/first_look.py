"""How well statements are read on an agreement that nobody here has seen, as it is written.

    python -m benchmarks.first_look FOLDER...

A folder is laid out as those of `corpus/reading`. Every document is read whole. Two shares decide:
of the sentences that speak for, in part or against, how many became evidence of that direction; and
of what would move a number, how much is right.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.bars import Figure, print_figures
from benchmarks.reading import scorer, statement_row
from scripts.reader.pairs import agreement_names, obligation_of
from scripts.reading_corpus import DIRECTIONS, Agreement, Page, read_agreement
from servanda.claims import StatementReader
from servanda.claims.statements.fitted import Register
from servanda.pipeline import load_case_reader
from servanda.records import Document, DocumentKind, sha256

__all__ = ["figures"]

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
NEWS = frozenset({"wire", "newspaper", "live_blog"})
MOVING = ("for", "part", "against")
Row = Mapping[str, Any]


def figures(folder: Path, reader: StatementReader) -> Iterator[Figure]:
    """The shares, and the scorer's figures, of one agreement."""
    agreement = read_agreement(folder)
    read = [row for page in agreement.pages for row in _read(page, agreement, reader)]
    gold = _gold(agreement)
    found, moved, right = _evidence(gold, read)
    wanted = sum(DIRECTIONS[row["label"]] in MOVING for row in gold.values())
    name = f"{agreement.id}, {wanted} of {len(gold)} rows speak"
    yield Figure(
        f"{name}: became right evidence", ">= .60", f"{found / wanted:.2f}", found >= 0.6 * wanted
    )
    yield Figure(
        f"{name}: right of what moves a number",
        ">= .85",
        f"{right} of {moved} ({right / max(moved, 1):.2f})",
        right >= 0.85 * moved,
    )
    measured = scorer().measured(*_pairs(gold, read))
    for key in (
        "average_precision", "precision_at_recall_70", "direction_relevance_given",
        "best_constant_direction", "mean_recall_relevance_given", "label_accuracy_on_bearing",
        "recall_at_precision_85", "right_of_said", "found_of_wanted", "counts_right",
        "ece_of_read",
    ):  # fmt: skip
        yield Figure(f"{agreement.id}: {key}", "shown", str(measured[key]), True)


def _read(page: Page, agreement: Agreement, reader: StatementReader) -> list[Row]:
    """What is read of one page, as the command prints it, with the line that it stands on."""
    text = "\n\n".join(sentence.text for sentence in page.sentences)
    document = Document(
        id=page.id,
        kind=DocumentKind.PAGE,
        sha256=sha256(text.encode("utf-8")),
        text=text,
        name=f"{page.id}.txt",
        media_type="text/plain",
        source=None,
        url=None,
        title=page.title,
        published=page.published,
        recorded=MOMENT,
        language="en",
        variant_of=None,
    )
    register = Register.NEWS if page.register in NEWS else Register.REPORT
    duties = [obligation_of(duty) for duty in agreement.duties]
    statements = reader.read(document, (), duties, agreement_names(agreement), register)
    return [statement_row(document, statement) for statement in statements]


def _gold(agreement: Agreement) -> Mapping[tuple[str, str, str], Row]:
    """The first label of each line and duty, by page, text and duty."""
    texts = {
        (page.id, sentence.number): sentence.text
        for page in agreement.pages
        for sentence in page.sentences
    }
    rows: dict[tuple[str, str, str], Row] = {}
    for label in agreement.labels:
        text = " ".join(texts[label.page, label.number].split())
        row = {
            "document": label.page,
            "sentence": text,
            "duty": label.duty,
            "label": label.label,
            "count": label.slots.get("count"),
        }
        rows.setdefault((label.page, text, label.duty), row)
    return rows


def _pairs(
    gold: Mapping[tuple[str, str, str], Row], read: Sequence[Row]
) -> tuple[list[Row], list[Row | None]]:
    by_place: dict[tuple[str, str], list[Row]] = {}
    for row in read:
        by_place.setdefault((row["document"], row["obligation"]), []).append(row)
    rows = list(gold.values())
    return rows, [scorer().predicted(row, by_place) for row in rows]


def _evidence(
    gold: Mapping[tuple[str, str, str], Row], read: Sequence[Row]
) -> tuple[int, int, int]:
    """Sentences that became right evidence; items that move a number; those that are right."""
    rows, found = _pairs(gold, read)
    told = sum(
        DIRECTIONS[row["label"]] in MOVING
        and guess is not None
        and DIRECTIONS[guess["label"]] == DIRECTIONS[row["label"]]
        for row, guess in zip(rows, found, strict=True)
    )
    moving = [row for row in read if DIRECTIONS[row["label"]] in MOVING]
    lines: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        lines.setdefault((row["document"], row["duty"]), []).append(row)
    counted = Counter(
        any(
            row["text"] in line["sentence"]
            and DIRECTIONS[line["label"]] == DIRECTIONS[row["label"]]
            for line in lines.get((row["document"], row["obligation"]), ())
        )
        for row in moving
    )
    return told, len(moving), counted[True]


def main() -> int:
    """Print a table for each folder named."""
    reader, _ = load_case_reader()
    held = [
        print_figures(Path(folder).name, figures(Path(folder), reader.statements))
        for folder in sys.argv[1:]
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    raise SystemExit(main())
