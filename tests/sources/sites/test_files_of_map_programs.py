"""Sites files as map programs save them: no ids of ours, keys of theirs, shapes in wrappings."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import Geometry, GeometryKind, LonLat, Site
from servanda.sources import check_case, read_unkept_case
from servanda.sources.sites.foreign_sites import read_sites
from servanda.sources.sites.site_file import SitesRead

POINT = {"type": "Point", "coordinates": [1, 2]}
RING = [[1, 1], [3, 1], [3, 2], [1, 1]]


def geojson(*features: Any, **members: Any) -> SitesRead:
    whole = {"type": "FeatureCollection", "features": features} | members
    return read_sites(json.dumps(whole, indent=1), "sites.geojson", {"north"})


def feature(geometry: Any = None, /, **members: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry or POINT} | members


def kml(inside: str) -> SitesRead:
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n{inside}</Document></kml>'
    return read_sites(text, "sites.kml", {"north"})


def placemark(name: str, inside: str = "", own: str = "") -> str:
    place = "<Point><coordinates>1,2,0</coordinates></Point>"
    return f"<Placemark{own}><name>{name}</name>{inside}{place}</Placemark>\n"


def ids(read: SitesRead) -> list[str]:
    assert read.problems == ()
    return [site.id for site in read.sites]


def only_site(read: SitesRead) -> Site:
    assert read.problems == ()
    (site,) = read.sites
    return site


def only_problem(read: SitesRead) -> str:
    (problem,) = read.problems
    return str(problem)


def test_places_without_an_id_get_one_from_their_names_and_are_told() -> None:
    read = kml(placemark("Battery north of Tölm") + placemark("Post, 2nd") + placemark("초소"))
    assert ids(read) == ["battery-north-of-tolm", "post-2nd", "site-3"]
    (note,) = read.notes
    assert note.startswith("sites.kml: ids made from names, to be used in `sites` of case.yaml: ")
    assert "battery-north-of-tolm (Battery north of Tölm), post-2nd (Post, 2nd)" in note
    assert "write `id` into the file to keep them" in note


def test_a_made_id_is_never_one_that_is_taken() -> None:
    names = ({"name": "Post"}, {"name": "Post"}, {"name": "x", "id": "post"})
    read = geojson(*(feature(properties=properties) for properties in names))
    assert ids(read) == ["post-2", "post-3", "post"]


@given(st.lists(st.text(min_size=1).filter(str.isprintable).filter(str.strip), max_size=8))
def test_any_names_get_ids_each_its_own(names: list[str]) -> None:
    read = geojson(*(feature(properties={"name": name}) for name in names))
    assert len(set(ids(read))) == len(names)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"id": "post-1"}, "post-1"),
        ({"id": 7}, "7"),
        ({"id": 7.0}, "7"),
        ({"id": 0}, "0"),
        ({"id": "way/123"}, "way-123"),  # of OpenStreetMap
        ({"id": 7, "properties": {"name": "A", "id": "own"}}, "own"),
        ({"properties": {"name": "A", "id": 2}}, "2"),
        ({"properties": {"name": "A", "ID": 12, "fid": 3}}, "12"),
        ({}, "a"),
    ],
)
def test_the_id_of_a_feature_counts_where_its_properties_have_none(
    members: dict[str, Any], expected: str
) -> None:
    assert ids(geojson(feature(**{"properties": {"name": "A"}} | members))) == [expected]


def test_the_attribute_of_a_placemark_is_such_an_id() -> None:
    assert ids(kml(placemark("A", own=' id="ID_00001"'))) == ["ID_00001"]
    assert ids(kml(placemark("A", own=' id="{5f 1}"'))) == ["5f-1"]
    data = '<ExtendedData><Data name="id"><value>own</value></Data></ExtendedData>'
    assert ids(kml(placemark("A", data, ' id="x"'))) == ["own"]


def test_keys_of_others_are_left_alone_and_named() -> None:
    properties = {"name": "A", "marker-color": "#7e7e7e", "notes": "x", "fid": 1, "NAME_1": "B"}
    read = geojson(feature(id="a", properties=properties, tippecanoe={"layer": "posts"}))
    assert only_site(read).names == ("A",)
    assert read.notes == (
        "sites.geojson: keys that are not ours are left alone: NAME_1, fid, marker-color, notes",
    )
    data = '<ExtendedData><Data name="Notes"><value>seen</value></Data></ExtendedData>'
    read = kml(placemark("A", f"<description><![CDATA[<b>x</b>]]></description>{data}", ' id="a"'))
    assert only_site(read).names == ("A",)
    assert read.notes == ("sites.kml: keys that are not ours are left alone: Notes",)


@pytest.mark.parametrize("slip", ["nam", "partty", "parnt", "simulatd", "no_geometry_reson"])
def test_a_slip_in_a_key_of_ours_is_no_key_of_theirs(slip: str) -> None:
    said = only_problem(geojson(feature(properties={"id": "a", "name": "A", slip: "x"})))
    assert f"unknown key {slip!r}; did you mean" in said


def test_names_in_capitals_are_names() -> None:
    site = only_site(geojson(feature(properties={"Name": "Post", "ID": "p1"})))
    assert (site.id, site.names) == ("p1", ("Post",))
    data = '<SchemaData><SimpleData name="Name">Post</SimpleData></SchemaData>'
    assert only_site(kml(placemark("Post", f"<ExtendedData>{data}</ExtendedData>"))).names == (
        "Post",
    )


@pytest.mark.parametrize(
    ("kind", "coordinates", "plain"),
    [
        ("MultiPolygon", [[[[*place, 120.0] for place in RING]]], GeometryKind.POLYGON),
        ("MultiLineString", [RING], GeometryKind.LINE),
        ("MultiPoint", [[1, 1]], GeometryKind.POINT),
    ],
)
def test_a_shape_of_one_part_is_that_part(kind: str, coordinates: Any, plain: GeometryKind) -> None:
    site = only_site(
        geojson(feature({"type": kind, "coordinates": coordinates}, properties={"name": "A"}))
    )
    places = RING if plain is not GeometryKind.POINT else [[1, 1]]
    assert site.geometry == Geometry(plain, (tuple(LonLat(*place) for place in places),))
    twice = feature({"type": kind, "coordinates": coordinates * 2}, properties={"name": "A"})
    assert f"geometry is {kind!r}, which a site cannot have" in only_problem(geojson(twice))


def test_a_collection_or_multigeometry_of_one_is_that_one() -> None:
    one = feature({"type": "GeometryCollection", "geometries": [POINT]}, properties={"name": "A"})
    assert only_site(geojson(one)).geometry == Geometry(GeometryKind.POINT, ((LonLat(1, 2),),))
    point = "<Point><coordinates>1,2</coordinates></Point>"
    whole = f"<Placemark><name>A</name><MultiGeometry>{point}</MultiGeometry></Placemark>"
    assert only_site(kml(whole)).geometry == Geometry(GeometryKind.POINT, ((LonLat(1, 2),),))
    assert "'MultiGeometry'" in only_problem(kml(whole.replace(point, point * 2)))


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:4326", "epsg:4326", "EPSG:4979", "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:EPSG:8.8:4326", "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "CRS84", "WGS84", "WGS 84",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "http://www.opengis.net/gml/srs/epsg.xml#4326",
    ],
)  # fmt: skip
def test_every_name_of_wgs84_is_wgs84(crs: str) -> None:
    read = geojson(
        feature(properties={"name": "A"}), crs={"type": "name", "properties": {"name": crs}}
    )
    assert ids(read) == ["a"]


@pytest.mark.parametrize(
    "crs", ["EPSG:43260", "EPSG:3857", "EPSG:32652", "urn:ogc:def:crs:EPSG::5179"]
)
def test_every_other_system_is_not(crs: str) -> None:
    read = geojson(
        feature(properties={"name": "A"}), crs={"type": "name", "properties": {"name": crs}}
    )
    assert f"coordinates are in {crs}; convert them" in only_problem(read)


def test_a_system_by_its_code_is_read_too() -> None:
    stated = {"type": "EPSG", "properties": {"code": 4326}}
    assert ids(geojson(feature(properties={"name": "A"}), crs=stated)) == ["a"]


def test_a_file_may_be_a_single_feature() -> None:
    text = json.dumps(feature(properties={"name": "A"}))
    assert ids(read_sites(text, "sites.geojson", {"north"})) == ["a"]


def test_the_innermost_folder_is_the_kind_of_its_places() -> None:
    inside = f"<Folder><name>Guns</name>{placemark('A')}</Folder>{placemark('B')}"
    read = kml(f"<Folder><name>North</name>{inside}</Folder>{placemark('C')}")
    assert [(site.id, site.kind) for site in read.sites] == [
        ("a", "Guns"), ("b", "North"), ("c", None),
    ]  # fmt: skip
    own = '<ExtendedData><Data name="kind"><value>gun</value></Data></ExtendedData>'
    read = kml(f"<Folder><name>Guns</name>{placemark('A', own)}</Folder>")
    assert only_site(read).kind == "gun"


LINK = "<NetworkLink><Link><href>https://maps.example/1.kml</href></Link></NetworkLink>"


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        (LINK, "it only links to https://maps.example/1.kml; save that as sites.kml"),
        ("<Folder><name>Empty</name></Folder>", "holds no Placemark; draw the sites, or say"),
        ("<GroundOverlay><name>Map</name></GroundOverlay>", "holds no Placemark; draw the sites"),
    ],
)
def test_kml_without_places_is_no_case_without_sites(inside: str, says: str) -> None:
    assert says in only_problem(kml(inside))


@pytest.mark.parametrize("root", ["LinearRing", "gpx", "html", "Placemark"])
def test_other_xml_is_no_kml(root: str) -> None:
    said = only_problem(read_sites(f"<{root}/>", "sites.kml", {"north"}))
    assert f"is no KML document (it begins with <{root}>)" in said


def test_a_link_beside_places_is_told() -> None:
    read = kml(placemark("A", own=' id="a"') + LINK)
    assert ids(read) == ["a"]
    assert read.notes == ("sites.kml: links to https://maps.example/1.kml, which is not read",)


def kmz(**members: str) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)  # of the same day every time
    return packed.getvalue()


PLACES = f"<kml>{placemark('Post 1')}{placemark('Post 2')}</kml>"


@pytest.mark.parametrize("name", ["sites.kmz", "sites.kml"])
@pytest.mark.parametrize(
    "members",
    [
        {"doc.kml": PLACES},
        {"files/icon.png": "x", "Places of ours.KML": PLACES},
        {"old/other.kml": "<kml/>", "doc.kml": PLACES},
        {"places/doc.kml": PLACES},
    ],
)
def test_packed_kml_is_read_under_either_name(
    case_dir: Path, name: str, members: dict[str, str]
) -> None:
    (case_dir / "sites.geojson").unlink()
    (case_dir / name).write_bytes(kmz(**members))
    case = read_unkept_case(case_dir)
    assert [site.id for site in case.case.sites] == ["post-1", "post-2"]
    assert case.files[name] == kmz(**members)  # what was given is kept, not what was unpacked


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (kmz(**{"a.txt": "x"}), "holds no file of KML"),
        (kmz(**{"doc.kml": PLACES})[:80], "is a damaged packed file"),
        (kmz(**{"doc.kml": " " * 11_000_000}), "unpacks to more than 10 MB"),
        (kmz(**{"doc.kml": "<kml/>"}), "holds no Placemark"),
    ],
    ids=["no kml", "cut off", "too large", "no places"],
)
def test_packed_files_that_are_not_read_say_why(case_dir: Path, data: bytes, says: str) -> None:
    (case_dir / "sites.geojson").unlink()
    (case_dir / "sites.kmz").write_bytes(data)
    (said,) = (str(problem) for problem in check_case(case_dir) if problem.file == "sites.kmz")
    assert says in said


def test_a_case_says_what_was_made(case_dir: Path, spoil: Callable[..., Path]) -> None:
    (case_dir / "sites.geojson").unlink()
    (case_dir / "sites.kml").write_text(
        f"<kml>{placemark('Post 1')}{placemark('Post 2')}</kml>", encoding="utf-8"
    )
    (note,) = read_unkept_case(case_dir).notes
    assert "post-1 (Post 1), post-2 (Post 2)" in note
