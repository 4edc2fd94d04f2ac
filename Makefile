# Everything a contributor runs. `make` alone lists it.

PYTHON ?= python3
# Tests wait as much as they work. In the order of collection, which begins with the longest.
PYTEST_ARGS ?= -n 4 --dist loadfile --no-loadscope-reorder

VENV := .venv
RUN := $(VENV)/bin/python
CODE = $(wildcard bot core handlers storage clients sandbox tests bench)
PIP_INSTALL = $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
UV_COMPILE = $(RUN) -m uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links

# A stamp carries the checksum of its lock file: one install for each content, none without a change.
stamp = $(VENV)/$(1)-$(shell cksum < $(2) | cut -d ' ' -f 1).installed
RUNTIME := $(call stamp,runtime,requirements.lock)
DEV := $(call stamp,dev,requirements-dev.lock)

# Tests start processes: each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List what can be run
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(DEV) ## Create .venv and install everything, development tools included

.PHONY: demo
demo: $(RUNTIME) ## Start the demo on this machine (PORT=8080, ARGS="--story unpaid")
	@$(RUN) -m bot demo $(ARGS)

.PHONY: test
test: $(DEV) ## Run every test but stories and those that need a browser
	$(RUN) -m pytest tests --ignore=tests/e2e -m 'not story' $(PYTEST_ARGS)

.PHONY: stories
stories: $(DEV) ## Tell the demo's long stories to their end, some of them on PostgreSQL
	$(RUN) -m pytest tests/stories -m story $(PYTEST_ARGS)

.PHONY: lint
lint: $(DEV) ## Check style, types and who imports whom
	$(RUN) -m ruff check .
	$(RUN) -m mypy $(CODE)
	$(VENV)/bin/lint-imports --no-logo

.PHONY: check
check: ## What CI runs: lint, then test
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test

.PHONY: e2e
e2e: $(DEV) ## Drive the demo in a real browser (needs chromium)
	$(RUN) -m pytest tests/e2e -m e2e

.PHONY: screenshots
screenshots: $(DEV) ## Take docs/images anew from the demo (needs chromium)
	$(RUN) -m tests.e2e.screenshots

.PHONY: generated
generated: $(DEV) ## Rewrite manifest.yml and docs/commands.md from the commands
	$(RUN) -m bot generate

.PHONY: words
words: $(DEV) ## Bring the Korean and Chinese catalogues up to what the desk says
	$(RUN) -m tests.words

.PHONY: bench
bench: $(DEV) ## Measure speed and weight (ARGS="--keep" writes docs/performance.md)
	$(RUN) -m bench $(ARGS)

.PHONY: kills
kills: $(DEV) ## Kill the desk 200 times at its work and judge it (ARGS="--kills 50 --seed 7")
	$(RUN) -m tests.kills $(ARGS)

.PHONY: prove
prove: $(DEV) ## Try to break every promise, within an hour (ARGS="sweep --seed 7")
	$(RUN) -m tests.prove $(ARGS)

.PHONY: prove-rest
prove-rest: $(DEV) ## The model, the matrix, bad inputs and secrets, as thoroughly
	$(RUN) -m tests.prove model matrix inputs secrets $(ARGS)

.PHONY: fuzz
fuzz: $(DEV) ## Five minutes of fuzzing for each reader of outside text
	$(RUN) -m tests.prove fuzz $(ARGS)

.PHONY: mutate
mutate: $(DEV) ## Change gate and vote a little, everywhere, and see which tests notice
	$(RUN) -m tests.prove mutants $(ARGS)

.PHONY: lock
lock: $(DEV) ## Write both lock files anew from pyproject.toml
	$(UV_COMPILE) pyproject.toml --output-file requirements.lock
	$(UV_COMPILE) pyproject.toml --extra postgres --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock

.PHONY: clean
clean: ## Remove .venv, caches and build products
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A half-made environment would look finished to the next run, so it does not stay.
$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3'; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): | $(RUN)
	$(PIP_INSTALL) --requirement requirements.lock
	@touch $@

# The development lock holds the runtime lock whole, so it answers for both.
$(DEV): | $(RUN)
	$(PIP_INSTALL) --requirement requirements-dev.lock
	@touch $(RUNTIME) $@
