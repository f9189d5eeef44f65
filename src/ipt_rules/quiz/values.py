"""What a quiz is once its keys are worked out: items, options with credit, and the reasons."""

from __future__ import annotations

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.report.document import Document
from ipt_rules.report.told import Told
from ipt_rules.report.wording import notes_line
from ipt_rules.results import SourceNote

FORMAT = "ipt-rules/quiz/1"
"""Name and version of the form in which quizzes are written."""

RIGHT, PARTLY, WRONG = 1.0, 0.5, 0.0
"""What an option is worth: right, defensible beside a better one, wrong."""


@frozen
class Reason:
    """One reason behind a key: a sentence, the rule that gives it, and its sources.

    `rule` is empty where no single rule gives it, such as a threshold of the policy.
    """

    says: str
    rule: str = ""
    sources: tuple[SourceNote, ...] = ()

    @property
    def line(self) -> str:
        """The sentence with its rule, and the sources that carry it.

        >>> Reason("Nobody died.", "areas/grief/no-death-recorded").line
        'Nobody died. [areas/grief/no-death-recorded]'
        """
        return f"{self.says} {self.note}".strip()

    @property
    def note(self) -> str:
        """The rule and the sources alone."""
        notes = [note for note in (self.rule, notes_line(self.sources)) if note]
        return f"[{': '.join(notes)}]" if notes else ""


@frozen
class Option:
    """One option of an item, judged by the rules.

    `answer` is its technical word, such as `role_dispute`; `text` is what a learner reads. `credit`
    is 1 where it is right, 0.5 where it is defensible beside a better one, 0 where it is wrong.
    `says` is the feedback in a sentence, `reasons` are what it rests on.
    """

    answer: str
    text: str
    credit: float
    says: str
    reasons: tuple[Reason, ...] = ()

    @property
    def right(self) -> bool:
        """Whether it belongs to the key."""
        return self.credit == RIGHT

    @property
    def verdict(self) -> str:
        """Right, partly right, or not right."""
        return {RIGHT: "Right.", PARTLY: "Partly right."}.get(self.credit, "Not right.")

    @property
    def feedback(self) -> str:
        """The whole feedback as one text: the verdict, the sentence, each reason on its own line.

        >>> grief = Option("grief", "Grief", 0.0, "It is excluded.", (Reason("Nobody died."),))
        >>> print(grief.feedback)
        Not right. It is excluded.
        - Nobody died.
        """
        lines = [f"{self.verdict} {self.says}".strip()]
        for reason in self.reasons:  # what was said already is not said twice
            lines.append(f"- {reason.note if reason.says in self.says else reason.line}")
        return "\n".join(line for line in lines if line != "- ")


@frozen
class Item:
    """A question with its options. The key is the options whose credit is 1.

    `vignette` may be empty; `choose` says whether one option is right or all right ones are to be
    found. `alerts` are those that stand in the case, whatever is asked about it. `rests_on` are the
    rules behind the key, all of them; `decisive` counts the facts that decide it, as a measure of
    difficulty: the answers on record that those rules needed and found, each once.
    `comment` is what the trainer wants said after the answer.
    """

    id: str
    kind: t.QuizKind
    vignette: str
    stem: str
    choose: t.Choose
    options: tuple[Option, ...]
    alerts: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    decisive: int = 0
    areas: tuple[t.ProblemArea, ...] = ()
    comment: str = ""
    tags: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The technical words of the right options, in the order of the options."""
        return tuple(option.answer for option in self.options if option.right)

    @property
    def question(self) -> str:
        """The vignette, where there is one, and the stem, as one text of paragraphs."""
        return f"{self.vignette}\n\n{self.stem}" if self.vignette else self.stem

    @property
    def general(self) -> str:
        """What is said after any answer: alerts that stand in the case, then the comment."""
        alerts = [f"Alert in this case: {line}" for line in self.alerts]
        return "\n".join([*alerts, *([self.comment] if self.comment else [])])


@frozen
class KeyRecord:
    """What the keys were worked out from."""

    format: str
    library_version: str
    rules_name: str
    rules_version: str
    rules_digest: str
    note: str


@frozen
class Quiz(Told):
    """A quiz whose keys come from the rules. The persons in it are invented.

    It shows itself as it is printed: the questions, then the key with the feedback on every option.
    """

    title: str
    about: str
    items: tuple[Item, ...]
    record: KeyRecord

    def _told(self) -> Document:
        from ipt_rules.quiz.exports.printed import quiz_document  # which knows this class

        return quiz_document(self)

    def _heading(self) -> str:
        return self.title
