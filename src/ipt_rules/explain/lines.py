"""A rule that was read on a case as lines of an outline, short at first."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.explain.steps import Condition, Found, Record, Step
from ipt_rules.report.outline import Outline


def step_outline(step: Step) -> Outline:
    """A rule as it was read: its sentence, and each record with what was found in it.

    What is open or failed stands on lines of its own. Where each value comes from, what the rule
    says and its sources are folded.
    """
    return Outline(
        step.says or step.title,
        step.rule,
        [*map(_at_a_glance, step.records), *_in_full(step), *_anatomy(step)],
        mark=_mark(step),
    )


def _mark(step: Step) -> str:
    if step.verdict not in (t.Verdict.SILENT, t.Verdict.UNKNOWN):
        return step.effect if len(step.effect) < _SHORT else ""
    parts = [f"{step.failed} failed"] if step.failed else []
    parts += [f"{step.unknown} not known"] if step.unknown else []
    return ", ".join(parts)


def _at_a_glance(record: Record) -> Outline:
    """A record with the values that fit in one line; what does not fit the rule below it."""
    if not record.fact:
        return Outline(record.note)
    held = [c for c in record.conditions if c.state == "held"]
    values = dict.fromkeys(_value(found) for condition in held for found in condition.found)
    others = [condition_outline(c) for c in record.conditions if c.state != "held"]
    if record.note:
        others.insert(0, Outline(record.note))
    return Outline(
        f"{record.name} – {'; '.join(values)}" if values else record.name, record.fact, others
    )


def _in_full(step: Step) -> Iterator[Outline]:
    """Every condition with what was needed and where the value comes from."""
    for record in step.records:
        if record.conditions:
            yield Outline(
                f"Looked at: {record.name}",
                record.fact,
                map(condition_outline, record.conditions),
                folded=True,
            )
        if record.concluded_by:
            yield Outline(
                f"Concluded before: {record.name}",
                record.fact,
                map(step_outline, record.concluded_by),
                folded=True,
            )


def condition_outline(condition: Condition) -> Outline:
    """A condition with the values found and where they stand."""
    values = "; ".join(_value(found) for found in condition.found)
    places = "; ".join(dict.fromkeys(found.place for found in condition.found if found.place))
    needed = condition.needed
    if len(condition.found) == 1:
        needed = needed.removeprefix(f"{condition.found[0].field.replace('_', ' ')} is ")
    if condition.state == "held":
        same = len(condition.found) == 1 and needed == condition.found[0].says.replace("-", " ")
        return Outline(values if same else f"{values} (needed: {needed})", places)
    if condition.state == "presumed":
        return Outline(f"{values}; until it is, taken as: {needed}", places, mark="presumed")
    mark = "failed" if condition.state == "failed" else "open"
    return Outline(f"{values} (needed: {needed})", places, mark=mark)


def _value(found: Found) -> str:
    return f"{found.field.replace('_', ' ')}: {found.says or 'not known'}"


_SHORT = 40


def _anatomy(step: Step) -> Iterator[Outline]:
    yield Outline(f"Rule: {step.title} ({step.status.label})", step.rule, folded=True)
    if _mark(step) != step.effect:
        yield Outline(f"When it holds: {step.effect}", folded=True)
    for note in step.sources:
        yield Outline(f"Source: {note.title}", f"{note.ref}, {note.evidence}", folded=True)
