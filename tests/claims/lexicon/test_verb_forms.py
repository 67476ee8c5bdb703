"""Verbs in the forms that a sentence needs."""

import pytest

from servanda.claims.lexicon.verb_forms import participle, third_person


@pytest.mark.parametrize(
    ("lemma", "done", "now"),
    [
        ("withdraw", "withdrawn", "withdraws"),
        ("hand", "handed", "hands"),
        ("release", "released", "releases"),
        ("notify", "notified", "notifies"),
        ("deploy", "deployed", "deploys"),
        ("stop", "stopped", "stops"),
        ("deliver", "delivered", "delivers"),
        ("permit", "permitted", "permits"),
        ("clear", "cleared", "clears"),
        ("cease", "ceased", "ceases"),
        ("tax", "taxed", "taxes"),
        ("show", "shown", "shows"),
        ("put", "put", "puts"),
        ("re-lay", "re-laid", "re-lays"),
        ("have", "had", "has"),
        ("go", "gone", "goes"),
        ("quit", "quit", "quits"),
        ("equip", "equipped", "equips"),
        ("maintain", "maintained", "maintains"),
    ],
)
def test_a_verb_has_its_participle_and_third_person(lemma: str, done: str, now: str) -> None:
    assert (participle(lemma), third_person(lemma)) == (done, now)
