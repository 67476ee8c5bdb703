"""A case of one or two duties and a few pages, entered by hand, in a temporary place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from servanda.claims import PatternReader
from tests.cli.running import Outcome, run

__all__ = ["Page", "Run", "SmallCase", "start_case"]

HEAD = """\
id: delta
title: The delta truce
actors:
  - {id: council, names: [the Council], kind: government, reliability: D}
  - {id: league, names: [the League], kind: armed_group, reliability: D}
  - {id: envoys, names: [the Envoys], kind: international_body, reliability: A}
  - {id: pilots, names: [the Pilots], kind: international_body, reliability: A}
sources:
  - {id: envoy-page, name: Envoys, actor: envoys, reliability: A}
  - {id: pilot-page, name: Pilots, actor: pilots, reliability: A}
instruments:
  - {id: truce, title: Delta truce, kind: agreement, date: 2014-05-01, parties: [council, league]}
obligations:
"""

Run = Callable[..., Outcome]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one of the two witnesses."""

    published: str
    text: str
    publisher: str = "envoy-page"


@dataclass(frozen=True, slots=True)
class SmallCase:
    """The case as it was loaded, with what was entered."""

    folder: Path

    def rows(self, as_of: str, *more: str) -> dict[str, Any]:
        """The rows of the assessment by the ids of their duties."""
        outcome = run("assess", "delta", "--as-of", as_of, *more, "--format", "json")
        assert outcome.code == 0, outcome.err
        return {row["id"]: row for row in json.loads(outcome.out)["obligations"]}


def start_case(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    duties: str,
    pages: Mapping[str, Page],
    entered: Sequence[str] = (),
    *,
    read: bool = False,
) -> SmallCase:
    """Load the case of these duties and pages, and enter the rows of a table of claims.

    entered: its head and its rows, in the manner of claims.csv
    read: whether the pages are read by machine too
    """
    if not read:
        monkeypatch.setattr("servanda.pipeline.load_reader", lambda: (PatternReader(), None))
    monkeypatch.setenv("SERVANDA_WHO", "ann")
    monkeypatch.setenv("SERVANDA_DATA", str(folder / "data"))
    root = folder / "delta"
    (root / "sources").mkdir(parents=True)
    (root / "case.yaml").write_text(HEAD + duties, "utf-8")
    (root / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    for name, page in pages.items():
        head = f"---\npublished: {page.published}\npublisher: {page.publisher}\n---\n"
        (root / "sources" / f"{name}.md").write_text(f"{head}{page.text}\n", "utf-8")
    loaded = run("case", "load", root)
    assert loaded.code == 0, loaded.err
    if entered:
        table = folder / "claims.csv"
        table.write_text("\n".join(entered) + "\n", "utf-8")
        imported = run("claim", "import", "delta", table)
        assert imported.code == 0, imported.err
    return SmallCase(root)
