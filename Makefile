PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOSU_HOME ?= var
DEMO_DATE := 2027-10-15
export SOSU_HOME

INSTALLED := $(VENV)/.installed
CODE := sosu_pipeline assets checks tests benchmarks

.PHONY: run ui ui-readonly test check format bench docs lock clean

run: $(INSTALLED)
	@$(BIN)/sosu synthesize
	@$(BIN)/sosu run --dato $(DEMO_DATE)

ui: $(INSTALLED)
	DAGSTER_HOME=$(abspath $(SOSU_HOME))/dagster $(BIN)/dagster dev -w workspace.yaml

ui-readonly: $(INSTALLED)
	DAGSTER_HOME=$(abspath $(SOSU_HOME))/dagster $(BIN)/dagster-webserver --read-only --host 127.0.0.1 --port 3001 --workspace workspace.yaml

test: $(INSTALLED)
	$(BIN)/pytest -n auto --dist loadfile

check: $(INSTALLED)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint assets/sql checks/sql

format: $(INSTALLED)
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/sqlfluff fix assets/sql checks/sql

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

docs: $(INSTALLED)
	$(BIN)/python -m sosu_pipeline.goals.page
	$(BIN)/python -m sosu_pipeline.publishing.page
	$(BIN)/sosu powerbi

lock: $(INSTALLED)
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --all-extras --no-strip-extras \
		--no-header --no-annotate pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) var build *.egg-info

$(INSTALLED): requirements.lock pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements.lock pins; this takes about a minute."
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
