# Every command that developers and CI share; `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PYTEST = $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: docs help install chat test test-browser axe test-slow lint format bench bench-eval \
	bench-chat eval eval-terms evaluation index lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Make .venv with the tested versions of everything

# What is installed in place is not compiled by pip: without that, each start takes half a second
# longer where Python may not write beside the modules. The stamp is written last, so that an installation that broke off is repeated.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "dxcite needs Python 3.11 or newer: make install PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -q -c constraints.txt -e ".[dev]"
	$(BIN)/python -m compileall -q assistant evals guidelines indexes
	@touch $(INSTALLED)

chat: $(INSTALLED) ## Open the chat in the browser
	$(BIN)/dxcite chat --open

test: $(INSTALLED) ## Run the tests, those in a browser too where Chromium is installed
	$(PYTEST) -m "not slow"

test-browser: $(INSTALLED) ## Run only the tests in a browser
	$(PYTEST) -m browser

axe: ## Fetch axe-core, with which the browser tests look for faults of accessibility
	mkdir -p build/axe
	cd build/axe && npm pack --silent axe-core@4.14.1 && tar -xzf axe-core-4.14.1.tgz && \
		rm -rf axe-core && mv package axe-core

test-slow: $(INSTALLED) ## Run only the tests that take minutes
	$(PYTEST) -m slow

lint: $(INSTALLED) ## Check style, types and the rooms' import rules
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED) ## Put the code into its usual form
	$(BIN)/ruff format .

bench: $(INSTALLED) ## Measure speed and memory against a plain LangChain pipeline
	$(BIN)/python -m evals.bench

bench-eval: $(INSTALLED) ## Measure the evaluation harness: time, overhead, two workers
	$(BIN)/python -m evals.bench.harness

bench-chat: $(INSTALLED) ## Measure the chat in headless Chromium, and with 20 users at once
	$(BIN)/python -m evals.bench.chat

evaluation: $(INSTALLED) ## Compare dxcite with the plain baselines on every suite (docs/evaluation.md)
	$(BIN)/python -m evals sweep all --workers 2 --date 2026-06-01 --out build/sweep \
		--markdown docs/evaluation.md

eval: $(INSTALLED) ## Run every suite that ships and hold it against the thresholds
	rm -rf build/eval
	$(BIN)/python -m evals run all --workers 2 --out build/eval
	$(BIN)/python -m evals report build/eval
	$(BIN)/python -m evals gate build/eval

eval-terms: $(INSTALLED) ## Measure look-ups; TERMS="--index FILE.xml --codiesp FOLDER …" names official files
	$(BIN)/python -m evals terms --docs docs/terms.md $(TERMS)

docs: $(INSTALLED) ## Write the documentation that is made from the rules
	$(BIN)/python -m guidelines.rules.coverage > docs/rules.md.new
	mv docs/rules.md.new docs/rules.md

index: $(INSTALLED) ## Build the search index anew
	$(BIN)/dxcite index build

lock: ## Write constraints.txt anew from what pip finds now
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install -q -e ".[dev,ray]"
	printf '%s\n' "# The versions that dxcite is tested with; \`make install\` installs these." \
		"# Written by \`make lock\`." > constraints.txt
	build/lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' >> constraints.txt
	rm -rf build/lock

clean: ## Remove everything that the other commands made here
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
