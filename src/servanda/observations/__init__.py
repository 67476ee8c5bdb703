"""Scenes to observations: what changed at a site, how sure, and what could not be seen."""

from servanda.observations.gates import Gate, GateSettings, Prepared, prepare
from servanda.observations.irmad import Mode, fit_irmad, statistic
from servanda.observations.looks import Looks, estimate_looks
from servanda.observations.monitor import monitor
from servanda.observations.observe import Look, observe_pair
from servanda.observations.omnibus import OmnibusMaps, omnibus
from servanda.observations.ranks import Ranked, ranked, unsupported
from servanda.observations.series import comparable_series, observe_series
from servanda.observations.targets import Target

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
