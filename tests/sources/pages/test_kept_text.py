"""What of a page is kept, also of one whose program did not escape its brackets."""

from __future__ import annotations

import csv
import html as html_entities
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.sources.documents.extraction_worker import answer
from servanda.sources.pages.kept_share import kept_share, shown_text
from servanda.sources.pages.stray_brackets import escape_stray_brackets

LINES = [
    f"In week {n} the mission visited site {chr(65 + n % 26)}{n} and found it as reported by both."
    for n in range(29)
]


def paragraphs(stray: str, at: int) -> str:
    lines = [*LINES]
    lines[at] = f"{lines[at][:30]}{stray}{lines[at][30:]}"
    body = "".join(f"<p><a id='{n}' name='{n}'>{line}</a></p>" for n, line in enumerate(lines))
    return f"<html><body>{body}</body></html>"


@pytest.mark.parametrize("at", [0, 7, 27])
@pytest.mark.parametrize(
    "stray",
    [
        "<50 men",
        "<Name of place",
        "< ",
        "<Name of place>",
        "<<",
        "<a",
        "<-->",
        "a<b",
        "<name@x.org>",
    ],
)
def test_a_stray_bracket_costs_no_paragraph(stray: str, at: int) -> None:
    html = paragraphs(stray, at)
    found = answer("html", html.encode(), {"max_date": "2030-01-01"})
    lost = [line for n, line in enumerate(LINES) if n != at and line not in found["text"]]
    assert lost == []
    assert found["kept_share"] > 0.98


def test_what_a_parser_drops_is_not_dropped_from_the_count() -> None:
    html = "<p>kept words here</p><p>lost words there and many more of them</p>"
    assert kept_share(html, "kept words here") == pytest.approx(13 / 45, abs=0.01)
    assert kept_share(html, "kept words here " * 9) < 0.5
    assert kept_share("<script>x = 1</script><!-- no --><p></p>", "") == 1.0
    assert shown_text("a<b>c</b>&lt;d <50 e").split() == ["a", "c", "<d", "<50", "e"]


@pytest.mark.parametrize(
    "html",
    [
        "<p class='a<b'>x</p><br/><my-own>y</my-own><o:p>z</o:p><!-- < <x --><!DOCTYPE html>",
        "<script>if (a<b) x</script><svg><path d='1'/></svg><IMG SRC=x><h2\nid=a>t</h2>",
        '<img src="data:image/svg+xml,<svg><x></svg>">',
    ],
)
def test_real_tags_stay_as_they_are(html: str) -> None:
    assert escape_stray_brackets(html) == html


@given(st.text("<>ab p/!-'\"&;", max_size=80))
def test_escaping_twice_changes_no_more(html: str) -> None:
    escaped = escape_stray_brackets(html)
    assert escape_stray_brackets(escaped) == escaped
    assert escaped.replace("&lt;", "<") == html.replace("&lt;", "<")


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.shared
@pytest.mark.slow
def test_the_reports_of_an_accord_are_kept_whole(shared_dir: Path) -> None:
    accords = shared_dir / "data" / "accords"
    with (accords / "dates.csv").open(newline="") as table:
        names = [row["file"] for row in csv.DictReader(table)]
    shares = []
    for name in names:
        data = (accords / "html" / name).read_bytes()
        # These pages have no elements but paragraphs and anchors: all else is text.
        bare = re.sub(r"</?p>|</a>|<a id=\"\d+\" name=\"\d+\">", " ", data.decode())
        shown = letters(html_entities.unescape(bare))
        found = answer("html", data, {"max_date": "2030-01-01"})
        shares.append(len(letters(found["text"])) / len(shown))
        assert found["kept_share"] == pytest.approx(shares[-1], abs=0.01)
    assert len(shares) == 57
    assert sum(0.99 <= share <= 1.0 for share in shares) >= 55
