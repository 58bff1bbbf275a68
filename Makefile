# make demo   try it against a small Slack on this machine: no workspace, no tokens
# make run    run against your workspace, with the tokens in .env
# make test   everything that a change has to pass: style, types, tests
# make laws   the laws of templates and tasks at many examples each: EXAMPLES=10000 SEED=1 (an hour, 5 GB of memory)
# make bench  the figures of bench/README.md

.DEFAULT_GOAL := help
SHELL := /bin/sh

# The first interpreter that starts, is a Python from 3.11 to 3.14 and can make environments; else the
# first that only lacks that. Each is run, not only looked for: version managers leave commands on the
# PATH that exist and refuse to start.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
MAKES := import venv, ensurepip
first = $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$p" -c '$(1)' >/dev/null 2>&1 && echo "$$p" && break; done)
PYTHON := $(or $(call first,$(MAKES); $(FITS)),$(call first,$(FITS)))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-cache-dir --quiet

.PHONY: help demo run test check laws lock bench clean

help:
	@sed -n 's/^# make /make /p' Makefile

demo: $(VENV)/run.stamp
	@$(BIN)/python -m bot demo $(ARGS)

run: $(VENV)/run.stamp
	@$(BIN)/python -m bot run

test: $(VENV)/test.stamp check
	@$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

check: $(VENV)/test.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Prints how many examples each law was tried with, and the seed that tries the same ones again.
EXAMPLES ?= 10000
SEED ?= 1
laws: $(VENV)/test.stamp
	@EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/template/test_laws.py tests/template/test_skeleton.py tests/slack/test_any_template.py tests/tasks/test_substance_laws.py tests/tasks/test_machine.py --hypothesis-seed=$(SEED) --hypothesis-show-statistics
	@echo "Held at $(EXAMPLES) examples each (what Slack is shown, and substance: a tenth; the tasks: a fiftieth, of a hundred steps), seed $(SEED)."

bench: $(VENV)/test.stamp
	@$(BIN)/python -m bench $(ARGS)

# A stamp is written last, so an environment whose making was cut short is made again.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Countersign needs Python 3.11 to 3.14, and none was found. Install one, for example: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c '$(MAKES)' 2>/dev/null || { echo "$(PYTHON) has no venv module. Install it, for example: apt install $(PYTHON)-venv" >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# Needs uv, and only whoever changes the dependencies needs it.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV)
