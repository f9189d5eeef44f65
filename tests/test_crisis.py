"""Crisis services: shown while an alert speaks of danger, never borrowed from another country."""

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ipt_rules import to_page
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.report import to_text
from ipt_rules.terms import Absence, Concern, Ideation
from tests.shipped import CASES, RULES

LENA = CASES["lena-renegotiation"].inventory
BOOK = RULES.crisis
assert BOOK is not None
REGIONS = sorted(BOOK.regions)
EVERY_NUMBER = {s.reach for region in BOOK.regions.values() for s in region.services}


def in_danger(region: str | Absence) -> Evaluation:
    """Lena with thoughts of suicide that have a plan, in some country."""
    risk = evolve(LENA.risk, ideation=Ideation.ACTIVE_WITH_PLAN_AND_INTENT, crisis_region=region)
    return evaluate(evolve(LENA, risk=risk), RULES)


@pytest.mark.parametrize("region", REGIONS)
def test_the_services_of_the_country_are_shown_with_their_date(region: str) -> None:
    """Every service of the region and none of another, in text and on the page, with the day."""
    found = in_danger(region)
    assert found.crisis is not None
    assert BOOK is not None
    own = BOOK.regions[region].services
    assert [s.name for s in found.crisis.services] == [s.name for s in own]
    text = " ".join(to_text(found).split())
    for service in own:
        assert service.reach in text
        assert service.reach.replace("'", "&#x27;").replace('"', "&quot;") in to_page(found)
        assert service.checked_on <= dt.date(2026, 11, 22)
    assert str(own[0].checked_on) in text


@pytest.mark.parametrize("region", [Absence.NOT_ASKED, Absence.DECLINED, "XZ", "zz"])
def test_without_a_known_country_there_is_no_number_of_any(region: str | Absence) -> None:
    """Unknown, declined or not listed: the general line alone, which names no number."""
    found = in_danger(region)
    assert found.crisis is not None
    assert found.crisis.region is None
    assert found.crisis.services == ()
    assert not any(character.isdigit() for character in found.crisis.generic)
    text = to_text(found)
    assert found.crisis.generic[:40] in " ".join(text.split())
    assert not any(number in text for number in EVERY_NUMBER)


@given(st.sampled_from(REGIONS), st.booleans())
def test_how_the_country_is_spelled_does_not_matter(region: str, lower: bool) -> None:
    """Capital or small letters name the same country."""
    assert in_danger(region.lower() if lower else region).crisis == in_danger(region).crisis


def test_without_danger_there_is_no_crisis_line() -> None:
    """A case without an alert of danger shows none; a stop of any kind shows it."""
    assert evaluate(LENA, RULES).crisis is None
    psychosis = evolve(LENA, risk=evolve(LENA.risk, psychosis=Concern.SUSPECTED))
    assert evaluate(psychosis, RULES).crisis is not None


def test_the_help_stands_right_behind_the_alerts() -> None:
    """It comes after the alerts and before everything else, in both reports."""
    found = in_danger("US")
    for report in (to_text(found), to_page(found)):
        alert, crisis = report.index(found.alerts[-1].because[:30]), report.index("Crisis services")
        assert alert < crisis < report.lower().index("proposal:")
