# Every target is short, and is also written out as plain commands in docs/operator.md.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= instance
# Tests of one file stay together in one process, so that a browser or a database is started once per file.
PYTEST ?= .venv/bin/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
UV_COMPILE = .venv/bin/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

# What is compiled is kept, whatever the shell says: tests and the site start many processes, and each would
# compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format lock messages

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

setup: ## make .venv from the locked requirements
	$(PYTHON) bootstrap.py

run: setup ## serve Fairhand on this machine, with example data (PORT=8000 DATA=instance)
	.venv/bin/fairhand run --port $(PORT) --host $(HOST) --data-dir $(DATA)

test: ## run every test, the browser journey included
	$(PYTHON) bootstrap.py --browser
	$(PYTEST)

lint: setup ## style, types and import contracts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: setup ## put the code into the house style
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: setup ## renew the locks after a change of pyproject.toml (make lock UPGRADE=--upgrade takes newer releases)
	$(UV_COMPILE) $(UPGRADE) --output-file requirements.lock
	$(UV_COMPILE) $(UPGRADE) --extra dev --output-file requirements-dev.lock
	sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > requirements-uv.lock

messages: setup ## bring the Welsh catalogue up to date with the texts, and compile it
	mkdir -p build
	.venv/bin/pybabel -q extract -F app/translations/babel.cfg -k _l -k lazy_gettext -k say \
		--add-location file --sort-by-file --output-file build/messages.pot .
	.venv/bin/pybabel -q update --input-file build/messages.pot --output-dir app/translations \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100
	.venv/bin/pybabel compile --directory app/translations --statistics
