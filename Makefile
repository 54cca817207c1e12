# Everything a developer needs; `make help` tells what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# Empty is off: where nothing may be kept, each of a service's ten processes would compile what it imports anew.
export PYTHONDONTWRITEBYTECODE :=
COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.stamp  ## the whole service with demo data, on this machine
	@$(BIN)/mappop up --demo

setup: $(VENV)/dev.stamp  ## the environment with everything for tests and checks

check: setup  ## format, lint, types, import floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## put the code into the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: setup chromium  ## every test, browser tests included
	PYTHONHASHSEED=0 $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: setup $(VENV)/bench.stamp  ## measure ours and the peers, results in benchmarks/results
	$(BIN)/python -m benchmarks

site-check: setup chromium  ## sixty sample businesses in every theme: weight, access, markup, scores; QUICK=1 looks at a part
	@requirements/site-check.sh $(VENV)
	$(BIN)/python -m benchmarks.site_check $(if $(QUICK),--quick)

soak: setup  ## the long fault tests, two million steps of billing, and ten years of a thousand shops, ten million bills
	MAPPOP_SOAK=1 $(BIN)/pytest -m faults
	MAPPOP_SOAK=1 $(BIN)/pytest tests/billing/test_years.py tests/billing/test_decade.py tests/domain/test_no_cent_is_lost.py

lock: $(VENV)/uv.stamp  ## renew the pinned requirements
	$(COMPILE) --extra demo --extra build pyproject.toml -o requirements/run.txt
	$(COMPILE) --all-extras pyproject.toml -o requirements/dev.txt
	$(COMPILE) --group bench -c requirements/dev.txt -o requirements/bench.txt

chromium:
	@requirements/chromium.sh

$(VENV)/uv.stamp:
	@requirements/venv.sh $(VENV) $(UV_VERSION)
	@touch $@

$(VENV)/run.stamp: $(VENV)/uv.stamp requirements/run.txt pyproject.toml
	@requirements/install.sh $(VENV) requirements/run.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/uv.stamp requirements/dev.txt pyproject.toml
	@requirements/install.sh $(VENV) requirements/dev.txt
	@touch $@ $(VENV)/run.stamp

$(VENV)/bench.stamp: $(VENV)/dev.stamp requirements/bench.txt
	@requirements/install.sh $(VENV) requirements/bench.txt
	@touch $@

.PHONY: help run setup check format test bench site-check soak lock chromium
