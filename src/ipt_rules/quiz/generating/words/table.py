"""What a table of wordings holds."""

from __future__ import annotations

from collections.abc import Mapping

Says = Mapping[str, tuple[str, ...]]
"""Clauses by the answer that they tell, in several wordings; `*` is any other answer.

`{n}` is the patient's name, `{s}`, `{o}` and `{ps}` are she, her and her as the record has them,
`{x}` is the person or the event, `{w}` whom an event concerned, `{v}` the answer itself.
"""

Table = Mapping[str, Says]
"""Wordings by the field that they are about."""
