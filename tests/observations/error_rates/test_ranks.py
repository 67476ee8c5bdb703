"""P-values by rank hold their rate, and say when they cannot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.error_rates.ranks import control_shortage, needed_controls, rank_score


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.sampled_from([0.05, 0.1, 0.3]))
def test_whichever_of_exchangeable_scores_is_the_sites_the_rate_is_never_above_alpha(scores, alpha):
    """Oracle: every score takes its turn as the site's; ties and all."""
    p_values = [
        rank_score(score, scores[:at] + scores[at + 1 :]).p_value for at, score in enumerate(scores)
    ]
    assert np.mean(np.array(p_values) <= alpha + 1e-12) <= alpha + 1e-12


def test_without_ties_every_rank_is_as_frequent_as_any_other():
    scores = np.random.default_rng(0).standard_normal(100)
    p_values = [rank_score(one, np.delete(scores, at)).p_value for at, one in enumerate(scores)]
    np.testing.assert_allclose(np.sort(p_values), np.arange(1, 101) / 100, rtol=1e-12)


def test_controls_and_quiet_history_count_alike_and_what_was_not_seen_does_not():
    found = rank_score(3.0, [1.0, 3.0, np.nan, 5.0], [2.0, np.nan, 9.0])
    assert (found.controls, found.exceedances, found.p_value) == (5, 3, 4 / 6)


def test_an_unseen_site_has_no_rank():
    with pytest.raises(ValueError, match="not observable"):
        rank_score(float("nan"), [1.0, 2.0])


@pytest.mark.parametrize("alpha", [0.05, 0.01, 1e-3, 1e-4, 0.3])
def test_the_fewest_controls_reach_alpha_and_one_less_does_not(alpha):
    fewest = needed_controls(alpha)
    assert control_shortage(alpha, fewest) is None
    assert rank_score(1.0, np.zeros(fewest)).p_value <= alpha * (1 + 1e-12)
    assert rank_score(1.0, np.zeros(fewest - 1)).p_value > alpha
    assert f"{fewest:,}" in str(control_shortage(alpha, fewest - 1))


def test_a_refusal_says_what_can_be_asked_for_instead():
    said = control_shortage(1e-3, 199)
    assert said is not None
    assert "0.001" in said
    assert "999" in said
    assert "199" in said
    assert "0.005 or more" in said
