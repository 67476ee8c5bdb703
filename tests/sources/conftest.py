"""What the tests of this room share: a folder to read from, a case to spoil, PDFs to make."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from servanda.records import DocumentWithOriginal
from servanda.sources import read_sources

RECORDED = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)

CASE = """\
id: posts
title: Guard posts
actors:
  - id: north
    names: [the North, DPRK]
    kind: government
  - id: agency
    names: [Agency]
    kind: intelligence
    part_of: north
sources:
  - {id: paper, name: The Paper, url: "https://www.paper.example/news"}
instruments:
  - {id: release, title: Joint release, kind: joint release, date: 2018-10-26, parties: [north]}
obligations:
  - id: surface
    instrument: release
    clause: The North demolishes its posts.
    bearer: north
    kind: state
    verb: demolish
    object: surface structures
    count: 2
    sites: [post-1, post-2]
    deadline: 2018-11-30
    amendments:
      - {effective: 2018-11-10, count: 1, preserve: 1}
  - id: tests
    instrument: release
    clause: No tests.
    bearer: [north]
    kind: abstain
    verb: test
    object: missiles
    watchers:
      - {actor: agency, detects: 0.9}
  - id: oil
    instrument: release
    clause: No more than 500.
    bearer: north
    kind: level
    verb: import
    object: oil
    unit: barrels
    bound: {direction: at_most, value: 500}
matters:
  - {id: base, question: Is the base in use?, party: north, verb: operate, object: base}
"""
SITES = """\
{"type": "FeatureCollection", "features": [
  {"type": "Feature",
   "properties": {"id": "post-1", "name": "Post 1", "party": "north"},
   "geometry": {"type": "Point", "coordinates": [126.9, 38.1]}},
  {"type": "Feature",
   "properties": {"id": "post-2", "names": ["Post 2", "GP 2"], "parent": "post-1",
                  "no_geometry_reason": "nobody has published it"},
   "geometry": null}
]}
"""
NOTE = """\
---
title: Posts gone
publisher: paper
url: https://paper.example/1
published: 2018-11
---
The North said that it had demolished ten posts.
"""


@pytest.fixture
def case_dir(tmp_path: Path) -> Path:
    """A case without mistakes."""
    folder = tmp_path / "posts"
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE)
    (folder / "sites.geojson").write_text(SITES)
    (folder / "sources" / "one.md").write_text(NOTE)
    return folder


@pytest.fixture
def spoil(case_dir: Path) -> Callable[..., Path]:
    """Replaces one piece of a file of the case, which must be there exactly once."""

    def replace(old: str, new: str, file: str = "case.yaml") -> Path:
        text = (case_dir / file).read_text()
        assert text.count(old) == 1, old
        (case_dir / file).write_text(text.replace(old, new))
        return case_dir

    return replace


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., DocumentWithOriginal]:
    """The one document of a file with that name and content."""

    def read_one(name: str, content: bytes | str) -> DocumentWithOriginal:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (kept,) = read_sources([path], RECORDED)
        return kept

    return read_one


def _page(writer: PdfWriter, text: str) -> None:
    page = writer.add_blank_page(600, 800)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = stream


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """A PDF of these pages; an empty text makes a page without text layer."""

    def pdf(*texts: str, title: str | None = None, password: str | None = None) -> bytes:
        writer = PdfWriter()
        for text in texts:
            _page(writer, text) if text else writer.add_blank_page(600, 800)
        if title:
            writer.add_metadata({"/Title": title})
        if password:
            writer.encrypt(password, algorithm="RC4-128")
        file = io.BytesIO()
        writer.write(file)
        return file.getvalue()

    return pdf
