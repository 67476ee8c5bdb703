"""Times of scenes as catalogues, tags and names of files write them, in aware UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

__all__ = ["instant", "named_instant", "tagged_instant"]

# In TIFF tags and in the headers of ENVI and of several ground segments.
TAGS = (
    "ACQUISITION_DATETIME", "ACQUISITIONDATETIME", "ACQUISITION_TIME", "ACQUISITION_DATE",
    "SENSING_TIME", "DATE_ACQUIRED", "DATETIME",
    "TIFFTAG_DATETIME",  # last: programs put the time of writing here
)  # fmt: skip

TIFF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")

# 20141012, 2018-11-20, 2018_11_20, each with an optional time T233201 as in names of products.
IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-_.]?)(?P<month>\d\d)(?P=gap)(?P<day>\d\d)"
    r"(?:[T_](?P<time>\d{6}))?(?!\d)"
)


def instant(text: object) -> datetime | None:
    """The time, in UTC where it says no zone; None where it is none."""
    if not isinstance(text, str):
        return None
    tiff = TIFF_TIME.fullmatch(text.strip())
    plain = f"{tiff[1]}-{tiff[2]}-{tiff[3]}T{tiff[4]}" if tiff else text.strip()
    try:
        when = datetime.fromisoformat(plain)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def tagged_instant(tags: Mapping[str, Any]) -> datetime | None:
    """The first time in the tags of a file that says when it was taken."""
    upper = {key.upper(): value for key, value in tags.items()}
    return next((when for tag in TAGS if (when := instant(upper.get(tag)))), None)


def named_instant(name: str) -> datetime | None:
    """The first date in the name of a file: "s1_20141012.tif"; None where it has none."""
    for found in IN_NAME.finditer(name):
        clock = found["time"] or "000000"
        try:
            return datetime.strptime(
                f"{found['year']}{found['month']}{found['day']}{clock}+0000", "%Y%m%d%H%M%S%z"
            )
        except ValueError:  # 20181399: a number, not a date
            continue
    return None
