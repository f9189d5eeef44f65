"""The knowledge: rule files read, checked and frozen."""

from ipt_rules.rulebase.base import RuleBase
from ipt_rules.rulebase.files import Policy, ProfileDocument, TechniqueDocument
from ipt_rules.rulebase.language import Rule
from ipt_rules.rulebase.loading import load_rules, rules_folder

__all__ = [
    "Policy",
    "ProfileDocument",
    "Rule",
    "RuleBase",
    "TechniqueDocument",
    "load_rules",
    "rules_folder",
]
