"""A simulated layer as files: COGs and a static STAC catalogue, marked as drawn.

Every item says `servanda:simulated: true`, every file says SIMULATED in its tags.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pystac
from rasterio.errors import RasterioError

from servanda.errors import SettingsError
from servanda.records import digest
from servanda.sources.files.items import Progress
from servanda.sources.files.problems import printable
from servanda.sources.imagery.simulation.layer import SimulatedLayer, SimulatedScenes
from servanda.sources.imagery.simulation.scene_files import SIMULATED, FramePlace, write_item
from servanda.sources.imagery.simulation.scenes import draw_pictures, frames
from servanda.sources.imagery.simulation.site_plan import SitePlan

__all__ = ["CATALOGUE_FILE", "draw_scenes", "drawing_digest"]

CATALOGUE_FILE = "catalog.json"

_DIGEST = "servanda:drawing"
_DRAWING = "1"  # raise it when the same layer is drawn otherwise
_DAWN = datetime(2000, 1, 1, tzinfo=UTC)


def drawing_digest(layer: SimulatedLayer) -> str:
    """What identifies the drawn files: the layer, and the version of the drawing."""
    return f"{digest(layer)}-{_DRAWING}"


def draw_scenes(layer: SimulatedLayer, folder: Path, progress: Progress | None = None) -> Path:
    """The catalogue of the layer's pictures in the folder; drawn unless it is there already.

    folder: made by this, whole or not at all; an earlier drawing in it is replaced
    progress: called with how many pictures are done, and of how many
    Raises SettingsError where something else is in the folder, or nothing can be written.
    """
    wanted = drawing_digest(layer)
    if _drawing_in(folder) == wanted:
        return folder / CATALOGUE_FILE
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}."))
        try:
            _draw(layer, made / "new", wanted, progress)
            _put_in_place(made, folder, wanted)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except (OSError, RasterioError) as error:
        label = printable(str(folder), None)
        raise SettingsError(
            f"{label}: scenes cannot be drawn there ({printable(str(error))}); "
            "name a folder of yours with room for 100 MB"
        ) from error
    return folder / CATALOGUE_FILE


def _put_in_place(made: Path, folder: Path, wanted: str) -> None:
    """Rename the new drawing to the folder, unless another process was faster."""
    if _drawing_in(folder) == wanted:
        return
    if folder.exists():
        folder.rename(made / "old")
    (made / "new").rename(folder)


def _drawing_in(folder: Path) -> str | None:
    """The digest of the drawing in the folder; None where there is no folder, or an empty one."""
    try:
        if not folder.is_symlink() and (not folder.exists() or not any(folder.iterdir())):
            return None
        found = json.loads((folder / CATALOGUE_FILE).read_bytes())[_DIGEST]
        if isinstance(found, str):
            return found
    except (OSError, ValueError, LookupError, TypeError):
        pass
    label = printable(str(folder), None)
    raise SettingsError(f"{label}: holds something else than drawn scenes; name another folder")


def _draw(layer: SimulatedLayer, folder: Path, wanted: str, progress: Progress | None) -> None:
    catalogue = pystac.Catalog(
        "simulated", SIMULATED, title="SIMULATED", extra_fields={_DIGEST: wanted}
    )
    plan = SitePlan.from_layer(layer)
    total = sum(len(frames(plan, scenes)) * len(scenes.dates) for scenes in layer.scenes)
    done = 0
    for scenes in layer.scenes:
        items = []
        for frame in frames(plan, scenes):
            place = FramePlace.from_frame(plan, scenes, frame)
            for picture in draw_pictures(plan, scenes, frame):
                items.append(write_item(picture, scenes, place, folder / scenes.collection))
                done += 1
                if progress is not None:
                    progress(done, total)
        catalogue.add_child(_collection(scenes, items))
    catalogue.normalize_hrefs(str(folder))
    catalogue.save(catalog_type=pystac.CatalogType.SELF_CONTAINED)


def _collection(scenes: SimulatedScenes, items: Iterable[pystac.Item]) -> pystac.Collection:
    found = list(items)
    collection = pystac.Collection(
        scenes.collection,
        SIMULATED,
        pystac.Extent(
            pystac.SpatialExtent([[-180.0, -90.0, 180.0, 90.0]]),
            pystac.TemporalExtent([[_DAWN, None]]),
        ),
        title=f"SIMULATED {scenes.gsd_m:g} m",
        license="other",
    )
    collection.add_items(found)
    collection.update_extent_from_items()
    return collection
