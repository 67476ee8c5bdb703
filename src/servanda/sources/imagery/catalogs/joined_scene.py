"""One scene from the files of one acquisition."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from servanda.errors import SourceError
from servanda.sources.files.problems import printable
from servanda.sources.imagery.scenes.scene_entry import SceneEntry

__all__ = ["joined_scene"]


def joined_scene(name: str, bands: Sequence[SceneEntry], mask: SceneEntry | None) -> SceneEntry:
    """The bands as one scene, with what hides the ground from the mask.

    name: its id; bands: at least one file. The scene's digest is of the digests of its files.
    Raises SourceError where the files say different times.
    """
    first = bands[0]
    times = {entry.scene.acquired.date() for entry in bands}
    if len(times) > 1:
        raise SourceError(
            first.label,
            "and the other bands of its name were not taken on one day",
            "put them into folders of their own, or check their dates",
        )
    files = [*bands, *([mask] if mask else [])]
    digests = "\n".join(sorted(entry.scene.sha256 for entry in files))
    scene = replace(
        first.scene,
        id=printable(name, None),
        sha256=hashlib.sha256(digests.encode()).hexdigest(),
        acquired=max(entry.scene.acquired for entry in bands),
        resolution_m=min(entry.scene.resolution_m for entry in bands),
    )
    return replace(
        first,
        scene=scene,
        assets=tuple(
            replace(asset, resolution_m=entry.scene.resolution_m)
            for entry in bands
            for asset in entry.assets
        ),
        classification=mask.classification if mask else first.classification,
        whole_file=False,
    )
