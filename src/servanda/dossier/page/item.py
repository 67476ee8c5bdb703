"""One item of evidence as the page shows it: quotation, holder, four times, digest."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from servanda.dossier.charts.lanes import ItemMark
from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.print.dates import date_range_text, minute
from servanda.dossier.print.numbers import exact_number, rounded_probability
from servanda.dossier.print.quotations import Piece, quotation_pieces
from servanda.dossier.print.untrusted_text import language_tag, web_address
from servanda.records import Bearing, Claim, Document, Evidence, Reliability, Stance

__all__ = ["EvidenceCard", "evidence_card", "item_mark"]

_STANCES = {
    Stance.ASSERTED: "says",
    Stance.DENIED: "denies",
    Stance.NOT_CONFIRMED: "has not confirmed",
    Stance.DECLINED: "declined to comment",
    Stance.PROMISED: "promises",
    Stance.THREATENED: "threatens",
    Stance.DEMANDED: "demands",
    Stance.AGREED: "agrees",
    Stance.BELIEVED: "believes",
    Stance.RETRACTED: "takes back",
    Stance.REPORTED_FOR_OTHER: "reports for another",
}

_UNMOVING = {
    Bearing.BEFORE_DUTY: "before the duty began",
    Bearing.AFTER_DUTY: "after its period had closed",
    Bearing.NOT_IN_FORCE: "while the duty was not in force",
    Bearing.CANNOT_KNOW: "the source cannot know this part",
    Bearing.NO_STATEMENT: "states nothing either way",
    Bearing.NOT_OBSERVABLE: "could not be seen",
    Bearing.RETRACTED: "taken back",
    Bearing.REPLACED: "a person has put these words otherwise",
}


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """One item of evidence, each text as the page prints it."""

    label: str  # "E12", also its anchor
    says: str
    why: str
    quote: tuple[Piece, ...]
    language: str | None
    stance: str | None
    stance_style: str
    holder: str | None
    relayed: tuple[str, ...]  # who passed it on, outermost first, the holder left out
    document: str | None  # "D3"
    publisher: str
    images: tuple[str, str] | None  # of an observation: the image before and the later one
    title: str | None
    address: str | None
    raw_address: str | None  # an address that is no web address: printed, not linked
    sha256: str | None
    published: str
    happened: str
    seen: str
    recorded: str
    origin: str
    moves: Markup | None  # decibans
    unmoving: str | None  # why it moves nothing
    reliability: Markup
    reliability_why: str
    score: Markup
    reviewed: bool
    simulated: bool


def evidence_card(item: Evidence, catalogue: Catalogue, moves: Markup | None) -> EvidenceCard:
    """The card of an item; moves: its contribution, if the assessment lists one."""
    claim = catalogue.claims.get(item.claim or "")
    document = catalogue.documents.get(item.document or "")
    url = None if document is None else document.url
    return EvidenceCard(
        label=catalogue.evidence_label(item.id) or item.id,
        says=item.says,
        why=item.why,
        quote=_quote(claim, document, catalogue),
        language=language_tag(document.language) if document else None,
        stance=None if claim is None else _STANCES[claim.stance],
        stance_style="seen" if claim is None else claim.stance.value.replace("_", "-"),
        holder=_holder(claim, item, catalogue),
        relayed=() if claim is None else claim.chain[:-1],
        document=catalogue.document_label(item.document),
        publisher=publisher(document, catalogue),
        images=_images(item, catalogue),
        title=None if document is None else document.title or document.name,
        address=web_address(url),
        raw_address=None if web_address(url) else url,
        sha256=None if document is None else document.sha256,
        published=date_range_text(item.times.published),
        happened=date_range_text(item.times.happened),
        seen=date_range_text(item.times.seen),
        recorded=minute(item.times.recorded),
        origin=catalogue.origin(item.origin),
        moves=moves,
        unmoving=_UNMOVING.get(item.bearing),
        reliability=_reliability(item.reliability),
        reliability_why=item.reliability.why,
        score=exact_number(item.score, rounded_probability(item.score)),
        reviewed=item.reviewed,
        simulated=catalogue.rests_on_simulation(item),
    )


def _quote(
    claim: Claim | None, document: Document | None, catalogue: Catalogue
) -> tuple[Piece, ...]:
    if claim is None or document is None:
        return ()
    sentences = catalogue.sentences.get(document.id, ())
    return quotation_pieces(document.text, claim.content, sentences)


def _holder(claim: Claim | None, item: Evidence, catalogue: Catalogue) -> str | None:
    if claim is not None:
        return claim.holder or ("the page itself" if not claim.attributed else "somebody unnamed")
    observation = catalogue.observations.get(item.observation or "")
    return None if observation is None else observation.procedure


def _images(item: Evidence, catalogue: Catalogue) -> tuple[str, str] | None:
    observation = catalogue.observations.get(item.observation or "")
    if observation is None:
        return None
    return catalogue.scene(observation.before), catalogue.scene(observation.after)


def publisher(document: Document | None, catalogue: Catalogue) -> str:
    """The publisher of a document, as far as it is known."""
    if document is None:
        return "no document"
    source = catalogue.sources.get(document.source or "")
    return document.source or "publisher not known" if source is None else source.name


def _reliability(reliability: Reliability) -> Markup:
    """The expected share of right reports, and the right and wrong reports it stands for."""
    right, wrong = reliability.right, reliability.wrong
    return Markup("{}, as of {} right and {} wrong").format(
        exact_number(reliability.mean, rounded_probability(reliability.mean)),
        exact_number(right, f"{right:.1f}"),
        exact_number(wrong, f"{wrong:.1f}"),
    )


def item_mark(item: Evidence, catalogue: Catalogue) -> ItemMark:
    """The mark of an item on the timeline; without a day of its own, at the day it was seen."""
    claim = catalogue.claims.get(item.claim or "")
    retracted = claim is not None and claim.stance is Stance.RETRACTED
    shape = "observation" if item.observation is not None else "claim"
    times = item.times
    label = catalogue.evidence_label(item.id)
    return ItemMark(
        happened=times.happened if times.happened.has_date else times.seen,
        public=times.published,
        says=f"{label} {item.says}",
        shape="retraction" if retracted else shape,
        simulated=catalogue.rests_on_simulation(item),
    )
