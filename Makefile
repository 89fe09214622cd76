# Everything a newcomer needs: `make demo` to see it, `make test` to check it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One more than cores: many tests wait for processes that they started.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
# Beside the environment, not in it: they describe another standard library.
STUBS := $(VENV)/micropython-stubs
STUBS_PACKAGE := micropython-esp32-esp32-generic-s3-stubs==1.29.0.post1

.PHONY: install demo shift test prove lint types spec languages pictures clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Viewmark needs Python 3.11 or newer. Name one: make PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo 'Python has no venv here. On Debian: sudo apt install python3-venv'; rm -rf $(VENV); exit 1; }
	@echo 'Installing, which takes a minute or two ...'
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/pip install --quiet --disable-pip-version-check --target $(STUBS) $(STUBS_PACKAGE)
	@touch $@

demo: install ## register, handheld and laptop on one page, until Ctrl-C
	$(BIN)/viewmark demo

shift: install ## one shift without a person, and its report
	$(BIN)/viewmark demo --once

test: install lint types ## every test
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

prove: install ## the exhaustive proofs, which take long
	$(BIN)/pytest -n auto -m prove

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/pyright --pythonpath $(BIN)/python -p firmware

spec: install ## print the protocol's document from its code
	$(BIN)/python -m viewmark_protocol.spec > protocol/spec.md

languages: install ## bring the catalogues of the pages' languages up to date, and compile them
	$(BIN)/python -m viewmark.languages.extract

pictures: install ## the pictures of the README, taken from the running demo, and of each page, by its test
	$(BIN)/python docs/take_pictures.py
	mkdir -p docs/pages && VIEWMARK_PICTURES=docs/pages $(BIN)/pytest -q tests/companion/ui/test_accessible.py

clean:
	rm -rf $(VENV) build dist
