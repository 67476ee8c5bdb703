"""Plain text: kept as it is, or refused with what to do."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import InputError, SourceError
from servanda.records import UNKNOWN_TIME, DocumentKind, DocumentWithOriginal, day, sha256
from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.limits import TEXT_BYTES

Read = Callable[..., DocumentWithOriginal]


def test_the_text_is_the_file_with_its_line_ends(read: Read) -> None:
    kept = read("a.txt", b"One.\r\n\r\nTwo\t \rthree\n")
    assert kept.document.text == "One.\r\n\r\nTwo\t \rthree\n"
    assert kept.document.kind is DocumentKind.PAGE
    assert (kept.document.id, kept.document.name) == ("a", "a.txt")
    assert kept.document.sha256 == sha256(kept.original)
    assert kept.document.published == UNKNOWN_TIME
    assert kept.document.source is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_give_the_same_text_and_keep_the_bytes(read: Read, encoding: str) -> None:
    text = "북한은 초소 10곳을 파괴했다. “Done.” 🛰"
    kept = read("a.txt", text.encode(encoding))
    assert kept.document.text == text
    assert kept.original == text.encode(encoding)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_utf8_text_comes_back_unchanged(text: str) -> None:
    if text[0] != "\ufeff" and not text.startswith("GIF8"):
        assert checked_text(decode_text(text.encode(), "x"), "x") == text


@given(st.binary(max_size=300))
def test_random_bytes_are_text_or_an_input_error_of_one_line(data: bytes) -> None:
    try:
        told = checked_text(decode_text(data, "x"), "x").replace("\n", "")
    except InputError as error:
        told = str(error)
    assert told.strip()
    assert "\n" not in told
    assert "\0" not in told


KOREAN = "북한은 지난달 30일까지 감시초소 열 곳을 모두 파괴했다고 국방부가 밝혔다."
RUSSIAN = "Министерство обороны сообщило об уничтожении десяти постов."
FRENCH = "Le ministère a déclaré que les dix postes ont été détruits à l’été."
JAPANESE = "防衛省は監視所が破壊されたことを確認したと発表した。"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (KOREAN, "euc-kr", "EUC-KR"),
        (RUSSIAN, "cp1251", "WINDOWS-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (FRENCH, "cp1252", "WINDOWS-1252"),
        (JAPANESE, "cp932", "SHIFT_JIS"),
        (KOREAN, "utf-32", "UTF-32"),
    ],
)
def test_other_encodings_are_named_and_never_guessed(
    read: Read, text: str, encoding: str, name: str
) -> None:
    with pytest.raises(
        SourceError, match=r"a\.txt: is not UTF-8; it looks like .*iconv -f"
    ) as caught:
        read("a.txt", text.encode(encoding))
    assert name in str(caught.value)


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_letters_of_another_script_are_not_called_western(read: Read, codec: str) -> None:
    with pytest.raises(SourceError) as caught:
        read("a.txt", f"Galle, 15 July 2004: {RUSSIAN}".encode(codec))
    assert "WINDOWS-1252" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no text"),
        (b" \n\t\r\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"text\0more", r"is binary, not text \(NUL"),
        ("text".encode("utf-16-le"), "iconv -f UTF-16LE"),
        (bytes(range(1, 32)) * 20, "is binary, not text .*control"),
        (b"\x7fELF\x02\x01\x01" + b"\0\xff" * 50, "is binary"),
        (b"\xff" + bytes(range(1, 28)) * 20, "is binary, not text .*control"),
        (b"%PDF-1.7 and so on", "is a PDF, not text; rename it to .pdf"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF, not text; rename it to .pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is a picture"),
        (b"PK\x03\x04\x14\0", "is a ZIP archive or an office document"),
        (b"\xff\xfe\x41", "marked as UTF-16 but"),
        (b"\x81\x8d\x8f\x90\x9d\xff", "neither UTF-8 nor any encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(read: Read, content: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        read("a.txt", content)
    assert len(str(caught.value).splitlines()) == 1
    assert "; " in str(caught.value)


def test_a_line_of_20_mb_is_refused(read: Read) -> None:
    with pytest.raises(SourceError, match="is larger than 10 MB; split it"):
        read("a.txt", b"x" * 20_000_000)


def test_ten_megabytes_are_read_and_a_character_more_in_utf16_is_not(read: Read) -> None:
    assert len(read("a.txt", b"x" * TEXT_BYTES).document.text) == TEXT_BYTES
    wide = "\ufeff" + "北" * (TEXT_BYTES // 3 + 1)
    with pytest.raises(SourceError, match="more than 10 MB of text"):
        read("b.txt", wide.encode("utf-16-le"))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(SourceError, match="half of a surrogate pair at character 2"):
        checked_text("ab\ud800c", "x")


def test_a_date_line_near_the_top_is_when_it_was_published(shared_dir: Path, read: Read) -> None:
    article = (shared_dir / "cases" / "seed-article.txt").read_bytes()
    assert read("seed.txt", article).document.published == day(date(2018, 11, 15))
