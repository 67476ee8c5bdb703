"""What a reader returns: a document with its original, and the place it was read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from servanda.records import UNKNOWN_TIME, Document, DocumentKind, DocumentWithOriginal, sha256
from servanda.sources.files.problems import DIRECTION_MARKS

__all__ = ["Progress", "SourceFile", "SourceItem", "page"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read."""

    path: Path
    label: str  # its name in messages, on one line
    relative: str  # within the folder that was given, with "/"; of a lone file its name

    @property
    def ending(self) -> str:
        """The ending in lower case, with its dot; "" where there is none."""
        return Path(self.relative).suffix.lower()

    @property
    def stem(self) -> str:
        """The file's name without its ending, and without marks that turn the direction around."""
        return DIRECTION_MARKS.sub("", Path(self.relative).stem) or "document"


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One document and where it came from."""

    kept: DocumentWithOriginal
    file: SourceFile
    line: int  # of the list, or of the publisher in the front matter; 0 for the whole file
    id_is_given: bool = False  # lists give ids; files get theirs from their names

    def with_id(self, new: str) -> SourceItem:
        """The same item under another document id."""
        return self.with_document(replace(self.kept.document, id=new))

    def with_document(self, document: Document) -> SourceItem:
        """The same item with another record of its document."""
        return replace(self, kept=replace(self.kept, document=document))


def page(
    file: SourceFile, original: bytes, text: str, media_type: str, recorded: datetime
) -> Document:
    """A page with the name, bytes and text of a file; all else about it is unknown."""
    return Document(
        id=file.stem,
        kind=DocumentKind.PAGE,
        sha256=sha256(original),
        text=text,
        name=Path(file.relative).name,
        media_type=media_type,
        source=None,
        url=None,
        title=None,
        published=UNKNOWN_TIME,
        recorded=recorded,
        language=None,
        variant_of=None,
    )


# Called after each file with how many are done, and how many there are.
Progress = Callable[[int, int], None]
