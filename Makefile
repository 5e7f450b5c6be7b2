# Reir. `make` alone tells what there is.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
# Compiled Python is kept, apart from the code, also where the shell says to keep none: without it each of the
# hundreds of processes that the tests start compiles Django anew, for two seconds.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/bytecode
# The databases of tests stand in memory where it has four gigabytes to spare: a disk keeps each process waiting.
ROOMY := $(shell df -k --output=avail /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 4000000 { print "/dev/shm" }')
QUICKLY := $(if $(ROOMY),env TMPDIR=$(or $(TMPDIR),$(ROOMY)))
# A file is one process's: what its tests share is made once. (Groups of pytest-xdist 3.8 mean nothing to pytest 9.2.)
# They are begun in the order of tests/conftest.py, not by their number of tests.
TEST := $(QUICKLY) $(PYTHON) -m pytest -n 3 --dist loadfile --no-loadscope-reorder
ON_DAY := $(PYTHON) tools/on_day.py
# What follows the calendar most; `make test-long` has the rest on each day, and the browser.
BY_THE_CLOCK := tests/activities tests/notices tests/portals/mine $(addprefix tests/portals/staff/,me planning safety today)

.PHONY: help run dev test test-sqlite test-postgresql test-day test-long check format bench bench-long pictures screens schema

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
	@$(MAKE) --no-print-directory -j2 test-sqlite test-postgresql

test-sqlite:
	$(TEST)

# Beside the other: it says what it found when it is done, since two rows of dots would mix.
test-postgresql:
	@mkdir -p var
	@REIR_TEST_DATABASE=postgresql $(QUICKLY) $(PYTHON) -m pytest -n 1 -m both >var/test-postgresql.log 2>&1; \
	answer=$$?; echo; echo "PostgreSQL:"; cat var/test-postgresql.log; exit $$answer

test-day: ## what follows the calendar, on one special day: another one every ten minutes
	@python3 tools/setup.py dev
	$(ON_DAY) turn $(TEST) $(BY_THE_CLOCK)

test-long: ## the long profiles too, and every test on each special day
	@python3 tools/setup.py dev
	HYPOTHESIS_PROFILE=new $(TEST) -m "long or not long"
	REIR_TEST_DATABASE=postgresql $(TEST) -m "both and (long or not long)"
	$(ON_DAY) each $(TEST)
	$(ON_DAY) each env REIR_TEST_DATABASE=postgresql $(TEST) -m both

check: ## style, types, layers, migrations, translations, schema, locks, commits
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

screens: ## take the pictures of the four portals for the README
	@python3 tools/setup.py dev
	@$(PYTHON) tools/screens.py
