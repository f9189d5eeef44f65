# `make demo` and `make test` need Python 3.11 or later, make and a C compiler; the rest comes from
# the locks. The checks are defined in noxfile.py and have the same names there.

PYTHON ?= python3
NOX := .venv/bin/nox --no-verbose
PIP := -m pip --disable-pip-version-check install --quiet --no-build-isolation --use-pep517

.PHONY: help demo test lint types layers tests coverage memory docs bench notebooks wheel lock upgrade clean

help:
	@echo 'make demo     evaluate one case and show the report'
	@echo 'make test     everything that has to be green: lint types layers tests memory docs,'
	@echo '              then the tests on every other Python that is here'
	@echo 'make coverage the branches that the tests miss'
	@echo 'make bench    measure how long an evaluation takes'
	@echo 'make notebooks  run the notebooks of the tutorials anew and store what they show'
	@echo 'make wheel    build the sdist and the wheel into dist/'
	@echo 'make lock     bring requirements/ up to date with pyproject.toml'
	@echo 'make upgrade  the same, with the newest of everything'
	@echo 'make clean    remove what these commands made'

demo: .venv-demo/ready
	@.venv-demo/bin/ipt-rules evaluate rules/cases/lena-renegotiation.yaml

test: .venv/ready
	@rm -f build/pytest-*.xml
	@$(NOX) || failed=1; \
	  $(NOX) --session closing 2>/dev/null || { echo 'no closing summary'; failed=1; }; \
	  exit $${failed:-0}

lint types layers tests coverage memory docs bench notebooks wheel lock: .venv/ready
	@$(NOX) --session $@

upgrade: .venv/ready
	@$(NOX) --session lock -- --upgrade

clean:
	rm -rf .venv .venv-demo .nox .coverage* .hypothesis .import_linter_cache .mypy_cache \
	  .pytest_cache .ruff_cache build dist

# An environment is made anew when its locks change; the project is installed again when only
# pyproject.toml does.
.venv/locked: requirements/build.txt requirements/dev.txt
.venv-demo/locked: requirements/build.txt requirements/runtime.txt
.venv/locked .venv-demo/locked:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "ipt_rules needs Python 3.11 or later; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear $(@D)
	for lock in $^; do $(@D)/bin/python $(PIP) --require-hashes --requirement $$lock || exit; done
	@touch $@

%/ready: %/locked pyproject.toml
	$*/bin/python $(PIP) --no-deps --editable .
	@touch $@
