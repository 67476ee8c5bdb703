"""Files of pixels, opened so that a damaged or hostile one costs neither memory nor time.

Only GeoTIFF (with COG) and ENVI are opened, each by what its bytes are and not by its name: other
formats of GDAL, above all VRT, can name further files and servers. Files beside a GeoTIFF (.ovr,
.msk, .aux.xml, .tfw) are not read either.
"""

from __future__ import annotations

import stat
import urllib.request
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import rasterio
from affine import Affine
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError

from servanda.errors import SourceError
from servanda.records import Grid
from servanda.sources.documents.extractor import ask_worker
from servanda.sources.files.encodings import MAGIC
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.paths import reason
from servanda.sources.files.problems import printable
from servanda.sources.imagery.pixels.remote_files import (
    display_href,
    first_bytes,
    is_remote,
    vsicurl,
)
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.network.guarded_gate import GuardedGate, guarded_gate

__all__ = ["affine", "band_names", "check_header", "grid_of", "opened_raster"]

TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
OTHER_FORMATS = {
    b"\0\0\0\x0cjP": "a JPEG 2000 file",
    b"\xffO\xffQ": "a JPEG 2000 file",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"BM": "a BMP picture",
    b"\x89HDF": "an HDF5 or netCDF file",
    b"CDF": "a netCDF file",
    b"<VRT": "a VRT, which only points to other files",
    b"<": "a page of HTML or XML",
} | {magic: what for magic, (what, _) in MAGIC.items() if not magic.startswith(b"\xff\xd8")}
MAGIC_BYTES = 16  # the first bytes of a file; the longest sign above has fewer [definition]

BYTES = {
    "uint8": 1, "int8": 1, "uint16": 2, "int16": 2, "uint32": 4, "int32": 4, "float32": 4,
}  # fmt: skip

# An ENVI header is some kilobytes, with long lists of wavelengths some tens.
ENVI_HEADER_BYTES = MEGABYTE

# One block is read whole. A tile has 0.5 MB; a file whose only block is the whole scene has more.
BLOCK_BYTES = 256 * MEGABYTE

MOST_BANDS = (
    1_000  # imaging spectrometers have 200 to 430; a stack of three years of days 1,000 [limit]
)

CACHE_BYTES = 32 * MEGABYTE  # GDAL would take a twentieth of the memory


@contextmanager
def opened_raster(href: str, patience: Timeouts = PATIENCE) -> Iterator[rasterio.DatasetReader]:
    """The open file, for reading windows of it.

    href: a path, or an http(s) URL of a GeoTIFF; an ENVI file has its header (.hdr) beside it.
    Raises SourceError, also for what goes wrong with the file inside the block.
    """
    label = display_href(href)
    driver = _driver(href, label, patience)
    _check_apart(href, label, driver)
    name = vsicurl(href) if is_remote(href) else str(Path(href).absolute())
    with _gate(href, patience) as gate:
        try:
            with rasterio.Env(**_options(driver, href, patience), **_way_out(gate)):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", NotGeoreferencedWarning)  # grid_of says so
                    dataset = rasterio.open(name, driver=driver)
                with dataset:
                    _check(dataset, href, label)
                    yield dataset
        except (RasterioError, CRSError) as error:
            if gate is not None and gate.refusals:
                raise gate.refusals[0] from error
            raise _as_source_error(error, href, label) from error


def _gate(href: str, patience: Timeouts) -> AbstractContextManager[GuardedGate | None]:
    """The gate through which GDAL reads; None for a file, and where the user has set proxies."""
    if not is_remote(href) or urllib.request.getproxies():
        return nullcontext()
    return guarded_gate(patience.guard, patience.connect_seconds)


def _way_out(gate: GuardedGate | None) -> Mapping[str, object]:
    return {} if gate is None else {"GDAL_HTTP_PROXY": gate.proxy}


def _check_apart(href: str, label: str, driver: str) -> None:
    """Let the worker open a file of this machine first: what it breaks is not this process."""
    if not is_remote(href):
        path = str(Path(href).absolute())
        advice = "get it again, or check it with `gdalinfo`"
        ask_worker(label, "raster", b"", instead=advice, path=path, label=label, driver=driver)


def check_header(path: str, label: str, driver: str) -> dict[str, Any]:
    """Open a file and check what its header says; raises SourceError. Runs inside the worker."""
    try:
        with rasterio.Env(**_options(driver, path, PATIENCE)), warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path, driver=driver) as dataset:
                _check(dataset, path, label)
                return {"bands": dataset.count}
    except (RasterioError, CRSError) as error:
        raise _as_source_error(error, path, label) from error


def grid_of(dataset: rasterio.DatasetReader) -> Grid:
    """Where the pixels lie; without a CRS, in the geometry of the sensor."""
    transform: Affine = dataset.transform
    crs = None
    if dataset.crs:
        code = dataset.crs.to_epsg()
        crs = f"EPSG:{code}" if code else dataset.crs.to_wkt()
    numbers = (transform.a, transform.b, transform.c, transform.d, transform.e, transform.f)
    return Grid(dataset.height, dataset.width, numbers, crs)


def affine(grid: Grid) -> Affine:
    """The grid's transform as rasterio has it."""
    return Affine(*grid.transform)


def band_names(dataset: rasterio.DatasetReader) -> tuple[str, ...]:
    """What the file calls its bands; "1", "2", ... where it does not say, or says one twice."""
    given = [description or "" for description in dataset.descriptions]
    return tuple(
        name if name and given.count(name) == 1 else str(number)
        for number, name in enumerate(given, 1)
    )


def _driver(href: str, label: str, patience: Timeouts) -> str:
    """GTiff or ENVI, from the first bytes and the header beside the file."""
    if "://" in href and not is_remote(href):
        scheme = printable(href.partition("://")[0], 20)
        raise SourceError(label, f"is behind {scheme}://, which is not read",
                          "give its https:// address, or download the file")  # fmt: skip
    start = first_bytes(href, MAGIC_BYTES, patience) if is_remote(href) else _start(href, label)
    if start.startswith(TIFF_MAGIC):
        return "GTiff"
    if not is_remote(href) and _envi_header(Path(href), label):
        return "ENVI"
    found = next((what for magic, what in OTHER_FORMATS.items() if start.startswith(magic)), None)
    raise SourceError(
        label,
        f"is {found}, not a GeoTIFF" if found else "is neither a GeoTIFF nor an ENVI file",
        "convert it with `gdal_translate -of COG`, or get the original",
    )


def _start(href: str, label: str) -> bytes:
    path = Path(href)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(label, "is not a regular file", "give a GeoTIFF or an ENVI file")
        with path.open("rb") as file:
            return file.read(MAGIC_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        if isinstance(error, SourceError):
            raise
        raise SourceError(label, *reason(error)) from error


def _envi_header(path: Path, label: str) -> bool:
    """True if an ENVI header lies beside the file; raises SourceError if it is over 1 MB."""
    for ending in ("hdr", "HDR"):
        for header in (path.with_suffix(f".{ending}"), path.with_name(f"{path.name}.{ending}")):
            if header != path and header.is_file():
                if header.stat().st_size > ENVI_HEADER_BYTES:
                    raise SourceError(
                        label, f"has a header, {header.name}, of more than 1 MB", "check the header"
                    )
                return True
    return False


def _options(driver: str, href: str, patience: Timeouts) -> Mapping[str, object]:
    return {
        "GDAL_CACHEMAX": CACHE_BYTES,
        "GDAL_PAM_ENABLED": False,
        # ENVI finds its header by looking; with EMPTY_DIR it would see none.
        "GDAL_DISABLE_READDIR_ON_OPEN": True if driver == "ENVI" else "EMPTY_DIR",
        "GDAL_HTTP_CONNECTTIMEOUT": patience.connect_seconds,
        "GDAL_HTTP_TIMEOUT": patience.answer_seconds,
        "GDAL_HTTP_MAX_RETRY": patience.retries,
        "GDAL_HTTP_RETRY_DELAY": 1,
        "GDAL_HTTP_MERGE_CONSECUTIVE_RANGES": True,
        "GDAL_INGESTED_BYTES_AT_OPEN": 32_768,  # the header of a COG in one request
        "CPL_VSIL_CURL_USE_HEAD": False,
        "CPL_VSIL_CURL_NON_CACHED": vsicurl(href) if is_remote(href) else "",  # a failure may pass
    }


def _check(dataset: rasterio.DatasetReader, href: str, label: str) -> None:
    """Raise SourceError where GDAL would return zeros for data, or need too much memory."""
    if dataset.count > MOST_BANDS:
        raise SourceError(
            label,
            f"has {dataset.count:,} bands, which no sensor has",
            "take out the bands of interest with `gdal_translate -b`",
        )
    item_bytes = [BYTES.get(name, 8) for name in dataset.dtypes]
    if any(name.startswith("complex") for name in dataset.dtypes):
        raise SourceError(
            label, "has complex pixels (single-look radar)", "give a product of detected power"
        )
    together = dataset.tags(ns="IMAGE_STRUCTURE").get("INTERLEAVE") == "PIXEL"
    rows, columns = max(dataset.block_shapes, key=lambda shape: shape[0] * shape[1])
    block = rows * columns * (sum(item_bytes) if together else max(item_bytes))
    if block > BLOCK_BYTES and dataset.driver == "GTiff":
        raise SourceError(
            label,
            f"can only be read in blocks of {block // MEGABYTE:,} MB",
            "cut it into tiles with `gdal_translate -of COG`",
        )
    if dataset.driver == "ENVI":
        _check_envi(dataset, Path(href), sum(item_bytes), label)


def _check_envi(dataset: rasterio.DatasetReader, path: Path, pixel_bytes: int, label: str) -> None:
    """Raise SourceError if an ENVI file is compressed or cut off: GDAL reads zeros for the rest."""
    header = {key.lower(): value for key, value in dataset.tags(ns="ENVI").items()}
    if header.get("file_compression", "0").strip() != "0":
        raise SourceError(label, "is a compressed ENVI file", "decompress it first")
    offset = header.get("header_offset", "0").strip()
    before = int(offset) if offset.isdecimal() else 0
    needed = before + dataset.width * dataset.height * pixel_bytes
    found = path.stat().st_size
    if found < needed:
        raise SourceError(
            label,
            f"ends after {found:,} bytes where its header promises {needed:,}",
            "get it again: it was cut off, or the header belongs to another file",
        )


def _as_source_error(error: Exception, href: str, label: str) -> SourceError:
    """The error in words, with the deepest reason that GDAL gave."""
    deepest: BaseException = error
    while deepest.__cause__ is not None:
        deepest = deepest.__cause__
    detail = printable(str(deepest).replace(vsicurl(href), label).strip(" ."), 160)
    if is_remote(href):
        return SourceError(
            label, f"could not be read from its server ({detail})", "try again, or leave it out"
        )
    return SourceError(
        label, f"is damaged or cut off ({detail})", "get it again, or check it with `gdalinfo`"
    )
