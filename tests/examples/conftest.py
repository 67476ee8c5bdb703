"""One loaded model for all example cases."""

import pytest

from tests.examples.cases import Rows, judging


@pytest.fixture(scope="session")
def rows() -> Rows:
    """(case, as of, on) -> judgements by id; `on` is `as of` unless given."""
    return judging()
