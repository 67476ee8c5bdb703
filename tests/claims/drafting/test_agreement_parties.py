"""Who is bound, as the opening of an agreement introduces them."""

from __future__ import annotations

from servanda.claims.drafting.agreement_parties import groups_of, parties_in, parties_of

TEXT = """FRAMEWORK DOCUMENT

The Government of the Republic of Tarv (hereinafter "Tarv"),

The Movement for the Return of the Northern Valleys, represented by its Chairman ("the MRNV");

The Governments of the Union of Ardel ("Ardel") and the Kingdom of Hesm ("Hesm"), together referred
to as "the two Powers"; and the MRNV and Tarv jointly known as "the Valley Side",

Having met under the auspices of the Lake Community (hereinafter "the Community"),
"""
TARV, MOVEMENT = (
    "Government of the Republic of Tarv",
    "Movement for the Return of the Northern Valleys",
)
PARTIES = parties_of(TEXT.replace("referred\nto", "referred to"))
GROUPS = groups_of(TEXT.replace("referred\nto", "referred to"), PARTIES)


def test_each_party_has_its_short_name_and_a_host_does_not_sign() -> None:
    named = {party.name: (party.aliases[0], party.signs) for party in PARTIES}
    assert named[TARV] == ("Tarv", True)
    assert named[MOVEMENT] == ("MRNV", True)
    assert named["Kingdom of Hesm"] == ("Hesm", True)
    assert named["Lake Community"] == ("Community", False)
    assert len(named) == 5


def test_a_name_for_several_means_each_of_them() -> None:
    assert {group.alias: len(group.members) for group in GROUPS} == {
        "two Powers": 2,
        "Valley Side": 2,
    }
    assert parties_in("The two Powers shall deliver oil", PARTIES, GROUPS) == (
        "Governments of the Union of Ardel",
        "Kingdom of Hesm",
    )


def test_a_name_with_and_the_in_it_is_one_name() -> None:
    text = (
        'The Republic of Senn ("Senn") and the Movement for Justice and the Renewal of the Coast'
        ' (hereinafter "the MJRC"), agree.'
    )
    names = [party.name for party in parties_of(text)]
    assert names == ["Republic of Senn", "Movement for Justice and the Renewal of the Coast"]


def test_a_name_inside_a_longer_one_is_not_meant() -> None:
    assert parties_in("the Community of Saints", PARTIES, GROUPS) == ()
    assert parties_in("a Tarvish officer", PARTIES, GROUPS) == ()
    assert parties_in("forces of Tarv", PARTIES, GROUPS) == (TARV,)


def test_a_place_in_a_movement_s_name_is_not_the_movement() -> None:
    assert parties_in("the northern valleys", PARTIES, GROUPS) == ()
