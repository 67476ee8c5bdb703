"""The description of a map of change, for its tags, for JSON and for the screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servanda import __version__
from servanda.observations.change_maps.ranks import Shares
from servanda.observations.change_maps.settings import ChangeSettings
from servanda.observations.error_rates.map_controls import EVERY_PIXEL, Controls
from servanda.observations.gates.gate import Gate
from servanda.records.choices import ChangeMethod

__all__ = ["BANDS", "ChangeMap"]

BANDS = {
    ChangeMethod.IRMAD: ("statistic", "p_value", "change"),
    ChangeMethod.OMNIBUS: ("statistic", "p_value", "change", "first", "frequency"),
    ChangeMethod.MONITOR: ("statistic", "p_value", "change", "first", "frequency"),
}


@dataclass(frozen=True, slots=True)
class ChangeMap:
    """A written map: settings, inputs, gates, controls and results."""

    out: Path
    settings: ChangeSettings
    inputs: tuple[tuple[str, str], ...]  # name and SHA-256 of each file, in order of time
    gates: tuple[Gate, ...]
    controls: Controls
    shares: Shares
    details: Mapping[str, Any]  # of the method, for JSON

    @property
    def json_form(self) -> dict[str, Any]:
        """The whole description for JSON, without the path."""
        return {
            "version": __version__,
            "method": self.settings.method.value,
            "alpha": self.settings.alpha,
            "inputs": [{"name": name, "sha256": digest} for name, digest in self.inputs],
            "gates": [
                {"name": gate.name, "passed": gate.passed, "why": gate.why} for gate in self.gates
            ],
            "controls": {
                "count": self.controls.count,
                "spacing_px": self.controls.spacing,
                "independent": self.controls.independent,
                "how": self.controls.how,
            },
            "share_changed": self.shares.changed_share,
            "share_not_observable": self.shares.not_observable_share,
            "pixels": {
                "changed": self.shares.changed,
                "unchanged": self.shares.unchanged,
                "not_observable": self.shares.not_observable,
            },
            **self.details,
        }

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """Figures of the method, for the screen."""
        if "fit" in self.details:
            fit = self.details["fit"]
            correlations = ", ".join(f"{rho:.3f}" for rho in fit["canonical_correlations"])
            passes = f"{fit['iterations']} passes over {fit['pixels']:,} pixels"
            return (("correlations", f"{correlations}; {passes}"),)
        if "history_until" in self.details:
            return (("history", self._history), ("unit", self.details["unit"]))
        looks = self.details["looks"]
        interval = f", from {looks['low']:.2f} to {looks['high']:.2f}" if "low" in looks else ""
        return (("looks", f"{looks['value']:.2f}{interval}"), ("unit", self.details["unit"]))

    @property
    def _history(self) -> str:
        """The numbers of dates in the monitor's history and after it, in words."""
        number, known = len(self.details["days"]), self.details["history_dates"]
        return f"{known} dates up to {self.details['history_until']}, {number - known} after it"

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings to the user of the map, one sentence each."""
        found = []
        if "fit" in self.details and not self.details["fit"]["converged"]:
            found.append("the fit did not settle; the statistic may still move a little")
        if not self.settings.gates:
            found.append(
                "the gates were switched off: what is called change may be misregistration"
            )
        if self.controls.how == EVERY_PIXEL:
            found.append(
                f"nothing set changed ground apart, so that about {self.settings.alpha:.2g} of the "
                "scene is called changed even if nothing did; name quiet ground with --controls"
            )
        if self.shares.are_suspicious and self.settings.controls is None:
            found.append(
                f"{self.shares.changed_share:.0%} of the scene is called changed: more likely "
                "season or weather than change of ground; compare dates of one season"
            )
        return tuple(found)

    @property
    def tags(self) -> dict[str, str]:
        """`json_form` as tags of a TIFF, each a JSON text; reproducible, without time and path."""
        return {
            f"SERVANDA_{name.upper()}": json.dumps(value, ensure_ascii=False, sort_keys=True)
            for name, value in self.json_form.items()
        }
