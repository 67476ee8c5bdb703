"""A made-up trail, as rich as a real one: every status, a recount, a denial, a simulated image."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import log10
from typing import Any

from servanda.claims import sentence_spans
from servanda.dossier import Trail
from servanda.records import (
    UNKNOWN_TIME,
    Account,
    AccountLine,
    Actor,
    ActorKind,
    Admiralty,
    Amendment,
    Assessment,
    Bearing,
    BlindSpot,
    BlindSpotKind,
    Case,
    Claim,
    Condition,
    ConditionChange,
    ConditionMode,
    Contribution,
    CountBelief,
    DateRange,
    Direction,
    Document,
    DocumentKind,
    DocumentUse,
    Evidence,
    Finding,
    Instrument,
    Interval,
    Judgement,
    LineKind,
    Matter,
    Modality,
    Moment,
    NearestSentence,
    Obligation,
    ObligationKind,
    Observation,
    Origin,
    OutOfForce,
    Polarity,
    Precision,
    Proposition,
    Quotation,
    Reliability,
    Scope,
    Site,
    Source,
    Span,
    Stance,
    StateSpace,
    Status,
    Timeline,
    Times,
    UnusedDocument,
    Variable,
    VerbClass,
    day,
    month,
    sha256,
    word_for,
)

AS_OF = date(2018, 12, 31)
RECORDED = datetime(2019, 1, 4, 6, 12, tzinfo=UTC)
POSTS = StateSpace(Variable.COUNT_DONE, tuple(float(k) for k in range(11)), "guard post")
FLAT = tuple(1.0 for _ in range(11))
TEN_DONE = tuple(0.9 if k == 10 else 0.01 for k in range(11))

ACTORS = (
    Actor(
        "dprk",
        ("North Korea", "조선민주주의인민공화국"),
        ActorKind.GOVERNMENT,
        None,
        (),
        Admiralty.D,
    ),
    Actor("rok", ("South Korea", "대한민국"), ActorKind.GOVERNMENT, None, (), Admiralty.B),
    Actor("us", ("United States",), ActorKind.GOVERNMENT, None, (), Admiralty.B),
    Actor("kcna", ("KCNA",), ActorKind.STATE_MEDIA, "dprk", (), Admiralty.D),
)

SOURCES = (
    Source("yonhap", "Yonhap News Agency 연합뉴스", "https://en.yna.co.kr/", None, Admiralty.B),
    Source("afp", "Agence France-Presse", "https://www.afp.com/", None, Admiralty.B),
    Source("kcna", "Korean Central News Agency", "http://www.kcna.kp/", "kcna", Admiralty.D),
    Source(
        "beyond", "Beyond Parallel, CSIS", "https://beyondparallel.csis.org/", None, Admiralty.B
    ),
    Source("quiet", "A source without documents", None, None, Admiralty.F),
)

SITES = (
    Site(
        "gp-n-01",
        ("Guard post opposite Cheorwon", "철원 맞은편 초소"),
        "dprk",
        None,
        "guard post",
        None,
        "the list of northern posts was not published",
        False,
    ),
    Site(
        "sakkanmol",
        ("Sakkanmol", "삭간몰"),
        "dprk",
        None,
        "missile base",
        None,
        "given to district level only",
        False,
    ),
    Site("test-site", ("Made-up clearing",), "dprk", None, "guard post", None, "made up", True),
)

INSTRUMENTS = (
    Instrument(
        "annex",
        "Agreement on the Implementation of the Historic Panmunjom Declaration in the "
        "Military Domain",
        "agreement",
        ("dprk", "rok"),
        date(2018, 9, 19),
        "https://example.org/annex",
    ),
    Instrument(
        "r1718",
        "Security Council resolution 1718",
        "resolution",
        ("dprk",),
        date(2006, 10, 14),
        "javascript:alert(1)",
    ),
)

AMENDMENT = Amendment(
    date(2018, 11, 5),
    DateRange(None, date(2018, 11, 10), Precision.RANGE),
    10,
    1,
    None,
    None,
    "One post on each side stays, unarmed, as a monument.",
)
LATER_AMENDMENT = Amendment(date(2019, 2, 1), day(date(2019, 2, 1)), 9, None, None, None, "Later.")


def duty(key: str, clause: str, bearer: str = "dprk", **changed: Any) -> Obligation:
    """An obligation with the usual terms, and what is changed in them."""
    plain = Obligation(
        id=key,
        instrument="annex",
        clause=clause,
        bearers=(bearer,),
        kind=ObligationKind.STATE,
        verb="demolish",
        object="guard posts",
        terms=(),
        unit="guard post",
        count=11,
        preserve=0,
        aspect=None,
        sites=(),
        scope=Scope.NAMED,
        start=date(2018, 9, 19),
        deadline=date(2018, 11, 30),
        bound=None,
        condition=None,
        verification=None,
        min_size_m=None,
        watchers=(),
        amendments=(),
        unscorable=None,
    )
    return replace(plain, **changed)


ABSTAIN: dict[str, Any] = {"kind": ObligationKind.ABSTAIN, "count": None, "deadline": None}
ACT: dict[str, Any] = {"kind": ObligationKind.ACT, "count": None}

OBLIGATIONS = (
    duty(
        "c-gp-dprk-disarm",
        "Withdraw people, weapons and equipment from 11 pilot guard posts",
        aspect="personnel and weapons",
    ),
    duty(
        "c-gp-dprk-surface",
        "Demolish the surface structures of the pilot guard posts",
        aspect="surface",
        amendments=(LATER_AMENDMENT, AMENDMENT),
        sites=("gp-n-01", "test-site"),
        verification="mutual visits on 12 December 2018",
        min_size_m=6.0,
    ),
    duty(
        "c-gp-dprk-underground",
        "Bury or destroy the underground parts of the pilot guard posts",
        aspect="underground",
        amendments=(AMENDMENT,),
        sites=("gp-n-01",),
    ),
    duty(
        "c-gp-rok-surface",
        "Demolish the surface structures of the pilot guard posts",
        "rok",
        aspect="surface",
        amendments=(AMENDMENT,),
    ),
    duty(
        "c-hostile",
        "Hold no artillery firing and no regiment-level field exercise near the line",
        bearers=("dprk", "rok"),
        **ABSTAIN,
    ),
    duty("c-nuke-test", "Hold no nuclear test", **ABSTAIN),
    duty(
        "c-us-ufg",
        "Hold no Ulchi Freedom Guardian exercise in August 2018",
        "us",
        kind=ObligationKind.ABSTAIN,
        count=None,
        deadline=date(2018, 8, 31),
    ),
    duty(
        "c-gp-verify",
        "Verify the other side’s pilot posts by visits",
        bearers=("dprk", "rok"),
        kind=ObligationKind.ACT,
        count=22,
        unit="site visit",
        deadline=date(2018, 12, 31),
    ),
    duty(
        "c-unsc-oil",
        "Supply no more than 500,000 barrels of refined petroleum in 2018",
        "us",
        kind=ObligationKind.LEVEL,
        count=None,
        deadline=date(2018, 12, 31),
        unit="barrels",
    ),
    duty(
        "c-gp-rest",
        "Discuss the withdrawal of all other guard posts",
        bearers=("dprk", "rok"),
        unscorable="A duty to talk sets no test.",
        **{**ACT, "deadline": None},
    ),
    duty(
        "c-yongbyon",
        "Dismantle the Yongbyon nuclear facilities for good",
        **{**ACT, "deadline": None},
        condition=Condition(
            "the United States takes corresponding measures",
            ConditionMode.IF,
            (
                ConditionChange(
                    False, date(2018, 9, 19), day(date(2018, 9, 19)), "none was announced"
                ),
            ),
        ),
    ),
    duty(
        "c-unsc-ballistic",
        "Hold no launch that uses ballistic missile technology; abandon all programmes",
        instrument="r1718",
        scope=Scope.GENERAL,
        **ABSTAIN,
    ),
)

MATTERS = (
    Matter(
        "x-sakkanmol",
        "Does the missile operating base at Sakkanmol break the 2018 pledges?",
        "dprk",
        "operate",
        "missile base",
        (),
        ("sakkanmol",),
    ),
)

CASE = Case(
    "korea-2018",
    "Korea 2018 · Panmunjom military annex and pledges",
    INSTRUMENTS,
    OBLIGATIONS,
    MATTERS,
    ACTORS,
    SOURCES,
    SITES,
    (),
)

TEXTS = (
    (
        "yonhap",
        "en",
        "South Korea’s defence ministry said on Tuesday that the North had "
        "blown up ten of its guard posts. “We watched the explosions through our own "
        "cameras,” a spokesman told reporters. He declined to say how many had left.",
        "the North had blown up ten of its guard posts",
        Stance.ASSERTED,
        "South Korea’s defence ministry",
    ),
    (
        "afp",
        "en",
        "Inspectors walked across the line in the morning. The ministry has not confirmed that "
        "the tunnels beneath the posts were filled in, and it said that work on them was "
        "hard to see.",
        "that the tunnels beneath the posts were filled in",
        Stance.NOT_CONFIRMED,
        "the ministry",
    ),
    (
        "kcna",
        "ko",
        "조선중앙통신은 시범철수하기로 한 초소들을 전부 폭파하였다고 보도하였다. "
        "남측도 합의를 리행하여야 한다.",
        "초소들을 전부 폭파하였다",
        Stance.ASSERTED,
        "조선중앙통신",
    ),
    (
        "beyond",
        "en",
        "Images of late November show rubble at nine places. One building still stands, the "
        "report says. Snow hides the rest.",
        "One building still stands",
        Stance.DENIED,
        "Beyond Parallel",
    ),
    (
        "afp",
        "ar",
        "قالت الوزارة إن المواقع العشرة دُمّرت بالكامل. وأضافت أن التحقق سيستمر.",
        "المواقع العشرة دُمّرت بالكامل",
        Stance.ASSERTED,
        "وزارة الدفاع",
    ),
)
ORIGINS = (
    Origin("rok-mnd", "South Korea’s defence ministry", "rok", (), True),
    Origin("dprk-state", "North Korean state media", "kcna", (), True),
    Origin("csis", "CSIS, from commercial images", None, (), True),
    Origin("official", "an official who was not named", None, (), False),
)

ORIGIN_OF_TEXT = ("rok-mnd", "official", "dprk-state", "csis", "rok-mnd")


def document(n: int, **changed: Any) -> Document:
    """The nth kept document; the texts come round again, as they do in the news."""
    source, language, text, _, _, _ = TEXTS[n % len(TEXTS)]
    plain = Document(
        id=f"doc-{n:02d}",
        kind=DocumentKind.NOTE if n % 7 == 3 else DocumentKind.PAGE,
        sha256=sha256(f"{n} {text}".encode()),
        text=text,
        name=f"page-{n:02d}.html",
        media_type="text/html",
        source=source,
        url=f"https://example.org/{source}/{n}",
        title=f"Guard posts along the line: report {n}",
        published=day(published(n)),
        recorded=RECORDED,
        language=language,
        variant_of=None,
    )
    return replace(plain, **changed)


def published(n: int) -> date:
    """Publication days from October to the end of December."""
    return date(2018, 10, 25) + timedelta(days=(n * 11) % 62)


def claim(n: int, **changed: Any) -> Claim:
    """The claim that the nth document makes."""
    _, _, text, content, stance, holder = TEXTS[n % len(TEXTS)]
    start = text.index(content)
    plain = Claim(
        id=f"claim-{n:02d}",
        document=f"doc-{n:02d}",
        attributed=True,
        source=(),
        cue=(),
        content=(Span(start, start + len(content)),),
        holder=holder,
        holder_id=None,
        holder_kind=ActorKind.MILITARY,
        chain=("Yonhap News Agency", holder) if n % 3 else (holder,),
        stance=stance,
        polarity=Polarity.POSITIVE,
        modality=Modality.CERTAIN,
        quotation=Quotation.INDIRECT,
        caveats=(),
        said=None,
        event_time=None,
        places=(),
        quantities=(),
        proposition=Proposition(
            VerbClass.REMOVE, "destroy", False, "guard posts", "dprk", None, (), True, ()
        ),
        reader="made up",
    )
    return replace(plain, **changed)


def evidence(n: int, obligation: str, **changed: Any) -> Evidence:
    """The nth item: what the nth claim says about one obligation."""
    stance = TEXTS[n % len(TEXTS)][4]
    bears = stance in {Stance.ASSERTED, Stance.DENIED}
    happened = day(published(n) - timedelta(days=n % 9)) if n % 4 else month(2018, 11)
    plain = Evidence(
        id=f"item-{n:02d}-{obligation}",
        obligation=obligation,
        claim=f"claim-{n:02d}",
        observation=None,
        document=f"doc-{n:02d}",
        site=None,
        origin=ORIGIN_OF_TEXT[n % 5],
        states=POSTS,
        if_right=TEN_DONE if bears else FLAT,
        if_wrong=FLAT,
        reliability=Reliability(17.0, 3.0, "an interested source about the other side"),
        bearing=Bearing.BEARS if bears else Bearing.NO_STATEMENT,
        score=0.75 + (n % 5) / 20,
        times=Times(happened, UNKNOWN_TIME, day(published(n)), RECORDED),
        says=(
            "10 of 11 destroyed",
            "underground not confirmed",
            "all destroyed",
            "9 of 10 seen destroyed",
            "10 destroyed",
        )[n % 5],
        why="names guard posts and the act, by the party that must do it",
        reviewed=n % 3 == 0,
    )
    return replace(plain, **changed)


OBSERVATIONS = (
    Observation(
        "obs-1",
        "test-site",
        "before",
        "after",
        datetime(2018, 11, 24, 2, tzinfo=UTC),
        "omnibus 1.0",
        Finding.CHANGED,
        Direction.CLEARED,
        "the block is gone",
        420.0,
        0.003,
        400,
        1.2,
        True,
    ),
)
SEEN = Times(
    DateRange(date(2018, 11, 12), date(2018, 11, 24), Precision.RANGE),
    day(date(2018, 11, 24)),
    day(date(2018, 12, 3)),
    RECORDED,
)
EVIDENCE = (
    *(evidence(n, "c-gp-dprk-surface") for n in range(31)),
    *(evidence(n, "c-gp-dprk-underground") for n in range(31, 40)),
    *(evidence(n, "c-gp-rok-surface") for n in range(40, 48)),
    *(evidence(n, "x-sakkanmol") for n in range(48, 60)),
    evidence(
        60,
        "c-gp-dprk-surface",
        claim=None,
        document=None,
        observation="obs-1",
        site="test-site",
        origin="csis",
        times=SEEN,
        says="cleared, 420 m²",
        bearing=Bearing.BEARS,
    ),
    evidence(
        61,
        "c-gp-dprk-surface",
        claim=None,
        document=None,
        says="published too late",
        times=Times(UNKNOWN_TIME, UNKNOWN_TIME, day(date(2019, 2, 3)), RECORDED),
    ),
)


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def timeline(key: str, status: Status, end: float, width: float) -> Timeline:
    """A belief that goes from even odds to its end at the time of the explosions."""
    moments = []
    for n in range(0, 116, 2):
        when = date(2018, 9, 7) + timedelta(days=n)
        share = logistic((n - 74) / 5)
        middle = (
            0.15 + (end - 0.15) * share
            if status is not Status.NOT_MET
            else 0.6 - (0.6 - end) * share
        )
        half = width * (1.3 - 0.4 * share) / 2
        interval = Interval(max(0.0, middle - half), min(1.0, middle + half * 0.7))
        now = status if when > date(2018, 11, 30) else Status.PENDING
        moments.append(Moment(when, middle, interval, now))
    return Timeline(key, tuple(moments))


def contribution(item: Evidence, decibans: float) -> Contribution:
    return Contribution(
        item.id, item.document, item.origin, item.times.published.end or AS_OF, decibans
    )


def judgement(key: str, status: Status, probability: float | None, **changed: Any) -> Judgement:
    """A judgement with its word and a middling trail."""
    plain = Judgement(
        id=key,
        status=status,
        probability_met=probability,
        interval=None
        if probability is None
        else Interval(probability * 0.93, min(1.0, probability * 1.03)),
        word=None if probability is None else word_for(probability),
        count=None,
        documents=6,
        origins_low=1,
        origins_high=2,
        blind_spots=(),
        contradictions=(),
        contributions=(),
        unreviewed_share=2 / 3,
        why="Several reports agree.",
        covered_in_general_by=None,
    )
    made = replace(plain, **changed)
    return made if probability is None else replace(made, account=account(made, probability))


def account(of: Judgement, probability: float) -> Account:
    """The contributions of a judgement by origin, and a prior that makes them add up."""
    by_origin: dict[str, list[Contribution]] = {}
    for part in of.contributions:
        by_origin.setdefault(part.origin, []).append(part)
    lines = tuple(
        AccountLine(
            LineKind.ORIGIN, origin, sum(part.decibans for part in parts), 0.0, 0.0,
            tuple(part.evidence for part in parts),
        )
        for origin, parts in by_origin.items()
    )  # fmt: skip
    whole = 10.0 * log10(probability / (1.0 - probability))
    return Account(whole - sum(line.decibans for line in lines), lines, whole)


SURFACE_ITEMS = [
    e for e in EVIDENCE if e.obligation == "c-gp-dprk-surface" and e.bearing is Bearing.BEARS
]
SURFACE_FORCES = sorted(
    (
        contribution(e, (9.31 - n / 3) * (-0.4 if e.says.startswith("9 of") else 1))
        for n, e in enumerate(SURFACE_ITEMS[:-1])
    ),
    key=lambda c: -abs(c.decibans),
)
UNDERGROUND_SPOTS = (
    BlindSpot(
        BlindSpotKind.UNDERGROUND,
        "no sensor sees the tunnels, and inspectors said only what was above",
        7.4,
    ),
    BlindSpot(
        BlindSpotKind.LOCATION_UNKNOWN, "which northern posts they were was not published", 1.5
    ),
)

JUDGEMENTS = (
    judgement(
        "c-gp-dprk-disarm",
        Status.MET,
        0.9134,
        why="Both sides reported it and neither took it back.",
    ),
    judgement(
        "c-gp-dprk-surface",
        Status.MET,
        0.9631782,
        interval=Interval(0.9109, 0.9839),
        documents=31,
        origins_low=2,
        origins_high=3,
        count=CountBelief(10, (*(0.0005,) * 6, 0.001, 0.002, 0.012, 0.019, 0.963)),
        contributions=tuple(SURFACE_FORCES),
        contradictions=(
            (SURFACE_ITEMS[0].id, "item-03-c-gp-dprk-surface"),
            (SURFACE_ITEMS[1].id, "gone"),
        ),
        blind_spots=(BlindSpot(BlindSpotKind.SEASON, "snow from 3 December on", 1.25),),
        why="Ten posts were reported destroyed by both sides, and images agree for nine.",
    ),
    judgement(
        "c-gp-dprk-underground",
        Status.UNDETERMINED,
        0.4812,
        interval=Interval(0.2043, 0.7517),
        documents=9,
        origins_low=1,
        origins_high=1,
        blind_spots=UNDERGROUND_SPOTS,
        count=CountBelief(
            10, (0.02, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.07, 0.08, 0.0788, 0.4812)
        ),
        contributions=tuple(
            contribution(e, 3.1 - 1.4 * n)
            for n, e in enumerate(e for e in EVIDENCE[31:40] if e.bearing is Bearing.BEARS)
        ),
        why="Nobody outside saw the underground parts; the reports that speak of them are hedged.",
    ),
    judgement(
        "c-gp-rok-surface",
        Status.MET,
        0.9976,
        documents=8,
        origins_low=2,
        count=CountBelief(10, (*(0.0,) * 9, 0.0024, 0.9976)),
    ),
    judgement("c-hostile", Status.MET, 0.88),
    judgement(
        "c-nuke-test",
        Status.MET,
        0.9912,
        origins_low=4,
        origins_high=4,
        documents=0,
        why="Four networks would have seen a test, and none did.",
    ),
    judgement("c-us-ufg", Status.NOT_MET, 0.0312, why="The exercise was held."),
    judgement("c-gp-verify", Status.PENDING, 0.41),
    judgement(
        "c-unsc-oil",
        Status.PENDING,
        0.0021,
        interval=None,
        count=CountBelief(1027, tuple(1 / 1028 for _ in range(1028))),
    ),
    judgement("c-gp-rest", Status.UNSCORABLE, None, why="A duty to talk sets no test."),
    judgement(
        "c-yongbyon",
        Status.NOT_DUE,
        None,
        why="The United States has taken none of the corresponding measures.",
    ),
    judgement("c-late", Status.MET_LATE, 0.9312, days_late=21, why="Done about 21 days late."),
    judgement("c-unheard", Status.NO_EVIDENCE, None, documents=0, why="Nothing bears on it."),
    judgement("c-unseen", Status.NOT_VERIFIABLE, 0.6123, word=None, why="Nobody could look."),
    judgement(
        "c-ended",
        Status.NOT_IN_FORCE,
        None,
        why="ended on 2018-06-01 by dprk: a breach",
        in_force=OutOfForce(date(2018, 5, 31), ("dprk",), "a breach", "ended on 2018-06-01"),
    ),
    judgement(
        "c-unsc-ballistic",
        Status.UNDETERMINED,
        0.5712,
        blind_spots=(BlindSpot(BlindSpotKind.MOBILE, "launchers leave their bases", 4.0),),
    ),
    judgement(
        "x-sakkanmol",
        Status.NOT_COVERED,
        None,
        documents=12,
        origins_low=1,
        why="No obligation of 2018 names this base or this kind of base.",
        covered_in_general_by="c-unsc-ballistic",
    ),
)

USE = DocumentUse(
    used=tuple(document(n).id for n in range(57)),
    unused=(document(57).id, document(58).id),
    unread=(document(59).id,),
)

TRAIL = Trail(
    case=CASE,
    assessment=Assessment(
        "korea-2018", AS_OF, AS_OF, "state filters 1.0", JUDGEMENTS, documents=USE
    ),
    timelines=tuple(
        timeline(
            j.id, j.status, j.probability_met, 0.45 if j.status is Status.UNDETERMINED else 0.12
        )
        for j in JUDGEMENTS
        if j.probability_met is not None
    ),
    evidence=EVIDENCE,
    claims=tuple(claim(n) for n in range(60)),
    documents=(*(document(n) for n in range(60)), document(60, published=day(date(2019, 2, 3)))),
    custody_head=sha256(b"the last entry"),
    servanda_version="0.1.0",
    made=datetime(2019, 1, 5, 9, 30, tzinfo=UTC),
    origins=ORIGINS,
    observations=OBSERVATIONS,
    sentences={document(n).id: sentence_spans(document(n).text) for n in range(60)},
    unused=(
        UnusedDocument(
            document(57),
            read=True,
            nearest=NearestSentence(
                Span(0, 24), "The posts were <b>empty</b>.", "c-gp-verify", 0.8125
            ),
        ),
        UnusedDocument(document(58), read=True, nearest=None),
        UnusedDocument(document(59), read=False, nearest=None),
    ),
)
