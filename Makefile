# `make` lists what there is.  Needs make and Python 3.11 or newer; everything else goes into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.set-up
PARITY := $(VENV)/.set-up-parity
EXAMPLES := $(VENV)/.set-up-examples
BENCH  := $(VENV)/.set-up-bench
WORKERS ?= 2
N ?= 1000
SEED ?= 0

# the tests run on two processes: BLAS threads beside them would only wait for each other
test test-pages test-parity fuzz: export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

##@ Use

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv and install the pinned dependencies

derive: $(STAMP) ## regenerate everything under generated/
	$(BIN)/derive build

notes: $(STAMP) ## write study notes to build/notes/: pages that open offline, and PDFs where there is a TeX
	$(BIN)/derive notes

examples: $(EXAMPLES) ## train on sunspots, long time lags and characters; plots go to build/examples/
	$(BIN)/python examples/sunspots.py -o build/examples/sunspots.png
	$(BIN)/python examples/long_lags.py -o build/examples/long_lags.png
	$(BIN)/python examples/characters.py -o build/examples/characters.txt

##@ Check

test: $(STAMP) ## run the tests, but for those of pages and of other libraries
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not pages"

test-pages: $(STAMP) ## set notes, pictures and pages with TeX and in Chromium, where they are installed, and look for faults
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m pages

test-parity: $(PARITY) ## run the kernels against PyTorch, Keras and ONNX, which it installs
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/parity

lint: $(STAMP) ## ruff (lint and format) and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fuzz: $(STAMP) ## run N random cells (make fuzz N=10000): equations, kernels, differences; failures go to build/fuzz/
	$(BIN)/python -m tests.fuzz --count $(N) --seed $(SEED)

check: $(STAMP) ## is generated/ what the definitions say?  prints what is not, and the command that mends it
	$(BIN)/derive build --check

bench: $(BENCH) ## time the derivation, and the kernels against PyTorch, JAX and bare products; into build/bench/
	$(BIN)/python bench/derive_time.py
	$(BIN)/python bench/kernels.py

##@ Keep house

format: $(STAMP) ## format the sources
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lock: $(PARITY) $(EXAMPLES) $(BENCH) ## write the installed versions to constraints.txt
	{ sed -n '/^#/p' constraints.txt; $(BIN)/pip freeze --exclude-editable | sed 's/+.*//'; } > constraints.txt.new
	mv constraints.txt.new constraints.txt

clean: ## remove .venv and every cache
	rm -rf $(VENV) .derive-cache .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is newer than the files that say what to install: then there is nothing to do.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, and $(PYTHON) is not: make PYTHON=python3.12 …"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(PARITY): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,parity]'
	@touch $@

$(EXAMPLES): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,examples]'
	@touch $@

$(BENCH): $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
	@touch $@

.PHONY: help setup derive notes examples test test-pages test-parity lint fuzz check bench format lock clean
