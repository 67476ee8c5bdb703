"""Two people add to one case at once: both are kept, and neither loses the other's sources."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from servanda.errors import CaseChangedError
from servanda.pipeline import add_sources
from servanda.sources import facts_of_options
from servanda.store import Store, open_store
from tests.store.conftest import BACKENDS, own_settings
from tests.store.examples import START, Ticks, a_case, a_kept


@pytest.fixture(params=BACKENDS)
def stores(request: pytest.FixtureRequest, tmp_path: Path):
    with (
        own_settings(request, tmp_path) as settings,
        open_store(settings, Ticks()) as first,
        open_store(settings, Ticks()) as second,
    ):
        first.save_case(a_case(), {}, [])
        yield first, second


def add(store: Store, case, folder: Path, name: str) -> None:
    page = folder / f"{name}.txt"
    page.write_text(f"{name} saw that ten posts were gone.")
    add_sources(store, case, [page], START, facts_of_options(f"{name}.example", None, None))


def test_both_additions_and_both_new_sources_are_kept(stores, tmp_path, monkeypatch):
    first, second = stores
    case = first.case("korea-2018")
    keep_all, is_first = Store.keep_all, True

    def keep_late(self, *arguments, **named):
        nonlocal is_first
        if is_first:
            is_first = False
            add(second, case, tmp_path, "south")
        keep_all(self, *arguments, **named)

    monkeypatch.setattr(Store, "keep_all", keep_late)
    add(first, case, tmp_path, "north")
    publishers = {source.id for source in first.case("korea-2018").sources}
    documents = first.documents("korea-2018")
    assert {document.source for document in documents} == publishers
    assert len(publishers) == len(documents) == 2
    first.verify()


def test_a_case_that_somebody_changed_is_not_overwritten(stores):
    first, second = stores
    read = first.case("korea-2018")
    second.save_case(replace(read, title="Another"), {}, [])
    with pytest.raises(CaseChangedError, match=r"was changed a moment ago by somebody else"):
        first.keep_all([a_kept()], read, read=read)
    assert first.case("korea-2018").title == "Another"
    assert first.documents("korea-2018") == ()
