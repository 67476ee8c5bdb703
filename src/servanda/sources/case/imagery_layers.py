"""The layers of scenes of a case: one place each, inside the case folder or a STAC API."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from servanda.errors import Problem
from servanda.records import Imagery, ImageryKind, SitePlace
from servanda.sources.case.entries import CaseEntries, LocatedEntry
from servanda.sources.case.entry_types import IMAGERY_PLACES, ImageryEntry
from servanda.sources.case.reference_checks import check_known_ids, check_unique_ids
from servanda.sources.case.text import read_case_text
from servanda.sources.files.paths import stays_in
from servanda.sources.files.problems import UnreadableError, printable
from servanda.sources.formats.located import Located, Route
from servanda.sources.imagery.simulation.layer_file import read_simulated_layer

__all__ = ["ImageryRead", "read_imagery"]

Layer = LocatedEntry[ImageryEntry]
Places = tuple[SitePlace, ...]
LONGEST_PATH = 200  # characters; the store keeps a case's files by their paths [limit]


@dataclass(frozen=True, slots=True)
class ImageryRead:
    """The layers, what is wrong in case.yaml, and what is wrong in the files that it names."""

    imagery: tuple[Imagery, ...]
    problems: tuple[Problem, ...]
    file_problems: tuple[Problem, ...]


def read_imagery(
    case: CaseEntries, folder: Path, sites: Set[str] | None, files: dict[str, bytes]
) -> ImageryRead:
    """The layers that case.yaml lists, with the places that simulated ones state.

    sites: the ids in the sites file; None where it could not be read
    files: the bytes of every file of a simulated layer are put into it, by its path
    """
    marked = case.marked
    problems = list(check_unique_ids(marked, case.ids("imagery")))
    simulated: list[str] = []
    for layer in case.imagery:
        problems += check_known_ids(
            marked, "site", sites, (*layer.route, "sites"), layer.entry.sites
        )
        wrong = [*_check_one_place(marked, layer), *_check_location(marked, layer, folder)]
        problems += wrong
        if layer.entry.simulated is not None and not wrong:
            simulated.append(layer.entry.simulated)
    places, elsewhere = _read_places(simulated, folder, sites, files)
    layers = (
        () if problems or elsewhere else tuple(_record(at.entry, places) for at in case.imagery)
    )
    return ImageryRead(layers, tuple(problems), tuple(elsewhere))


def _check_one_place(marked: Located, layer: Layer) -> Iterator[Problem]:
    given = [key for key in IMAGERY_PLACES if getattr(layer.entry, key) is not None]
    written = [
        key for key in IMAGERY_PLACES if key in layer.written_keys
    ]  # also what cannot be read
    if len(written) != 1:
        what = f"has {' and '.join(written)}" if written else "does not say where its scenes are"
        advice = f"write one of {', '.join(IMAGERY_PLACES)}"
        yield marked.problem(layer.route, f"layer {layer.entry.id!r} {what}", advice)
    elif given == ["folder"] and layer.entry.collections:
        yield marked.problem(
            (*layer.route, "collections"),
            "a folder of files has no collections",
            "leave them out, or name a `catalogue`",
        )


def _check_location(marked: Located, layer: Layer, folder: Path) -> Iterator[Problem]:
    """Problems with where the layer says that its scenes are."""
    entry = layer.entry
    if entry.api is not None and not _is_address(entry.api):
        yield marked.problem(
            (*layer.route, "api"),
            "'api' is no address that may stand here",  # unsaid: it may hold a password
            "write an address that begins with https:// or http://, without a password in it",
        )
    for key in ("folder", "catalogue", "simulated"):
        path = getattr(entry, key)
        wrong = None if path is None else _wrong_path(path, folder, is_folder=key == "folder")
        if wrong is not None:
            route: Route = (*layer.route, key)
            yield marked.problem(route, f"{printable(path)!r} {wrong[0]}", wrong[1])


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.password
    except ValueError:  # "http://[": not a host
        return False


def _wrong_path(path: str, folder: Path, *, is_folder: bool) -> tuple[str, str] | None:
    """What is wrong with a path of the case, and what to write; None: nothing."""
    if _leads_out(path):
        advice = "put the files into the case folder and write their path from there"
        return "is not a path inside the case folder", advice
    if len(path) > LONGEST_PATH:
        return f"is longer than {LONGEST_PATH} characters", "use a shorter path"
    if not _is_there(folder / path, is_folder):
        what = "is not a folder of the case" if is_folder else "is not a file of the case"
        return what, "check the path; it starts at the case folder"
    if not stays_in(folder / path, folder):
        return "is a link to a place outside the case", "put a copy in its place"
    return None


def _leads_out(path: str) -> bool:
    """True if the path as it is written may lead out of the folder it starts in."""
    pure = PurePosixPath(path)
    return pure.is_absolute() or ".." in pure.parts or "\\" in path or "://" in path


def _is_there(path: Path, is_folder: bool) -> bool:
    try:
        return os.path.isdir(path) if is_folder else os.path.isfile(path)
    except ValueError:  # a NUL in the name
        return False


def _read_places(
    paths: Collection[str], folder: Path, sites: Set[str] | None, files: dict[str, bytes]
) -> tuple[dict[str, Places], list[Problem]]:
    """The places that each file of a simulated layer states, and what is wrong in the files."""
    places: dict[str, Places] = {}
    problems: list[Problem] = []
    for path in dict.fromkeys(paths):
        try:
            text = read_case_text(folder, path, files)
        except UnreadableError as error:
            problems.append(error.problem)
            continue
        layer, found = read_simulated_layer(text, path, sites)
        problems += found
        if layer is not None:
            places[path] = layer.places
    return places, problems


def _record(entry: ImageryEntry, places: Mapping[str, Places]) -> Imagery:
    """The layer; only for an entry without problems."""
    (kind,) = (kind for kind in ImageryKind if getattr(entry, kind.value) is not None)
    href = getattr(entry, kind.value)
    return Imagery(
        id=entry.id,
        kind=kind,
        href=href,
        collections=entry.collections,
        bands=entry.bands,
        sites=entry.sites,
        places=places[href] if kind is ImageryKind.SIMULATED else (),
    )
