"""The pages about cases and sources say what the code does."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from servanda.records import terms_in_force
from servanda.sources import ENDINGS, case_schema, check_case
from servanda.sources.case import entry_types as case_format
from servanda.sources.case.folder import read_unkept_case
from servanda.sources.documents.jsonl_list import KEYS
from servanda.sources.documents.markdown_notes import NoteHead
from servanda.sources.imagery.simulation import layer_format as simulated_format
from servanda.sources.sites.site_format import SiteEntry

MODELS = [
    *(model for model in vars(case_format).values() if isinstance(model, type)),
    *(model for model in vars(simulated_format).values() if isinstance(model, type)),
    SiteEntry,
    NoteHead,
]
MODELS = [
    model
    for model in dict.fromkeys(MODELS)
    if issubclass(model, case_format.Entry) and model is not case_format.Entry
]


@pytest.fixture
def docs(request: pytest.FixtureRequest) -> Path:
    return request.config.rootpath / "docs"


def default_of(field: Any) -> str:
    if field.is_required():
        return "required"
    value = getattr(field.default, "value", field.default)
    if value in (None, ""):
        return "none"
    return "[]" if value == () else str(value).lower() if value is False else str(value)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_key_stands_in_a_table_with_its_default_and_meaning(model: Any, docs: Path) -> None:
    page = "sources.md" if model is NoteHead else "case-format.md"
    lines = (docs / "reference" / page).read_text().splitlines()
    for name, field in model.fields_by_key().items():
        assert f"| `{name}` | {default_of(field)} | {field.description} |" in lines


def test_every_key_of_the_schema_is_in_the_page(docs: Path) -> None:
    page = (docs / "reference" / "case-format.md").read_text()
    schema = case_schema()
    for model in [schema, *schema["$defs"].values()]:
        for name in [*model.get("properties", ()), *model.get("enum", ())]:
            assert f"`{name}`" in page or len(name) == 1  # the letters of the Admiralty code


def test_every_ending_and_every_key_of_a_list_is_in_the_page(docs: Path) -> None:
    page = (docs / "reference" / "sources.md").read_text()
    for name in (*ENDINGS, *KEYS):
        assert f"`{name}`" in page


def test_the_case_of_the_how_to_has_no_problems(docs: Path, tmp_path: Path) -> None:
    page = (docs / "how-to" / "write-a-case.md").read_text()
    blocks = dict(re.findall(r"```(yaml|json|markdown)\n(.*?)```", page, re.DOTALL))
    (tmp_path / "sources").mkdir()
    (tmp_path / "case.yaml").write_text(blocks["yaml"])
    (tmp_path / "sites.geojson").write_text(blocks["json"])
    (tmp_path / "sources" / "posts-paper.md").write_text(blocks["markdown"])
    assert check_case(tmp_path) == ()


HEAD = """\
id: example
title: Example
actors:
  - {id: foreign-forces, names: [the foreign forces], kind: military}
  - {id: ussr, names: [the Soviet Union], kind: government}
  - {id: burundi, names: [the government of Burundi], kind: government}
  - {id: us, names: [the United States], kind: government}
  - {id: israel, names: [Israel], kind: government}
  - {id: russia, names: [Russia], kind: government}
  - {id: movement, names: [the movement], kind: armed_group}
  - {id: monitors, names: [the monitors], kind: international_body}
  - {id: mozambique, names: [the Government of Mozambique], kind: government}
  - {id: renamo, names: [Renamo], kind: armed_group}
  - {id: dprk, names: [North Korea], kind: government}
"""


def test_the_duties_of_the_reference_have_no_problems(docs: Path, tmp_path: Path) -> None:
    page = (docs / "reference" / "case-format.md").read_text()
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
              if "obligations:" in block]  # fmt: skip
    assert len(blocks) == 9
    (tmp_path / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    deadlines = {}
    for block in blocks:
        (tmp_path / "case.yaml").write_text(HEAD + block)
        assert check_case(tmp_path) == ()
        for duty in read_unkept_case(tmp_path).case.obligations:
            last = date(2010, 1, 1)
            deadlines[duty.id] = terms_in_force(duty, last, last).deadline
    assert deadlines == {
        "foreign-forces": date(2000, 1, 7),
        "missiles": date(1991, 6, 1),
        "elections": date(2005, 8, 26),
        "phase-2": date(2002, 4, 29),
        "phase-4": date(2007, 4, 29),
        "missiles-of-both": None,
        "soviet-missiles": None,
        "handed-over": None,
        "destroyed": None,
        "oil": None,
        "defences": None,
        "karni": date(2006, 12, 30),
        "category-1": date(2007, 12, 5),
        "government-soldiers": None,
        "renamo-soldiers": None,
        "rods": None,
        "warheads.us": None,
        "warheads.russia": None,
    }


def test_links_between_the_pages_lead_somewhere(docs: Path) -> None:
    for name in ("reference/case-format.md", "reference/sources.md", "how-to/write-a-case.md"):
        for link in re.findall(r"\]\(([^)]+)\)", (docs / name).read_text()):
            assert (docs / name).parent.joinpath(link.partition("#")[0]).is_file(), link
