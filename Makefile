# Two commands are enough on a fresh machine: `make build` and `make test`.
# PYTHON=… chooses the interpreter of a new .venv, TEST_JOBS=… the number of test processes.
.DELETE_ON_ERROR:
.SUFFIXES:
.NOTPARALLEL:
.PHONY: bench system-build system-test system-readers help build test test-all check format lock clean
.DEFAULT_GOAL := help

export PYTHON
BIN := .venv/bin
TEST_JOBS ?= 2
# A file stays with one process, so that what a module builds is built once.
PYTEST = $(BIN)/pytest -n $(TEST_JOBS) --dist loadfile

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

build: system-build .venv/.run ## set up, then export the sample site in content/ to dist/
	@$(BIN)/python -m compileall -q exporter
	$(BIN)/exporter build --site content --out dist

test: system-test .venv/.dev ## set up, then run the tests that take seconds
	$(PYTEST) -m 'not slow and not heavy'

test-all: system-test system-readers .venv/.dev tests/readers/node_modules/.done tests/stores/node_modules/.done ## every test, the slow and heavy ones too
	$(PYTEST)

bench: .venv/.dev .bench/.done ## measure beside Hugo, Pelican, pandoc, Typst: make bench SITE=~/blog
	$(BIN)/python -m bench $(or $(SITE),content) $(VOLUMES)

check: .venv/.dev ## lint, format, types, and which module may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev ## rewrite the code as `make check` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/.run ## solve the lock files again; UPGRADE=--upgrade takes newer versions
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --extra check --extra cloud --extra dask --extra dkim --group dev --output-file requirements-dev.lock
	$(LOCK) --constraints requirements-dev.lock --output-file requirements.lock

clean: ## remove the environment, the output and every cache
	rm -rf .venv .bench dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# No index, host or path goes into a lock file: hashes say what a package is, wherever it comes from.
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url --no-emit-find-links --extra math --extra serve --group build

# All at once, so that a user who may not install is told one command, not one after another.
system-build:
	@scripts/system-packages venv build

system-readers:
	@scripts/system-packages readers

system-test:
	@scripts/system-packages venv build test

# Stamps: a second `make build` installs nothing.
.venv/.run: requirements.lock pyproject.toml
	scripts/set-up requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	scripts/set-up requirements-dev.lock
	@touch $@

# Peers have an environment of their own: what they need is no business of ours.
.bench/.done: bench/requirements.txt
	$(BIN)/python -m venv .bench
	.bench/bin/python -m pip install --quiet --requirement $<
	@touch $@

# Reading systems in which books are opened, a server of Azure's blobs; nothing of theirs runs while they are installed.
tests/%/node_modules/.done: tests/%/package-lock.json
	cd tests/$* && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@
