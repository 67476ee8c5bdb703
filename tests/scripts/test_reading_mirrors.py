"""Whose duty a sentence tells of, by whom it names: counted on an agreement worked by hand."""

from __future__ import annotations

from pathlib import Path

from scripts.reading_corpus import agreements
from scripts.reading_mirrors import NamedTellings, named_tellings

AGREEMENT = """writer: nobody
signed: 2020-01-01
parties:
  - {id: norland, names: [Norland]}
  - {id: sudria, names: [Sudria]}
duties:
  - {id: n, bearer: norland, kind: act, clause: Norland withdraws its tanks from the line by May.}
  - {id: s, bearer: sudria, kind: act, clause: Sudria withdraws its tanks from the line by May.}
  - {id: p, bearer: sudria, kind: act, clause: Sudria lets the monitors into each of its prisons.}
"""
PAGE = """register: official
publisher: norland
published: 2020-05-01
title: Tanks

Norland has withdrawn its tanks from the line.
Sudria has not withdrawn its tanks from the line.
The army of Norland left, and the other one too.
Watched by Norland, the last tanks of the South went home.
Norland and Sudria have withdrawn their tanks.
The tanks are gone from the line on either side.
Norland promises to withdraw its tanks.
Sudria has opened its prisons.
"""
LABELS = """
page:1 n done
page:2 s not_done
page:3 n done
page:3 s done
page:4 s done
page:5 n done
page:5 s done
page:6 n done
page:6 s done
page:7 n intended
page:7 s intended
page:8 p done
"""


def test_who_is_named_alone_is_told_of_and_now_and_then_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "a1-tanks"
    (folder / "documents").mkdir(parents=True)
    (folder / "agreement.yaml").write_text(AGREEMENT, "utf-8")
    (folder / "documents" / "page.txt").write_text(PAGE, "utf-8")
    (folder / "labels.txt").write_text(LABELS, "utf-8")
    # Lines 1 to 4 name one of the two and tell of their duties; 3 and 4 tell of the other's.
    assert named_tellings(agreements(tmp_path)) == NamedTellings(of_either=4, of_unnamed=2)
