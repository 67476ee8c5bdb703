"""The file of a simulated layer: read strictly, every mistake with its line."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from servanda.errors import CaseError, Problem
from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES
from servanda.sources.files.paths import display_path, read_bytes
from servanda.sources.files.problems import printable
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.foreign_yaml import read_yaml
from servanda.sources.formats.located import Located
from servanda.sources.formats.read_entry import read_entry
from servanda.sources.imagery.simulation.layer import (
    SimulatedLayer,
    SimulatedObject,
    SimulatedScenes,
    Weather,
    metres_from,
)
from servanda.sources.imagery.simulation.layer_format import ObjectEntry, ScenesEntry, SimulatedFile

__all__ = ["read_simulated_file", "read_simulated_layer"]

MOST_PIXELS = 4096  # along a side of one picture [limit]
MOST_SCENES = 5_000  # pictures of one collection [limit]


def read_simulated_file(path: Path) -> SimulatedLayer:
    """The layer that the file states; raises CaseError with every problem, or SourceError."""
    label = display_path(path)
    text = checked_text(decode_text(read_bytes(path, label, CASE_FILE_BYTES), label), label)
    layer, problems = read_simulated_layer(text, label, None)
    if layer is None:
        raise CaseError(tuple(problems))
    return layer


def read_simulated_layer(
    text: str, file: str, sites: Set[str] | None
) -> tuple[SimulatedLayer | None, list[Problem]]:
    """The layer of the text, or every problem in the order of the lines.

    sites: the ids that an object may name; None where they are not known
    """
    marked, problems = read_yaml(text, file)
    if marked is None:
        return None, problems
    if not isinstance(marked.value, dict):
        advice = "start with `seed: 1`; docs/reference/case-format.md shows the rest"
        return None, [*problems, marked.problem((), "is not a block of keys", advice)]
    entry, found = read_entry(SimulatedFile, marked.value, (), marked)
    problems += found
    if entry is not None and not problems:
        problems += [
            *_zone(entry, marked),
            *_objects(entry, marked, sites),
            *_scenes(entry, marked),
        ]
    if entry is None or problems:
        return None, sorted(problems, key=lambda problem: problem.line)
    return _layer(entry), []


def _zone(entry: SimulatedFile, marked: Located) -> Iterator[Problem]:
    """A problem if the zone is not the one that the corner lies in."""
    zone = int((entry.corner.lon + 180) // 6) % 60 + 1
    right = f"EPSG:32{6 if entry.corner.lat >= 0 else 7}{zone:02d}"
    if entry.crs != right:
        yield marked.problem(("crs",), f"the corner is not in {entry.crs}", f"write {right}")


def _objects(entry: SimulatedFile, marked: Located, sites: Set[str] | None) -> Iterator[Problem]:
    """A problem for each object of an unknown site, outside the area, or touching another."""
    seen: set[str] = set()
    for number, structure in enumerate(entry.objects):
        route = ("objects", number)
        if sites is not None and structure.site not in sites:
            advice = suggest(structure.site, sites)
            label = printable(structure.site)
            yield marked.problem((*route, "site"), f"unknown site {label!r}", advice)
        if structure.site in seen:
            yield marked.problem(
                (*route, "site"), f"site {structure.site!r} has two objects", "give it one"
            )
        seen.add(structure.site)
        half, away = structure.side_m / 2 + structure.pad_m, metres_from(entry.corner, structure.at)
        if min(away) < half or max(away) > entry.side_m - half:
            east, south = away
            yield marked.problem(
                (*route, "at"),
                f"lies {east:.0f} m east and {south:.0f} m south of the corner, outside the area",
                f"the area is {entry.side_m:g} m square; longitude comes first",
            )
    for (_, first), (number, second) in combinations(enumerate(entry.objects), 2):
        if _touch(first, second):
            yield marked.problem(
                ("objects", number, "at"),
                f"{second.site!r} touches {first.site!r}",
                "move one of them, or make the pads smaller",
            )


def _touch(first: ObjectEntry, second: ObjectEntry) -> bool:
    apart = max(abs(metres) for metres in metres_from(first.at, second.at))
    return apart < (first.side_m + second.side_m) / 2 + first.pad_m + second.pad_m


def _scenes(entry: SimulatedFile, marked: Located) -> Iterator[Problem]:
    """A problem for pictures without days, too large or too many, or of a repeated name."""
    seen: set[str] = set()
    for number, scenes in enumerate(entry.scenes):
        route = ("scenes", number)
        if scenes.collection.casefold() in seen:
            yield marked.problem(
                (*route, "collection"),
                f"collection {scenes.collection!r} stands twice",
                "give each its own name",
            )
        seen.add(scenes.collection.casefold())
        if (scenes.days is None) == (not scenes.dates):
            what = "both days and dates" if scenes.dates else "neither days nor dates"
            yield marked.problem(route, f"{scenes.collection!r} has {what}", "write one of them")
        elif not _dates(scenes):
            advice = "write a later `last`, or an earlier `first`"
            yield marked.problem((*route, "days"), "holds no day", advice)
        elif _pixels(entry, scenes) > MOST_PIXELS or _count(entry, scenes) > MOST_SCENES:
            yield marked.problem(
                route,
                f"{scenes.collection!r} is too large to draw",
                f"at most {MOST_PIXELS} pixels a side and {MOST_SCENES} pictures",
            )
        if len(set(scenes.bands)) < len(scenes.bands):
            yield marked.problem((*route, "bands"), "a band stands twice", "name it once")


def _pixels(entry: SimulatedFile, scenes: ScenesEntry) -> float:
    return entry.side_m / scenes.gsd_m if scenes.chip_px is None else scenes.chip_px


def _count(entry: SimulatedFile, scenes: ScenesEntry) -> int:
    return len(_dates(scenes)) * (1 if scenes.chip_px is None else len(entry.objects))


def _dates(scenes: ScenesEntry) -> tuple[date, ...]:
    """The days in order, each once."""
    days = scenes.days
    if days is None:
        return tuple(sorted(set(scenes.dates)))
    steps = range(0, (days.last - days.first).days + 1, days.every)
    return tuple(days.first + timedelta(days=step) for step in steps)


def _layer(entry: SimulatedFile) -> SimulatedLayer:
    return SimulatedLayer(
        seed=entry.seed,
        crs=entry.crs,
        corner=entry.corner,
        side_m=entry.side_m,
        season_amplitude=entry.season.amplitude,
        season_peak=entry.season.peak,
        objects=tuple(SimulatedObject(**dict(structure)) for structure in entry.objects),
        scenes=tuple(_sensor(scenes) for scenes in entry.scenes),
    )


def _sensor(entry: ScenesEntry) -> SimulatedScenes:
    keys = {key: value for key, value in dict(entry).items() if key != "days"}
    keys["bands"] = tuple(band.value for band in entry.bands)
    keys["dates"] = _dates(entry)
    keys["weather"] = entry.weather and Weather(**dict(entry.weather))
    return SimulatedScenes(**keys)
