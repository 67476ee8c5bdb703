"""The most that is read: hostile or mistaken input must not fill the memory."""

from __future__ import annotations

__all__ = [
    "ANSWER_BYTES",
    "CASE_FILE_BYTES",
    "HTML_BYTES",
    "LINE_BYTES",
    "LIST_BYTES",
    "MEGABYTE",
    "PDF_BYTES",
    "PDF_PAGES",
    "READING_BYTES",
    "TEXT_BYTES",
    "WORKER_CPU_SECONDS",
    "WORKER_MEMORY_BYTES",
    "WORKER_OPEN_FILES",
    "WORKER_WALL_SECONDS",
]

MEGABYTE = 1_000_000  # bytes [definition]

# A page has some 10 kB of text and a thick book 2 MB; more is a mistake or an attack. [limit]
TEXT_BYTES = 10 * MEGABYTE

# One line of a list is one document and its quotes and escapes. [limit]
LINE_BYTES = TEXT_BYTES

# Pages saved with pictures inside reach some megabytes; their text is still held to TEXT_BYTES.
# [limit]
HTML_BYTES = 20 * MEGABYTE

# Scanned volumes with a text layer reach some tens of megabytes. [limit]
PDF_BYTES = 100 * MEGABYTE
PDF_PAGES = 5_000

# All bytes of one reading stay in memory until every one is known to be good. [limit]
READING_BYTES = 500 * MEGABYTE
LIST_BYTES = READING_BYTES

# A treaty of a hundred duties makes a case.yaml of 0.1 MB; sites with detailed borders more.
# [limit]
CASE_FILE_BYTES = 10 * MEGABYTE

# For one foreign file, in a process of its own. Memory counts address space: the largest of the
# ordinary files that were measured (a PDF of 60 MB, a page of 5 MB) needs 400 MB. The clock allows
# twice the processor's time, so that a busy machine reads what an idle one does. [limit]
WORKER_MEMORY_BYTES = 512 * MEGABYTE
WORKER_CPU_SECONDS = 30
WORKER_WALL_SECONDS = 60.0
WORKER_OPEN_FILES = 64  # a parser imports its modules and may open the one file [limit]

# What a parser hands back: the longest text, its title and the places of its blocks. [limit]
ANSWER_BYTES = 5 * TEXT_BYTES
