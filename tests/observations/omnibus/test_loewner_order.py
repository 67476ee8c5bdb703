"""The order of covariance matrices against their eigenvalues."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.omnibus.loewner_order import Order, loewner_order

STEPS = st.lists(st.sampled_from([-2.0, -0.5, 0.0, 0.5, 2.0]), min_size=1, max_size=4)


def order_by_eigenvalues(step: list[float]) -> Order:
    values = np.linalg.eigvalsh(np.diag(step))
    if not values.any():
        return Order.NONE
    if values.min() >= 0.0:
        return Order.UP
    return Order.DOWN if values.max() <= 0.0 else Order.MIXED


@given(STEPS)
def test_the_order_is_that_of_the_eigenvalues(step: list[float]) -> None:
    assert loewner_order(np.array(step)) == order_by_eigenvalues(step)


@given(STEPS)
def test_going_back_turns_the_order_round(step: list[float]) -> None:
    turned = {Order.UP: Order.DOWN, Order.DOWN: Order.UP}
    there = Order(int(loewner_order(np.array(step))))
    back = Order(int(loewner_order(-np.array(step))))
    assert back == turned.get(there, there)


def test_pixels_keep_their_places() -> None:
    difference = np.array([[[1.0, -1.0], [1.0, 0.0]], [[2.0, -2.0], [-1.0, 0.0]]])
    expected = [[Order.UP, Order.DOWN], [Order.MIXED, Order.NONE]]
    np.testing.assert_array_equal(loewner_order(difference), expected)
