"""The interpersonal inventory as frozen values."""

from ipt_rules.model.case import (
    Case,
    DiagnosisRecord,
    MedicalIllness,
    Onset,
    Perinatal,
    Substance,
)
from ipt_rules.model.course import (
    Contract,
    Formulation,
    Incident,
    ItemScore,
    Measure,
    PlannedSession,
    SessionLog,
    SessionNote,
)
from ipt_rules.model.event import Grief, LifeEvent, Transition
from ipt_rules.model.inventory import Asked, Inventory
from ipt_rules.model.relationship import Relationship, Violence
from ipt_rules.model.risk import RiskScreen
from ipt_rules.model.values import About, Maybe, PartialDate, Ref, about

__all__ = [
    "About",
    "Asked",
    "Case",
    "Contract",
    "DiagnosisRecord",
    "Formulation",
    "Grief",
    "Incident",
    "Inventory",
    "ItemScore",
    "LifeEvent",
    "Maybe",
    "Measure",
    "MedicalIllness",
    "Onset",
    "PartialDate",
    "Perinatal",
    "PlannedSession",
    "Ref",
    "Relationship",
    "RiskScreen",
    "SessionLog",
    "SessionNote",
    "Substance",
    "Transition",
    "Violence",
    "about",
]
