"""The four areas side by side: for, against, missing, and what would make each the focus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.explain.flips import Again, Flip, flip_outline, flips
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.shown import Shown, alert_lines
from ipt_rules.explain.standing import step_in_focus
from ipt_rules.explain.unknowns import Gap, unknowns
from ipt_rules.report.outline import Outline
from ipt_rules.report.wording import STATUSES, default_mark

_MOST = 2000
"""Variants that are looked at for one area."""


@frozen
class Rival:
    """One area beside the others.

    `speaks_for`, `against` and `gates` are its arguments, strongest first; `step` says which step
    on the way to the proposal decided about it; `missing` are the open answers that matter to its
    standing, `settled` says that none does. `nearest` is the smallest change that would make it the
    primary focus: one or two answers, or nothing where none was found.
    """

    area: t.ProblemArea
    is_primary: bool
    status: t.AreaStatus
    level: int
    settled: bool
    about: str | None
    step: str
    speaks_for: tuple[results.Argument, ...]
    against: tuple[results.Argument, ...]
    gates: tuple[results.Argument, ...]
    missing: tuple[Gap, ...]
    nearest: Flip | None
    nearest_is_correction: bool
    complete: bool


@frozen
class Rivals(Shown):
    """The four areas side by side, on the thresholds that were used, alerts first."""

    says: str
    supported_from: int
    possible_from: int
    provisional_from: int
    areas: tuple[Rival, ...]

    def outline(self) -> Outline:
        """One area under the other, each with what speaks for and against it."""
        levels = (
            f"In half levels: supported from {self.supported_from}, possible from "
            f"{self.possible_from}, proposed with nothing against it from {self.provisional_from}."
        )
        return Outline(
            f"The four areas side by side. {self.says}",
            children=[
                *(rival_outline(rival) for rival in self.areas),
                Outline(levels),
            ],
        )


def rivals(inquiry: Inquiry, result: results.Result, again: Again) -> Rivals:
    """Put the four areas side by side."""
    policy = inquiry.run.rules.policy
    return Rivals(
        says=result.proposal.because,
        supported_from=policy.supported_from,
        possible_from=policy.possible_from,
        provisional_from=policy.provisional_from,
        areas=tuple(_rival(standing, inquiry, result, again) for standing in result.areas),
        standing_alerts=alert_lines(result),
    )


def _rival(
    standing: results.AreaStanding, inquiry: Inquiry, result: results.Result, again: Again
) -> Rival:
    area = standing.area
    found = flips(inquiry, result, again, area.value, limit=1, most=_MOST)
    nearest = next(iter((*found.flips, *found.corrections)), None)
    open_ = unknowns(inquiry.run, area.value)
    sides: dict[str, list[results.Argument]] = {"for": [], "against": [], "excludes": []}
    for argument in standing.arguments:
        sides[argument.side].append(argument)
    return Rival(
        area=area,
        is_primary=found.already,
        status=standing.status,
        level=standing.level,
        settled=open_.settled,
        about=standing.about,
        step=step_in_focus(standing, inquiry.run),
        speaks_for=tuple(sides["for"]),
        against=tuple(sides["against"]),
        gates=tuple(sides["excludes"]),
        missing=() if open_.settled else (*open_.domains, *open_.decisive, *open_.may_matter),
        nearest=nearest,
        nearest_is_correction=not found.flips and nearest is not None,
        complete=found.complete,
    )


# --- how it is shown -----------------------------------------------------------------------------


def rival_outline(rival: Rival) -> Outline:
    """One area: where it stands, and what speaks for it, against it, is missing, would flip it."""
    name = rival.area.label.capitalize()
    says = f"{name}: {STATUSES[rival.status]}"
    if rival.status is not t.AreaStatus.EXCLUDED:
        says += f", {rival.level} half levels"
    return Outline(
        f"{says}. {rival.step}",
        children=[
            *_arguments("for", rival.speaks_for),
            *_arguments("against", rival.against),
            *_arguments("gate", rival.gates),
            *_missing(rival.missing),
            *_nearest(rival),
        ],
    )


def _arguments(mark: str, arguments: Iterable[results.Argument]) -> Iterator[Outline]:
    for argument in arguments:
        strength = "" if argument.strength is None else f", {argument.strength.label}"
        yield Outline(
            argument.because + default_mark(argument.support),
            argument.support.rule,
            mark=f"{mark}{strength}",
        )


def _missing(gaps: tuple[Gap, ...]) -> Iterator[Outline]:
    if not gaps:
        return
    first, *others = [Outline(gap.question, gap.place) for gap in gaps]
    yield Outline(
        first.text,
        first.note,
        [Outline(other.text, other.note, folded=True) for other in others],
        mark="missing" if not others else f"missing, {len(gaps)} answers",
    )


def _nearest(rival: Rival) -> Iterator[Outline]:
    if rival.is_primary:
        return
    if rival.nearest is None:
        tried = "one or two other answers" if rival.complete else "the other answers tried"
        yield Outline(f"none of {tried} would make it the primary focus", mark="to flip")
        return
    shown = flip_outline(rival.nearest)
    mark = (
        "to flip, only if a safety answer was wrong" if rival.nearest_is_correction else "to flip"
    )
    yield Outline(shown.text, shown.note, shown.children, mark=mark)
