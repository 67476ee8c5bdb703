"""Publisher and date of saved pages, in the manner of twenty publishing systems of our own making.

Each system writes ten pages from a seed: where its address stands (canonical link, og:url, what a
browser wrote, an archive's frame), how it gives its date (meta elements, JSON-LD, microdata, lines
that show, microformats, address), and what misleads beside it (last changes, related stories,
comments, copyright years, dates in the text). What is right is known because it was written.

`python -m benchmarks.sources_pages [--seed N]` prints the shares beside the bar.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.bars import Figure, print_figures
from servanda.sources import read_sources

__all__ = ["BAR", "PAGES_EACH", "SYSTEMS", "Measured", "SavedPage", "figures_of", "measure"]

PAGES_EACH = 10  # pages of a system [definition]
BAR = 0.98  # of the pages, right [definition; the bar set for this measure]
RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
FIRST = date(2012, 1, 1)
_DAYS = 4_000  # after the first within which pages are published
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """What a page tells, and when and where it was published."""

    host: str
    slug: str
    day: date
    changed: date
    other: date  # of another story
    title: str
    body: str

    @property
    def url(self) -> str:
        """The address, without a date in it."""
        return f"https://{self.host}/news/{self.slug}"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it is saved, and what is right about it."""

    system: str
    html: str
    publisher: str
    published: date | None  # None: the page gives no day of publication


def words_of(day: date) -> str:
    """As the British write it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def american(day: date) -> str:
    """As Americans write it."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def short(day: date) -> str:
    """As small print has it."""
    return f"{MONTHS[day.month - 1][:3]}. {day.day}, {day.year}"


def dotted(day: date) -> str:
    """As most of Europe writes it."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def at_nine(day: date, zone: str = "+03:00") -> str:
    """The day with a time and a zone."""
    return f"{day.isoformat()}T09:12:44{zone}"


def page(head: str, body: str, top: str = "") -> str:
    """A whole page; top: what stands before its root."""
    whole = f"<head><meta charset='utf-8'>{head}</head><body>{body}</body>"
    return f"<!DOCTYPE html>{top}<html lang='en'>{whole}</html>"


def weblog(story: Story) -> tuple[str, date | None]:
    head = (
        f"<title>{story.title} | Our weblog</title><link rel='canonical' href='{story.url}/'>"
        f"<meta property='article:published_time' content='{at_nine(story.day)}'>"
        f"<meta property='article:modified_time' content='{at_nine(story.changed)}'>"
    )
    body = (
        f"<article><h1 class='entry-title'>{story.title}</h1><span class='posted-on'>Posted on "
        f"<time class='entry-date published' datetime='{at_nine(story.day)}'>{american(story.day)}"
        f"</time> <time class='updated' datetime='{at_nine(story.changed)}'>"
        f"{american(story.changed)}</time></span><div class='entry-content'>{story.body}</div>"
        "</article>"
        f"<aside><h2>Recent</h2><ul><li>{american(story.other)}: Another story</li></ul></aside>"
    )
    return page(head, body), story.day


def graph(story: Story) -> tuple[str, date | None]:
    head = (
        f"<title>{story.title}</title><meta property='og:url' content='{story.url}'>"
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":['
        f'{{"@type":"WebSite","name":"The Paper","dateModified":"{at_nine(story.changed)}"}},'
        f'{{"@type":"VideoObject","uploadDate":"{story.other}"}},'
        f'{{"@type":["NewsArticle"],"headline":"{story.title}",'
        f'"datePublished":"{at_nine(story.day, "Z")}",'
        f'"dateModified":"{at_nine(story.changed)}"}}]}}'
        "</script>"
    )
    return page(head, f"<main><h1>{story.title}</h1>{story.body}</main>"), story.day


def microdata(story: Story) -> tuple[str, date | None]:
    body = (
        f"<div itemscope itemtype='http://schema.org/Article'><h1 itemprop='headline'>{story.title}"
        f"</h1><p class='meta'><span itemprop='datePublished'>{words_of(story.day)}</span> "
        f"(changed <span itemprop='dateModified'>{words_of(story.changed)}</span>)</p>"
        f"<div itemprop='articleBody'>{story.body}</div></div>"
    )
    return page(f"<link rel='canonical' href='{story.url}'>", body), story.day


def labelled(story: Story) -> tuple[str, date | None]:
    head = (
        f"<title>{story.title}</title><link rel='canonical' href='{story.url}'>"
        f"<meta property='og:updated_time' content='{at_nine(story.changed)}'>"
    )
    body = (
        f"<main><article><h1>{story.title}</h1><p>By Irena Holm</p><p>Published: "
        f"{words_of(story.day)}</p>{story.body}</article></main>"
        f"<aside><time datetime='{story.other}'>{words_of(story.other)}</time> Talks</aside>"
    )
    return page(head, body), story.day


def dated_address(story: Story) -> tuple[str, date | None]:
    url = f"https://{story.host}/{story.day:%Y/%m/%d}/{story.slug}.html"
    body = f"<main><h1>{story.title}</h1>{story.body}</main><footer>© {story.changed.year}</footer>"
    return page(f"<title>{story.title}</title><link rel='canonical' href='{url}'>", body), story.day


def date_header(story: Story) -> tuple[str, date | None]:
    body = (
        f"<div class='post-outer'><h2 class='date-header'><span>{story.day:%A}, "
        f"{american(story.day)}</span></h2><div class='post'>"
        f"<h3 class='post-title'>{story.title}</h3>"
        f"<div class='post-body'>{story.body}</div></div></div>"
        f"<div id='comments'><p class='comment-timestamp'>{american(story.changed)}</p></div>"
    )
    head = f"<title>{story.title}</title><link rel='canonical' href='{story.url}'>"
    return page(head, body), story.day


def ministry(story: Story) -> tuple[str, date | None]:
    body = (
        f"<div id='content'><h1>{story.title}</h1><div class='news-date'>{dotted(story.day)}</div>"
        f"{story.body}</div><div id='footer'>Last updated: {dotted(story.changed)}</div>"
    )
    return page(f"<title>Ministry</title><base href='{story.url}'>", body), story.day


def submitted(story: Story) -> tuple[str, date | None]:
    head = (
        f"<link rel='canonical' href='{story.url}'>"
        f"<meta name='dcterms.date' content='{at_nine(story.day)}'>"
        f"<meta name='dcterms.modified' content='{at_nine(story.changed)}'>"
    )
    body = (
        f"<div class='node'><h1>{story.title}</h1><div class='submitted'>Submitted by desk on "
        f"{story.day:%a}, {story.day:%m/%d/%Y} - 09:12</div>{story.body}</div>"
    )
    return page(head, body), story.day


def agency(story: Story) -> tuple[str, date | None]:
    head = (
        f"<title>{story.title}</title><meta name='date' content='{story.day:%Y%m%d}'>"
        f"<meta property='og:url' content='{story.url}'><meta property='og:site_name' content='CW'>"
    )
    body = f"<article><h1>{story.title}</h1><p>BREL (Coast Wire) -- {story.body[3:]}</article>"
    return page(head, body), story.day


def old_tables(story: Story) -> tuple[str, date | None]:
    top = f"\n<!-- saved from url=(0042){story.url} -->\n"
    body = (
        f"<table width='600'><tr><td><font size='5'><b>{story.title}</b></font><br>"
        f"<font size='1'>{words_of(story.day)}</font></td></tr><tr><td>{story.body}</td></tr>"
        "</table>"
        f"<font size='1'>Copyright 1999-{story.changed.year}</font>"
    )
    return page(f"<title>{story.title}</title>", body, top), story.day


def single_file(story: Story) -> tuple[str, date | None]:
    top = f"<!--\n Page saved with SingleFile \n url: {story.url} \n saved date: Feb 03 2024\n-->"
    body = (
        f"<main><h1>{story.title}</h1><p class='date'>{american(story.day)} | 09:12 GMT</p>"
        f"{story.body}</main>"
    )
    html = page(f"<title>{story.title}</title>", body)
    return html.replace("<html lang='en'>", f"<html lang='en'>{top}"), story.day


def press_release(story: Story) -> tuple[str, date | None]:
    body = (
        f"<div class='release'><p>FOR IMMEDIATE RELEASE</p><h1>{story.title}</h1>"
        f"<p>{american(story.day)}</p>{story.body}<p>###</p></div>"
    )
    return page(f"<link rel='canonical' href='{story.url}'>", body), story.day


def forum(story: Story) -> tuple[str, date | None]:
    body = (
        f"<main><h1>{story.title}</h1><div class='topic-body'><time class='post-time' "
        f"datetime='{at_nine(story.day, 'Z')}'>{short(story.day)}</time><div class='post'>"
        f"{story.body}</div></div></main><section class='comments'><div class='comment'>"
        f"<time datetime='{at_nine(story.changed)}'>{short(story.changed)}</time>"
        "<p>I was there.</p></div></section>"
    )
    return page(f"<link rel='canonical' href='{story.url}'>", body), story.day


def wiki(story: Story) -> tuple[str, date | None]:
    head = (
        f"<title>{story.title}</title><link rel='canonical' href='{story.url}'>"
        f'<script type="application/ld+json">{{"@type":"Article","dateModified":'
        f'"{at_nine(story.changed)}"}}</script>'
    )
    body = (
        f"<div id='content'><h1>{story.title}</h1>{story.body}</div><footer><p>This page was last "
        f"edited on {words_of(story.changed)}, at 09:12.</p></footer>"
    )
    return page(head, body), None


def archived(story: Story) -> tuple[str, date | None]:
    frame = (
        "<!-- BEGIN TOOLBAR --><div id='archive-toolbar'><p>Captured on "
        f"{words_of(story.changed)}</p></div><!-- END TOOLBAR -->"
    )
    head = (
        f"<title>{story.title}</title><link rel='canonical' href='{story.url}'>"
        f"<meta itemprop='datePublished' content='{story.day}'>"
    )
    body = f"{frame}<article><h1>{story.title}</h1>{story.body}</article>"
    top = f"<!-- saved from url=(0090)https://archive.example/web/2023/{story.url} -->"
    return page(head, body, top), story.day


def mobile(story: Story) -> tuple[str, date | None]:
    head = (
        f"<link rel='canonical' href='//{story.host}/news/{story.slug}'>"
        '<script type="application/ld+json">[{"@type":"BreadcrumbList"},'
        f'{{"@type":"ReportageNewsArticle","datePublished":"{story.day} 09:12","comment":[{{'
        f'"@type":"Comment","dateCreated":"{at_nine(story.changed)}"}}]}}]</script>'
    )
    return page(head, f"<article><h1>{story.title}</h1>{story.body}</article>"), story.day


def trackers(story: Story) -> tuple[str, date | None]:
    head = (
        f"<meta property='og:url' content='{story.url}?from=feed#top'>"
        f"<meta name='parsely-pub-date' content='{at_nine(story.day, 'Z')}'>"
        f"<meta name='lastmod' content='{at_nine(story.changed)}'>"
    )
    body = (
        f"<article><h1>{story.title}</h1><p class='updated'>Updated {american(story.changed)}</p>"
        f"{story.body}</article>"
    )
    return page(head, body), story.day


def institute(story: Story) -> tuple[str, date | None]:
    head = (
        f"<meta name='citation_title' content='{story.title}'><link rel='canonical' "
        f"href='{story.url}'><meta name='citation_publication_date' content='{story.day:%Y/%m/%d}'>"
    )
    accessed = f"<p>Accessed {words_of(story.changed)}</p>"
    body = f"<main><h1>{story.title}</h1>{accessed}{story.body}</main>"
    return page(head, body), story.day


def plain_time(story: Story) -> tuple[str, date | None]:
    body = (
        f"<nav><time>{words_of(story.other)}</time></nav><main><article><header><h1>{story.title}"
        f"</h1><time datetime='{story.day}'>{short(story.day)}</time></header>{story.body}"
        f"</article></main><footer>Page made on {words_of(story.changed)}</footer>"
    )
    return page(f"<link rel='canonical' href='{story.url}'>", body), story.day


def microformat(story: Story) -> tuple[str, date | None]:
    body = (
        f"<div class='hentry'><h1 class='entry-title'>{story.title}</h1><p>"
        f"<abbr class='published' title='{at_nine(story.day, 'Z')}'>some time ago</abbr> "
        f"<abbr class='updated' title='{at_nine(story.changed)}'>later</abbr></p>"
        f"<div class='entry-content'>{story.body}</div></div>"
    )
    return page(f"<link rel='canonical' href='{story.url}'>", body), story.day


SYSTEMS: dict[str, Callable[[Story], tuple[str, date | None]]] = {
    made.__name__: made
    for made in (
        weblog, graph, microdata, labelled, dated_address, date_header, ministry, submitted, agency,
        old_tables, single_file, press_release, forum, wiki, archived, mobile, trackers, institute,
        plain_time, microformat,
    )
}  # fmt: skip

_HOSTS = (
    *("{}.example", "www.{}.example", "en.{}.example", "news.{}.gov.example"),
    "{}.blogs.example",
)
_NAMES = ("courier", "brel-post", "coastwire", "monitors", "mod", "institute", "tarn")
_HOW_MANY = ("Nine", "Twelve", "Four")
_WHO = ("The mission", "The defence ministry of Caldria", "A spokeswoman", "The joint commission")
_WHAT = (
    "said on Tuesday that nine barriers had been taken away from the road to Brel",
    "denied that any mortar was left behind when the garrison went south",
    "counted twelve posts along the river and found four of them manned",
    "asked both sides to publish the list of positions before the end of the month",
    "recalled that a first convoy had crossed the bridge on 14 May 2011",
)


def story_of(rng: np.random.Generator) -> Story:
    """A story with its days: changed and linked to later, never before it was published."""
    day = FIRST + timedelta(days=int(rng.integers(_DAYS)))
    sentences = [f"{rng.choice(_WHO)} {rng.choice(_WHAT)}." for _ in range(9)]
    paragraphs = (" ".join(sentences[first : first + 3]) for first in range(0, 9, 3))
    return Story(
        host=rng.choice(_HOSTS).format(rng.choice(_NAMES)),
        slug=f"barriers-{rng.integers(10_000)}",
        day=day,
        changed=day + timedelta(days=int(rng.integers(30, 300))),
        other=day + timedelta(days=int(rng.integers(10, 200))),
        title=f"{rng.choice(_HOW_MANY)} barriers gone near {rng.choice(('Brel', 'Tarn'))}",
        body="".join(f"<p>{words}</p>" for words in paragraphs),
    )


def written_pages(seed: int) -> Iterator[SavedPage]:
    """Ten pages of each system."""
    rng = np.random.default_rng(seed)
    for name, made in SYSTEMS.items():
        for _ in range(PAGES_EACH):
            story = story_of(rng)
            html, published = made(story)
            yield SavedPage(name, html, story.host.removeprefix("www."), published)


@dataclass(frozen=True, slots=True)
class Measured:
    """How many pages of a system came out right."""

    system: str
    publishers: int
    dates: int
    pages: int
    wrong: tuple[str, ...] = ()  # one line each


def measure(seed: int) -> list[Measured]:
    """Read the pages as saved files, and compare."""
    written = list(written_pages(seed))
    with tempfile.TemporaryDirectory(prefix="pages-") as place:
        for number, saved in enumerate(written):
            (Path(place) / f"page{number:04}.html").write_text(saved.html, encoding="utf-8")
        documents = [kept.document for kept in read_sources([Path(place)], RECORDED)]
    rows = []
    for name in SYSTEMS:
        pairs = [
            (saved, document)
            for saved, document in zip(written, documents, strict=True)
            if saved.system == name
        ]
        wrong = []
        publishers = dates = 0
        for saved, document in pairs:
            publishers += document.source == saved.publisher
            days = document.published
            told = days.start if days.start == days.end else None
            dates += told == saved.published
            if told != saved.published or document.source != saved.publisher:
                wrong.append(f"{document.source} {told} by {document.dated_by}: {saved}")
        rows.append(Measured(name, publishers, dates, len(pairs), tuple(wrong)))
    return rows


def figures_of(rows: list[Measured]) -> list[Figure]:
    """Both shares of all pages beside the bar, and each system that falls short."""
    pages = sum(row.pages for row in rows)
    right = {
        "publisher is the host": sum(row.publishers for row in rows),
        "date, or rightly none": sum(row.dates for row in rows),
    }
    figures = [
        Figure(name, f">= {BAR:.0%}", f"{number} of {pages}", number >= BAR * pages)
        for name, number in right.items()
    ]
    short = [row for row in rows if row.wrong]
    told = "; ".join(f"{row.system}: {row.wrong[0][:120]}" for row in short)
    return [*figures, Figure("systems with a page that is wrong", "told", told or "none", True)]


if __name__ == "__main__":
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--seed", type=int, default=1)
    seed = chosen.parse_args().seed
    title = f"Saved pages of {len(SYSTEMS)} systems, seed {seed}"
    raise SystemExit(0 if print_figures(title, figures_of(measure(seed))) else 1)
