"""Who says what: sources, cues and contents in the frames that news uses."""

from __future__ import annotations

import pytest

from servanda.records import Quotation
from tests.claims.conftest import Read
from tests.claims.texts import NO_NAMES, attributed, own, words

# text, then (source, cue, content) of every attribution in order
FRAMES = [
    (
        "The ministry said that ten posts were gone.",
        [("The ministry", "said", "that ten posts were gone")],
    ),
    (
        "Ten posts were gone by noon, the ministry said on Monday.",
        [("the ministry", "said", "Ten posts were gone by noon")],
    ),
    (
        "The base, the ministry said, has been closed for a year.",
        [("the ministry", "said", "The base | has been closed for a year")],
    ),
    (
        "According to the spokesman, the tunnels were sealed in May.",
        [("the spokesman", "According to", "the tunnels were sealed in May")],
    ),
    (
        "The tunnels were sealed in May, according to Verian Wire.",
        [("Verian Wire", "according to", "The tunnels were sealed in May")],
    ),
    (
        "Officials told reporters that the posts were empty but declined to confirm whether the "
        "tunnels were blocked.",
        [
            ("Officials", "told", "that the posts were empty"),
            ("Officials", "declined to confirm", "whether the tunnels were blocked"),
        ],
    ),
    (
        "The minister called on the two armies to pull back their guns.",
        [("The minister", "called on", "the two armies to pull back their guns")],
    ),
    (
        "New satellite imagery shows that the launch pad was taken apart.",
        [("New satellite imagery", "shows", "that the launch pad was taken apart")],
    ),
    (
        "The president is aware of the new report.",
        [("The president", "is aware of", "the new report")],
    ),
    (
        "The institute published satellite photographs of the base.",
        [("The institute", "published", "satellite photographs of the base")],
    ),
    (
        "The generals agreed to remove ten posts and preserve one.",
        [("The generals", "agreed", "to remove ten posts and preserve one")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FRAMES)
def test_frames_of_attribution(read: Read, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [
        (words(text, c.source), words(text, c.cue), words(text, c.content))
        for c in attributed(read(text, NO_NAMES))
    ]
    assert found == expected


QUOTATIONS = [
    # a quotation over two sentences, its tag in the middle
    (
        '"The posts are gone," said Anna Berg. "We saw it ourselves."',
        [("Anna Berg", '"The posts are gone," | "We saw it ourselves."')],
    ),
    # typographic marks, and one that stays open at the line end
    (
        "“The posts are gone,” Anna Berg said. “We saw it ourselves.\n\n“And we filmed it.”",
        [("Anna Berg", "“The posts are gone,” | “We saw it ourselves. | “And we filmed it.”")],
    ),
    # the speaker announced at the end of the line before
    (
        "Anna Berg then said:\n\n“The posts are gone and we saw it ourselves.”",
        [("Anna Berg", "“The posts are gone and we saw it ourselves.”")],
    ),
    # a line of quotation alone after a line that ended in one
    (
        '"The posts are gone," Anna Berg said.\n\n"We saw them fall one after another."',
        [("Anna Berg", '"The posts are gone," | "We saw them fall one after another."')],
    ),
    # two speakers in a row
    (
        '"The posts are gone," Anna Berg said.\n\n"They are not gone," said Leo Sand.',
        [("Anna Berg", '"The posts are gone,"'), ("Leo Sand", '"They are not gone,"')],
    ),
    # signed, and labelled
    (
        '"The posts are gone and we saw it." - Anna Berg'.replace(" - ", " — "),
        [("Anna Berg", '"The posts are gone and we saw it."')],
    ),
    ("Anna Berg: The posts are gone for good", [("Anna Berg", "The posts are gone for good")]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS)
def test_quotations_find_their_speaker(
    read: Read, text: str, expected: list[tuple[str, str]]
) -> None:
    found = [
        (words(text, c.source), words(text, c.content)) for c in attributed(read(text, NO_NAMES))
    ]
    assert found == expected


def test_a_quotation_that_nobody_is_named_for_stays_without_a_speaker(read: Read) -> None:
    text = (
        "The institute released the image on Monday.\n\n"
        '"We have made more progress than anybody thought."'
    )
    claim = attributed(read(text, NO_NAMES))[-1]
    assert (claim.source, claim.cue, claim.holder) == ((), (), None)
    assert claim.quotation is Quotation.DIRECT


def test_hearsay_is_attributed_and_to_nobody(read: Read) -> None:
    text = "The base is said to be active."
    (claim,) = read(text)
    assert (claim.attributed, claim.source, claim.holder) == (True, (), None)
    assert words(text, claim.content) == "The base | to be active"
    assert words(text, claim.cue) == "is said"


def test_a_title_in_marks_is_no_quotation(read: Read) -> None:
    text = 'On "Face the Valley," Anna Berg said that the posts were gone.'
    (claim,) = attributed(read(text, NO_NAMES))
    assert words(text, claim.content) == "that the posts were gone"


def test_what_a_quotation_of_nobody_attributes_is_kept_beside_it(read: Read) -> None:
    text = '"While they stand there, army procedures call for the launchers to leave at once."'
    outer, inner = attributed(read(text, NO_NAMES))
    assert outer.source == ()
    assert words(text, inner.source) == "army procedures"


def test_the_kind_of_quotation_is_read_from_the_marks(read: Read) -> None:
    kinds = {
        'Anna Berg said that the posts were "gone for good".': Quotation.MIXED,
        "Anna Berg said that the posts were gone.": Quotation.INDIRECT,
        '"The posts are gone," Anna Berg said.': Quotation.DIRECT,
    }
    for text, kind in kinds.items():
        assert attributed(read(text, NO_NAMES))[0].quotation is kind


def test_a_headline_is_not_read_into_the_first_sentence(read: Read) -> None:
    text = "North Veria blows up ten guard posts\nThe ministry said that one post was kept."
    headline, sentence = read(text)
    assert words(text, headline.content) == "North Veria blows up ten guard posts"
    assert words(text, sentence.content) == "that one post was kept"


def test_wrapped_lines_are_one_sentence(read: Read) -> None:
    text = (
        "The defence ministry of South Veria told reporters in the capital that\n"
        "ten northern posts had been blown up within four minutes."
    )
    (claim,) = read(text)
    assert words(text, claim.content).endswith("within four minutes")


def test_coordinated_own_statements_are_claims_of_their_own(read: Read) -> None:
    text = "North Veria has forgone missile tests and dismantled a test site."
    found = [(words(text, c.content), c.proposition.party) for c in own(read(text))]
    assert found == [
        ("North Veria has forgone missile tests", "north-veria"),
        ("dismantled a test site", "north-veria"),
    ]


def test_fragments_and_idle_sentences_make_no_own_claims(read: Read) -> None:
    assert own(read("Posted November 15. Weather fine. It was a long day.", NO_NAMES)) == []


def test_two_acts_in_one_content_are_two_claims_where_there_is_a_case(read: Read) -> None:
    text = (
        "The ministry said that the North had blown up ten posts and that it had not tested a "
        "missile."
    )
    assert len(attributed(read(text, NO_NAMES))) == 1
    first, second = attributed(read(text))
    assert words(text, first.content).endswith("tested a missile")
    assert (first.proposition.verb, first.proposition.negated) == ("remove", False)
    assert (second.proposition.verb, second.proposition.negated) == ("test", True)
    assert first.source == second.source
