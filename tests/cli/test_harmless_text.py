"""No text of a document drives the terminal, in any format."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.cli.harmless_text import DRIVES, harmless, harmless_json
from servanda.cli.options import OutputFormat
from servanda.cli.output import note, show, table

# Clear the screen, a window title, a link, C1's own CSI, and writing turned around.
HOSTILE = "a\x1b[2J\x1b]0;t\x07\x1b]8;;http://x\x1b\\\x9b31m\u202eb\u2066\u200f\x7f\r"


@pytest.mark.parametrize("form", list(OutputFormat))
def test_a_hostile_text_is_printed_as_escapes(
    form: OutputFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"text": HOSTILE}
    show([row], [row], form, table("t\x1b[2J", ["text"], [[HOSTILE]]))
    note(HOSTILE)
    printed = capsys.readouterr()
    assert not DRIVES.search(printed.out)
    assert not DRIVES.search(printed.err)
    assert r"\x1b[2J" in printed.err
    if form is not OutputFormat.TABLE:
        found = json.loads(printed.out)
        assert found in (row, [row])  # the same text, for programs


@given(st.text())
def test_other_characters_stay_and_json_keeps_all(text: str) -> None:
    assert json.loads(harmless_json({"a": text}))["a"] == text
    assert not DRIVES.search(harmless_json([text]))
    assert not DRIVES.search(harmless(text))
    if not DRIVES.search(text):
        assert harmless(text) == text
