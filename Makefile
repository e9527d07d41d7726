# Two commands: `make run` and `make test`. `make` lists the rest.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(if $(shell \
	$(name) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null),$(name))))
BIN = .venv/bin
INSTALL = --quiet --require-hashes --requirement
LOCK = $(BIN)/uv --quiet pip compile --generate-hashes --no-header --no-annotate --universal --python-version 3.11

# Work that needs settings but no server: checks, types, missing migrations.
NO_SERVERS = DATABASE_URL=postgres://nobody@127.0.0.1:9/none REDIS_URL=redis://127.0.0.1:9/0 \
	SECRET_KEY=only-for-checks-which-sign-nothing-at-all-0123456789abcdef ALLOWED_HOSTS=hub.example.org \
	BASE_URL=https://hub.example.org

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL = help
.PHONY: help run test check bench openapi lock

help:  ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  Settings are read from the environment: PORT=9000 RAPPORT_HOME=/somewhere RAPPORT_TOWN=0 make run"
	@echo "  Beside a running copy: $(BIN)/python manage.py COMMAND"
	@echo "  Its settings for your shell: eval \"\$$($(BIN)/python -m hub.sandbox env)\""

run: .venv/.run  ## Run everything on this machine; Ctrl-C stops it
	@$(BIN)/python -m hub.sandbox

test: .venv/.dev  ## Run all tests on throw-away servers
	$(BIN)/pytest -n 3 --dist worksteal --durations=15 --durations-min=10

check: .venv/.dev  ## Check format, lint, types, import contracts, templates, migrations, deployment
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(NO_SERVERS) $(BIN)/mypy hub campaigns channels customers
	$(BIN)/mypy --config-file clients/python/pyproject.toml clients/python
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint templates
	$(NO_SERVERS) $(BIN)/python manage.py makemigrations --check --dry-run
	$(NO_SERVERS) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: .venv/.dev  ## Measure the promises, as ratios in a table
	$(BIN)/python -m bench

openapi: .venv/.dev  ## Write docs/openapi.yaml and the Python client's methods anew
	$(NO_SERVERS) $(BIN)/python manage.py openapi > docs/openapi.yaml
	$(BIN)/python clients/python/generate.py

lock: .venv/.uv  ## Write the lock files anew from pyproject.toml
	$(LOCK) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(LOCK) --all-extras pyproject.toml -o requirements/run.txt
	$(LOCK) --all-extras --group dev pyproject.toml -o requirements/dev.txt

# A stamp is written last, so that a step cut short is done again. What tests need includes what running needs.
# uv links from its cache, or copies where that lies on another file system. Where it cannot work (no home,
# an index that only pip was told of), pip installs the same locked files, slower.
.venv/.dev: requirements/dev.txt .venv/.uv
	@echo "Installing what developing needs ..."
	@$(BIN)/uv pip install --python $(BIN)/python $(INSTALL) requirements/dev.txt \
		|| $(BIN)/python -m pip install $(INSTALL) requirements/dev.txt
	@touch .venv/.run $@

.venv/.run: requirements/run.txt .venv/.uv
	@echo "Installing what running needs ..."
	@$(BIN)/uv pip install --python $(BIN)/python $(INSTALL) requirements/run.txt \
		|| $(BIN)/python -m pip install $(INSTALL) requirements/run.txt
	@touch $@

.venv/.uv: requirements/bootstrap.txt
	@test -n "$(PYTHON)" || { echo "Rapport needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or newer, which Rapport needs."; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv .venv || { echo "Python has no venv module; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install $(INSTALL) requirements/bootstrap.txt
	@touch $@
