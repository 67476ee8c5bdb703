"""Mail, page archives and office documents: their text, whose it is, of which day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.errors import SourceError
from servanda.records import BlockKind, DocumentWithOriginal, day, parse_range
from servanda.sources.documents.extraction_worker import answer

Read = Callable[..., DocumentWithOriginal]
SAID = "The ministry said on Tuesday that all eleven howitzers had left the buffer zone, as agreed."
MAIL = f"""\
From: Press office <press@Defence.Ostland.example>
To: desk@courier.example
Date: Wed, 10 Mar 2021 09:12:00 +0300
Subject: =?UTF-8?B?U3RhdGVtZW50IG9uIGhvd2l0emVycw==?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

{SAID.replace("eleven", "eleven =E9")}

--b
Content-Type: text/html; charset="utf-8"

<p>{SAID}</p>
--b--
--m
Content-Type: application/pdf; name="map.pdf"
Content-Disposition: attachment; filename="map.pdf"
Content-Transfer-Encoding: base64

JVBERg==
--m--
"""
ARCHIVE = f"""\
From: <Saved by Blink>
Snapshot-Content-Location: https://en.courier.example/2021/guns#top
Subject: guns
Date: Wed, 12 May 2021 09:12:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="M"

--M
Content-Type: text/html
Content-Location: https://en.courier.example/2021/guns
Content-Transfer-Encoding: quoted-printable

<html><body>HEAD<p>{SAID}</p></body></html>
--M
Content-Type: text/html
Content-Location: https://ads.example/frame

<html><body><p>Buy now, all of you, before it is too late for anything.</p></body></html>
--M--
"""


def test_a_mail_gives_its_text_once_with_day_subject_and_sender(read: Read) -> None:
    document = read("a.eml", MAIL.replace("\n", "\r\n")).document
    assert document.text == SAID.replace("eleven", "eleven é")
    assert (document.published, document.dated_by) == (day(date(2021, 3, 10)), "header Date")
    assert document.title == "Statement on howitzers"
    assert document.source == "defence.ostland.example"
    assert [(remark.key, remark.value) for remark in document.remarks] == [
        ("attachment", "map.pdf")
    ]


def test_a_mail_of_html_alone_is_read_as_a_page(read: Read) -> None:
    mail = f"From: a@b.example\nContent-Type: text/html\n\n<html><body><p>{SAID}</p></body></html>"
    document = read("a.eml", mail).document
    assert document.text == SAID
    assert document.is_undated


def test_a_mail_saved_as_text_is_a_mail(read: Read) -> None:
    document = read("mail.txt", MAIL).document
    assert document.text == SAID.replace("eleven", "eleven é")
    assert document.published == day(date(2021, 3, 10))
    script = "Date: tomorrow\nThe mission: all is well.\n\nText."
    assert read("script.txt", script).document.text == script


def test_a_page_archive_gives_the_page_and_its_address(read: Read) -> None:
    document = read("a.mhtml", ARCHIVE.replace("HEAD", "")).document
    assert document.text == SAID
    assert document.url == "https://en.courier.example/2021/guns"
    assert document.source == "en.courier.example"
    assert document.published == parse_range("../2021-05-12")
    assert document.dated_by == "header Date (when it was saved)"
    dated = read("b.mht", ARCHIVE.replace("HEAD", "<p>Published: 10 March 2021</p>")).document
    assert dated.published == day(date(2021, 3, 10))


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(words: str, style: str = "") -> str:
    return f"<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def docx(*parts: str, notes: str = "", core: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        body = "".join(parts)
        packed.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        if notes:
            packed.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
        if core:
            packed.writestr("docProps/core.xml", f'<c xmlns:d="d" xmlns:t="t">{core}</c>')
    return file.getvalue()


def test_an_office_document_gives_its_text_with_its_structure(read: Read) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    data = docx(
        paragraph("Report 7", '<w:pStyle w:val="Heading1"/>'),
        paragraph("Published: 10 March 2021"),
        "<w:p><w:r><w:t>The mission sa</w:t></w:r><w:r><w:t>id that it was met.</w:t></w:r>"
        "<w:r><w:delText>It was not.</w:delText></w:r></w:p>",
        paragraph("Guns withdrawn", "<w:numPr/>"),
        f"<w:tbl><w:tr>{cell.format('Site')}{cell.format('12')}</w:tr></w:tbl>",
        notes=paragraph("As of May."),
        core="<d:title>Weekly  report</d:title><t:modified>2023-01-01T00:00:00Z</t:modified>",
    )
    kept = read("a.docx", data)
    assert kept.document.text.split("\n\n") == [
        "Report 7", "Published: 10 March 2021", "The mission said that it was met.",
        "Guns withdrawn", "| Site | 12 |", "As of May.",
    ]  # fmt: skip
    kinds = [block.kind for block in kept.document.blocks]
    assert BlockKind.ITEM in kinds
    assert BlockKind.ROW in kinds
    assert kept.document.title == "Weekly report"
    assert kept.document.published == day(date(2021, 3, 10))
    assert [(one.key, one.value) for one in kept.document.remarks] == [("changed", "2023-01-01")]
    assert kept.kept_share == 1.0


def test_a_last_change_alone_says_only_by_when_an_office_document_was_there(read: Read) -> None:
    core = "<t:modified>2023-01-01T00:00:00Z</t:modified>"
    assert read("a.docx", docx(paragraph(SAID), core=core)).document.published == parse_range(
        "../2023-01-01"
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"PK nothing", "is no office document"),
        ("a.docx", docx(paragraph("")), "holds no text"),
        ("a.docx", docx()[:60], "is no office document"),
        ("a.eml", b"just words", "has no headers of a mail"),
        ("a.eml", b"From: a@b.example\nContent-Type: image/png\n\nx", "is a mail without a text"),
        ("a.mhtml", b"From: a@b.example\n\nx", "is an archive without a page"),
    ],
    ids=["no zip", "no words", "cut", "no headers", "a picture", "no page"],  # a zip has its time
)
def test_what_is_none_is_one_line(read: Read, name: str, content: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        read(name, content)


def test_entities_of_an_office_document_bring_in_nothing() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            f"<w:document {W}><w:p><w:r><w:t>a&x;b</w:t></w:r></w:p></w:document>",
        )
    assert answer("docx", file.getvalue(), {"max_date": "2030-01-01"}).get("text") in ("a", "ab")


@settings(max_examples=30)
@given(st.binary(max_size=400), st.sampled_from(["mail", "page archive", "docx"]))
def test_no_bytes_break_a_reader(data: bytes, kind: str) -> None:
    assert answer(kind, data, {"max_date": "2030-01-01"}).keys() & {"text", "error"}
