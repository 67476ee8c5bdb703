"""What is assumed before any report is read: one page of numbers, each with its reason.

These are judgements, not findings; every interval we state is computed over their uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass

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

    A bearer either means to keep its word or does not; which of the two is not known, and how
    often bearers do is a Beta(`keeps`, `breaks`) distribution, so wide that it says little.
    """

    keeps: float = 2.0
    breaks: float = 2.0
    # A bearer that means to keep its word works in a campaign that ends on a day we do not know:
    # sites are finished together, not one by one at random. Campaigns that end later are more
    # likely, up to the deadline (the chance of having ended grows with the square of the time
    # gone); some end late, by a tenth of the time given up to all of it again.
    campaign_days: int = 8  # days on which the campaign may end in time, of equal chance each
    late: float = 0.10
    # By the end of its campaign each site is finished with this chance; work speeds up on the way
    # (the share done grows with this power of the time gone). A bearer of the other kind finishes
    # a few sites by the deadline, for show.
    done_by_end: float = 0.98
    pace: float = 4.0
    done_anyway: float = 0.05
    # Without a deadline half of all campaigns have ended after so many days. What is left at the
    # end of a campaign, or undone by the other kind, is finished at a constant slow rate.
    open_half_life_days: float = 365.0
    straggler_half_life_days: float = 3650.0
    # A site that is to be kept is done all the same by the end of the campaign with this chance.
    kept_lost: float = 0.03
    kept_lost_anyway: float = 0.10
    # How often sites that were finished are put back: any of the sites of a duty, a year. That a
    # bearer goes back on its word is one decision, so that with twice the sites each is put back
    # half as often.
    undone_per_year: float = 0.02
    undone_anyway_per_year: float = 0.20
    # In one aspect of a duty a bearer acts against its general intent in one case of five, give or
    # take: the chance is Beta(`aspect_differs`, `aspect_agrees`).
    aspect_differs: float = 2.0
    aspect_agrees: float = 8.0
    # Events of the kind that an abstain duty rules out, a year.
    events_per_year: float = 0.02
    events_anyway_per_year: float = 1.5
    # A level whose bearer does not mean to stay under its bound is under it all the same, at first.
    under_anyway: float = 0.20
    # A level moves by this share of its bound in a year (one standard deviation).
    level_drift_per_year: float = 0.25
    # Not an assumption but whether the layer fitted on simulated cases is put on top of the sums.
    calibrated: bool = True


DEFAULT_PRIORS = Priors()

# Shapes of what bearers do: they matter less than the numbers above.

# Work on a site has begun for this share of its campaign before it is done.
WORK_SHARE = 0.25

# Levels that should reach their bound. A lot is a small part of what is left, 1 / (LOT_POWER + 1)
# of it on the mean, so that a level rises by steps and its first figure does not rule out its
# next. Who completes the whole most often gives just what was asked: more than x times the bound
# with chance x**-EXCESS_POWER. How far beyond its bound a level is, is told anew each month.
LOT_POWER = 4.0
JUST_ENOUGH = 0.8
EXCESS_POWER = 8.0
RECOUNTS_PER_YEAR = 12.0
# A bearer that does not mean to reach the bound does not begin, with this chance, or stops
# anywhere on the way, any share being as likely as another.
NOTHING_ANYWAY = 0.2

# Levels that should stay under their bound. A bearer that means to is over it all the same in this
# share of the time. Half of those that are go over by little, beyond x times the bound with chance
# x**-EXCESS_POWER, and half by any amount, with chance x**-OPENING_POWER, as all do at first that
# do not mean to stay under it. Nothing at all has a chance of its own, just the bound half of that.
OVER_WHILE_KEEPING = 0.07
OPENING_POWER = 2.0
NO_LEVEL = 0.02
# Beyond its bound a level grows by policy: it moves so many times as fast as under it, in
# proportion to itself (enriched uranium, by weight and by degree, rose to about twenty times its
# limit within two or three years). The level of a bearer that does not mean to stay under its
# bound is seldom under it in the long run, and over x times it with chance x**-BREAKERS_POWER.
OVER_SPEED = 4.0
UNDER_IN_THE_END = 0.10
BREAKERS_POWER = 0.5
# A bearer that is over its bound against its intent, by however little, comes back to it so often
# a year: what is too much has to be sold, blended down or sent away first. One that is under it
# against its intent goes over as often.
CROSSINGS_PER_YEAR = 1.0
# So often a year a level is set anew, whatever it was.
RESETS_PER_YEAR = 0.1
