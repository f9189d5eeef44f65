"""Words for rules and for what they conclude."""

from __future__ import annotations

from ipt_rules.terms.answers import Term


class Verdict(Term):
    """What a rule says of a case; `presumed` is a true that rests on a default."""

    FIRES = "fires"
    PRESUMED = "presumed"
    UNKNOWN = "unknown"
    SILENT = "silent"


class Stratum(Term):
    """The order in which families of rules run; later ones see earlier conclusions."""

    SAFETY = "safety"
    AREAS = "areas"
    FOCUS = "focus"
    PLAN = "plan"
    FORMULATION = "formulation"


class Strength(Term):
    """Strength of an argument, strongest first."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"

    @property
    def lowered(self) -> Strength:
        """One level lower; weak stays weak.

        >>> Strength.STRONG.lowered
        <Strength.MODERATE: 'moderate'>
        """
        return Strength.MODERATE if self is Strength.STRONG else Strength.WEAK


class Evidence(Term):
    """How well the clinical content of a statement is founded."""

    VERIFIED = "verified"
    RECALLED = "recalled"
    DESIGN = "design"


class RuleStatus(Term):
    """Where a rule stands in clinical review."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class AlertLevel(Term):
    """What an alert asks for, most urgent first."""

    STOP = "stop"
    REFER = "refer"
    WARN = "warn"
    ASK = "ask"


class Suitability(Term):
    """How IPT, in the recorded form, fits the case."""

    NOT_SUITABLE = "not_suitable"
    OTHER_PROFILE = "other_profile"
    CAUTION = "caution"
    OPTION = "option"


class AreaStatus(Term):
    """Standing of a problem area on what is known."""

    SUPPORTED = "supported"
    POSSIBLE = "possible"
    UNSUPPORTED = "unsupported"
    EXCLUDED = "excluded"


class Outcome(Term):
    """Outcomes of the proposal."""

    SUPPORTED = "supported"
    PROVISIONAL = "provisional"
    UNDECIDED_PAIR = "undecided_pair"
    NEEDS_INFORMATION = "needs_information"
    NO_FOCUS_INDICATED = "no_focus_indicated"
    WITHHELD = "withheld"


class Standing(Term):
    """Whether the patient has agreed to the focus."""

    PROPOSED = "proposed"
    AGREED = "agreed"


class TaskState(Term):
    """State of a session task."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"


class FocusVerdict(Term):
    """What the record says of an area that was chosen, the one to look at first coming first."""

    CONTRADICTED = "contradicted"
    PREMATURE = "premature"
    UNSUPPORTED = "unsupported"
    DEFENSIBLE = "defensible"
    SUPPORTED = "supported"


class Severity(Term):
    """Severity of an issue in a formulation."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
