"""Pages at addresses, from a real server into a store: new, the same, changed, refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from servanda.errors import InputError
from servanda.pipeline import (
    AddedSources,
    CapturedPage,
    PageState,
    add_everything,
)
from servanda.records import Admiralty, DateRange, Precision, day
from servanda.sources import GivenFacts
from servanda.sources.capture.warc_format import capture_in
from servanda.store import Store
from tests.pipeline.capture.conftest import MakeRun
from tests.sources.capture.sites import SlowTime, article, page, site

HEAD = '<meta property="article:published_time" content="2018-11-20">'


def only(pages: Iterator[CapturedPage]) -> CapturedPage:
    (found,) = pages
    return found


def test_a_page_is_kept_with_all_that_went_over_the_line(store: Store, run: MakeRun) -> None:
    with site({"/a": page(article("Ten posts are gone.", head=HEAD))}) as server:
        found = only(run().pages([f"{server.url}/a"]))
    assert found.state is PageState.NEW
    assert found.document is not None
    (kept,) = store.documents("case")
    assert kept == found.document
    assert kept.published == day(date(2018, 11, 20))
    capture = capture_in(store.original(kept.sha256))
    assert capture.page.body == article("Ten posts are gone.", head=HEAD)
    store.verify()


def test_its_host_becomes_a_source_nobody_has_judged(store: Store, run: MakeRun) -> None:
    with site({"/a": page(article("x")), "/b": page(article("y"))}) as server:
        made = run()
        list(made.pages([f"{server.url}/a", f"{server.url}/b"]))
    assert [source.reliability for source in made.new_sources] == [Admiralty.F]
    assert made.new_sources[0] in store.cases()[0].sources


def test_what_has_not_changed_is_not_kept_again(store: Store, run: MakeRun, time: SlowTime) -> None:
    with site({"/a": page(article("x"), ETag='"1"'), "/b": page(article("y"))}) as server:
        addresses = [f"{server.url}/a", f"{server.url}/b"]
        list(run().pages(addresses))
        head = store.custody_head()
        time.sleep(86_400)
        again = list(run().pages(addresses))
        assert [found.state for found in again] == [PageState.UNCHANGED] * 2
        assert store.custody_head() == head
        asked = {name.lower(): value for name, value in server.asked[-2][1].items()}
        assert asked["if-none-match"] == '"1"'
        # New bytes that say the same: a counter, an advertisement.
        server.pages["/b"] = page(article("y").replace(b"<body>", b"<body><!-- 17 -->"))
        assert only(run().pages([f"{server.url}/b"])).state is PageState.UNCHANGED
        assert store.custody_head() == head


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(
    store: Store, run: MakeRun, time: SlowTime
) -> None:
    with site({"/a": page(article("Ten posts are gone.", head=HEAD))}) as server:
        first = only(run().pages([f"{server.url}/a"])).document
        assert first is not None
        time.sleep(3 * 86_400)
        server.pages["/a"] = page(article("Two posts are gone.", head=HEAD))
        found = only(run().pages([f"{server.url}/a"]))
    assert found.state is PageState.CHANGED
    assert found.difference == ("-Ten posts are gone.", "+Two posts are gone.")
    documents = {document.id: document for document in store.documents("case")}
    assert set(documents) == {first.id, f"{first.id}@2024-02-06"}
    old, new = documents[first.id], documents[f"{first.id}@2024-02-06"]
    # What the old text said stays said, by the very bytes; from the change on the new one speaks.
    assert (old.text, old.sha256, old.published) == (first.text, first.sha256, first.published)
    assert old.variant_of == new.id
    assert new.published == DateRange(date(2024, 2, 3), date(2024, 2, 6), Precision.RANGE)
    assert new.dated_by == "a change seen between two captures"
    store.verify()


def test_a_page_that_changes_stays_its_publishers(
    store: Store, run: MakeRun, time: SlowTime
) -> None:
    monitors = GivenFacts("--publisher", publisher="monitors")
    with site({"/a": page(article("Ten posts are gone."))}) as server:
        list(run(given=monitors).pages([f"{server.url}/a"]))
        time.sleep(3 * 86_400)
        server.pages["/a"] = page(article("Two posts are gone."))
        again = run()
        assert only(again.pages([f"{server.url}/a"])).state is PageState.CHANGED
    assert {document.source for document in store.documents("case")} == {"monitors"}
    assert again.new_sources == []


def test_versions_follow_each_other(store: Store, run: MakeRun, time: SlowTime) -> None:
    with site({}) as server:
        for number in range(4):
            server.pages["/a"] = page(article(f"{number} posts are gone."))
            only(run().pages([f"{server.url}/a"]))
            time.sleep(60)  # twice on one day, too
    documents = sorted(store.documents("case"), key=lambda each: each.recorded)
    assert len(documents) == 4
    ids = [document.id for document in documents]
    assert [document.variant_of for document in documents] == [*ids[1:], None]


def test_a_page_that_becomes_an_error_page_does_not_replace_what_it_said(
    store: Store, run: MakeRun, time: SlowTime
) -> None:
    with site({"/a": page(article("Ten posts are gone."))}) as server:
        first = only(run().pages([f"{server.url}/a"])).document
        assert first is not None
        time.sleep(86_400)
        server.pages["/a"] = page(b"<p>gone", 410)
        gone = only(run().pages([f"{server.url}/a"]))
        assert gone.state is PageState.CHANGED
        assert gone.document is not None
        assert "status 410" in str(gone.document.unread_reason)
        time.sleep(86_400)
        server.pages["/a"] = page(b"<p>still gone", 410)
        assert only(run().pages([f"{server.url}/a"])).state is PageState.UNCHANGED
        time.sleep(86_400)
        server.pages["/a"] = page(article("Two posts are gone."))
        back = only(run().pages([f"{server.url}/a"])).document
    assert back is not None
    documents = {document.id: document for document in store.documents("case")}
    assert len(documents) == 3
    assert documents[first.id].text == first.text
    assert documents[first.id].variant_of == back.id


def test_an_error_page_that_calls_itself_a_success_is_known_by_another_like_it(
    store: Store, run: MakeRun
) -> None:
    def nothing(name: str) -> bytes:
        said = f"Hier ist leider nichts: {name}. Zur Startseite geht es dort."
        return f"<html><body><h1>Hoppla</h1><p>{said}</p></body></html>".encode()

    class Pages(dict[str, object]):
        def get(self, path: object, default: object = None) -> object:
            return super().get(path) or page(nothing(str(path)))

    said = "The ministry said on Tuesday that ten posts are gone."
    brief = f"<html><body><h1>Posts</h1><p>{said}</p></body></html>".encode()
    pages = Pages({"/robots.txt": page(b"", 404), "/brief": page(brief)})
    with site(pages) as server:  # type: ignore[arg-type]
        lost, brief = run().pages([f"{server.url}/2018/lost", f"{server.url}/brief"])
    assert lost.document is not None
    assert "an error page: the same comes" in str(lost.document.unread_reason)
    assert brief.document is not None
    assert brief.document.unread_reason is None
    assert "ten posts are gone" in brief.document.text


def test_one_bad_address_does_not_stop_the_others(store: Store, run: MakeRun) -> None:
    with site({"/a": page(article("x")), "/c": page(article("z"))}) as server:
        addresses = [f"{server.url}/a", "http://10.0.0.1/b", "http://[::1", f"{server.url}/c"]
        added: AddedSources = add_everything(run(), addresses)
    assert len(added.documents) == 2
    assert len(added.refusals) == 2
    assert all("\n" not in str(error) for error in added.refusals)


def test_strict_is_all_or_nothing(store: Store, run: MakeRun, tmp_path: Path) -> None:
    with site({"/a": page(article("x"))}) as server:
        with pytest.raises(InputError, match="leads inside"):
            add_everything(run(is_strict=True), [f"{server.url}/a", "http://10.0.0.1/"])
        (tmp_path / "bad.xyz").write_text("x")
        with pytest.raises(InputError, match="which we do not read"):
            add_everything(run(is_strict=True), [f"{server.url}/a", str(tmp_path / "bad.xyz")])
        assert store.documents("case") == ()
        assert len(add_everything(run(is_strict=True), [f"{server.url}/a"]).documents) == 1
    assert len(store.documents("case")) == 1


def test_what_was_fetched_before_an_interruption_is_kept(store: Store, run: MakeRun) -> None:
    @contextmanager
    def stopping() -> Iterator[None]:
        with pytest.raises(KeyboardInterrupt):
            yield

    with site({"/a": page(article("x")), "/b": page(article("y"))}) as server, stopping():
        for number, _ in enumerate(run().pages([f"{server.url}/a", f"{server.url}/b"])):
            if number == 0:
                raise KeyboardInterrupt
    assert len(store.documents("case")) == 1


def test_files_and_addresses_are_added_together_under_what_the_user_says(
    store: Store, run: MakeRun, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("Ten posts are gone.")
    given = GivenFacts("the command line", "The Paper", day(date(2018, 11, 20)))
    with site({"/a": page(article("x"))}) as server:
        added = add_everything(run(given=given), [str(tmp_path / "note.txt"), f"{server.url}/a"])
    assert {document.source for document in added.documents} == {"the-paper"}
    assert {document.published for document in added.documents} == {day(date(2018, 11, 20))}
    assert len(added.new_sources) == 1


def test_pages_are_kept_on_the_case_as_others_have_changed_it_meanwhile(
    store: Store, run: MakeRun, tmp_path: Path
) -> None:
    """A watch takes minutes; what others add to the case in them is not lost."""
    (tmp_path / "note.txt").write_text("Ten posts are gone.")
    with site({"/a": page(article("x")), "/b": page(article("y"))}) as server:
        slow = run()
        pages = slow.pages([f"{server.url}/a", f"{server.url}/b"])
        next(pages)
        other = run(given=GivenFacts("the command line", "The Other Paper"))
        add_everything(other, [str(tmp_path / "note.txt")])
        next(pages)
    assert {source.name for source in store.cases()[0].sources if source.added} == {
        "127.0.0.1", "The Other Paper",
    }  # fmt: skip
    assert len(store.documents("case")) == 3
    store.verify()


def test_two_addresses_never_share_a_document(store: Store, run: MakeRun, time: SlowTime) -> None:
    bodies = {"/a b": article("One."), "/a%20b": article("Two."), "/a%2520b": article("Three.")}
    pages = {path: page(body) for path, body in bodies.items()}
    with site(pages) as one, site({"/a": page(article("Four."))}) as two:
        one.pages["/a"] = page(article("Five."))
        urls = [f"{one.url}/a", f"{two.url}/a", f"{one.url}/a%20b", f"{one.url}/a%2520b"]
        for _ in range(2):
            list(run().pages(urls))
            time.sleep(86_400)
        kept = store.documents("case")
        two.pages["/a"] = page(article("Six."))
        list(run().pages(urls))
    told = {remark.value for each in kept for remark in each.remarks if remark.key == "address"}
    assert told == set(urls)
    assert len(kept) == len(urls)
    assert len(store.documents("case")) == len(urls) + 1  # a version of the one that changed
    store.verify()
