"""The reports on a real accord, as web pages with a table of dates beside them: one command."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from servanda.sources import read_sources
from tests.cli.running import run

_WORD = re.compile(r"[^\W_]+")
REPORTS, WHOLE = 57, 55  # the reports, and those of which nearly all must be kept
ALL = 0.99  # of the letters of a page
RECORDED = datetime(2024, 2, 3, tzinfo=UTC)


class _Shown(HTMLParser):
    """The words of a page as Python's own parser finds them: another one than the product's."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: Counter[str] = Counter()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words.update(_WORD.findall(data))


def kept_of(html: str, text: str) -> float:
    shown, kept = _Shown(html).words, Counter(_WORD.findall(text))
    whole = sum(len(word) * number for word, number in shown.items())
    return sum(len(word) * min(number, kept[word]) for word, number in shown.items()) / whole


@pytest.mark.shared
def test_reports_as_pages_with_their_dates_are_one_command(
    tmp_path: Path, shared_dir: Path
) -> None:
    accords = shared_dir / "data" / "accords"
    case, reports = tmp_path / "accord", tmp_path / "reports"
    shutil.copytree(accords / "case", case, ignore=shutil.ignore_patterns("sources"))
    shutil.copytree(accords / "html", reports)
    shutil.copy(accords / "dates.csv", reports / "sources.csv")
    added = run("add", case, reports, "--format", "json", "--data", tmp_path / "d")
    assert added.code == 0, added.err
    rows = {row["name"]: row for row in json.loads(added.out)}
    with (accords / "dates.csv").open(encoding="utf-8") as table:
        wanted = {row["file"]: row for row in csv.DictReader(table)}
    assert len(rows) == len(wanted) == REPORTS
    for name, row in rows.items():
        assert row["publisher"] == wanted[name]["publisher"]
        assert row["published"].startswith(wanted[name]["published"])  # a month: its last day
        assert row["dated_by"].startswith("sources.csv:")
    assert "no date" not in added.err
    (reports / "sources.csv").unlink()
    texts = {kept.document.name: kept.document.text for kept in read_sources([reports], RECORDED)}
    short = [
        name
        for name, text in texts.items()
        if kept_of((reports / name).read_text(encoding="utf-8"), text) < ALL
    ]
    assert len(texts) - len(short) >= WHOLE
    assert all(rows[name]["kept_share"] < ALL for name in short)  # the rest is reported
