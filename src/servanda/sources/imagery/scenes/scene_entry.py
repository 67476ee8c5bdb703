"""A scene that can be read: what is known of it, and where its bands are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from servanda.errors import SourceError
from servanda.records import Scene
from servanda.sources.files.problems import printable
from servanda.sources.imagery.scenes.band_names import RADAR, matches

__all__ = ["Asset", "BandQuantity", "SceneEntry"]


class BandQuantity(StrEnum):
    """What the numbers of a band are."""

    REFLECTANCE = "reflectance"  # already x 10,000, or a scale is stated
    POWER = "power"  # linear
    DECIBELS = "decibels"
    AMPLITUDE = "amplitude"
    RADAR = "radar"  # unsaid: integers are amplitudes, other numbers are power
    CLASSES = "classes"


@dataclass(frozen=True, slots=True)
class Asset:
    """One band of one file."""

    href: str
    band: int  # from 1
    names: tuple[str, ...]  # the provider's first, then what else it goes by
    quantity: BandQuantity
    scale: float = 1.0  # value = number * scale + offset
    offset: float = 0.0
    nodata: float | None = None  # besides what the file says
    resolution_m: float | None = None


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """One scene of a folder, a catalogue or an API, not read yet.

    scene.sha256 is of the file where one file is the scene, else of the item that describes it.
    """

    scene: Scene
    label: str  # its name in messages
    assets: tuple[Asset, ...]
    classification: Asset | None = None  # of cloud, shadow, snow
    bounds: tuple[float, float, float, float] | None = None  # west, south, east, north; degrees
    notes: tuple[str, ...] = ()  # remarks for those who use its numbers
    whole_file: bool = False  # whether scene.sha256 is of the file and not of the item

    @property
    def hrefs(self) -> Mapping[str, str]:
        """Where each band is, by the provider's name of it."""
        return {asset.names[0]: asset.href for asset in self.assets}

    @property
    def usual_bands(self) -> tuple[str, ...]:
        """The bands to read where nobody says which: VV and VH; blue, green, red, nir; else all."""
        for wanted in (RADAR, ("blue", "green", "red", "nir")):
            there = tuple(name for name in wanted if self._find_asset(name))
            if there and (wanted is RADAR or len(there) == len(wanted)):
                return there
        return tuple(asset.names[0] for asset in self.assets)

    def select_assets(self, bands: Sequence[str]) -> tuple[Asset, ...]:
        """The assets of the bands, by any of their names; raises SourceError for one not there."""
        found = []
        for band in bands:
            asset = self._find_asset(band)
            if asset is None:
                known = ", ".join(printable(asset.names[0], 40) for asset in self.assets[:20])
                raise SourceError(
                    self.label,
                    f"has no band {printable(band)!r}",
                    f"it has {known}" if known else "its item lists no files of pixels",
                )
            found.append(asset)
        return tuple(found)

    def _find_asset(self, band: str) -> Asset | None:
        for asset in self.assets:  # the provider's own name wins over a name for all providers
            if asset.names[0] == band:
                return asset
        return next((asset for asset in self.assets if matches(band, asset.names)), None)
