"""The account of a number as a table whose rounded lines add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.table import Table

from servanda.cli.output import table

if TYPE_CHECKING:
    from servanda.records import Account, AccountLine, ExplainedItem

__all__ = ["account_table"]

COLUMNS = ("decibans", "by", "public", "says", "words of the text")


def account_table(account: Account, items: Mapping[str, ExplainedItem]) -> Table:
    """What was assumed, what each cause adds with its items beneath it, and the whole."""
    from servanda.dossier import round_parts

    parts = [account.prior_decibans, *(line.decibans for line in account.lines)]
    prior, *shown = round_parts(parts, total=account.decibans)
    rows = [(_signed_number(prior), "assumed beforehand", "", "", "")]
    for line, part in zip(account.lines, shown, strict=True):
        rows += _rows(line, part, [items[name] for name in line.evidence if name in items])
    rows.append((_signed_number(round_parts([account.decibans])[0]), "the whole", "", "", ""))
    return table("", COLUMNS, rows)


def _rows(
    line: AccountLine, part: float, items: list[ExplainedItem]
) -> Iterator[tuple[str, str, str, str, str]]:
    from servanda.dossier import LINE_WORDS, round_parts
    from servanda.records import LineKind

    name = line.origin or LINE_WORDS[line.kind]
    if line.kind is LineKind.SILENCE:
        name += f": {LINE_WORDS[line.kind]}"
    number = _signed_number(part)
    if line.standard_error:
        number += f" ±{line.standard_error:.1f}"
    if line.coupled_decibans and line.origin is not None:
        name += f" ({line.coupled_decibans:+.1f} by coupled duties)"
    if len(items) == 1:
        yield number, name, *_words(items[0])
        return
    yield number, name, "", "", ""
    whole = part if len(items) == len(line.evidence) else None
    for item, share in zip(
        items, round_parts([item.decibans for item in items], total=whole), strict=True
    ):
        yield f"  {_signed_number(share)}", f"  {item.origin}", *_words(item)


def _words(item: ExplainedItem) -> tuple[str, str, str]:
    return str(item.published), item.says, item.quote or ""


def _signed_number(decibans: float) -> str:
    return f"{decibans + 0.0:+.1f}"
