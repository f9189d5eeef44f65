"""Plain data to attrs classes and back, strictly: nothing is coerced, every problem is reported."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import annotated_types as at
import attrs

from ipt_rules.documents.refusals import (
    Reason,
    Refused,
    expected,
    reasons_of,
    refusal,
    shown,
)
from ipt_rules.documents.scalars import (
    not_among,
    read_bool,
    read_date,
    read_float,
    read_int,
    read_partial_date,
    read_term,
    read_text_or_term,
)
from ipt_rules.exceptions import Path
from ipt_rules.model.values import PartialDate
from ipt_rules.terms import Absence

if TYPE_CHECKING:
    import cattrs

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

_ABSENCES = tuple(word.value for word in Absence)
_ANY_ABSENCE = f"{', '.join(_ABSENCES[:-1])} or {_ABSENCES[-1]}"
_GIVE_A_VALUE = f"give a value or one of {', '.join(_ABSENCES)}, or leave the field out"
_MAX_SUGGESTIONS = 200


def structure(data: object, cls: type[T]) -> tuple[T | None, list[tuple[Path, str]]]:
    """Build an attrs class from plain data, or say everything that stands in the way.

    >>> from ipt_rules.model import DiagnosisRecord
    >>> structure({"name": "mdd_single", "status": "confirmd"}, DiagnosisRecord)[1]
    [(('status',), "'confirmd' is not one of confirmed, provisional; did you mean 'confirmed'?")]
    """
    try:
        return _converter().structure(data, cls), []
    except (Refused, ExceptionGroup) as error:
        reasons = list(reasons_of(error, ()))
    # Likeness is slow to compute; past this many problems nobody reads the suggestions.
    return None, [
        (reason.path, reason.sentence(suggest=number < _MAX_SUGGESTIONS))
        for number, reason in enumerate(reasons)
    ]


def unstructure(value: object) -> Any:
    """Turn a value of the model into plain data; fields that hold their default are left out.

    >>> from ipt_rules.model import Perinatal
    >>> unstructure(Perinatal(weeks=12))
    {'weeks': 12}
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, enum.Enum):
        return value._value_  # what `value` looks up, without the detour
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted((unstructure(item) for item in value), key=str)
    if isinstance(value, tuple | list):
        return [unstructure(item) for item in value]
    if isinstance(value, dict):
        return {key: unstructure(item) for key, item in value.items()}
    if not attrs.has(kind):
        return value  # not of the model; whoever reads the data will say so
    return {
        name: unstructure(held)
        for name, default in _defaults(kind)
        if (held := getattr(value, name)) is not default
        and not (type(held) is type(default) and held == default)
    }


_PLAIN = frozenset({str, int, float, bool, type(None)})


@functools.cache
def _defaults(kind: Any) -> tuple[tuple[str, object], ...]:
    """The fields of a class with their defaults, looked up once: documents have many records."""
    found = []
    for field in attrs.fields(kind):
        default: Any = field.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            default = default.factory()
        if field.init:
            found.append((field.name, default))
    return tuple(found)


# --- how each kind of type is read -----------------------------------------------------------


@functools.cache
def _converter() -> cattrs.Converter:
    import cattrs

    made = cattrs.Converter(forbid_extra_keys=True)
    for kind, hook in (
        (bool, read_bool),
        (int, read_int),
        (float, read_float),
        (str, read_text_or_term),
        (dt.date, read_date),
        (PartialDate, read_partial_date),
    ):
        made.register_structure_hook(kind, hook)
    made.register_structure_hook_func(_is_enum, read_term)
    for applies, factory in (
        (_of(tuple, list, frozenset), _list),
        (_of(dict), _dict),
        (_of(Literal), _literal),
        (_of(Union, types.UnionType), _union),
        (_of(Annotated), _annotated),
        (attrs.has, _record),
    ):
        made.register_structure_hook_factory(applies, factory)
    return made


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, enum.Enum)


def _of(*origins: Any) -> Callable[[Any], bool]:
    return lambda hint: get_origin(hint) in origins


def _literal(hint: Any, _: cattrs.Converter) -> Hook:
    allowed = get_args(hint)

    def read(value: Any, _: Any) -> Any:
        if any(type(value) is type(word) and value == word for word in allowed):
            return value
        raise not_among(tuple(str(word) for word in allowed), value)

    return read


def _each(items: Iterable[tuple[Any, Any]], read: Hook, hint: Any) -> dict[Any, Any]:
    """Read every item under its key; refuse with all reasons at once."""
    made, reasons = {}, list[Reason]()
    for key, item in items:
        try:
            made[key] = read(item, hint)
        except (Refused, ExceptionGroup) as error:
            reasons += reasons_of(error, (key,))
    if reasons:
        raise Refused(*reasons)
    return made


def _list(hint: Any, converter: cattrs.Converter) -> Hook:
    inner, *rest = get_args(hint)
    collect = get_origin(hint)
    if collect is tuple and rest != [...]:
        raise TypeError(f"{hint} is not supported; use tuple[X, ...]")
    read_item: Hook = converter.get_structure_hook(inner)

    def read(value: Any, _: Any) -> Any:
        if value is None:
            raise refusal("empty; write [] if there is nothing to list, or leave the field out")
        if type(value) not in (list, tuple):
            raise expected("a list", value)
        items = _each(enumerate(value), read_item, inner)
        made = collect(items.values())
        if len(made) < len(items):
            first = {item: index for index, item in reversed(items.items())}
            twice = [index for index, item in items.items() if first[item] != index]
            raise Refused(*(Reason("listed twice; keep one", (index,)) for index in twice))
        return made

    return read


def _dict(hint: Any, converter: cattrs.Converter) -> Hook:
    _key, inner = get_args(hint)
    read_item: Hook = converter.get_structure_hook(inner)

    def read(value: Any, _: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise expected("a mapping", value)
        return _each(value.items(), read_item, inner)

    return read


def _record(hint: Any, converter: cattrs.Converter) -> Hook:
    from cattrs.gen import make_dict_structure_fn

    attrs.resolve_types(hint)
    read_fields = make_dict_structure_fn(hint, converter, _cattrs_forbid_extra_keys=True)

    def read(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise expected("a mapping", value)
        return read_fields(value, hint)

    return read


# --- limits and alternatives -----------------------------------------------------------------

_LIMITS: dict[type, tuple[str, Callable[[Any, Any], bool]]] = {
    at.Ge: ("at least {0.ge}", lambda value, limit: value >= limit.ge),
    at.Gt: ("more than {0.gt}", lambda value, limit: value > limit.gt),
    at.Le: ("at most {0.le}", lambda value, limit: value <= limit.le),
    at.Lt: ("less than {0.lt}", lambda value, limit: value < limit.lt),
    at.MinLen: ("at least {0.min_length}", lambda value, limit: len(value) >= limit.min_length),
    at.MaxLen: ("at most {0.max_length}", lambda value, limit: len(value) <= limit.max_length),
}


def _annotated(hint: Any, converter: cattrs.Converter) -> Hook:
    inner, *notes = get_args(hint)
    read_inner: Hook = converter.get_structure_hook(inner)
    single = [
        one for note in notes for one in (note if isinstance(note, at.GroupedMetadata) else (note,))
    ]
    limits = [(limit, *_LIMITS[type(limit)]) for limit in single if type(limit) in _LIMITS]

    def read(value: Any, _: Any) -> Any:
        made = read_inner(value, inner)
        if made in _ABSENCES and inner is str:
            raise refusal(f"'{made}' is kept for values that are absent; write a text")
        for limit, wording, holds in limits:
            if not holds(made, limit):
                raise refusal(_beyond(limit, wording.format(limit), value))
        return made

    return read


def _beyond(limit: object, bound: str, value: Any) -> str:
    if not isinstance(limit, at.MinLen | at.MaxLen):
        return f"must be {bound}, got {shown(value)}"
    unit = "character" if isinstance(value, str) else "entry"
    many = "characters" if isinstance(value, str) else "entries"
    return f"must have {bound} {unit if bound.endswith(' 1') else many}, has {len(value)}"


def _shapes(hint: Any) -> set[type]:
    """The kinds of plain data that a type is read from."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _shapes(get_args(hint)[0])
    if origin is Literal:
        return {type(word) for word in get_args(hint)}
    if origin in (tuple, list, frozenset):
        return {list}
    if hint is PartialDate:
        return {str, int}
    if origin is dict or attrs.has(hint):
        return {dict}
    kinds: dict[Any, set[type]] = {float: {int, float}, int: {int}, bool: {bool}}
    return kinds.get(hint, {str})


def _union(hint: Any, converter: cattrs.Converter) -> Hook:
    """Read `X | Absence`, `X | None`, and alternatives that plain data tells apart."""
    members = get_args(hint)
    kinds = [kind for kind in members if kind not in (Absence, type(None))]
    choices = [(_shapes(kind), converter.get_structure_hook(kind), kind) for kind in kinds]
    absences = {word.value: word for word in Absence} if Absence in members else {}

    def read(value: Any, _: Any) -> Any:
        if value is None and type(None) in members:
            return None
        if absences:
            if value is None:
                raise refusal(f"empty; {_GIVE_A_VALUE}")
            if type(value) is str and value in absences:
                return absences[value]
            if value == "unknown":
                raise refusal(f"'unknown' is not an answer here; write {_ANY_ABSENCE}")
        shape = list if type(value) is tuple else type(value)
        fitting = [choice for choice in choices if shape in choice[0]] or choices[:1]
        _, read_value, kind = fitting[0]
        try:
            return read_value(value, kind)
        except Refused as refused:  # a word that is near an absence may have been meant as one
            raise Refused(*(_with_words(reason, absences) for reason in refused.reasons)) from None

    return read


def _with_words(reason: Reason, words: Iterable[str]) -> Reason:
    if reason.path or not reason.among:
        return reason
    return attrs.evolve(reason, among=(*reason.among, *words))
