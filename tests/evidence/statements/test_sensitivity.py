"""What silence is worth rests on what the making of the reader measured."""

from __future__ import annotations

from math import sqrt

import pytest

from servanda.claims import measured_sensitivity
from servanda.evidence.statements.reader_shares import SENSITIVITY
from servanda.records import ObligationKind
from servanda.sources.models.reader_files import read_reader_files

NINETY_PERCENT = 1.282  # standard deviations below which one in ten lies


@pytest.mark.parametrize("kind", list(ObligationKind))
def test_the_sensitivity_is_the_least_that_the_reader_s_file_allows(kind: ObligationKind) -> None:
    measured = measured_sensitivity(read_reader_files().numbers)[kind]
    spread = sqrt(measured.share * (1.0 - measured.share) / measured.rows)
    assert SENSITIVITY[kind] == pytest.approx(measured.share - NINETY_PERCENT * spread, abs=0.01)
