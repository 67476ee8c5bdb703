"""Corpora of the generator that lies outside the repository, scored by the scorer beside it.

Base articles, generator and scorer are shared data (SERVANDA_SHARED, by default ../shared); they
measure and are never fitted on. Where the folder is missing nothing is measured, and that is said.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from servanda.records import TracedText

__all__ = ["SharedCorpus", "scorer", "shared_corpus", "shared_folder"]

WORDNET = "/usr/share/wordnet"


@dataclass(frozen=True, slots=True)
class SharedCorpus:
    """One labelled corpus: its folder, and its documents as texts to be traced."""

    folder: Path
    texts: tuple[TracedText, ...]


def shared_folder() -> Path:
    """Where the shared data lies. Raises SystemExit if it does not."""
    folder = Path(os.environ.get("SERVANDA_SHARED", "../shared")).resolve()  # noqa: TID251 - an edge
    if not (folder / "tools" / "spin_corpus.py").exists():
        raise SystemExit(f"no shared data in {folder}: set SERVANDA_SHARED")
    return folder


@cache
def scorer() -> ModuleType:
    """The scorer as a module."""
    path = shared_folder() / "tools" / "score_reuse.py"
    spec = importlib.util.spec_from_file_location("score_reuse", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _articles(work: Path) -> Path:
    """The base articles, a file each."""
    folder = work / "articles"
    if not folder.exists():
        folder.mkdir(parents=True)
        with gzip.open(shared_folder() / "data" / "text" / "polnear-train.jsonl.gz", "rt") as rows:
            for row in map(json.loads, rows):
                name = row["doc_id"].replace("/", "_")
                (folder / f"{name}.txt").write_text(row["text"], encoding="utf-8")
    return folder


def shared_corpus(
    work: Path, seed: int, docs: str, origins: int, claims: int, families: str = "0,1,2,3"
) -> SharedCorpus:
    """A corpus of a seed, made once for a folder of work."""
    folder = work / f"{seed}-{docs.replace(':', '_')}-{origins}-{claims}-{families}"
    if not (folder / "docs.jsonl").exists():
        tool = shared_folder() / "tools" / "spin_corpus.py"
        words = {
            "--text": _articles(work), "--wordnet": WORDNET, "--out": folder, "--seed": seed,
            "--docs": docs, "--origins": origins, "--claims": claims, "--families": families,
        }  # fmt: skip
        flat = [str(word) for pair in words.items() for word in pair]
        subprocess.run([sys.executable, str(tool), *flat], check=True, stdout=subprocess.DEVNULL)
    with (folder / "docs.jsonl").open(encoding="utf-8") as rows:
        return SharedCorpus(folder, tuple(_text(json.loads(row)) for row in rows))


def _text(row: dict[str, Any]) -> TracedText:
    moment = float(row["published"])
    return TracedText(row["id"], tuple(row["sents"]), row["outlet"], (moment, moment))
