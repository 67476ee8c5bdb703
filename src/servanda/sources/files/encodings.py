"""Bytes to text without guessing: UTF-8, or UTF-16 with its mark; else what to convert from."""

from __future__ import annotations

import codecs
import re

from servanda.sources.files.limits import MEGABYTE, TEXT_BYTES
from servanda.sources.files.problems import UnreadableError, unreadable_error

__all__ = ["checked_text", "decode_text", "likely_encodings"]

# The first bytes of formats that are often saved under a wrong name, and what to do about it.
MAGIC = {
    b"%PDF-": ("a PDF", "rename it to .pdf"),
    b"PK\x03\x04": ("a ZIP archive or an office document", "save its text as .txt or .pdf"),
    b"\xd0\xcf\x11\xe0": ("an office document", "save its text as .txt or .pdf"),
    b"{\\rtf": ("an RTF document", "save its text as .txt or .pdf"),
    b"\x89PNG": ("a picture", "give the text that it shows"),
    b"\xff\xd8\xff": ("a picture", "give the text that it shows"),
    b"GIF8": ("a picture", "give the text that it shows"),
    b"\x1f\x8b": ("a gzip archive", "unpack it (gunzip)"),
}

# Older encodings that sources about our cases are met in, each with the script that text in it
# shows outside ASCII. windows-1252 comes last: it turns any bytes into some letters.
CANDIDATES = {
    "EUC-KR": ("cp949", r"[\uac00-\ud7a3\u3131-\u318e]"),
    "SHIFT_JIS": ("cp932", r"[\u3041-\u30ff\u4e00-\u9fff]"),
    "EUC-JP": ("euc_jp", r"[\u3041-\u30ff\u4e00-\u9fff]"),
    "GB18030": ("gb18030", r"[\u4e00-\u9fff]"),
    "BIG5": ("big5", r"[\u4e00-\u9fff]"),
    "WINDOWS-1251": ("cp1251", r"[\u0410-\u044f]"),
    "KOI8-R": ("koi8_r", r"[\u0410-\u044f]"),
    "WINDOWS-1256": ("cp1256", r"[\u0621-\u064a]"),
    "WINDOWS-1252": ("cp1252", r"[\u00c0-\u00ff\u2013-\u2026\u00a0-\u00bb]"),
}
WESTERN = frozenset({"WINDOWS-1252"})
# A letter outside ASCII that touches one of ASCII.
MIXED = re.compile(r"(?<=[a-zA-Z])[^\W\x00-\x7f_]|[^\W\x00-\x7f_](?=[a-zA-Z])")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Of the characters outside ASCII, this share must be of the script (punctuation is the rest).
# [judgement; not from outside]
SCRIPT_SHARE = 0.7

# Real texts hold a stray control character at most; of random bytes that are ASCII, a fifth are.
# [judgement; not from outside]
CONTROL_SHARE = 0.02
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")  # not tabs, line ends, end of file


def decode_text(data: bytes, file: str, line: int = 0) -> str:
    """The text, nothing changed but a byte order mark dropped; raises UnreadableError."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _not_utf8_error(file, line, "UTF-32", "UTF-32")
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if utf16:
            raise unreadable_error(
                file,
                line,
                "is marked as UTF-16 but breaks off or is damaged",
                "save it again as UTF-8",
            ) from error
    raise _decoding_error(data, file, line)


def checked_text(text: str, file: str, line: int = 0) -> str:
    """The same text, if it is one: not empty, not binary, not too long; raises UnreadableError."""
    if not text.strip():
        raise unreadable_error(
            file, line, "holds no text", "give a file with text, or leave it out"
        )
    for magic, (what, advice) in MAGIC.items():
        if text.startswith(magic.decode("latin-1")):
            raise unreadable_error(file, line, f"is {what}, not text", advice)
    if "\0" in text:
        raise _binary_error(file, line, "NUL characters")
    controls = len(CONTROLS.findall(text))
    if controls > CONTROL_SHARE * len(text):
        raise _binary_error(file, line, f"{controls} control characters")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise unreadable_error(
            file,
            line,
            f"holds half of a surrogate pair at character {error.start}",
            "write the whole character, or U+FFFD in its place",
        ) from error
    if size > TEXT_BYTES:
        raise unreadable_error(
            file,
            line,
            f"holds more than {TEXT_BYTES // MEGABYTE} MB of text",
            "split it into parts",
        )
    return text


def _decoding_error(data: bytes, file: str, line: int) -> UnreadableError:
    for magic, (what, advice) in MAGIC.items():
        if data.startswith(magic):
            return unreadable_error(file, line, f"is {what}, not text", advice)
    if b"\0" in data:
        return _binary_error(file, line, "NUL bytes")
    controls = len(CONTROLS.findall(data.decode("latin-1")))
    if controls > CONTROL_SHARE * len(data):
        return _binary_error(file, line, f"{controls} control characters")
    likely = likely_encodings(data)
    if not likely:
        return unreadable_error(
            file,
            line,
            "is neither UTF-8 nor any encoding we know",
            "find out its encoding and convert it with `iconv -f ENCODING -t UTF-8`",
        )
    return _not_utf8_error(file, line, " or ".join(likely), likely[0])


def likely_encodings(data: bytes) -> list[str]:
    """Encodings under which most characters outside ASCII are of the script they are for."""
    shares = {}
    for name, (codec, script) in CANDIDATES.items():
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        outside = [character for character in text if character > "\x7f"]
        if name not in WESTERN and 2 * len(MIXED.findall(text)) > len(outside):
            continue  # "caf\u0439": letters of two scripts in one word are of neither
        if name in WESTERN and _stand_alone(text):
            continue  # "\xd1\xe4\xe0": letters of another script
        shares[name] = len(re.findall(script, text)) / len(outside) if outside else 0.0
    found = [
        name
        for name in sorted(shares, key=lambda name: -shares[name])
        if shares[name] >= SCRIPT_SHARE
    ]
    return found[:3]


def _stand_alone(text: str) -> bool:
    """True if most words with letters outside ASCII have no other: no Western language is so."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return 2 * sum(map(_has_no_ascii, words)) > len(words)


def _has_no_ascii(word: str) -> bool:
    return not any(map(str.isascii, word))


def _not_utf8_error(file: str, line: int, likely: str, first: str) -> UnreadableError:
    return unreadable_error(
        file,
        line,
        f"is not UTF-8; it looks like {likely}",
        f"convert it with `iconv -f {first} -t UTF-8` and check the result",
    )


def _binary_error(file: str, line: int, what: str) -> UnreadableError:
    return unreadable_error(
        file,
        line,
        f"is binary, not text ({what})",
        "give the text that is in it (if it is UTF-16, `iconv -f UTF-16LE -t UTF-8` converts it)",
    )
