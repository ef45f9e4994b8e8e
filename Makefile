# Two commands: `make run` and `make test`. Everything they need they install themselves into .venv.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: run setup test check clauses bench messages clean

run: setup
	@$(BIN)/python manage.py serve --port $(PORT)

setup: $(VENV)/.runtime
	@$(BIN)/python manage.py prepare_database

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) || { echo "需要 Python 3.11 和 venv（Debian: python3-venv）"; exit 1; }

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@echo "安装程序包 …"
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

test: $(VENV)/.dev
	@$(BIN)/python -m examadmin.testing.run $(ARGS)

# Formatter, linter, import contracts: what `make test` runs first.
check: $(VENV)/.dev
	@$(BIN)/python -m examadmin.testing.run --checks-only

clauses: $(VENV)/.dev
	@$(BIN)/python -m examadmin.testing.run --clauses .clauses.json
	@$(BIN)/python -m examadmin.clauses .clauses.json

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks $(ARGS)

# English texts: extract, merge, compile.
messages: $(VENV)/.dev
	@$(BIN)/python manage.py messages

clean:
	rm -rf $(VENV) var
