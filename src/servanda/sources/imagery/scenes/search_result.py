"""Scenes that were found, and why others were not: one reason a scene, the others go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from servanda.errors import SourceError
from servanda.records import Geometry
from servanda.sources.imagery.scenes.scene_entry import SceneEntry

__all__ = ["SearchResult", "collect_results", "shows"]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The scenes of one layer, by time and then by id, and what was wrong with others."""

    entries: tuple[SceneEntry, ...]
    errors: tuple[SourceError, ...]

    def entries_at(self, place: Geometry) -> tuple[SceneEntry, ...]:
        """The scenes that show some of the place, as far as their bounds can tell."""
        return tuple(entry for entry in self.entries if shows(entry, place))


def collect_results(results: Iterable[SceneEntry | SourceError]) -> SearchResult:
    """The results in order; of scenes with one id only the first, and an error for each other."""
    entries: dict[str, SceneEntry] = {}
    errors: list[SourceError] = []
    for result in results:
        if isinstance(result, SourceError):
            errors.append(result)
        elif result.scene.id in entries:
            first = entries[result.scene.id].label
            errors.append(
                SourceError(
                    result.label, f"has the same id as {first}", "keep one of them, or rename it"
                )
            )
        else:
            entries[result.scene.id] = result
    ordered = sorted(entries.values(), key=lambda one: (one.scene.acquired, one.scene.id))
    return SearchResult(tuple(ordered), tuple(errors))


def shows(entry: SceneEntry, place: Geometry) -> bool:
    """Whether the scene's bounds meet the place's; a scene without bounds may show anything."""
    if entry.bounds is None:
        return True
    west, south, east, north = entry.bounds
    lons = [one.lon for part in place.parts for one in part]
    lats = [one.lat for part in place.parts for one in part]
    meets = max(lons) >= west and min(lons) <= east
    if west > east:  # across the date line
        meets = max(lons) >= west or min(lons) <= east
    return meets and max(lats) >= south and min(lats) <= north
