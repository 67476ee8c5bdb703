"""What is printed beside results."""

from __future__ import annotations

import pytest

from servanda.cli import output


def test_in_a_pipe_long_work_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 4.0, 11.0, 11.0, 12.0, 30.0, 30.0])
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    with output.progress_bar() as report:
        for done in range(4):
            report("reading", done, 57)
    told = capsys.readouterr()
    assert told.err == "reading: 1 of 57\nreading: 3 of 57\n"
    assert told.out == ""
