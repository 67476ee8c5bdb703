"""One model for each of the four kinds of duty: the mass of each of its values on one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from servanda.assessment.event_duties import abstain_mass
from servanda.assessment.hidden import Array
from servanda.assessment.level_duties import level_mass
from servanda.assessment.questions import Question
from servanda.assessment.reports import Report, Ways
from servanda.assessment.site_duties import act_mass, state_mass
from servanda.records import ObligationKind

__all__ = ["value_mass"]


def value_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    """(way, regime, value) joint mass of the reports and each value on that day.

    Given each way and regime; `regime_shares` says how the regimes are split.
    """
    return DUTIES[question.obligation.kind](question, reports, ways)


DUTIES: Mapping[ObligationKind, Callable[[Question, Sequence[Report], Ways], Array]] = {
    ObligationKind.STATE: state_mass,
    ObligationKind.ACT: act_mass,
    ObligationKind.ABSTAIN: abstain_mass,
    ObligationKind.LEVEL: level_mass,
}
