"""Checks of readers kept beside the data: whole or not there, and never taken on trust."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from servanda.errors import StoreError
from servanda.records import DirectionShares, MeasuredShares, ObligationKind
from servanda.store.kept_shares import forget_shares, keep_shares, kept_shares

READER = "meaning/2 0123456789ab"
MEASURED = MeasuredShares(
    reader=READER,
    case="sill",
    checked=date(2020, 5, 4),
    rows=12,
    by_kind=dict.fromkeys(ObligationKind, DirectionShares(0.5, 0.25, 0.25)),
    error_rate=0.2,
    counts_right=0.75,
)


def test_what_is_kept_is_what_is_found_until_it_is_forgotten(tmp_path: Path) -> None:
    assert kept_shares(tmp_path, READER) is None
    assert forget_shares(tmp_path, READER) is False
    path = keep_shares(tmp_path, MEASURED)
    assert path.is_relative_to(tmp_path)
    assert kept_shares(tmp_path, READER) == MEASURED
    assert kept_shares(tmp_path, f"{READER}, judged by remote/1 m at h") is None
    keep_shares(tmp_path, replace(MEASURED, rows=13))
    assert kept_shares(tmp_path, READER) == replace(MEASURED, rows=13)
    assert forget_shares(tmp_path, READER) is True
    assert kept_shares(tmp_path, READER) is None


def test_the_same_check_is_the_same_bytes(tmp_path: Path) -> None:
    turned = dict(reversed(MEASURED.by_kind.items()))
    first = keep_shares(tmp_path, MEASURED).read_bytes()
    assert keep_shares(tmp_path, replace(MEASURED, by_kind=turned)).read_bytes() == first


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\x00c", "ß" * 500, "\n"])
def test_no_name_of_a_reader_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    path = keep_shares(tmp_path / "data", replace(MEASURED, reader=name))
    assert path.parent == tmp_path / "data" / "readers"
    assert kept_shares(tmp_path / "data", name) == replace(MEASURED, reader=name)


def part(value: float) -> dict[str, Any]:
    return {"favourable": 0.5, "part": value, "against": 0.5}


@pytest.mark.parametrize(
    "change",
    [
        {"error_rate": 0.0},
        {"error_rate": 5e-324},
        {"error_rate": 0.7},
        {"error_rate": float("nan")},
        {"counts_right": 1.5},
        {"counts_right": float("nan")},
        {"by_kind": {}},
        {"by_kind": dict.fromkeys(ObligationKind, part(0.0))},
        {"by_kind": dict.fromkeys(ObligationKind, part(0.5))},
        {"by_kind": dict.fromkeys(ObligationKind, part(float("nan")))},
        {"reader": "meaning/9 another"},
        {"schema": "servanda/reader-shares/9"},
        {"rows": "many"},
    ],
)
def test_a_file_that_was_altered_is_refused_with_what_to_do(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    path = keep_shares(tmp_path, MEASURED)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(StoreError, match="servanda reader forget") as caught:
        kept_shares(tmp_path, READER)
    assert "\n" not in str(caught.value)
    assert forget_shares(tmp_path, READER) is True


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"[" * 90_000, b" " * 200_000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, raw: bytes) -> None:
    keep_shares(tmp_path, MEASURED).write_bytes(raw)
    with pytest.raises(StoreError, match="was altered"):
        kept_shares(tmp_path, READER)


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "readers").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be kept there"):
        keep_shares(tmp_path, MEASURED)
    with pytest.raises(StoreError, match="cannot be read"):
        kept_shares(tmp_path, READER)
