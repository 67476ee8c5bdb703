"""Tables of answers against their plain reading."""

from __future__ import annotations

import numpy as np

from servanda.origins.reuse.boosted_tables import BoostedTables


def test_log_odds_are_the_sum_of_the_answers() -> None:
    tables = BoostedTables.from_json(
        {
            "start": -1.0,
            "tables": [
                {"above": [["x", 0.5], ["y", 2.0]], "log_odds": [0.1, 0.2, 0.4, 0.8]},
                {"above": [["y", 0.0]], "log_odds": [-3.0, 3.0]},
            ],
        }
    )
    values = np.array([[0.5, 2.0], [0.6, 2.1], [0.0, 3.0], [1.0, 0.0]], np.float32)
    expected = [-1 + 0.1 + 3, -1 + 0.8 + 3, -1 + 0.4 + 3, -1 + 0.2 - 3]
    np.testing.assert_allclose(tables.log_odds(("x", "y"), values), expected, rtol=1e-9)
