# Reir. `make` alone tells what there is.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
TEST := $(PYTHON) -m pytest -n 2 --dist loadgroup

.PHONY: help run dev test test-long check format bench bench-long pictures screens schema

help: ## tell what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

run: ## serve the demonstration on http://localhost:8000
	@python3 tools/setup.py runtime
	@$(PYTHON) tools/serve.py

dev: ## the same with a reloading server
	@python3 tools/setup.py dev
	@$(PYTHON) manage.py migrate -v0 && $(PYTHON) manage.py createcachetable && $(PYTHON) manage.py runserver

test: ## every test, on SQLite, PostgreSQL and in a browser
	@python3 tools/setup.py dev
	$(TEST)
	REIR_TEST_DATABASE=postgresql $(TEST) -m both

test-long: ## the long profiles too
	@python3 tools/setup.py dev
	HYPOTHESIS_PROFILE=new $(TEST) -m "long or not long"
	REIR_TEST_DATABASE=postgresql $(TEST) -m "both and (long or not long)"

check: ## style, types, layers, migrations, translations, schema, locks
	@python3 tools/setup.py dev
	@$(PYTHON) tools/check.py

format: ## put the code in order
	@python3 tools/setup.py dev
	@$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format . && $(PYTHON) tools/catalogues.py update

schema: ## write schema.yml anew
	@python3 tools/setup.py dev
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) manage.py spectacular --validate --fail-on-warn --file schema.yml

bench: ## measure, print a table and write bench.json
	@python3 tools/setup.py dev
	@$(PYTHON) -m tests.bench

bench-long: ## measure with a million attendances as well
	@python3 tools/setup.py dev
	@$(PYTHON) -m tests.bench --long

pictures: ## make the WebP and PNG of the drawings
	@python3 tools/setup.py dev
	@$(PYTHON) tools/pictures.py

screens: ## take the pictures of the four doors for the README
	@python3 tools/setup.py dev
	@$(PYTHON) tools/screens.py
