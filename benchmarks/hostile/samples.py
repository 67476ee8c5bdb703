"""A small sound file of each kind that is parsed apart, as bytes, and how its parser is asked."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["SAMPLES", "Sample", "packed"]

SAID = "The ministry said on 3 May 2018 that ten of the eleven posts had been taken down."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sound file; `inside` is the part of a ZIP archive that holds its text."""

    kind: str  # of the parser
    data: bytes
    options: Mapping[str, Any] = field(default_factory=dict)
    inside: str | None = None


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of the parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def docx(body: bytes) -> bytes:
    """An office document of this word/document.xml."""
    return packed({"word/document.xml": body})


def kmz(places: bytes) -> bytes:
    """A packed file of these places."""
    return packed({"doc.kml": places})


def xlsx(sheet: bytes) -> bytes:
    """A workbook of this sheet."""
    book = (
        f'<workbook {_S} xmlns:r="{_R}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>"
    )
    links = (
        f'<Relationships xmlns="{_P}/relationships"><Relationship Id="r1" Type="{_R}/{{0}}" '
        'Target="{1}"/></Relationships>'
    )
    types = (
        f'<Types xmlns="{_P}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/'
        'sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'worksheet+xml"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": links.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": links.format("worksheet", "worksheets/sheet1.xml"),
    }
    texts = {name: text.encode() for name, text in parts.items()}
    return packed({**texts, "xl/worksheets/sheet1.xml": sheet})


def _pdf() -> bytes:
    page = f"BT /F 9 Tf ({SAID}) Tj ET".encode()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + tail % (len(bodies) + 1, len(out))


def _tiff() -> bytes:
    """An image of 4 x 4 pixels of one byte."""
    tags = [
        (256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 4), (279, 16),
    ]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    pixels = bytes(range(16))
    return (
        b"II*\0"
        + struct.pack("<I", 24)
        + pixels
        + struct.pack("<H", len(tags))
        + entries
        + bytes(4)
    )


_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Posts</title><meta property="og:url" '
    'content="https://paper.example/1"><script type="application/ld+json">'
    '{"datePublished": "2018-05-04"}</script></head><body><article><h1>Posts</h1>'
    f"<p>{SAID}</p><ul><li>one</li></ul><table><tr><td>10</td></tr></table></article></body></html>"
)
_MAIL = (
    "From: Desk <desk@paper.example>\nDate: Fri, 4 May 2018 10:00:00 +0000\nSubject: Posts\n"
    f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{SAID}\n"
)
_ARCHIVE = (
    "From: <Saved>\nDate: Fri, 4 May 2018 10:00:00 +0000\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n'
    f"Content-Location: https://paper.example/1\n\n{_PAGE}\n--b--\n"
)
_YAML = (
    "id: posts\ntitle: Posts\nactors:\n  - {id: north, names: [the North, 'N']}\n"
    "duties: &a [x, y]\nb: *a\n"
)
_SITES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": "post-1", "name": "Post 1"},
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
            }
        ],
    },
    indent=1,
)
_KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>'
    '<Placemark id="a"><name>A</name><ExtendedData><Data name="party"><value>n</value></Data>'
    "</ExtendedData><Point><coordinates>126.9,38.1</coordinates></Point></Placemark></Folder>"
    "</Document></kml>"
)
_TRUTH = json.dumps(
    {"truth": [{"obligation": "a", "states": [{"from": "2018-01-01", "met": True}]}]}, indent=1
)
_SHEET = (
    f"<worksheet {_S}><sheetData>"
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
    '<row r="2"><c r="A2"><v>7</v></c></row></sheetData></worksheet>'
)
_BODY = f"<w:document {_W}><w:body><w:p><w:r><w:t>{SAID}</w:t></w:r></w:p></w:body></w:document>"
_DAY = {"max_date": "2024-01-01"}
_TABLE = {"label": "t", "columns": ["id", "text"], "most_rows": 5_000, "most_columns": 100}

_LINE = json.dumps({"id": "a", "text": SAID, "published": "2018-05-03"})
SAMPLES: Mapping[str, Sample] = {
    "HTML": Sample("html", _PAGE.encode(), _DAY),
    "PDF": Sample("pdf", _pdf()),
    "mail": Sample("mail", _MAIL.encode(), _DAY),
    "page archive": Sample("page archive", _ARCHIVE.encode(), _DAY),
    "office document": Sample("docx", _BODY.encode(), _DAY, "docx"),
    "YAML": Sample("yaml", _YAML.encode(), {"file": "f", "first_line": 1}),
    "GeoJSON": Sample("sites", _SITES.encode(), {"file": "sites.geojson", "actors": None}),
    "KML": Sample("sites", _KML.encode(), {"file": "sites.kml", "actors": None}),
    "KMZ": Sample("kmz", _KML.encode(), {"file": "sites.kmz"}, "kmz"),
    "line of a list": Sample("line", _LINE.encode(), {"label": "l", "number": 1}),
    "truth file": Sample("truth", _TRUTH.encode(), {"label": "t", "rows": ["a"], "matters": []}),
    "CSV": Sample("table", f"id,text\n1,{SAID}\n".encode(), {**_TABLE, "form": "csv"}),
    "workbook": Sample("table", _SHEET.encode(), {**_TABLE, "form": "xlsx"}, "xlsx"),
    "image": Sample("raster", _tiff(), {"label": "i", "driver": "GTiff"}),
}
PACKERS = {"docx": docx, "xlsx": xlsx, "kmz": kmz}
