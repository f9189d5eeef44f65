"""Many evaluations side by side, as a supervisor reads them: alerts first."""

from ipt_rules.caseloads.gather import Caseload, caseload

__all__ = ["Caseload", "caseload"]
