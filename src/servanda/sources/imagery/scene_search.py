"""The scenes of a layer, wherever they are: a folder, a catalogue, an API, or drawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from servanda.errors import SettingsError
from servanda.records import Geometry, Imagery, ImageryKind
from servanda.records.progress import Progress
from servanda.sources.files.built_in_cases import built_in_case
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from servanda.sources.imagery.scenes.search_result import SearchResult
from servanda.sources.imagery.simulation.layer_file import read_simulated_file

__all__ = ["SceneFinder", "case_folder"]

FIRST_DAY = date(1972, 7, 23)  # Landsat 1: no archive holds older scenes


def case_folder(name: str) -> Path | None:
    """The folder of a case as the user named it: a folder, or the id of a built-in one."""
    folder = Path(name)
    return folder if (folder / "case.yaml").is_file() else built_in_case(name)


class SceneFinder:
    """Finds scenes, asking each catalogue once.

    folder: of the case; None where only its id is known
    data: folder for what is drawn and for what was read from servers
    patience: the limits of requests, with the guard of their addresses
    """

    def __init__(
        self,
        folder: Path | None,
        data: Path,
        progress: Progress,
        patience: Timeouts = PATIENCE,
    ) -> None:
        self.chips = data / "chips"
        self.patience = patience
        self._folder = folder
        self._data = data
        self._progress = progress
        self._found: dict[tuple[object, ...], SearchResult] = {}

    def scenes(
        self, layer: Imagery, place: Geometry, since: date | None, until: date
    ) -> SearchResult:
        """The scenes of the layer; of an API, which holds the whole world, those of the place.

        Raises SourceError where the layer as a whole cannot be read, SettingsError where its files
        lie beside a case of which only the id was given.
        """
        if layer.kind is ImageryKind.API:
            return self._search_api(layer, place, since, until)
        key = (layer.kind, layer.href, layer.collections)
        if key not in self._found:
            self._found[key] = self._search_layer(layer)
        return self._found[key]

    def _search_layer(self, layer: Imagery) -> SearchResult:
        from servanda.sources.imagery.catalogs.scene_folder import scenes_of_folder
        from servanda.sources.imagery.catalogs.static_catalog import scenes_of_catalogue

        if layer.kind is ImageryKind.FOLDER:
            return scenes_of_folder(self._path_in_case(layer))
        if layer.kind is ImageryKind.SIMULATED:
            return scenes_of_catalogue(str(self._draw(layer)), layer.collections)
        if layer.href.startswith(("http://", "https://")):
            return scenes_of_catalogue(layer.href, layer.collections, patience=self.patience)
        path = self._path_in_case(layer)
        return scenes_of_catalogue(
            str(path), layer.collections, within=self._folder, patience=self.patience
        )

    def _draw(self, layer: Imagery) -> Path:
        from servanda.sources.imagery.simulation.catalog import draw_scenes, drawing_digest

        truth = read_simulated_file(self._path_in_case(layer))
        folder = self._data / "simulated" / drawing_digest(truth)[:16]
        return draw_scenes(
            truth, folder, lambda done, total: self._progress("drawing scenes", done, total)
        )

    def _search_api(
        self, layer: Imagery, place: Geometry, since: date | None, until: date
    ) -> SearchResult:
        from servanda.sources.imagery.catalogs.stac_api import scenes_of_api

        between = (
            datetime.combine(since or FIRST_DAY, time.min, UTC),
            datetime.combine(until, time.max, UTC),
        )
        return scenes_of_api(
            layer.href,
            place,
            between,
            layer.collections,
            kept=self._data / "searches",
            patience=self.patience,
        )

    def _path_in_case(self, layer: Imagery) -> Path:
        if self._folder is None:
            raise SettingsError(
                f"the scenes of {layer.id!r} lie beside the case; name the case by its folder"
            )
        return self._folder / layer.href
