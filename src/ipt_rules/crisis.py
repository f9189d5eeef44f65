"""Crisis services to have at hand while an alert stands."""

from __future__ import annotations

from collections.abc import Iterable

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.model import Inventory
from ipt_rules.rulebase import RuleBase

_DANGER = "safety/suicide/", "safety/violence/", "safety/dependants/"
_NO_DANGER = "safety/course/"  # somebody in the wrong course is not in danger for that


def crisis_help(
    alerts: Iterable[results.Alert], inventory: Inventory, rules: RuleBase
) -> results.CrisisHelp | None:
    """What can be reached in the patient's country, or the general line where none is known.

    Nothing while no alert speaks of danger. A number is never borrowed from another country.
    """
    book = rules.crisis
    danger = any(
        a.name.startswith(_DANGER)
        or (a.level is t.AlertLevel.STOP and not a.name.startswith(_NO_DANGER))
        for a in alerts
    )
    if book is None or not danger:
        return None
    given = inventory.risk.crisis_region
    region = None if isinstance(given, t.Absence) else book.regions.get(given.upper())
    if region is None:
        return results.CrisisHelp(None, book.generic, ())
    services = tuple(
        results.CrisisService(
            s.name,
            s.reach,
            s.need,
            s.hours,
            s.note,
            s.checked_on,
            results.SourceNote(s.source, rules.sources[s.source].title, s.evidence),
        )
        for s in region.services
    )
    return results.CrisisHelp(region.name, book.generic, services)
