"""A result as HTML: one fragment for notebooks, one self-contained page for files."""

from __future__ import annotations

from collections.abc import Iterable

from ipt_rules import results
from ipt_rules.report import wording as w
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.page import fragment, page


def to_html(result: results.Result) -> Html:
    """The report as an HTML fragment: no script, no link, no image, readable when untrusted."""
    return fragment(
        tag("h2", w.heading(result)),
        tag("p", w.PURPOSE, class_="note"),
        *(_alert(alert) for alert in result.alerts),
        _crisis(result),
        _section(
            "Safety: still to be asked",
            (
                tag("li", q.text, " ", tag("span", f"({q.why})", class_="note"))
                for q in w.open_safety(result)
            ),
        ),
        _proposal(result),
        _areas(result),
        _questions(result),
        _section("Suitability", (_remark(remark) for remark in result.suitability)),
        _section(
            "The areas chosen in the formulation", (_chosen(chosen) for chosen in result.chosen)
        ),
        _section(
            "Issues in the formulation and the notes", (_issue(issue) for issue in result.issues)
        ),
        _tasks(result),
        _techniques(result),
        _section("Must wait", _held(result)),
        _section("Not now", _not_now(result)),
        tag("p", w.record_line(result), class_="note"),
        tag("p", result.record.note, class_="note") if result.record.note else "",
    )


def to_page(result: results.Result) -> str:
    """The report as one file that loads nothing from anywhere."""
    return page(f"IPT evaluation: {result.pseudonym}", to_html(result))


def _section(title: str, items: Iterable[Html]) -> Html:
    listed = list(items)
    return join(tag("h3", title), tag("ul", *listed)) if listed else join()


def _support(support: results.Support) -> Html:
    presumed = ", ".join(support.presumed)
    return tag(
        "details",
        tag("summary", "why"),
        tag(
            "p",
            f"{support.title}. Rule ",
            tag("code", support.rule),
            f" ({support.status.label}); rests on {', '.join(support.facts)}",
            f"; presumes {presumed}" if presumed else "",
            f". Source: {w.sources_line(support)}.",
            class_="note",
        ),
    )


def _alert(alert: results.Alert) -> Html:
    holds = f"Holds back: {', '.join(alert.holds)}." if alert.holds else ""
    return tag(
        "div",
        tag("strong", f"{alert.level.upper()}: {alert.because}"),
        tag("div", alert.action),
        tag("div", holds, w.default_mark(alert.support), class_="note"),
        _support(alert.support),
        class_=f"alert {alert.level}",
        role="alert",
    )


def _crisis(result: results.Result) -> Html:
    if result.crisis is None:
        return join()
    where = result.crisis.region or "the country is not recorded, or not listed"
    return _section(
        f"Crisis services to have at hand: {where}",
        (tag("li", line) for line in w.crisis_lines(result.crisis)),
    )


def _proposal(result: results.Result) -> Html:
    proposal = result.proposal
    foci = [
        tag("li", tag("strong", w.focus_line(focus, result)), f": {focus.because}")
        for focus in proposal.foci
    ]
    after = proposal.focus_after_stabilisation
    deciding = [tag("li", question.text) for question in proposal.decided_by]
    return tag(
        "div",
        tag("strong", f"Proposal: {w.OUTCOMES[proposal.outcome]}"),
        tag("div", proposal.because),
        tag("ul", *foci) if foci else "",
        tag("div", f"Seems likely once the case is stable, not proposed now: {after.label}.")
        if after is not None
        else "",
        join(tag("div", "This would decide:"), tag("ul", *deciding)) if deciding else "",
        tag("div", "Open answers could still change this proposal.", class_="note")
        if proposal.foci and not proposal.settled
        else "",
        class_="proposal",
    )


def _areas(result: results.Result) -> Html:
    rows = [
        tag(
            "tr",
            tag("th", area.area.label.capitalize(), scope="row"),
            tag("td", w.area_line(area)),
            tag(
                "td", tag("ul", *(_argument(a) for a in area.arguments)) if area.arguments else "–"
            ),
        )
        for area in result.areas
    ]
    head = tag(
        "tr", *(tag("th", title, scope="col") for title in ("Area", "Standing", "Arguments"))
    )
    return join(tag("h3", "The four areas"), tag("table", tag("thead", head), tag("tbody", *rows)))


def _argument(argument: results.Argument) -> Html:
    return tag(
        "li",
        tag("em", w.argument_mark(argument)),
        f": {argument.because} ",
        _support(argument.support),
    )


def _questions(result: results.Result) -> Html:
    asked = w.other_questions(result)
    if not asked:
        return join()
    items = [tag("li", q.text, " ", tag("span", f"({q.why})", class_="note")) for q in asked]
    shown, rest = items[: w.QUESTIONS_SHOWN], items[w.QUESTIONS_SHOWN :]
    more = (
        tag("details", tag("summary", f"{len(rest)} more questions"), tag("ul", *rest))
        if rest
        else ""
    )
    return join(tag("h3", "What to ask next"), tag("ol", *shown), more)


def _remark(remark: results.Remark) -> Html:
    return tag(
        "li",
        tag("strong", remark.fit.label),
        f": {remark.because} {remark.action}",
        w.default_mark(remark.support),
        _support(remark.support),
    )


def _chosen(chosen: results.ChosenArea) -> Html:
    return tag(
        "li",
        tag("strong", w.verdict_mark(chosen)),
        f". {chosen.because}",
        *(tag("div", line) for line in w.verdict_lines(chosen)),
        _support(chosen.support),
    )


def _issue(issue: results.Issue) -> Html:
    return tag(
        "li",
        tag("strong", issue.severity.value),
        f": {issue.because}{w.default_mark(issue.support)}",
        *(tag("div", line) for line in w.issue_lines(issue)),
        _support(issue.support),
    )


def _tasks(result: results.Result) -> Html:
    groups = w.task_groups(result)
    if not any(items for _, items in groups):
        return join()
    (_, due), *folded = groups
    shown = [tag("ul", *(_task(task) for task in due))] if due else []
    shown += [
        tag("details", tag("summary", f"{title} ({len(items)})"), tag("ul", *map(_task, items)))
        for title, items in folded
        if items
    ]
    return join(tag("h3", f"Tasks of session {result.phase.session}"), *shown)


def _task(task: results.Task) -> Html:
    mark = w.default_mark(task.support)
    return tag("li", tag("strong", task.title), f": {task.because}{mark}", _support(task.support))


def _techniques(result: results.Result) -> Html:
    own, general = w.technique_groups(result)
    folded = (
        tag(
            "details",
            tag("summary", f"In every area ({len(general)})"),
            tag("ul", *(_suggestion(s) for s in general)),
        )
        if general
        else join()
    )
    return join(_section("Techniques that fit", (_suggestion(s) for s in own)), folded)


def _suggestion(suggestion: results.Suggestion) -> Html:
    needs = f"Comes after: {', '.join(suggestion.needs)}." if suggestion.needs else ""
    cautions = f"Caution: {' '.join(suggestion.cautions)}" if suggestion.cautions else ""
    return tag(
        "li",
        tag("strong", suggestion.title),
        f": {suggestion.because}",
        tag("div", needs, class_="note") if needs else "",
        tag("div", suggestion.time_note, class_="note") if suggestion.time_note else "",
        tag("div", cautions, class_="note") if cautions else "",
        w.default_mark(suggestion.support),
        _support(suggestion.support),
    )


def _held(result: results.Result) -> Iterable[Html]:
    for title, because in w.held_groups(result):
        yield tag("li", tag("strong", title), f": {because}")


def _not_now(result: results.Result) -> Iterable[Html]:
    for when, titles, because in w.not_now_groups(result):
        yield tag("li", tag("strong", when), f": {titles}. ", tag("span", because, class_="note"))
