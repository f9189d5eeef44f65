"""Whether a child was born in the past year, and whether this pregnancy was lost.

Both answers decide what somebody is asked: after a loss nobody speaks of a baby, and where there is
one its safety is asked about. What the record leaves open stays open, and is asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from ipt_rules import terms as t
from ipt_rules.facts.values import Fact, Value, bounds
from ipt_rules.model import Inventory

_YEAR, _MONTH_IN_WEEKS = 12.1, 4.35
_APART = 1.5  # months between a loss and a birth that are not the same day


def birth_values(inventory: Inventory, events: Iterable[Fact]) -> dict[str, Value]:
    """The values of `recent_birth` and `pregnancy_lost`, where the record tells."""
    known = [fact for fact in events if not fact.stands_for and fact.kind == "life_event"]
    losses = [_when(f) for f in known if f.values.get("type") == t.EventType.PREGNANCY_LOSS.value]
    births = [_when(f) for f in known if f.values.get("type") == t.EventType.BIRTH.value]
    untold = any(
        fact.values.get("group") == t.EventGroup.BEREAVEMENT.value
        and "type" not in fact.values
        and _possible(_when(fact))
        for fact in known
    )
    born = any(map(_certain, births))
    lost, perhaps = any(map(_certain, losses)), untold or any(map(_possible, losses))
    stage = inventory.case.perinatal.stage
    open_birth = not born and any(map(_possible, births))
    if stage is t.PerinatalStage.PREGNANT:  # an earlier loss is not the loss of this pregnancy
        values: dict[str, Value] = {"pregnancy_lost": "no"}
        return values if open_birth else {**values, "recent_birth": "yes" if born else "no"}
    if stage is t.PerinatalStage.POSTPARTUM:
        return _after_birth(inventory, losses, born=born, perhaps=perhaps)
    values = {}
    if lost or not perhaps:
        values["pregnancy_lost"] = "yes" if lost else "no"
    if born:
        values["recent_birth"] = "yes"
    elif not open_birth and (lost or stage is t.PerinatalStage.NONE):
        values["recent_birth"] = "no"
    return values


_When = tuple[float, float] | None


def _after_birth(
    inventory: Inventory, losses: list[_When], *, born: bool, perhaps: bool
) -> dict[str, Value]:
    """After a birth a loss of the same time was this child, another one was not."""
    weeks = inventory.case.perinatal.weeks
    if not perhaps:
        return {"pregnancy_lost": "no", "recent_birth": "yes"}
    if isinstance(weeks, t.Absence) or born:
        same = None
    else:
        ago = weeks / _MONTH_IN_WEEKS
        known = [loss for loss in losses if loss is not None]
        if len(known) < len(losses) or not losses:
            same = None
        elif all(low - _APART > ago or high + _APART < ago for low, high in known):
            same = False
        else:
            same = True if any(_certain(loss) for loss in known) else None
    if same is None:
        return {}
    return {
        "pregnancy_lost": "yes" if same else "no",
        "recent_birth": "no" if same else "yes",
    }


def _when(event: Fact) -> _When:
    """How many months ago, at the least and at the most; nothing without a date."""
    months = event.values.get("months_ago")
    if months is None:
        return None
    low, high = bounds(months)
    return None if low is None or high is None else (low, high)


def _certain(when: _When) -> bool:
    return when is not None and when[1] <= _YEAR


def _possible(when: _When) -> bool:
    return when is None or when[0] <= _YEAR
