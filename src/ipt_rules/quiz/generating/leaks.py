"""Words that would tell the key of an item before it is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable

_AREAS = re.compile(
    r"\b(grief|griev\w+|disputes?|(role )?transitions?|deficits?|sensitivit\w+|social isolation)\b",
    re.IGNORECASE,
)


def leaks(text: str, words: Iterable[str] = ()) -> tuple[str, ...]:
    """The words in a text that name an area, or are among `words`.

    >>> leaks("They argue every week."), leaks("It is a dispute.")
    ((), ('dispute',))
    """
    found = [match.group(0).casefold() for match in _AREAS.finditer(text)]
    low = " ".join(text.casefold().split())
    found += [word for word in words if " ".join(word.casefold().split()) in low]
    return tuple(dict.fromkeys(found))
