.POSIX:
.SUFFIXES:
# Bytecode is written whatever the surroundings say: else every start would compile everything anew.
PY = env PYTHONDONTWRITEBYTECODE= .venv/bin/python
.PHONY: help up test check demo-reset bench bench-distributed bench-national lock messages clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

up: .cache/product.stamp ## start everything; prints the address and the demo sign-ins; Ctrl-C stops it
	@$(PY) scripts/compile_messages.py
	@exec $(PY) scripts/up.py

test: .cache/tools.stamp ## all tests, browser journeys included (T=path to run some)
	@$(PY) scripts/compile_messages.py
	@$(PY) scripts/browser.py
ifdef T
	$(PY) -m pytest $(T)
else
	$(PY) -m pytest -n 2 --dist loadfile --ignore tests/journeys
	$(PY) -m pytest -n 2 --dist loadfile tests/journeys
endif

check: .cache/tools.stamp ## lint, types, import walls, missing migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports --no-cache
	$(PY) -m mypy
	KARMAYOGI_MODE=test $(PY) manage.py makemigrations --check --dry-run
	$(PY) scripts/messages.py --check

demo-reset: .cache/product.stamp ## delete all data of this copy and build the demo government anew
	@$(PY) scripts/compile_messages.py
	@$(PY) scripts/up.py --reset --once

bench: .cache/tools.stamp ## measure cost per request against a hello-world view (SCALE=small|large|all; all: both, and the spine of a country)
	$(PY) -m bench $(SCALE)

bench-distributed: .cache/tools.stamp ## every figure from facts on a Spark cluster of two workers here: equal, and how fast (needs a JDK; 480 MB once)
	KARMAYOGI_CLUSTER=1 $(PY) -m pytest tests/insight/queries/test_on_a_cluster.py
	$(PY) -m bench.distributed --write

bench-national: .cache/tools.stamp ## a country of facts in the columnar store: load, figures, dashboards, report (FRACTION=0.01|0.1|1)
	$(PY) -m bench.national --fraction $(or $(FRACTION),0.01)

lock: ## resolve pyproject.toml into the lock files anew
	sh scripts/lock

messages: .cache/tools.stamp ## collect translatable strings into locale/*/LC_MESSAGES/django.po
	$(PY) scripts/messages.py

clean: ## remove the environment and caches; data in var/ stays
	rm -rf .venv .cache

.cache/product.stamp: requirements.lock scripts/bootstrap
	@mkdir -p .cache
	@test -f .cache/tools.stamp || PYTHON=$(PYTHON) sh scripts/bootstrap
	@touch $@

.cache/tools.stamp: requirements-dev.lock scripts/bootstrap
	@mkdir -p .cache
	@PYTHON=$(PYTHON) sh scripts/bootstrap --dev
	@touch $@ .cache/product.stamp
