"""Texts that no one wrote for a reader: never a crash, never endless, never a wrong span."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.claims import DependencyReader, PatternReader, Reader
from servanda.claims.text import language
from servanda.claims.text.language import (
    language_note,
    unread_language,
    unread_note,
    with_language,
)
from servanda.records import DocumentClaims, Names
from tests.claims.test_readers import check
from tests.claims.texts import NAMES, NO_NAMES, attributed, page, words

SAID = "The ministry said that ten posts were gone."
NAVIGATION = "\n".join(
    ["Home", "News", "Sport", "Contact us", "Sign in", "© 2018", "Menu", "Skip to content"] * 30
)
TABLE = "\n".join(f"{n}\t{n * 10}\tposts removed\t{n}.11.2018\t–" for n in range(200))
HTML = "<div class='x'><p>The ministry&nbsp;said that <b>ten</b> posts were gone.</p></div><br/>"
GERMAN = (
    "Der Sprecher des Ministeriums sagte am Dienstag, dass die zehn Posten in der Zone von den "
    "Truppen geräumt und die Anlagen nicht mehr in Betrieb sind, wie es in dem Bericht heißt. "
)
KOREAN = (
    "국방부는 비무장지대 안의 감시초소 열 곳을 모두 철거했다고 화요일에 밝혔다. "
    "북측은 아직 확인하지 않았다. "
) * 2
RUSSIAN = "Министерство обороны сообщило во вторник, что десять постов были уничтожены. " * 2


@pytest.fixture(params=["parser", "patterns"])
def either(request: pytest.FixtureRequest) -> Reader:
    """One reader and then the other."""
    if request.param == "patterns":
        return PatternReader()
    reader: Reader = request.getfixturevalue("reader")
    return reader


@pytest.mark.parametrize("mark", ["\u200f", "\u202e", "\u2067", "\u200b", "\ufeff", "\u00ad"])
def test_marks_that_do_not_show_are_no_obstacle(either: Reader, mark: str) -> None:
    text = f"{mark}The ministry{mark} said that ten posts{mark} were gone.{mark}"
    claims = either.read(page(text), NO_NAMES)
    check(text, claims)
    (claim,) = attributed(claims)
    assert "ten posts" in words(text, claim.content)


@pytest.mark.parametrize(
    "text",
    [NAVIGATION, TABLE, HTML, "\x00" * 500 + SAID, "\ud800" + SAID, "| a | b |\n|---|---|\n"],
)
def test_odd_pages_are_read_and_every_span_quotes_them(either: Reader, text: str) -> None:
    for names in (NO_NAMES, NAMES):
        check(text, either.read(page(text), names))


def test_a_page_of_navigation_claims_nothing(either: Reader) -> None:
    assert either.read(page(NAVIGATION), NO_NAMES) == ()


def test_html_left_in_a_text_does_not_hide_a_claim(either: Reader) -> None:
    (claim,) = attributed(either.read(page(HTML), NO_NAMES))
    assert "posts were gone" in words(HTML, claim.content)


@pytest.mark.parametrize(
    "unit",
    ['"', "' ", '"a" ', "said ", "the ministry said that ten posts were gone and ", "ten of "],
)
def test_time_grows_with_the_length_and_no_faster(either: Reader, unit: str) -> None:
    """Ten thousand quotation marks, and one sentence without an end."""

    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        check(text, either.read(page(text), NO_NAMES))
        return time.process_time() - start

    seconds(2_000)
    assert seconds(20_000) <= 30 * seconds(5_000) + 0.5  # 4 times is expected, 16 is the square


@pytest.mark.slow
def test_a_sentence_of_two_megabytes_is_cut_and_read(reader: DependencyReader) -> None:
    text = SAID[:-1] + ", far off in the rain beyond the green hills" * 46_000
    assert len(text) > 2_000_000
    claims = reader.read(page(text), Names((), (), ()))
    assert words(text, claims[0].source) == "The ministry"


@pytest.mark.parametrize(
    ("text", "language"),
    [(GERMAN, "de"), (KOREAN, "ko"), (RUSSIAN, "ru"), (SAID, None), ("", None)],
)
def test_another_language_is_told_and_left_unread(
    either: Reader, text: str, language: str | None
) -> None:
    document = page(text, language=None)
    assert unread_language(document) == language
    if language:
        assert either.read(document, NAMES) == ()


@pytest.mark.parametrize("declared", ["ko", "fr-FR", "de", "zh"])
def test_the_words_decide_what_a_template_declares_otherwise(either: Reader, declared: str) -> None:
    text = SAID + "It said that the posts had been cleared by the army in a day. "
    assert unread_language(page(text, language=declared)) is None
    assert either.read(page(text, language=declared), NAMES)
    assert with_language(page(text, language=declared)).language == "en"
    assert "declares" in str(language_note(page(text, language=declared)))


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (KOREAN, "ko"), (RUSSIAN, "ru")])
def test_another_language_declared_as_english_is_left_unread(
    either: Reader, text: str, language: str
) -> None:
    document = page(text, language="en-GB")
    assert unread_language(document) == language
    assert either.read(document, NAMES) == ()
    assert f"its words are in '{language}'" in str(language_note(document))


def test_a_declared_language_is_believed_where_the_words_do_not_tell() -> None:
    assert unread_language(page("Tolm, Brel, Varenna: 11", language="fr")) == "fr"
    assert unread_language(page(KOREAN, language="ko-KR")) == "ko-kr"
    assert unread_language(page(SAID, language="en-GB")) is None
    assert language_note(page(KOREAN, language="ko-KR")) is None
    assert language_note(page(SAID, language="en-GB")) is None
    assert language_note(page(SAID, language=None)) is None


def test_a_foreign_quotation_does_not_make_a_page_foreign() -> None:
    text = SAID * 3 + " It said: «Министерство обороны сообщило во вторник о постах на границе»."
    assert unread_language(page(text, language=None)) is None


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_characters_at_all_without_a_parser(text: str) -> None:
    check(text, PatternReader().read(page(text, language=None), NAMES))


ANY = st.text(st.characters(), max_size=30)


@settings(max_examples=80)
@given(ANY, ANY, ANY)
def test_any_characters_around_a_claim(
    reader: DependencyReader, before: str, between: str, after: str
) -> None:
    text = f'{before} The ministry said "{between} posts" were gone {after}. {SAID}'
    check(text, reader.read(page(text), NAMES))


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from([SAID, "It rained a lot there.", "x", "No. 5 is Mr. B's. "]), max_size=6
    )
)
def test_leaving_sentences_out_of_the_parse_keeps_their_place(
    reader: DependencyReader, sentences: list[str]
) -> None:
    text = " ".join(sentences)
    found = [words(text, claim.content) for claim in attributed(reader.read(page(text), NO_NAMES))]
    assert found == ["that ten posts were gone"] * sentences.count(SAID)


def test_a_text_longer_than_any_book_is_told_and_left_unread(
    either: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = page(f"{SAID} " * 10)
    assert attributed(either.read(document, NO_NAMES))
    assert unread_note(DocumentClaims(document, ())) is None
    monkeypatch.setattr(language, "MOST_READ", len(document.text) - 1)
    assert either.read(document, NO_NAMES) == ()
    assert unread_note(DocumentClaims(document, ())) == (
        f"{document.id}: kept but not read, it has more than {len(document.text) - 1} characters; "
        "split it into its parts"
    )


def test_pieces_are_parsed_in_groups_that_fit_the_memory(
    reader: DependencyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long pieces go to the parser few at a time, and what is read of them stays the same."""
    documents = [page(f"{SAID}\n\n" * 9), page(KOREAN), page("Menu"), page(f"{SAID} " * 40)]
    sizes: list[int] = []
    pipe = reader.parse.pipe

    def counted(texts: Iterable[object], **options: object) -> object:
        if isinstance(texts, list):  # spaCy calls itself with what it made of the list
            sizes.append(len(texts))
        return pipe(texts, **options)

    before = list(reader.read_many(documents, NO_NAMES))
    monkeypatch.setattr(reader.parse, "pipe", counted)
    monkeypatch.setattr("servanda.claims.readers._BATCH_CHARACTERS", 3 * len(SAID))
    assert list(reader.read_many(documents, NO_NAMES)) == before
    assert max(sizes) <= 3
    assert [len(claims) for claims in before] == [9, 0, 0, 40]
