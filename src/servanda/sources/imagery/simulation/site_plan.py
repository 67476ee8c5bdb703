"""Where the objects of a simulated layer lie in metres, and the random numbers it is drawn with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rasterio.warp import transform

from servanda.sources.imagery.simulation.layer import SimulatedLayer, SimulatedObject
from servanda.sources.imagery.simulation.random_draws import RandomDraws

__all__ = ["WGS84", "SitePlan"]

WGS84 = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A layer on the grid of its UTM zone; distances run east and south from its corner."""

    layer: SimulatedLayer
    draws: RandomDraws
    east_m: float  # of the corner, in the zone; whole metres
    north_m: float
    spots: tuple[tuple[float, float], ...]  # of the objects, in their order

    @classmethod
    def from_layer(cls, layer: SimulatedLayer) -> SitePlan:
        """The plan of a layer."""
        places = (layer.corner, *(structure.at for structure in layer.objects))
        lons, lats = [place.lon for place in places], [place.lat for place in places]
        easts, norths = transform(WGS84, layer.crs, lons, lats)[:2]
        east, north = float(round(easts[0])), float(round(norths[0]))
        spots = zip(easts[1:], norths[1:], strict=True)
        return cls(
            layer,
            RandomDraws(layer.seed),
            east,
            north,
            tuple((x - east, north - y) for x, y in spots),
        )

    @property
    def objects(self) -> Iterator[tuple[int, SimulatedObject, float, float]]:
        """Each object with its number, and how far east and south its middle lies."""
        for number, (structure, spot) in enumerate(
            zip(self.layer.objects, self.spots, strict=True)
        ):
            yield number, structure, *spot
