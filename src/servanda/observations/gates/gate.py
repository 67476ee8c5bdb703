"""The result of a gate, and the limits of all gates."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records import BlindSpotKind

__all__ = ["Gate", "GateSettings", "failed_gate", "passed_gate", "percent"]


@dataclass(frozen=True, slots=True)
class Gate:
    """The result of one gate: whether a pair of images may go on to a statistic, and why."""

    name: str
    passed: bool
    why: str  # in words, with figures
    blind_spot: BlindSpotKind | None  # what hid the site; None if the gate passed


@dataclass(frozen=True, slots=True)
class GateSettings:
    """The limits of the gates; shares are 0..1."""

    # Clear on both dates: share of the site; and share of the surroundings, or else this number of
    # their pixels. [judgement; not from outside, but maps have --no-gates]
    least_clear_site: float = 0.9
    least_clear_around: float = 0.3
    enough_clear_around: int = 10_000

    # A longer shift is not undone; one shorter than the least is left, since undoing it would just
    # smooth the image. [judgement; not from outside]
    largest_shift_px: float = 1.0
    least_shift_px: float = 0.1

    # In the worst quarter of the image: false alarms are tolerable at 0.2 px and not at 0.5 px.
    # [judgement; not from outside, but maps have --no-gates]
    largest_residual_px: float = 0.3

    # Standard error of the shift, and height of the correlation's peak over the next, which stays
    # below 1.2 in pure noise. [judgement; not from outside, but maps have --no-gates]
    largest_shift_error_px: float = 0.1
    least_dominance: float = 1.5

    window_px: int = 512  # side of the square around the site where the shift is measured [limit]

    # Side of the object: smaller ones leave no trace; from the safe size on, presence and absence
    # can be distinguished. [judgement; not from outside]
    least_object_px: float = 0.8
    safe_object_px: float = 1.5

    resolution_tolerance: float = 0.1  # relative difference [judgement; not from outside]
    # Share of a band at its highest value. [judgement; not from outside]
    saturated_share: float = 0.5


def passed_gate(name: str, why: str) -> Gate:
    """The result of a gate that passed."""
    return Gate(name, True, why, None)


def failed_gate(name: str, why: str, blind_spot: BlindSpotKind = BlindSpotKind.GATE) -> Gate:
    """The result of a gate that failed."""
    return Gate(name, False, why, blind_spot)


def percent(share: float) -> str:
    """A share as "3 %", rounded to 0 % or 100 % only if it is exactly that."""
    if 0.0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1.0:
        return "over 99 %"
    return f"{100.0 * share:.0f} %"
