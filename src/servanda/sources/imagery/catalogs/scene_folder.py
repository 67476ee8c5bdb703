"""Folders of scenes: GeoTIFF and ENVI files, each a scene, or one band or mask of one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import RasterioError
from rasterio.warp import transform_bounds

from servanda.errors import SourceError
from servanda.records import Grid, OrbitPass, Scene
from servanda.sources.files.items import SourceFile
from servanda.sources.files.paths import files_of
from servanda.sources.files.problems import UnreadableError, printable
from servanda.sources.imagery.catalogs.file_parts import MASKS, AcquiredFiles, acquisitions_of
from servanda.sources.imagery.catalogs.joined_scene import joined_scene
from servanda.sources.imagery.catalogs.stac_assets import quantity_of
from servanda.sources.imagery.catalogs.stac_files import json_object, with_absolute_hrefs
from servanda.sources.imagery.catalogs.stac_item import entry_of_item, sensor_of
from servanda.sources.imagery.pixels.cloud_classes import CLASSES
from servanda.sources.imagery.pixels.open_raster import band_names, grid_of, opened_raster
from servanda.sources.imagery.pixels.remote_files import display_href
from servanda.sources.imagery.pixels.site_grid import pixel_size_m
from servanda.sources.imagery.pixels.timeouts import PATIENCE
from servanda.sources.imagery.scenes.band_names import RADAR, aliases, normalise_name
from servanda.sources.imagery.scenes.scene_entry import Asset, BandQuantity, SceneEntry
from servanda.sources.imagery.scenes.scene_times import instant, named_instant, tagged_instant
from servanda.sources.imagery.scenes.search_result import SearchResult, collect_results

__all__ = ["scene_of_file", "scenes_of_folder"]

# Files that somebody means as scenes; those we cannot read are named, not passed over.
SCENES = frozenset({".tif", ".tiff", ".gtiff", ".jp2", ".vrt", ".nc", ".h5", ".hdf"})

SENSORS = {
    "sentinel-1": re.compile(r"(?i)(?<![a-z0-9])(?:s1[a-d]?|sentinel[-_ ]?1[a-d]?)(?![a-z0-9])"),
    "sentinel-2": re.compile(
        r"(?i)(?<![a-z0-9])(?:s2[a-d]?|sentinel[-_ ]?2[a-d]?|t\d\d[a-z]{3} \d{8}t\d{6})(?![a-z0-9])"
    ),
    "landsat-8": re.compile(r"(?i)(?<![a-z0-9])lc08(?![a-z0-9])"),
    "landsat-9": re.compile(r"(?i)(?<![a-z0-9])lc09(?![a-z0-9])"),
}
SAYS_SENSOR = ("CONSTELLATION", "PLATFORM", "SATELLITE", "SPACECRAFT_ID", "SENSOR", "SENSOR_TYPE")
YES = frozenset({"1", "yes", "true"})
ZERO_IS_NOTHING = frozenset({BandQuantity.RADAR, BandQuantity.AMPLITUDE})
DECIBELS = re.compile(r"(?i)\bdb(?:\s*\*\s*(\d+))?")  # "VV dB", "VH dB*100"


def scenes_of_folder(folder: Path) -> SearchResult:
    """The scenes in a folder and the folders below it.

    A STAC item of the same name beside a file (s1_a.json beside s1_a.tif) says what it is; else
    its tags, the names of its bands, and its own name do.
    Raises SourceError where the folder cannot be listed; a file that cannot be used is among the
    errors found, and the others go on.
    """
    files, errors = files_of([folder], folder, may_be_empty=True)
    if not folder.is_dir():
        raise SourceError(printable(str(folder), None), "is not a folder", "check the path")
    paths = {file.path for file in files}
    results: list[SceneEntry | SourceError] = [error for error in errors if _is_scene_error(error)]
    results += _entries([file for file in files if _is_scene(file.path, paths)], folder)
    return collect_results(results)


def scene_of_file(path: Path, relative: str | None = None, band: str | None = None) -> SceneEntry:
    """The scene in a file; raises SourceError, above all where it does not say when it was taken.

    relative: its name in messages and, without its ending, its id
    band: what its name says of its only band; or the kind of mask that it is
    """
    name = relative or path.name
    with opened_raster(str(path), PATIENCE) as dataset:
        tags = _tags(dataset)
        grid = grid_of(dataset)
        stem = _telling_name(path, band)
        sensor = _sensor(tags, stem)
        assets = tuple(_assets(dataset, str(path), sensor, band))
    acquired = _acquisition_time(tags, stem)
    if acquired is None:
        raise SourceError(
            printable(name, None),
            "does not say when it was taken",
            "put the date into its name, as in s2_2018-11-20.tif, or into the tag "
            "ACQUISITION_DATETIME",
        )
    return SceneEntry(
        scene=_scene(path, name, tags, grid, sensor, acquired),
        label=printable(name, None),
        assets=tuple(asset for asset in assets if asset.quantity is not BandQuantity.CLASSES),
        classification=next(
            (asset for asset in assets if asset.quantity is BandQuantity.CLASSES), None
        ),
        bounds=_bounds(grid),
        whole_file=True,
    )


def _entries(files: list[SourceFile], folder: Path) -> Iterator[SceneEntry | SourceError]:
    """Scenes that an item beside a file describes, then what names put together of the rest."""
    described: set[str] = set()  # files that an item beside another file named as its bands
    others: list[SourceFile] = []
    for file in files:
        try:
            sidecar = _sidecar(file.path)
            if sidecar is None:
                others.append(file)
                continue
            if str(file.path.absolute()) in described:
                continue
            label = printable(str(sidecar.relative_to(folder)), None)
            item = json_object(str(sidecar), PATIENCE)
            item = with_absolute_hrefs(item, str(sidecar.absolute()), label, folder)
            entry = entry_of_item(item, label)
            described |= set(entry.hrefs.values())
            yield entry
        except SourceError as error:
            yield error

    acquisitions, lone_masks = acquisitions_of(
        file for file in others if str(file.path.absolute()) not in described
    )
    for acquisition in acquisitions:
        try:
            yield _scene_of_parts(acquisition)
        except SourceError as error:
            yield error
    for mask in lone_masks:
        advice = "put the scene beside it under the provider's name, or leave it out"
        yield SourceError(printable(mask.file.relative, None), "is a mask without a scene", advice)


def _scene_of_parts(acquisition: AcquiredFiles) -> SceneEntry:
    """Raises SourceError for the first file that cannot be used: the others do not go without."""
    entries = [
        scene_of_file(part.file.path, part.file.relative, part.band) for part in acquisition.bands
    ]
    mask = acquisition.mask
    if len(entries) == 1 and mask is None:
        return entries[0]
    hidden = scene_of_file(mask.file.path, mask.file.relative, mask.band) if mask else None
    only = acquisition.bands[0]
    name = only.stem if len(entries) > 1 else str(Path(only.file.relative).with_suffix(""))
    return joined_scene(name, entries, hidden)


def _is_scene(path: Path, files: set[Path]) -> bool:
    if path.suffix.lower() in SCENES:
        return True
    if path.suffix.lower() in {".hdr", ".json", ".xml", ".enp"}:
        return False
    headers = {
        header
        for ending in (".hdr", ".HDR")
        for header in (path.with_suffix(ending), path.with_name(path.name + ending))
    }
    return not headers.isdisjoint(files)


def _is_scene_error(error: UnreadableError) -> bool:
    return Path(error.problem.file).suffix.lower() in SCENES | {""}


def _sidecar(path: Path) -> Path | None:
    """The STAC item beside the file, if there is one."""
    for candidate in (path.with_name(f"{path.name}.json"), path.with_suffix(".json")):
        if candidate.is_file() and json_object(str(candidate), PATIENCE).get("type") == "Feature":
            return candidate
    return None


def _tags(dataset: rasterio.DatasetReader) -> dict[str, str]:
    """The tags of a file, keys in upper case."""
    found: dict[str, str] = {}
    for namespace in ("ENVI", "IMAGERY", None):
        tags = dataset.tags(ns=namespace) if namespace else dataset.tags()
        found |= {str(key).upper(): str(value) for key, value in tags.items()}
    return found


def _acquisition_time(tags: Mapping[str, str], name: str) -> datetime | None:
    """When a scene was taken: by a tag for it, its name, or the time of the TIFF, in this order.

    Programs put the time of writing into TIFFTAG_DATETIME: it counts only where nothing else
    does, or for the hour of the day that the name gives.
    """
    said = tagged_instant({key: value for key, value in tags.items() if key != "TIFFTAG_DATETIME"})
    named, tiff = named_instant(name), instant(tags.get("TIFFTAG_DATETIME"))
    if said is not None or named is None:
        return said or tiff
    return tiff if tiff is not None and tiff.date() == named.date() else named


def _telling_name(path: Path, band: str | None) -> str:
    """The name that says when and by whom; of a band alone ("B04.tif") its folder's."""
    alone = band is not None and named_instant(path.name) is None
    return f"{path.absolute().parent.name}_{path.name}" if alone else path.name


def _sensor(tags: Mapping[str, str], name: str) -> str:
    said = " ".join(tags[key] for key in SAYS_SENSOR if key in tags)
    for text in (said, Path(name).name, tags.get("GRANULES", "")):
        words = text.replace("_", " ")
        for sensor, pattern in SENSORS.items():
            if pattern.search(words):
                return sensor
    return sensor_of({"platform": said or None})


def _assets(
    dataset: rasterio.DatasetReader, href: str, sensor: str, band: str | None
) -> Iterator[Asset]:
    """The bands of a file; a mask of several bands is one asset."""
    if band in MASKS:
        yield _mask(dataset, href, str(band))
        return
    names = (band,) if band is not None and dataset.count == 1 else band_names(dataset)
    for number, name in enumerate(names, 1):
        plain = normalise_name(name)
        if plain in MASKS and plain in CLASSES:
            yield Asset(href, number, (plain, name), BandQuantity.CLASSES)
        else:
            yield _measured_band(dataset, href, number, name, sensor)


def _mask(dataset: rasterio.DatasetReader, href: str, kind: str) -> Asset:
    wanted = CLASSES[kind].bands
    if dataset.count != wanted:
        message = f"has {dataset.count} bands where a {kind} has {wanted}"
        raise SourceError(display_href(href), message, "get the provider's own file")
    return Asset(href, 1, (kind,), BandQuantity.CLASSES)


def _measured_band(
    dataset: rasterio.DatasetReader, href: str, number: int, name: str, sensor: str
) -> Asset:
    """A band of reflectance or radar, by its name and what the file says of its numbers."""
    polarisations = (band for band in RADAR if normalise_name(name) == band.lower())
    names = aliases([printable(name), *polarisations], sensor)
    decibels = DECIBELS.search(name)
    real = dataset.dtypes[number - 1].startswith("float")
    quantity = quantity_of(names, "dB" if decibels else dataset.units[number - 1], real)
    integer_sentinel_2 = sensor == "sentinel-2" and not real
    writes_0 = ZERO_IS_NOTHING | ({BandQuantity.REFLECTANCE} if integer_sentinel_2 else set())
    return Asset(
        href=href,
        band=number,
        names=names,
        quantity=quantity,
        scale=dataset.scales[number - 1] / float((decibels and decibels[1]) or 1),
        offset=0.0 if sensor == "sentinel-2" else dataset.offsets[number - 1],
        nodata=0.0 if quantity in writes_0 else None,
    )


def _scene(
    path: Path, name: str, tags: Mapping[str, str], grid: Grid, sensor: str, acquired: datetime
) -> Scene:
    orbit, turn = tags.get("RELATIVE_ORBIT", ""), tags.get("ORBIT_PASS", "").lower()
    published = instant(tags.get("PUBLISHED"))
    offset = tags.get("BOA_OFFSET_APPLIED", "").lower()
    platform = tags.get("PLATFORM")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Scene(
        id=printable(str(Path(name).with_suffix("")), None),
        sha256=digest,
        source=None,
        sensor=sensor,
        acquired=acquired,
        resolution_m=_resolution_m(tags, grid),
        simulated=tags.get("SERVANDA_SIMULATED", "").lower() in YES,
        published=published if published is not None and published >= acquired else None,
        platform=printable(platform).lower() if platform else None,
        relative_orbit=int(orbit) if orbit.isdecimal() else None,
        orbit_pass=OrbitPass(turn) if turn in set(OrbitPass) else None,
        processing=tags.get("PROCESSING_BASELINE") or tags.get("PROCESSING_VERSION"),
        offset_applied=(offset in YES) if offset else None,
    )


def _resolution_m(tags: Mapping[str, Any], grid: Grid) -> float:
    try:
        said = float(tags.get("GSD", "nan"))
    except ValueError:
        said = float("nan")
    return said if 0 < said < float("inf") else pixel_size_m(grid)


def _bounds(grid: Grid) -> tuple[float, float, float, float] | None:
    if grid.crs is None:
        return None
    try:
        found = transform_bounds(grid.crs, "EPSG:4326", *grid.bounds)
    except RasterioError:
        return None  # a CRS without a known way to degrees: it may show anything
    return float(found[0]), float(found[1]), float(found[2]), float(found[3])
