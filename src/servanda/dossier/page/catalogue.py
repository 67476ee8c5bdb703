"""The records of a trail by id, with names to print and labels to link to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Protocol, TypeVar

from servanda.dossier.page.trail import Trail
from servanda.dossier.print.dates import short_day
from servanda.records import Evidence, public_by

__all__ = ["Catalogue"]


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_WithId)


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record.id: record for record in records}


class Catalogue:
    """The records of one trail that were public by its as-of day.

    Where the trail has no name for something, its id is printed.
    """

    def __init__(self, trail: Trail) -> None:
        case, as_of = trail.case, trail.assessment.as_of
        self.as_of = as_of
        self.on = trail.assessment.on
        self.source_ends = trail.assessment.source_ends
        self.obligations = _by_id(case.obligations)
        self.matters = _by_id(case.matters)
        self.instruments = _by_id(case.instruments)
        self.sources = _by_id(case.sources)
        self.sites = _by_id(case.sites)
        self.claims = _by_id(trail.claims)
        self.sentences = trail.sentences
        self.observations = _by_id(trail.observations)
        self._scenes = _by_id(trail.scenes)
        self.documents = _by_id(
            document for document in trail.documents if public_by(document.publication, as_of)
        )
        self.evidence = _by_id(
            item for item in trail.evidence if public_by(item.times.published, as_of)
        )
        self.timelines = {timeline.obligation: timeline for timeline in trail.timelines}
        self._actors = _by_id(case.actors)
        self._origins = _by_id(trail.origins)
        self._evidence_labels = {key: f"E{n}" for n, key in enumerate(self.evidence, 1)}
        self._document_labels = {key: f"D{n}" for n, key in enumerate(self.documents, 1)}
        judgements = trail.assessment.judgements
        self._anchors = {judgement.id: f"o{n}" for n, judgement in enumerate(judgements, 1)}

    def actor(self, key: str) -> str:
        """The first name of an actor."""
        actor = self._actors.get(key)
        return actor.names[0] if actor is not None and actor.names else key

    def origin(self, key: str) -> str:
        """The name of an origin."""
        return self._origins[key].name if key in self._origins else key

    def origin_sure(self, key: str) -> bool:
        """True if an origin is surely distinct from the others."""
        return key not in self._origins or self._origins[key].sure

    def site(self, key: str) -> str:
        """The first name of a site."""
        site = self.sites.get(key)
        return site.names[0] if site is not None and site.names else key

    def scene(self, key: str) -> str:
        """A scene by its sensor, day and pixel size."""
        scene = self._scenes.get(key)
        if scene is None:
            return key
        day = short_day(scene.acquired.astimezone(UTC).date())
        return f"{scene.sensor}, {day}, {scene.resolution_m:g} m"

    def evidence_label(self, key: str) -> str | None:
        """The label of an item, such as "E12"; also its anchor."""
        return self._evidence_labels.get(key)

    def document_label(self, key: str | None) -> str | None:
        """The label of a document, such as "D3"; also its anchor."""
        return None if key is None else self._document_labels.get(key)

    def anchor(self, key: str) -> str | None:
        """The anchor of an obligation's section."""
        return self._anchors.get(key)

    def rests_on_simulation(self, item: Evidence) -> bool:
        """True if an item rests on a simulated image or a simulated place."""
        observation = self.observations.get(item.observation or "")
        site = self.sites.get(item.site or "")
        return (observation is not None and observation.simulated) or (
            site is not None and site.simulated
        )
