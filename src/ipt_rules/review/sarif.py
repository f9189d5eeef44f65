"""The issues of a review as SARIF 2.1.0, which editors and code hosts show in their place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ipt_rules import terms as t
from ipt_rules.exceptions import show_path
from ipt_rules.report import wording as w
from ipt_rules.report.wording import clean
from ipt_rules.review.record import Spot
from ipt_rules.review.values import Reviewed, ReviewIssue

_LEVELS = {t.Severity.ERROR: "error", t.Severity.WARNING: "warning", t.Severity.INFO: "note"}


def sarif(review: Reviewed) -> str:
    """The issues and the alerts of a review as one SARIF run; the same review gives the same bytes.

    An alert is a result of the level `error` without a place: it concerns the case.
    """
    names = dict.fromkeys([*(i.name for i in review.issues), *(a.name for a in review.alerts)])
    index = {name: number for number, name in enumerate(names)}
    described = {i.name: _rule(i) for i in review.issues}
    described |= {
        a.name: {"id": a.name, "shortDescription": _text(a.support.title)} for a in review.alerts
    }
    results = [
        {
            "ruleId": alert.name,
            "ruleIndex": index[alert.name],
            "level": "error",
            "message": _text(f"{alert.level.upper()}: {alert.because} {alert.action}"),
        }
        for alert in review.alerts
    ]
    results += [_result(issue, index[issue.name]) for issue in review.issues]
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "ipt-rules",
                        "version": review.record.library_version,
                        "rules": [described[name] for name in names],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _text(text: str) -> dict[str, str]:
    """A message of plain text; what SARIF would read as a link or a placeholder is escaped."""
    escaped = clean(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": escaped.replace("{", "{{").replace("}", "}}")}


def _rule(issue: ReviewIssue) -> dict[str, Any]:
    return {
        "id": issue.name,
        "shortDescription": _text(issue.support.title),
        "fullDescription": _text(issue.expected),
        "help": _text(f"Source: {w.sources_line(issue.support)}."),
        "defaultConfiguration": {"level": _LEVELS[issue.severity]},
        "properties": {"tags": list(issue.codes)},
    }


def _result(issue: ReviewIssue, index: int) -> dict[str, Any]:
    said = f"{issue.because} {issue.action} To ask in supervision: {issue.question}"
    return {
        "ruleId": issue.name,
        "ruleIndex": index,
        "level": _LEVELS[issue.severity],
        "message": _text(said),
        "locations": list(_locations(issue.place)),
    }


def _locations(place: Spot) -> Iterable[dict[str, Any]]:
    logical = {"fullyQualifiedName": clean(show_path(place.path)) or "record"}
    location: dict[str, Any] = {"logicalLocations": [logical]}
    if place.file is not None:
        uri = quote(PurePath(place.file).as_posix())
        location["physicalLocation"] = {"artifactLocation": {"uri": uri}}
        if place.line is not None:
            region = {"startLine": place.line, "startColumn": place.column or 1}
            location["physicalLocation"]["region"] = region
    yield location
