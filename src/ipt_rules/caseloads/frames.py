"""The tables of a caseload as data frames; pandas and polars are imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipt_rules.caseloads.contents import Contents
from ipt_rules.caseloads.tables import table_of
from ipt_rules.exceptions import IptRulesError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


def pandas_frame(load: Contents, name: str) -> pd.DataFrame:
    """A table with the nullable types of pandas."""
    columns = _columns(load, name)
    try:
        import pandas as pd
    except ImportError as error:
        raise _missing("pandas") from error
    types = {"text": "string", "number": "Int64", "truth": "boolean", "date": "datetime64[s]"}
    kinds = table_of(name).columns
    return pd.DataFrame(
        {
            column: pd.Series(values, dtype=types[kinds[column]])
            for column, values in columns.items()
        }
    )


def polars_frame(load: Contents, name: str) -> pl.DataFrame:
    """A table with the types of polars, which all may lack a value."""
    columns = _columns(load, name)
    try:
        import polars as pl
    except ImportError as error:
        raise _missing("polars") from error
    types = {"text": pl.String, "number": pl.Int64, "truth": pl.Boolean, "date": pl.Date}
    kinds = table_of(name).columns
    return pl.DataFrame(columns, schema={column: types[kind] for column, kind in kinds.items()})


def _columns(load: Contents, name: str) -> dict[str, list[Any]]:
    table = table_of(name)
    rows = list(table.rows(load))
    return {column: [row[place] for row in rows] for place, column in enumerate(table.columns)}


def _missing(library: str) -> IptRulesError:
    return IptRulesError(f"{library} is not installed; pip install 'ipt-rules[frames]'")
