"""What an item is about: its case as it was evaluated, with everything the question needs."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.cases import load_case
from ipt_rules.documents.formulations import load_formulation, load_notes, load_sample
from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import read
from ipt_rules.evaluation import Evaluation, evaluate
from ipt_rules.exceptions import DocumentError, IptRulesError, Problem
from ipt_rules.exceptions import Path as DocumentPath
from ipt_rules.explain.changed import changed
from ipt_rules.explain.gaps import Inquiry
from ipt_rules.explain.shown import alert_lines
from ipt_rules.model import Formulation, Inventory, SessionLog
from ipt_rules.model.whole import joined
from ipt_rules.quiz.formulated import formulation_text
from ipt_rules.quiz.written import WrittenItem
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.reader import unknown_word

NO_CASE = "this kind of item needs a case: name one, or write it out"

Found = list[tuple[DocumentPath, str]]
"""Problems by their place in an item."""


@frozen(slots=False, eq=False)
class Scene:
    """The case of an item with the rules, as far as the item has one.

    `about` and `asks` are what the item narrows its question by. `told` is the vignette of the case
    file. Raises `IptRulesError` where a case is needed and there is none.
    """

    rules: RuleBase = field(repr=False)
    case: Evaluation | None = None
    told: str = ""
    about: str | None = None
    asks: str | None = None

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation of the case."""
        if self.case is None:
            raise IptRulesError(NO_CASE)
        return self.case

    @property
    def alerts(self) -> tuple[str, ...]:
        """The alerts that stand in the case."""
        return () if self.case is None else alert_lines(self.case)

    @cached_property
    def inquiry(self) -> Inquiry:
        """What is open in the case."""
        return Inquiry(self.evaluation.run)

    @cached_property
    def memory(self) -> dict[object, Any]:
        """What one judgement found out and the next one needs."""
        return {}


@frozen
class _Given:
    """A formulation, with the notes, the case and the session of the sample that holds it."""

    formulation: Formulation | None = None
    notes: SessionLog | None = None
    case: str | None = None
    session: int | None = None


@frozen
class Stage:
    """Where the cases of a quiz are looked for, and the rules that judge them."""

    rules: RuleBase
    cases: Path
    beside: Path
    _evaluated: dict[object, Evaluation] = field(factory=dict, repr=False)

    def scene(self, item: WrittenItem) -> tuple[Scene | None, Found]:
        """The scene of an item, or everything that stands in its way."""
        problems: Found = []
        given = self._formulation(item, problems)
        inventory, told, session = self._case(item, given.case, problems)
        if problems:
            return None, problems
        if inventory is None:
            return Scene(self.rules, None, "", item.about, item.asks), []
        try:
            if item.changes:
                inventory = changed(inventory, item.changes)
        except DocumentError as error:
            return None, _under(("changes",), error)
        if given.formulation is not None:
            inventory = joined(inventory, given.formulation, given.notes)
            noted = given.notes is not None and given.notes.sessions
            session = None if noted else session if given.session is None else given.session
        try:
            found = self._evaluation(inventory, session if item.session is None else item.session)
        except DocumentError as error:
            where: DocumentPath = ("case",) if isinstance(item.case, dict) else ()
            return None, _under(where, error)
        if item.kind is t.QuizKind.SPOT_THE_ISSUE:  # nobody can judge what is not shown
            told = f"{told}\n\n{formulation_text(inventory, self.rules)}".strip()
        return Scene(self.rules, found, told, item.about, item.asks), []

    def _evaluation(self, inventory: Inventory, session: int | None) -> Evaluation:
        """Several items may be about the same case: it is evaluated once."""
        key = inventory, session
        if key not in self._evaluated:
            self._evaluated[key] = evaluate(inventory, self.rules, session=session)
        return self._evaluated[key]

    def _case(
        self, item: WrittenItem, sample_case: str | None, problems: Found
    ) -> tuple[Inventory | None, str, int | None]:
        case = item.case if item.case is not None else sample_case
        if case is None:
            for name in ("changes", "session"):
                if getattr(item, name):
                    message = "there is no case for it: name one in 'case', or leave this out"
                    problems.append(((name,), message))
            return None, "", None
        try:
            if isinstance(case, dict):
                return load_inventory(case), "", None
            path = self._find(case, self.cases, "a shipped case")
            document = read(path)
            if isinstance(document.data, dict) and "vignette" in document.data:
                file = load_case(path)
                return file.inventory, file.vignette, file.session
            return load_inventory(path), "", None
        except DocumentError as error:
            problems += _under(("case",), error)
        except IptRulesError as error:
            problems.append((("case",), str(error)))
        return None, "", None

    def _formulation(self, item: WrittenItem, problems: Found) -> _Given:
        given = item.formulation
        if given is None:
            return _Given()
        try:
            if isinstance(given, dict):
                return _Given(load_formulation(given))
            path = self._find(given, self.cases / "formulations", "a shipped formulation")
            document = read(path)
            if isinstance(document.data, dict) and "expects" in document.data:
                sample = load_sample(path)
                return _Given(sample.formulation, sample.notes, sample.case, sample.session)
            notes = load_notes(path) if "notes" in document.data else None
            return _Given(load_formulation(path), notes)
        except DocumentError as error:
            problems += _under(("formulation",), error)
        except IptRulesError as error:
            problems.append((("formulation",), str(error)))
        return _Given()

    def _find(self, name: str, folder: Path, what: str) -> Path:
        """The file that a name stands for: beside the quiz, or among those that are shipped."""
        if name.endswith((".yaml", ".json")):
            path = self.beside / name
            if not path.is_file():
                raise IptRulesError(
                    f"there is no file {name!r}, counted from the folder of the quiz"
                )
            return path
        known = sorted(path.stem for path in folder.glob("*.yaml"))
        if name not in known:
            message = unknown_word(name, known, what).partition("; known:")[0]
            hint = (
                ""
                if "did you mean" in message
                else "; a file of your own is named with its ending, .yaml or .json"
            )
            raise IptRulesError(message + hint)
        return folder / f"{name}.yaml"


def _under(prefix: DocumentPath, error: DocumentError) -> Found:
    return [(_place(prefix, problem), _message(problem)) for problem in error.problems]


def _place(prefix: DocumentPath, problem: Problem) -> DocumentPath:
    """In the item where the case is written out; at its name where it has a file of its own."""
    return prefix if problem.line is not None else (*prefix, *problem.path)


def _message(problem: Problem) -> str:
    return problem.message if problem.line is None else str(problem)
