"""Scenes to observations: what changed at a site, how sure, and what could not be seen."""

from servanda.observations.error_rates.ranks import RankTest, control_shortage, rank_score
from servanda.observations.gates.prepare import Gate, GateSettings, PreparedPair, prepare
from servanda.observations.irmad.irmad import Mode, fit_irmad, statistic
from servanda.observations.monitor.monitor import monitor
from servanda.observations.omnibus.equivalent_looks import EquivalentLooks, estimate_looks
from servanda.observations.omnibus.omnibus import OmnibusMaps, omnibus
from servanda.observations.sites.pair import SiteObservation, observe_pair
from servanda.observations.sites.series import comparable_series, observe_series
from servanda.observations.sites.target import Target

__all__ = [
    "EquivalentLooks",
    "Gate",
    "GateSettings",
    "Mode",
    "OmnibusMaps",
    "PreparedPair",
    "RankTest",
    "SiteObservation",
    "Target",
    "comparable_series",
    "control_shortage",
    "estimate_looks",
    "fit_irmad",
    "monitor",
    "observe_pair",
    "observe_series",
    "omnibus",
    "prepare",
    "rank_score",
    "statistic",
]
