"""Many evaluations to one caseload, which shows itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ipt_rules import results
from ipt_rules.caseloads.abstentions import abstentions
from ipt_rules.caseloads.check import problems
from ipt_rules.caseloads.contents import FORMAT, Contents, Overdue
from ipt_rules.caseloads.frames import pandas_frame, polars_frame
from ipt_rules.caseloads.habits import habits
from ipt_rules.caseloads.html import caseload_html, caseload_page
from ipt_rules.caseloads.rows import CaseRow, OpenTask, by_urgency, case_row
from ipt_rules.caseloads.tables import csv_text
from ipt_rules.caseloads.text import caseload_text
from ipt_rules.exceptions import DocumentError, Problem
from ipt_rules.results import AsData

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

SMALLEST = 5
"""From which number on a count of cases is shown in tables that may be passed on.

A default of this project (design); where a service has a rule of its own, that holds.
"""


@frozen
class Caseload(Contents, AsData):
    """Many cases side by side: alerts first, what is overdue, why there is no focus, habits.

    Shows itself in a notebook, as a page that sorts, as text and as data. The tables are `cases`,
    `alerts`, `overdue`, `abstentions` and `habits`; the last two may be passed on.
    """

    def to_text(self) -> str:
        """The caseload as text for a terminal."""
        return caseload_text(self)

    def to_html(self) -> str:
        """The caseload as an HTML fragment without script or link, in the right order already."""
        return caseload_html(self)

    def to_page(self) -> str:
        """The caseload as one HTML file that loads nothing; a click on a heading sorts a table."""
        return caseload_page(self)

    def to_csv(self, table: str = "cases") -> str:
        """One table as CSV text. What a spreadsheet would take for a formula begins with `'`.

        Raises `IptRulesError` for an unknown table.
        """
        return csv_text(self, table)

    def to_pandas(self, table: str = "cases") -> pd.DataFrame:
        """One table as a pandas data frame; columns and types are always the same.

        Raises `IptRulesError` for an unknown table, and where pandas is not installed.
        """
        return pandas_frame(self, table)

    def to_polars(self, table: str = "cases") -> pl.DataFrame:
        """One table as a polars data frame; columns and types are always the same.

        Raises `IptRulesError` for an unknown table, and where polars is not installed.
        """
        return polars_frame(self, table)

    def __str__(self) -> str:
        return self.to_text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.to_text(), "text/html": self.to_html()}


def caseload(
    evaluations: Iterable[results.Result],
    *,
    trainees: Mapping[str, str] | None = None,
    smallest: int = SMALLEST,
) -> Caseload:
    """Put many evaluations side by side, the most urgent first, in whatever order they come.

    `trainees` says by the pseudonym of a case who treats it, by a pseudonym as well. In the tables
    that may be passed on, counts of cases from 1 to below `smallest` are kept back.

    >>> from ipt_rules import evaluate, load_case, load_rules, rules_folder
    >>> rules = load_rules()
    >>> cases = [load_case(rules_folder() / "cases" / f"{name}.yaml").inventory
    ...          for name in ("lena-renegotiation", "ruth-violence", "vera-first-contact")]
    >>> load = caseload((evaluate(case, rules) for case in cases), trainees={"Ruth": "Kim"})
    >>> [(row.pseudonym, row.level and row.level.value) for row in load.cases]
    [('Ruth', 'stop'), ('Vera', None), ('Lena', None)]
    >>> [(row.outcome.value, row.cause, row.shown) for row in load.abstentions]
    [('withheld', 'safety/violence', 'fewer than 5'), ('needs_information', '', 'fewer than 5')]

    Raises `DocumentError` that lists everything wrong with the call: what is no evaluation, cases
    that could not be told apart, trainees of cases that are not there.
    """
    found = _listed(evaluations)
    wrong = problems(found, trainees, smallest)
    if wrong:
        raise DocumentError([Problem("<call>", None, None, path, said) for path, said in wrong])
    found.sort(key=lambda result: result.pseudonym)
    named = trainees or {}
    rows = sorted((case_row(each, named.get(each.pseudonym)) for each in found), key=by_urgency)
    causes = abstentions(found, smallest)
    habitual, left_out = habits(found, trainees, smallest)
    return Caseload(
        format=FORMAT,
        smallest=smallest,
        by_trainee=bool(trainees),
        notes=tuple(_notes(found, causes is None, left_out, smallest)),
        cases=tuple(rows),
        overdue=_overdue(rows),
        abstentions=causes or (),
        habits=habitual,
    )


def _listed(evaluations: Any) -> list[Any]:
    if isinstance(evaluations, results.Result) or not isinstance(evaluations, Iterable):
        kind = type(evaluations).__name__
        message = f"expected a list of evaluations, got {kind}"
        raise DocumentError([Problem("<call>", None, None, ("evaluations",), message)])
    return list(evaluations)


def _overdue(rows: Iterable[CaseRow]) -> tuple[Overdue, ...]:
    """Who is overdue for what: the task that most are overdue for first."""
    cases: dict[OpenTask, list[str]] = defaultdict(list)
    for row in rows:
        for task in row.overdue:
            cases[task].append(row.pseudonym)
    found = [Overdue(task.task, task.title, tuple(names)) for task, names in cases.items()]
    return tuple(sorted(found, key=lambda o: (-len(o.cases), o.title, o.task)))


def _notes(
    found: Sequence[results.Result], no_causes: bool, left_out: bool, smallest: int
) -> Iterator[str]:
    records = [result.record for result in found]
    yield from _mixed(
        "rule bases",
        {f"{r.rules_name} {r.rules_version} ({r.rules_digest[:12]})" for r in records},
    )
    yield from _mixed("versions of the library", {r.library_version for r in records})
    yield from sorted({record.note for record in records if record.note})
    if no_causes:
        yield "Why there is no focus is not counted: the numbers are too small to be passed on."
    if left_out:
        yield (
            f"Trainees with fewer than {smallest} cases have no row of habits, nor have others "
            "where it would tell how many cases those have."
        )


def _mixed(what: str, kinds: set[str]) -> Iterator[str]:
    if len(kinds) > 1:
        yield (
            f"These evaluations were made with {len(kinds)} {what}: {', '.join(sorted(kinds))}. "
            "What differs between cases may come from that; evaluate them anew to compare them."
        )
