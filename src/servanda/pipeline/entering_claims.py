"""Claims entered by hand, one by one or from a table, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from servanda.claims import (
    apply_decisions,
    claim_by_hand,
    decision_on,
    decisions_by_claim,
    names_of,
    next_number,
)
from servanda.errors import InputError, NotFoundError
from servanda.pipeline.custody.ordering_decisions import decisions_of
from servanda.pipeline.loading_cases import duty_of
from servanda.records import Case, Claim, ClaimEntry, Decision, DecisionAct, Document
from servanda.sources import read_claim_table
from servanda.store import Store

__all__ = ["enter_claims", "import_claims"]


def import_claims(store: Store, case: Case, path: Path, now: datetime) -> tuple[Claim, ...]:
    """Enter every claim of a table, or none of them.

    Raises InputError with one line for each thing wrong in any row.
    """
    table = read_claim_table(path)
    rows = [(f"{table.label}:{row.line}: ", row.entry) for row in table.rows]
    return _enter_rows(store, case, rows, now, [str(problem) for problem in table.problems])


def enter_claims(
    store: Store, case: Case, entries: Iterable[ClaimEntry], now: datetime
) -> tuple[Claim, ...]:
    """Keep claims entered by hand, all or none; a claim that exists already is not kept again.

    Raises InputError with one line for each thing wrong.
    """
    return _enter_rows(store, case, [("", entry) for entry in entries], now, [])


def _enter_rows(
    store: Store,
    case: Case,
    entries: Sequence[tuple[str, ClaimEntry]],
    now: datetime,
    problems: list[str],
) -> tuple[Claim, ...]:
    documents = {document.id: document for document in store.documents(case.id)}
    before = list(store.load_all(Claim, case.id))
    decisions = decisions_of(store, Decision, case.id)
    made: list[Claim] = []
    new: list[object] = []
    for place, entry in entries:
        try:
            document = _document_of(entry, documents, case)
            claim = _claim_of(entry, document, case, before)
        except (InputError, NotFoundError) as error:
            problems.append(f"{place}{error}")
            continue
        acts = [decision_on(claim, document, DecisionAct.ACCEPT, store.who, now, reason="by hand")]
        if entry.obligation is not None:
            link = decision_on(
                claim, document, DecisionAct.LINK, store.who, now, obligation=entry.obligation
            )
            acts.append(link)
        earlier = _find_duplicate(claim, entry, document, before, chain(decisions, _decisions(new)))
        made.append(earlier or claim)
        if earlier is None:
            before.append(claim)
            new += [claim, *acts]
    if problems:
        raise InputError("\n".join(problems))
    store.append(new, case.id)
    return tuple(made)


def _decisions(records: Iterable[object]) -> Iterator[Decision]:
    return (record for record in records if isinstance(record, Decision))


def _document_of(entry: ClaimEntry, documents: dict[str, Document], case: Case) -> Document:
    if entry.document not in documents:
        raise NotFoundError(
            f"no document {entry.document!r} in case {case.id!r}; "
            f"add it with `servanda add {case.id} FILE`, or write the id of another"
        )
    return documents[entry.document]


def _claim_of(entry: ClaimEntry, document: Document, case: Case, before: Iterable[Claim]) -> Claim:
    unit = None
    if entry.obligation is not None:
        duty = duty_of(case, entry.obligation)
        unit = duty.unit or duty.object
    number = next_number(document.id, before)
    return claim_by_hand(document, entry, names_of(case), unit, number)


def _find_duplicate(
    claim: Claim,
    entry: ClaimEntry,
    document: Document,
    before: Sequence[Claim],
    decisions: Iterable[Decision],
) -> Claim | None:
    """An earlier claim with equal content that is linked as the entry asks and still counts."""
    place = (claim.document, claim.content)
    alike = [
        earlier
        for earlier in before
        if (earlier.document, earlier.content) == place and replace(earlier, id=claim.id) == claim
    ]
    if not alike:
        return None
    acts = decisions_by_claim(document, alike, decisions)
    for earlier in apply_decisions(alike, acts, lambda claims: claims):
        linked = {link.obligation for link in earlier.proposition.links}
        if entry.obligation is None or entry.obligation in linked:
            return earlier
    return None
