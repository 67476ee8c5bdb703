"""One gate's answer, and the limits of all gates."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.records import BlindSpotKind

__all__ = ["Gate", "GateSettings", "failed_gate", "passed_gate", "percent"]


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a pair of images may go on to a statistic, and why."""

    name: str
    passed: bool
    why: str  # plain words with their figures
    blind_spot: BlindSpotKind | None  # what kept from seeing; None where it passed


@dataclass(frozen=True, slots=True)
class GateSettings:
    """The limits of the gates; shares are 0..1."""

    least_clear_site: float = 0.9  # of the site, in both images
    least_clear_around: float = 0.3  # of the surroundings, in both images; or else:
    enough_clear_around: int = 10_000  # pixels
    largest_shift_px: float = 1.0  # longer ones are not mended
    least_shift_px: float = 0.1  # shorter ones are left: mending them would only smooth
    largest_residual_px: float = 0.3  # research: 0.2 px keep false alarms bearable, 0.5 px do not
    largest_shift_error_px: float = 0.1
    least_dominance: float = 1.5  # of the correlation's peak; pure noise stays below 1.2
    window_px: int = 512  # the shift is measured in at most this square about the site
    least_object_px: float = 0.8  # side of the object; smaller ones leave no trace
    safe_object_px: float = 1.5  # from here on presence and absence can be told apart
    resolution_tolerance: float = 0.1  # relative
    saturated_share: float = 0.5  # of a band at its highest value


def passed_gate(name: str, why: str) -> Gate:
    """A gate that lets through."""
    return Gate(name, True, why, None)


def failed_gate(name: str, why: str, blind_spot: BlindSpotKind = BlindSpotKind.GATE) -> Gate:
    """A gate that does not."""
    return Gate(name, False, why, blind_spot)


def percent(share: float) -> str:
    """ "3 %": a share in words, where only nothing is 0 % and only all is 100 %."""
    if 0.0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1.0:
        return "over 99 %"
    return f"{100.0 * share:.0f} %"
