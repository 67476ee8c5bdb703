"""The kept observations of a case, for an assessment."""

from __future__ import annotations

from servanda.evidence import attach_scenes
from servanda.records import Observation, ObservationWithScenes, Scene
from servanda.store import Store

__all__ = ["observations_with_scenes"]


def observations_with_scenes(
    store: Store, case_id: str, *, simulated: bool = False
) -> tuple[tuple[ObservationWithScenes, ...], int]:
    """The kept observations with their scenes, and the number of simulated ones left out.

    simulated: True to count simulated observations too
    Raises NotFoundError for an unknown case.
    """
    kept = store.load_all(Observation, case_id)
    if not kept:
        return (), 0
    scenes, recorded = store.load_all(Scene, case_id), store.record_times(Observation, case_id)
    found = attach_scenes(kept, scenes, recorded, simulated=simulated)
    return found, len(kept) - len(found)
