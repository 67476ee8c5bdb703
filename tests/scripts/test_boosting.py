"""The fit of tables: it learns what two questions together tell, and the same every time."""

from __future__ import annotations

import numpy as np

from scripts.origins.boosting import fit_tables


def test_tables_learn_what_no_single_question_tells() -> None:
    rng = np.random.default_rng(0)
    values = rng.random((4_000, 3)).astype(np.float32)
    label = (values[:, 0] > 0.5) & (values[:, 1] > 0.7)
    fitted = fit_tables(("x", "y", "z"), values, label, np.ones(len(label)), 20, 2)
    fresh = rng.random((2_000, 3)).astype(np.float32)
    told = fitted.log_odds(("x", "y", "z"), fresh) > 0
    assert np.mean(told == ((fresh[:, 0] > 0.5) & (fresh[:, 1] > 0.7))) > 0.97
    asked = {name for table in fitted.tables[:3] for name, _ in table.questions}
    assert asked == {"x", "y"}
    again = fit_tables(("x", "y", "z"), values, label, np.ones(len(label)), 20, 2)
    assert again == fitted
