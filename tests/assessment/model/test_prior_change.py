"""Other values for assumptions, within what each can be."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import DEFAULT_PRIORS, PRIOR_NAMES, change_prior
from servanda.errors import InputError


@given(name=st.sampled_from(PRIOR_NAMES), value=st.floats())
def test_a_change_sets_one_value_and_no_other_or_is_refused(name: str, value: float) -> None:
    before = asdict(DEFAULT_PRIORS)
    try:
        changed = asdict(change_prior(DEFAULT_PRIORS, name, value))
    except InputError:
        return
    assert changed[name] == value
    assert type(changed[name]) is type(before[name])
    assert changed | {name: before[name]} == before


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("campaign_days", 2.5, "a whole number from 1 to 100"),
        ("campaign_days", float("inf"), "a whole number from 1 to 100"),
        ("late", 1.0, "a chance between 0 and 1"),
        ("keeps", 0.0, "a number above 0"),
        ("events_per_year", -1.0, "a number above 0"),
        ("keeps", float("nan"), "a number above 0"),
    ],
)
def test_a_value_that_an_assumption_cannot_have_is_refused(
    name: str, value: float, advice: str
) -> None:
    with pytest.raises(InputError, match=advice):
        change_prior(DEFAULT_PRIORS, name, value)
