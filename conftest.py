"""Runs the examples of the README, the docs and the docstrings as tests."""

import pytest
from sybil import Example, Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import read_yaml


def check_yaml(example: Example) -> None:
    """A YAML block is a whole inventory and loads."""
    load_inventory(read_yaml(str(example.parsed)).data)


markdown = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("yaml", check_yaml), SkipParser()],
    patterns=["README.md", "docs/how-to/*.md", "docs/explanation/*.md"],
)
docstrings = Sybil(
    parsers=[DocTestParser()], patterns=["src/ipt_rules/*.py", "src/ipt_rules/*/*.py"]
)
pytest_collect_file = (markdown + docstrings).pytest()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the examples of one page on one worker: later ones use what earlier ones made."""
    for item in items:
        if isinstance(item, SybilItem):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
