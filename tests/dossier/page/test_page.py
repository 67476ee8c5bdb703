"""The page shows what the assessment says, all of it, and nothing that was not public."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from servanda.dossier import Trail, add_simulation_mark, assessment_json, dossier_html
from servanda.dossier.print.numbers import rounded_probability
from servanda.dossier.print.status_words import NO_NUMBER, STATUS_WORDS
from servanda.records import Assessment, Status
from tests.dossier.reading import Element, at, embedded, read
from tests.dossier.trails import TRAIL
from tests.strategies import records_of

ROOT = Path(__file__).resolve().parents[3]
PAGE = dossier_html(TRAIL)
READ = read(PAGE)
JUDGEMENTS = TRAIL.assessment.judgements


def rows(root: Element) -> list[Element]:
    return root.one("table", class_="answers").one("tbody").all("tr")


def test_the_answer_comes_first_and_counts_every_status() -> None:
    assert READ.one("h1").text == (
        "As of 31 December 2018: 5 kept, 1 kept late, 1 not kept, 2 pending, 2 cannot be told, "
        "1 not in a position to tell, 1 nothing heard, 1 not due, 1 not in force, 1 has no test, "
        "1 is not covered."
    )
    assert READ.one("head").one("title").text.endswith(READ.one("h1").text)


def test_another_day_asked_about_is_named_beside_the_first() -> None:
    asked = replace(TRAIL.assessment, on=date(2018, 11, 30))
    root = read(dossier_html(replace(TRAIL, assessment=asked)))
    assert root.one("h1").text.startswith("As of 31 December 2018, on 30 November 2018: ")
    assert root.one("span", class_=["chip", "as-of"][1]).text == "as of 31 Dec 2018"
    assert root.one("span", class_="on").text == "on 30 Nov 2018"


def test_the_table_has_one_row_a_judgement_in_the_order_of_the_json() -> None:
    ids = [row.one("span", class_="id").text.split(" · ")[0] for row in rows(READ)]
    assert ids == [row["id"] for row in assessment_json(TRAIL.assessment)["obligations"]]


@pytest.mark.parametrize("n", range(len(JUDGEMENTS)))
def test_a_row_says_the_status_and_its_number_with_interval_and_word(n: int) -> None:
    judgement, row = JUDGEMENTS[n], rows(READ)[n]
    assert row.one("span", class_="status").text == STATUS_WORDS[judgement.status].word
    if judgement.status in NO_NUMBER:
        assert judgement.why in row.text
        assert not row.all("span", class_="likelihood")
        assert not row.all("svg")
        return
    assert judgement.probability_met is not None
    likelihood = row.one("span", class_="likelihood").text
    assert likelihood.startswith(rounded_probability(judgement.probability_met))
    assert (judgement.word is None) is (judgement.status is Status.NOT_VERIFIABLE)
    assert judgement.word is None or judgement.word.value in likelihood
    if judgement.interval is None:
        assert "no interval given" in likelihood
    else:
        low = rounded_probability(judgement.interval.low)
        high = rounded_probability(judgement.interval.high)
        assert f"[{low}–{high}]" in likelihood


def test_a_row_says_what_it_rests_on_and_its_largest_blind_spot() -> None:
    surface, underground = rows(READ)[1].text, rows(READ)[2].text
    assert "2–3 independent origins (31 documents)" in surface
    assert "1 independent origin (9 documents)" in underground
    assert underground.endswith("underground")


def test_a_matter_that_a_general_duty_reaches_links_to_it() -> None:
    row = rows(READ)[-1]
    assert "No obligation of 2018 names this base" in row.text
    general = [j.id for j in JUDGEMENTS].index("c-unsc-ballistic") + 1
    assert row.all("a")[-1].attributes["href"] == f"#o{general}"


def test_the_page_lists_what_was_used_nowhere_with_the_nearest_sentence() -> None:
    section = next(
        part for part in READ.all("section") if part.attributes.get("aria-labelledby") == "unused-h"
    )
    assert "60 documents: 57 used, 2 read and used nowhere, 1 not read" in section.text
    near, bare, unread = section.one("tbody").all("tr")
    assert "The posts were <b>empty</b>." in near.text
    assert near.text.endswith("0.81")
    duty = 1 + [judgement.id for judgement in JUDGEMENTS].index("c-gp-verify")
    assert [link.attributes["href"] for link in near.all("a")] == ["#D58", f"#o{duty}"]
    assert bare.text.endswith("–––")
    assert "not read: another language" in unread.text


def test_a_note_says_why_no_nearest_sentence_is_shown() -> None:
    page = dossier_html(replace(TRAIL, unused_note="install what measures <nearness>"))
    assert "install what measures <nearness>" in read(page).text


def test_what_was_not_public_is_not_among_the_unused() -> None:
    later = replace(TRAIL.unused[0], document=TRAIL.documents[-1])
    page = dossier_html(replace(TRAIL, unused=(later,)))
    assert "The posts were" not in page


def check_numbers(trail: Trail) -> None:
    root = read(dossier_html(trail))
    form = add_simulation_mark(assessment_json(trail.assessment), simulated=trail.simulated)
    assert embedded(root) == json.loads(json.dumps(form))
    for element in root.all():
        if "data-value" in element.attributes:
            number = at(form, element.attributes["data-at"] or "")
            assert element.attributes["data-value"] == json.dumps(number)


def test_every_number_of_the_page_is_the_number_in_the_json() -> None:
    check_numbers(TRAIL)
    shown = {element.attributes.get("data-at") for element in READ.all()}
    for n, judgement in enumerate(JUDGEMENTS):
        if judgement.probability_met is not None and judgement.status not in NO_NUMBER:
            assert f"/obligations/{n}/probability_met" in shown
        for kind, parts in (
            ("contributions", judgement.contributions),
            ("blind_spots", judgement.blind_spots),
        ):
            for k in range(len(parts)):
                assert f"/obligations/{n}/{kind}/{k}/decibans" in shown


@given(records_of(Assessment))
@settings(max_examples=60)
def test_the_numbers_of_any_assessment_equal_its_json(assessment: Assessment) -> None:
    check_numbers(replace(TRAIL, assessment=assessment))


@given(records_of(Trail))
@settings(max_examples=25)
def test_any_trail_makes_a_well_formed_page(trail: Trail) -> None:
    check_numbers(trail)


def test_the_same_trail_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import hashlib; from tests.dossier.trails import TRAIL; "
        "from servanda.dossier import dossier_html; "
        "print(hashlib.sha256(dossier_html(TRAIL).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "Asia/Seoul"), ("2", "UTC"))
    }
    assert len(digests) == 1
    assert dossier_html(TRAIL) == PAGE


def test_sixty_documents_stay_under_a_megabyte() -> None:
    assert len(TRAIL.documents) >= 60
    assert len(PAGE.encode()) < 1_000_000


def test_nothing_is_shown_that_was_not_public_by_the_day() -> None:
    early = replace(TRAIL.assessment, as_of=date(2018, 11, 12), on=date(2018, 11, 12))
    root = read(dossier_html(replace(TRAIL, assessment=early, timelines=())))
    kept = [d for d in TRAIL.documents if d.published.public_on <= date(2018, 11, 12)]
    assert [
        row.one("code").text for row in root.one("table", class_="documents").one("tbody").all("tr")
    ] == [d.sha256 for d in kept]
    items = [e for e in TRAIL.evidence if e.times.published.public_on <= date(2018, 11, 12)]
    assert len(root.all("article", class_="item")) == len(items)
    late = len(TRAIL.documents) - len(kept)
    assert f"not public by 12 November 2018: {late} documents and" in root.text


def test_an_amendment_that_was_not_yet_public_moves_nothing() -> None:
    assert "2019" not in READ.one("section", id="o2").one("div", class_="clause").text
    early = replace(TRAIL.assessment, as_of=date(2018, 11, 9))
    clause = read(dossier_html(replace(TRAIL, assessment=early))).one("section", id="o2")
    assert "11 × guard post" in clause.one("div", class_="clause").text
    assert "10 × guard post, 1 more to stay as before" in READ.one("section", id="o2").text


def test_quotations_stand_in_their_sentence_with_stance_holder_and_bytes() -> None:
    item = READ.one("article", id="E1")
    assert item.one("mark").text == "the North had blown up ten of its guard posts"
    assert item.one("mark").attributes["class"] == "asserted"
    assert item.one("blockquote").text.startswith("South Korea’s defence ministry said on Tuesday")
    assert "South Korea’s defence ministry says" in item.text
    link = item.one("a", class_="out")
    assert link.attributes["href"] == "https://example.org/yonhap/0"
    assert link.attributes["rel"] == "noopener noreferrer"
    assert TRAIL.documents[0].sha256[:16] in item.text
    assert READ.one("tr", id="D1").one("code").text == TRAIL.documents[0].sha256


def test_the_four_times_of_an_item_stay_apart() -> None:
    terms = READ.one("article", id="E1").all("dt")
    assert {"happened", "seen", "published", "recorded"} <= {term.text for term in terms}


def test_an_unmoving_item_is_kept_with_its_reason() -> None:
    still = [i for i in READ.all("article", class_="item") if "nothing: states nothing" in i.text]
    assert len(still) == sum(e.bearing.value == "no_statement" for e in TRAIL.evidence[:60])


def test_made_up_images_and_places_are_marked() -> None:
    marked = [i for i in READ.all("article", class_="item") if i.all("strong", class_="simulated")]
    assert [item.one("span", class_="stance").text for item in marked] == ["saw"]
    assert "Made-up clearing (SIMULATED" in READ.one("section", id="o2").text


def test_contradictions_stand_as_pairs_and_a_missing_item_by_its_id() -> None:
    pairs = READ.one("section", id="o2").one("ul", class_="pairs").all("li")
    assert [len(pair.all("div", class_="side")) for pair in pairs] == [2, 2]
    assert pairs[0].all("blockquote")[0].text == "the North had blown up ten of its guard posts"
    assert "gone (not in this dossier)" in pairs[1].text


def test_a_blind_spot_says_how_far_it_could_move_the_number() -> None:
    unseen = READ.one("section", id="o3").one("ul", class_="unseen").all("li")
    assert "underground: no sensor sees the tunnels" in unseen[0].text
    assert (
        "Up to 7.4 decibans either way: seeing it could put the number between 0.14 and 0.84"
        in (unseen[0].text)
    )


def test_the_printed_bars_add_up_to_the_printed_number() -> None:
    for n, judgement in enumerate(JUDGEMENTS):
        if judgement.account is None:
            continue
        rows = READ.one("section", id=f"o{n + 1}").one("table", class_="forces").one("tbody")
        shown = [
            float(row.all("td")[0].all("span")[0].text.replace("\N{MINUS SIGN}", "-"))
            for row in rows.all("tr")
        ]
        assert sum(shown) == pytest.approx(round(judgement.account.decibans, 1), abs=1e-9)


def test_why_has_one_bar_a_cause_and_folds_its_items_inside() -> None:
    forces = READ.one("section", id="o2").one("table", class_="forces").one("tbody").all("tr")
    origins = {c.origin for c in JUDGEMENTS[1].contributions}
    assert len(forces) == 1 + len(origins) == 4  # the first: what was assumed
    folded = sum(len(force.one("details").all("li")) for force in forces)
    assert folded == len(JUDGEMENTS[1].contributions)


def test_every_chart_has_a_title_and_every_figure_its_table() -> None:
    charts = [svg for svg in READ.all("svg") if svg.attributes.get("role") == "img"]
    assert len(charts) > 2 * len(TRAIL.timelines)
    assert all(chart.all("title") for chart in charts)
    for figure in READ.all("figure"):
        table = figure.one("details").one("table")
        assert table.one("caption").text
        assert all(head.attributes.get("scope") for head in table.all("th"))


def test_tables_have_captions_and_scopes() -> None:
    for table in READ.all("table"):
        assert table.all("caption")
        assert all(head.attributes.get("scope") in {"row", "col"} for head in table.all("th"))


def test_ids_are_unique_and_every_inner_link_arrives() -> None:
    ids = [e.attributes["id"] for e in READ.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    addresses = {link.attributes["href"] or "" for link in READ.all("a")}
    assert {a.removeprefix("#") for a in addresses if a.startswith("#")} <= set(ids)
    uses = set(re.findall(r"url\(#([^)]+)\)", PAGE))
    assert uses <= set(ids)


def test_colour_is_never_alone() -> None:
    for status in READ.all("span", class_="status"):
        assert status.text in {manner.word for manner in STATUS_WORDS.values()}
    assert {m.style for m in STATUS_WORDS.values()} <= {
        (s.attributes["class"] or "").removeprefix("swatch ")
        for s in READ.all("i", class_="swatch")
    }


def test_nobody_reads_confidence_beside_a_likelihood() -> None:
    assert "confidence" not in PAGE.lower()


def test_empty_parts_say_what_to_do_next() -> None:
    nothing = replace(TRAIL.assessment, judgements=())
    bare = replace(TRAIL, timelines=(), evidence=(), claims=(), documents=())
    root = read(dossier_html(replace(bare, assessment=nothing, custody_head=None)))
    assert root.one("h1").text == "As of 31 December 2018: nothing is assessed yet."
    empty = [p.text for p in root.all("p", class_="empty")]
    assert any("servanda assess korea-2018" in text for text in empty)
    assert any("servanda add korea-2018 FILE" in text for text in empty)
    assert "none was given" in root.text
    sections = read(dossier_html(bare)).one("section", id="o1")
    advice = " ".join(p.text for p in sections.all("p", class_="empty"))
    assert "No timeline was computed" in advice
    assert "servanda next korea-2018" in advice


def test_every_status_can_be_shown() -> None:
    assert set(STATUS_WORDS) == set(Status)
    assert {judgement.status for judgement in JUDGEMENTS} == set(Status)


def test_the_custody_head_and_how_to_check_are_at_the_foot() -> None:
    foot = READ.all("section", class_="records")[-1]
    assert (TRAIL.custody_head or "?") in foot.text
    assert (
        "servanda assess korea-2018 --as-of 2018-12-31 --on 2018-12-31 --format json" in foot.text
    )
    assert "2019-01-05 09:30 UTC by Servanda 0.1.0, model state filters 1.0" in foot.text
