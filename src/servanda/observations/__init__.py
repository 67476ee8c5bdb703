"""Scenes to observations: what changed at a site, how sure, and what could not be seen."""

from servanda.observations.error_rates.ranks import Ranked, ranked, unsupported
from servanda.observations.gates.prepare import Gate, GateSettings, Prepared, prepare
from servanda.observations.irmad.irmad import Mode, fit_irmad, statistic
from servanda.observations.monitor.monitor import monitor
from servanda.observations.omnibus.equivalent_looks import Looks, estimate_looks
from servanda.observations.omnibus.omnibus import OmnibusMaps, omnibus
from servanda.observations.sites.pair import Look, observe_pair
from servanda.observations.sites.series import comparable_series, observe_series
from servanda.observations.sites.target import Target

__all__ = [
    "Gate",
    "GateSettings",
    "Look",
    "Looks",
    "Mode",
    "OmnibusMaps",
    "Prepared",
    "Ranked",
    "Target",
    "comparable_series",
    "estimate_looks",
    "fit_irmad",
    "monitor",
    "observe_pair",
    "observe_series",
    "omnibus",
    "prepare",
    "ranked",
    "statistic",
    "unsupported",
]
