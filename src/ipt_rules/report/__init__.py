"""Pure functions from a result to something a person reads."""

from ipt_rules.report.html import to_html, to_page
from ipt_rules.report.text import to_text

__all__ = ["to_html", "to_page", "to_text"]
