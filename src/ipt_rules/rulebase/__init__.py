"""The knowledge: rule files read, checked and frozen."""

from ipt_rules.rulebase.base import RuleBase
from ipt_rules.rulebase.courses import ProfileDocument, TaskDocument
from ipt_rules.rulebase.files import ForeignDocument, TechniqueDocument
from ipt_rules.rulebase.instruments import InstrumentDocument
from ipt_rules.rulebase.language import Rule
from ipt_rules.rulebase.loading import load_rules, rules_folder
from ipt_rules.rulebase.policy import Policy, QuestionCost

__all__ = [
    "ForeignDocument",
    "InstrumentDocument",
    "Policy",
    "ProfileDocument",
    "QuestionCost",
    "Rule",
    "RuleBase",
    "TaskDocument",
    "TechniqueDocument",
    "load_rules",
    "rules_folder",
]
