"""Which pixels of a change map may serve as controls if nobody marked unchanged ground.

Ranking against all pixels never gives too many false alarms, but the changed pixels among them
spoil the ranks of the others: where a tenth of a scene changed, a rate of 1 % finds little.
Two properties of change are used to leave changed ground out, and neither looks at how large a
pixel's own score is:

- *Change has neighbours that agree.* The directions of the variates of noise scatter from pixel
  to pixel, however strong it is; those of a new quarter or a cut forest agree. Controls are the
  pixels around which they agree least. Lengths of the variates are not used: ground that is only
  noisier (water, woods) stays in, as it must.
- *Change is one-sided, noise is not.* The sum of the variates of the highest scores gives the
  direction in which the scene changed; a variate and its negative are equally probable in noise.
  Controls lie in the half-space away from it.

Where the pixels chosen in this way score no differently from the rest, all pixels are controls, and
the false-alarm rate holds exactly.

Where pixels are left out, this assumes that variates of unchanged pixels are symmetric
about 0, and that their lengths do not depend on how well the surroundings agree. Both fail for
seasonal change of a whole kind of ground, which has the form of real change: it is then called
change. Blur and misregistration by 0.2 pixels make the neighbours of strong noise agree a little;
the ring leaves out the pixels next to the centre for that reason, and what is left raises a rate of
1e-2 by about a tenth. Measured in `benchmarks/false_alarms.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

__all__ = ["agreement", "log_departures", "stable_pixels"]

# Radii of the ring and of the hole in it (pixels), the share of pixels kept as controls, and how
# many times more often than these the rest must exceed their tail to be left out. Chosen on the
# Taizhou pair and on simulated pairs with 0 to 20 % of change, Student and uneven noise, blur and
# misregistration, for false alarms first. [measured; python -m benchmarks.false_alarms]
RING, HOLE = 4, 2
KEPT = 0.25
EXCESS = 2.5

LEAST_RING = 16  # usable pixels needed of the ring's 56 [judgement; not from outside]
# share of highest scores that give the direction of change [judgement; not from outside]
TOP = 0.05
FEWEST = 1_000  # controls below which their tail is too uncertain [judgement; not from outside]
# the tail that is compared, and the fewest controls in it [judgement; not from outside]
LEVEL, LEVEL_COUNT = 2e-3, 40

Floats = NDArray[np.floating]


def agreement(variates: Floats) -> NDArray[np.float32]:
    """(row, column) agreement of the directions of the variates around each pixel.

    variates: (part, row, column), NaN where unusable: of IR-MAD divided by their sigma, or the
    `log_departures` of a radar stack
    The squared length of the sum of unit vectors over the ring, over their number: near 1 for
    noise, the number of pixels in the ring where all agree. NaN where too little can be seen.
    """
    length = np.sqrt((variates.astype(np.float32) ** 2).sum(axis=0))
    seen = np.isfinite(length) & (length > 0)
    scale = np.where(seen, 1.0 / np.where(seen, length, 1.0), 0.0)
    count = _ring_sum(seen.astype(np.float32))
    squared = np.zeros(length.shape, np.float32)
    for part in variates:
        squared += _ring_sum(np.where(seen, part * scale, 0.0).astype(np.float32)) ** 2
    enough = count > LEAST_RING - 0.5
    out: NDArray[np.float32] = np.where(enough, squared / np.maximum(count, 1.0), np.nan)
    return out


def stable_pixels(scores: Floats, variates: Floats, agreements: Floats) -> NDArray[np.bool_] | None:
    """(pixel,) mask of the pixels that serve as controls; None if all of them do.

    scores: (pixel,) statistic; variates: (part, pixel)
    agreements: (pixel,) of `agreement`; NaN where unknown
    """
    known = np.isfinite(agreements)
    if np.count_nonzero(known) < FEWEST:
        return None
    calm = known & (agreements <= np.quantile(agreements[known], KEPT))
    chosen: NDArray[np.bool_] = calm & (_change_projection(scores, variates) < 0)
    return chosen if _has_lighter_tail(scores, chosen) else None


def log_departures(stack: Floats) -> NDArray[np.float32]:
    """(date x band, row, column) logarithms of power less their mean over the dates.

    stack: (date, band, row, column) power; NaN where any of it is unusable
    """
    dates, bands, rows, columns = stack.shape
    power = stack.astype(np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(power)
        logs -= logs.mean(axis=0)
    parts = logs.reshape(dates * bands, rows, columns)
    parts[:, ~np.isfinite(parts).all(axis=0)] = np.nan
    return parts


def _ring_sum(image: NDArray[np.float32]) -> NDArray[np.float32]:
    sums = np.zeros(image.shape, np.float32)
    for radius, sign in ((RING, 1.0), (HOLE, -1.0)):
        side = 2 * radius + 1
        sums += np.float32(sign * side * side) * uniform_filter(image, side, mode="constant")
    return sums


def _change_projection(scores: Floats, variates: Floats) -> Floats:
    """(pixel,) projection of the variates on the direction of the highest scores."""
    top = scores >= np.quantile(scores, 1.0 - TOP)
    direction = variates[:, top].sum(axis=1, dtype=np.float64)
    return np.asarray(direction @ variates)


def _has_lighter_tail(scores: Floats, chosen: NDArray[np.bool_]) -> bool:
    """True if the other pixels exceed the tail of the chosen ones far more often than these do."""
    inside, rest = scores[chosen], scores[~chosen]
    if len(inside) < FEWEST or not len(rest):
        return False
    level = max(LEVEL, LEVEL_COUNT / len(inside))
    beyond = np.count_nonzero(rest > np.quantile(inside, 1.0 - level)) / len(rest)
    return bool(beyond > EXCESS * level)
