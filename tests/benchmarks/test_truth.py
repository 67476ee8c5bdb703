"""The scores of the reliability engine: the shared scorer's numbers, and what is refused."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from benchmarks.truth import main, predicted, reports_in, score, truth_in, with_copies, worst_worker

LABELS = "item,worker,label\n" + "".join(
    f"i{item},w{worker},{int((item + (worker == item % 4)) % 2)}\n"
    for item in range(12)
    for worker in range(4)
)
TRUTH = "item,truth\n" + "".join(f"i{item},{item % 2}\n" for item in range(12))


def folder(place: Path, labels: str = LABELS, truth: str = TRUTH) -> Path:
    (place / "label.csv").write_text(labels, encoding="utf-8")
    (place / "truth.csv").write_text(truth, encoding="utf-8")
    return place


def shared_scorer(shared_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "score_truth", shared_dir / "tools" / "score_truth.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_folder_is_scored_as_one_line_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder(tmp_path))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    found = json.loads(lines[0])
    assert found["n"] == 12
    assert found["accuracy"] == 1.0
    assert found["classes"] == {"0": 6, "1": 6}
    assert found["base_rate"]["log_loss"] == pytest.approx(np.log(2.0), rel=1e-12)


def test_scores_of_a_certain_and_a_wrong_answer_are_known_in_advance() -> None:
    chance = {"a": {"0": 1.0, "1": 0.0}, "b": {"0": 0.75, "1": 0.25}, "c": {"0": 0.5, "1": 0.5}}
    found = score(chance, {"a": "0", "b": "1", "c": "0", "nowhere": "1"})
    assert found["not_predicted"] == 1
    assert found["log_loss"] == pytest.approx((np.log(4) + np.log(2)) / 3, abs=1e-5)
    assert found["brier"] == pytest.approx((0.0 + 2 * 0.75**2 + 2 * 0.5**2) / 3, abs=1e-5)
    assert found["accuracy"] == pytest.approx(2 / 3, rel=1e-12)


@pytest.mark.parametrize(
    ("labels", "truth", "said"),
    [
        ("item,worker\na,v\n", TRUTH, "no column label"),
        ("item,worker,label\n", TRUTH, "no row"),
        ("", TRUTH, "no column item, worker, label"),
        ("item,worker,label\na,,1\n", TRUTH, "an empty cell in row 2"),
        (LABELS, "item,truth\ni0,0\ni0,1\n", "two truths for item 'i0'"),
        (LABELS, "item,truth\nelsewhere,1\n", "fewer than two items"),
    ],
)
def test_a_folder_that_cannot_be_scored_is_one_line_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], labels: str, truth: str, said: str
) -> None:
    assert main([str(folder(tmp_path, labels, truth))]) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert said in error
    assert error.count("\n") == 1


def test_a_missing_file_is_one_line_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_truth_that_no_report_names_is_scored_as_impossible() -> None:
    found = score({"a": {"0": 1.0}, "b": {"0": 1.0}}, {"a": "0", "b": "2"})
    assert found["classes"] == {"0": 1, "2": 1}
    assert found["log_loss"] == pytest.approx(-np.log(1e-6) / 2, rel=1e-3)


def test_marked_copies_are_read_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = folder(tmp_path)
    main([str(place)])
    before = capsys.readouterr().out
    reports, copy_of = with_copies(reports_in(place), "w0")
    rows = zip(reports.item, reports.worker, reports.label, strict=True)
    said = [f"{reports.items[i]},{reports.workers[w]},{reports.labels[k]}" for i, w, k in rows]
    folder(place, "\n".join(["item,worker,label", *said]) + "\n")
    marks = place / "copies.csv"
    marks.write_text("worker,of\n" + "".join(f"{a},{b}\n" for a, b in copy_of.items()))
    main([str(place), "--copies", str(marks)])
    assert capsys.readouterr().out == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rte_sparse0", "bluebird", "fact_eval"])
def test_scores_are_those_of_the_shared_scorer(shared_dir: Path, name: str) -> None:
    place = shared_dir / "data" / "truth" / name
    truth = truth_in(place)
    labels = predicted(reports_in(place), {}, find=False)
    ours, theirs = score(labels, truth), shared_scorer(shared_dir).score(labels, truth)
    assert list(ours) == list(theirs)
    for key, value in theirs.items():
        assert ours[key] == pytest.approx(value, abs=1e-12), key


def test_copies_of_the_worst_worker_barely_move_the_score(shared_dir: Path) -> None:
    place = shared_dir / "data" / "truth" / "bluebird"
    reports, truth = reports_in(place), truth_in(place)
    copied, _ = with_copies(reports, worst_worker(reports, truth))
    before = score(predicted(reports, {}, find=True), truth)
    after = score(predicted(copied, {}, find=True), truth)
    assert after["log_loss"] < before["log_loss"] + 0.05
    assert before["log_loss"] < 0.508
