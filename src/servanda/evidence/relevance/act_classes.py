"""Which class of act a duty's own words name.

A duty of restraint ("refrain from", "cease", "suspend") is about the act that its object names; any
other duty is about the act of its verb.
"""

from __future__ import annotations

from servanda.evidence.wording.stems import stems
from servanda.records import Matter, Obligation, ObligationKind, VerbClass

__all__ = ["acts_against", "acts_of", "event_acts"]

_ACTS = {
    VerbClass.REMOVE: "demolish destroy dismantle remove bury collapse raze dispose disable clear "
    "scrap eliminate removal destruction demolition",
    VerbClass.WITHDRAW: "withdraw disarm evacuate vacate redeploy leave disengage pull",
    VerbClass.PRESERVE: "preserve keep maintain",
    VerbClass.TEST: "test explosion detonation",
    VerbClass.LAUNCH: "launch flight missile",
    VerbClass.EXERCISE: "exercise drill manoeuvre maneuver wargame",
    VerbClass.FIRE: "firing fire shelling artillery attack ceasefire hostility violation",
    VerbClass.BUILD: "build construct expand build-up construction",
    VerbClass.PRODUCE: "produce enrich manufacture production enrichment reprocess",
    VerbClass.OPERATE: "operate run operation",
    VerbClass.HAND_OVER: "hand surrender deliver lay transfer collect release contain",
    VerbClass.INSPECT: "inspect verify check visit monitor verification inspection",
    VerbClass.SUPPLY: "supply sell export import transfer ship cap",
    VerbClass.MEET: "meet discuss negotiate talk consult hold",
    VerbClass.DECLARE: "declare announce report submit sign ratify",
    VerbClass.SUSPEND: "suspend halt postpone cancel",
    VerbClass.RESUME: "resume restart",
}
# Words that duties use of two acts: weapons are removed by taking them away, posts by tearing down.
_EITHER = {
    "remove": frozenset({VerbClass.REMOVE, VerbClass.WITHDRAW}),
    "clear": frozenset({VerbClass.REMOVE, VerbClass.WITHDRAW}),
    "removal": frozenset({VerbClass.REMOVE, VerbClass.WITHDRAW}),
    "decommission": frozenset({VerbClass.REMOVE, VerbClass.HAND_OVER}),
    "beyond": frozenset({VerbClass.REMOVE, VerbClass.HAND_OVER}),  # "put beyond use"
}
_ACT_OF_WORD = {stem: act for act, words in _ACTS.items() for stem in reversed(stems(words))}

# The other act that shows a duty undone, beside its own act said not to have happened.
_AGAINST = {
    VerbClass.REMOVE: frozenset({VerbClass.BUILD, VerbClass.RESUME}),
    VerbClass.WITHDRAW: frozenset({VerbClass.RESUME}),
    VerbClass.PRESERVE: frozenset({VerbClass.REMOVE}),
    VerbClass.INSPECT: frozenset({VerbClass.REFUSE_ACCESS}),
}


def acts_of(duty: Obligation | Matter) -> frozenset[VerbClass]:
    """The classes of act that the duty's verb names; empty where its words are not known."""
    named = (_acts_named(stem) for stem in stems(duty.verb))
    return next((acts for acts in named if acts), frozenset())


def acts_against(duty: Obligation) -> frozenset[VerbClass]:
    """Acts that undo or block what the duty asks for."""
    return frozenset(act for own in acts_of(duty) for act in _AGAINST.get(own, ()))


def event_acts(duty: Obligation) -> frozenset[VerbClass]:
    """The acts that break a duty to abstain, read from its object and terms."""
    if duty.kind is not ObligationKind.ABSTAIN:
        return frozenset()
    words = stems(" ".join((duty.object, *duty.terms)))
    return frozenset(act for word in words for act in _acts_named(word))


def _acts_named(word: str) -> frozenset[VerbClass]:
    """The classes of act that one word names; empty where it names none."""
    if word in _EITHER:
        return _EITHER[word]
    return frozenset({_ACT_OF_WORD[word]}) if word in _ACT_OF_WORD else frozenset()
