"""What map programs write beside our keys: their own is left alone, a slip in ours is not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from servanda.errors import Problem
from servanda.sources.files.problems import printable
from servanda.sources.files.suggestions import closest_match
from servanda.sources.formats.located import Located, Route
from servanda.sources.sites.site_format import Feature, SiteEntry

__all__ = ["note_foreign_keys", "refuse_slips", "with_own_keys"]

# Of 100: "nam" is like "name" by 86 and means it; "fid" is like "id" by 80 and is QGIS's own key.
# [judgement; not from outside]
SLIP = 85
# Programs write these in capitals, or with one. [definition]
ANY_CASE = ("id", "name")
# Keys named in one note. [layout]
SHOWN = 8


def with_own_keys(feature: Feature) -> tuple[Feature, tuple[str, ...]]:
    """The feature with our keys alone, and the keys of others that it has.

    A key that looks like a slip in one of ours stays, to be refused.
    """
    properties = {} if feature.properties is None else feature.properties
    if not isinstance(properties, dict):
        return feature, ()
    known = SiteEntry.fields_by_key()
    own = {key: value for key, value in properties.items() if key in known}
    others = [key for key in properties if key not in known]
    for wanted in ANY_CASE:
        written = next((key for key in others if key.casefold() == wanted), None)
        if written is not None and own.get(wanted) is None:
            own[wanted] = properties[written]
            others.remove(written)
    slips = [key for key in others if _slip(key, known) is not None]
    own |= {key: properties[key] for key in slips}
    return replace(feature, properties=own), tuple(key for key in others if key not in slips)


def refuse_slips(
    keys: Collection[str], known: Collection[str], route: Route, marked: Located
) -> Iterator[Problem]:
    """A problem for each key that looks like a slip in a known one."""
    for key in keys:
        meant = None if key in known else _slip(key, known)
        if meant is not None:
            message = f"unknown member {printable(key)!r}"
            yield marked.problem((*route, key), message, f"did you mean {meant!r}?")


def note_foreign_keys(file: str, keys: Collection[str]) -> Iterator[str]:
    """One sentence on the keys that were left alone, so that none is lost unseen."""
    names = sorted(dict.fromkeys(keys))
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        shown = ", ".join(printable(name, 40) for name in names[:SHOWN])
        yield f"{file}: keys that are not ours are left alone: {shown}{more}"


def _slip(key: Any, known: Collection[str]) -> str | None:
    """The known key that was meant; None where the key is somebody's own."""
    if not key.replace("_", "").isalpha() or key.casefold() in ANY_CASE:
        return None
    return closest_match(key, known, SLIP)
