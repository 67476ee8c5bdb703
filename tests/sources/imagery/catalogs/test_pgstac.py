"""A real STAC API: pgSTAC on PostGIS, with COGs behind a server of ranges."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import psycopg
import pytest

from servanda.sources.imagery.catalogs.stac_api import scenes_of_api
from servanda.sources.imagery.pixels.chip_cache import ChipCache
from servanda.sources.imagery.pixels.chips import read_chip
from servanda.sources.imagery.pixels.timeouts import Timeouts
from servanda.sources.network.guard import NetworkGuard
from tests.sources.imagery.scenes import item, place_at, sentinel_2, write_tiff
from tests.sources.imagery.servers import Server, free_port, wait_for

DATABASE = "servanda_stac"
HERE = Timeouts(guard=NetworkGuard(frozenset({"127.0.0.1"})))
YEAR = (datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 12, 31, tzinfo=UTC))
PROGRAMS = Path(sys.executable).parent
ANSWERS_IN_S = 60


@contextmanager
def pgstac(postgres_url: str, log: Path) -> Iterator[str]:
    """The URL of a pgSTAC server over a database of its own."""
    server = urlsplit(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"drop database if exists {DATABASE} with (force)")
        admin.execute(f"create database {DATABASE}")
    settings = os.environ | {
        "PGHOST": str(server.hostname), "PGPORT": str(server.port or 5432),
        "PGUSER": server.username or "postgres", "PGPASSWORD": server.password or "unused",
        "PGDATABASE": DATABASE, "ENABLE_TRANSACTIONS_EXTENSIONS": "TRUE",
    }  # fmt: skip
    with psycopg.connect(postgres_url, dbname=DATABASE, autocommit=True) as database:
        database.execute("create extension postgis")
    port = free_port()
    with log.open("w") as out:
        subprocess.run([PROGRAMS / "pypgstac", "migrate"], env=settings, check=True, stdout=out,
                       stderr=out)  # fmt: skip
        api = subprocess.Popen(
            [PROGRAMS / "uvicorn", "--factory", "stac_fastapi.pgstac.app:create_app",
             "--host", "127.0.0.1", "--port", str(port)],
            env=settings, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            assert wait_for(lambda: answers(url, api), ANSWERS_IN_S), log.read_text()
            yield url
        finally:
            api.terminate()
            api.wait(20)
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"drop database {DATABASE} with (force)")


def answers(url: str, api: "subprocess.Popen[bytes]") -> bool:
    assert api.poll() is None, "the STAC API ended"
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def post(url: str, value: dict[str, Any]) -> None:
    asked = urllib.request.Request(
        url, json.dumps(value).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        assert answer.status == 201


def collection() -> dict[str, Any]:
    return {
        "type": "Collection", "id": "scenes", "stac_version": "1.0.0", "description": "scenes",
        "license": "CC0-1.0", "links": [],
        "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]},
                   "temporal": {"interval": [["2014-01-01T00:00:00Z", None]]}},
    }  # fmt: skip


def sentinel_1(web: Server) -> dict[str, Any]:
    power = np.random.default_rng(4).gamma(4.4, 0.02, (1, 256, 256)).astype(np.float32)
    assets = {}
    for name in ("vv", "vh"):
        write_tiff(web.folder / "s1" / f"{name}.tif", power, cog=True)
        assets[name] = {"href": f"{web.url}/s1/{name}.tif", "type": "image/tiff",
                        "raster:bands": [{"unit": "1", "data_type": "float32"}]}  # fmt: skip
    return item("s1", assets, constellation="sentinel-1", datetime="2018-11-21T09:30:00Z",
                **{"sat:orbit_state": "ascending", "sat:relative_orbit": 127})  # fmt: skip


@pytest.mark.slow
def test_scenes_of_a_real_api_are_found_and_read(
    postgres_url: str, web: Server, tmp_path: Path
) -> None:
    with pgstac(postgres_url, tmp_path / "log") as url:
        post(f"{url}/collections", collection())
        late = sentinel_2(web.folder, web.url, "late", datetime="2019-06-01T00:00:00Z")
        for one in (sentinel_2(web.folder, web.url, "s2"), sentinel_1(web), late):
            post(f"{url}/collections/scenes/items", one)
        place = place_at(60, 60)
        found = scenes_of_api(url, place, YEAR, ["scenes"], kept=tmp_path / "kept", patience=HERE)
    assert not found.errors
    assert [one.scene.id for one in found.entries] == ["s2", "s1"]
    optical, radar = found.entries
    assert optical.scene.sensor == "sentinel-2"
    assert optical.scene.processing == "04.00"
    assert optical.scene.offset_applied is False
    assert radar.scene.relative_orbit == 127
    cache = ChipCache(tmp_path / "chips")
    chip = read_chip(optical, place, 200.0, ["B04", "B11"], cache=cache, patience=HERE)
    again = read_chip(radar, place, 200.0, target=chip.grid, cache=cache, patience=HERE)
    assert again.bands == ("VV", "VH")
    assert again.grid == chip.grid
    assert chip.usable.any()
    assert again.usable.all()
    # The API is gone, and neither it nor the server of files is asked again.
    asked = len(web.requests)
    found = scenes_of_api(url, place, YEAR, ["scenes"], kept=tmp_path / "kept", patience=HERE)
    read_chip(
        found.entries[0],
        place,
        200.0,
        ["B04", "B11"],
        cache=ChipCache(tmp_path / "chips"),
        patience=HERE,
    )
    assert len(web.requests) == asked
