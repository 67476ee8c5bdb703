"""What is assumed before any report is read: one page of numbers, each with its reason.

These are judgements, not findings; every interval we state is computed over their uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_PRIORS", "Priors"]


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
    # gone); some end late, by a quarter of the time given or by all of it again.
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
    # Sites that were finished and are put back, a year.
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


DEFAULT_PRIORS = Priors()
