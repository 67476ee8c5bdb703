"""Whatever a text, a name or an address holds, the page stays a page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from servanda.dossier import dossier_html
from servanda.dossier.print.untrusted_text import (
    language_tag,
    replace_invalid_characters,
    web_address,
)
from tests.dossier.reading import embedded, read
from tests.dossier.trails import TRAIL

HOSTILE = (
    "</script></style></title></svg>\"'><img src=x onerror=alert(1)>"
    "<script>alert(2)</script><!-- {{ 7*7 }} {% raw %} &lt; \u202e\u2066\u200f]]>"
)
PLAIN = read(dossier_html(TRAIL))


def rewritten(value: Any, change: Callable[[str], str]) -> Any:
    """The record with every text in it changed; enums and digits are not texts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            f.name: rewritten(getattr(value, f.name), change) for f in dataclasses.fields(value)
        }
        return replace(value, **fields)
    if isinstance(value, tuple):
        return tuple(rewritten(part, change) for part in value)
    return change(value) if type(value) is str else value


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: HOSTILE + text, id="before"),
        pytest.param(lambda text: text + HOSTILE, id="after"),
        pytest.param(lambda text: f"javascript:alert(1)//{text}", id="address"),
        pytest.param(lambda text: f"\u202e{text}\ud800\x00\x1b", id="marks"),
    ],
)
def test_hostile_texts_in_every_field_are_inert(change: Callable[[str], str]) -> None:
    page = dossier_html(rewritten(TRAIL, change))
    page.encode("utf-8")
    root = read(page)
    elements = root.all()
    assert {e.tag for e in elements} <= {e.tag for e in PLAIN.all()}
    scripts = [element.attributes for element in root.all("script")]
    assert scripts == [{"type": "application/json", "id": key} for key in ("assessment", "records")]
    assert len(embedded(root)["obligations"]) == len(TRAIL.assessment.judgements)
    names = {name for e in elements for name in e.attributes}
    assert not {name for name in names if name.startswith("on")}
    for link in root.all("a"):
        address = link.attributes["href"] or ""
        assert re.match(r"#|https?://[^\s]", address)
        assert address.startswith("#") or link.attributes["rel"] == "noopener noreferrer"


def test_nothing_is_fetched() -> None:
    page = dossier_html(TRAIL)
    policy = PLAIN.all("meta")[1]
    assert policy.attributes["http-equiv"] == "Content-Security-Policy"
    content = policy.attributes["content"] or ""
    assert content.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not {"img", "link", "iframe", "object", "embed", "video", "audio", "base", "form"} & {
        e.tag for e in PLAIN.all()
    }
    loading = {"src", "srcset", "background", "poster", "data", "action", "xlink:href", "ping"}
    assert not [name for e in PLAIN.all() for name in e.attributes if name in loading]
    assert {e.tag for e in PLAIN.all() if "href" in e.attributes} == {"a"}
    style = PLAIN.one("style").text
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]*)\)", page)) - {"#hatch"} == {
        f"#{clip.attributes['id']}" for clip in PLAIN.all("clippath")
    }


def test_marks_of_direction_end_with_the_text_they_stand_in() -> None:
    """Each text from outside is in an element that isolates it."""
    root = read(dossier_html(rewritten(TRAIL, lambda text: f"\u202e{text}")))
    for element in root.one("main").walk():
        holds = any(isinstance(c, str) and "\u202e" in c for c in element.children)
        if holds:
            isolating = element.tag in {"bdi", "title", "desc", "text", "code", "mark"}
            assert isolating or element.attributes.get("dir") == "auto", element.tag


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "ftp://example.org",
        "http:",
        "http://[",
        "x",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None


def test_an_address_that_is_no_web_address_is_printed_and_not_linked() -> None:
    document = replace(TRAIL.documents[0], url="file:///etc/passwd")
    root = read(dossier_html(replace(TRAIL, documents=(document, *TRAIL.documents[1:]))))
    assert "file:///etc/passwd" in root.one("article", id="E1").text
    assert not root.one("tr", id="D1").all("a")


def test_languages_that_are_none_are_left_out() -> None:
    assert language_tag("ko") == "ko"
    assert language_tag('ko" onclick="x') is None
    assert language_tag(None) is None


def test_what_no_page_may_hold_becomes_the_mark_of_replacement() -> None:
    assert replace_invalid_characters("a\ud800b\x00c\n") == "a\ufffdb\ufffdc\n"
