"""The closeness circle: who is near, who is far, and where the patient wants them to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ipt_rules import terms as t
from ipt_rules.model import Inventory
from ipt_rules.report.markup import Html, join, tag
from ipt_rules.report.pictures import svg
from ipt_rules.report.pictures.lettering import line
from ipt_rules.report.pictures.people import STATES, SUPPORT_FROM, Person, State, people
from ipt_rules.report.pictures.picture import Picture
from ipt_rules.report.pictures.rings import EDGE, FOOT, MOST, circle, number, plus, zigzag

_BESIDE = EDGE + 24


def closeness_circle(inventory: Inventory) -> Picture:
    """The people of the inventory in the rings of the closeness circle.

    A filled shape is where a person is now, a hollow one where the patient wants them, an arrow
    leads from one to the other. The shape says whether they live. Who has no place on record stands
    beside the circle: unknown is not outer. Every number is explained in words beneath it.

    >>> from ipt_rules import load_inventory, rules_folder
    >>> zofia = load_inventory(rules_folder() / "cases" / "zofia-halfway.yaml")
    >>> print(closeness_circle(zofia).says.splitlines()[1])
    1 her girlfriend: partner; living; hidden conflict; now middle, wanted inner.
    """
    everybody = people(inventory)
    placed = [p for p in everybody if p.now is not None or p.wanted is not None]
    beside, end_beside = _beside([p for p in everybody if p.now is None])
    marks, end = svg.key(_key(), max(FOOT + 12, end_beside))
    named, end = _named([p for p in everybody if p.now is not None], end + 14)
    note, end = svg.paragraph(
        svg.MARGIN, end + 6, _covered(inventory, placed), svg.WIDTH - 2 * svg.MARGIN,
        size=svg.SMALL, fill=svg.QUIET,
    )  # fmt: skip
    return svg.picture(
        f"Closeness circle: {inventory.case.pseudonym}",
        _said(inventory, everybody),
        _header(inventory),
        end,
        *circle(placed),
        beside,
        marks,
        named,
        note,
    )


def _header(inventory: Inventory) -> str:
    return f"{inventory.case.pseudonym} · as recorded on {inventory.assessment_date}"


def _said(inventory: Inventory, everybody: tuple[Person, ...]) -> Iterator[str]:
    yield (
        f"Closeness circle of {inventory.case.pseudonym}, "
        f"as recorded on {inventory.assessment_date}."
    )
    for person in everybody:
        yield f"{person.number} {line(person.label)}: {person.words}."
    yield _covered(inventory, [p for p in everybody if p.now is not None or p.wanted is not None])


def _covered(inventory: Inventory, placed: list[Person]) -> str:
    """How complete the list is, and what of it could not be drawn."""
    if inventory.asked.relationships is t.Coverage.COMPLETE:
        asked = "everybody was asked about."
    else:
        asked = "it is not recorded that everybody was asked about."
    if not inventory.relationships:
        return f"Nothing recorded: no person is on record, and {asked}"
    nowhere = "" if placed else "Nothing recorded of places in the circle. "
    left = "" if len(placed) <= MOST else f"Only {MOST} fit into the circle. "
    return f"{nowhere}{left}{asked[0].upper()}{asked[1:]}"


# --- the words around it ------------------------------------------------------------------------


def _beside(unplaced: list[Person]) -> tuple[Html, float]:
    """Who has no place, to the right of the circle, and where the list ends."""
    if not unplaced:
        return join(), 0.0
    room = svg.WIDTH - svg.MARGIN - _BESIDE
    head, y = svg.paragraph(_BESIDE, 52, "Place not recorded", room, bold=True)
    parts, y = [head], y + 6
    for person in unplaced:
        entry, y = _entry(person, _BESIDE, y, room, lines=4 if len(unplaced) <= 12 else 0)
        parts.append(entry)
    return join(*parts), y + 6


def _named(placed: list[Person], y: float) -> tuple[Html, float]:
    """Who stands where, in two columns, and where they end."""
    if not placed:
        return join(), y
    room = (svg.WIDTH - 2 * svg.MARGIN - 16) / 2
    parts = []
    y += 6
    for first in range(0, len(placed), 2):
        ends = []
        for column, person in enumerate(placed[first : first + 2]):
            entry, end = _entry(person, svg.MARGIN + column * (room + 16), y, room, lines=3)
            parts.append(entry)
            ends.append(end)
        y = max(ends)
    return join(*parts), y


def _entry(person: Person, x: float, y: float, room: float, lines: int) -> tuple[Html, float]:
    state = person.state
    mark = svg.shape(state.shape, x + 14, y, 9.5, fill=state.fill)
    numbered = number(person, x + 14, y, state.ink)
    name, end = svg.paragraph(x + 34, y + 4, person.label, room - 34, most=max(1, lines // 2),
                              bold=True)  # fmt: skip
    told = join()
    if lines:
        told, end = svg.paragraph(
            x + 34, end, person.words, room - 34, size=svg.SMALL, most=lines, fill=svg.QUIET
        )
    return tag("g", mark, numbered, name, told, class_="listed"), end + 12


def _key() -> Sequence[svg.Entry]:
    dot = svg.Shape.CIRCLE

    def moved(x: float, y: float) -> Html:
        return join(
            svg.shape(dot, x - 10, y, 4.5, fill=svg.BLUE),
            svg.arrow(x - 10, y, x + 10, y, gap=5.5),
            svg.shape(dot, x + 10, y, 4.5, fill=svg.WHITE),
        )

    def stays(x: float, y: float) -> Html:
        outline = svg.shape(dot, x, y, 9.5, fill=svg.WHITE)
        return join(outline, svg.shape(dot, x, y, 6, fill=svg.BLUE))

    def hollow(x: float, y: float) -> Html:
        return svg.shape(dot, x, y, 7, fill=svg.WHITE)

    return [
        *(svg.Entry(_shape_of(state), state.means) for state in STATES),
        svg.Entry(moved, "filled: where the person is now; hollow: where the patient wants them"),
        svg.Entry(stays, "filled within an outline: wanted where they are now"),
        svg.Entry(hollow, "hollow alone: wanted there; the place now is not recorded"),
        svg.Entry(zigzag, "zigzag: conflict now, open or hidden"),
        svg.Entry(plus, f"plus: a confidant, or support of {SUPPORT_FROM} or more out of 4"),
    ]


def _shape_of(state: State) -> Callable[[float, float], Html]:
    return lambda x, y: svg.shape(state.shape, x, y, 7, fill=state.fill)
