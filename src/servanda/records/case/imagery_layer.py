"""Where the scenes of a case are found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from servanda.records.case.site import Geometry

__all__ = ["Imagery", "ImageryKind", "SitePlace"]


class ImageryKind(StrEnum):
    """How scenes are looked up."""

    FOLDER = "folder"  # GeoTIFF, COG or ENVI files beside the case
    CATALOGUE = "catalogue"  # a static STAC catalogue: catalog.json or collection.json
    API = "api"  # a STAC API
    SIMULATED = "simulated"  # drawn by Servanda from a stated truth


@dataclass(frozen=True, slots=True)
class SitePlace:
    """Where a site lies in one layer of imagery, if not where its own geometry says."""

    site: str
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class Imagery:
    """One layer of scenes of a case."""

    id: str
    kind: ImageryKind
    href: str  # a path inside the case folder, or a URL
    collections: tuple[str, ...]  # of a STAC catalogue or API; empty: all
    bands: tuple[str, ...]  # assets or bands to read; empty: those of the sensor
    sites: tuple[str, ...]  # sites to look at; empty: all that have a place
    places: tuple[SitePlace, ...]

    @property
    def is_simulation(self) -> bool:
        """True if its scenes are drawn, not taken; every result made of them says so."""
        return self.kind is ImageryKind.SIMULATED
