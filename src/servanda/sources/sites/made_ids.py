"""Ids of sites that map programs left without one: made from their names, and told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from servanda.sources.files.problems import printable
from servanda.sources.formats.field_types import ID_PATTERN
from servanda.sources.sites.site_format import Feature

__all__ = ["with_ids"]

LONGEST = 60  # characters of a made id; room for a number behind it [layout]
SHOWN = 20  # made ids in one note [layout]


def with_ids(features: Iterable[Feature], file: str) -> tuple[list[Feature], tuple[str, ...]]:
    """The features, each with an id where one can be had, and a note on those that were made.

    An id in the properties counts first, then the Feature's own if it is one of ours, then the
    first name. Names in other scripts have no letters for an id: their number has to do.
    """
    found = [_with_program_id(feature) for feature in features]
    taken = {str(feature.properties["id"]) for feature in found if _has_id(feature)}
    made: dict[str, str] = {}
    for number, feature in enumerate(found):
        name = _name_of(feature)
        if _has_id(feature) or name is None:
            continue
        id_ = next(new for new in _ids(feature, name, number + 1) if new not in taken)
        taken.add(id_)
        made[id_] = name
        found[number] = replace(feature, properties={"id": id_, **_without_id(feature)})
    return found, tuple(_notes(file, made))


def _with_program_id(feature: Feature) -> Feature:
    """The feature with numbers as text in `id`, and its own id where the properties have none."""
    if not isinstance(feature.properties, dict):
        return feature
    written = feature.properties.get("id")
    id_ = _as_text(_as_text(feature.id) if written is None else written)
    if written is None and not (isinstance(id_, str) and re.fullmatch(ID_PATTERN, id_)):
        return feature
    return replace(feature, properties={**feature.properties, "id": id_})


def _as_text(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _has_id(feature: Feature) -> bool:
    return isinstance(feature.properties, dict) and feature.properties.get("id") is not None


def _without_id(feature: Feature) -> dict[str, Any]:
    return {key: value for key, value in feature.properties.items() if key != "id"}


def _name_of(feature: Feature) -> str | None:
    """The first name; None where there is none that is a text."""
    if not isinstance(feature.properties, dict):
        return None
    names = feature.properties.get("names")
    first = (
        names[0] if isinstance(names, Sequence) and names and not isinstance(names, str) else None
    )
    name = feature.properties.get("name") or first
    return name if isinstance(name, str) else None


def _ids(feature: Feature, name: str, number: int) -> Iterator[str]:
    """Ids for a feature, best first, without end."""
    given = feature.id if isinstance(feature.id, str) else ""
    stem = _slug(given) or _slug(name) or f"site-{number}"
    yield stem
    following = 2
    while True:
        yield f"{stem}-{following}"
        following += 1


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")


def _notes(file: str, made: Mapping[str, str]) -> Iterator[str]:
    if not made:
        return
    shown = [f"{id_} ({printable(name, 40)})" for id_, name in list(made.items())[:SHOWN]]
    more = f" and {len(made) - SHOWN} more" if len(made) > SHOWN else ""
    yield (
        f"{file}: ids made from names, to be used in `sites` of case.yaml: "
        f"{', '.join(shown)}{more}; write `id` into the file to keep them when names change"
    )
