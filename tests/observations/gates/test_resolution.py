"""Objects that pixels cannot show are refused before anybody looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.gates.gate import Gate, GateSettings
from servanda.observations.gates.resolution import check_resolution
from servanda.records import BlindSpotKind
from tests.observations.gate_scenes import image


def gate(object_m: float | None, first_m: float = 10.0, second_m: float = 10.0) -> Gate:
    one, other = image([[[1.0]]], resolution_m=first_m), image([[[1.0]]], 2, resolution_m=second_m)
    return check_resolution(one, other, object_m, GateSettings())


def test_an_object_below_a_pixel_is_refused_with_what_is_needed() -> None:
    assert gate(3.0) == Gate(
        "resolution",
        False,
        "an object of 3 m is smaller than pixels of 10 m resolve: at least 15 m needed",
        BlindSpotKind.BELOW_RESOLUTION,
    )


def test_an_object_at_the_edge_goes_on_with_a_warning() -> None:
    at_edge = gate(10.0)
    assert at_edge.passed
    assert "at the edge" in at_edge.why
    assert "at the edge" not in gate(15.0).why


def test_no_object_goes_on_and_says_so() -> None:
    assert gate(None).passed
    assert "no object size is stated" in gate(None).why


def test_the_coarser_image_decides() -> None:
    assert gate(15.0, 10.0, 10.9).why == gate(15.0, 10.9, 10.0).why
    assert not gate(8.0, 10.0, 10.9).passed
    assert gate(8.0).passed


@pytest.mark.parametrize("size", [0.0, -3.0, float("nan"), float("inf")])
def test_a_size_that_is_none_is_refused(size: float) -> None:
    assert not gate(size).passed


@given(st.floats(0.1, 1e3), st.floats(0.3, 100.0), st.floats(0.1, 10.0))
def test_a_larger_object_is_never_refused_where_a_smaller_one_is_not(
    object_m: float, pixel_m: float, more_m: float
) -> None:
    if gate(object_m, pixel_m, pixel_m).passed:
        assert gate(object_m + more_m, pixel_m, pixel_m).passed
