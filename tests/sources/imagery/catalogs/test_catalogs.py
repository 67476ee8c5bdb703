"""Static catalogues, and APIs of STAC on this machine."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pystac
import pytest

from servanda.errors import SourceError
from servanda.sources.imagery.catalogs import stac_api
from servanda.sources.imagery.catalogs.stac_api import scenes_of_api
from servanda.sources.imagery.catalogs.stac_files import MOST_VALUES, json_object, refuse_crowded
from servanda.sources.imagery.catalogs.static_catalog import scenes_of_catalogue
from servanda.sources.imagery.pixels.timeouts import PATIENCE, Timeouts
from tests.sources.imagery.scenes import item, place_at
from tests.sources.imagery.servers import Server

YEAR = (datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 12, 31, tzinfo=UTC))
PLACE = place_at(100, 100)


def write(path: Path, value: Any) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return str(path)


def catalogue(*links: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"type": "Catalog", "id": "all", "description": "all", "stac_version": "1.0.0",
            "links": list(links), **more}  # fmt: skip


def to(href: str, rel: str = "item") -> dict[str, str]:
    return {"rel": rel, "href": href}


def red(id: str, **properties: Any) -> dict[str, Any]:
    return item(id, {"red": {"href": "./red.tif"}}, **properties)


def test_a_catalogue_that_pystac_wrote_is_read_with_its_collections(tmp_path: Path) -> None:
    root = pystac.Catalog("root", "root")
    for name in ("optical", "radar"):
        everywhere = pystac.Extent(pystac.SpatialExtent([[-180.0, -90.0, 180.0, 90.0]]),
                                   pystac.TemporalExtent([[YEAR[0], None]]))  # fmt: skip
        child = pystac.Collection(name, name, everywhere)
        root.add_child(child)
        for day in (3, 2):
            child.add_item(pystac.Item.from_dict(
                red(f"{name}-{day}", datetime=f"2018-11-0{day}T00:00:00Z")))  # fmt: skip
    root.normalize_hrefs(str(tmp_path))
    root.save(catalog_type=pystac.CatalogType.SELF_CONTAINED)
    found = scenes_of_catalogue(str(tmp_path / "catalog.json"))
    assert [one.scene.id for one in found.entries] == [
        "optical-2",
        "radar-2",
        "optical-3",
        "radar-3",
    ]
    assert not found.errors
    wanted = tmp_path / "optical" / "optical-2" / "red.tif"
    assert found.entries[0].hrefs["red"] == str(wanted)
    only = scenes_of_catalogue(str(tmp_path / "catalog.json"), ["radar"])
    assert [one.scene.id for one in only.entries] == ["radar-2", "radar-3"]
    below = scenes_of_catalogue(str(tmp_path / "radar" / "collection.json"))
    assert [one.scene.id for one in below.entries] == ["radar-2", "radar-3"]


def test_one_bad_item_leaves_the_others(tmp_path: Path) -> None:
    links = [to(f"./{name}.json") for name in ("good", "dateless", "gone", "text", "list")]
    links += [to("./catalog.json", "child"), to("./odd/catalog.json", "child")]
    start = write(tmp_path / "catalog.json", catalogue(*links))
    write(tmp_path / "good.json", red("good"))
    write(tmp_path / "dateless.json", red("dateless", datetime=None))
    write(tmp_path / "text.json", "not JSON")
    write(tmp_path / "list.json", [])
    write(tmp_path / "odd" / "catalog.json", {"type": "Catalog", "links": 4})
    found = scenes_of_catalogue(start)
    assert [one.scene.id for one in found.entries] == ["good"]
    said = "\n".join(map(str, found.errors))
    for why in ("item dateless: has no datetime", "gone.json: does not exist",
                "text.json: is not JSON", "list.json: is no JSON object",
                "odd/catalog.json: is no STAC catalogue"):  # fmt: skip
        assert why in said
    assert len(found.errors) == 5


def test_a_catalogue_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        scenes_of_catalogue(str(tmp_path / "catalog.json"))
    with pytest.raises(SourceError, match="is no STAC catalogue"):
        scenes_of_catalogue(write(tmp_path / "a.json", {"hello": "world"}))


def test_two_items_of_one_id_are_not_one_scene(tmp_path: Path) -> None:
    start = write(tmp_path / "catalog.json", catalogue(to("a.json"), to("b.json")))
    write(tmp_path / "a.json", red("same"))
    write(tmp_path / "b.json", red("same", datetime="2018-01-01T00:00:00Z"))
    found = scenes_of_catalogue(start)
    assert len(found.entries) == 1
    assert "b.json: item same: has the same id as" in str(found.errors[0])


def test_an_item_cannot_name_files_outside_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "secret.tif", "secret")
    start = write(tmp_path / "case" / "catalog.json", catalogue(to("a.json")))
    for href in ("../secret.tif", str(tmp_path / "secret.tif"), f"file://{tmp_path}/secret.tif"):
        write(tmp_path / "case" / "a.json", item("a", {"red": {"href": href}}))
        found = scenes_of_catalogue(start, within=tmp_path / "case")
        assert "names a file outside the folder" in str(found.errors[0])


def test_a_catalogue_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    outside = write(tmp_path / "secret.json", red("secret"))
    inside = write(tmp_path / "case" / "a.json", red("a"))
    links = [to("../secret.json"), to(str(outside)), to("a.json"), to("../secret.json", "child")]
    start = write(tmp_path / "case" / "catalog.json", catalogue(*links))
    found = scenes_of_catalogue(start, within=tmp_path / "case")
    assert [entry.scene.id for entry in found.entries] == ["a"]
    assert [str(error).partition("; ")[0] for error in found.errors] == [
        f"{start}: names a file outside the folder, {outside}"
    ]
    assert inside != outside
    assert len(scenes_of_catalogue(start).entries) == 2


def test_a_catalogue_behind_a_server_cannot_name_files_of_this_machine(
    web: Server, hasty: Timeouts
) -> None:
    write(web.folder / "catalog.json", catalogue(to("./a.json"), to("./b.json")))
    write(web.folder / "a.json", red("a"))
    write(web.folder / "b.json", item("b", {"red": {"href": "file:///etc/passwd"}}))
    found = scenes_of_catalogue(f"{web.url}/catalog.json", patience=hasty)
    assert [one.hrefs["red"] for one in found.entries] == [f"{web.url}/red.tif"], found.errors
    assert "names a file of this machine" in str(found.errors[0])


def search(web: Server, patience: Timeouts, **more: Any) -> Any:
    return scenes_of_api(f"{web.url}/stac", PLACE, YEAR, patience=patience, **more)


def test_an_api_is_searched_page_by_page(web: Server, hasty: Timeouts) -> None:
    web.items = [red(f"s{day}", datetime=f"2018-11-0{day}T00:00:00Z") for day in range(1, 6)]
    web.items.append(red("later", datetime="2019-11-01T00:00:00Z"))
    web.items.append(red("elsewhere") | {"bbox": [0, 0, 1, 1]})
    web.items.append(red("other") | {"collection": "other"})
    found = search(web, hasty, collections=["scenes"])
    assert [one.scene.id for one in found.entries] == ["s1", "s2", "s3", "s4", "s5"]
    assert found.entries[0].hrefs["red"].startswith(web.url)
    assert web.requests.count("/stac/search") == 3


def test_one_bad_item_of_an_api_leaves_the_others(web: Server, hasty: Timeouts) -> None:
    web.items = [red("good"), red("bad", datetime=None)]
    found = search(web, hasty)
    assert [one.scene.id for one in found.entries] == ["good"]
    assert "item bad: has no datetime" in str(found.errors[0])


def test_the_same_question_is_not_asked_twice(web: Server, hasty: Timeouts, tmp_path: Path) -> None:
    web.items = [red("a")]
    first = search(web, hasty, kept=tmp_path / "kept")
    asked = len(web.requests)
    assert search(web, hasty, kept=tmp_path / "kept") == first
    assert len(web.requests) == asked
    for file in (tmp_path / "kept").iterdir():
        file.write_text("damaged")
    assert search(web, hasty, kept=tmp_path / "kept") == first
    assert len(web.requests) == 2 * asked


@pytest.mark.parametrize("busy_times", [1, 2])
def test_a_busy_api_is_asked_again(web: Server, hasty: Timeouts, busy_times: int) -> None:
    web.items, web.busy_times = [red("a")], busy_times
    found = search(web, replace(hasty, retries=2))
    assert [one.scene.id for one in found.entries] == ["a"]


def test_an_api_that_stays_busy_is_not_asked_for_ever(web: Server, hasty: Timeouts) -> None:
    web.busy_times = 100
    with pytest.raises(SourceError, match=r"its server failed \(status 503\); try again later"):
        search(web, replace(hasty, retries=1))
    assert web.requests == ["/stac", "/stac"]


def test_an_api_that_sends_too_much_at_once_is_left(
    web: Server, hasty: Timeouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stac_api, "PAGE_BYTES", 1_000)
    web.items = [red(f"s{number}") for number in range(5)]
    with pytest.raises(SourceError, match="sends more than 0 MB at once"):
        search(web, hasty)


def test_an_api_that_gives_one_page_for_ever_is_left(web: Server, hasty: Timeouts) -> None:
    web.items = [red(f"s{number}") for number in range(5)]
    web.same_page = True
    with pytest.raises(SourceError, match="gives the same page again and again"):
        search(web, hasty)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/500", r"its server failed \(status 500\)"),
        ("/hang", "its server gave no answer in 2 s"),
        ("/gone", r"its server refused \(status 404\)"),
        ("/page.html", "is no STAC API"),
        ("/item.json", "is no STAC API"),
    ],
)
def test_an_api_that_fails_has_one_reason(
    web: Server, hasty: Timeouts, path: str, why: str
) -> None:
    write(web.folder / "page.html", "<html>")
    write(web.folder / "item.json", {"hello": "world"})
    with pytest.raises(SourceError, match=why) as caught:
        scenes_of_api(web.url + path, PLACE, YEAR, patience=hasty)
    assert "\n" not in str(caught.value)


def test_an_api_that_nobody_runs_is_named(hasty: Timeouts) -> None:
    with pytest.raises(SourceError, match=r"127\.0\.0\.1:9.*its server cannot be reached"):
        scenes_of_api("http://127.0.0.1:9/stac", PLACE, YEAR, patience=hasty)


def test_a_catalogue_of_a_case_leads_to_no_file_outside_it(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    write(tmp_path / "outside.json", red("outside"))
    links = (to("../outside.json"), to(str(tmp_path / "outside.json")), to("file:///etc/hostname"))
    write(tmp_path / "case" / "catalog.json", catalogue(*links, to("./a.json")))
    write(tmp_path / "case" / "a.json", red("a"))
    found = scenes_of_catalogue(str(tmp_path / "case" / "catalog.json"), within=tmp_path / "case")
    assert [entry.scene.id for entry in found.entries] == ["a"]
    assert all("it was not opened" in str(error) for error in found.errors)
    assert found.errors


def test_a_catalogue_reaches_nothing_inside_unless_the_user_names_it(web: Server) -> None:
    write(web.folder / "catalog.json", catalogue(to("./a.json")))
    with pytest.raises(SourceError, match="is on port"):
        scenes_of_catalogue(f"{web.url}/catalog.json")
    with pytest.raises(SourceError, match="SERVANDA_ALLOW_HOSTS"):
        scenes_of_api(f"{web.url}/stac", PLACE, YEAR)
    assert web.requests == []


@pytest.mark.parametrize("piece", ["[],", "{},", '"",', "1,"])
def test_json_of_too_many_values_is_refused_before_it_is_parsed(piece: str, tmp_path: Path) -> None:
    crowded = f'{{"links": [{piece * (MOST_VALUES + 1)}1]}}'
    (tmp_path / "catalog.json").write_text(crowded)
    with pytest.raises(SourceError, match="holds more than 2,000,000 values; check the catalogue"):
        json_object(str(tmp_path / "catalog.json"), PATIENCE)
    refuse_crowded(b'{"links": [' + b"1," * (MOST_VALUES // 2) + b"1]}", "x")
