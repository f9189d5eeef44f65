"""The shipped cases, evaluated once, each under a name of its own; cases made up to be counted."""

from collections import Counter
from collections.abc import Iterable

from attrs import evolve

from ipt_rules import terms as t
from ipt_rules.evaluation import evaluate
from ipt_rules.results import Alert, Question, Result, Support
from tests.shipped import CASES, RULES


def _named() -> Iterable[Result]:
    seen: Counter[str] = Counter()
    for case in CASES.values():
        found = evaluate(case.inventory, RULES, session=case.session)
        seen[found.pseudonym] += 1
        times = seen[found.pseudonym]
        yield found if times == 1 else evolve(found, pseudonym=f"{found.pseudonym} {times}")


FOUND: tuple[Result, ...] = tuple(_named())
TRAINEES = {found.pseudonym: ("Ada", "Bo", "Cy")[n % 3] for n, found in enumerate(FOUND) if n % 7}
"""Who treats whom; some cases are nobody's."""

_PLAIN = next(
    found for found in FOUND if found.proposal.outcome is t.Outcome.SUPPORTED and not found.alerts
)


def made_up(
    name: str,
    held_by: Iterable[str] = (),
    outcome: t.Outcome | None = None,
    asks: Iterable[str] = (),
) -> Result:
    """A case with nothing but alerts of these families, this outcome and these questions."""
    support = [
        Support(f"safety/{of}/rule", "title", (), (), (), t.RuleStatus.DRAFT) for of in held_by
    ]
    alerts = tuple(
        Alert(s.rule, t.AlertLevel.STOP, "because", "action", ("focus",), s) for s in support
    )
    outcome = outcome or (t.Outcome.WITHHELD if alerts else t.Outcome.SUPPORTED)
    proposal = evolve(_PLAIN.proposal, outcome=outcome, foci=(), support=tuple(support))
    questions = tuple(Question(asks, "case", "text", "why", "focus", False, ()) for asks in asks)
    return evolve(_PLAIN, pseudonym=name, alerts=alerts, proposal=proposal, questions=questions)
