"""The characters of a page, decoded as browsers do, and a line where that was not plain."""

from __future__ import annotations

import codecs
import re

from servanda.sources.files.encodings import likely_encodings

__all__ = ["decode_html", "in_stated_encoding"]

# The encodings that browsers use for these names. [definition; WHATWG Encoding Standard]
BROWSERS_READ = {
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9._-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4_096  # in which a page declares its encoding [limit]
_WESTERN = "WINDOWS-1252"
# Of its characters outside ASCII, a page in the declared encoding has at most this share of bytes
# that the encoding does not have: a copied footer, a name out of a database.
# [judgement; not from outside]
_STRAY_SHARE = 0.5


def decode_html(data: bytes) -> tuple[str, str | None]:
    """The page by its byte order mark, as UTF-8, as it declares, or as windows-1252.

    Stray bytes of another encoding come out as U+FFFD. The second value says what was done where
    the bytes are not what they should be. Raises ValueError with two parts where they look like
    another encoding than these: the letters would be others.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:_HEAD_BYTES])
    name = declared[1].decode("ascii").lower() if declared else ""
    codec = _codec_of(name)
    if codec is not None:
        html, share = _with_strays(data, codec)
        if share <= _STRAY_SHARE:
            note = f"bytes that are not {name} are shown as U+FFFD" if share else None
            return html, note
    elif not name:
        html, share = _with_strays(data, "utf-8-sig")
        if share <= _STRAY_SHARE:
            return html, "declares no encoding; bytes that are not UTF-8 are shown as U+FFFD"
    return _western(data, name)


def in_stated_encoding(data: bytes, stated: str) -> bytes:
    """The page in UTF-8 with its mark, if it is in the encoding that its server states.

    The server's word goes before the page's own (WHATWG); a page that is UTF-8 is that, whatever
    either says, and one that is not as stated is left as it came.
    """
    codec = _codec_of(stated)
    if codec is None or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        html, share = _with_strays(data, codec)
        return codecs.BOM_UTF8 + html.encode("utf-8", "replace") if share == 0.0 else data
    return data


def _codec_of(name: str) -> str | None:
    """Python's name of a declared encoding; None of one that there is not, and of UTF-16.

    A page whose declaration can be read in ASCII is not in UTF-16.
    """
    try:
        codec = codecs.lookup(BROWSERS_READ.get(name, name)).name if name else None
    except LookupError:
        return None
    return None if codec is None or codec.startswith(("utf-16", "utf-32")) else codec


def _with_strays(data: bytes, codec: str) -> tuple[str, float]:
    """The text with U+FFFD for what is not in the encoding, and the share of these."""
    try:
        text = data.decode(codec, "replace")
    except (LookupError, UnicodeError):  # a codec of bytes, as "hex"
        return "", 1.0
    outside = [letter for letter in text if letter > "\x7f"]
    return text, outside.count("\ufffd") / len(outside) if outside else 0.0


def _western(data: bytes, name: str) -> tuple[str, str]:
    """The page in the encoding that browsers fall back to, unless it looks like another."""
    what = f"declares {name}, which it is not" if name else "declares no encoding"
    likely = likely_encodings(data)
    if likely and _WESTERN not in likely:
        raise ValueError(
            f"is not UTF-8 and {what}; it looks like {' or '.join(likely)}",
            f"convert it with `iconv -f {likely[0]} -t UTF-8` and check the result",
        )
    return data.decode("cp1252", "replace"), f"{what}; read as windows-1252"
