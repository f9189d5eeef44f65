"""Random quizzes, and answers to them."""

from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.quiz.taking.samples import SAMPLE
from ipt_rules.quiz.values import Item, Option, Quiz, Reason
from ipt_rules.results import SourceNote

WORDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=2, max_size=12)
TEXTS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\\"),
    min_size=1,
    max_size=30,
).filter(str.strip)
SOURCES = st.builds(
    SourceNote, st.sampled_from(["s1", "s2"]), TEXTS, st.sampled_from(list(t.Evidence))
)
RULES = st.sampled_from(["dispute/overt", "grief/death", "transition/move"])
REASONS = st.builds(Reason, TEXTS, RULES, st.tuples(SOURCES))


def _alike(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@st.composite
def items(draw: st.DrawFn, name: str) -> Item:
    """An item with at least one right option; its options can be told apart by their letters."""
    words = draw(st.lists(WORDS, min_size=2, max_size=5, unique=True))
    texts = draw(
        st.lists(TEXTS, min_size=len(words), max_size=len(words), unique_by=_alike).filter(
            lambda found: all(len(_alike(one)) > 1 for one in found)
        )
    )
    choose = draw(st.sampled_from(list(t.Choose)))
    key = draw(st.sets(st.sampled_from(words), min_size=1, max_size=len(words)))
    if choose is t.Choose.ONE:
        key = {min(key)}
    credits = [1.0 if word in key else draw(st.sampled_from([0.0, 0.5])) for word in words]
    return Item(
        id=name,
        kind=draw(st.sampled_from(list(t.QuizKind))),
        vignette=draw(st.just("") | TEXTS),
        stem=f"{draw(TEXTS)} [{name}]",
        choose=choose,
        options=tuple(
            Option(word, text, credit, draw(TEXTS), draw(st.just(()) | st.tuples(REASONS)))
            for word, text, credit in zip(words, texts, credits, strict=True)
        ),
        alerts=draw(st.just(()) | st.tuples(TEXTS)),
        rests_on=draw(st.lists(RULES, unique=True).map(tuple)),
        areas=tuple(draw(st.sets(st.sampled_from(list(t.ProblemArea)), max_size=2))),
        comment=draw(st.just("") | TEXTS),
    )


@st.composite
def quizzes(draw: st.DrawFn, max_items: int = 5) -> Quiz:
    count = draw(st.integers(1, max_items))
    return Quiz(
        title=draw(TEXTS),
        about="",
        items=tuple(draw(items(f"item{number}")) for number in range(count)),
        record=SAMPLE.record,
    )


def choices(item: Item) -> st.SearchStrategy[tuple[str, ...]]:
    """Options that an answer to an item may name; none where it is not answered."""
    words = [option.answer for option in item.options]
    most = 1 if item.choose is t.Choose.ONE else len(words)
    return st.lists(st.sampled_from(words), unique=True, max_size=most).map(tuple)


def answers_to(quiz: Quiz) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    return st.fixed_dictionaries({item.id: choices(item) for item in quiz.items})


@st.composite
def answered(draw: st.DrawFn, max_items: int = 5) -> tuple[Quiz, dict[str, tuple[str, ...]]]:
    quiz = draw(quizzes(max_items))
    return quiz, draw(answers_to(quiz))
