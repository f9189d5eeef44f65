"""Interpersonal Psychotherapy as declarative rules over a structured interpersonal inventory."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipt_rules.caseloads import Caseload as Caseload
    from ipt_rules.caseloads import caseload as caseload
    from ipt_rules.documents.cases import CaseFile as CaseFile
    from ipt_rules.documents.cases import load_case as load_case
    from ipt_rules.documents.formulations import load_formulation as load_formulation
    from ipt_rules.documents.formulations import load_notes as load_notes
    from ipt_rules.documents.inventories import dump_inventory as dump_inventory
    from ipt_rules.documents.inventories import inventory_to_yaml as inventory_to_yaml
    from ipt_rules.documents.inventories import load_inventory as load_inventory
    from ipt_rules.evaluation import Evaluation as Evaluation
    from ipt_rules.evaluation import evaluate as evaluate
    from ipt_rules.exceptions import DocumentError as DocumentError
    from ipt_rules.exceptions import EngineDisagreement as EngineDisagreement
    from ipt_rules.exceptions import IptRulesError as IptRulesError
    from ipt_rules.exceptions import Problem as Problem
    from ipt_rules.exceptions import RuleError as RuleError
    from ipt_rules.explain.changed import changed as changed
    from ipt_rules.facts import facts_of as facts_of
    from ipt_rules.facts import vocabulary as vocabulary
    from ipt_rules.interop.schema import schema as schema
    from ipt_rules.model import Inventory as Inventory
    from ipt_rules.model import about as about
    from ipt_rules.report import to_page as to_page
    from ipt_rules.review.check import check as check
    from ipt_rules.review.course import course_so_far as course_so_far
    from ipt_rules.review.review import Review as Review
    from ipt_rules.rulebase import Rule as Rule
    from ipt_rules.rulebase import RuleBase as RuleBase
    from ipt_rules.rulebase import load_rules as load_rules
    from ipt_rules.rulebase import rules_folder as rules_folder

_HOME = {
    "CaseFile": "documents.cases",
    "Caseload": "caseloads",
    "DocumentError": "exceptions",
    "EngineDisagreement": "exceptions",
    "Evaluation": "evaluation",
    "Inventory": "model",
    "IptRulesError": "exceptions",
    "Problem": "exceptions",
    "Review": "review.review",
    "Rule": "rulebase",
    "RuleBase": "rulebase",
    "RuleError": "exceptions",
    "about": "model",
    "caseload": "caseloads",
    "changed": "explain.changed",
    "check": "review.check",
    "course_so_far": "review.course",
    "dump_inventory": "documents.inventories",
    "evaluate": "evaluation",
    "facts_of": "facts",
    "inventory_to_yaml": "documents.inventories",
    "load_case": "documents.cases",
    "load_formulation": "documents.formulations",
    "load_inventory": "documents.inventories",
    "load_notes": "documents.formulations",
    "load_rules": "rulebase",
    "rules_folder": "rulebase",
    "schema": "interop.schema",
    "to_page": "report",
    "vocabulary": "facts",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package costs little."""
    if name not in _HOME:
        raise AttributeError(f"module 'ipt_rules' has no attribute {name!r}")
    return getattr(importlib.import_module(f"ipt_rules.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
