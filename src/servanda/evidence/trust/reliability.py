"""How often a report of this kind is right: the Admiralty letter as a Beta distribution.

A letter of which twenty sentences or more were settled in the nine cases has its numbers from them
(`python -m benchmarks.letters`): A 49 right and none wrong, B 24 and 4, each by Jeffreys' prior.
Of the others there were 25 in all (C 15 and 2, D 5, E 1, F 2), too few to say anything: they keep
the project's own proposal, C 0.70, D 0.55, E 0.40 with the weight of ten reports, F 0.60 with the
weight of two. The truth of the nine cases quotes their sources, so the counts flatter.
"""

from __future__ import annotations

from servanda.evidence.trust.sides import Side
from servanda.records import ActorKind, Admiralty, Claim, Reliability, Stance

__all__ = [
    "LETTERS",
    "P_FAVOURABLE_IF_WRONG",
    "REPORTING_ERROR",
    "letter_of_kind",
    "reliability_of",
]

LETTERS = {
    Admiralty.A: (49.5, 0.5),
    Admiralty.B: (24.5, 4.5),
    Admiralty.C: (7.0, 3.0),
    Admiralty.D: (5.5, 4.5),
    Admiralty.E: (4.0, 6.0),
    Admiralty.F: (1.2, 0.8),
}
_DOWN = {
    Admiralty.A: Admiralty.B,
    Admiralty.B: Admiralty.C,
    Admiralty.C: Admiralty.D,
    Admiralty.D: Admiralty.E,
    Admiralty.E: Admiralty.E,
    Admiralty.F: Admiralty.F,
}
# Who admits what speaks for the other side has no reason to make it up. In the nine cases 11 of 12
# such sentences were right, too few for a number of their own; so a letter.
_UP = {
    Admiralty.A: Admiralty.A,
    Admiralty.B: Admiralty.A,
    Admiralty.C: Admiralty.B,
    Admiralty.D: Admiralty.C,
    Admiralty.E: Admiralty.D,
    Admiralty.F: Admiralty.F,
}
_LETTER_OF_KIND = {
    ActorKind.INTERNATIONAL_BODY: Admiralty.B,
    ActorKind.THINK_TANK: Admiralty.B,
    ActorKind.NEWS_AGENCY: Admiralty.B,
    ActorKind.EYEWITNESS: Admiralty.B,
    ActorKind.GOVERNMENT: Admiralty.C,
    ActorKind.MILITARY: Admiralty.C,
    ActorKind.INTELLIGENCE: Admiralty.C,
    ActorKind.LEGISLATURE: Admiralty.C,
    ActorKind.STATE_MEDIA: Admiralty.D,
}


def letter_of_kind(kind: ActorKind) -> Admiralty:
    """The letter for a speaker of whom only the kind is known."""
    return _LETTER_OF_KIND.get(kind, Admiralty.F)


def reliability_of(
    letter: Admiralty,
    side: Side,
    claim: Claim,
    favourable: bool,
    *,
    adverse: bool = False,
    spoken: bool = False,
) -> Reliability:
    """The Beta prior for one report, one letter down for each reason to trust it less.

    One letter up for what speaks against its speaker's own interest: the bearer that says that it
    has not kept a duty, the other side that says that it has.
    favourable: the report says that the duty is kept; adverse: that it is plainly not, so no word
        of work under way or of a part
    spoken: who publishes it says it in its own name
    """
    reasons = [f"letter {letter.value}"]
    if side is Side.OWN and favourable:
        letter, reasons = _DOWN[letter], [*reasons, "speaks well of itself"]
    if _is_admission(side, favourable=favourable, adverse=adverse):
        letter, reasons = _UP[letter], [*reasons, "speaks against its interest"]
    if claim.stance is Stance.BELIEVED:
        letter, reasons = _DOWN[letter], [*reasons, "a belief, not a finding"]
    if _is_relay(claim, spoken):
        letter, reasons = _DOWN[letter], [*reasons, "does not say how it is known"]
    if claim.attributed and claim.holder is None:
        letter, reasons = _DOWN[letter], [*reasons, "the speaker is not named"]
    right, wrong = LETTERS[letter]
    why = f"{'; '.join(reasons)}: taken as {letter.value}"
    return Reliability(right, wrong, why, _kind(side, claim, favourable, spoken))


def _is_admission(side: Side, *, favourable: bool, adverse: bool) -> bool:
    return (side is Side.OWN and adverse) or (side is Side.OTHER and favourable)


def _is_relay(claim: Claim, spoken: bool) -> bool:
    if not claim.attributed:
        return not spoken
    return claim.holder_kind is ActorKind.NEWS_AGENCY


def _kind(side: Side, claim: Claim, favourable: bool, spoken: bool) -> str:
    """What a record can teach about: empty where nobody is named, since many are then pooled."""
    if _is_relay(claim, spoken) or (claim.attributed and claim.holder is None):
        return ""
    if claim.stance is Stance.DENIED:
        return f"{side.value}, a denial"
    return f"{side.value}, {'says kept' if favourable else 'says not kept'}"


# Chance that an origin which is right makes a mistake in reporting. [judgement; not from outside]
REPORTING_ERROR = 0.02


# The chance that an origin which is wrong says all the same that the duty is kept. A party that
# speaks of itself nearly always would; the other party gains least by praising its opponent.
P_FAVOURABLE_IF_WRONG = {Side.OWN: 0.9, Side.OTHER: 0.3, Side.THIRD: 0.5, Side.UNKNOWN: 0.5}
