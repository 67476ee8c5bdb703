"""Files of scenes in the order of the dates in their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from servanda.errors import SourceError
from servanda.sources.imagery.scenes.scene_times import named_instant

__all__ = ["named_days", "sort_dated_scenes", "sort_scenes"]


def sort_scenes(scenes: Sequence[Path]) -> list[Path]:
    """The scenes by the dates in their names; as given where one has none."""
    dates = [when for path in scenes if (when := named_instant(path.name)) is not None]
    if len(dates) < len(scenes):
        return list(scenes)
    return [path for _, path in sorted(zip(dates, scenes, strict=True), key=lambda dated: dated[0])]


def sort_dated_scenes(scenes: Sequence[Path]) -> list[Path]:
    """The scenes by the dates in their names.

    Raises SourceError for a name without a date, and for two scenes of one day.
    """
    ordered = sorted(scenes, key=_day)
    for scene, following in pairwise(ordered):
        if _day(scene) == _day(following):
            raise SourceError(
                str(following),
                f"is of {_day(following)}, as is {scene}",
                "give one scene of each day",
            )
    return ordered


def named_days(names: Iterable[str]) -> tuple[date, ...]:
    """The day in each name; raises SourceError for one without."""
    return tuple(_day(Path(name)) for name in names)


def _day(scene: Path) -> date:
    when = named_instant(scene.name)
    if when is None:
        raise SourceError(
            str(scene),
            "has no date in its name, and the monitor needs one",
            "name it as in s1_20141012.tif",
        )
    return when.date()
