"""The parser-free reader on the frames it knows."""

from __future__ import annotations

import pytest

from servanda.records import Stance
from tests.claims.conftest import Read
from tests.claims.texts import NO_NAMES, attributed, own, words

FRAMES = [
    ("Anna Berg said that ten posts were gone.", "Anna Berg", "that ten posts were gone"),
    ("Ten posts were gone, the ministry said on Monday.", "the ministry", "Ten posts were gone"),
    ("Ten posts were gone, said Anna Berg.", "Anna Berg", "Ten posts were gone"),
    ("According to Verian Wire, ten posts are gone.", "Verian Wire", "ten posts are gone"),
    ("Ten posts have gone, according to Verian Wire.", "Verian Wire", "Ten posts have gone"),
    ('"Ten posts are gone," said Anna Berg.', "Anna Berg", '"Ten posts are gone,"'),
    ('Anna Berg said: "Ten posts are gone."', "Anna Berg", '"Ten posts are gone."'),
    ("The base, Anna Berg said, has been closed.", "Anna Berg", "The base | has been closed"),
    ("North Veria promised to remove its posts.", "North Veria", "to remove its posts"),
    ("Officials declined to confirm whether it fell.", "Officials", "whether it fell"),
]


@pytest.mark.parametrize(("text", "source", "content"), FRAMES)
def test_frames(read_plainly: Read, text: str, source: str, content: str) -> None:
    (claim,) = attributed(read_plainly(text, NO_NAMES))
    assert (words(text, claim.source), words(text, claim.content)) == (source, content)


def test_stances_are_kept_apart_here_too(read_plainly: Read) -> None:
    for text, stance in (
        ("The ministry has not confirmed that posts fell.", Stance.NOT_CONFIRMED),
        ("The ministry declined to confirm whether posts fell.", Stance.DECLINED),
        ("The ministry denied that posts fell.", Stance.DENIED),
    ):
        (claim,) = attributed(read_plainly(text, NO_NAMES))
        assert claim.stance is stance


def test_own_statements_are_whole_sentences(read_plainly: Read) -> None:
    text = "Ten northern posts were blown up. Nobody said why."
    (claim,) = own(read_plainly(text))
    assert words(text, claim.content) == "Ten northern posts were blown up"
    assert claim.proposition.party == "north-veria"


def test_an_open_quotation_goes_on_in_the_next_line(read_plainly: Read) -> None:
    text = 'Anna Berg said: "It goes on.\n\n"And on and on."'
    (claim,) = attributed(read_plainly(text, NO_NAMES))
    assert words(text, claim.content) == '"It goes on. | "And on and on."'
