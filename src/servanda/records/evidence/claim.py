"""Claims: statements that a text makes or attributes to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from servanda.records.case.case import ActorKind
from servanda.records.span import Span
from servanda.records.times import DateRange

__all__ = [
    "Claim",
    "Comparison",
    "Link",
    "Modality",
    "Place",
    "Polarity",
    "Proposition",
    "Quantity",
    "Quotation",
    "Stance",
    "TimeMention",
    "VerbClass",
]


class Stance(StrEnum):
    """What the holder does with the content; two stances are never merged."""

    ASSERTED = "asserted"
    DENIED = "denied"
    NOT_CONFIRMED = "not_confirmed"
    DECLINED = "declined"
    PROMISED = "promised"
    THREATENED = "threatened"
    DEMANDED = "demanded"
    AGREED = "agreed"
    BELIEVED = "believed"
    RETRACTED = "retracted"
    REPORTED_FOR_OTHER = "reported_for_other"


class Polarity(StrEnum):
    """The content is put forward as true, as false, or left open."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class Modality(StrEnum):
    """How firmly the content is said, and if it is about the future."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    FUTURE = "future"
    OPEN = "open"


class Quotation(StrEnum):
    """Whose words the content is in."""

    NONE = "none"  # the article's own statement
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Comparison(StrEnum):
    """How the number meant relates to the number written."""

    EXACTLY = "="
    ABOUT = "~"
    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"


class VerbClass(StrEnum):
    """The classes of act that duties are made of."""

    REMOVE = "remove"  # demolish, destroy, dismantle, bury
    WITHDRAW = "withdraw"  # pull back, disarm, empty
    PRESERVE = "preserve"
    TEST = "test"
    LAUNCH = "launch"
    EXERCISE = "exercise"
    FIRE = "fire"
    BUILD = "build"
    PRODUCE = "produce"
    OPERATE = "operate"
    HAND_OVER = "hand_over"
    INSPECT = "inspect"
    REFUSE_ACCESS = "refuse_access"
    SUSPEND = "suspend"
    RESUME = "resume"
    SUPPLY = "supply"
    MEET = "meet"
    DECLARE = "declare"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression in the text and the days it stands for."""

    text: str
    span: Span
    when: DateRange


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in the text, and the site of the case that it may stand for."""

    text: str
    span: Span
    site: str | None
    score: float  # 0..1, of the match with the site's names; 0 without a site


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts: "10 posts", "750 of 998", "at least 13 bases"."""

    text: str
    span: Span
    comparison: Comparison
    value: float
    unit: str
    per_side: bool
    preserve: bool  # True: counts what is preserved, not what is done
    denominator: float | None


@dataclass(frozen=True, slots=True)
class Link:
    """An obligation that a claim bears on, with the score of the match and its reason."""

    obligation: str
    score: float  # 0..1
    why: str


@dataclass(frozen=True, slots=True)
class Proposition:
    """The content of a claim as an act: what was done to what, by whom, where."""

    verb: VerbClass
    verb_text: str  # the lemma as read
    negated: bool  # the act is said not to have taken place
    object: str
    party: str | None  # actor id of the one who acts or is acted for
    site: str | None  # site id
    aspects: tuple[str, ...]  # parts of the object that the content speaks of
    completed: bool  # said as done, not as going on, planned or begun
    links: tuple[Link, ...]
    parties: tuple[str, ...] = ()  # actor ids where several act, jointly or each alone
    both_sides: bool = False  # said of "both sides" or "each side", without names


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed statement, pinned to exact characters of one document."""

    id: str
    document: str
    attributed: bool  # False: the article asserts it itself; source and cue are then empty
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    holder: str | None  # canonical name; None where the text does not name one
    holder_id: str | None  # actor id, where the holder is a known actor
    holder_kind: ActorKind
    chain: tuple[str, ...]  # who relays whom, outermost first, the holder last
    stance: Stance
    polarity: Polarity
    modality: Modality
    quotation: Quotation
    caveats: tuple[Span, ...]
    said: TimeMention | None
    event_time: TimeMention | None
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    proposition: Proposition
    reader: str  # which reader and version found it
