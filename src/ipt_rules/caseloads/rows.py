"""One case of a caseload as one row, and which case comes first."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from ipt_rules import results
from ipt_rules import terms as t
from ipt_rules.report import wording as w
from ipt_rules.rulebase.language import GROUPS

URGENCY = tuple(t.AlertLevel)
"""The levels of alerts, most urgent first."""


@frozen
class CaseAlert:
    """An alert as a caseload shows it; `name` is the rule behind it."""

    level: t.AlertLevel
    name: str
    because: str
    action: str
    holds: tuple[str, ...]


@frozen
class OpenTask:
    """A task that is past its session and on no note."""

    task: str
    title: str


@frozen
class CaseRow:
    """One case. Every alert is in it, whole; `trainee` is `None` where none was named.

    `holds` are what its alerts, and remarks that it does not suit, hold back; `due` counts the
    tasks that are due now, without those of every session; `safety_questions` are those that rules
    of safety ask outright, `mandatory` counts all that rules ask outright, and `questions` all that
    are open.
    """

    pseudonym: str
    trainee: str | None
    alerts: tuple[CaseAlert, ...]
    holds: tuple[str, ...]
    outcome: t.Outcome
    because: str
    foci: tuple[results.Focus, ...]
    focus_after_stabilisation: t.ProblemArea | None
    settled: bool
    phase: results.PhaseStanding
    safety_questions: tuple[str, ...]
    mandatory: int
    questions: int
    overdue: tuple[OpenTask, ...]
    due: int
    errors: int
    warnings: int
    infos: int
    as_of: dt.date
    rules_name: str
    rules_version: str
    rules_digest: str
    library_version: str

    @property
    def level(self) -> t.AlertLevel | None:
        """The level of its most urgent alert."""
        return min((a.level for a in self.alerts), key=URGENCY.index, default=None)


def case_row(result: results.Result, trainee: str | None) -> CaseRow:
    """An evaluation as the row of a caseload."""
    severities = [issue.severity for issue in result.issues]
    once = [task for task in result.tasks if not task.every_session]
    record, proposal = result.record, result.proposal
    alerts = sorted(result.alerts, key=lambda alert: URGENCY.index(alert.level))
    return CaseRow(
        pseudonym=result.pseudonym,
        trainee=trainee,
        alerts=tuple(CaseAlert(a.level, a.name, a.because, a.action, a.holds) for a in alerts),
        holds=_held(result),
        outcome=proposal.outcome,
        because=proposal.because,
        foci=proposal.foci,
        focus_after_stabilisation=proposal.focus_after_stabilisation,
        settled=proposal.settled,
        phase=result.phase,
        safety_questions=tuple(question.text for question in w.open_safety(result)),
        mandatory=sum(question.mandatory for question in result.questions),
        questions=len(result.questions),
        overdue=tuple(
            OpenTask(task.task, task.title)
            for task in result.tasks
            if task.state is t.TaskState.OVERDUE
        ),
        due=sum(task.state is t.TaskState.DUE for task in once),
        errors=severities.count(t.Severity.ERROR),
        warnings=severities.count(t.Severity.WARNING),
        infos=severities.count(t.Severity.INFO),
        as_of=record.as_of,
        rules_name=record.rules_name,
        rules_version=record.rules_version,
        rules_digest=record.rules_digest,
        library_version=record.library_version,
    )


def _held(result: results.Result) -> tuple[str, ...]:
    """What alerts and remarks hold back, each once: the groups first, then single techniques."""
    said: list[results.Alert | results.Remark] = [*result.alerts, *result.suitability]
    named = dict.fromkeys(what for each in said for what in each.holds)
    titles = {waiting.what: waiting.title for waiting in result.held}
    groups = [what for what in GROUPS if what in named]
    return (*groups, *(titles.get(what, what) for what in named if what not in groups))


def by_urgency(row: CaseRow) -> tuple[int, int, int, str]:
    """The most urgent alert first, then the open questions of safety, then what is overdue."""
    level = len(URGENCY) if row.level is None else URGENCY.index(row.level)
    return level, -len(row.safety_questions), -len(row.overdue), row.pseudonym
