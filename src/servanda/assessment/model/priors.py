"""What is assumed before any report is read: one page of numbers, each with its reason.

These are judgements, not findings; every interval that we state allows for their uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

__all__ = [
    "BREAKERS_POWER",
    "CROSSINGS_PER_YEAR",
    "DEFAULT_PRIORS",
    "EXCESS_POWER",
    "JUST_ENOUGH",
    "LOT_POWER",
    "NOTHING_ANYWAY",
    "NO_LEVEL",
    "OPENING_POWER",
    "OVER_SPEED",
    "OVER_WHILE_KEEPING",
    "RECOUNTS_PER_YEAR",
    "RESETS_PER_YEAR",
    "UNDER_IN_THE_END",
    "WORK_SHARE",
    "Priors",
]


@dataclass(frozen=True, slots=True)
class Priors:
    """Assumptions about how bearers behave, before evidence.

    A bearer either means to keep its word or does not. Which of the two is not known; how often
    bearers do has a Beta(`keeps`, `breaks`) distribution, so wide that it says little.
    """

    # Beta parameters of how often bearers mean to keep their word.
    # [judgement; `what-if --prior`]
    keeps: float = 2.0
    breaks: float = 2.0

    # A bearer that means to keep its word works in a campaign that ends on a day we do not know:
    # sites are finished together, not independently of each other. Ends are more likely the later
    # they are, up to the deadline: the chance of having ended grows with the square of the time
    # gone. Some campaigns end late, by a twentieth of the time given up to seven times all of it.

    # Days on which the campaign may end in time, of equal chance each.
    # [judgement; `what-if --prior`]
    campaign_days: int = 8
    # Chance that the campaign ends late. [judgement; `what-if --prior`]
    late: float = 0.30

    # Chance that all is finished by the end of a campaign for all of it: to finish is one decision,
    # so with more sites each is more surely done. [judgement; `what-if --prior`]
    done_by_end: float = 0.98
    # Work speeds up: the share done grows with this power of the time gone.
    # [judgement; `what-if --prior`]
    pace: float = 4.0
    # Chance that a site is finished by the deadline, for show, by a bearer that does next to
    # nothing. [judgement; `what-if --prior`]
    done_anyway: float = 0.05
    # Chance that of several sites, or of an amount, a bearer that means to keep its word does a
    # part by the deadline and stops: any share, each as likely as any other.
    # [judgement; `what-if --prior`]
    partly: float = 0.10
    # The same for several sites if it does not mean to keep its word: half-way between nothing and
    # the four in five of an amount (`NOTHING_ANYWAY`), or of what was not complete of Colombia's
    # 578 provisions after five years (Kroc Institute: 56 % in part, 15 % not begun).
    # [judgement; `what-if --prior`]
    partly_anyway: float = 0.50

    # Without a deadline: days after which half of all campaigns have ended.
    # [judgement; `what-if --prior`]
    open_half_life_days: float = 365.0
    # Days in which half of what is left is finished, after the end of a campaign and by a bearer
    # that does not mean to keep its word. [judgement; `what-if --prior`]
    straggler_half_life_days: float = 3650.0

    # Chance that a site to be kept is done all the same by the end of the campaign, if the bearer
    # means to keep its word and if not. [judgement; `what-if --prior`]
    kept_lost: float = 0.03
    kept_lost_anyway: float = 0.10

    # How often a year any of a duty's finished sites is put back, if the bearer means to keep its
    # word and if not. Going back on its word is a single decision, so with twice the sites each is
    # put back half as often. [judgement; `what-if --prior`]
    undone_per_year: float = 0.02
    undone_anyway_per_year: float = 0.20

    # In one aspect of a duty, or one of several duties on the same things, a bearer acts against
    # its general intent in about one case of three: Beta parameters of that chance. So what is
    # known of one moves the odds of intent in another by 23 to 16 at most: a part that nobody saw
    # does not double its odds beside one that was seen. [judgement; `what-if --prior`]
    aspect_differs: float = 4.0
    aspect_agrees: float = 8.0

    # Events a year that an abstain duty rules out, if the bearer means to keep its word and if not.
    # [judgement; `what-if --prior`]
    events_per_year: float = 0.02
    events_anyway_per_year: float = 1.5

    # Chance that a level starts under its bound although its bearer does not mean to stay there.
    # [judgement; `what-if --prior`]
    under_anyway: float = 0.20
    # Standard deviation of how far a level moves in a year, as a share of its bound.
    # [judgement; `what-if --prior`]
    level_drift_per_year: float = 0.25

    # Of bearers that mean to keep a rate some do so nearly always, the others as well as they can:
    # a convoy is held up, a field is shut down. One broken period is no surprise of the latter, so
    # that one good report of it is believed. Chance of a kept period of the first, ...
    # [judgement; `what-if --prior`]
    rate_kept: float = 0.98
    # ... of the second, ... [judgement; `what-if --prior`]
    rate_kept_strained: float = 0.70
    # ... and that a bearer that means to keep its word is one of these.
    # [judgement; `what-if --prior`]
    rate_strained: float = 0.50
    # Chance of a kept period, by chance or for show, of a bearer that does not mean to.
    # [judgement; `what-if --prior`]
    rate_kept_anyway: float = 0.15
    # How often a year it is open anew whether a rate is kept: what holds it up is mostly over
    # within days, so days hang together, weeks a little and months hardly.
    # [judgement; `what-if --prior`]
    rate_turns_per_year: float = 120.0

    def with_values(self, **changes: float) -> Self:
        """The same assumptions but for those."""
        return replace(self, **changes)  # type: ignore[arg-type]  # no whole number is changed


DEFAULT_PRIORS = Priors()

# Shapes of what bearers do: they matter less than the numbers above.

# Share of its campaign for which work on a site has begun before it is done.
# [judgement; not from outside]
WORK_SHARE = 0.25

# Levels that should reach their bound.

# A lot is on average 1 / (LOT_POWER + 1) of what is left: a small part, so that a level rises by
# steps and its first figure does not rule out its next. [judgement; not from outside]
LOT_POWER = 4.0
# Chance that a bearer that completes the whole gives exactly what was asked.
# [judgement; not from outside]
JUST_ENOUGH = 0.8
# A level over its bound is over x times it with chance x**-EXCESS_POWER.
# [judgement; not from outside]
EXCESS_POWER = 8.0
# How often a year it is drawn anew how far beyond its bound a level is.
# [judgement; not from outside]
RECOUNTS_PER_YEAR = 12.0
# Chance that a bearer that does not mean to reach the bound does not begin; otherwise it stops
# anywhere on the way, every share being equally likely. [judgement; not from outside]
NOTHING_ANYWAY = 0.2

# Levels that should stay under their bound.

# Share of the time for which a bearer that means to stay under its bound is over it. Half of these
# go over by little, with EXCESS_POWER, half by any amount, with OPENING_POWER.
# [judgement; not from outside]
OVER_WHILE_KEEPING = 0.07
# A level is over x times its bound with chance x**-OPENING_POWER: half of those that are over it
# although the bearer means to stay under it, and at first all of a bearer that does not.
# [judgement; not from outside]
OPENING_POWER = 2.0
# Weight of a level of exactly nothing; of a level exactly at the bound it is half of that.
# [judgement; not from outside]
NO_LEVEL = 0.02
# Beyond its bound a level grows by policy: it moves this many times as fast as under it, in
# proportion to itself (enriched uranium, by weight and by degree, rose to about twenty times its
# limit within two or three years). [judgement; not from outside]
OVER_SPEED = 4.0
# Long-run chance that a level is under its bound if its bearer does not mean to stay there.
# [judgement; not from outside]
UNDER_IN_THE_END = 0.10
# In the long run the level of a bearer that does not mean to stay under its bound is over x times
# that bound with chance x**-BREAKERS_POWER.
# [judgement; not from outside]
BREAKERS_POWER = 0.5
# How often a year a bearer that is over its bound against its intent comes back to it, by however
# little it is over: what is too much has to be sold, blended down or sent away first. A bearer that
# is under its bound against its intent goes over as often. [judgement; not from outside]
CROSSINGS_PER_YEAR = 1.0
# How often a year a level is set anew, independent of what it was. [judgement; not from outside]
RESETS_PER_YEAR = 0.1
