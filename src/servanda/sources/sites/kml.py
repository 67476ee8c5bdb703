"""Sites from KML (OGC 07-147r2): each Placemark one site, its keys in ExtendedData.

No entities, no document type, nothing fetched: defusedxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from servanda.errors import Problem
from servanda.sources.files.problems import printable
from servanda.sources.formats.located import Located, Route
from servanda.sources.sites.site_format import Feature

__all__ = ["links_of", "read_kml"]

SHAPES = ("Point", "LineString", "Polygon")
# Folders in folders and the parts of shapes come to some ten; each part is looked through once for
# every part around it. [limit]
MAX_DEPTH = 100
OTHER_SHAPES = ("MultiGeometry", "MultiTrack", "Track", "Model", "LinearRing")


def read_kml(text: str, file: str) -> tuple[Located | None, list[Feature], list[Problem]]:
    """The placemarks as features with their lines, and what is wrong with the file."""
    try:
        root, lines = _parse(text)
    except ParseError as error:
        advice = "mend the XML, or save it from the program again"
        return None, [], [Problem(file, error.position[0], f"is not KML ({error})", advice)]
    except _NestingError as error:
        message, advice = f"is nested more than {MAX_DEPTH} deep", "mend it: close each element"
        return None, [], [Problem(file, error.line, message, advice)]
    except DefusedXmlException:
        advice = "delete its <!DOCTYPE> and entities"
        return None, [], [Problem(file, 0, "defines a document type or entities", advice)]
    if _tag(root) != "kml":
        advice = "save it as KML from the program again"
        message = f"is no KML document (it begins with <{printable(_tag(root), 40)}>)"
        return None, [], [Problem(file, lines[root], message, advice)]
    places = [element for element in root.iter() if _tag(element) == "Placemark"]
    routes: dict[Route, int] = {(): 1}
    routes |= {("Placemark", n): lines[place] for n, place in enumerate(places)}
    folders = dict(_folder_names(root))
    features = [
        Feature(("Placemark", n), _properties(place, folders), _shape(place), place.get("id"))
        for n, place in enumerate(places)
    ]
    marked = Located(file, None, routes)
    if not places:
        return None, [], [marked.problem((), *_without_places(root, file))]
    return marked, features, []


def links_of(text: str) -> tuple[str, ...]:
    """The addresses that a KML document links to; nothing is fetched."""
    try:
        return tuple(_addresses(_parse(text)[0]))
    except (ParseError, DefusedXmlException, _NestingError):
        return ()


def _addresses(root: Element) -> Iterator[str]:
    for link in _descendants(root, "NetworkLink"):
        for address in _descendants(link, "href"):
            text = _text(address)
            if text is not None:
                yield printable(text, 200)


def _without_places(root: Element, file: str) -> tuple[str, str]:
    """What to say of a document that shows no place."""
    address = next(_addresses(root), None)
    if address is not None:
        said = f"holds no Placemark, it only links to {address}"
        return said, f"save that as {file}"
    empty = '{"type": "FeatureCollection", "features": []}'
    return (
        "holds no Placemark",
        f"draw the sites, or say that there are none: sites.geojson, {empty}",
    )


def _folder_names(root: Element) -> Iterator[tuple[Element, str]]:
    """The name of the innermost folder around each place."""
    waiting: list[tuple[Element, str | None]] = [(root, None)]
    while waiting:
        element, name = waiting.pop()
        if _tag(element) == "Folder":
            name = next((_text(child) for child in element if _tag(child) == "name"), None) or name
        if _tag(element) == "Placemark" and name is not None:
            yield element, name
        waiting += [(child, name) for child in element]


def _parse(text: str) -> tuple[Element, dict[Element, int]]:
    builder = _LineTreeBuilder()
    parser: Any = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser.parser  # the expat parser knows the line
    parser.feed(text.encode("utf-8"))
    return parser.close(), builder.lines


class _NestingError(Exception):
    """Elements lie too deep in each other."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _LineTreeBuilder(TreeBuilder):
    """Builds the tree and notes the line of each element."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Element, int] = {}
        self.parser: Any = None
        self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _NestingError(self.parser.CurrentLineNumber)
        element = super().start(tag, attrs)
        self.lines[element] = self.parser.CurrentLineNumber
        return element

    def end(self, tag: Any, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def _tag(element: Element) -> str:
    """The name without its namespace: KML files use three of them, or none."""
    return str(element.tag).rpartition("}")[2]


def _descendants(element: Element, *tags: str) -> Iterator[Element]:
    return (inner for inner in element.iter() if _tag(inner) in tags)


def _text(element: Element | None) -> str | None:
    text = (element.text or "").strip() if element is not None else ""
    return text or None


def _properties(place: Element, folders: Mapping[Element, str]) -> dict[str, Any]:
    """The keys in ExtendedData; `names` is split at semicolons, the folder is the kind."""
    found: dict[str, Any] = {}
    for data in _descendants(place, "Data"):
        found[data.get("name", "")] = _text(next(_descendants(data, "value"), None))
    for data in _descendants(place, "SimpleData"):
        found[data.get("name", "")] = _text(data)
    names = _all_names(place, found.pop("names", None) or "")
    if names:  # a field of the program's own that is called "Name" says it once more
        found = {key: value for key, value in found.items() if key.casefold() != "name"}
        found["names"] = names
    if place in folders:
        found.setdefault("kind", folders[place])
    return found


def _all_names(place: Element, others: str) -> list[str]:
    """The names of a place, each once: its own, then the others."""
    own = [_text(child) for child in place if _tag(child) == "name"]
    named = [*own, *(part.strip() for part in others.split(";"))]
    return [name for name in dict.fromkeys(named) if name]


def _shape(place: Element) -> dict[str, Any] | None:
    """The shape as GeoJSON; of what is refused later (several shapes, other kinds) its kind."""
    shapes = list(_descendants(place, *SHAPES))
    others = [shape for shape in _descendants(place, *OTHER_SHAPES[:-1]) if len(shapes) != 1]
    others += _descendants(place, *OTHER_SHAPES[1:-1])
    if others:
        return {"type": _tag(others[0])}
    if len(shapes) > 1:
        return {"type": "several shapes"}
    if shapes:
        return _geojson(shapes[0])
    ring = next(_descendants(place, "LinearRing"), None)
    return {"type": "LinearRing"} if ring is not None else None


def _geojson(shape: Element) -> dict[str, Any]:
    """A shape with the coordinates that GeoJSON would have; None where there are too few."""
    kind = _tag(shape)
    lines = [_positions(_text(line)) for line in _descendants(shape, "coordinates")]
    first = lines[0] if lines else None
    if kind == "Point":
        return {"type": kind, "coordinates": first[0] if first and len(first) == 1 else None}
    return {"type": kind, "coordinates": first if kind == "LineString" else lines}


def _positions(text: str | None) -> list[list[Any]]:
    """ "126.9,38.1,0 127,38" as positions; what is no number stays text, to be refused."""
    return [[_number(part) for part in position.split(",")] for position in (text or "").split()]


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return printable(text)
