"""What the answers of many learners say about the items of a quiz."""

from __future__ import annotations

import os

from ipt_rules.quiz.statistics.read import read_answers
from ipt_rules.quiz.statistics.report import ItemStatistics, analysed
from ipt_rules.quiz.values import Quiz

__all__ = ["ItemStatistics", "statistics"]


def statistics(quiz: Quiz, answers_csv_path: str | os.PathLike[str]) -> ItemStatistics:
    """Read the answers of many learners from a CSV file and say what they show about the items.

    The forms that are read are those of `read_answers`: `learner,item,answer`, the Responses report
    of Moodle, and the Student Analysis of Canvas. Who answered is not kept.

    >>> import tempfile, pathlib
    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "answers.csv"
    ...     _ = path.write_text("learner,item,answer\\nAnn,lena,b\\nBo,lena,grief\\n")
    ...     found = statistics(SAMPLE, path)
    >>> found.whole.learners, found.items[0].difficulty.value
    (2, 0.5)

    Raises `DocumentError` that lists every problem with its line and column.
    """
    return analysed(quiz, read_answers(quiz, answers_csv_path))
