"""What a line says about the date in it: that something was made public then, or something else.

A label is one of publication if every word of it is known here and one of them says so: "Date of
publication", "First published online on", "Press release". The words are those that mastheads and
publishing systems print; a label in another language is none, and its date is not believed.
"""

# ruff: noqa: SIM905 -- letters of many scripts; words are easier to read in rows

from __future__ import annotations

import re

from servanda.sources.formats.dates_in_words import is_weekday

__all__ = ["ends_in_label", "publication_rank", "split_parts"]

# [definition; what publishing systems and mastheads print before the date]
_PUBLIC = frozenset(
    "published posted released issued publication release issue "
    "publié publiée publiés parution paru parue diffusé ligne "
    "publicado publicada publicación publicacion publicação publicacao emisión emissão "
    "veröffentlicht veröffentlichung veröffentlichungsdatum erschienen erscheinungsdatum "
    "pubblicato pubblicata pubblicazione gepubliceerd publicatiedatum geplaatst "
    "опубликовано опубликована опубликован публикации размещено опубліковано публікації "
    "opublikowano publikacji zveřejněno objavljeno yayınlanma yayın yayımlanma diterbitkan "
    "نشر نُشر النشر منتشر انتشار פורסם".split()
)
_DATE = frozenset(
    "date dated datum fecha data дата datę tarih tarihi tanggal تاريخ تاریخ תאריך".split()
)
_BESIDE = frozenset(
    "on of at the day time first originally online for immediate press media news "
    "le la de du en mis mise il am um der den von vom del el em op do в na dnia "
    "في יום ב em in".split()
)
# Written without spaces. [definition; as above]
_WHOLE = frozenset(
    "게시일 등록일 입력 발행일 승인 公開日 掲載日 発行日 配信 发布时间 发布日期 發布日期 發布時間 "
    "发表时间 日期 날짜 日付".split()
)
_MARKS = re.compile(r"[\s:：.,()\[\]‐-―-]+")
_PARTS = re.compile(r"\s+[|·•‧∙]\s+|\s*\|\s*")
_CLEAR, _BARE_DATE = 2, 1  # how surely a label speaks of publication [definition]


def publication_rank(label: str) -> int:
    """2 if a label says that something was made public, 1 if it says "date" alone, else 0."""
    words = [word for word in _MARKS.split(label.casefold()) if word and not is_weekday(word)]
    if not words:
        return 0
    if "".join(words) in _WHOLE or all(word in _WHOLE for word in words):
        return _CLEAR
    if not all(word in _PUBLIC or word in _DATE or word in _BESIDE for word in words):
        return 0
    releases = {"press", "media", "news"} & set(words)
    if any(word in _PUBLIC for word in words):
        return _CLEAR if not releases or "release" in words else 0
    return _BARE_DATE if any(word in _DATE for word in words) else 0


def ends_in_label(before: str) -> bool:
    """True if what stands before a date names what it is the date of: "Meeting: ", "Held on "."""
    plain = before.rstrip()
    return plain.endswith((":", "：")) or _PREPOSITION.search(plain) is not None


_PREPOSITION = re.compile(
    r"[^\W\d_]\s+(?:on|am|vom|le|el|em|il|op|от|до|until|by|from|since)$", re.I
)


def split_parts(line: str) -> list[str]:
    """The parts of a line that bars or dots set apart: "Published 10 March 2021 | By A Writer"."""
    return [part for part in _PARTS.split(line) if part.strip()]
