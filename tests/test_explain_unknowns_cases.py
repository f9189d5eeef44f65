"""The same promises on the shipped cases: walks through answers that could be given, one by one."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from ipt_rules.explain.answers import read_by_rules
from ipt_rules.explain.gaps import Inquiry, touches
from ipt_rules.explain.reach import area_reach
from ipt_rules.explain.unknowns import of_proposal
from ipt_rules.explain.variants import View
from ipt_rules.places import Place, answers_behind
from ipt_rules.strata import strata_of
from ipt_rules.terms import ProblemArea
from tests.open_answers import possible_answers
from tests.shipped import CASES, RULES

_READ = {name for kind, field in read_by_rules(RULES) for name in answers_behind(kind, field)}
_STEPS, _WALKS = 12, 3


@pytest.fixture(autouse=True)
def _plain() -> Iterator[None]:
    """Answers that would correct the record are no matter here; telling them takes long."""
    with pytest.MonkeyPatch.context() as patched:
        module = sys.modules["ipt_rules.explain.unknowns"]
        patched.setattr(module, "_corrects", lambda *_: False)
        yield


@pytest.mark.parametrize("name", CASES)
def test_walks_through_a_case_find_nothing_else(name: str) -> None:
    """However a case is filled in, step by step, only answers that are named change anything.

    Neither the proposal nor an area moves by a gap that cannot matter, nor at all once it is said
    to be settled; and the proposal stays within its bound.
    """
    chance = random.Random(name)
    run = strata_of(CASES[name].inventory, RULES)
    inquiry = Inquiry(run)
    variants = inquiry.variants
    bound, area = inquiry.reach.decisions, chance.choice(list(ProblemArea))
    proposal, live = of_proposal(inquiry), area_reach(run, area)
    places = (*inquiry.gaps, *inquiry.domains)
    named = {
        "proposal": {
            gap.place for gap in (*proposal.decisive, *proposal.may_matter, *proposal.domains)
        },
        area.value: {str(place) for place in places if touches(place, live)},
    }
    settled = {"proposal": proposal.settled, area.value: not live}
    gaps = [p for p in places if p.answer in _READ]
    gaps = [p for p in gaps if possible_answers(p)]
    shown = [p for p in gaps if any(str(p) in those for those in named.values())]
    for _ in range(_WALKS if gaps else 0):
        answers: dict[Place, Any] = {}
        for step in range(_STEPS):
            place = chance.choice(shown if shown and step % 2 else gaps)
            more = answers | {place: chance.choice(possible_answers(place))}
            change = variants.changes.of(more)
            if not (change.fits and change.adds):
                continue
            before, after = variants.view(answers), variants.view(more)
            if place in answers:
                before = variants.view({p: a for p, a in answers.items() if p != place})
            for subject in named:
                if settled[subject] or str(place) not in named[subject]:
                    assert _of(before, subject) == _of(after, subject), (subject, place, answers)
            if bound is not None:
                assert after.decision in bound, more
            answers = more


def _of(view: View, subject: str) -> object:
    if subject == "proposal":
        return view.decision
    return next(found.status for found in view.areas if found.area == subject)
