"""Write `src/servanda/calendar_names.py`: names of months and weekdays as CLDR has them.

usage: python -m scripts.calendar_names

Run it again for another release of CLDR (package Babel). A name that is one month in one language
and another in a second ("listopad") is left out: digits and the other languages' names remain.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale

__all__ = ["PAGE", "names_page"]

PAGE = Path(__file__).parents[1] / "src/servanda/calendar_names.py"
# Languages of the press of the regions that such cases come from, and of its agencies.
LOCALES = (  # noqa: SIM905
    "en en_GB fr es pt de it nl ca gl ro sv da nb fi et lv lt pl cs sk sl hr sr sr_Latn bs mk bg "
    "sq hu el tr az kk ky uz tg ru uk be ka hy ar ar_SY ar_DZ ar_MA he fa ps ur ku hi bn ne si ta "
    "my th km lo vi id ms fil sw so ha am zu af ja ko zh"
).split()
CLDR = 47  # the release that Babel 2.18 holds [definition]
_HEAD = '''"""Names of months and weekdays in {count} languages and variants, from CLDR {version}.

Made by `python -m scripts.calendar_names`; change that, not this.
"""

from __future__ import annotations

__all__ = ["MONTH_NAMES", "WEEKDAY_NAMES"]

'''


def names_page() -> str:
    """The module with the names as CLDR has them today."""
    months: dict[str, set[int]] = defaultdict(set)
    weekdays: set[str] = set()
    for locale in map(Locale.parse, LOCALES):
        for number, name in _names(locale.months):
            months[name].add(number)
        weekdays.update(name for _, name in _names(locale.days))
    for number, name in _names(Locale.parse("en").months):
        months[name[:4]].add(number)  # "Sept", "Octo"
    of_month = [
        [name for name, numbers in months.items() if numbers == {number}] for number in range(1, 13)
    ]
    rows = "".join(f"    (\n{_lines(names)}    ),\n" for names in of_month)
    head = _HEAD.format(count=len(LOCALES), version=CLDR)
    return (
        f"{head}# January first; the names of one month with a bar between them.\n"
        f"MONTH_NAMES: tuple[str, ...] = (\n{rows})  # fmt: skip\n\n"
        f"WEEKDAY_NAMES = (\n{_lines(weekdays - set(months))})  # fmt: skip\n"
    )


def _names(widths: object) -> Iterator[tuple[int, str]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in widths[context][width].items():  # type: ignore[index]
                for written in _spellings(name):
                    yield number, written


def _spellings(name: str) -> Iterator[str]:
    """A name in lower case without its point or particle, and a Latin one without accents too."""
    plain = unicodedata.normalize("NFC", name.casefold().rstrip("."))
    plain = re.sub(r"^(?:de |d[’'])", "", plain)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    spellings = {plain, ascii_only} if len(ascii_only) == len(plain) else {plain}
    for spelling in sorted(spellings):
        # Two letters of an alphabet ("ag") are words of others; of an abugida they are a word.
        if len(spelling) > (2 if spelling[0] < "\u0590" else 1) and not re.search(r"\d", spelling):
            yield spelling


def _lines(names: Iterable[str]) -> str:
    joined = "|".join(sorted(names)).replace("|", "| ")
    lines = textwrap.wrap(joined, 80, break_on_hyphens=False, break_long_words=False)
    whole = [line.replace("| ", "|") for line in lines]
    return "".join(f'        "{line}"\n' for line in whole)


if __name__ == "__main__":
    PAGE.write_text(names_page(), encoding="utf-8")
