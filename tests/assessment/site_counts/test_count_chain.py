"""A step of a count in one piece, against the sum over who is put back and who is finished."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.site_counts.count_chain import _small_transition, binomial_pmf

CHANCES = st.floats(min_value=0.0, max_value=1.0)


@given(st.integers(min_value=1, max_value=25), CHANCES, CHANCES)
def test_putting_back_then_finishing_is_both_at_once(size: int, done: float, undone: float) -> None:
    slow = [
        np.convolve(binomial_pmf(k, 1.0 - undone), binomial_pmf(size - k, done))
        for k in range(size + 1)
    ]
    (found,) = _small_transition(size, np.array([done]), np.array([undone]))
    np.testing.assert_allclose(found, np.stack(slow), atol=1e-13)
