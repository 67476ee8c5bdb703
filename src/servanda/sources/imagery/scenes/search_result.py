"""The result of a search: the scenes, and an error for each scene that cannot be used."""

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
    ordered = sorted(entries.values(), key=lambda entry: (entry.scene.acquired, entry.scene.id))
    return SearchResult(tuple(ordered), tuple(errors))


def shows(entry: SceneEntry, place: Geometry) -> bool:
    """True if the bounds of scene and place meet, or the scene has none."""
    if entry.bounds is None:
        return True
    west, south, east, north = entry.bounds
    place_west, place_south, place_east, place_north = place.bounds
    if west > east:  # across the date line
        meets = place_east >= west or place_west <= east
    else:
        meets = place_east >= west and place_west <= east
    return meets and place_north >= south and place_south <= north
