"""What a rule says, and which rules speak of an area."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.quiz import reasons
from ipt_rules.quiz.kinds.kind import Judged, Kind, few, one_of, refused, sentence, takes
from ipt_rules.quiz.scene import Found, Scene
from ipt_rules.quiz.values import RIGHT, WRONG
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase import language as r
from ipt_rules.rulebase.reading import condition, say_test

AREAS = tuple(area.value for area in t.ProblemArea)
FOR, AGAINST = "for", "against"


def word_of(then: r.Conclusion) -> str:
    """The technical word of a conclusion, as options spell it.

    >>> word_of(r.ArguesFor(t.ProblemArea.GRIEF, t.Strength.STRONG))
    'argues_for/grief/strong'
    """
    match then:
        case r.ArguesFor(area, strength):
            return f"argues_for/{area}/{strength}"
        case r.ArguesAgainst(area, strength):
            return f"argues_against/{area}/{strength}"
        case r.Excludes(area):
            return f"excludes/{area}"
        case r.RaisesAlert(level, _, holds):
            return f"alert/{level}/{'+'.join(holds) or 'nothing'}"
        case r.SaysSuitability(fit):
            return f"suitability/{fit}"
        case r.Finds(finding):
            return f"finding/{finding}"
        case r.AssignsTask(task):
            return f"task/{task}"
        case r.SuggestsTechnique(technique):
            return f"technique/{technique}"
        case r.HoldsTechniques(techniques):
            return f"holds/{'+'.join(techniques)}"
        case r.RaisesIssue(severity):
            return f"issue/{severity}"
        case r.JudgesFocus(verdict):
            return f"verdict/{verdict}"
        case r.Asks(alias, name):
            return f"asks/{alias}.{name}"
        case r.ConcludesOutcome(outcome):
            return f"outcome/{outcome}"
    raise TypeError(then)


def said(then: r.Conclusion, rules: RuleBase) -> str:
    """A conclusion as a learner reads it: what follows, without the advice that goes with it."""
    match then:
        case r.ArguesFor(area, strength):
            return f"It argues for {area.label}: {strength.label}"
        case r.ArguesAgainst(area, strength):
            return f"It argues against {area.label}: {strength.label}"
        case r.Excludes(area):
            return f"It excludes {area.label}"
        case r.RaisesAlert(level, _, holds):
            held = f"holds back {_listed(holds, rules)}" if holds else "holds nothing back"
            return f"An alert is raised ({level.label}); it {held}"
        case r.SaysSuitability(fit):
            return f"A remark on how the treatment fits: {fit.label}"
        case r.Finds(finding):
            return f"It is noted for later: {_plain(finding)}"
        case r.AssignsTask():
            return f"A task comes up: {then.title}"
        case r.SuggestsTechnique(technique):
            return f"A technique is suggested: {rules.techniques[technique].title}"
        case r.HoldsTechniques(techniques):
            return f"These have to wait: {_listed(techniques, rules)}"
        case r.RaisesIssue(severity):
            return f"An issue is raised in the formulation: {severity.label}"
        case r.JudgesFocus(verdict):
            return f"The area that was chosen is said to be {verdict.label}"
        case r.Asks(alias, name):
            return f"It is asked, while it is not known: {_plain(name)} of the {_plain(alias)}"
        case r.ConcludesOutcome(outcome):
            return f"The proposal ends here: {outcome.label}"
    raise TypeError(then)


def _listed(names: tuple[str, ...], rules: RuleBase) -> str:
    titles = (rules.techniques[n].title if n in rules.techniques else _plain(n) for n in names)
    return ", ".join(titles)


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _conclusions(rules: RuleBase) -> dict[str, r.Conclusion]:
    return rules.once("conclusions", lambda: {word_of(x.then): x.then for x in rules.rules})


def _own(scene: Scene) -> r.Rule:
    return scene.rules[scene.about or ""]


def _judge(scene: Scene, answer: str) -> Judged:
    if scene.about in AREAS:
        return _judge_rule(scene, answer)
    rules, rule = scene.rules, _own(scene)
    conclusions = _conclusions(rules)
    if answer not in conclusions:
        raise refused(answer, conclusions, "a conclusion that a rule draws")
    right = answer == word_of(rule.then)
    says = sentence(said(rule.then, rules)) + "."
    reason = reasons.of_rule(" ".join(rule.rationale.split()), rule.id, rules)
    facts = tuple(
        f"{pattern.alias}: {say_test(test, pattern.kind)}"
        for pattern in rule.when
        for test in (*pattern.tests, *pattern.presumes)
    )
    credit = RIGHT if right else WRONG
    return Judged(said(conclusions[answer], rules), credit, says, (reason,), facts)


def _judge_rule(scene: Scene, answer: str) -> Judged:
    rules = scene.rules
    rule = rules.get(answer)
    if rule is None or rule not in _arguing(rules):
        known = [other.id for other in _arguing(rules)]
        raise refused(answer, known, "a rule that argues (`ipt-rules rules list areas/`)")
    right = rule.then in _wanted(scene)
    says = sentence(said(rule.then, rules)) + "."
    reason = reasons.of_rule(" ".join(rule.rationale.split()), rule.id, rules)
    return Judged(rule.title, RIGHT if right else WRONG, says, (reason,))


def _arguing(rules: RuleBase) -> list[r.Rule]:
    kinds = (r.ArguesFor, r.ArguesAgainst, r.Excludes)
    strata = (t.Stratum.AREAS, t.Stratum.FOCUS)
    return [rule for at in strata for rule in rules.strata[at] if isinstance(rule.then, kinds)]


def _wanted(scene: Scene) -> list[r.Conclusion]:
    """The conclusions that are asked for; what excludes an area speaks against it too."""
    kinds = (r.ArguesAgainst, r.Excludes) if scene.asks == AGAINST else (r.ArguesFor,)
    return [
        rule.then
        for rule in _arguing(scene.rules)
        if isinstance(rule.then, kinds) and rule.then.area == scene.about
    ]


def _known(scene: Scene) -> list[str]:
    if scene.about in AREAS:
        return [rule.id for rule in _arguing(scene.rules)]
    return list(_conclusions(scene.rules))


def _offered(scene: Scene) -> list[str]:
    rules = scene.rules
    if scene.about in AREAS:
        right = [x.id for x in _arguing(rules) if x.then in _wanted(scene)]
        strong = [x for x in right if getattr(rules[x].then, "strength", None) is t.Strength.STRONG]
        others = [x.id for x in _arguing(rules) if x.id not in right]
        return few(strong or right, [x for x in others if x not in right], [],
                   (scene.about, scene.asks))  # fmt: skip
    own = word_of(_own(scene).then)
    kind = own.partition("/")[0]
    family = [w for w in _conclusions(rules) if w.partition("/")[0] == kind]
    like = [w for w in family if _differ_by_one(w, own)]
    others = [word for word in family if word != own and word not in like]
    if kind in _ALIKE:  # the name of a thing tells nothing of another kind of thing
        others = sorted(others, key=lambda word: -_shared(word, own))[:12]
    near = like if len(like) >= _OTHERS else [*like, *others]
    return few([own], near, _conclusions(rules) if len(near) < _ENOUGH else [], scene.about)


_OTHERS, _ENOUGH = 3, 2
"""Others that an item has, and those of the same kind that are enough by themselves."""
_ALIKE = ("task", "technique", "finding", "asks", "holds", "alert")


def _shared(word: str, other: str) -> int:
    """How many words two conclusions have in common."""
    return len(
        {*_plain(word.replace("/", " ")).split()} & {*_plain(other.replace("/", " ")).split()}
    )


def _differ_by_one(word: str, other: str) -> bool:
    parts, others = word.split("/"), other.split("/")
    same = len(parts) == len(others)
    return same and sum(a != b for a, b in zip(parts, others, strict=True)) == 1


def _stem(scene: Scene) -> str:
    if scene.about in AREAS:
        side = AGAINST if scene.asks == AGAINST else FOR
        return f"Which of these speaks {side} {t.ProblemArea(scene.about).label}?"
    lines = [condition(pattern) for pattern in _own(scene).when]
    return "Where this is on record, what follows?\n" + "\n".join(f"- {line}" for line in lines)


def _misfits(scene: Scene) -> Found:
    found = takes(scene, *(("about", "asks") if scene.about in AREAS else ("about",)))
    if scene.case is not None:
        found.append((("case",), "'case' means nothing in this kind of item; leave it out"))
    names = [*AREAS, *(rule.id for rule in scene.rules.rules)]
    if scene.about is None:
        found.append((("about",), "name a rule, or an area"))
    found += one_of("about", scene.about, names, "a rule or an area")
    return found + one_of("asks", scene.asks, (FOR, AGAINST), "for or against")


RULE_KNOWLEDGE = Kind(
    name=t.QuizKind.RULE_KNOWLEDGE,
    asks="What does a rule say; or, what speaks for an area?",
    answers="with a rule in `about`, a conclusion such as `argues_for/grief/strong`; with an area, "
    "a rule (`ipt-rules rules list areas/`)",
    needs="`about` a rule or an area; with an area, `asks: against` for what speaks against it",
    stem=_stem,
    known=_known,
    judge=_judge,
    offered=_offered,
    misfits=_misfits,
)
