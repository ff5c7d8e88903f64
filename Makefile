# The two commands of the README are `make demo` and `make test`; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
EXAMPLES ?= 10000
CORPUS ?= ../shared/corpus
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
export CORPUS

.PHONY: help
help: ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Countersign needs Python 3.11 or newer; PYTHON=… chooses another one."; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the pinned requirements"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: demo
demo: $(VENV)/.installed ## A whole procurement over the public API; stays up until Ctrl-C (ONCE=1 stops by itself, PORT=8000)
	@$(BIN)/countersign demo --port $(PORT) $(if $(ONCE),--once,)

.PHONY: test
test: $(VENV)/.installed-dev system-packages lint types imports pytest ## Everything that guards the code

.PHONY: system-packages
system-packages:
	@sh tests/system_packages.sh

.PHONY: pytest
pytest: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -n 2 --dist worksteal -rs $(ARGS)

.PHONY: lint
lint: $(VENV)/.installed-dev ## Style and common mistakes
	@$(BIN)/ruff check app tests wsgi.py migrations
	@$(BIN)/ruff format --check app tests wsgi.py

.PHONY: types
types: $(VENV)/.installed-dev
	@$(BIN)/mypy

.PHONY: imports
imports: $(VENV)/.installed-dev
	@$(BIN)/lint-imports --no-cache

.PHONY: format
format: $(VENV)/.installed-dev ## Put the code into its format
	@$(BIN)/ruff check --fix-only --quiet app tests wsgi.py
	@$(BIN)/ruff format app tests wsgi.py

.PHONY: run
run: $(VENV)/.installed ## The server with its background work, on what `countersign init` made (PORT=8000)
	@$(BIN)/countersign serve --port $(PORT)

.PHONY: worker
worker: $(VENV)/.installed ## The background work alone, beside servers that run without it
	@$(BIN)/countersign worker

.PHONY: conformance
conformance: $(VENV)/.installed-dev ## The tests on real documents and attack vectors (CORPUS=../shared/corpus)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -rs -m corpus $(ARGS)

.PHONY: round-trips
round-trips: $(VENV)/.installed-dev ## Messages and documents of X12 and EDIFACT there and back (EXAMPLES=10000 each)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q tests/property -k lens --timeout 0 --examples $(EXAMPLES) $(ARGS)

.PHONY: bench
bench: $(VENV)/.installed-dev ## Speed and memory, measured beside a floor (and Saxon, for rules) in the same run
	@$(PIP) 'saxonche>=12' || echo "LEFT OUT: SaxonC can't be installed here, so rules are measured without it"
	@$(BIN)/python -m tests.bench

.PHONY: audit
audit: $(VENV)/.installed-dev ## Known faults in the pinned requirements
	@$(BIN)/pip-audit --disable-pip --require-hashes -r requirements.txt

.PHONY: docs
docs: $(VENV)/.installed-dev ## The documentation as pages in site/
	@$(BIN)/mkdocs build --strict --quiet

.PHONY: lock
lock: $(VENV)/.installed-dev ## Pin the requirements anew
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra build -o requirements.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra build --extra dev --extra docs -c requirements.txt -o requirements-dev.txt pyproject.toml
