"""What a holder does with the content; the values that must never be merged."""

from __future__ import annotations

import pytest

from servanda.records import Modality, Polarity, Stance
from tests.claims.conftest import Read
from tests.claims.texts import attributed

SENTENCES = [
    ("The ministry said that the posts were gone.", "asserted", "positive", "certain"),
    ("The ministry denied that the posts were gone.", "denied", "negative", "certain"),
    ("The ministry has not confirmed that report.", "not_confirmed", "negative", "certain"),
    ("The ministry could not confirm that posts fell.", "not_confirmed", "negative", "certain"),
    ("The ministry declined to comment on the report.", "declined", "neutral", "open"),
    ("The ministry declined to confirm whether posts fell.", "declined", "neutral", "open"),
    ("The ministry would not say whether posts fell.", "declined", "neutral", "open"),
    ("The ministry promised to remove the posts.", "promised", "positive", "future"),
    ("The North threatened to resume its tests.", "threatened", "positive", "future"),
    ("The ministry demanded that the posts be removed.", "demanded", "positive", "certain"),
    ("The two sides agreed to remove the posts.", "agreed", "positive", "future"),
    ("The institute estimates that ten posts are left.", "believed", "positive", "probable"),
    ("The ministry believes that the posts are empty.", "believed", "positive", "probable"),
    ("The agency retracted its report on the posts.", "retracted", "positive", "certain"),
    ("The ministry said that the posts might be empty.", "asserted", "positive", "possible"),
    ("The ministry said that the North had not moved.", "asserted", "negative", "certain"),
]


@pytest.mark.parametrize(("text", "stance", "polarity", "modality"), SENTENCES)
def test_stances(read: Read, text: str, stance: str, polarity: str, modality: str) -> None:
    (claim,) = attributed(read(text))
    assert (claim.stance, claim.polarity, claim.modality) == (
        Stance(stance),
        Polarity(polarity),
        Modality(modality),
    )


@pytest.mark.parametrize(
    "text",
    [
        "The South says it is a pledge by North Veria to dismantle its posts.",
        "South Veria said that the North had promised to dismantle its posts.",
        "North Veria notified the South that it would blow up ten posts, the Joint Staff said.",
    ],
)
def test_a_pledge_that_the_other_party_reports_is_not_the_reporters_own(
    read: Read, text: str
) -> None:
    (claim,) = attributed(read(text))
    assert claim.stance is Stance.REPORTED_FOR_OTHER


def test_that_nobody_promised_is_the_reporters_own_statement(read: Read) -> None:
    (claim,) = attributed(read("South Veria said that the North never promised to close a base."))
    assert claim.stance is Stance.ASSERTED


def test_caveats_stay_with_the_claim(read: Read) -> None:
    text = "The staff said that at least one slit was only partly destroyed and not fully checked."
    (claim, *_) = attributed(read(text))
    hedges = [text[span.start : span.end] for span in claim.caveats]
    assert hedges == ["at least", "only partly", "not fully checked"]
