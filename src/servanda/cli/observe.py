"""servanda observe: compare the scenes of a case site by site and keep dated observations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from servanda.cli.options import (
    CaseName,
    Data,
    FormatOption,
    OutputFormat,
    day_of,
    now,
    settings_of,
    today,
)
from servanda.cli.output import note, progress_bar, show, table
from servanda.plurals import count_phrase

if TYPE_CHECKING:
    from servanda.pipeline.observing import ObservedCase
    from servanda.records import Observation

__all__ = ["observe"]

SCHEMA = "servanda/observations/1"

Layers = Annotated[
    list[str] | None,
    typer.Option(
        "--layer", metavar="ID", help="Only this layer of the case's imagery; repeatable."
    ),
]
Sites = Annotated[
    list[str] | None,
    typer.Option("--site", metavar="ID", help="Only this site; repeatable."),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="Leave out scenes taken before this day."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DAY", help="Leave out scenes taken after it; default today."),
]
Alpha = Annotated[
    float, typer.Option(min=1e-6, max=0.5, help="False alarms asked for, per site and date.")
]
Jobs = Annotated[int, typer.Option(min=1, max=64, help="Processes that look at sites.")]
Pictures = Annotated[
    Path | None,
    typer.Option(
        "--pictures",
        metavar="DIR",
        help="Folder of the pictures; default in the data.",
        readable=False,
    ),
]
Forget = Annotated[
    bool, typer.Option("--forget", help="Drop the case's observations, and look at nothing.")
]


def observe(
    case: CaseName,
    layers: Layers = None,
    sites: Sites = None,
    since: Since = None,
    until: Until = None,
    alpha: Alpha = 0.01,
    jobs: Jobs = 1,
    pictures: Pictures = None,
    forget: Forget = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Compare each site of a case with itself, scene by scene, and keep what was seen.

    A second run fetches nothing again and replaces the observations of the scenes it covers.

    Example: servanda observe korea-2018 --site post-n-06 --layer simulated-70cm
    """
    from servanda.pipeline import case_to_change, open_data_store
    from servanda.pipeline.observing import ObservationSettings, forget_observations, observe_case

    first = None if since is None else day_of(since, today(), "--since")
    settings = settings_of(data)
    with open_data_store(settings, now) as store, progress_bar() as progress:
        found = case_to_change(store, case, now(), note)
        if forget:
            dropped = count_phrase(forget_observations(store, found), "observation")
            note(f"{found.id}: {dropped} dropped")
            return
        looking = ObservationSettings(
            layers=tuple(layers or ()),
            sites=tuple(sites or ()),
            since=first,
            until=day_of(until, today(), "--until"),
            alpha=alpha,
            jobs=jobs,
            pictures=pictures or settings.data / "pictures" / found.id,
        )
        seen = observe_case(store, found, case, looking, settings, progress)
    for line in seen.left_out:
        note(line)
    if seen.is_simulation:
        note(
            "SIMULATED: these scenes are drawn from a stated truth; they show nothing that happened"
        )
    whole = _observations_json(found.id, seen)
    show(whole["observations"], whole, form, _table(found.id, seen))


def _observations_json(case: str, seen: ObservedCase) -> dict[str, Any]:
    from servanda.records import json_value

    rows = [
        json_value(observation) | {"picture": seen.pictures.get(observation.id)}
        for observation in seen.observations
    ]
    return {
        "schema": SCHEMA,
        "case": case,
        "simulated": seen.is_simulation,
        "observations": rows,
        "left_out": list(seen.left_out),
    }


def _table(case: str, seen: ObservedCase) -> Table:
    mark = "SIMULATED " if seen.is_simulation else ""
    columns = ("site", "before", "after", "finding", "p", "controls", "decibans", "why")
    return table(
        f"{mark}Observations of {case}", columns, map(_cells, seen.observations, seen.spans)
    )


def _cells(observation: Observation, span: tuple[date, date]) -> tuple[str, ...]:
    from servanda.records import Finding

    before, after = map(str, span)
    finding = observation.finding.value.replace("_", " ")
    if observation.finding is Finding.NOT_OBSERVABLE or observation.p_value is None:
        return observation.site, before, after, finding, "", "", "0.0", observation.why
    if observation.finding is Finding.CHANGED:
        finding = f"{finding}, {observation.direction.value}"
    decibans = f"{10.0 * observation.log10_likelihood_ratio:+.1f}"
    return (
        observation.site,
        before,
        after,
        finding,
        f"{observation.p_value:.4f}",
        str(observation.controls),
        decibans,
        observation.why,
    )
