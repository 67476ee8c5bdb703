"""Any case that is written down by the format's rules is read back as the same case."""

import json
import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.records import (
    Actor,
    ActorKind,
    Admiralty,
    Amendment,
    Bound,
    BoundDirection,
    Case,
    Condition,
    ConditionChange,
    ConditionMode,
    DateRange,
    DaysAfter,
    Ending,
    EventDay,
    Extension,
    Force,
    Geometry,
    GeometryKind,
    Imagery,
    ImageryKind,
    Instrument,
    KnownEvent,
    LonLat,
    Matter,
    Obligation,
    ObligationKind,
    Precision,
    Renewal,
    Scope,
    Site,
    Source,
    Suspension,
    Watcher,
    day,
    month,
)
from servanda.sources import read_case
from servanda.sources.imagery.simulation.layer_file import read_simulated_layer

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
BINDS = date(2018, 4, 21)
TITLE = "The release"

HIDDEN = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=HIDDEN)
TEXTS = st.one_of(
    st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool),
    st.sampled_from(["no", "on", "null", "~", "1.10", "2018-11-30", "12:30", "- a: b", "# x", "'"]),
)
ACTORS, SITES = ("north", "south", "1"), ("post-1", "post-2", "null")
MAYBE_ACTOR = st.none() | st.sampled_from(ACTORS)
LETTERS = st.sampled_from(Admiralty)
NAMES = st.lists(TEXTS, min_size=1, max_size=3).map(tuple)
TERMS = st.lists(TEXTS, max_size=2).map(tuple)
DAYS = st.dates(BINDS, date(2030, 1, 1))
COUNTS = st.integers(0, 1000)
NUMBERS = st.floats(0, 1e9)  # of levels: no quantity is less than nothing
RANGES = st.one_of(
    DAYS.map(day),
    st.builds(month, st.integers(1990, 2030), st.integers(1, 12)),
    DAYS.map(lambda d: DateRange(d, d + timedelta(days=9), Precision.RANGE)),
    DAYS.map(lambda d: DateRange(None, d, Precision.RANGE)),
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


CHANGES = st.lists(
    st.builds(ConditionChange, st.booleans(), DAYS, RANGES, st.just("") | TEXTS),
    max_size=2,
    unique_by=lambda change: change.since,
).map(tuple)
CONDITIONS = st.builds(Condition, TEXTS, st.sampled_from(ConditionMode), CHANGES)
WATCHERS = st.lists(
    st.builds(
        Watcher, st.sampled_from(ACTORS), st.floats(0, 1), st.integers(0, 99), st.just("") | TEXTS
    ),
    max_size=2,
).map(tuple)
LON_LATS = st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90))
GEOMETRIES = st.one_of(
    st.builds(lambda p: Geometry(GeometryKind.POINT, ((p,),)), LON_LATS),
    st.builds(lambda ps: Geometry(GeometryKind.LINE, (tuple(ps),)), st.lists(LON_LATS, min_size=2)),
    st.builds(
        lambda rings: Geometry(GeometryKind.POLYGON, tuple((*r, r[0]) for r in rings)),
        st.lists(st.lists(LON_LATS, min_size=3, max_size=4), min_size=1, max_size=2),
    ),
)
EVENT_DAY = date(2031, 6, 1)  # after every day on which a move of it counts
EVENTS = st.builds(
    KnownEvent,
    NAMES,
    st.just(day(EVENT_DAY)),
    id=st.just("term"),
    published=maybe(RANGES),
    extended=st.lists(
        st.builds(Extension, st.just(EVENT_DAY), DAYS, RANGES, TEXTS), max_size=2
    ).map(tuple),
)
ENDINGS = st.builds(
    Ending,
    st.just(date(2031, 1, 1)),
    some(ACTORS).filter(bool),
    TEXTS,
    RANGES,
    st.none() | st.just("later"),
)
RENEWALS = st.builds(Renewal, st.just(date(2032, 1, 1)), DAYS, RANGES, st.just("") | TEXTS)
SUSPENSIONS = st.builds(
    Suspension, DAYS, st.just(date(2033, 1, 1)), some(ACTORS).filter(bool), TEXTS, RANGES, RANGES
)


@st.composite
def forces(draw: st.DrawFn) -> Force:
    until = draw(maybe(st.just(date(2031, 1, 1))))
    return Force(
        start=draw(maybe(DAYS)),
        until=until,
        renewed_by=tuple(draw(st.lists(RENEWALS, max_size=2))) if until else (),
        ended_by=draw(maybe(ENDINGS)),
        suspended=tuple(draw(st.lists(SUSPENSIONS, max_size=1))),
    )


@st.composite
def sites(draw: st.DrawFn, name: str) -> Site:
    shape = draw(maybe(GEOMETRIES))
    return Site(
        id=name,
        names=draw(NAMES),
        party=draw(MAYBE_ACTOR),
        parent=None if name == SITES[0] else draw(maybe(st.just(SITES[0]))),
        kind=draw(maybe(TEXTS)),
        geometry=shape,
        no_geometry_reason=draw(TEXTS) if shape is None else None,
        simulated=draw(st.booleans()),
    )


@st.composite
def amendments(
    draw: st.DrawFn, kind: ObligationKind, deadlines: st.SearchStrategy[date | None]
) -> Amendment:
    return Amendment(
        effective=draw(DAYS),
        published=draw(RANGES),
        count=draw(COUNTS),
        preserve=draw(maybe(COUNTS)),
        deadline=draw(deadlines),
        value=draw(maybe(NUMBERS)) if kind is ObligationKind.LEVEL else None,
        note=draw(st.just("") | TEXTS),
    )


@st.composite
def obligations(draw: st.DrawFn, name: str) -> Obligation:
    kind = draw(st.sampled_from(ObligationKind))
    level = kind is ObligationKind.LEVEL
    start = draw(st.just(BINDS) | DAYS)
    deadlines = maybe(st.dates(start, date(2031, 1, 1)))
    days, reckoned = draw(st.integers(9_000, 10_000)), draw(st.booleans())
    release = EventDay(BINDS, BINDS, day(BINDS), "")
    return Obligation(
        id=name,
        instrument="release",
        clause=draw(TEXTS),
        bearers=draw(some(ACTORS).filter(bool)),
        kind=kind,
        verb=draw(st.just("") | TEXTS),
        object=draw(st.just("") | TEXTS),
        terms=draw(TERMS),
        unit=draw(TEXTS if level else maybe(TEXTS)),
        count=draw(COUNTS if kind is ObligationKind.STATE else maybe(COUNTS)),
        preserve=draw(COUNTS),
        aspect=draw(maybe(TEXTS)),
        sites=draw(some(SITES)),
        scope=draw(st.sampled_from(Scope)),
        start=start,
        deadline=BINDS + timedelta(days=days) if reckoned else draw(deadlines),
        deadline_after=DaysAfter(days, "release", TITLE, (release,)) if reckoned else None,
        bound=Bound(draw(st.sampled_from(BoundDirection)), draw(NUMBERS)) if level else None,
        condition=draw(maybe(CONDITIONS)),
        verification=draw(maybe(TEXTS)),
        min_size_m=draw(maybe(st.floats(0.1, 1e4))),
        watchers=draw(WATCHERS) if kind is ObligationKind.ABSTAIN else (),
        amendments=tuple(draw(st.lists(amendments(kind, deadlines), max_size=2))),
        unscorable=draw(maybe(TEXTS)),
        kept_if=draw(TERMS),
        broken_if=draw(TERMS),
        force=draw(forces()),
    )


# What the layers of the cases below may name, as the test writes it into the folder.
TRUTH = """\
seed: 1
crs: EPSG:32631
corner: [3.0, 0.1]
side_m: 1000
season: {peak: 2018-07-20}
objects: [{site: post-1, at: [3.004, 0.096], side_m: 12, contrast: 900}]
scenes: [{collection: ten, bands: [red], gsd_m: 10, dates: [2018-11-20]}]
"""
HREFS = {
    ImageryKind.FOLDER: "scenes",
    ImageryKind.CATALOGUE: "scenes/catalog.json",
    ImageryKind.API: "https://stac.example/v1",
    ImageryKind.SIMULATED: "truth.yaml",
}


@st.composite
def layers(draw: st.DrawFn, name: str) -> Imagery:
    kind = draw(st.sampled_from(ImageryKind))
    truth, _ = read_simulated_layer(TRUTH, "truth.yaml", None)
    assert truth is not None
    return Imagery(
        id=name,
        kind=kind,
        href=HREFS[kind],
        collections=() if kind is ImageryKind.FOLDER else draw(TERMS),
        bands=draw(TERMS),
        sites=draw(some(SITES)),
        places=truth.places if kind is ImageryKind.SIMULATED else (),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return Case(
        id=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)),
        title=draw(TEXTS),
        instruments=(
            Instrument(
                "release",
                TITLE,
                draw(TEXTS),
                draw(some(ACTORS)),
                BINDS,
                None,
                draw(maybe(forces())),
            ),
            Instrument("later", draw(TEXTS), draw(TEXTS), draw(some(ACTORS)), BINDS, None),
        ),
        obligations=tuple(draw(obligations(f"o{n}")) for n in range(draw(st.integers(1, 2)))),
        matters=tuple(
            Matter("m", draw(TEXTS), draw(MAYBE_ACTOR), "go", "x", draw(TERMS), draw(some(SITES)))
            for _ in range(draw(st.integers(0, 1)))
        ),
        actors=tuple(
            Actor(
                name,
                draw(NAMES),
                draw(st.sampled_from(ActorKind)),
                None,
                draw(some(ACTORS)),
                draw(LETTERS),
            )
            for name in ACTORS
        ),
        sources=(
            Source("paper", draw(TEXTS), draw(maybe(TEXTS)), draw(MAYBE_ACTOR), draw(LETTERS)),
        ),
        sites=tuple(draw(sites(name)) for name in SITES),
        events=(
            *draw(st.lists(st.builds(KnownEvent, NAMES, RANGES), max_size=2)),
            *draw(st.lists(EVENTS, max_size=1)),
        ),
        imagery=tuple(draw(layers(f"i{n}")) for n in range(draw(st.integers(0, 2)))),
    )


# The writer, as an analyst would write: what has its default is left out.
DEFAULTS: dict[str, Any] = {
    "preserve": 0,
    "scope": "named",
    "start": BINDS.isoformat(),
    "delay_days": 7,
    "reliability": "F",
    "note": "",
    "simulated": False,
}


def block(record: Any, **renamed: str) -> dict[str, Any]:
    found = {}
    # An amendment that says nothing of what is to be kept leaves it; one that says 0 ends it.
    defaults = {**DEFAULTS, "preserve": None} if isinstance(record, Amendment) else DEFAULTS
    for field in record.__dataclass_fields__:
        name, value = renamed.get(field, field), plain(getattr(record, field))
        if value not in (None, []) and defaults.get(name, block) != value:
            found[name] = value
    return found


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, DateRange):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, DaysAfter):
        return {"days": value.days, "after": value.after}
    if isinstance(value, Force | Suspension):
        return block(value, start="from")
    if hasattr(value, "__dataclass_fields__"):
        return block(value)
    return value.value if hasattr(value, "value") else value


def written(when: DateRange) -> str:
    if when.precision is Precision.RANGE:
        return f"{when.start or '..'}/{when.end or '..'}"
    return str(when.start) if when.precision is Precision.DAY else f"{when.start:%Y-%m}"


def blocks(records: Iterable[Any], **renamed: str) -> list[dict[str, Any]]:
    return [block(record, **renamed) for record in records]


def obligation_block(duty: Obligation) -> dict[str, Any]:
    found = block(duty, bearers="bearer")
    if duty.deadline_after is not None:
        found["deadline"] = found.pop("deadline_after")
    return found


def layer_block(layer: Imagery) -> dict[str, Any]:
    found = block(layer)
    found[found.pop("kind")] = found.pop("href")
    found.pop("places", None)  # stated in another file
    return found


def case_yaml(case: Case) -> str:
    content = {
        "id": case.id,
        "title": case.title,
        "actors": blocks(case.actors),
        "sources": blocks(case.sources),
        "events": blocks(case.events, when="date"),
        "instruments": blocks(case.instruments),
        "obligations": [obligation_block(duty) for duty in case.obligations],
        "matters": blocks(case.matters),
        "imagery": [layer_block(layer) for layer in case.imagery],
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def coordinates(shape: Geometry) -> Any:
    parts = [[[position.lon, position.lat] for position in part] for part in shape.parts]
    if shape.kind is GeometryKind.POINT:
        return parts[0][0]
    return parts[0] if shape.kind is GeometryKind.LINE else parts


def geojson(case: Case, indent: int | None) -> str:
    features = []
    for site in case.sites:
        properties = block(site)
        properties.pop("geometry", None)
        shape = site.geometry
        geometry = shape and {"type": shape.kind.value, "coordinates": coordinates(shape)}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=indent)


@settings(max_examples=60)
@given(cases(), st.sampled_from([None, 2]))
def test_a_case_that_is_written_is_read_back_the_same(case: Case, indent: int | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "case.yaml").write_text(case_yaml(case))
        (folder / "sites.geojson").write_text(geojson(case, indent))
        (folder / "scenes").mkdir()
        (folder / "scenes" / "catalog.json").write_text("{}")
        (folder / "truth.yaml").write_text(TRUTH)
        loaded = read_case(folder, RECORDED)
    assert loaded.case == case
    assert loaded.documents == ()
    stated = {layer.href for layer in case.imagery if layer.is_simulation}
    assert set(loaded.files) == {"case.yaml", "sites.geojson"} | stated
