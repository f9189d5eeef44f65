"""When to ask an item again: what was missed comes back sooner, by the FSRS algorithm."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.taking.grading import key_digest
from ipt_rules.quiz.taking.progress import STATES, Known, Progress
from ipt_rules.quiz.taking.scores import Graded, Scores
from ipt_rules.quiz.values import Quiz

if TYPE_CHECKING:
    import fsrs

FIRST_YEAR, LAST_YEAR = 1970, 2999
STEP = dt.timedelta(minutes=10)
"""When what was missed is asked again at the earliest; a default of this project."""


@frozen
class _Spacing:
    """The algorithm with the settings of this project: nothing is left to chance."""

    library: Any
    scheduler: Any

    @classmethod
    def made(cls) -> _Spacing:
        try:
            import fsrs
        except ImportError as error:
            message = "fsrs is not installed; pip install 'ipt-rules[quiz]'"
            raise IptRulesError(message) from error
        scheduler = fsrs.Scheduler(
            learning_steps=(STEP,), relearning_steps=(STEP,), enable_fuzzing=False
        )
        return cls(fsrs, scheduler)

    def reviewed(self, quiz: str, item: Graded, before: Known | None, at: dt.datetime) -> Known:
        """What is known of an item after it was answered at a time."""
        rating = self.library.Rating.Good
        if item.missed:
            rating = self.library.Rating.Hard if item.credit else self.library.Rating.Again
        card, _ = self.scheduler.review_card(self._card(before, at), rating, at)
        return Known(
            quiz=quiz,
            item=item.id,
            key=item.key_digest,
            missed=item.missed,
            state=STATES[card.state.value - 1],
            step=card.step,
            stability=card.stability,
            difficulty=card.difficulty,
            due=card.due.isoformat(),
            last_review=at.isoformat(),
        )

    def _card(self, before: Known | None, at: dt.datetime) -> fsrs.Card:
        # A card without an id or a due date would read the clock.
        card: fsrs.Card = self.library.Card(card_id=0, due=at)
        if before is not None:
            card.state = self.library.State(STATES.index(before.state) + 1)
            card.step = before.step
            card.stability = before.stability
            card.difficulty = before.difficulty
            card.last_review = before.reviewed_at
        return card


def after(progress: Progress, sheet: Scores, at: dt.datetime) -> Progress:
    """What is known after a quiz was answered at a time, which has to have a time zone.

    An item that was not answered stays as it was; one whose key has changed begins anew.

    >>> import datetime as dt
    >>> from ipt_rules.quiz.taking import grade
    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> monday = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
    >>> sheet = grade(SAMPLE, {"lena": "grief", "signs": ["quarrel", "stuck"]})
    >>> [(known.item, known.due) for known in after(Progress(), sheet, monday).known]
    [('lena', '2026-01-05T09:10:00+00:00'), ('signs', '2026-01-07T09:00:00+00:00')]

    Raises `IptRulesError` for a time without a zone or before one on record, and where fsrs is not
    installed.
    """
    moment = _utc(at)
    known = {(one.quiz, one.item): one for one in progress.known}
    answered = [item for item in sheet.items if item.answered and item.possible]
    last = max((known[k].reviewed_at for k in known if k[0] == sheet.title), default=moment)
    if moment < last:
        raise IptRulesError(f"at: {moment.isoformat()} lies before {last.isoformat()}, on record")
    spacing = _Spacing.made()
    for item in answered:
        before = known.get((sheet.title, item.id))
        kept = before if before is not None and before.key == item.key_digest else None
        known[sheet.title, item.id] = spacing.reviewed(sheet.title, item, kept, moment)
    return Progress(known=tuple(known[key] for key in sorted(known)))


def due(progress: Progress, quiz: Quiz, at: dt.datetime) -> tuple[str, ...]:
    """The items of a quiz to ask at a time: what was missed, what else is due, then what is new.

    What is due longest comes first. An item whose key has changed is new; an item of which no
    option is right is never asked.

    >>> import datetime as dt
    >>> from ipt_rules.quiz.taking import grade
    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> monday = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
    >>> progress = after(Progress(), grade(SAMPLE, {"signs": "death"}), monday)
    >>> due(progress, SAMPLE, monday), due(progress, SAMPLE, monday + dt.timedelta(1))
    (('lena',), ('signs', 'lena'))

    Raises `IptRulesError` for a time without a zone.
    """
    moment = _utc(at)
    known = {one.item: one for one in progress.known if one.quiz == quiz.title}
    asked = [item for item in quiz.items if item.key]
    kept = {
        item.id: known[item.id]
        for item in asked
        if item.id in known and known[item.id].key == key_digest(item)
    }
    come = [name for name, one in kept.items() if one.due_at <= moment]
    come.sort(key=lambda name: (not kept[name].missed, kept[name].due_at))
    return (*come, *(item.id for item in asked if item.id not in kept))


def _utc(at: dt.datetime) -> dt.datetime:
    if at.utcoffset() is None:
        raise IptRulesError("at: expected a time with its zone, such as 2026-01-05T09:00:00+00:00")
    if not FIRST_YEAR < at.year < LAST_YEAR:
        raise IptRulesError(f"at: expected a year from {FIRST_YEAR + 1} to {LAST_YEAR - 1}")
    return at.astimezone(dt.UTC)
