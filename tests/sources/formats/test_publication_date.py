"""Dates that are given, and dates in a line near the top."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import UNKNOWN_TIME, DateRange, Precision, day, month
from servanda.sources.formats.publication_date import find_publication_date, published_range

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)

THE_DAY = day(date(2018, 11, 15))


@pytest.mark.parametrize(
    "line",
    [
        "Posted November 15, 2018",
        "posted november 15 2018",
        "Posted on Nov. 15, 2018",
        "Posted: Thursday, November 15, 2018 5:00 pm",
        "Published: 2018-11-15",
        "Published 2018-11-15T08:30:00Z",
        "Published on 15 November 2018 at 08:30 KST",
        "Publication date: 15 Nov 2018",
        "Released: 15 November, 2018",
        "Date:   2018-11-15",
        "  Issued 15 November 2018.  ",
    ],
)
@pytest.mark.parametrize("above", ["", "Headline\n\n", "Headline\nBy A. Writer\nSeoul\nx\n"])
def test_a_labelled_date_in_the_first_five_lines_is_read(line: str, above: str) -> None:
    assert find_publication_date(f"{above}{line}\n\nText.") == THE_DAY


@pytest.mark.parametrize(
    "text",
    [
        "Text that goes on about November 15, 2018",
        "Updated November 15, 2018",
        "Posted 11/12/2018",
        "Posted November 31, 2018",
        "Posted Smarch 15, 2018",
        "Published: 2018-02-30",
        "Posted November 15, 2018 by the staff of the paper",
        "November 15, 2018",
        "1\n2\n3\n4\n5\nPosted November 15, 2018",
        "Posted November 15, 2018\nPosted November 16, 2018",
        "Posted ma 15, 2018",
        "",
    ],
)
def test_anything_less_clear_is_left_unknown(text: str) -> None:
    assert find_publication_date(text) == UNKNOWN_TIME


def test_the_same_date_twice_is_clear_enough_and_a_month_is_a_month() -> None:
    assert find_publication_date("Posted November 15, 2018\nDate: 2018-11-15") == THE_DAY
    assert find_publication_date("Published: November 2018\n") == month(2018, 11)


@given(st.dates(min_value=date(1000, 1, 1)), st.booleans())
def test_every_day_written_out_is_read_as_that_day(when: date, british: bool) -> None:
    name = MONTHS[when.month - 1].title()
    written = f"{when.day} {name} {when.year}" if british else f"{name} {when.day}, {when.year}"
    assert find_publication_date(f"Posted {written}") == day(when)


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    find_publication_date(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2018-11-15", THE_DAY),
        (" 2018-11 ", month(2018, 11)),
        ("2018", DateRange(date(2018, 1, 1), date(2018, 12, 31), Precision.YEAR)),
        (
            "2018-06-11/2018-06-20",
            DateRange(date(2018, 6, 11), date(2018, 6, 20), Precision.RANGE),
        ),
        ("../2018-06", DateRange(None, date(2018, 6, 30), Precision.RANGE)),
        ("2018-11-15T23:30:00-05:00", THE_DAY),
    ],
)
def test_a_given_date_is_read(text: str, wanted: DateRange) -> None:
    assert published_range(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15.11.2018",
        "2018-11-31",
        "2018-13",
        "1540000000",
        "../..",
        "２０１８",
        "2018-12/2018-11",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        published_range(text)


@pytest.mark.parametrize(
    "text",
    [
        "Released on 15 November 2018",
        "Date of publication: 15 November 2018",
        "Report\nMeeting: 12 May 2018\nPublication date: Thursday, 15 November 2018\n",
        "Date: 12 May 2018\nPublished: 15 November 2018",  # the label that says more
        "Published\n15 November 2018",
        "News release | 15 November 2018 | For immediate release, 15 November 2018",
        "Publié le jeudi 15 novembre 2018",
        "Publié le 15 novembre 2018 à 12h30",
        "Veröffentlicht am 15. November 2018 um 12.30 Uhr",
        "Publicado em 15 de novembro de 2018",
        "Дата публикации: 15 ноября 2018 г.",
        "게시일: 2018년 11월 15일",
    ],
)
def test_what_a_label_says_decides_whether_its_date_is_one_of_publication(text: str) -> None:
    assert find_publication_date(text) == THE_DAY


@pytest.mark.parametrize(
    "text",
    [
        "Meeting: 12 May 2018",
        "Date of meeting: 12 May 2018",
        "News conference, 12 May 2018",
        "Date of entry into force: 12 May 2018",
        "Mis à jour le 12 mai 2018",
        "Published: 12 May 2018 to 14 May 2018",
    ],
)
def test_a_date_of_something_else_is_none_of_publication(text: str) -> None:
    assert find_publication_date(text) == UNKNOWN_TIME
