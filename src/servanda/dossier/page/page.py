"""The dossier: one HTML file that opens offline and contains its numbers as JSON."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from servanda.dossier.charts.probability_band import hatch
from servanda.dossier.json_forms.assessment import assessment_json
from servanda.dossier.json_forms.simulated_mark import add_simulation_mark
from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.page.row import judgement_row
from servanda.dossier.page.section import judgement_section
from servanda.dossier.page.sources import document_entries, source_rows, unused_entries
from servanda.dossier.page.trail import Trail
from servanda.dossier.print import colours as tokens
from servanda.dossier.print.dates import long_day, minute, short_day
from servanda.dossier.print.numbers import Figures
from servanda.dossier.print.status_words import STATUS_WORDS, answer
from servanda.dossier.print.untrusted_text import isolate_text, replace_invalid_characters
from servanda.dossier.sealed.bare_trail import bare_trail
from servanda.dossier.sealed.seal import UNSEALED, seal_page
from servanda.dossier.sealed.trail_json import trail_json
from servanda.plurals import counted_noun

__all__ = ["dossier_html"]


def dossier_html(trail: Trail) -> str:
    """The dossier as one HTML page; equal trails give equal text.

    It loads nothing: no script runs, no style, font or picture is fetched, and its content
    security policy forbids all of them. It shows only what was public by the as-of day. It holds
    the records that it was made from, so that it can be made again from itself, and a seal.
    """
    trail = bare_trail(trail)
    catalogue = Catalogue(trail)
    form = add_simulation_mark(assessment_json(trail.assessment), simulated=trail.simulated)
    figures = Figures(form)
    judgements = trail.assessment.judgements
    rows = [
        judgement_row(judgement, n, form["obligations"][n], catalogue)
        for n, judgement in enumerate(judgements)
    ]
    sections = [
        judgement_section(judgement, row, figures, catalogue)
        for judgement, row in zip(judgements, rows, strict=True)
    ]
    page = (
        _environment()
        .get_template("dossier.html.j2")
        .render(
            trail=trail,
            answer=answer(trail.assessment),
            figures=figures,
            manners=STATUS_WORDS,
            rows=rows,
            sections=sections,
            sources=source_rows(catalogue),
            documents=document_entries(catalogue),
            use=form["documents"],
            unused=unused_entries(trail.unused, catalogue),
            later_items=trail.later_items,
            later_documents=trail.later_documents,
            made=minute(trail.made),
            hatch=hatch(),
            machine=_script_json(form),
            records=_script_json(trail_json(trail)),
            unsealed=UNSEALED,
            tokens=tokens,
        )
    )
    return seal_page(replace_invalid_characters(page))


def _script_json(form: dict[str, Any]) -> Markup:
    """The JSON, escaped so that nothing in it can end a script element."""
    text = json.dumps(form, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("servanda.dossier"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bdi": isolate_text,
        "long_day": long_day,
        "plural": counted_noun,
        "short_day": short_day,
    }
    return environment
