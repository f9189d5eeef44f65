"""A review that shows itself: in a notebook, on paper, in a terminal and in an editor."""

from __future__ import annotations

from pathlib import Path

import attrs
from attrs import field, frozen

from ipt_rules.evaluation import Evaluation
from ipt_rules.exceptions import IptRulesError
from ipt_rules.report.document import Document
from ipt_rules.report.pictures import Picture
from ipt_rules.report.told import Told
from ipt_rules.review.sarif import sarif
from ipt_rules.review.telling import review_document
from ipt_rules.review.values import Reviewed


@frozen
class Review(Reviewed, Told):
    """A formulation read against the rules: what stands, what is missing, what to raise first.

    It is advice for a conversation between supervisor and trainee, and never a mark for a person.
    Alerts come first in every form. In a notebook it shows itself.
    """

    _evaluation: Evaluation | None = field(default=None, init=False, eq=False, repr=False)

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation of the whole record, formulation and notes included.

        It stays in the process that made it; elsewhere this raises `IptRulesError`.
        """
        if self._evaluation is None:
            raise IptRulesError("this review came from another process and left its case behind")
        return self._evaluation

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of its evaluation; they are there only where that is."""
        return self.evaluation.pictures

    def _told(self) -> Document:
        return review_document(self, () if self._evaluation is None else self.pictures)

    def _heading(self) -> str:
        return f"Review: {self.pseudonym}"

    def to_sarif(self) -> str:
        """The issues as SARIF 2.1.0, for editors and other tools that show them in their place."""
        return sarif(self)

    def save(self, path: str | Path) -> Path:
        """Write the review to a file; its ending says how: .html, .md, .txt, .json or .sarif.

        Returns the path. Raises `IptRulesError` for another ending, `OSError` where the file cannot
        be written.
        """
        target = Path(path)
        write = _ENDINGS.get(target.suffix.lower())
        if write is None:
            raise IptRulesError(f"{target}: expected a name ending in {', '.join(_ENDINGS)}")
        target.write_text(write(self), encoding="utf-8")
        return target

    def __reduce__(self) -> tuple[object, ...]:
        return Review, tuple(getattr(self, a.name) for a in attrs.fields(Reviewed))


_ENDINGS = {
    ".html": Review.to_page,
    ".md": Review.to_markdown,
    ".txt": Review.to_text,
    ".json": Review.to_json,
    ".sarif": Review.to_sarif,
}
