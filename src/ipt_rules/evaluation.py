"""The whole path: an inventory and a rule base to an evaluation that shows itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, TypeVar

import attrs
from attrs import field, frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.agreement import engine_name
from ipt_rules.budget import not_now
from ipt_rules.conclusions import Drawn, chosen_areas, issues
from ipt_rules.crisis import crisis_help
from ipt_rules.documents.inventories import check_inventory
from ipt_rules.exceptions import DocumentError, IptRulesError, Problem
from ipt_rules.explain.asking import Asking, ask
from ipt_rules.explain.changed import changed
from ipt_rules.explain.flips import Flips
from ipt_rules.explain.flips import flips as _flips
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.rivals import Rivals
from ipt_rules.explain.rivals import rivals as _rivals
from ipt_rules.explain.search import MOST
from ipt_rules.explain.shown import Shown, alert_lines
from ipt_rules.explain.unknowns import Unknowns, unknowns
from ipt_rules.explain.whatif import WhatIf
from ipt_rules.explain.whatif import what_if as _what_if
from ipt_rules.explain.why import Why
from ipt_rules.explain.why import why as _why
from ipt_rules.explain.whynot import WhyNot
from ipt_rules.explain.whynot import why_not as _why_not
from ipt_rules.fit import check_call
from ipt_rules.model import Inventory
from ipt_rules.plan import held, phase_standing, suggestions, tasks
from ipt_rules.questions import questions
from ipt_rules.report import to_html, to_text
from ipt_rules.report.pictures import Picture, arguments, closeness_circle, timeline, trajectory
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import Asks
from ipt_rules.strata import Run, alerts_and_remarks, strata_of

S = TypeVar("S", bound=Shown)


@frozen
class Evaluation(results.Result):
    """What the rules say of a case. Shows itself in a notebook, as text and as data.

    It supports a trained clinician's judgement; it makes no diagnosis and rates no risk.
    """

    _run: Run | None = field(default=None, init=False, eq=False, repr=False)

    @property
    def run(self) -> Run:
        """The pass over the strata that it was made from: what explanations are read off.

        It stays in the process that made it, as it holds the whole rule base. Raises
        `IptRulesError` for an evaluation that came from another process.
        """
        if self._run is None:
            raise IptRulesError(
                "this evaluation came from another process and left its case behind; "
                "evaluate the inventory here to explain it"
            )
        return self._run

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The case in pictures: arguments, timeline, the course of each scale, the people.

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
        >>> [picture.title for picture in evaluate(lena, load_rules()).pictures]
        ['Arguments: Lena', 'Timeline: Lena', 'PHQ-9: Lena', 'Closeness circle: Lena']

        Raises `IptRulesError` for an evaluation that came from another process.
        """
        run = self.run
        return (
            arguments(self),
            timeline(run.inventory, run.as_of),
            *trajectory(run.inventory, run.rules),
            closeness_circle(run.inventory),
        )

    def why(self, of: object = "proposal") -> Why:
        """Why a conclusion was drawn: rules, records, values, sources.

        `of` is a part of this evaluation (an alert, an argument, a suggestion, …) or a name:
        "proposal", an area, a technique, a task, a rule.

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
        >>> evaluate(lena, load_rules()).why().says
        'Role dispute is supported on what is known.'

        Raises `IptRulesError` for an unknown name, and for what was not drawn.
        """
        return self._alerted(_why(self.run, self, of))

    def why_not(self, of: object) -> WhyNot:
        """Why a conclusion was not drawn: each rule that could have, nearest first.

        `of` is a name as for `why`, or an outcome such as "withheld".

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
        >>> evaluate(lena, load_rules()).why_not("grief").rules[0].failed
        1

        Raises `IptRulesError` for an unknown name, and for what was drawn.
        """
        return self._alerted(_why_not(self.run, self, of))

    def unknowns(self, of: str = "proposal") -> Unknowns:
        """Which open answers could still change the proposal, an area or a rule, and which cannot.

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> edwin = load_inventory(rules_folder() / "cases" / "edwin-his-fathers-breath.yaml")
        >>> evaluate(edwin, load_rules()).unknowns().settled
        True

        Raises `IptRulesError` for a name that is not settled by answers.
        """
        return self._alerted(unknowns(self.run, of))

    def ask(self) -> Asking:
        """What to ask next, safety first; or the certificate that asking can stop.

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> nora = load_inventory(rules_folder() / "cases" / "nora-provisional.yaml")
        >>> next(q for q in evaluate(nora, load_rules()).ask().questions if q.settles > 2).places
        ('life_event:move.timing_to_onset',)
        """
        return self._alerted(ask(self.run))

    def what_if(self, changes: Mapping[str, Any]) -> WhatIf:
        """What other answers would change: the case is evaluated anew with them.

        `changes` maps places to answers as documents spell them; see `changed`.

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
        >>> answer = evaluate(lena, load_rules()).what_if({"risk.plan": "yes"})
        >>> answer.before.outcome.value, answer.after.outcome.value
        ('supported', 'withheld')

        Raises `DocumentError` that lists every problem with the changes.
        """
        inventory = changed(self.run.inventory, changes)
        return _what_if(self, self._again(inventory), changes)

    def flips(self, to: object = None, limit: int = 12, most: int = MOST) -> Flips:
        """The smallest changes to answers on record that change the proposal.

        One answer is changed, then two; the plausible changes come first. `to` asks for a certain
        proposal: an area as the primary focus, or an outcome such as "withheld". At most `limit` of
        a kind are listed, and `most` variants of the case looked at.

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
        >>> evaluate(lena, load_rules()).flips("withheld", limit=1).flips[0].to.outcome.value
        'withheld'

        Raises `IptRulesError` for another `to`.
        """
        return _flips(Inquiry(self.run), self, self._again, to, limit, most)

    def rivals(self) -> Rivals:
        """The four areas side by side: for, against, missing, and what would make each the focus.

        >>> from ipt_rules import load_inventory, load_rules, rules_folder
        >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
        >>> [rival.status.value for rival in evaluate(lena, load_rules()).rivals().areas]
        ['excluded', 'supported', 'excluded', 'excluded']
        """
        return _rivals(Inquiry(self.run), self, self._again)

    def _alerted(self, told: S) -> S:
        return attrs.evolve(told, standing_alerts=alert_lines(self))

    def _again(self, inventory: Inventory) -> Evaluation:
        """Another inventory evaluated as this one was."""
        run = self.run
        return evaluate(inventory, run.rules, session=run.session, as_of=run.as_of)

    def __reduce__(self) -> tuple[object, ...]:
        return Evaluation, tuple(getattr(self, a.name) for a in attrs.fields(results.Result))

    def __str__(self) -> str:
        return to_text(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": to_text(self), "text/html": to_html(self)}


def evaluate(
    inventory: Inventory,
    rules: RuleBase,
    *,
    session: int | None = None,
    as_of: dt.date | None = None,
    save_disagreement_to: str | os.PathLike[str] | None = None,
) -> Evaluation:
    """Run the rules over an inventory, stratum by stratum, on both engines.

    `session` is the session to plan for (default: the one after the last note); `as_of` is the day
    to reckon from (default: the latest day of the record; no clock is read).

    >>> from ipt_rules import load_inventory, load_rules, rules_folder
    >>> lena = load_inventory(rules_folder() / "cases" / "lena-renegotiation.yaml")
    >>> evaluate(lena, load_rules()).proposal.outcome.value
    'supported'

    Raises `DocumentError` when the inventory contradicts its own form or does not fit the rule base
    or the call, and `EngineDisagreement` when the two engines differ; nothing is concluded then.
    """
    if not isinstance(inventory, Inventory):
        message = "expected an Inventory; see load_inventory"  # type: ignore[unreachable]
        raise DocumentError([Problem("<call>", None, None, ("inventory",), message)])
    check_inventory(inventory)
    check_call(inventory, rules, session, as_of)
    run = strata_of(
        inventory, rules, session=session, as_of=as_of, save_disagreement_to=save_disagreement_to
    )
    return _assemble(run)


def _assemble(run: Run) -> Evaluation:
    inventory, rules = run.inventory, run.rules
    nothing = Drawn((), ())
    strata = tuple(run.drawn.get(stratum, nothing) for stratum in t.Stratum)
    safety, argued, gated, planned, reviewed = strata
    base, proposal = run.facts[t.Stratum.SAFETY], run.proposal
    found_alerts, found_remarks = alerts_and_remarks(safety, planned, rules)
    waiting = held(strata, found_alerts, found_remarks, rules)
    course = next(fact for fact in base if fact.kind == "course")
    phase = phase_standing(course)
    out_of_time = not_now(planned, run.facts[t.Stratum.PLAN], {h.what for h in waiting}, rules)
    found = Evaluation(
        pseudonym=inventory.case.pseudonym,
        alerts=found_alerts,
        crisis=crisis_help(found_alerts, inventory, rules),
        suitability=found_remarks,
        areas=run.areas,
        proposal=proposal,
        phase=phase,
        tasks=tasks(planned, inventory, phase, waiting, rules),
        suggestions=suggestions(planned, waiting, out_of_time, phase, rules),
        held=waiting,
        not_now=out_of_time,
        questions=questions(
            (
                (safety, "safety"),
                (_asking(argued) if proposal.settled else argued, "focus"),
                (gated, "focus"),
                (planned, "plan"),
                (reviewed, "plan"),
            ),
            proposal.decided_by,
            base,
        ),
        chosen=chosen_areas(reviewed, run.areas, inventory.formulation, rules),
        issues=issues(reviewed, rules),
        record=_record(inventory, rules, phase, run.as_of or inventory.latest_day),
    )
    object.__setattr__(found, "_run", run)  # beside the result, never a part of it
    return found


def _asking(drawn: Drawn) -> Drawn:
    """What rules ask for, without what is merely open: that cannot change a settled proposal."""
    return Drawn(tuple(f for f in drawn.firings if isinstance(f.rule.then, Asks)), ())


@cache
def _library_version() -> str:
    return version("ipt-rules")


def _record(
    inventory: Inventory, rules: RuleBase, phase: results.PhaseStanding, as_of: dt.date
) -> results.Record:
    given = f"{inventory.fingerprint} {as_of.isoformat()} {phase.session}"
    drafts = rules.once("drafts", lambda: sum(r.status is t.RuleStatus.DRAFT for r in rules.rules))
    note = ""
    if drafts:
        note = f"{drafts} of {len(rules.rules)} rules are drafts that no clinician has signed yet."
    return results.Record(
        format=results.FORMAT,
        library_version=_library_version(),
        rules_name=rules.name,
        rules_version=rules.version,
        rules_digest=rules.digest,
        engine=engine_name(),
        input_digest=hashlib.sha256(given.encode()).hexdigest(),
        assessment_date=inventory.assessment_date,
        as_of=as_of,
        session=phase.session,
        draft_rules=drafts,
        note=note,
    )
