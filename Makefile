# The commands of the project. `make help` lists them.
# On a fresh machine, Python 3.11 or newer (with venv), make and git are enough.

PYTHON ?= python3
BIN := .venv/bin
WAGTAIL8 := .cache/venv-wagtail8

# The suite runs on every core, tests of one group on the same one; PYTEST_ARGS narrows it: make test PYTEST_ARGS="tests/places -k form"
PARALLEL := -n auto --dist loadgroup
PYTEST_ARGS ?=
# What CI also runs on the next version of Wagtail.
SMOKE := tests/plugins_alone tests/workshops tests/places tests/bookings/test_registration_views.py
TYPED = $(shell git ls-files '*/services.py' '*/services/*.py' '*/querysets.py' '*/recurrence.py' ':!tests' ':!scripts')

.DEFAULT_GOAL := help
.PHONY: help environment dev-environment serve test test-cluster test-postgres test-wagtail8 smoke-wagtail8 lint format \
	messages services services-stop bench bench-full wheel clean

help:  ## list the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

environment:
	@$(PYTHON) scripts/environment.py

dev-environment:
	@$(PYTHON) scripts/environment.py --dev

serve: environment  ## the whole site on http://127.0.0.1:8000 (or PORT=…): demo content, worker, server
	@$(BIN)/python scripts/serve.py

test: dev-environment  ## the whole suite, in parallel
	@$(BIN)/python -m pytest $(PARALLEL) -m "not cluster" $(PYTEST_ARGS)

# Alone: two servers start, and a page must not wait for the rest of the suite.
test-cluster: dev-environment  ## kill and stop nodes of a search cluster; it takes two minutes
	@$(BIN)/python -m pytest -m cluster tests/search/engine $(PYTEST_ARGS)

test-postgres: dev-environment  ## the whole suite on PostgreSQL; run `make services` first
	@. ./.cache/services.env && \
		TEST_SUITE_DATABASE_URL="$$TEST_DATABASE_URL" $(BIN)/python -m pytest $(PARALLEL) $(PYTEST_ARGS)

test-wagtail8: ## the whole suite on Wagtail 8.0
	@$(PYTHON) scripts/environment.py --wagtail8
	@$(WAGTAIL8)/bin/python -m pytest $(PARALLEL) $(PYTEST_ARGS)

smoke-wagtail8:
	@$(MAKE) --no-print-directory test-wagtail8 PYTEST_ARGS="$(SMOKE)"

lint: dev-environment  ## ruff, djlint, layers, types, missing or disputed French strings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --check --lint .
	@PYTHONPATH=.:site $(BIN)/lint-imports --no-logo
	@$(BIN)/mypy $(TYPED)
	@$(BIN)/python scripts/check_messages.py

format: dev-environment  ## rewrite code and templates the way `lint` wants them
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@$(BIN)/djlint --reformat --quiet .

messages: dev-environment  ## find new strings and write them in every .po file (needs gettext)
	@$(BIN)/python scripts/messages.py extract

services:  ## start PostgreSQL and Elasticsearch for the tests that need them
	@$(PYTHON) scripts/services start

services-stop:  ## stop them
	@$(PYTHON) scripts/services stop

bench: dev-environment  ## one table of ratios against baselines measured in the same run
	@$(BIN)/python -m tests.benchmarks

bench-full: dev-environment  ## the same with larger samples
	@$(BIN)/python -m tests.benchmarks --full

wheel: dev-environment  ## the plugins as a package, in dist/
	@$(BIN)/python -m build --wheel --outdir dist

clean:  ## remove what can be made again; the site's data in var/ stays
	rm -rf .venv .cache .pytest_cache .ruff_cache .mypy_cache .import_linter_cache dist build *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
