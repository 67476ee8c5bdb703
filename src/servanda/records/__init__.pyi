"""The nouns that rooms hand each other: frozen records, nothing that judges."""

from .assessment.account import Account, AccountLine, Contribution, LineKind
from .assessment.assessment import (
    Assessment,
    CountBelief,
    Interval,
    Judgement,
    Moment,
    SourceRecord,
    StatementOutcome,
    Status,
    Timeline,
)
from .assessment.degree import Grade, ShareDone
from .assessment.document_use import DocumentUse, NearestSentence, UnusedDocument
from .assessment.explanation import (
    CollectionKind,
    CollectionOption,
    CollectionOutcome,
    ExplainedItem,
    Explanation,
    InformationGain,
    Movement,
    MovementCause,
    MovementStep,
    Sensitivity,
    SetAsideItem,
)
from .assessment.probability_words import ProbabilityWord, word_for, word_range
from .assessment.score import (
    BrierParts,
    Difference,
    ReliabilityBin,
    Score,
    ScoreCard,
    ScoredRow,
    Scores,
    Truth,
    TruthFile,
    TruthState,
)
from .assessment.what_if import WhatIfChanges
from .case.bearers import duties_by_bearer, row_of_bearer
from .case.block import Block, BlockKind
from .case.case import (
    Actor,
    ActorKind,
    Amendment,
    Bound,
    BoundDirection,
    Case,
    Definition,
    Instrument,
    Matter,
    Names,
    Obligation,
    ObligationKind,
    Scope,
)
from .case.condition import Condition, ConditionChange, ConditionMode
from .case.duty_check import (
    DutyCheck,
    DutyWarning,
    ExampleDuty,
    ExampleSentence,
    ReadingSensitivity,
)
from .case.event import DaysAfter, EventDay, Extension, KnownEvent
from .case.force import (
    Ending,
    Force,
    OutOfForce,
    Renewal,
    Suspension,
    out_of_force,
    wholly_out_of_force,
)
from .case.imagery_layer import Imagery, ImageryKind, SitePlace
from .case.reckoning import UNKNOWN_START, reckon_days, with_starts_as_of
from .case.site import Geometry, GeometryKind, LonLat, Site
from .case.source import (
    Admiralty,
    DeclaredCoverage,
    Document,
    DocumentKind,
    DocumentWithOriginal,
    Source,
)
from .case.states import StateSpace, Variable
from .case.terms import (
    Terms,
    is_achievement,
    level_grid,
    preserve_duty,
    state_space,
    terms_in_force,
    with_preserve_duties,
)
from .case.watcher import Watcher, WatchPeriod
from .codec import canonical_json, digest, json_value, parse, sha256
from .custody import GENESIS, CustodyEntry, entry_hash
from .evidence.blind_spot import BlindSpot, BlindSpotKind
from .evidence.case_evidence import CaseEvidence, Coverage, OriginCount
from .evidence.claim import (
    Claim,
    Comparison,
    Link,
    Modality,
    Place,
    Polarity,
    Proposition,
    Quantity,
    Quotation,
    Stance,
    TimeMention,
    VerbClass,
)
from .evidence.decision import (
    BY_HAND,
    ClaimEntry,
    Correction,
    Decision,
    DecisionAct,
)
from .evidence.document_claims import DocumentClaims
from .evidence.evidence import Bearing, Evidence, Reliability
from .evidence.image import Grid, Image, Obstacle, StackWindow
from .evidence.observation import (
    Direction,
    Finding,
    Observation,
    ObservationWithScenes,
    OrbitPass,
    Scene,
)
from .evidence.origin import Origin
from .evidence.possible_source import PossibleSource
from .evidence.reader_check import DirectionCheck, LabelledSentence, ReaderCheck
from .evidence.reader_shares import DirectionShares, MeasuredShares, ReaderShares
from .evidence.statement import (
    Counted,
    Label,
    StatedCount,
    Statement,
    StatementDirection,
)
from .evidence.statement_decision import StatementAct, StatementDecision, WhyAsked
from .span import Span
from .times import (
    UNKNOWN_TIME,
    DateRange,
    Precision,
    Times,
    day,
    month,
    parse_range,
    public_by,
)

__all__ = [
    "BY_HAND",
    "GENESIS",
    "UNKNOWN_START",
    "UNKNOWN_TIME",
    "Account",
    "AccountLine",
    "Actor",
    "ActorKind",
    "Admiralty",
    "Amendment",
    "Assessment",
    "Bearing",
    "BlindSpot",
    "BlindSpotKind",
    "Block",
    "BlockKind",
    "Bound",
    "BoundDirection",
    "BrierParts",
    "Case",
    "CaseEvidence",
    "Claim",
    "ClaimEntry",
    "CollectionKind",
    "CollectionOption",
    "CollectionOutcome",
    "Comparison",
    "Condition",
    "ConditionChange",
    "ConditionMode",
    "Contribution",
    "Correction",
    "CountBelief",
    "Counted",
    "Coverage",
    "CustodyEntry",
    "DateRange",
    "DaysAfter",
    "Decision",
    "DecisionAct",
    "DeclaredCoverage",
    "Definition",
    "Difference",
    "Direction",
    "DirectionCheck",
    "DirectionShares",
    "Document",
    "DocumentClaims",
    "DocumentKind",
    "DocumentUse",
    "DocumentWithOriginal",
    "DutyCheck",
    "DutyWarning",
    "Ending",
    "EventDay",
    "Evidence",
    "ExampleDuty",
    "ExampleSentence",
    "ExplainedItem",
    "Explanation",
    "Extension",
    "Finding",
    "Force",
    "Geometry",
    "GeometryKind",
    "Grade",
    "Grid",
    "Image",
    "Imagery",
    "ImageryKind",
    "InformationGain",
    "Instrument",
    "Interval",
    "Judgement",
    "KnownEvent",
    "Label",
    "LabelledSentence",
    "LineKind",
    "Link",
    "LonLat",
    "Matter",
    "MeasuredShares",
    "Modality",
    "Moment",
    "Movement",
    "MovementCause",
    "MovementStep",
    "Names",
    "NearestSentence",
    "Obligation",
    "ObligationKind",
    "Observation",
    "ObservationWithScenes",
    "Obstacle",
    "OrbitPass",
    "Origin",
    "OriginCount",
    "OutOfForce",
    "Place",
    "Polarity",
    "PossibleSource",
    "Precision",
    "ProbabilityWord",
    "Proposition",
    "Quantity",
    "Quotation",
    "ReaderCheck",
    "ReaderShares",
    "ReadingSensitivity",
    "Reliability",
    "ReliabilityBin",
    "Renewal",
    "Scene",
    "Scope",
    "Score",
    "ScoreCard",
    "ScoredRow",
    "Scores",
    "Sensitivity",
    "SetAsideItem",
]
