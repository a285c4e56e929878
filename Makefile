# Everything is made inside .venv; nothing else on the machine is touched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Wheels only: a source archive would build with whatever its own build asks for, unhashed.
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
LOCKED := $(PIP_INSTALL) --require-hashes --only-binary :all: --requirement
UV_COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	--extra postgres --extra pdf --group build $(if $(UPGRADE),--upgrade)
# What is given here goes to pytest as it stands: make test ARGS="-k ballots".
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install develop demo up test soak bench check locks daysoff lock clean

help: ## show these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(VENV)/.installed ## prepare .venv with what Calends runs on, and .venv/bin/calends

develop: $(VENV)/.developed ## add what testing and checking need

demo: install ## carry out the election of 2024 on a real Temporal server
	@$(BIN)/calends rehearse tests/diaries/secretary_general/2024.diary --print

up: install ## start the embedded engine
	@$(BIN)/calends up

test: develop ## run the tests on the real components
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak" $(ARGS)

soak: develop ## run the long tests
	$(BIN)/python -m pytest -m soak $(ARGS)

bench: develop ## measure, and write benchmarks/results.md
	$(BIN)/python -m benchmarks

check: develop locks ## check style, types, imports and locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 tests/test_diaries.py tests/test_specimens.py -k "not with_the_clerk"

# A lock that names an address ties everyone to the mirror of the person who refreshed it.
locks:
	@if grep -nE '://|^ *(-[a-z] |--[a-z-]*(index|find-links))| @ |^ *#.*[/~\\]' \
		requirements/runtime.txt requirements/development.txt; then \
		echo "The locks name an address or a path (see above): run make lock." >&2; exit 1; \
	fi

daysoff: develop ## freeze the days off of Strasbourg into domain/tables
	$(BIN)/python -m tools.freeze_days_off

# The larger set is resolved first: the smaller one can always follow it, and not the reverse.
lock: develop ## refresh the locks after a change of pyproject.toml; UPGRADE=1 takes newer releases
	$(UV_COMPILE) --group development --output-file requirements/development.txt
	$(UV_COMPILE) --constraint requirements/development.txt --no-annotate \
		--output-file requirements/runtime.txt

clean: ## remove .venv and everything else that was made here
	rm -rf $(VENV) build dist calends.egg-info .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' 2>/dev/null || { \
		echo "Calends needs Python 3.11 or later and '$(PYTHON)' is not: name another one, as in" \
			"make PYTHON=python3.12 $(or $(firstword $(MAKECMDGOALS)),install)." >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements/runtime.txt pyproject.toml
	@echo "Preparing $(VENV): what Calends runs on (up to 110 MB to download)"
	@$(LOCKED) requirements/runtime.txt
	@$(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	@# As pip does with a wheel: not every user may write beside the sources.
	@$(BIN)/python -m compileall -q *.py activities domain files ledger notices reports \
		terminal vault workflows
	@touch $@

$(VENV)/.developed: $(VENV)/.installed requirements/development.txt
	@echo "Preparing $(VENV): what testing and checking need (up to 90 MB to download)"
	@$(LOCKED) requirements/development.txt
	@touch $@
