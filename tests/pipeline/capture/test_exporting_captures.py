"""A WACZ of our captures, read by readers that are not ours."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from servanda.errors import NotFoundError
from servanda.pipeline import add_everything, wacz_of_case
from servanda.sources import read_items
from servanda.sources.archives.archive_files import ARCHIVE_FORMATS
from servanda.sources.archives.wacz_writer import surt_of
from servanda.store import Store
from tests.pipeline.capture.conftest import MakeRun
from tests.sources.capture.sites import SlowTime, article, page, site


@pytest.fixture
def wacz(store: Store, run: MakeRun, time: SlowTime) -> bytes:
    pages = {
        "/a": page(article("Ten are gone."), ETag='"1"'),
        "/short": page(b"", 302, Location="/b"),
        "/b": page(article("Two are gone.", title="Second")),
    }
    with site(pages) as server:
        add_everything(run(), [f"{server.url}/a", f"{server.url}/short"])
        time.sleep(86_400)
        server.pages["/a"] = page(article("None are gone."))
        add_everything(run(), [f"{server.url}/a"])
    return wacz_of_case(store, store.cases()[0], time.now())


def test_its_digests_are_those_of_its_files(wacz: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(wacz)) as packed:
        package = json.loads(packed.read("datapackage.json"))
        assert package["wacz_version"] == "1.1.1"
        for resource in package["resources"]:
            data = packed.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)
        whole = hashlib.sha256(packed.read("datapackage.json")).hexdigest()
        digest = json.loads(packed.read("datapackage-digest.json"))
        assert digest == {"hash": f"sha256:{whole}", "path": "datapackage.json"}
        listed = {resource["path"] for resource in package["resources"]}
        assert listed == {name for name in packed.namelist() if "/" in name}
        assert packed.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED


def test_an_independent_reader_finds_every_answer_where_the_index_says(wacz: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(wacz)) as packed:
        warc = packed.read("archive/data.warc.gz")
        lines = packed.read("indexes/index.cdx").decode().splitlines()
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
    assert lines == sorted(lines)
    assert len(lines) == 4  # a, short, b, a again
    for line in lines:
        surt, moment, fields = line.split(" ", 2)
        entry = json.loads(fields)
        start = int(entry["offset"])
        member = warc[start : start + int(entry["length"])]
        (record,) = ArchiveIterator(io.BytesIO(member), verify_digests=True)
        assert record.record_type is WarcRecordType.response
        assert record.headers["WARC-Target-URI"] == entry["url"]
        assert record.headers["WARC-Payload-Digest"] == entry["digest"]
        assert str(record.http_headers.status_code) == entry["status"]
        assert surt.startswith("1,0,0,127:")
        assert moment == record.record_date.strftime("%Y%m%d%H%M%S")
        gzip.decompress(member)
    whole = list(ArchiveIterator(io.BytesIO(warc), verify_digests=True))
    assert len(whole) == 8
    assert [entry.get("title") for entry in pages[1:]] == ["Posts gone", "Second", "Posts gone"]


def test_ours_is_read_in_as_one_of_others(wacz: bytes, tmp_path: Path, time: SlowTime) -> None:
    path = tmp_path / "ours.wacz"
    path.write_bytes(wacz)
    found = read_items([path], time.now(), more_formats=ARCHIVE_FORMATS)
    assert found.errors == ()
    said = {item.kept.document.text.split(".")[0].split("\n")[-1] for item in found.items}
    assert said == {"Ten are gone", "Two are gone", "None are gone"}


def test_the_same_captures_give_the_same_bytes(wacz: bytes, store: Store, time: SlowTime) -> None:
    assert wacz_of_case(store, store.cases()[0], time.now()) == wacz


def test_a_case_without_captures_has_none_to_write(store: Store, time: SlowTime) -> None:
    with pytest.raises(NotFoundError, match="add one with"):
        wacz_of_case(store, store.cases()[0], time.now())


@pytest.mark.parametrize(
    ("url", "expected"),  # by the package surt of the Internet Archive
    [
        ("http://www.Example.com/Foo?b=1&a=2", "com,example)/foo?a=2&b=1"),
        ("https://en.example.org:8080/a/", "org,example,en:8080)/a"),
        ("https://example.org", "org,example)/"),
        ("https://example.org/%ED%95%9C?q=%20", "org,example)/%ed%95%9c?q=%20"),
        ("https://example.org/한", "org,example)/%ed%95%9c"),
        ("https://example.org/a?", "org,example)/a"),
    ],
)
def test_addresses_are_sorted_as_indexes_do(url: str, expected: str) -> None:
    assert surt_of(url) == expected
