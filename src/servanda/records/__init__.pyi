"""The nouns that rooms hand each other: frozen records, nothing that judges."""

from .assessment.account import Account, AccountLine, Contribution, LineKind
from .assessment.assessment import (
    Assessment,
    CountBelief,
    Interval,
    Judgement,
    Moment,
)
from .assessment.degree import Grade
from .assessment.document_use import DocumentUse, NearestSentence
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
from .assessment.probability_words import ProbabilityWord
from .assessment.score import (
    BrierParts,
    Difference,
    ReliabilityBin,
    Score,
    ScoreCard,
    ScoredRow,
    Scores,
)
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
)
from .case.imagery_layer import Imagery, ImageryKind
from .case.reckoning import UNKNOWN_START
from .case.site import Geometry, GeometryKind, LonLat
from .case.source import (
    Admiralty,
    DeclaredCoverage,
    Document,
    DocumentKind,
    DocumentWithOriginal,
)
from .custody import GENESIS, CustodyEntry
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
from .evidence.image import Grid, Image, Obstacle
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
)
from .times import (
    UNKNOWN_TIME,
    DateRange,
    Precision,
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
