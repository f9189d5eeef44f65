"""What other answers would change: the proposal, the areas, alerts, techniques and questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.explain.altered import Altered, Decided, altered, decided
from ipt_rules.explain.changed import places_of
from ipt_rules.explain.shown import Shown, alert_lines
from ipt_rules.facts import Fact
from ipt_rules.places import answer_at
from ipt_rules.report.outline import Outline
from ipt_rules.report.wording import STATUSES
from ipt_rules.results import Result
from ipt_rules.strata import Run

if TYPE_CHECKING:
    from ipt_rules.evaluation import Evaluation


@frozen
class Argued:
    """An argument that came or went, by its rule."""

    area: t.ProblemArea
    side: str
    rule: str
    because: str
    facts: tuple[str, ...]


@frozen
class AreaShift:
    """Where an area stands before and after; `came` and `went` are its arguments."""

    area: t.ProblemArea
    status_before: t.AreaStatus
    status: t.AreaStatus
    level_before: int
    level: int
    came: tuple[Argued, ...]
    went: tuple[Argued, ...]

    @property
    def differs(self) -> bool:
        """Whether anything about the area is otherwise."""
        moved = (self.status_before, self.level_before) != (self.status, self.level)
        return moved or bool(self.came or self.went)


@frozen
class Said:
    """Something an evaluation says, by name: an alert, what is held, a technique."""

    name: str
    says: str
    rule: str


@frozen
class Difference:
    """What came and what went."""

    came: tuple[Said, ...]
    went: tuple[Said, ...]


@frozen
class WhatIf(Shown):
    """What other answers would change.

    `before` and `after` are what the proposal decides; `areas` are all four. `evaluation` is the
    whole new evaluation; it is no part of the data.
    """

    changes: tuple[Altered, ...]
    differs: bool
    before: Decided
    after: Decided
    areas: tuple[AreaShift, ...]
    alerts: Difference
    remarks: Difference
    held: Difference
    techniques: Difference
    tasks: Difference
    verdicts: Difference
    issues: Difference
    questions_opened: int
    questions_closed: int
    evaluation: Evaluation = field(init=False, eq=False, repr=False)

    def outline(self) -> Outline:
        """Alerts first, then the proposal, the areas, and what follows from them."""
        if not self.changes:
            return Outline("Nothing was changed, so nothing changes.")
        made = [Outline(one.says, one.place, mark="if") for one in self.changes]
        if not self.differs:
            return Outline("What if: nothing changes in what the rules say.", children=made)
        return Outline(
            f"What if: {self._headline()}", children=[*made, *self._alerts(), *self._rest()]
        )

    def _headline(self) -> str:
        if self.before.decision == self.after.decision:
            return f"the proposal stays the same: {self.after.says}"
        return f"the proposal changes. Then: {self.after.says}. Now: {self.before.says}"

    def _alerts(self) -> Iterator[Outline]:
        for said in self.alerts.came:
            yield Outline(said.says, said.rule, mark="Alert, new")
        for said in self.alerts.went:
            yield Outline(said.says, said.rule, mark="Alert, gone")
        if self.alerts.went:
            yield Outline(
                "An alert is gone because its answer was changed here, not because the danger is: "
                "change the record only if it was wrong.",
            )

    def _rest(self) -> Iterator[Outline]:
        for shift in self.areas:
            if shift.differs:
                yield _shift_outline(shift)
        for title, found in (
            ("Remarks on the fit of IPT", self.remarks),
            ("Held", self.held),
            ("Techniques", self.techniques),
            ("Tasks", self.tasks),
            ("Verdicts on the chosen areas", self.verdicts),
            ("Issues of the formulation", self.issues),
        ):
            for verb, several in (("new", found.came), ("gone", found.went)):
                if several:
                    lines = [Outline(said.says, said.rule) for said in several]
                    yield Outline(f"{title}, {verb} ({len(lines)})", children=lines)
        if self.questions_opened or self.questions_closed:
            yield Outline(
                f"Questions: {self.questions_opened} would open, {self.questions_closed} close."
            )


def shift_text(shift: AreaShift) -> str:
    """Where an area goes, in words."""
    name = shift.area.label.capitalize()
    now = f"{STATUSES[shift.status]}, {shift.level} half levels"
    if (shift.status_before, shift.level_before) == (shift.status, shift.level):
        return f"{name}: stays {now}"
    return f"{name}: {now}; it is {STATUSES[shift.status_before]}, {shift.level_before} half levels"


def argued_outlines(came: Iterable[Argued], went: Iterable[Argued]) -> Iterator[Outline]:
    """Arguments that came or went as lines."""
    for mark, several in (("new", came), ("gone", went)):
        for one in several:
            side = {"for": "for", "against": "against", "excludes": "excludes"}[one.side]
            yield Outline(one.because, one.rule, mark=f"{mark}, {side}")


def _shift_outline(shift: AreaShift) -> Outline:
    return Outline(shift_text(shift), children=argued_outlines(shift.came, shift.went))


# --- the difference ------------------------------------------------------------------------------


def what_if(before: Evaluation, after: Evaluation, changes: Mapping[str, Any]) -> WhatIf:
    """Say what differs between two evaluations, and which answers made the difference."""
    run = before.run
    facts = run.facts[t.Stratum.SAFETY]
    made = tuple(_made(run, after.run, changes, {fact.id: fact for fact in facts}))
    opened, closed = _questions(after) - _questions(before), _questions(before) - _questions(after)
    found = WhatIf(
        changes=made,
        differs=_told(before) != _told(after),
        before=decided(before.proposal, facts),
        after=decided(after.proposal, after.run.facts[t.Stratum.SAFETY]),
        areas=shifts(before, after),
        alerts=_difference(_alerts(before), _alerts(after)),
        remarks=_difference(_remarks(before), _remarks(after)),
        held=_difference(_held(before), _held(after)),
        techniques=_difference(_techniques(before), _techniques(after)),
        tasks=_difference(_tasks(before), _tasks(after)),
        verdicts=_difference(_verdicts(before), _verdicts(after)),
        issues=_difference(_issues(before), _issues(after)),
        questions_opened=len(opened),
        questions_closed=len(closed),
        standing_alerts=alert_lines(after),
    )
    object.__setattr__(found, "evaluation", after)  # beside the data, never a part of it
    return found


def _made(
    run: Run, after: Run, changes: Mapping[str, Any], facts: Mapping[str, Fact]
) -> Iterator[Altered]:
    own = {f"life_event:{event.id}" for event in after.inventory.events}
    for name, place in zip(changes, places_of(run.inventory, changes), strict=True):
        moved = place
        if place.kind == "life_event" and place.record not in own:  # it got an id of its own
            person = place.record.partition(":")[2]
            event = next(e for e in reversed(after.inventory.events) if e.person == person)
            moved = type(place)(f"life_event:{event.id}", place.field)
        then = answer_at(after.inventory, moved)
        yield altered(str(name), answer_at(run.inventory, place), then, facts)


def shifts(before: Result, after: Result) -> tuple[AreaShift, ...]:
    """Where each area goes, with the arguments that came and went."""
    then = {standing.area: standing for standing in after.areas}
    return tuple(_shift(standing, then[standing.area]) for standing in before.areas)


def _shift(before: results.AreaStanding, after: results.AreaStanding) -> AreaShift:
    old, new = _arguments(before), _arguments(after)
    return AreaShift(
        area=after.area,
        status_before=before.status,
        status=after.status,
        level_before=before.level,
        level=after.level,
        came=tuple(one for key, one in new.items() if key not in old),
        went=tuple(one for key, one in old.items() if key not in new),
    )


def _arguments(area: results.AreaStanding) -> dict[tuple[object, ...], Argued]:
    return {
        (a.side, a.strength, a.support.rule, a.support.facts): Argued(
            a.area, a.side, a.support.rule, a.because, a.support.facts
        )
        for a in area.arguments
    }


def _difference(before: Mapping[object, Said], after: Mapping[object, Said]) -> Difference:
    return Difference(
        tuple(said for key, said in after.items() if key not in before),
        tuple(said for key, said in before.items() if key not in after),
    )


_Saids = dict[object, Said]


def _alerts(found: Result) -> _Saids:
    return {(a.name, a.support.facts): Said(a.name, f"{a.because} {a.action}", a.support.rule)
            for a in found.alerts}  # fmt: skip


def _remarks(found: Result) -> _Saids:
    return {(r.name, r.support.facts): Said(r.name, f"{r.because} {r.action}", r.support.rule)
            for r in found.suitability}  # fmt: skip


def _held(found: Result) -> _Saids:
    return {h.what: Said(h.what, f"{h.title}: {h.because}", h.support.rule) for h in found.held}


def _techniques(found: Result) -> _Saids:
    return {s.technique: Said(s.technique, s.title, s.support.rule) for s in found.suggestions}


def _tasks(found: Result) -> _Saids:
    return {s.task: Said(s.task, s.title, s.support.rule) for s in found.tasks}


def _verdicts(found: Result) -> _Saids:
    return {(c.area, c.verdict): Said(c.area.value, f"{c.area.label}: {c.verdict.label}",
                                      c.support.rule) for c in found.chosen}  # fmt: skip


def _issues(found: Result) -> _Saids:
    return {(i.name, i.support.facts): Said(i.name, i.because, i.support.rule)
            for i in found.issues}  # fmt: skip


def _questions(found: Result) -> set[tuple[str, str]]:
    return {(question.asks, question.record) for question in found.questions}


def _told(found: Result) -> object:
    """All that an evaluation says, without what it was made from."""
    return [value for name, value in found.to_dict().items() if name != "record"]
