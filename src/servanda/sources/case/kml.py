"""Sites from KML (OGC 07-147r2): each Placemark one site, its keys in ExtendedData.

No entities, no document type, nothing fetched: defusedxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from servanda.errors import Problem
from servanda.sources.case.site_format import Feature
from servanda.sources.files.problems import printable
from servanda.sources.formats.located import Located, Route

__all__ = ["read_kml"]

SHAPES = ("Point", "LineString", "Polygon")
OTHER_SHAPES = ("MultiGeometry", "MultiTrack", "Track", "Model", "LinearRing")


def read_kml(text: str, file: str) -> tuple[Located | None, list[Feature], list[Problem]]:
    """The placemarks as features with their lines, and what is wrong with the file."""
    try:
        root, lines = _parse(text)
    except ParseError as error:
        advice = "mend the XML, or save it from the program again"
        return None, [], [Problem(file, error.position[0], f"is not KML ({error})", advice)]
    except DefusedXmlException:
        advice = "delete its <!DOCTYPE> and entities"
        return None, [], [Problem(file, 0, "defines a document type or entities", advice)]
    places = [element for element in root.iter() if _tag(element) == "Placemark"]
    routes: dict[Route, int] = {(): 1}
    routes |= {("Placemark", n): lines[place] for n, place in enumerate(places)}
    features = [
        Feature(("Placemark", n), _properties(place), _shape(place))
        for n, place in enumerate(places)
    ]
    return Located(file, None, routes), features, []


def _parse(text: str) -> tuple[Element, dict[Element, int]]:
    builder = _LineTreeBuilder()
    parser: Any = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser.parser  # the expat parser knows the line
    parser.feed(text.encode("utf-8"))
    return parser.close(), builder.lines


class _LineTreeBuilder(TreeBuilder):
    """Builds the tree and notes the line of each element."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Element, int] = {}
        self.parser: Any = None

    def start(self, tag: Any, attrs: Any, /) -> Element:
        element = super().start(tag, attrs)
        self.lines[element] = self.parser.CurrentLineNumber
        return element


def _tag(element: Element) -> str:
    """The name without its namespace: KML files use three of them, or none."""
    return str(element.tag).rpartition("}")[2]


def _descendants(element: Element, *tags: str) -> Iterator[Element]:
    return (inner for inner in element.iter() if _tag(inner) in tags)


def _text(element: Element | None) -> str | None:
    text = (element.text or "").strip() if element is not None else ""
    return text or None


def _properties(place: Element) -> dict[str, Any]:
    """The keys in ExtendedData; `names` is split at semicolons, the Placemark's own id is taken."""
    found: dict[str, Any] = {"id": place.get("id")} if place.get("id") else {}
    for data in _descendants(place, "Data"):
        found[data.get("name", "")] = _text(next(_descendants(data, "value"), None))
    for data in _descendants(place, "SimpleData"):
        found[data.get("name", "")] = _text(data)
    found["names"] = _all_names(place, found.pop("names", None) or "") or None
    return found


def _all_names(place: Element, others: str) -> list[str]:
    """The names of a place, each once: its own, then the others."""
    own = [_text(child) for child in place if _tag(child) == "name"]
    named = [*own, *(part.strip() for part in others.split(";"))]
    return [name for name in dict.fromkeys(named) if name]


def _shape(place: Element) -> dict[str, Any] | None:
    """The shape as GeoJSON; of what is refused later (several shapes, other kinds) its kind."""
    other = next(_descendants(place, *OTHER_SHAPES[:-1]), None)
    if other is not None:
        return {"type": _tag(other)}
    shapes = list(_descendants(place, *SHAPES))
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
