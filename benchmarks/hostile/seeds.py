"""A hostile file for each seed: mutated, nested, endless, a bomb, or one that lies of itself."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.hostile.samples import PACKERS, SAMPLES, Sample, packed

__all__ = ["FAMILIES", "HostileFile", "hostile_file", "mutate"]

# What opens and what closes something inside another, by kind of file.
NESTS: dict[str, tuple[bytes, bytes]] = {
    "HTML": (b"<div>", b"</div>"),
    "PDF": (b"[", b"]"),
    "mail": (b"(", b")"),
    "page archive": (b"<table><tr><td>", b"</td></tr></table>"),
    "office document": (b"<w:p>", b"</w:p>"),
    "YAML": (b"[", b"]"),
    "GeoJSON": (b"[", b"]"),
    "KML": (b"<Placemark>", b"</Placemark>"),
    "KMZ": (b"<Folder>", b"</Folder>"),
    "line of a list": (b"[", b"]"),
    "truth file": (b'{"a":', b"}"),
    "CSV": (b'"', b'"'),
    "workbook": (b"<row>", b"</row>"),
    "image": (b"II*\0", b"\0"),
}
# Small things of which there can be very many.
PIECES: dict[str, tuple[bytes, ...]] = {
    "HTML": (b"<p>a b</p>", b"<a href='http://x'>y</a>", b"<b c='", b"<td>1", b"&amp;"),
    "PDF": (b"1 0 obj\n", b"(a) Tj ", b"<</A 1>>", b"/X Do "),
    "mail": (b"To: a@b.example\n", b"--b\n", b"=?utf-8?q?a?= "),
    "page archive": (b"--b\n\n", b"Content-Type: text/html\n\n<p>a"),
    "office document": (b"<w:t>a</w:t>", b"<w:tr><w:tc/></w:tr>", b"<w:br/>"),
    "YAML": (b"- a\n", b"k: v\n", b"? a\n", b"*a "),
    "GeoJSON": (b"[1,2],", b'{"type":"Feature"},', b'"id":1,'),
    "KML": (b"<Data name='a'/>", b"<Placemark/>", b"1,2 "),
    "KMZ": (b"<Placemark/>", b"&lt;", b"1,2 "),
    "line of a list": (b"[],", b'"id":"a",', b'"text":"a",'),
    "truth file": (b"1,", b'{"obligation":"a"},', b'"a":1,'),
    "CSV": (b"a,", b"1\n", b'"a",'),
    "workbook": (b"<row/>", b"<c r='A1'><v>1</v></c>", b"<row r='9'><c/></row>"),
    "image": (b"\x01\x00\x04\x00", b"\xff" * 12),
}


@dataclass(frozen=True, slots=True)
class HostileFile:
    """What one seed gives."""

    seed: int
    parser: str  # a name of SAMPLES
    family: str
    sample: Sample
    data: bytes


def hostile_file(seed: int, size: int) -> HostileFile:
    """The file of a seed, of at most about `size` bytes; every parser meets every family."""
    parser = list(SAMPLES)[seed % len(SAMPLES)]
    family = list(FAMILIES)[seed // len(SAMPLES) % len(FAMILIES)]
    sample = SAMPLES[parser]
    data = FAMILIES[family](parser, sample, np.random.default_rng(seed), size)
    return HostileFile(seed, parser, family, sample, data)


def mutate(data: bytes, edits: int, rng: np.random.Generator) -> bytes:
    """The bytes with stretches of them changed, doubled, taken out or put elsewhere."""
    out = bytearray(data)
    for _ in range(edits):
        start = int(rng.integers(0, len(out) + 1))
        end = min(len(out), start + int(rng.integers(1, 12)))
        piece = bytes(out[start:end])
        choice = int(rng.integers(0, 5))
        if choice == 0:
            out[start:end] = rng.bytes(max(1, end - start))
        elif choice == 1:
            out[start:end] = b""
        elif choice == 2:
            out[start:start] = piece * int(rng.integers(1, 40))
        elif choice == 3:
            out[start:end] = rng.choice([b"\0", b"<", b'"', b"[", b"99999999999", b"-1", b"\xff"])
        else:
            out += piece
    return bytes(out)


def _around(sample: Sample, middle: bytes) -> bytes:
    """The sample with something put into its middle, packed as it was."""
    half = sample.data.find(b"ten of the")
    half = half if half > 0 else len(sample.data) // 2
    return _pack(sample, sample.data[:half] + middle + sample.data[half:])


def _pack(sample: Sample, data: bytes) -> bytes:
    return data if sample.inside is None else PACKERS[sample.inside](data)


def _mutated(parser: str, sample: Sample, rng: np.random.Generator, size: int) -> bytes:
    edits = int(rng.integers(1, 30))
    if rng.random() < 0.5:
        return _pack(sample, mutate(sample.data, edits, rng))
    return mutate(_pack(sample, sample.data), edits, rng)


def _nested(parser: str, sample: Sample, rng: np.random.Generator, size: int) -> bytes:
    opens, closes = NESTS[parser]
    depth = size // (len(opens) + len(closes))
    closed = depth if rng.random() < 0.5 else 0
    nest = opens * depth + closes * closed
    return _pack(sample, nest) if rng.random() < 0.3 else _around(sample, nest)


def _endless_token(parser: str, sample: Sample, rng: np.random.Generator, size: int) -> bytes:
    letter = rng.choice([b"a", b"9", b" ", b'"', b"<", b"\\", b"\xc3\xa9", b"\n"])
    heads = (b"", b"<!--", b"<a b='", b'"', b"&", b'{"', b"%PDF-1.7\n")
    head = heads[int(rng.integers(0, len(heads)))]
    return _around(sample, head + letter * (size // len(letter)))


def _many_pieces(parser: str, sample: Sample, rng: np.random.Generator, size: int) -> bytes:
    piece = PIECES[parser][int(rng.integers(0, len(PIECES[parser])))]
    many = piece * (size // len(piece))
    return _pack(sample, many) if rng.random() < 0.3 else _around(sample, many)


def _bomb(parser: str, sample: Sample, rng: np.random.Generator, size: int) -> bytes:
    """Little that unpacks, or is written out, to very much."""
    much = bytes(20 * size)
    if sample.inside is not None:
        name = "word/document.xml" if sample.inside == "docx" else "xl/worksheets/sheet1.xml"
        return packed({name: much}) if rng.random() < 0.3 else _around(sample, b" " * 20 * size)
    if parser == "PDF":
        stream = zlib.compress(much, 9)
        head = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream)
        return sample.data.replace(b"<</Length", head + stream + b"\nendstream %", 1)
    if parser == "YAML":
        lines = [b"a0: &a0 [x,x,x,x,x,x,x,x,x]"]
        lines += [
            b"a%d: &a%d [%s]" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 20)
        ]
        return b"\n".join(lines)
    entities = b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    doctype = b"<!DOCTYPE a [<!ENTITY a0 'ha'>" + entities + b"]>"
    if parser == "KML":
        return sample.data.replace(b"<kml", doctype + b"<kml", 1).replace(b">A<", b">&a11;<")
    if parser in ("HTML", "page archive"):
        return sample.data.replace(b"<!DOCTYPE html>", doctype).replace(b"ten of", b"&a11;")
    return _pack(sample, rng.bytes(size))


def _lie(parser: str, sample: Sample, rng: np.random.Generator, size: int) -> bytes:
    """A file cut off, under a wrong sign, in a wrong encoding, or with numbers too large."""
    whole = _pack(sample, sample.data)
    choice = int(rng.integers(0, 5))
    if choice == 0:
        return whole[: int(rng.integers(0, len(whole)))]
    if choice == 1:
        other = list(SAMPLES.values())[int(rng.integers(0, len(SAMPLES)))]
        return _pack(other, other.data)
    if choice == 2:
        return b"\xff\xfe" + whole
    if choice == 3:
        return whole.decode("latin-1").encode("utf-16")
    out = bytearray(whole)
    for _ in range(4):
        place = int(rng.integers(0, max(1, len(out) - 4)))
        out[place : place + 4] = b"\xff\xff\xff\x7f"
    return bytes(out)


FAMILIES: dict[str, Callable[[str, Sample, np.random.Generator, int], bytes]] = {
    "mutated": _mutated,
    "nested": _nested,
    "endless": _endless_token,
    "many": _many_pieces,
    "bomb": _bomb,
    "lie": _lie,
}
