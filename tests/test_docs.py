"""The documentation says what the program does: every command in it is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import docs_constants, docs_options, docs_records
from scripts.docs_console import ROOT, console_pages, refreshed
from scripts.docs_options import page_with_options
from scripts.docs_records import records_page
from servanda.settings import SETTINGS
from tests.cli.running import run

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")


def seen(words: list[str]) -> str:
    outcome = run(*words)
    assert outcome.code == 0, outcome.err
    return re.sub(r"[ \t]+$", "", outcome.out + outcome.err, flags=re.MULTILINE)


@pytest.mark.parametrize("page", list(console_pages()), ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page: Path) -> None:
    assert refreshed(page, seen) == page.read_text(encoding="utf-8"), "run `make docs`"


@pytest.mark.parametrize(
    "page", sorted([ROOT / "README.md", *DOCS.rglob("*.md")]), ids=lambda page: page.stem
)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_setting_is_in_the_reference() -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    assert [one.name for one in SETTINGS if f"`{one.name}`" not in page] == []


def test_every_record_is_in_the_reference() -> None:
    page = docs_records.PAGE.read_text(encoding="utf-8")
    assert page == records_page(), "run `make docs`"


def test_every_option_of_every_command_is_in_the_reference() -> None:
    page = docs_options.PAGE.read_text(encoding="utf-8")
    assert page == page_with_options(), "run `make docs`"


def test_every_constant_is_in_the_reference() -> None:
    page = docs_constants.PAGE.read_text(encoding="utf-8")
    assert page == docs_constants.constants_page(), "run `make docs`"


# Rooms that are to be rewritten whole say the grounds of their constants then.
TO_BE_REWRITTEN = (
    "claims/content", "claims/lexicon", "evidence/relevance", "evidence/statements",
)  # fmt: skip


def test_every_constant_says_on_what_ground_it_was_chosen() -> None:
    bare = [
        f"{one.path}: {one.name}"
        for one in docs_constants.constants()
        if one.ground is None and not one.path.startswith(TO_BE_REWRITTEN)
    ]
    assert bare == []


def test_pages_are_of_the_four_kinds_or_decisions() -> None:
    folders = {path.name for path in DOCS.iterdir()}
    assert folders == {"tutorial", "how-to", "reference", "explanation", "decisions"}
