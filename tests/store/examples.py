"""Small cases and documents to store, and a clock that only tests move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from servanda.records import (
    ActorKind,
    Case,
    Claim,
    Document,
    DocumentKind,
    DocumentWithOriginal,
    Instrument,
    Modality,
    Polarity,
    Proposition,
    Quotation,
    Scene,
    Span,
    Stance,
    VerbClass,
    day,
    sha256,
)

START = datetime(2018, 12, 1, 12, 0, tzinfo=UTC)


class Ticks:
    """A clock that is a second later each time it is asked."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def a_case(case_id: str = "korea-2018", title: str = "Korea, 2018") -> Case:
    accord = Instrument("cma", "Military accord", "agreement", (), date(2018, 9, 19), None)
    return Case(case_id, title, (accord,), (), (), (), (), (), ())


def a_kept(document_id: str = "n-1", text: str = "Ten posts are gone.") -> DocumentWithOriginal:
    original = f"<p>{text}</p>".encode()
    document = Document(
        id=document_id,
        kind=DocumentKind.PAGE,
        sha256=sha256(original),
        text=text,
        name=f"{document_id}.html",
        media_type="text/html",
        source="yonhap",
        url=None,
        title=None,
        published=day(date(2018, 11, 20)),
        recorded=START,
        language="en",
        variant_of=None,
    )
    return DocumentWithOriginal(document, original)


def later(kept: DocumentWithOriginal) -> DocumentWithOriginal:
    """The same item, read again the next day."""
    recorded = kept.document.recorded + timedelta(days=1)
    return DocumentWithOriginal(replace(kept.document, recorded=recorded), kept.original)


def a_scene(scene_id: str = "s", sensor: str = "Sentinel-2") -> Scene:
    return Scene(scene_id, "0" * 64, None, sensor, START, 10.0, False)


def a_claim(document_id: str = "n-1", claim_id: str = "c-1") -> Claim:
    return Claim(
        id=claim_id,
        document=document_id,
        attributed=False,
        source=(),
        cue=(),
        content=(Span(0, 18),),
        holder=None,
        holder_id=None,
        holder_kind=ActorKind.UNKNOWN,
        chain=(),
        stance=Stance.ASSERTED,
        polarity=Polarity.POSITIVE,
        modality=Modality.CERTAIN,
        quotation=Quotation.NONE,
        caveats=(),
        said=None,
        event_time=None,
        places=(),
        quantities=(),
        proposition=Proposition(VerbClass.REMOVE, "go", False, "posts", None, None, (), True, ()),
        reader="test 1",
    )
