"""Births and losses: who is asked about a baby, and who never is."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.evaluation import evaluate
from ipt_rules.facts import facts_of
from ipt_rules.model import Case, Inventory, LifeEvent, PartialDate, Perinatal, Relationship
from ipt_rules.model.values import Maybe
from tests.shipped import RULES

DAY = dt.date(2026, 9, 1)
BLANK = t.Absence.NOT_ASKED
_LOSS, _BIRTH = t.EventType.PREGNANCY_LOSS, t.EventType.BIRTH


def event(
    name: str, kind: Maybe[t.EventType], date: str | None = None, group: t.EventGroup | None = None
) -> LifeEvent:
    """A loss, a birth or a bereavement, with a date or without."""
    of = t.EVENT_GROUPS.get(kind) if isinstance(kind, t.EventType) else None
    return LifeEvent(
        name,
        group or of or t.EventGroup.BEREAVEMENT,
        kind,
        date=BLANK if date is None else PartialDate(date),
    )


def case(
    *events: LifeEvent,
    stage: Maybe[t.PerinatalStage] = BLANK,
    weeks: Maybe[int] = BLANK,
    people: tuple[Relationship, ...] = (),
) -> Inventory:
    return Inventory(
        DAY,
        Case(pseudonym="Ana", perinatal=Perinatal(stage, weeks), profile="perinatal-12"),
        relationships=people,
        events=events,
    )


def said(inventory: Inventory) -> tuple[object, object]:
    """What the record says of a birth in the past year, and of a loss."""
    (fact,) = (f for f in facts_of(inventory, RULES.settings) if f.kind == "case")
    return fact.values.get("recent_birth"), fact.values.get("pregnancy_lost")


POST, PREGNANT = t.PerinatalStage.POSTPARTUM, t.PerinatalStage.PREGNANT


@pytest.mark.parametrize(
    ("inventory", "expected"),
    [
        pytest.param(case(stage=POST), ("yes", "no"), id="a birth, no loss on record"),
        pytest.param(
            case(event("l", _LOSS, "2019"), stage=POST), ("yes", "no"), id="a loss years ago"
        ),
        pytest.param(
            case(event("l", _LOSS), stage=POST, weeks=6), (None, None), id="a loss without a date"
        ),
        pytest.param(
            case(event("l", _LOSS, "2026-07-20"), stage=POST, weeks=6),
            ("no", "yes"),
            id="a stillbirth",
        ),
        pytest.param(
            case(event("l", _LOSS, "2025-10-01"), stage=POST, weeks=6),
            ("yes", "no"),
            id="a miscarriage, and a birth after it",
        ),
        pytest.param(
            case(event("l", _LOSS, "2026-07-20"), stage=POST),
            (None, None),
            id="a loss in the year, and nobody wrote down the weeks",
        ),
        pytest.param(
            case(event("l", _LOSS, "2025-10-01"), stage=PREGNANT, weeks=20),
            ("no", "no"),
            id="pregnant again after a loss",
        ),
        pytest.param(
            case(event("b", _BIRTH, "2026-04-01")), ("yes", "no"), id="a father of five months"
        ),
        pytest.param(
            case(event("b", _BIRTH, "2024-04-01")), (None, "no"), id="a birth of years ago"
        ),
        pytest.param(case(event("l", _LOSS, "2026-07-20")), ("no", "yes"), id="a miscarriage"),
        pytest.param(
            case(event("d", BLANK, "2026-07-20", t.EventGroup.BEREAVEMENT)),
            (None, None),
            id="a death of whom nobody wrote down",
        ),
        pytest.param(
            case(
                stage=POST,
                weeks=6,
                people=(
                    Relationship(
                        "noah",
                        "her son",
                        t.RelationshipKind.UNBORN_OR_LOST_CHILD,
                        alive=t.Answer.NO,
                        death_date=PartialDate("2026-07-20"),
                    ),
                ),
            ),
            ("no", "yes"),
            id="a lost child who stands among the people",
        ),
    ],
)
def test_who_has_a_baby_and_who_has_lost_one(
    inventory: Inventory, expected: tuple[object, object]
) -> None:
    """What the record leaves open stays open; a loss is of the time at which it was."""
    assert said(inventory) == expected


def test_what_is_open_is_asked_and_what_is_lost_is_not() -> None:
    """A loss without a date hides no baby; after a stillbirth nothing is about one."""
    unclear = evaluate(case(event("l", _LOSS), stage=POST, weeks=6), RULES)
    assert "case.recent_birth" in {question.asks for question in unclear.questions}
    lost = evaluate(case(event("l", _LOSS, "2026-07-20"), stage=POST, weeks=6), RULES)
    assert "risk.infant_harm_thoughts" not in {question.asks for question in lost.questions}
    assert "check-infant-safety" not in {task.task for task in lost.tasks}
    born = evaluate(case(stage=POST, weeks=6), RULES)
    assert "risk.infant_harm_thoughts" in {question.asks for question in born.questions}
    assert "check-infant-safety" in {task.task for task in born.tasks}


dates = st.sampled_from(
    [None, "2019", "2025", "2025-10", "2026-03-01", "2026-07-20", "2026-summer"]
)
events = st.lists(
    st.builds(event, st.sampled_from("abc"), st.sampled_from([_LOSS, _BIRTH]), dates),
    max_size=3,
    unique_by=lambda e: e.id,
).map(tuple)


@given(events, st.sampled_from([BLANK, POST, PREGNANT]), st.none() | st.integers(0, 52))
def test_a_date_that_is_added_only_settles(
    listed: tuple[LifeEvent, ...], stage: Maybe[t.PerinatalStage], weeks: int | None
) -> None:
    """Taking the dates away leaves the same answers or none; nobody has both lost and born."""
    full = case(*listed, stage=stage, weeks=BLANK if weeks is None else weeks)
    less = evolve(full, events=tuple(evolve(e, date=BLANK) for e in listed))
    for known, before in zip(said(full), said(less), strict=True):
        assert before in (known, None)
    assert said(full) != ("yes", "yes") or any(e.type is _BIRTH for e in listed)
