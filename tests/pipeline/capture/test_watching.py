"""Watching: only what is new, what changed with its difference, claims pinned to their bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from servanda.claims import PatternReader
from servanda.errors import NotFoundError
from servanda.pipeline import PageState, add_everything, reads_of, watch_case
from servanda.store import Store
from tests.pipeline.capture.conftest import MakeRun
from tests.pipeline.capture.test_feeds import feed
from tests.sources.capture.sites import SlowTime, article, page, site


def test_feeds_and_pages_are_asked_for_again_and_only_news_is_kept(
    store: Store, run: MakeRun, time: SlowTime
) -> None:
    names = ("a", "b", "c")
    with site({f"/{name}": page(article(name), ETag=f'"{name}"') for name in names}) as server:
        server.pages["/feed"] = feed(server, "a", "b")
        add_everything(run(), [f"{server.url}/feed", f"{server.url}/c"])
        time.sleep(86_400)
        head, before = store.custody_head(), len(server.asked)
        quiet = list(watch_case(run()))
        assert {found.state for found in quiet} == {PageState.UNCHANGED}
        assert store.custody_head() == head
        assert sorted(server.paths[before:]) == ["/a", "/b", "/c", "/feed", "/robots.txt"]
        server.pages |= {"/feed": feed(server, "a", "b", "d"), "/d": page(article("d"))}
        server.pages["/c"] = page(article("c, corrected"), ETag='"c2"')
        del server.pages["/b"]
        time.sleep(86_400)
        news = {found.url.rpartition("/")[2]: found for found in watch_case(run())}
    assert {name: found.state for name, found in news.items()} == {
        "feed": PageState.CHANGED, "a": PageState.UNCHANGED, "b": PageState.CHANGED,
        "c": PageState.CHANGED, "d": PageState.NEW,
    }  # fmt: skip
    assert news["c"].difference == ("-c", "+c, corrected")
    assert "status 404" in str(news["b"].document and news["b"].document.unread_reason)
    store.verify()


def test_claims_stay_pinned_to_the_bytes_that_they_came_from(
    store: Store, run: MakeRun, time: SlowTime
) -> None:
    said = "The North has blown up {} guard posts, an officer said on Tuesday."
    with site({"/a": page(article(said.format("ten")))}) as server:
        add_everything(run(), [f"{server.url}/a"])
        (kept,) = store.cases()
        (first,) = reads_of(store, kept, PatternReader())
        assert first.claims
        time.sleep(86_400)
        server.pages["/a"] = page(article(said.format("two")))
        list(watch_case(run()))
    reads = {read.document.id: read for read in reads_of(store, store.cases()[0], PatternReader())}
    old = reads[first.document.id]
    new = reads[f"{first.document.id}@2024-02-04"]
    assert old.claims == first.claims
    assert old.document == replace(first.document, variant_of=new.document.id)
    quoted = {
        span: (old.document.text[span.start : span.end], new.document.text[span.start : span.end])
        for claim in old.claims
        for span in claim.content
    }
    assert any("ten" in mine and "two" in its for mine, its in quoted.values())


def test_one_page_that_fails_does_not_stop_the_others(
    store: Store, run: MakeRun, time: SlowTime
) -> None:
    with site({"/a": page(article("x")), "/b": page(article("y"))}) as server:
        add_everything(run(), [f"{server.url}/a", f"{server.url}/b"])
        server.pages["/a"] = page(b"", 302, Location="/a")
        time.sleep(86_400)
        bad, good = watch_case(run())
    assert "redirects in a circle" in str(bad.error)
    assert good.state is PageState.UNCHANGED


def test_a_case_without_pages_has_nothing_to_watch(store: Store, run: MakeRun) -> None:
    with pytest.raises(NotFoundError, match="add one with"):
        watch_case(run())
