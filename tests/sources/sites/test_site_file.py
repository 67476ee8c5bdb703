"""Sites files: GeoJSON and KML, shapes or reasons, and the line of every mistake."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import Geometry, GeometryKind, LonLat
from servanda.sources import check_case
from servanda.sources.sites.foreign_sites import read_sites
from servanda.sources.sites.site_file import SitesRead

ACTORS = {"north", "south"}

KML = """\
<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
  <Placemark id="post-1">
    <name>Post 1</name>
    <ExtendedData>
      <Data name="names"><value>GP 1; 감시초소</value></Data>
      <Data name="party"><value>north</value></Data>
    </ExtendedData>
    <Point><coordinates>126.9,38.1,250</coordinates></Point>
  </Placemark>
  <Placemark>
    <ExtendedData><SchemaData>
      <SimpleData name="id">line</SimpleData><SimpleData name="names">The line</SimpleData>
      <SimpleData name="simulated">true</SimpleData>
    </SchemaData></ExtendedData>
    <LineString><coordinates>126,38 127,38.2
      128,38.4</coordinates></LineString>
  </Placemark>
  <Placemark id="zone">
    <name>Zone</name>
    <Polygon>
      <outerBoundaryIs><LinearRing>
        <coordinates>0,0 4,0 4,4 0,0</coordinates>
      </LinearRing></outerBoundaryIs>
      <innerBoundaryIs><LinearRing>
        <coordinates>1,1 2,1 2,2 1,1</coordinates>
      </LinearRing></innerBoundaryIs>
    </Polygon>
  </Placemark>
  <Placemark id="hidden">
    <name>Hidden</name>
    <ExtendedData><Data name="no_geometry_reason"><value>not published</value></Data></ExtendedData>
  </Placemark>
</Folder></Document></kml>
"""


def told(read: SitesRead) -> list[str]:
    return [str(problem) for problem in read.problems]


def geojson(*features: Any, **members: Any) -> SitesRead:
    whole = {"type": "FeatureCollection", "features": features} | members
    return read_sites(json.dumps(whole, indent=1), "sites.geojson", ACTORS)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    properties = {"id": "a", "name": "A"} | properties
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def shape(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


def point(*position: Any) -> dict[str, Any]:
    return shape("Point", list(position))


def test_kml_says_the_same_as_geojson() -> None:
    read = read_sites(KML, "sites.kml", ACTORS)
    assert told(read) == []
    ring = ((0, 0), (4, 0), (4, 4), (0, 0)), ((1, 1), (2, 1), (2, 2), (1, 1))
    polygon = {"type": "Polygon", "coordinates": ring}
    line = {"type": "LineString", "coordinates": [[126, 38], [127, 38.2], [128, 38.4]]}
    names = ["Post 1", "GP 1", "감시초소"]
    same = geojson(
        {
            "type": "Feature",
            "properties": {"id": "post-1", "names": names, "party": "north"},
            "geometry": point(126.9, 38.1),
        },
        feature(line, id="line", name="The line", simulated=True),
        feature(polygon, id="zone", name="Zone"),
        feature(None, id="hidden", name="Hidden", no_geometry_reason="not published"),
    )
    assert told(same) == []
    assert read.sites == same.sites
    assert read.sites[0].geometry == Geometry(GeometryKind.POINT, ((LonLat(126.9, 38.1),),))


@pytest.mark.parametrize(
    ("geometry", "properties", "says"),
    [
        (None, {}, "site 'a' has neither a geometry nor a reason; draw it"),
        (point(1, 2), {"no_geometry_reason": "x"}, "site 'a' has a geometry and a reason"),
        (point(38.1, 126.9), {}, "longitude comes first: write [126.9, 38.1]"),
        (point(200, 10), {}, "position [200, 10] is not on Earth"),
        (point(120, 100), {}, "position [120, 100] is not on Earth"),
        (point(14000000, 4500000), {}, "ogr2ogr -t_srs EPSG:4326"),
        (point("a", 1), {}, "is not two numbers"),
        (point(True, 1), {}, "is not two numbers"),
        (point(1), {}, "is not two numbers"),
        (point(1e300, 1), {}, "is not two numbers"),
        (shape("Point", 3), {}, "'3' stands where [longitude, latitude] belongs"),
        (shape("LineString", [[1, 2]]), {}, "has a part of 1 positions; write at least 2"),
        (shape("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 1]]]), {}, "ring that is not closed"),
        (shape("Polygon", [[[0, 0], [1, 0], [0, 0]]]), {}, "write at least 4"),
        (shape("Polygon", []), {}, "Polygon has no coordinates"),
        ({"type": "Polygon"}, {}, "stands where a list of rings belongs"),
        (shape("MultiPoint", []), {}, "geometry is 'MultiPoint', which a site cannot have"),
        ("x", {}, "geometry is 'None'"),
        (point(1, 2), {"nam": "B"}, "unknown key 'nam'; did you mean 'name'?"),
        (point(1, 2), {"id": "a b"}, "'id' is 'a b', which is no id"),
        (point(1, 2), {"id": True}, "'id' is 'True', not a text"),
        (point(1, 2), {"name": None}, "site 'a' has neither name nor names"),
        (point(1, 2), {"names": ["B"]}, "site 'a' has both name and names"),
        (point(1, 2), {"party": "nort"}, "unknown actor 'nort'; did you mean 'north'?"),
        (point(1, 2), {"parent": "b"}, "unknown site 'b'; write one of a"),
        (point(1, 2), {"parent": "a"}, "'a' is part of itself"),
        (point(1, 2), {"simulated": "perhaps"}, "'simulated' is 'perhaps'; write true or false"),
    ],
)
def test_each_mistake_in_a_feature_is_told_with_its_line(
    geometry: Any, properties: dict[str, Any], says: str
) -> None:
    read = geojson(feature(point(1, 2), id="first"), feature(geometry, **properties))
    (problem,) = told(read)
    assert says in problem
    line = int(problem.split(":")[1])
    assert line >= 15  # in the second feature


def test_two_sites_alike_are_told_also_on_one_line() -> None:
    whole = {"type": "FeatureCollection", "features": [feature(point(1, 2)), feature(point(3, 4))]}
    read = read_sites(json.dumps(whole), "sites.geojson", ACTORS)
    assert told(read) == ["sites.geojson:1: id 'a' is taken (line 1); give each its own id"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "sites.geojson:1: is no FeatureCollection"),
        ('{"type": "Point", "coordinates": [1, 2]}', "is no FeatureCollection"),
        ('{"type": "FeatureCollection"}', "has no list of features"),
        ('{"type": "FeatureCollection",\n"features": [{}]}', "sites.geojson:2: is no Feature"),
        ('{"type": "FeatureCollection",', "is not JSON"),
        (
            '{"type": "FeatureCollection", "features": [],\n'
            '"crs": {"properties": {"name": "EPSG:5179"}}}',
            "sites.geojson:2: coordinates are in EPSG:5179",
        ),
        (
            '{"type": "FeatureCollection", "features": [], "crs": {"properties": 3}}',
            "coordinates are in",
        ),
    ],
)
def test_a_file_that_is_no_geojson_is_told(text: str, says: str) -> None:
    (problem,) = told(read_sites(text, "sites.geojson", ACTORS))
    assert says in problem


def test_other_members_of_a_file_and_wgs84_by_name_are_fine() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert told(geojson(feature(point(1, 2)), crs=crs, name="sites")) == []
    (problem,) = told(geojson(feature(point(1, 2)) | {"propertis": 1}))
    assert "unknown member 'propertis'; did you mean 'properties'?" in problem


def placemark(inside: str) -> str:
    return f'<kml>\n<Placemark id="a"><name>A</name>\n{inside}</Placemark></kml>'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<kml>\n<Placemark>", "sites.kml:2: is not KML"),
        ('<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', "defines a document type or entities"),
        ('<!DOCTYPE kml SYSTEM "file:///etc/passwd"><kml/>', "defines a document type or entities"),
        (placemark(""), "sites.kml:2: site 'a' has neither a geometry nor a reason"),
        (placemark("<Point><coordinates>38,127</coordinates></Point>"), "longitude comes first"),
        (placemark("<Point><coordinates>x,1</coordinates></Point>"), "is not two numbers"),
        (placemark("<Point/>"), "belongs"),
        (placemark("<LineString/>"), "belongs"),
        (
            placemark("<MultiGeometry><Point/><Point/></MultiGeometry>"),
            "geometry is 'MultiGeometry'",
        ),
        (placemark("<LinearRing/>"), "geometry is 'LinearRing'"),
        (placemark("<Point/><Point/>"), "geometry is 'several shapes'"),
    ],
)
def test_each_mistake_in_kml_is_told(text: str, says: str) -> None:
    (problem,) = told(read_sites(text, "sites.kml", ACTORS))
    assert says in problem


def test_a_case_may_have_its_sites_in_kml(case_dir: Path, spoil: Callable[..., Path]) -> None:
    (case_dir / "sites.geojson").unlink()
    (case_dir / "sites.kml").write_text(KML)
    spoil("sites: [post-1, post-2]", "sites: [post-1, zone]")
    assert check_case(case_dir) == ()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "id", "coordinates", "name"]), inner, max_size=3)
    ),
    max_leaves=10,
)
KINDS = st.sampled_from(["Point", "LineString", "Polygon"])


@given(JSON_VALUES, JSON_VALUES, KINDS)
def test_no_feature_is_too_strange(properties: Any, coordinates: Any, kind: str) -> None:
    strange = {"type": "Feature", "properties": properties, "geometry": shape(kind, coordinates)}
    read = geojson(strange, coordinates)
    assert read.problems or read.sites
    assert all("\n" not in line for line in told(read))


@given(st.text(max_size=80) | st.text("<>/=\"'& kmlPlacerid", max_size=80))
def test_no_text_makes_kml_fail_otherwise(text: str) -> None:
    read_sites(text, "sites.kml", ACTORS)
    read_sites(text, "sites.geojson", ACTORS)
