"""servanda change: a map of what changed between two scenes, or over a series."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import FormatOption, OutputFormat, day_of
from servanda.cli.output import note, progress_bar, show, table
from servanda.records.choices import ChangeMethod, RadarUnit

if TYPE_CHECKING:
    from servanda.pipeline.change.change_map import ChangeMap

__all__ = ["change"]

SCHEMA = "servanda/change/1"

Scenes = Annotated[
    list[Path],
    typer.Argument(
        metavar="SCENE...",
        help="GeoTIFF or ENVI files on one grid, the earlier first.",
        readable=False,
    ),
]
Out = Annotated[
    Path, typer.Option("-o", "--out", help="The GeoTIFF (COG) to write.", readable=False)
]
Method = Annotated[
    ChangeMethod,
    typer.Option(
        "--method",
        help="irmad: two optical scenes; omnibus: radar scenes of one orbit; monitor: of years.",
    ),
]
Alpha = Annotated[float, typer.Option("--alpha", help="False-alarm rate to accept.")]
ControlMask = Annotated[
    Path | None,
    typer.Option(
        "--controls",
        metavar="MASK",
        help="A raster with 1 on ground that did not change.",
        readable=False,
    ),
]
FitPixels = Annotated[
    int,
    typer.Option("--fit-pixels", metavar="N", help="irmad: fit an even subsample of N; 0: all."),
]
Classic = Annotated[
    bool, typer.Option("--classic", help="irmad: as published, to compare with; see the reference.")
]
LooksOption = Annotated[
    float | None, typer.Option("--looks", metavar="L", help="omnibus: looks; default estimated.")
]
UnitOption = Annotated[
    RadarUnit | None,
    typer.Option("--unit", help="radar: the unit of the numbers; default read from them."),
]
HistoryUntil = Annotated[
    str | None,
    typer.Option(
        "--history-until", metavar="DAY", help="monitor: the last day before any change is sought."
    ),
]
NoGates = Annotated[
    bool,
    typer.Option("--no-gates", help="Make the map even if cover, radiometry or position fail."),
]


def change(
    scenes: Scenes,
    out: Out,
    method: Method = ChangeMethod.IRMAD,
    alpha: Alpha = 0.01,
    controls: ControlMask = None,
    fit_pixels: FitPixels = 200_000,
    classic: Classic = False,
    looks: LooksOption = None,
    unit: UnitOption = None,
    history_until: HistoryUntil = None,
    no_gates: NoGates = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Map what changed between two scenes or over a series, with a p-value for every pixel.

    Examples: servanda change before.tif after.tif -o change.tif;
    servanda change s1_*.tif --method monitor --history-until 2018-12-31 -o change.tif
    """
    from servanda.pipeline.change.change_map import ChangeSettings, change_map

    settings = ChangeSettings(
        method=method,
        alpha=alpha,
        fit_pixels=fit_pixels,
        classic=classic,
        looks=looks,
        unit=unit,
        controls=controls,
        gates=not no_gates,
        history_until=_history_end(history_until),
    )
    with progress_bar() as progress:
        made = change_map(scenes, out, settings, progress)
    for warning in made.warnings:
        note(warning)
    whole = {"schema": SCHEMA, "out": str(out), **made.json_form}
    show([whole], whole, form, table(str(out), ("", ""), _rows(made)))


def _history_end(day: str | None) -> date | None:
    return None if day is None else day_of(day, date.min, "--history-until")


def _rows(made: ChangeMap) -> Iterator[tuple[str, str]]:
    yield "changed", f"{made.shares.changed_share:.2%} of what could be observed"
    yield "not observable", f"{made.shares.not_observable_share:.2%} of the scene"
    yield "false alarms", f"at most {made.settings.alpha:g} of unchanged ground"
    yield "controls", f"{made.controls.count:,}: {made.controls.how}"
    yield from made.figures
    for gate in made.gates:
        yield gate.name, gate.why
    if not made.settings.gates:
        yield "gates", "switched off"
