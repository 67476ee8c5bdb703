"""Which files are one acquisition: bands and masks that providers deliver one file each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from servanda.sources.files.items import SourceFile
from servanda.sources.imagery.scenes.band_names import COMMON, RADAR, SAME, normalise_name

__all__ = ["MASKS", "AcquiredFiles", "FilePart", "acquisitions_of", "part_of"]

# What says of each pixel what hides the ground. [definition; ESA, USGS and Planet product guides]
MASKS = frozenset({"scl", "qa_pixel", "udm", "udm2"})
# Layers that come beside the bands and are none: aerosol, water vapour, heat, angles, a picture.
# [definition; the same guides]
BESIDE = re.compile(
    r"aot|wvp|tci|vaa|vza|saa|sza|bqa|qa_radsat|sr_qa_aerosol|sr_cloud_qa|sr_atmos_opacity"
    r"|st_(?:b\d{1,2}|atran|cdist|drad|emis|emsd|qa|trad|urad)|(?:msk_)?(?:cld|snw)prb"
)
# Of Landsat 8 and 9: the panchromatic band is finer than the rest, 10 and 11 are heat.
BESIDE_OF_LANDSAT = frozenset({"b08", "b10", "b11"})
LANDSAT = re.compile(r"(?i)l[ceotm]\d\d_l")

_BAND = r"b(?:\d{1,2}|8a)|sr_b\d{1,2}"
_COMMON = sorted({name for names in COMMON.values() for name in names.values()} | set(SAME))
_TOKEN = re.compile(
    rf"(?i)(?P<stem>.*?[^a-z0-9])?(?P<token>{_BAND}|{'|'.join(RADAR)}|{'|'.join(_COMMON)}"
    rf"|{'|'.join(sorted(MASKS))}|{BESIDE.pattern})"
    r"(?P<rest>(?:[-_](?:10m|20m|60m|clip|harmonized|\(raw\)))*)"
)
# Sentinel-1 in the layout of ESA has the polarisation in the middle and a number behind it.
_RADAR = re.compile(r"(?i)(?P<stem>s1[a-d]?-.*)-(?P<token>vv|vh|hh|hv)-(?P<rest>.*)-\d{3}")


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of several."""

    file: SourceFile
    band: str | None  # its only band, or the kind of mask; None: a scene with all its bands
    stem: str  # path without ending and band: the same of all files of one acquisition
    shows_ground: bool = True  # False for a layer that comes beside bands

    @property
    def is_mask(self) -> bool:
        """True if the file says what hides the ground."""
        return self.band in MASKS


@dataclass(frozen=True, slots=True)
class AcquiredFiles:
    """The files of one look, in the order of their names."""

    bands: tuple[FilePart, ...]
    mask: FilePart | None


def part_of(file: SourceFile) -> FilePart:
    """What a file is by its name."""
    path = Path(file.relative)
    found = _RADAR.fullmatch(path.stem) or _TOKEN.fullmatch(path.stem)
    if found is None:
        return FilePart(file, None, str(path.with_suffix("")))
    token = found["token"].lower()
    band = token if token in MASKS else normalise_name(token)
    heat = band in BESIDE_OF_LANDSAT and LANDSAT.match(path.name) is not None
    stem = (found["stem"] or "").rstrip("-_.")
    if found.re is _RADAR:
        stem = f"{stem}-{found['rest']}"
    place = str(path.with_name(stem)) if stem else str(path.parent)
    return FilePart(file, band, place, shows_ground=not (heat or BESIDE.fullmatch(token)))


def acquisitions_of(
    files: Iterable[SourceFile],
) -> tuple[tuple[AcquiredFiles, ...], tuple[FilePart, ...]]:
    """The files put together by their names, and the masks that belong to nothing.

    Bands of one stem are one acquisition; a mask is of the bands of its stem, or else of each
    scene whose name begins with it. Of one band in several sizes of pixel the first by name is
    taken: the finest. A layer beside bands goes with them; alone it is a file like any other.
    """
    parts = [part_of(file) for file in files]
    shown = {part.stem for part in parts if part.shows_ground and not part.is_mask}
    parts = [part for part in parts if part.shows_ground or part.stem not in shown]
    masks = {part.stem: part for part in reversed(parts) if part.is_mask}
    groups: dict[str, dict[str, FilePart]] = {}
    for part in parts:
        if not part.is_mask:
            key = part.stem if part.band is not None else f"{part.stem}\0whole"
            groups.setdefault(key, {}).setdefault(part.band or "", part)
    found = [
        AcquiredFiles(tuple(group.values()), _mask_of(next(iter(group.values())), masks))
        for group in groups.values()
    ]
    used = {acquisition.mask for acquisition in found}
    return tuple(found), tuple(mask for mask in masks.values() if mask not in used)


def _mask_of(part: FilePart, masks: dict[str, FilePart]) -> FilePart | None:
    """The mask of the longest stem with which the name of the scene begins."""
    if part.band is not None:
        return masks.get(part.stem)
    fitting = [
        stem
        for stem in masks
        if part.stem == stem or re.match(re.escape(stem) + r"[-_.]", part.stem)
    ]
    return masks[max(fitting, key=len)] if fitting else None
