"""A drafted case as files: case.yaml with the sentence behind every field, and sites.geojson.

Whatever a text holds, it stays inside its comment or its value: both are one line, and what
cannot be printed is escaped or left out.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from servanda.errors import SettingsError, StoreFullError
from servanda.sources.files.problems import HIDDEN, printable

__all__ = ["DraftedCase", "DraftedField", "case_yaml", "sites_geojson", "write_case_folder"]

_LONGEST_QUOTE = 1_000  # characters of a sentence in a comment [layout]
_LONGEST_VALUE = 2_000  # characters of a value; the rest is cut off [limit]
# Read without quotes by every YAML: letters first, nothing that begins or ends anything.
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _.-]*[A-Za-z0-9])?")
# Words that other YAML readers turn into something else.
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class DraftedField(Protocol):
    """A key, its value, the sentence of the text behind it, and what to check."""

    @property
    def key(self) -> str: ...
    @property
    def value(self) -> object: ...
    @property
    def sentence(self) -> str: ...
    @property
    def remark(self) -> str: ...


class DraftedBlock(Protocol):
    """Fields in order."""

    @property
    def fields(self) -> Sequence[DraftedField]: ...


class DraftedCase(Protocol):
    """A case that a reader proposes from a text."""

    @property
    def head(self) -> DraftedBlock: ...
    @property
    def actors(self) -> Sequence[DraftedBlock]: ...
    @property
    def sources(self) -> Sequence[DraftedBlock]: ...
    @property
    def events(self) -> Sequence[DraftedBlock]: ...
    @property
    def instruments(self) -> Sequence[DraftedBlock]: ...
    @property
    def obligations(self) -> Sequence[DraftedBlock]: ...
    @property
    def sites(self) -> Sequence[DraftedBlock]: ...


HEADER = """\
# A draft of a case, read by machine out of one text. Correct it, then: servanda case check FOLDER
# s1, s2, ...: the sentence of the text behind a field, quoted where it is first used.
# A field without one is not in the text: it is a default, and its remark says what to write.
"""


def case_yaml(draft: DraftedCase) -> str:
    """The text of case.yaml; the same draft gives the same bytes."""
    numbers: dict[str, int] = {}
    lines = [HEADER.rstrip("\n"), "", *_block(draft.head, "", "", numbers)]
    for name in ("actors", "sources", "events", "instruments", "obligations"):
        blocks: Sequence[DraftedBlock] = getattr(draft, name)
        if blocks:
            lines += ["", f"{name}:"]
            for block in blocks:
                lines += _block(block, "  - ", "    ", numbers)
    lines += _sites(draft.sites, numbers)
    return "\n".join(lines) + "\n"


def sites_geojson(draft: DraftedCase) -> str:
    """The text of sites.geojson; a drafted site has no geometry, and says why."""
    features = [
        {
            "type": "Feature",
            "properties": {drafted.key: _json(drafted.value) for drafted in (*site.fields,)},
            "geometry": None,
        }
        for site in draft.sites
    ]
    rows = ",\n".join(" " + json.dumps(feature, ensure_ascii=True) for feature in features)
    inside = f"\n{rows}\n" if rows else ""
    return f'{{"type": "FeatureCollection", "features": [{inside}]}}\n'


def write_case_folder(folder: Path, draft: DraftedCase, originals: Mapping[str, bytes]) -> None:
    """Write the case as a new folder, whole or not at all.

    originals: the texts by file name, for sources/, or for instruments/ where the name begins so
    Raises SettingsError where the folder is there already or cannot be made.
    """
    if folder.exists() or folder.is_symlink():
        raise SettingsError(f"{printable(str(folder), None)}: is there already; name a new folder")
    try:
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}."))
        try:
            _fill(made, draft, originals)
            made.chmod(0o755)
            made.rename(folder)
        except OSError:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        label = printable(str(folder), None)
        if error.errno == errno.ENOSPC:
            raise StoreFullError(f"{label}: no room left on the disk; free some") from error
        raise SettingsError(
            f"{label}: cannot be made ({error.strerror}); name a new folder in one of yours"
        ) from error


def _fill(folder: Path, draft: DraftedCase, originals: Mapping[str, bytes]) -> None:
    (folder / "case.yaml").write_text(case_yaml(draft), encoding="utf-8", newline="\n")
    (folder / "sites.geojson").write_text(sites_geojson(draft), encoding="utf-8", newline="\n")
    (folder / "sources").mkdir()
    for name, data in originals.items():
        place = folder / ("instruments" if name.startswith("instruments/") else "sources")
        place.mkdir(exist_ok=True)
        (place / (os.path.basename(name).lstrip(".") or "text.txt")).write_bytes(data)


def _block(block: DraftedBlock, first: str, indent: str, numbers: dict[str, int]) -> Iterator[str]:
    """The lines of one entry: new sentences above it, then a line or two for each field."""
    yield from _new_sentences(block, indent, numbers)
    lead = first or indent
    for drafted in block.fields:
        lines = list(_field_lines(drafted, lead, indent, numbers))
        remark = [f"{indent}# {drafted.key}: {_comment(drafted.remark)}"] if drafted.remark else []
        # Above its field, but for the first of a list's entry: its line begins with the dash.
        yield from [*remark, *lines] if lead == indent else [*lines, *remark]
        lead = indent


def _new_sentences(block: DraftedBlock, indent: str, numbers: dict[str, int]) -> Iterator[str]:
    """A comment for each sentence that has no number yet, which it is given."""
    for sentence in dict.fromkeys(drafted.sentence for drafted in block.fields):
        if sentence and sentence not in numbers:
            numbers[sentence] = len(numbers) + 1
            yield f'{indent[:-2]}# s{numbers[sentence]}: "{_comment(sentence)}"'


def _field_lines(
    drafted: DraftedField, lead: str, indent: str, numbers: Mapping[str, int]
) -> Iterator[str]:
    """The line of a field, and one for each field of its value."""
    mark = f"  # s{numbers[drafted.sentence]}" if drafted.sentence else ""
    yield from _value_lines(drafted.key, drafted.value, lead, indent, mark)


def _value_lines(key: str, value: object, lead: str, indent: str, mark: str) -> Iterator[str]:
    """The lines of a key whose value may be a block, or a list of blocks, at any depth."""
    within = f"{indent}  "
    fields = getattr(value, "fields", None)
    if fields is not None:
        yield f"{lead}{key}:{mark}"
        for part in fields:
            yield from _value_lines(part.key, part.value, within, within, mark)
    elif isinstance(value, tuple) and any(hasattr(block, "fields") for block in value):
        yield f"{lead}{key}:{mark}"
        for block in value:
            start = f"{within}- "
            for part in block.fields:
                yield from _value_lines(part.key, part.value, start, f"{within}  ", mark)
                start = f"{within}  "
    else:
        yield f"{lead}{key}: {_value(value)}{mark}"


def _sites(sites: Sequence[DraftedBlock], numbers: dict[str, int]) -> Iterator[str]:
    """Comments with the sentences of the sites, because GeoJSON has no comments."""
    if sites:
        yield from ("", "# Places that the text names, in sites.geojson; draw them there:")
    for site in sites:
        values = {drafted.key: _value(drafted.value) for drafted in site.fields}
        for sentence in dict.fromkeys(
            drafted.sentence for drafted in site.fields if drafted.sentence
        ):
            known = numbers.get(sentence)
            said = f"s{known}" if known else f'"{_comment(sentence)}"'
            yield f"# {values.get('id', '?')}: {said}"


def _value(value: object) -> str:
    """A value as one line of YAML that reads back as itself."""
    if isinstance(value, tuple):
        return f"[{', '.join(_value(part) for part in value)}]"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int | date):
        return str(value)
    text = _clean(str(value))
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_escape(text)) + '"'


def _json(value: object) -> object:
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    return _clean(value) if isinstance(value, str) else value


def _clean(text: str) -> str:
    """The text on one line without characters that a case refuses; "?" if nothing is left."""
    line = " ".join(HIDDEN.sub(" ", text).split())
    kept = "".join(
        character
        for character in line
        if character.isprintable() or unicodedata.category(character) == "Cf"
    )
    return kept.strip()[:_LONGEST_VALUE].strip() or "?"


def _escape(text: str) -> Iterable[str]:
    for character in text:
        if character in '"\\':
            yield f"\\{character}"
        elif character.isprintable():
            yield character
        else:
            yield (
                f"\\u{ord(character):04x}"
                if ord(character) <= 0xFFFF
                else f"\\U{ord(character):08x}"
            )


def _comment(text: str) -> str:
    """Words for a comment: one line, printable, whole or cut with an ellipsis."""
    return printable(" ".join(text.split()), _LONGEST_QUOTE)
