# Two commands matter: `make run` and `make test`. Everything is installed into .venv from requirements.lock.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench eval teach lock

help:  ## show these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(INSTALLED)  ## build .venv with exactly the locked packages

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is %s" % sys.version.split()[0])'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages (a few minutes the first time) ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

run: $(INSTALLED)  ## ingest the shipped corpus if need be, answer one question, serve the API and the page
	@$(BIN)/wenzheng serve --host $(HOST) --port $(PORT) --example

# Many tests start processes; each would compile every module anew where the environment forbids keeping what it compiled.
# Files in their own order: sorted by their number of tests, the few long ones (servers, browsers) would all come last
test: $(INSTALLED)  ## run every test, several files at a time: many wait for a server
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

check: $(INSTALLED)  ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(INSTALLED)  ## format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED)  ## measure speed and memory on this machine
	$(BIN)/python -m eval.bench

eval: $(INSTALLED)  ## run the evaluation suite
	$(BIN)/wenzheng eval

teach: $(INSTALLED)  ## teach the layer that makes tokens anew (half an hour)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r eval/teaching/requirements.lock
	$(BIN)/python -m eval.teaching

lock:  ## resolve both requirements.lock again (needs uv)
	uv pip compile pyproject.toml --all-extras --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-annotate -o requirements.lock -q
	uv pip compile eval/teaching/requirements.in -c requirements.lock --generate-hashes --universal \
		--python-version 3.11 --no-emit-index-url --no-annotate -o eval/teaching/requirements.lock -q
