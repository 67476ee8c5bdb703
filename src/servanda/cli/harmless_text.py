"""Text of documents and files as it may be printed: nothing in it drives the terminal."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["harmless", "harmless_json"]

# Controls of C0 and C1, DEL, separators of lines and marks that turn the direction of writing;
# line ends and tabs stay. [definition; ECMA-48, Unicode Standard Annex 9]
DRIVES = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def harmless(text: str) -> str:
    """The text with what would drive a terminal as its escape: ESC is \\x1b."""
    return DRIVES.sub(lambda found: ascii(found[0])[1:-1], text)


def harmless_json(value: Any, indent: int | None = None) -> str:
    """The value as JSON, which holds the same texts, with such characters as \\u escapes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, allow_nan=False)
    return DRIVES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
