"""A folder of parts of remote files, so that none is fetched twice."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from servanda.atomic_write import keep_file
from servanda.errors import SourceError
from servanda.records import Grid
from servanda.sources.imagery.pixels.patches import Patch

__all__ = ["ChipCache"]

VERSION = 1  # of what is kept; another number reads everything again [definition]

# Parameters that sign a URL: they change each time, and the file stays the same.
SIGNATURE = re.compile(
    r"(?i)(?:x-amz-[a-z-]+|x-goog-[a-z-]+|expires|signature|key-pair-id|policy|token"
    r"|sig|se|st|sp|sv|sr|ss|srt|spr|skoid|sktid|skt|ske|sks|skv)="
)


# What numpy raises at an archive that is cut off, changed, or none.
DAMAGED = (OSError, ValueError, TypeError, KeyError, EOFError, NotImplementedError,
           zipfile.BadZipFile, zlib.error)  # fmt: skip


class ChipCache:
    """Patches by file and window; a file that failed once is not tried again.

    Servers are not asked whether a file has changed: empty the folder to read it anew.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._failed: dict[str, SourceError] = {}

    def patch(self, href: str, wanted: Mapping[str, Any], read: Callable[[], Patch]) -> Patch:
        """The stored patch, else what `read` returns, which is stored.

        wanted: what the patch depends on besides the file, as JSON.
        Raises StoreError where the folder cannot be written.
        """
        path = self.folder / f"{self._key(href, wanted)}.npz"
        kept = _load(path)
        if kept is not None:
            return kept
        if href in self._failed:
            raise self._failed[href]
        try:
            patch = read()
        except SourceError as error:
            self._failed[href] = error
            raise
        keep_file(path, _packed(patch), "parts of scenes")
        return patch

    def _key(self, href: str, wanted: Mapping[str, Any]) -> str:
        address, _, query = href.partition("?")
        unsigned = [part for part in query.split("&") if not SIGNATURE.match(part)]
        said = json.dumps([VERSION, address, unsigned, wanted], sort_keys=True)
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()


def _packed(patch: Patch) -> bytes:
    """The patch as an archive, which `_load` reads."""
    grid = [patch.grid.rows, patch.grid.columns, patch.grid.transform, patch.grid.crs]
    archive = io.BytesIO()
    np.savez(archive, pixels=patch.pixels, obstacles=patch.obstacles, grid=json.dumps(grid))
    return archive.getvalue()


def _load(path: Path) -> Patch | None:
    """The kept patch; None where there is none, or where it is damaged and thrown away."""
    try:
        data = path.read_bytes()
    except OSError:
        return None  # also where it cannot be read: writing it anew will say why
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            pixels, obstacles = kept["pixels"], kept["obstacles"]
            rows, columns, (a, b, c, d, e, f), crs = json.loads(str(kept["grid"]))
        grid = Grid(rows, columns, (a, b, c, d, e, f), crs)
        fits = pixels.shape[1:] == obstacles.shape == (grid.rows, grid.columns)
        if fits and pixels.dtype == np.float32 and obstacles.dtype == np.uint8:
            return Patch(pixels, obstacles, grid)
    except DAMAGED:
        fits = False
    path.unlink(missing_ok=True)
    return None
