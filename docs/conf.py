"""How Sphinx builds the documentation."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _generate import write_all
from sphinx.application import Sphinx

project = "ipt_rules"
author = "The ipt_rules authors"
project_copyright = "2026, The ipt_rules authors"
version = release = version_of("ipt-rules")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = ["changes/*"]  # sentences that wait for a release
nitpicky = True
nitpick_ignore = [("py:class", "Disagreement")]  # an argument nobody passes
nitpick_ignore_regex = [
    # Python's own classes: the build asks no network where they are documented.
    ("py:class", r"(collections|datetime|os|pathlib)\..*"),
    # Data frames, by the names that everybody gives these libraries.
    ("py:class", r"(pd|pl)\.DataFrame"),
    # Listed with their words and fields on generated pages, not as classes.
    ("py:class", r"ipt_rules\.(terms|model|facts|rulebase|documents)\..*"),
    ("py:class", r"ipt_rules\.quiz\.(written|taking\.progress)\..*"),
    ("py:class", r"ipt_rules\.report\.markup\.Html"),  # text, for whoever reads it
]

html_theme = "furo"
html_title = "ipt_rules"

autodoc_typehints = "description"
autodoc_preserve_defaults = True  # a whole record as a default would fill a page
autodoc_member_order = "bysource"  # a module reads top to bottom
default_role = "literal"  # docstrings write `code` as Markdown does

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

nb_execution_mode = "auto"  # stored notebooks are executed and compared by a test
nb_execution_raise_on_error = True
nb_execution_timeout = 60
nb_merge_streams = True


def setup(app: Sphinx) -> None:
    """Write the generated reference before Sphinx looks for pages."""
    folder = Path(app.srcdir) / "reference"
    app.connect("builder-inited", lambda _: write_all(folder))
