"""Observing the sites of a case: scenes are found, read, compared, drawn and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from servanda.evidence import look_target
from servanda.pipeline.observing_site import SiteResult, SiteTask, observe_site
from servanda.records import Case, Geometry, Imagery, Observation, Scene, Site
from servanda.records.progress import Progress
from servanda.settings import Settings
from servanda.sources.imagery.layer_sites import (
    check_sites,
    choose_layers,
    choose_sites,
    site_places,
)
from servanda.sources.imagery.pixels.timeouts import PATIENCE
from servanda.sources.imagery.scene_search import SceneFinder, case_folder
from servanda.sources.network.guard import NetworkGuard
from servanda.store import Store

if TYPE_CHECKING:
    from servanda.sources.imagery.scenes.scene_entry import SceneEntry

__all__ = ["ObservationSettings", "ObservedCase", "forget_observations", "observe_case"]


@dataclass(frozen=True, slots=True)
class ObservationSettings:
    """What to look at, and the false-alarm rate to accept."""

    layers: tuple[str, ...]  # ids; empty: all of the case
    sites: tuple[str, ...]  # ids; empty: all that have a place
    since: date | None
    until: date
    alpha: float  # false-alarm rate to accept, per site and date
    jobs: int
    pictures: Path

    def includes(self, day: date) -> bool:
        """True if scenes of this day are wanted."""
        return (self.since is None or self.since <= day) and day <= self.until


@dataclass(frozen=True, slots=True)
class ObservedCase:
    """What was seen, in the order of sites and days, and what had to be left out."""

    scenes: tuple[Scene, ...]
    observations: tuple[Observation, ...]
    left_out: tuple[str, ...]  # one sentence each
    pictures: Mapping[str, str]  # path of the picture of each observation, by its id

    @property
    def is_simulation(self) -> bool:
        """True if any of the scenes was drawn, not taken."""
        return any(observation.simulated for observation in self.observations)

    @property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """The days of the earlier and the later scene of each observation."""
        days = {scene.id: scene.acquired.astimezone(UTC).date() for scene in self.scenes}
        return tuple((days[look.before], days[look.after]) for look in self.observations)


def observe_case(
    store: Store,
    case: Case,
    name: str,
    looking: ObservationSettings,
    settings: Settings,
    progress: Progress,
) -> ObservedCase:
    """Look at every site in every layer, and keep the observations, replacing earlier ones.

    name: the case's folder or id, as the user wrote it: layers may be files beside it
    Raises SettingsError if a layer or a site is not of the case, SourceError if a whole layer
    cannot be read; a single scene or site that fails is named in `left_out`.
    """
    store.check_data_files()  # parts of scenes are used again: never changed ones
    check_sites(case, looking.sites)
    layers = choose_layers(case, looking.layers)
    patience = replace(PATIENCE, guard=NetworkGuard(settings.allow_hosts))
    finder = SceneFinder(case_folder(name), settings.data / "imagery", progress, patience)
    found = [task for layer in layers for task in _tasks(case, layer, looking, finder)]
    tasks = [task for task in found if isinstance(task, SiteTask)]
    reasons = [reason for reason in found if isinstance(reason, str)]
    observed = _collect(list(_observe_sites(tasks, looking.jobs, progress)), reasons)
    store.save_all(observed.scenes, case.id)
    store.save_all(observed.observations, case.id)
    store.record_data_files()
    return observed


def forget_observations(store: Store, case: Case) -> int:
    """Drop every observation of the case and give their number; the custody log records it."""
    known = len(store.load_all(Observation, case.id))
    store.replace_all(Observation, (), case.id)
    return known


def _tasks(
    case: Case, layer: Imagery, looking: ObservationSettings, finder: SceneFinder
) -> Iterator[SiteTask | str]:
    """The task at each site of a layer, or the reason why there is none."""
    places = site_places(case, layer)
    for site in choose_sites(case, layer, looking.sites):
        place = places.get(site.id)
        if place is None:
            if site.id in looking.sites:
                yield f"{site.id}: where it lies is not known; {site.no_geometry_reason or ''}"
            continue
        found = finder.scenes(layer, place, looking.since, looking.until)
        yield from (f"{layer.id}: {error}" for error in found.errors)
        others = tuple(other for id_, other in places.items() if id_ != site.id)
        yield _task(case, layer, site, (place, others), found.entries_at(place), looking, finder)


def _task(
    case: Case,
    layer: Imagery,
    site: Site,
    where: tuple[Geometry, tuple[Geometry, ...]],
    entries: Sequence[SceneEntry],
    looking: ObservationSettings,
    finder: SceneFinder,
) -> SiteTask:
    wanted = look_target(duty for duty in case.obligations if site.id in duty.sites)
    taken = [entry for entry in entries if looking.includes(entry.scene.acquired.date())]
    return SiteTask(
        site=site.id,
        name=site.names[0],
        source=layer.id if layer.is_simulation else f"{layer.id} ({layer.href})",
        place=where[0],
        others=where[1],
        entries=tuple(taken),
        bands=layer.bands,
        min_object_m=wanted.size_m,
        expected_direction=wanted.change,
        duty_start=wanted.since,
        alpha=looking.alpha,
        chips=finder.chips,
        pictures=looking.pictures,
        patience=finder.patience,
    )


def _observe_sites(
    tasks: Sequence[SiteTask], jobs: int, progress: Progress
) -> Iterator[SiteResult]:
    """The result at each site, in the order of the tasks for any number of processes."""
    if jobs == 1 or len(tasks) < 2:
        yield from _report_progress(map(observe_site, tasks), len(tasks), progress)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
        yield from _report_progress(processes.map(observe_site, tasks), len(tasks), progress)


def _report_progress(
    results: Iterable[SiteResult], total: int, progress: Progress
) -> Iterator[SiteResult]:
    progress("looking at sites", 0, total)
    for number, result in enumerate(results, 1):
        progress("looking at sites", number, total)
        yield result


def _collect(results: Sequence[SiteResult], reasons: Sequence[str]) -> ObservedCase:
    """What was seen at all sites; each reason for leaving something out is said once."""
    return ObservedCase(
        scenes=tuple(_unique_scenes(chain.from_iterable(site.scenes for site in results))),
        observations=tuple(chain.from_iterable(site.observations for site in results)),
        left_out=tuple(dict.fromkeys(chain(reasons, *(site.left_out for site in results)))),
        pictures=dict(chain.from_iterable(site.pictures for site in results)),
    )


def _unique_scenes(scenes: Iterable[Scene]) -> Iterator[Scene]:
    """Each scene once: sites share scenes, of which each has read its own part."""
    yield from {scene.id: scene for scene in scenes}.values()
