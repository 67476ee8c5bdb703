"""Feeds at addresses and in files: their pages are fetched, dated, and not read twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from servanda.errors import SourceError
from servanda.pipeline import PageState, add_everything
from servanda.records import day
from servanda.store import Store
from tests.pipeline.capture.conftest import MakeRun
from tests.sources.capture.sites import Sent, Site, SlowTime, article, page, site


def feed(server: Site, *names: str) -> Sent:
    entries = "".join(
        f"<item><title>{name} in the feed</title><link>{server.url}/{name}</link>"
        f"<pubDate>Tue, {20 + number} Nov 2018 10:00:00 GMT</pubDate></item>"
        for number, name in enumerate(names)
    )
    text = f'<rss version="2.0"><channel><title>The Paper</title>{entries}</channel></rss>'
    return Sent(text.encode(), headers={"Content-Type": "application/rss+xml"})


def test_a_feed_brings_its_pages_with_their_dates(store: Store, run: MakeRun) -> None:
    with site({"/a": page(article("x")), "/b": page(article("y"))}) as server:
        server.pages["/feed"] = feed(server, "a", "b", "lost")
        added = add_everything(run(), [f"{server.url}/feed"])
    by_name = {document.id.rpartition("/")[2]: document for document in added.documents}
    assert set(by_name) == {"feed", "a", "b", "lost"}
    assert by_name["a"].published == day(date(2018, 11, 20))
    assert by_name["b"].published == day(date(2018, 11, 21))
    assert by_name["a"].dated_by == f"feed {server.url}/feed"
    assert "a feed; its entries are read" in str(by_name["feed"].unread_reason)
    assert "status 404" in str(by_name["lost"].unread_reason)
    assert by_name["a"].text
    store.verify()


def test_a_feed_in_a_file_brings_its_pages(store: Store, run: MakeRun, tmp_path: Path) -> None:
    with site({"/a": page(article("x"))}) as server:
        (tmp_path / "saved.xml").write_bytes(feed(server, "a").body)
        (tmp_path / "other.xml").write_text("<kml/>")
        paths = [str(tmp_path / "saved.xml"), str(tmp_path / "other.xml")]
        added = add_everything(run(), paths)
    (document,) = added.documents
    assert "which we do not read" in str(added.refusals[0])
    with pytest.raises(SourceError, match="which we do not read"):
        add_everything(run(), [str(tmp_path / "other.xml")])
    assert document.published == day(date(2018, 11, 20))
    assert document.dated_by == "feed saved.xml"


def test_a_feed_that_is_seen_again_brings_only_what_is_new(
    store: Store, run: MakeRun, time: SlowTime
) -> None:
    with site({"/a": page(article("x")), "/b": page(article("y"))}) as server:
        server.pages["/feed"] = feed(server, "a")
        list(run().pages([f"{server.url}/feed"]))
        time.sleep(86_400)
        again = list(run().pages([f"{server.url}/feed"]))
        assert [found.state for found in again] == [PageState.UNCHANGED] * 2
        server.pages["/feed"] = feed(server, "a", "b")
        time.sleep(86_400)
        found = run().pages([f"{server.url}/feed"])
        states = {page.url.rpartition("/")[2]: page.state for page in found}
    assert states == {
        "feed": PageState.CHANGED, "a": PageState.UNCHANGED, "b": PageState.NEW,
    }  # fmt: skip
    assert len(store.documents("case")) == 3  # the feed once, as it is now


def test_a_feed_that_is_broken_costs_one_line(store: Store, run: MakeRun) -> None:
    cut = b'{"version": "https://jsonfeed.org/version/1", "items": ['
    broken = Sent(cut, headers={"Content-Type": "application/feed+json"})
    with site({"/feed": broken, "/a": page(article("x"))}) as server:
        added = add_everything(run(), [f"{server.url}/feed", f"{server.url}/a"])
    assert len(added.refusals) == 1
    assert "is no JSON" in str(added.refusals[0])
    assert [document.id.rpartition("/")[2] for document in added.documents] == ["a"]


@pytest.mark.parametrize("entries", [0, 600])
def test_an_empty_feed_and_a_long_one_say_so(store: Store, run: MakeRun, entries: int) -> None:
    with site({}) as server:
        item = f"<item><link>{server.url}/same</link></item>"
        text = f'<rss version="2.0"><channel>{item * entries}</channel></rss>'
        server.pages["/feed"] = Sent(text.encode(), headers={"Content-Type": "text/xml"})
        added = add_everything(run(), [f"{server.url}/feed"])
    wanted = "has 600 entries, of which the first 500" if entries else "without entries"
    assert any(wanted in line for line in added.left_out)
