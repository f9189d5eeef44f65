"""Runs the examples of the README, the docs and the docstrings as tests."""

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

from ipt_rules.documents.formulations import load_formulation
from ipt_rules.documents.inventories import load_inventory
from ipt_rules.documents.source import read_yaml
from ipt_rules.quiz import load_quiz
from ipt_rules.rulebase import load_rules


def check_yaml(example: Example) -> None:
    """A YAML block is a whole inventory, a whole formulation or a whole quiz, and loads."""
    data = read_yaml(str(example.parsed)).data
    if "items" in data:
        load_quiz(data, load_rules())
    elif "areas" in data:
        load_formulation(data)
    else:
        load_inventory(data)


markdown = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("yaml", check_yaml), SkipParser()],
    patterns=["README.md", "docs/how-to/*.md", "docs/explanation/*.md"],
)
docstrings = Sybil(
    parsers=[DocTestParser()],
    patterns=["src/ipt_rules/*.py", "src/ipt_rules/*/*.py", "src/ipt_rules/*/*/*.py"],
)
pytest_collect_file = (markdown + docstrings).pytest()
