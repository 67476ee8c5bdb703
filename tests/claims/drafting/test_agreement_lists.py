"""Agreements on pages: articles as items, the name in the title, the day in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from spacy.language import Language

from servanda.claims import DependencyReader, default_names, draft_case
from servanda.claims.drafting.agreement_text import is_agreement
from servanda.sources.documents.html_text import html_text
from tests.claims.drafting.test_agreement_draft import plain
from tests.claims.texts import page

ARTICLES = [
    "Merrow shall remove its twelve barriers along the river by 30 June 2022.",
    "Lorne shall open two crossings by 15 July 2022.",
    "Neither side shall fire over the river.",
]
OPENINGS = [
    "The delegations of Merrow and Lorne met in Orl on 3 May 2022 and agreed on the steps that "
    "follow, which take effect at once:",
    "Merrow and Lorne, meeting in Orl on 3 May 2022, agree as follows:",
    "The representatives of Merrow and of Lorne met on 3 May 2022 and agreed to the following:",
]
LISTS = [
    "<ol>{}</ol>|<li>{}</li>",
    "<ol>{}</ol>|<li><span>{}</span></li>",
    "<ul>{}</ul>|<li><p>{}</p></li>",
    '<ol type="I">{}</ol>|<li><div><p>{}</p></div></li>',
    "<div>{}</div>|<p>{}</p>",
]
TITLES = ["Orl Accord", "Protocol of Orl"]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("headed", [True, False])
def test_an_agreement_on_a_page_is_one_instrument_with_its_duties(
    nlp: Language, opening: str, form: str, title: str, headed: bool
) -> None:
    whole, each = form.split("|")
    articles = whole.format("".join(each.format(article) for article in ARTICLES))
    heading = f"<h1>{title}</h1>" if headed else ""
    html = f"<html><head><title>{title}</title></head><body>{heading}<p>{opening}</p>{articles}"
    found = html_text(f"{html}</body></html>".encode(), "2024-01-01")
    document = page(found["text"], title=found["title"])
    names = default_names()
    draft = draft_case(document, DependencyReader(nlp).read(document, names), names, nlp)
    (instrument,) = map(plain, draft.instruments)
    assert instrument["date"] == date(2022, 5, 3)
    assert instrument["parties"] == ("merrow", "lorne")
    duties = [plain(block) for block in draft.obligations]
    assert [_told(duty) for duty in duties] == [
        (("merrow",), "state", 12, "barriers", date(2022, 6, 30)),
        (("lorne",), "act", 2, "crossings", date(2022, 7, 15)),
        (("merrow", "lorne"), "abstain", None, None, None),
    ]


def _told(duty: dict[str, Any]) -> tuple[object, ...]:
    keys = ("bearer", "kind", "count", "unit", "deadline")
    return tuple(duty.get(key) for key in keys)


def test_a_report_of_an_agreement_is_none() -> None:
    report = (
        "Merrow will open its gates, the minister said. Lorne will too. They agreed to meet. "
        "Neither will fire, she said."
    )
    assert not is_agreement(report, "Hopes for the accord rise")
    assert not is_agreement(f"{OPENINGS[1]}\n{ARTICLES[0]}", "A day in Orl")
