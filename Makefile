# Two commands do everything: `make demo` and `make test`. The rest are their parts.
SHELL := bash
.DEFAULT_GOAL := help
export PYTHON ?= python3

python := .venv/bin/python

.PHONY: help demo test lint format types imports docs bench-claims bench-drafting bench-reading bench-assessment bench-observations bench-pages bench-sources bench-start bench-commands bench-custody bench-origins origins-model reader pins clean run-environment dev-environment

help:  ## this list
	@grep -hE '^[a-z-]+:.*  ## ' Makefile | sed -E 's/^([a-z-]+):.*  ## (.*)/make \1\t\2/' | expand -t 16

demo: run-environment  ## set up, then the built-in case from sources to dossier
	@.venv/bin/servanda demo

test: dev-environment  ## set up, then every test that this machine can run (ARGS="-k name" for some)
	@$(python) scripts/run_tests.py $(ARGS)

lint: dev-environment  ## ruff: rules and layout
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .

format: dev-environment  ## let ruff mend what it can
	@$(python) -m ruff check --fix-only .
	@$(python) -m ruff format .

types: dev-environment  ## mypy --strict
	@$(python) -m mypy

imports: dev-environment  ## the two import contracts
	@.venv/bin/lint-imports --no-logo

docs: dev-environment  ## run every command in the documentation again and write what it prints
	@$(python) -m scripts.docs_console

bench-claims: dev-environment  ## how well and how fast claims are read, beside the peers' figures
	@$(python) -m benchmarks.claims

bench-drafting: dev-environment  ## how well cases are drafted from the texts of agreements, beside the bars
	@$(python) -m benchmarks.drafting

bench-reading: dev-environment  ## how well statements are read on labelled real texts, beside the bars
	@$(python) -m benchmarks.reading

bench-assessment: dev-environment  ## how exact, honest and fast assessments are, beside their bars
	@$(python) -m benchmarks.assessment

bench-observations: dev-environment  ## how true, sharp and fast observations are, beside their bars
	@$(python) -m benchmarks.observations

bench-pages: dev-environment  ## publisher and date of saved pages in the manner of twenty systems, beside the bar
	@$(python) -m benchmarks.sources_pages

bench-start: dev-environment  ## what it costs to start: every command's help, and one assessment
	@$(python) -m benchmarks.start

bench-commands: dev-environment  ## what questions about a case cost that was read before, beside their bars
	@$(python) -m benchmarks.commands

bench-custody: dev-environment  ## kills at every step and changes behind the store's back; half an hour, run again to go on
	@$(python) -m benchmarks.custody $(ARGS)

bench-sources: dev-environment  ## how parsers stand up to hostile files, and 10,000 documents added, beside their bars
	@$(python) -m benchmarks.sources
	@$(python) -m benchmarks.many_documents

bench-origins: dev-environment  ## how well and fast copies are found and origins counted, beside peers and bars
	@$(python) -m uv --quiet pip install --python $(python) --require-hashes -r requirements/origins.txt
	@$(python) -m benchmarks.origins $(ARGS)

origins-model: dev-environment  ## make the verifier of text reuse again from corpus/ (ten minutes; Debian's wordnet-base)
	@$(python) -m scripts.origins.common_words
	@$(python) -m scripts.origins.fit_verifier

reader: dev-environment  ## make the reader of statements again from corpus/ (an hour on two cores)
	@scripts/make_reader

pins: run-environment  ## pin again after a change in pyproject.toml (UPGRADE=1 takes newer releases)
	@scripts/pins $(if $(UPGRADE),--upgrade)

clean:  ## remove what make made; servanda-data stays
	@rm -rf .venv .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist htmlcov
	@find src tests scripts -name __pycache__ -prune -exec rm -rf {} +

run-environment:
	@scripts/environment run

dev-environment:
	@scripts/environment dev
