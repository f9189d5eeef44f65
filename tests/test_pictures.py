"""Pictures: whole in words, inside their frame, harmless, and without a place for the unknown."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
import random
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt_rules import terms as t
from ipt_rules.evaluation import evaluate
from ipt_rules.facts.events import implied_deaths
from ipt_rules.facts.measures import measure_facts, total
from ipt_rules.facts.phrases import event_words
from ipt_rules.facts.values import Value, bounds
from ipt_rules.model import (
    Asked,
    Case,
    Inventory,
    ItemScore,
    LifeEvent,
    Measure,
    Onset,
    PartialDate,
    Relationship,
    SessionNote,
)
from ipt_rules.report.markup import void
from ipt_rules.report.page import fragment, page
from ipt_rules.report.pictures import (
    Picture,
    arguments,
    closeness_circle,
    timeline,
    trajectory,
)
from ipt_rules.report.pictures.axis import Axis, padded, recent
from ipt_rules.report.pictures.lettering import line, shorten, width
from ipt_rules.report.pictures.rings import MOST
from ipt_rules.report.wording import OUTCOMES, STATUSES
from tests.shipped import CASES, RULES, fitting
from tests.strategies import partial_dates
from tests.test_report import ESCAPES, HOSTILE, Reader, hostile_cases

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEW = settings(SLOW, max_examples=max(10, settings().max_examples // 5))
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "g", "rect", "line", "polyline", "polygon", "circle", "text"}
ATTRIBUTES = {
    "viewBox", "width", "height", "role", "font-family", "class", "x", "y", "x1", "y1", "x2", "y2",
    "cx", "cy", "r", "points", "fill", "stroke", "stroke-width", "stroke-dasharray",
    "stroke-linejoin", "font-size", "font-weight", "text-anchor",
}  # fmt: skip
INKS = ("fill", "stroke")
DAY = dt.date(2026, 5, 4)
LENA = CASES["lena-renegotiation"].inventory
ZOFIA = CASES["zofia-halfway"].inventory
LONG = "Wilhelmina " * 909


def drawn_of(inventory: Inventory) -> Iterator[Picture]:
    """All pictures of an inventory."""
    yield closeness_circle(inventory)
    yield timeline(inventory)
    yield from trajectory(inventory, RULES)


def all_of(inventory: Inventory) -> Iterator[Picture]:
    yield from drawn_of(inventory)
    yield arguments(evaluate(inventory, RULES))


def parsed(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)


def grouped(picture: Picture, name: str) -> list[ET.Element]:
    return [g for g in parsed(picture).iter(f"{SVG}g") if g.get("class") == name]


def kinds(element: ET.Element) -> list[str]:
    return [part.tag.removeprefix(SVG) for part in element.iter()]


def texts(element: ET.Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text")]


# --- what holds of every picture -----------------------------------------------------------------


def corners(element: ET.Element) -> Iterator[tuple[float, float]]:
    """The outermost points that an element covers."""
    get = dict(element.items())
    kind = element.tag.removeprefix(SVG)
    if kind == "rect":
        x, y = float(get["x"]), float(get["y"])
        yield from ((x, y), (x + float(get["width"]), y + float(get["height"])))
    elif kind == "line":
        yield from ((float(get[f"x{end}"]), float(get[f"y{end}"])) for end in "12")
    elif kind in ("polyline", "polygon"):
        for point in get["points"].split():
            x, y = map(float, point.split(","))
            yield x, y
    elif kind == "circle":
        x, y, r = (float(get[name]) for name in ("cx", "cy", "r"))
        yield from ((x - r, y - r), (x + r, y + r))
    elif kind == "text":
        left, top, right, foot = box(element)
        yield from ((left, top), (right, foot))


def box(text: ET.Element) -> tuple[float, float, float, float]:
    """What a line of text covers, by the estimate of its width."""
    size, said = float(text.get("font-size", "0")), text.text or ""
    wide = width(said, size, bold=text.get("font-weight") == "bold")
    x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")] * wide
    return left, y - 0.8 * size, left + wide, y + 0.25 * size


def check(picture: Picture) -> None:
    """Well-formed, within its frame, legible, and free of anything that loads or runs."""
    root = parsed(picture)
    assert root.get("role") == "img"
    _, _, wide, high = map(float, (root.get("viewBox") or "").split())
    assert wide <= 760
    assert (float(root.get("width", 0)), float(root.get("height", 0))) == (wide, high)
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert (ground.get("fill"), float(ground.get("width", 0))) == ("#ffffff", wide)
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert (root[0].text, root[1].text) == (picture.title, picture.says)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in TAGS
        for name, value in element.items():
            assert name in ATTRIBUTES
            assert "http" not in value
            assert "(" not in value
        for x, y in corners(element):
            assert -0.5 <= x <= wide + 0.5, ET.tostring(element)
            assert -0.5 <= y <= high + 0.5, ET.tostring(element)
        if element.tag == f"{SVG}text":
            assert float(element.get("font-size", 0)) >= 11
            assert element.text
            assert "\n" not in element.text
    assert picture.svg.count(' xmlns="') == 1
    check_key(picture)


def check_key(picture: Picture) -> None:
    """Every mark in a key has a word of its own and a shape of its own, whatever the colours."""
    shapes, means = [], []
    for entry in grouped(picture, "key"):
        marks = [part for part in entry.iter() if part.tag not in (f"{SVG}g", f"{SVG}text")]
        assert marks
        first = next(x for part in marks for x, _ in corners(part))
        shapes.append(tuple(colourless(part, first) for part in marks))
        means.append(" ".join(texts(entry)))
    assert all(means)
    assert len(set(means)) == len(means)
    assert len(set(shapes)) == len(shapes)


def colourless(part: ET.Element, left: float) -> tuple[object, ...]:
    """A mark without its colours, save whether it is filled, and without its place on the page."""
    xs = [x for x, _ in corners(part)]
    ys = [y for _, y in corners(part)]
    return (
        part.tag,
        tuple(round(x - left) for x in xs),
        tuple(round(y - ys[0]) for y in ys),
        part.get("fill") in (None, "none", "#ffffff"),
        part.get("stroke-dasharray"),
    )


@pytest.mark.parametrize("name", CASES)
def test_every_picture_of_a_case_is_sound(name: str) -> None:
    """Shipped cases: XML, in the frame, legible, keyed, and the same bytes when drawn again."""
    inventory = CASES[name].inventory
    pictures = list(all_of(inventory))
    for picture in pictures:
        check(picture)
    assert list(all_of(evolve(inventory))) == pictures


def check_apart(picture: Picture) -> None:
    """No two lines of text meet, even where all are as wide as reckoned."""
    boxes = [(box(text), text.text) for text in parsed(picture).iter(f"{SVG}text")]
    for (one_box, said), (other, also) in itertools.combinations(boxes, 2):
        across = min(one_box[2], other[2]) - max(one_box[0], other[0])
        down = min(one_box[3], other[3]) - max(one_box[1], other[1])
        assert across <= 1 or down <= 1, (picture.title, said, also)


@pytest.mark.parametrize("name", [*CASES, "busy"])
def test_no_words_are_drawn_over_others(name: str) -> None:
    """In no picture of a case does one line of text cover another."""
    for picture in all_of(busy() if name == "busy" else CASES[name].inventory):
        check_apart(picture)


@SLOW
@given(fitting())
def test_every_picture_of_any_inventory_is_sound(inventory: Inventory) -> None:
    """Whatever is on record can be drawn, and comes out the same when it is drawn again."""
    pictures = list(drawn_of(inventory))
    for picture in pictures:
        check(picture)
        check_apart(picture)
    assert list(drawn_of(evolve(inventory))) == pictures


@FEW
@given(fitting())
def test_the_arguments_of_any_inventory_are_sound(inventory: Inventory) -> None:
    """Whatever an evaluation finds can be drawn."""
    check(arguments(evaluate(inventory, RULES)))


@FEW
@given(hostile_cases())
def test_hostile_words_stay_words(inventory: Inventory) -> None:
    """Markup, quotes, escapes and marks that turn the writing round are text, and stay inside."""
    for picture in all_of(inventory):
        check(picture)
        check_disarmed(picture)


def check_disarmed(picture: Picture) -> None:
    """Nothing in any form of it acts, turns the writing round or ends the text early."""
    html = picture.to_html()
    read = Reader(html)
    assert not read.oddities
    assert set(read.tags) == {"figure", "img", "figcaption"}
    assert [name for tag, name, _ in read.attributes if tag == "img"] == ["src", "alt", "style"]
    for text in (picture.svg, picture.says, picture.title, html):
        assert not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in text)
        assert not set("\x00\x1b\x07\u200e\u200f\u061c\ufffe\uffff") & set(text)


CHECKED = {"side", "rank", "id", "person", "anchor_event"}
"""Texts of which only certain ones are possible: closed words, and names of other records."""


def everywhere(value: Any, word: str) -> Any:
    """The same value with a word after each text in it."""
    if isinstance(value, tuple):
        return tuple(everywhere(item, word) for item in value)
    if type(value) is str:
        return f"{value} {word}"
    if attrs.has(type(value)) and not isinstance(value, PartialDate):
        names = [a.name for a in attrs.fields(type(value)) if a.init and a.name not in CHECKED]
        return evolve(value, **{name: everywhere(getattr(value, name), word) for name in names})
    return value


@pytest.mark.parametrize(
    "word", [*HOSTILE, *ESCAPES, LONG, "W" * 10_000, "\ufffe\uffff", "\u0301" * 10_000, "ﷺﷺﷺ" * 40]
)
def test_each_hostile_word_is_disarmed_everywhere(word: str) -> None:
    """What Python built without a loader is drawn as safely; the words have it whole."""
    for inventory in (ZOFIA, busy()):
        changed = everywhere(inventory, word)
        result = everywhere(evaluate(inventory, RULES), word)
        pictures = [*drawn_of(changed), arguments(result)]
        for picture in pictures:
            check(picture)
            check_disarmed(picture)
            assert line(word) in picture.says


# --- figures, notebooks, pages -------------------------------------------------------------------


def test_a_notebook_gets_words_a_figure_and_the_drawing() -> None:
    """The image is the drawing itself, its alternative all that is said, its caption the title."""
    picture = closeness_circle(LENA)
    bundle = picture._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == str(picture) == picture.says
    assert bundle["image/svg+xml"] == picture.svg
    assert bundle["text/html"] == picture.to_html()
    read = Reader(picture.to_html())
    given_ = {name: value or "" for tag, name, value in read.attributes if tag == "img"}
    kind, _, data = given_["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode("utf-8") == picture.svg
    assert unescape(given_["alt"]) == picture.says
    assert "max-width:100%" in given_["style"]
    assert read.text == picture.title


def test_pages_show_pictures_and_load_nothing() -> None:
    """The policy allows images that stand in the page; a figure is not torn apart in print."""
    made = page("Lena", fragment(*(picture.to_html() for picture in all_of(LENA))))
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in made
    assert "break-inside:avoid" in made
    assert made.count("<figure") == 4
    assert "http:" not in made


def test_a_void_element_escapes_what_it_is_given() -> None:
    """Attributes of an element without content cannot end it."""
    assert void("img", alt='"><script>') == '<img alt="&quot;&gt;&lt;script&gt;"/>'


# --- nothing recorded ----------------------------------------------------------------------------


def test_an_empty_record_says_so_in_words() -> None:
    """Without a person, an event, a score or an argument, each picture says: nothing recorded."""
    nobody = Inventory(DAY, Case("Nobody"))
    result = evaluate(nobody, RULES)
    bare = evolve(result, areas=tuple(evolve(area, arguments=()) for area in result.areas))
    for picture in (*drawn_of(nobody), arguments(bare)):
        assert "Nothing recorded" in picture.says
        assert "Nothing recorded" in " ".join(texts(parsed(picture)))
        check(picture)
    for name in ("person", "listed", "score", "argument"):
        assert not any(grouped(picture, name) for picture in (*drawn_of(nobody), arguments(bare)))


def test_a_list_that_is_known_to_be_whole_is_not_called_open() -> None:
    """Whether everybody was asked about is said either way."""
    nobody = Inventory(DAY, Case("Nobody"))
    whole = t.Coverage.COMPLETE
    asked = evolve(nobody, asked=Asked(deaths=whole, changes=whole, relationships=whole))
    for draw in (closeness_circle, timeline):
        assert "not recorded that" in draw(nobody).says
        assert "not recorded that" not in draw(asked).says


# --- the closeness circle ------------------------------------------------------------------------


def people_of(inventory: Inventory) -> dict[str, ET.Element]:
    """The people in the circle by their number."""
    return {texts(g)[0]: g for g in grouped(closeness_circle(inventory), "person")}


@SLOW
@given(fitting())
def test_everybody_is_named_and_the_unplaced_are_not_in_the_circle(inventory: Inventory) -> None:
    """A mark in the circle for each person with a place; everybody stands in the words."""
    picture = closeness_circle(inventory)
    said = picture.says.splitlines()[1:-1]
    assert len(said) == len(inventory.relationships)
    drawn = people_of(inventory)
    for told in said:
        number, _, rest = told.partition(" ")
        known = "now inner" in rest or "now middle" in rest or "now outer" in rest
        known = known or rest.rstrip(".").endswith(
            ("wanted inner", "wanted middle", "wanted outer")
        )
        assert (number in drawn) == known
    placed = [
        p
        for p in inventory.relationships
        if not (
            isinstance(p.closeness_now, t.Absence) and isinstance(p.closeness_wanted, t.Absence)
        )
    ]
    assert len(drawn) == len(placed)
    for person in inventory.relationships:
        assert any(f" {line(person.label)}: " in told for told in said)
        if isinstance(person.closeness_now, t.Absence):
            heading = "Place not recorded"
            assert heading in texts(parsed(picture))
    assert len(grouped(picture, "listed")) == len(inventory.relationships)


def one(**given_: Any) -> Inventory:
    whole = {"id": "p", "label": "Ada", **given_}
    return Inventory(DAY, Case("Lena"), relationships=(Relationship(**whole),))


NOW, WANTED = t.Closeness.INNER, t.Closeness.OUTER


def test_filled_is_now_and_hollow_is_wanted() -> None:
    """One filled shape now, one hollow shape where wanted, an arrow between the two."""

    def fills(**given_: Any) -> list[str | None]:
        marks = people_of(one(alive=t.Answer.YES, **given_))["1"].iter(f"{SVG}circle")
        return [mark.get("fill") for mark in marks]

    white = "#ffffff"
    (now,) = fills(closeness_now=NOW)
    assert now != white
    assert fills(closeness_wanted=WANTED) == [white]
    assert sorted(fills(closeness_now=NOW, closeness_wanted=WANTED)) == sorted([white, now or ""])
    apart = parsed(closeness_circle(one(closeness_now=NOW, closeness_wanted=WANTED)))
    alike = parsed(closeness_circle(one(closeness_now=NOW, closeness_wanted=NOW)))
    assert kinds(apart).count("line") == kinds(alike).count("line") + 1


def test_rings_are_where_the_record_puts_people() -> None:
    """The distance from the middle grows from inner to outer, and lies within the ring."""
    for edges, ring in zip(((0, 112), (112, 176), (176, 240)), t.Closeness, strict=True):
        group = people_of(one(alive=t.Answer.YES, closeness_now=ring))["1"]
        (mark,) = group.iter(f"{SVG}circle")
        x, y = float(mark.get("cx", 0)) - 252, float(mark.get("cy", 0)) - 276
        assert edges[0] < (x * x + y * y) ** 0.5 < edges[1]


@pytest.mark.parametrize(
    ("given_", "said", "shape"),
    [
        ({"alive": t.Answer.YES}, "living", "circle"),
        ({"alive": t.Answer.NO}, "dead", "polygon"),
        ({"alive": t.Answer.YES, "ended": t.Answer.YES}, "relationship over", "polygon"),
        ({}, "living or dead: not known", "polygon"),
        ({"alive": t.Absence.DECLINED}, "living or dead: not known", "polygon"),
    ],
)
def test_living_dead_over_and_unknown_differ_in_shape_and_word(
    given_: dict[str, Any], said: str, shape: str
) -> None:
    """The shape says it, and so do the words; nobody is taken to be alive."""
    inventory = one(closeness_now=NOW, **given_)
    assert f": {said}; " in closeness_circle(inventory).says
    assert shape in kinds(people_of(inventory)["1"])


def test_the_four_states_have_four_shapes() -> None:
    """Without any colour the four shapes are still four."""
    seen = set()
    for given_ in (
        {"alive": t.Answer.YES},
        {"alive": t.Answer.NO},
        {"alive": t.Answer.YES, "ended": t.Answer.YES},
        {},
    ):
        group = people_of(one(closeness_now=NOW, **given_))["1"]
        mark = next(p for p in group.iter() if p.tag in (f"{SVG}circle", f"{SVG}polygon"))
        seen.add((mark.tag, len((mark.get("points") or "").split()), mark.get("points")))
    assert len(seen) == 4


def test_a_record_at_odds_with_itself_is_taken_for_neither() -> None:
    """Dead and in conflict now, or alive with a death on record: neither living nor dead."""
    torn = one(alive=t.Answer.NO, conflict=frozenset({t.Conflict.OVERT}), closeness_now=NOW)
    mourned = evolve(
        one(alive=t.Answer.YES, closeness_now=NOW),
        events=(LifeEvent("e", t.EventGroup.BEREAVEMENT, person="p"),),
    )
    for inventory in (torn, mourned):
        assert "living or dead: not known; recorded as" in closeness_circle(inventory).says
        assert "polyline" not in kinds(people_of(inventory)["1"])  # no zigzag


def test_conflict_and_support_are_marked_only_where_recorded() -> None:
    """A zigzag is a conflict now, a plus is support; past and unknown have neither."""
    quarrel = frozenset({t.Conflict.COVERT})
    past = frozenset({t.Conflict.PAST_ONLY})

    def marks(**given_: Any) -> tuple[bool, bool]:
        group = kinds(people_of(one(closeness_now=NOW, **given_))["1"])
        return "polyline" in group, "line" in group

    assert marks() == (False, False)
    assert marks(conflict=quarrel) == (True, False)
    assert marks(conflict=past, support_received=2) == (False, False)
    assert marks(is_confidant=t.Answer.YES) == (False, True)
    assert marks(support_received=3) == (False, True)
    assert marks(is_confidant=t.Absence.DECLINED, support_received=0) == (False, False)


@pytest.mark.parametrize("many", [1, 8, 12, 13, 24, 25, 40, MOST])
def test_a_crowd_stays_legible(many: int) -> None:
    """However many people one ring holds, their shapes do not cover each other."""
    person = one(alive=t.Answer.YES, closeness_now=NOW, closeness_wanted=WANTED).relationships[0]
    crowd = tuple(evolve(person, id=f"p{n}", label=f"Person {n}") for n in range(many))
    drawn = people_of(Inventory(DAY, Case("Crowd"), relationships=crowd))
    assert len(drawn) == many
    marks = [mark for group in drawn.values() for mark in group.iter(f"{SVG}circle")]
    assert len(marks) == 2 * many
    spots = [tuple(float(m.get(n, 0)) for n in ("cx", "cy", "r")) for m in marks]
    for number, (x, y, r) in enumerate(spots):
        for other_x, other_y, other_r in spots[:number]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > (r + other_r) * 0.95


def test_who_does_not_fit_is_still_named() -> None:
    """Beyond the most that stay legible, people stand beneath the circle, and that is said."""
    person = one(closeness_now=NOW).relationships[0]
    crowd = tuple(evolve(person, id=f"p{n}", label=f"Person {n}.") for n in range(MOST + 3))
    picture = closeness_circle(Inventory(DAY, Case("Crowd"), relationships=crowd))
    assert len(grouped(picture, "person")) == MOST
    assert len(grouped(picture, "listed")) == MOST + 3
    assert f"Only {MOST} fit into the circle." in picture.says
    assert all(f"Person {n}." in picture.says for n in range(MOST + 3))


# --- the timeline --------------------------------------------------------------------------------


def busy() -> Inventory:
    """A course with everything: old, vague and undated events, blanks, gaps and a setback."""
    group = t.EventGroup
    start = dt.date(2026, 1, 12)
    totals: list[int | None] = [19, 21, None, 17, 14, 15, 22, 12, 8, 4]
    events = (
        LifeEvent("e0", group.BEREAVEMENT, label="a death", date=PartialDate("1998-05-02")),
        LifeEvent("e1", group.WORK, label="the new post", date=PartialDate("2025-03")),
        LifeEvent("e2", group.PLACE_OR_CULTURE, label="the move", date=PartialDate("2024")),
        LifeEvent("e3", group.WORK, label="notice given", date=PartialDate("2025-11-14")),
        LifeEvent("e4", group.OTHER, label="the debt", timing_to_onset=t.Timing.AT_ONSET),
        LifeEvent("e5", group.OWN_HEALTH, label="a fall", date=t.Absence.DECLINED),
    )
    measures = [
        Measure(
            t.Instrument.PHQ9,
            date=start + dt.timedelta(weeks=week),
            session_no=week + 1,
            total=t.Absence.NOT_ASKED if value is None else value,
        )
        for week, value in enumerate(totals)
    ]
    blanks = tuple(ItemScore(number, 2) for number in range(1, 7))
    measures.append(Measure(t.Instrument.PHQ9, dt.date(2026, 3, 30), 12, items=blanks))
    measures.append(Measure(t.Instrument.CSSRS, start, 1, items=(ItemScore(1, 1), ItemScore(2, 0))))
    measures += [Measure(t.Instrument.GAD7, session_no=n, total=v) for n, v in ((1, 15), (8, 9))]
    return Inventory(
        DAY,
        Case(
            "Katarzyna",
            episode_onset=Onset(date=PartialDate("2025-09")),
            episode_worsening_dates=(PartialDate("2026-02-20"),),
        ),
        events=events,
        measures=tuple(measures),
        sessions=(SessionNote(1, date=start), SessionNote(2)),
    )


@SLOW
@given(fitting())
def test_a_timeline_says_everything_it_draws(inventory: Inventory) -> None:
    """Events, deaths, worsenings and scores stand in the words, each with the date it has."""
    said = timeline(inventory).says
    people = {person.id: person for person in inventory.relationships}
    for event in (*inventory.events, *implied_deaths(inventory)):
        named = line(event_words(event, people.get(str(event.person))))
        date = "" if isinstance(event.date, t.Absence) else str(event.date)
        assert any(told.startswith(f"{named}: {date}") for told in said.splitlines())
    for date_ in inventory.case.episode_worsening_dates:
        assert f"the episode got worse: {date_}" in said
    for measure in inventory.measures:
        date = "" if isinstance(measure.date, t.Absence) else f" on {measure.date}"
        known = total(measure, None)
        assert f": {'total not known' if known is None else known}{date}" in said


def row(inventory: Inventory, name: str) -> ET.Element:
    (found,) = [g for g in grouped(timeline(inventory), "happening") if texts(g)[0] == name]
    return found


def marks_of(group: ET.Element) -> list[ET.Element]:
    return [part for part in group if part.tag != f"{SVG}text"]


def test_what_has_no_date_has_no_mark() -> None:
    """Without a date there are words alone: around the onset where that is known, else nothing."""
    for name, said in (("the debt", "at the onset"), ("a fall", "no date recorded")):
        group = row(busy(), name)
        assert not marks_of(group)
        assert said in " ".join(texts(group))
    assert marks_of(row(busy(), "notice given"))
    bare = evolve(busy(), case=Case("Katarzyna"))
    assert not marks_of(row(bare, "onset of the episode"))
    assert "onset of the episode: no date recorded" in timeline(bare).says


def test_a_date_known_in_part_is_a_bar_over_all_its_days() -> None:
    """A day is a dot; a month is a bar; a year is a bar twelve times as long."""
    (dot,) = marks_of(row(busy(), "notice given"))
    assert dot.tag == f"{SVG}circle"
    (month,), (year,) = (marks_of(row(busy(), name)) for name in ("the new post", "the move"))
    assert month.tag == year.tag == f"{SVG}rect"
    assert float(year.get("width", 0)) > 5 * float(month.get("width", 0))
    assert float(year.get("x", 0)) < float(month.get("x", 0)) < float(dot.get("cx", 0))


def test_one_old_event_does_not_squeeze_the_others() -> None:
    """What lies decades back stands in a lane of its own; the line is kept for the rest."""
    with_it = busy()
    without = evolve(with_it, events=with_it.events[1:])
    assert "earlier" in texts(parsed(timeline(with_it)))
    assert "earlier" not in texts(parsed(timeline(without)))
    old, new = (float(marks_of(row(i, "the move"))[0].get("width", 0)) for i in (with_it, without))
    assert old > 0.7 * new
    assert "a death: 1998-05-02" in timeline(with_it).says
    (arrow_line, arrow_head) = marks_of(row(with_it, "a death"))
    assert float(arrow_line.get("x2", 999)) < float(
        marks_of(row(with_it, "the move"))[0].get("x", 0)
    )
    assert arrow_head.tag == f"{SVG}polygon"


@given(st.lists(partial_dates(), min_size=1, max_size=12))
def test_the_line_holds_the_newest_and_grows_by_steps(dates: list[PartialDate]) -> None:
    """The newest day is always on the line; what is left off lies far behind everything on it."""
    spans = [(date.earliest, date.latest) for date in dates]
    start, newest = recent(spans), max(last for _, last in spans)
    assert start <= newest
    length = max(365, (newest - start).days)
    assert all((newest - first).days > 3 * length for first, _ in spans if first < start)
    axis = padded([start, newest], 0, 400)
    places = [axis.at(day) for day in sorted(last for _, last in spans if last >= start)]
    assert places == sorted(places)
    assert all(0 < place < 400 for place in places)


@given(
    st.dates(dt.date(1800, 1, 1), dt.date(2300, 12, 31)),
    st.dates(dt.date(1800, 1, 1), dt.date(2300, 12, 31)),
    st.sampled_from([120.0, 300.0, 600.0]),
)
def test_days_beneath_a_line_are_few_and_in_order(
    one_day: dt.date, other: dt.date, room: float
) -> None:
    """Any two days make a line; its written days rise and leave room for each."""
    axis = Axis(min(one_day, other), max(one_day, other), 0, room)
    ticks = list(axis.ticks())
    places = [x for x, _ in ticks]
    assert places == sorted(set(places))
    assert all(0 <= x <= room for x in places)
    assert len(ticks) <= room / 76 + 2
    assert len({said for _, said in ticks}) == len(ticks)


def test_the_ends_of_the_calendar_make_a_line() -> None:
    """The first and the last day there are can be drawn, and padded beyond neither."""
    axis = padded([dt.date.min, dt.date.max], 0, 400)
    assert (axis.first, axis.last) == (dt.date.min, dt.date.max)
    assert list(axis.ticks())
    measures = (
        Measure(t.Instrument.PHQ9, dt.date.min, total=3),
        Measure(t.Instrument.PHQ9, dt.date.max, total=9),
    )
    for picture in drawn_of(Inventory(DAY, Case("L"), measures=measures)):
        check(picture)


def test_the_day_of_a_timeline_can_be_chosen() -> None:
    """It is the day of the record unless another is given; no clock is read."""
    assert timeline(LENA) == timeline(LENA, LENA.assessment_date)
    later = timeline(LENA, dt.date(2026, 6, 1))
    assert later != timeline(LENA)
    assert "as of 2026-06-01" in later.says


@pytest.mark.parametrize(
    ("onset", "said"),
    [
        (Onset(months_before_assessment=5.0), "about 5 months before 2026-05-04"),
        (Onset(anchor_event="e3"), "after notice given, read as within a month of it"),
        (Onset(anchor_event="e5"), "after a fall, which has no date"),
        (Onset(state=t.OnsetState.LIFELONG), "no date recorded; lifelong"),
        (Onset(state=t.OnsetState.GRADUAL), "no date recorded; gradual"),
    ],
)
def test_the_onset_is_shown_as_far_as_it_is_known(onset: Onset, said: str) -> None:
    """Months ago and an anchor make a bar; a way of beginning without a date makes words."""
    inventory = evolve(busy(), case=Case("Katarzyna", episode_onset=onset))
    assert f"onset of the episode: {said}" in timeline(inventory).says
    dated = marks_of(row(inventory, "onset of the episode"))
    assert bool(dated) is ("about" in said or "within" in said)


# --- trajectories --------------------------------------------------------------------------------


def in_words(value: Value | None) -> str:
    """A total as the table says it."""
    if value is None:
        return "total not known"
    low, high = bounds(value)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


@SLOW
@given(fitting())
def test_a_trajectory_says_every_score_and_draws_the_known(inventory: Inventory) -> None:
    """One picture a scale, one mark a known total, one line of words for every administration."""
    pictures = trajectory(inventory, RULES)
    used = [i for i in t.Instrument if any(m.instrument is i for m in inventory.measures)]
    assert len(pictures) == max(1, len(used))
    for instrument, picture in zip(used, pictures, strict=False):
        held = [m for m in inventory.measures if m.instrument is instrument]
        scale = RULES.scales.get(instrument)
        totals = [total(measure, scale) for measure in held]
        known = [value for value in totals if value is not None]
        assert len(grouped(picture, "score")) == len(known)
        rows = [texts(g)[1] for g in grouped(picture, "row")]
        never = scale is not None and scale.scoring is t.Scoring.ANSWERS
        words = ["never summed" if never else in_words(value) for value in totals]
        assert sorted(rows) == sorted(words)
        for measure, word in zip(held, words, strict=True):
            when = "" if isinstance(measure.date, t.Absence) else f"{measure.date}"
            assert f"{when}: {word}" in picture.says


def phq(*totals: int | None, **given_: Any) -> Inventory:
    """Totals of the PHQ-9, a week from one to the next."""
    start = dt.date(2026, 1, 12)
    measures = tuple(
        Measure(
            t.Instrument.PHQ9,
            date=start + dt.timedelta(weeks=week),
            total=t.Absence.NOT_ASKED if value is None else value,
            **given_,
        )
        for week, value in enumerate(totals)
    )
    return Inventory(DAY, Case("Lena"), measures=measures)


def the(inventory: Inventory) -> Picture:
    (picture,) = trajectory(inventory, RULES)
    return picture


def test_an_unknown_total_is_a_gap_and_words() -> None:
    """No mark stands for it, and no line runs across it."""
    whole, gap = the(phq(16, 14, 12)), the(phq(16, None, 12))
    assert (len(grouped(whole, "score")), len(grouped(gap, "score"))) == (3, 2)
    assert "2026-01-19: total not known" in gap.says
    joined = [
        line_ for line_ in parsed(whole).iter(f"{SVG}line") if line_.get("stroke-width") == "2"
    ]
    broken = [line_ for line_ in parsed(gap).iter(f"{SVG}line") if line_.get("stroke-width") == "2"]
    assert (len(joined), len(broken)) == (2, 0)


def test_blank_items_make_a_bar_and_no_point() -> None:
    """Seven to thirteen is a bar between the two, with both numbers."""
    items = tuple(ItemScore(number, 1) for number in range(1, 8))
    inventory = Inventory(DAY, Case("L"), measures=(Measure(t.Instrument.PHQ9, DAY, items=items),))
    (score,) = grouped(the(inventory), "score")
    assert texts(score) == ["7–13"]
    assert kinds(score).count("line") == 3
    assert not {"circle", "polygon"} & set(kinds(score))
    assert "7 to 13; mild or moderate" in the(inventory).says
    bar = max(
        abs(float(part.get("y1", 0)) - float(part.get("y2", 0)))
        for part in score.iter(f"{SVG}line")
    )
    assert bar == pytest.approx(240 * 6 / 27, abs=0.2)


def test_a_bar_is_not_joined_to_the_points_beside_it() -> None:
    """Nobody knows where within the bar the total lies, so no line leads there."""
    items = tuple(ItemScore(number, 1) for number in range(1, 8))
    first, second, third = phq(16, 14, 12).measures
    open_ = evolve(second, total=t.Absence.NOT_ASKED, items=items)
    picture = the(Inventory(DAY, Case("L"), measures=(first, open_, third)))
    thick = [part for part in parsed(picture).iter(f"{SVG}line") if part.get("stroke-width") == "2"]
    in_key = [part for g in grouped(picture, "key") for part in g.iter(f"{SVG}line")]
    (bar,) = (g for g in grouped(picture, "score") if texts(g) == ["7–13"])
    assert len(thick) == 3 + sum(part.get("stroke-width") == "2" for part in in_key)
    assert kinds(bar).count("line") == 3


def test_lines_of_response_and_remission_stand_at_their_total() -> None:
    """Eight, half of sixteen, and four stand as high as totals of eight and four."""
    picture = the(phq(16, 8, 4))
    points = {texts(score)[0]: mark_y(score) for score in grouped(picture, "score")}
    whole = [
        float(part.get("y1", 0))
        for part in parsed(picture).iter(f"{SVG}line")
        if part.get("stroke-dasharray") and part.get("x1") == "46"
    ]
    assert sorted(whole) == pytest.approx([points["8"], points["4"]], abs=1)


def test_totals_stand_at_their_height() -> None:
    """Height is in proportion to the total, over the whole range of the scale."""
    scores = grouped(the(phq(27, 18, 9)), "score")
    high, middle, low = map(mark_y, scores)  # of circles and of triangles, whose middle lies lower
    assert middle - high == pytest.approx(low - middle, abs=1)
    assert middle - high == pytest.approx(240 * 9 / 27, abs=1)


def mark_y(score: ET.Element) -> float:
    """The middle of the mark of a score."""
    mark = next(p for p in score if p.tag in (f"{SVG}circle", f"{SVG}polygon"))
    if mark.tag == f"{SVG}circle":
        return float(mark.get("cy", 0))
    ys = [y for _, y in corners(mark)]
    return (min(ys) + max(ys)) / 2


def test_bands_remission_and_response_are_named() -> None:
    """Every band stands beside the plot with its ends; the two lines are explained in the key."""
    picture = the(phq(16, 13))
    said = texts(parsed(picture))
    for band in RULES.scales[t.Instrument.PHQ9].bands:
        assert f"{band.name}, {band.low}–{band.high}" in said
    assert "Response: 8 or less, 50 % below the first score of 16." in picture.says
    assert "Remission: 4 or less." in picture.says
    dashes = {part.get("stroke-dasharray") for part in parsed(picture).iter(f"{SVG}line")}
    assert len(dashes - {None}) == 2


def test_no_response_line_without_one_first_total() -> None:
    """An unknown first total, or none that is exact, leaves no line to reach."""
    assert "Response" not in the(phq(None, 13)).says
    items = tuple(ItemScore(number, 1) for number in range(1, 8))
    first = Measure(t.Instrument.PHQ9, dt.date(2026, 1, 1), items=items)
    inventory = phq(13)
    assert "Response" not in the(evolve(inventory, measures=(first, *inventory.measures))).says
    assert "Response" in the(inventory).says


def test_a_scale_without_a_rule_for_response_gets_no_line() -> None:
    """Nothing is drawn that the scale does not define."""
    measures = (Measure(t.Instrument.EPDS, DAY, total=14),)
    (picture,) = trajectory(Inventory(DAY, Case("L"), measures=measures), RULES)
    assert "Response" not in picture.says
    assert "Remission" not in picture.says


def test_reliable_change_has_a_shape_and_a_word() -> None:
    """Six points up from the lowest is worse, six down from the first better, less is neither."""
    start = dt.date(2026, 1, 1)
    measures = tuple(
        Measure(t.Instrument.PHQ9, start + dt.timedelta(weeks=8 * n), total=value)
        for n, value in enumerate((16, 13, 10, 16))
    )
    inventory = Inventory(DAY, Case("L"), measures=measures)
    facts = {f.id: f.values for f in measure_facts(inventory, RULES.scales)}
    assert facts["measure:3"]["deteriorated"] == "yes"
    scores = grouped(the(inventory), "score")
    assert [texts(score) for score in scores] == [["16"], ["13"], ["10", "better"], ["16", "worse"]]
    shapes = [next(p for p in s if p.tag != f"{SVG}text" and p.tag != f"{SVG}rect") for s in scores]
    assert [shape.tag.removeprefix(SVG) for shape in shapes] == ["circle", "circle"] + 2 * [
        "polygon"
    ]
    down, up = (list(corners(shape)) for shape in shapes[2:])
    assert down[0][1] > down[1][1]  # points downwards
    assert up[0][1] < up[1][1]
    assert "10; moderate; reliably better than the first" in the(inventory).says
    assert "16; moderately severe; worse" in the(inventory).says


def test_answers_are_never_drawn_as_a_total() -> None:
    """A scale of yes and no has words alone: which items were answered how."""
    picture = next(p for p in trajectory(busy(), RULES) if "C-SSRS" in p.title)
    assert not grouped(picture, "score")
    assert "never summed; yes to item 1; no to item 2" in picture.says


def test_scores_without_dates_stand_by_session() -> None:
    """Where a date is missing, sessions run from left to right; where both are, the list does."""
    picture = next(p for p in trajectory(busy(), RULES) if "GAD-7" in p.title)
    assert "session" in texts(parsed(picture))
    assert "date" not in texts(parsed(picture))
    neither = phq(16, 13)
    first, second = neither.measures
    mixed = evolve(neither, measures=(evolve(first, date=t.Absence.NOT_ASKED), second))
    assert "as listed: not all are dated" in texts(parsed(the(mixed)))


def test_sessions_are_ticks() -> None:
    """Sessions with a date stand beneath the line, by number, those without a score as well."""
    sessions = (SessionNote(1, date=dt.date(2026, 1, 12)), SessionNote(9, date=dt.date(2026, 2, 9)))
    said = texts(parsed(the(evolve(phq(16, 13), sessions=sessions))))
    assert "sessions" in said
    assert {"1", "9"} <= set(said)


# --- arguments -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_every_argument_is_a_block_and_a_sentence(name: str) -> None:
    """Blocks and sentences share their numbers; standing, alerts and outcome are in words."""
    result = evaluate(CASES[name].inventory, RULES)
    picture = arguments(result)
    held = [argument for area in result.areas for argument in area.arguments]
    blocks = {texts(g)[0]: g for g in grouped(picture, "argument")}
    assert sorted(map(int, blocks)) == list(range(1, len(held) + 1))
    assert [texts(g)[0] for g in grouped(picture, "explained")] == [
        str(number) for number in range(1, len(held) + 1)
    ]
    drawn = " ".join(texts(parsed(picture)))
    said = picture.says.splitlines()
    for number, argument in enumerate(held, 1):
        block = blocks[str(number)]
        assert any(told.startswith(f"{number} {argument.side}") for told in said)
        assert line(argument.because) in picture.says
        if argument.side == "excludes":
            assert "polygon" in kinds(block)
        else:
            assert ("line" in kinds(block)) is bool(argument.support.presumed)  # hatched
    for area in result.areas:
        assert f"{area.area.label.capitalize()}: {STATUSES[area.status]}" in picture.says
        assert STATUSES[area.status] in drawn
    assert f"Proposal: {OUTCOMES[result.proposal.outcome]}." in drawn
    for alert in result.alerts:
        before, _, _ = picture.says.partition("Proposal: ")
        assert f"{alert.level.upper()}: {line(alert.because)}" in before


def test_the_cases_show_every_way_a_proposal_ends() -> None:
    """Focus, pair, abstention and hold: each is drawn for some case, as the test above sees it."""
    found = {evaluate(case.inventory, RULES).proposal.outcome for case in CASES.values()}
    assert found == set(t.Outcome)


def spans_of(change: Callable[[Any], Any]) -> list[tuple[float, float]]:
    """From where to where the blocks for the first area reach, after a change to its arguments."""
    result = evaluate(LENA, RULES)
    area = next(area for area in result.areas if len(area.arguments) == 3)
    areas = (evolve(area, arguments=tuple(map(change, area.arguments))),)
    groups = grouped(arguments(evolve(result, areas=areas)), "argument")
    xs = [[x for part in g.iter() for x, _ in corners(part)] for g in groups]
    return [(min(found), max(found)) for found in xs]


def test_sides_and_strength_are_place_and_width() -> None:
    """Against is to the left of the line and for to its right; the stronger, the wider."""
    right = spans_of(lambda a: evolve(a, side="for", strength=t.Strength.STRONG))
    left = spans_of(lambda a: evolve(a, side="against", strength=t.Strength.STRONG))
    weak = spans_of(lambda a: evolve(a, side="for", strength=t.Strength.WEAK))
    assert right == sorted(right)
    assert left == sorted(left, reverse=True)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(right))
    assert {round(end - start) for start, end in weak} == {20}
    assert {round(end - start) for start, end in right} == {54}


def test_many_arguments_go_on_in_another_line() -> None:
    """Two hundred arguments stay within the frame."""
    result = evaluate(LENA, RULES)
    area = next(area for area in result.areas if len(area.arguments) == 3)
    both = [evolve(a, side=side) for a in area.arguments for side in ("for", "against")] * 33
    picture = arguments(evolve(result, areas=(evolve(area, arguments=tuple(both)),)))
    check(picture)
    assert len(grouped(picture, "argument")) == len(both)


# --- letters -------------------------------------------------------------------------------------


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Mn", "Me")), max_size=200)


@given(LETTERS, st.floats(0, 400), st.sampled_from([11, 12, 13]), st.booleans())
def test_shortened_text_fits(text: str, room: float, size: float, bold: bool) -> None:
    """Never wider than its room, never changed where it fits, and marked where it was cut."""
    short = shorten(text, room, size, bold=bold)
    assert width(short, size, bold=bold) <= room + 0.01
    whole = line(text)
    assert whole.startswith(short.removesuffix("…"))
    if width(whole, size, bold=bold) <= room:
        assert short == whole
    elif short:
        assert short.endswith("…")


def contrast(one_ink: str, other: str) -> float:
    """How far two colours are apart in brightness, as the web's guidelines count it."""

    def light(ink: str) -> float:
        parts = [int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one_ink), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["lena-renegotiation", "zofia-halfway", "felix-in-a-new-house"])
def test_letters_stand_out_from_their_ground_in_grey_as_well(name: str) -> None:
    """Dark letters on white, white ones on dark shapes: 4.5 to 1 or more, whatever the hue."""
    for picture in all_of(CASES[name].inventory):
        for parent in parsed(picture).iter():
            ground = "#ffffff"
            for child in parent:
                fill = child.get("fill", "none")
                if child.tag == f"{SVG}text":
                    on = ground if fill == "#ffffff" else "#ffffff"
                    assert contrast(fill, on) >= 4.5, ET.tostring(child)
                elif fill != "none":
                    ground = fill


def test_random_crowds_are_sound() -> None:
    """Forty people with anything on record: in the frame, and everybody named."""
    draw = random.Random(4)
    maybe = [*t.Closeness, t.Absence.NOT_ASKED]
    for many in (5, 20, 40):
        crowd = tuple(
            Relationship(
                f"p{n}",
                f"Bernadette-Charlotte von der Hohenstein-Wallmoden {n}",
                alive=draw.choice([t.Answer.YES, t.Answer.NO, t.Absence.DECLINED]),
                closeness_now=draw.choice(maybe),
                closeness_wanted=draw.choice(maybe),
                conflict=draw.choice([frozenset({t.Conflict.OVERT}), t.Absence.NOT_ASKED]),
                support_received=draw.choice([0, 4, t.Absence.NOT_ASKED]),
            )
            for n in range(many)
        )
        picture = closeness_circle(Inventory(DAY, Case("Crowd"), relationships=crowd))
        check(picture)
        assert all(f"Wallmoden {n}: " in picture.says for n in range(many))
