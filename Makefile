# Every command a developer or operator needs. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes

.PHONY: help demo test setup check proof bench lock format catalogues words clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Phronesis needs Python 3.11 or newer. Nothing was changed. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "This Python cannot make an environment. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: requirements.lock .venv/made
	@echo "Installing what Phronesis needs …"
	@$(PIP_INSTALL) -r requirements.lock
	@$(BIN)/python scripts/link_package.py
	@touch $@

.venv/development: requirements-dev.lock .venv/runtime
	@echo "Installing what testing needs …"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

catalogues: .venv/runtime  ## compile the message catalogues
	@$(BIN)/python scripts/compile_catalogues.py

words: .venv/runtime  ## gather every text into the message catalogues, and compile them
	@$(BIN)/python scripts/catalogues.py && $(BIN)/python scripts/compile_catalogues.py

setup: .venv/development catalogues  ## install everything for development into .venv

demo: .venv/runtime catalogues  ## build the demonstration hospital and serve it (PORT=8000)
	@$(BIN)/phronesis demo --port $(PORT)

check: setup  ## the quick circle: format, lint, types, imports, migrations, templates
	$(BIN)/ruff format --check src tests benchmarks scripts
	$(BIN)/ruff check src tests benchmarks scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m phronesis manage makemigrations --check --dry-run
	$(BIN)/python scripts/check_templates.py

test: setup  ## everything: both databases, real browser, attacks, faults
	$(BIN)/python scripts/run_tests.py

proof: setup  ## the full counts (100 worlds, all kills); up to an hour
	$(BIN)/python scripts/run_tests.py --proof

bench: setup  ## every figure we claim, beside a peer in the same run
	$(BIN)/python -m benchmarks

lock: .venv/made  ## renew the hashed lock files
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements.lock -o requirements-dev.lock

format: setup  ## put every file into the project's shape
	$(BIN)/ruff check --fix -q src tests benchmarks scripts; $(BIN)/ruff format -q src tests benchmarks scripts

clean:  ## remove the environment and the demonstration
	rm -rf .venv data demo-data demo-data-keys demo-data-template
