"""Who holds a claim: the named actor behind a source's words, or nobody where none is named.

Prefer silence to a guess: "Kim" is not the one Kim whose full name the text has, unless that Kim
has spoken before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.claims.content.actor_mentions import Directory, Mention
from servanda.claims.lexicon.word_lists import DATE_WORDS
from servanda.claims.lexicon.word_lists import words as listed
from servanda.claims.text.segments import normalise_typography
from servanda.records import Actor, ActorKind, Span

__all__ = ["NOBODY", "Holder", "Speakers"]


@dataclass(frozen=True, slots=True)
class Holder:
    """A canonical name, the actor where it is a known one, and the kind."""

    name: str | None
    actor: Actor | None
    kind: ActorKind


NOBODY = Holder(None, None, ActorKind.UNKNOWN)

_ANONYMOUS = re.compile(
    r"\b(?:officials?|sources?|diplomats?|lawmakers?|aides?|insiders?|people familiar"
    r"|persons? familiar|(?<!whole )analysts?|experts?|authorities)\b",
    re.I,
)
_WITNESS = re.compile(
    r"\b(?:witness(?:es)?|eyewitness(?:es)?|residents?|villagers?|reporters|journalists)\b", re.I
)
_PERSONAL = listed(
    "he she i him her",
)
_IMPERSONAL = frozenset({"it", "they", "we"})
_RELATIVE = listed(
    "who which that whom many some others one all this these",
)
_SOME_OF = re.compile(r"(?:one|some|many|most|several|all|none|two|three|both)\s+of\b")
_SIDES = re.compile(
    r"(?:generals\s+of\s+)?(?:the\s+)?(?:two|both)\s+(?:of\s+the\s+)?(?:koreas|sides|parties|countries|governments)"
)
_KINDS: tuple[tuple[ActorKind, str], ...] = (
    (
        ActorKind.STATE_MEDIA,
        r"state media|state television|state tv|state news agency|state broadcaster",
    ),
    (
        ActorKind.NEWS_AGENCY,
        r"news agency|newspapers?|wire service|broadcasters?|daily|media|outlets?|websites?"
        r"|\w+ (?:Times|Post|Journal|News)\b",
    ),
    (ActorKind.INTELLIGENCE, r"intelligence|spy agency|spy service"),
    (
        ActorKind.MILITARY,
        r"military|army|joint chiefs|armed forces|navy|air force|command\b|generals\b|commander",
    ),
    (ActorKind.LEGISLATURE, r"parliament|congress|senate|national assembly|committee"),
    (
        ActorKind.GOVERNMENT,
        r"ministry|minister|government|administration|department"
        r"|presidential office|embassy|president|secretary|cabinet|foreign office|delegation",
    ),
    (
        ActorKind.INTERNATIONAL_BODY,
        r"security council|united nations|monitors|watchdog|mission|agency",
    ),
    (
        ActorKind.THINK_TANK,
        r"think ?-?tank|institute|cent(?:er|re) for|university|researchers?|analysts",
    ),
    (ActorKind.ARMED_GROUP, r"rebels|militia|front\b|guerrillas?|fighters|insurgents"),
    (
        ActorKind.DOCUMENT,
        r"reports?|stud(?:y|ies)|documents?|images?|imagery|photographs?|photos|statement|letter|resolution|agreement|article|video|data|poll|survey|procedures?",
    ),
)
# Role words: what they may stand for.
_ROLES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(role, re.I), names)
    for role, names in (
        ("ministry", "ministry|MND|MOFA"),
        ("joint chiefs|military|army", "Joint Chiefs|JCS|military|army|Army"),
        ("spy agency|intelligence (?:agency|service)|agency", "agency|Agency|Service|NIS|IAEA|CIA"),
        (
            "analysts|authors|researchers|experts|study|report|think ?-?tank|institute"
            "|cent(?:er|re)|institution",
            "Cent(?:er|re)|Institute|CSIS|38 North|IISS",
        ),
        ("watchdog|organi[sz]ation|body", "IAEA|OPCW|OSCE|CTBTO|Organi[sz]ation"),
        ("council", "Council"),
        ("mission|monitors|observers", "Mission|Monitors|Observers|[A-Z]MM|UNOM|observer mission"),
        ("commission", "Commission"),
        ("presidential office", "presidential office|Blue House|Cheong Wa Dae"),
        (
            "paper|newspaper|magazine|broadcaster|channel|wire",
            "Times|Post|News|NBC|CNN|KBS|BBC|NPR|Reuters|Press",
        ),
        ("state media|news agency", "KCNA|media|Agency|Yonhap|Kyodo"),
    )
)
_ROLE_HEAD = re.compile(r"(?:the|its|their|that)\s+([\w\s'-]{3,40})", re.I)
_SPOKES = re.compile(r"\bspokes(?:man|woman|person|people)\b", re.I)
_OFFICE = re.compile(
    r"\bspokes(?:man|woman|person)\b|\b(?:head|chief|chair(?:man|woman)?|director(?:-general)?"
    r"|secretary(?:-general)?|minister|president|commander|envoy|ambassador|coordinator)\b",
    re.I,
)
_DOCUMENT = re.compile(
    r"(?:the|an?|its|their|that|this|new|annual|latest)?\s*(?:[\w-]+\s+)?(?:reports?|stud(?:y|ies)|documents?|entry|statement|declaration|release|text)\b",
    re.I,
)
_AUTHORS = re.compile(
    r"(?:the|its)\s+(?:[\w-]+\s+){0,2}(?:analysts|authors|researchers|experts|study|report|paper|magazine|broadcaster)"
)
_TITLES = re.compile(
    r"^(?:the|an?|mr|mrs|ms|dr|sen|rep|gov|gen|col|lt|president|chairman|minister|secretary)\.?\s+",
    re.I,
)
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:\s+(?:[A-Z][\w'’.-]*|(?:al|bin|van|von|de|da)\b))*")


def _is_office(spoken: str) -> bool:
    """Whether a source is the holder of an office: "the head of the mission"."""
    head = re.split(r"\b(?:that|which|who|whose|by|of|from|in|for)\b", spoken)[0]
    return bool(_OFFICE.search(head))


class Speakers:
    """Gives each source of one document its holder, in text order; remembers who has spoken."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._spoken: list[tuple[str, Holder]] = []  # the source's words, and who it was

    def holder(self, source: tuple[Span, ...]) -> Holder:
        """Who the words of a source stand for."""
        if not source:
            return NOBODY
        text = self._directory.text
        words = " ".join(text[span.start : span.end] for span in source)
        found = self._resolve(words, source)
        self._spoken.append((words, found))
        return found

    def _resolve(self, words: str, source: tuple[Span, ...]) -> Holder:
        plain = words.strip().lower()
        if plain in _PERSONAL | _IMPERSONAL:
            return self._pronoun(plain, source[0].start)
        if plain in _RELATIVE or _SOME_OF.match(plain):
            return NOBODY
        if _SIDES.fullmatch(plain):
            return self._two_koreas(plain)
        mentions = [m for span in source for m in self._directory.within(span.start, span.end)]
        if _AUTHORS.fullmatch(plain) and (institution := self._role(words, source[0].start)):
            return institution
        named = self._named(words, mentions, source)
        return named or self._role(words, source[0].start) or self._unlisted(words)

    def _named(
        self, words: str, mentions: list[Mention], source: tuple[Span, ...]
    ) -> Holder | None:
        """The actor that the words name; several states are named together."""
        if not mentions:
            return None
        anonymous = (
            bool(_ANONYMOUS.search(words)) and mentions[0].actor.kind is not ActorKind.PERSON
        )
        if all(m.adjective for m in mentions) and not anonymous:
            return self._organ(words, mentions[0].actor)
        states = _together(self._directory.text, mentions)
        if len(states) > 1 and not anonymous:
            return Holder("; ".join(a.names[0] for a in states), None, states[0].kind)
        principal = _principal(mentions)
        actor = principal.actor
        if actor.kind is ActorKind.GOVERNMENT and actor.part_of is None and not anonymous:
            after = self._directory.text[principal.end : source[0].end]
            if (
                re.match(r"'s\s+\w|\s+(?!government|administration)[a-z]+", after)
                and not principal.adjective
            ):
                return self._organ(words, actor)
        if anonymous:
            return Holder(actor.names[0], actor, ActorKind.ANONYMOUS_OFFICIAL)
        return Holder(actor.names[0], actor, actor.kind)

    def _two_koreas(self, plain: str) -> Holder:
        """Both states of one peninsula, where they are called that; "both sides" names nobody."""
        both = [self._directory.spelled(f"{point} Korea") for point in ("North", "South")]
        names = [actor.names[0] for actor in both if actor is not None]
        if "korea" in plain and len(names) == len(both):
            return Holder("; ".join(names), None, ActorKind.GOVERNMENT)
        return Holder(None, None, ActorKind.GOVERNMENT)

    def _organ(self, words: str, state: Actor) -> Holder:
        """An organ that the table has not got: "Japanese coast guard"."""
        kind = _kind_of(words)
        if kind is ActorKind.NEWS_AGENCY:  # a country's press is not its government
            return Holder(_clean(words), None, kind)
        if kind is ActorKind.UNKNOWN or kind is ActorKind.DOCUMENT:
            return Holder(state.names[0], state, state.kind)
        return Holder(_clean(words), state, kind)

    def _pronoun(self, word: str, position: int) -> Holder:
        """The last speaker that the pronoun can stand for."""
        personal = word in _PERSONAL
        for spoken, holder in reversed(self._spoken):
            if spoken.strip().lower() in _PERSONAL | _IMPERSONAL and holder is NOBODY:
                continue
            if holder is NOBODY:
                return NOBODY
            is_person = holder.kind is ActorKind.PERSON or _is_office(spoken)
            if personal == is_person:
                return holder
            if word == "they":
                return holder
        if not personal and word == "it":
            earlier = next((m for m in self._directory.before(position) if not m.adjective), None)
            if earlier is not None and earlier.actor.kind is not ActorKind.PERSON:
                return Holder(earlier.actor.names[0], earlier.actor, earlier.actor.kind)
        return NOBODY

    def _role(self, words: str, position: int) -> Holder | None:
        """ "The ministry": the nearest earlier actor whose name fits the role."""
        head = _ROLE_HEAD.fullmatch(words.strip())
        if not head and not _SPOKES.search(words):
            return None
        for pattern, names in _ROLES:
            if not pattern.search(words):
                continue
            for mention in self._directory.before(position):
                spelled = self._directory.text[mention.start : mention.end]
                printed = " ".join(mention.actor.names)
                if re.search(names, f"{spelled} {printed}"):
                    return Holder(mention.actor.names[0], mention.actor, mention.actor.kind)
            return None
        return self._spokesperson(words)

    def _spokesperson(self, words: str) -> Holder | None:
        if not _SPOKES.search(words):
            return None
        for _, holder in reversed(self._spoken):
            if holder.actor is not None and holder.kind is not ActorKind.PERSON:
                return holder
        return None

    def _unlisted(self, words: str) -> Holder:
        """A name that no table has, or words that name nobody."""
        kind = _kind_of(words)
        if _ANONYMOUS.search(words):
            return Holder(None, None, ActorKind.ANONYMOUS_OFFICIAL)
        if _WITNESS.search(words):
            return Holder(None, None, ActorKind.EYEWITNESS)
        name = self._full_name(words)
        if name is not None:
            return name
        clean = _clean(words)
        proper = next((m for m in _NAME.finditer(clean) if m.group() not in DATE_WORDS), None)
        if proper is None:
            return Holder(None, None, kind)
        if kind is ActorKind.UNKNOWN:
            return Holder(proper.group().rstrip(".'"), None, ActorKind.PERSON)
        return Holder(clean, None, kind)

    def _full_name(self, words: str) -> Holder | None:
        """A bare surname: the one speaker so far whose full name ends or begins with it."""
        bare = _TITLES.sub("", words.strip())
        if not re.fullmatch(r"[A-Z][\w'-]+", bare):
            return None
        fits = {
            holder.name: holder
            for _, holder in self._spoken
            if holder.name and bare in holder.name.split() and len(holder.name.split()) > 1
        }
        if len(fits) == 1:
            return next(iter(fits.values()))
        return Holder(bare, None, ActorKind.PERSON)


def _principal(mentions: list[Mention]) -> Mention:
    """The most telling mention: an organ before the state it belongs to, else the first."""
    proper = [m for m in mentions if not m.adjective] or mentions
    organs = [m for m in proper if m.actor.part_of or m.actor.kind is not ActorKind.GOVERNMENT]
    return (organs or proper)[0]


def _together(text: str, mentions: list[Mention]) -> tuple[Actor, ...]:
    """The states of "A and B", in order, if these are all that is named."""
    actors: list[Actor] = []
    for number, mention in enumerate(mentions):
        if mention.actor.kind is not ActorKind.GOVERNMENT or mention.actor.part_of:
            return ()
        between = text[mentions[number - 1].end : mention.start] if number else " and "
        if not re.fullmatch(r"\s*(?:,|and|, and|or|&)\s*(?:the\s+)?", between):
            return ()
        if mention.actor not in actors:
            actors.append(mention.actor)
    return tuple(actors)


def _kind_of(words: str) -> ActorKind:
    if _DOCUMENT.match(words):
        return ActorKind.DOCUMENT
    for kind, pattern in _KINDS:
        if re.search(rf"\b(?:{pattern})", words, re.I):
            return kind
    return ActorKind.UNKNOWN


def _clean(words: str) -> str:
    """The words without the article at their head and the clause at their end."""
    plain = re.sub(r"\s+", " ", normalise_typography(words)).strip()
    plain = re.sub(r"^(?:the|an?|its|their|his|her|our)\s+", "", plain, flags=re.I)
    return re.split(r",\s|\s+who\s|\s+which\s|\s+\(", plain)[0].strip(" ,.'\"")
