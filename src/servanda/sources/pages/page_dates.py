"""When a page was published: every place where it says so, the surest first.

What the page declares goes first (meta elements, JSON-LD, microdata), then what a reader sees (a
line "Published: ...", a `time` element, a date by its name or below the title), then the address. A
time of the last change tells only by when the page was there: it counts as an open range up to that
day, and only if nothing else is known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from servanda.records import DateRange, Precision
from servanda.sources.formats.dates_in_words import days_in_words
from servanda.sources.formats.publication_date import find_publication_date, written_range
from servanda.sources.formats.publication_labels import ends_in_label, publication_rank
from servanda.sources.pages.date_texts import date_in_url, date_of_value
from servanda.sources.pages.dated_lines import days_alone, days_of_page, label_cell, text_of

__all__ = ["PageDate", "page_dates"]

# Names under which pages declare their publication, by the systems that write them.
_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time",
    "datepublished", "rnews:datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "publish-date", "publish_date", "publishdate", "published_date", "publication_date",
    "publicationdate", "originalpublicationdate", "article.published", "bt:pubdate", "release_date",
    "cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date",
    "citation_date", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created",
    "dcterms.date", "dc.date", "dcterms:date", "eprints.date", "prism.publicationdate",
    "article_date_original", "artikel_datum", "date",
)  # fmt: skip
_CHANGED = (
    "article:modified_time", "article:modified", "og:updated_time", "og:modified_time",
    "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
    "revision_date", "modified_time", "updated_time",
)  # fmt: skip
_PUBLISHED_IN_JSON = ("datePublished", "dateCreated", "uploadDate")
_ADDRESSES_IN_JSON = ("url", "@id", "mainEntityOfPage")
_OTHER_THINGS = frozenset({"comment", "product", "review", "videoobject", "imageobject", "event"})
_ASIDE = frozenset({"aside", "footer", "nav", "menu"})
_BLOCKS = frozenset({"p", "li", "td", "dd", "blockquote"})  # in which sentences stand
# Words beside a date from which on a block is a sentence; a byline has fewer.
# [judgement; not from outside]
_FEWEST_OF_SENTENCE = 10
_MOST_ELEMENTS = 20_000  # of a page that are looked at [limit]
_MOST_JSON = 1_000_000  # characters of JSON-LD that are read [limit]
_MOST_OBJECTS = 2_000  # in it [limit]
_BELOW_TITLE = 12  # short elements after the title among which a bare date counts [limit]
_FEWEST_OF_TITLE = 12  # characters by which a title is known again [judgement; not from outside]
_MICROFORMAT = frozenset({"published", "dt-published"})  # [definition; hAtom, h-entry]
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:date|pubdate|published|posted|dateline|timestamp|time)(?:$|[\s_-])"
)
_CHANGE_WORDS = re.compile(
    r"\b(?:updated?|modified|changed|revised|edited|accessed|retrieved)\b", re.I
)
_COMMENTS = re.compile(r"comment|related|sidebar|widget|recommend", re.I)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# Words of a line that is a date: its month, a weekday, a place or "de" twice.
# [judgement; not from outside]
_MOST_WORDS_OF_DATE = 4


@dataclass(frozen=True, slots=True)
class PageDate:
    """One date that a page gives, and where."""

    days: DateRange
    by: str


def page_dates(tree: HtmlElement, url: str | None, max_date: str) -> list[PageDate]:
    """Every date of publication that the page gives, the surest first; none after `max_date`.

    A time of the last change comes last, as a range with an open start.
    """
    metas = _metas(tree)
    data, of_others = _by_whose(_json_ld(tree), url)
    found = [
        *_declared_dates(metas, _PUBLISHED),
        *_of_json(data, _PUBLISHED_IN_JSON),
        *_of_properties(tree),
        *_of_lines(tree),
        *_of_times(tree),
        *_of_names(tree),
        *_below_title(tree),
    ]
    in_url = date_in_url(url) if url else None
    if in_url is not None:
        found.append(PageDate(in_url, "the address"))
    found += _of_json(of_others, _PUBLISHED_IN_JSON)
    changed = [*_declared_dates(metas, _CHANGED), *_of_json(data, ("dateModified",))]
    found += [
        PageDate(DateRange(None, seen.days.end, Precision.RANGE), f"{seen.by} (last change)")
        for seen in changed
    ]
    return [seen for seen in found if seen.days.end and seen.days.end.isoformat() <= max_date]


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The contents of meta elements by their names in lower case; the first of each."""
    metas: dict[str, str] = {}
    for meta in islice(tree.iter("meta"), _MOST_ELEMENTS):
        for key in ("property", "name", "itemprop", "http-equiv"):
            if meta.get(key) and meta.get("content"):
                metas.setdefault(meta.get(key).strip().lower(), meta.get("content"))
    return metas


def _declared_dates(metas: Mapping[str, str], names: tuple[str, ...]) -> Iterator[PageDate]:
    for name in names:
        days = date_of_value(metas[name]) if name in metas else None
        if days is not None:
            yield PageDate(days, f"meta {name}")


def _json_ld(tree: HtmlElement) -> list[Mapping[str, Any]]:
    """The objects of a page's JSON-LD that are about the page, in their order."""
    objects: list[Mapping[str, Any]] = []
    for script in islice(tree.iter("script"), _MOST_ELEMENTS):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > _MOST_JSON:
            continue
        try:
            waiting = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and len(objects) < _MOST_OBJECTS:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting = [*value, *waiting]
            elif isinstance(value, dict) and not _is_other_thing(value):
                objects.append(value)
                waiting += [inner for inner in value.values() if isinstance(inner, list | dict)]
    return objects


def _by_whose(
    objects: list[Mapping[str, Any]], url: str | None
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The objects of this page, those that name its address first; and those of other pages."""
    own = None if url is None else _plain_address(url)
    named = [(value, _addresses_in(value)) for value in objects]
    this = [value for value, places in named if own in places]
    unsaid = [value for value, places in named if not places]
    others = [value for value, places in named if places and own not in places]
    # Without one of its own a page may be known to its objects by another address.
    return ([*this, *unsaid], others) if this else (objects, [])


def _addresses_in(value: Mapping[str, Any]) -> set[str]:
    """The addresses of pages that an object says it is of."""
    found = [value.get(key) for key in _ADDRESSES_IN_JSON]
    found += [inner.get("@id") for inner in found if isinstance(inner, dict)]
    return {_plain_address(place) for place in found if isinstance(place, str) and "//" in place}


def _plain_address(url: str) -> str:
    """An address without what makes no other page of it."""
    plain = url.partition("#")[0].partition("//")[2].casefold().rstrip("/")
    return plain.removeprefix("www.")


def _is_other_thing(value: Mapping[str, Any]) -> bool:
    kinds = value.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(str(name).lower() in _OTHER_THINGS for name in names)


def _of_json(objects: list[Mapping[str, Any]], keys: tuple[str, ...]) -> Iterator[PageDate]:
    for key in keys:
        for value in objects:
            days = date_of_value(value[key]) if isinstance(value.get(key), str) else None
            if days is not None:
                yield PageDate(days, f"JSON-LD {key}")


def _of_properties(tree: HtmlElement) -> Iterator[PageDate]:
    """Microdata, RDFa and microformats on elements of the text."""
    for element in _elements(tree):
        if _MICROFORMAT & set((element.get("class") or "").lower().split()):
            days = date_of_value(element.get("title") or element.get("datetime") or "")
            if days is not None:
                yield PageDate(days, "microformat published")
        name = (element.get("itemprop") or element.get("property") or "").lower()
        if name.rpartition(":")[2] in ("datepublished", "published", "issued", "created"):
            written = element.get("content") or element.get("datetime") or text_of(element)
            days = date_of_value(written)
            if days is not None and element.tag != "meta":
                yield PageDate(days, f"microdata {name}")


def _of_lines(tree: HtmlElement) -> Iterator[PageDate]:
    """Lines "Published: 10 March 2021"; none if they disagree."""
    found = {}
    for element in _elements(tree):
        text = f"{label_cell(element)}{text_of(element)}"
        if text and _LETTERS.search(text):
            days = find_publication_date(text)
            if days.has_date:
                found[written_range(days)] = PageDate(days, "a line of the page")
    if len(found) == 1:
        yield from found.values()


def _of_times(tree: HtmlElement) -> Iterator[PageDate]:
    """`time` elements: those that are named for publication first, none of a last change."""
    times = [element for element in _elements(tree) if element.tag == "time"]
    times.sort(key=lambda element: not _is_for_publication(element))
    for element in times:
        days = date_of_value(element.get("datetime") or text_of(element))
        before = _before(element)
        if days is None or _CHANGE_WORDS.search(_names_of(element) + before):
            continue
        if ends_in_label(before) and not publication_rank(before):
            continue
        if _is_for_publication(element) or not _is_in_prose(element):
            yield PageDate(days, "a time element")


def _is_in_prose(element: HtmlElement) -> bool:
    """True of an element in a sentence, which tells of a day and not of the page."""
    block = element.getparent()
    while block is not None and block.tag not in _BLOCKS:
        block = block.getparent()
    if block is None:
        return False
    text = text_of(block)
    said = len(_LETTERS.findall(text)) - len(_LETTERS.findall(text_of(element)))
    return not text or said >= _FEWEST_OF_SENTENCE


def _is_for_publication(element: HtmlElement) -> bool:
    names = _names_of(element)
    return element.get("pubdate") is not None or "publish" in names or "entry-date" in names


def _of_names(tree: HtmlElement) -> Iterator[PageDate]:
    """Short elements named as a date, with one date in words or digits in them."""
    yield from _bare(tree, lambda element: bool(_NAMED.search(_names_of(element))), "a line named")


def _below_title(tree: HtmlElement) -> Iterator[PageDate]:
    """A date that stands alone shortly after the title, as a heading or as the page's name."""
    left, begun = _BELOW_TITLE, False
    named = next((text_of(title) for title in tree.iter("title")), "")
    for element in _elements(tree):
        if element.tag == "h1" or (not begun and _is_title(element, named)):
            begun = True
        elif begun and left and text_of(element):
            left -= 1
            text = text_of(element)
            days = days_alone(f"{label_cell(element)}{text}")
            if len(days) == 1 and len(_LETTERS.findall(text)) <= _MOST_WORDS_OF_DATE:
                yield PageDate(days[0], "a line below the title")


def _is_title(element: HtmlElement, named: str) -> bool:
    """True if an element of an old page, without headings, says what the page is called."""
    text = text_of(element)
    return len(text) >= _FEWEST_OF_TITLE and named.startswith(text)


def _bare(
    tree: HtmlElement, is_meant: Callable[[HtmlElement], bool], by: str
) -> Iterator[PageDate]:
    for element in _elements(tree):
        text = text_of(element)
        if not text or not is_meant(element) or _CHANGE_WORDS.search(text + _names_of(element)):
            continue
        label = label_cell(element)
        days = days_of_page(f"{label}{text}")
        is_numeric = not any(days_in_words(text)) and (not label or publication_rank(label) > 0)
        digits = date_of_value(text) if is_numeric else None
        if len(days) == 1 or digits is not None:
            name = (element.get("class") or element.get("id") or element.tag).split()[0]
            yield PageDate(digits or days[0], f"{by} {name[:40]}")


def _elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The elements of the page's body outside menus, asides and readers' comments, in order."""
    body = tree.find(".//body")
    waiting = [tree if body is None else body]
    for _ in range(_MOST_ELEMENTS):
        if not waiting:
            return
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "template"):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _ASIDE or (
            element.tag not in ("body", "html") and _COMMENTS.search(names)
        ):
            continue
        yield element
        waiting += reversed(list(element))


def _names_of(element: HtmlElement) -> str:
    names = (element.get(key) or "" for key in ("class", "id", "itemprop", "property"))
    return " ".join(names).lower().replace("entry-date", "entry-date date")


def _before(element: HtmlElement) -> str:
    """The words right before an element on its line: "Updated <time>"."""
    previous = element.getprevious()
    parent = element.getparent()
    words = (
        previous.tail if previous is not None else parent.text if parent is not None else ""
    ) or ""
    return " " + words[-40:]
