.DEFAULT_GOAL := help
.PHONY: help run test lint journeys bench corpus clean
BIN := .venv/bin

help: ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: .venv/.ready-run ## Set everything up and open the app on the bundled corpus
	@echo "== The library: the bundled studies, and what you dropped into corpus/"
	@$(BIN)/casebook reembed --if-needed
	@$(BIN)/casebook add corpus || echo "(some files were refused, see above; the app opens without them)"
	@$(BIN)/casebook app

test: .venv/.ready-dev ## Set everything up and run the tests
	$(BIN)/pytest

lint: .venv/.ready-dev ## Style, types and the bundled PDFs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python corpus/typeset.py --check

journeys: .venv/.ready-dev ## Play ten journeys in a browser, and look at every page with axe-core
	@sh tools/journeys.sh

bench: .venv/.ready-dev ## What the benchmarks measure and how to run each
	@for file in $$(grep -l '^def main' benchmarks/*.py); do \
		$(BIN)/python -m benchmarks.$$(basename $$file .py) --help | awk -v RS= 'NR < 3'; echo; \
	done

corpus: .venv/.ready-dev ## Set the bundled briefs anew as PDFs
	$(BIN)/python corpus/typeset.py

clean: ## Remove the virtual environment and the library of this checkout
	rm -rf .venv .casebook

.venv/.ready-run: pyproject.toml tools/install.sh
	@sh tools/install.sh run

.venv/.ready-dev: pyproject.toml tools/install.sh
	@sh tools/install.sh dev
