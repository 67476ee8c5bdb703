"""Reading what a person answers, and showing words of a document."""

from __future__ import annotations

import sys

import typer

from servanda.cli.output import say
from servanda.records import Document, Span

__all__ = ["context_line", "printable", "read_key", "read_line"]

AROUND = 120  # characters of the text shown on each side of what is asked about [layout]


def read_key() -> str:
    """The next key at a terminal, else the next line that is not blank; "" at the end."""
    if sys.stdin is None:  # closed before we began
        return ""
    if sys.stdin.isatty():
        return str(typer.getchar())
    while line := sys.stdin.readline():
        if line.strip():
            return line.strip()
    return ""


def read_line(what: str) -> str:
    """The next line, asked for by name; "" if it is blank.

    Raises EOFError at the end of the input, so that half an answer is none.
    """
    say(f"{what}: ", end="")
    line = "" if sys.stdin is None else sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def context_line(document: Document, inside: Span) -> str:
    """A stretch of a document in brackets with the text around it, on one line."""
    text, first, last = document.text, inside.start, inside.end
    parts = (text[max(0, first - AROUND) : first], text[first:last], text[last : last + AROUND])
    before, within, after = (printable(part) for part in parts)
    return f"...{before}[{within}]{after}..."


def printable(text: str) -> str:
    """The text with each white space as a blank and without control characters."""
    blank = "".join(" " if character.isspace() else character for character in text)
    return "".join(character for character in blank if character.isprintable())
