"""What is printed beside results."""

from __future__ import annotations

import pytest

from servanda.cli import output


def set_clock(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> None:
    """The times that are read, one after the other; the first when the bar is made."""
    clock = iter(seconds)
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))


def test_in_a_pipe_long_work_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 0.0, 1.0, 11.0, 12.0, 30.0)
    with output.progress_bar() as report:
        for done in range(4):
            report("reading", done, 57)
    told = capsys.readouterr()
    assert told.err == "reading: 1 of 57\nreading: 3 of 57\n"
    assert told.out == ""


def test_quick_work_says_nothing_however_long_it_took_to_come_to_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 0.0, 50.0, 50.1, 50.2)
    with output.progress_bar() as report:
        for done in (0, 1, 2):
            report("reading", done, 2)
    assert capsys.readouterr().err == ""


def test_what_has_said_how_far_it_is_says_that_it_is_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 0.0, 0.0, 20.0, 21.0)
    with output.progress_bar() as report:
        for done in (0, 1, 2):
            report("reading", done, 2)
    assert capsys.readouterr().err == "reading: 1 of 2\nreading: 2 of 2\n"
