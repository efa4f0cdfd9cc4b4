# Two commands are all there is to know: make run, make test. Both set up what they need.
PLAN ?= enshi
PORT ?= 8501
PYTHON ?= python3
VENV ?= .venv
export WUSE_PLAN = $(PLAN)
# The tests make databases by the hundred: in memory where there is room for them, else in the usual place.
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 {print "/dev/shm"}')
SCRATCH := $(or $(MEMORY),$(TMPDIR),/tmp)

BIN := $(VENV)/bin
TYPES := PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --warnings
# Root needs no sudo; without either, apt is left out and the tests say what is missing.
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

.PHONY: run test faults bench check style lock setup browser office

run: $(VENV)/.run
	$(BIN)/python -m etl ensure --plan $(PLAN)
	$(BIN)/python -m streamlit run dashboard.py --server.port $(PORT)

# The types are checked beside the tests; what they find is told at the end, where it can be read.
test: $(VENV)/.test browser office style
	folder=$$(mktemp -d $(SCRATCH)/wuse-tests.XXXXXX) && told=$$folder.types && { $(TYPES) >$$told 2>&1 & } && types=$$! && \
	  trap 'kill $$types 2>/dev/null; rm -rf "$$folder" "$$told"' EXIT INT TERM && tests=0 && typed=0 && \
	  { TMPDIR=$$folder $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder || tests=$$?; } && \
	  { wait $$types || typed=$$?; } && { [ $$typed = 0 ] || cat $$told; } && [ $$tests = 0 ] && [ $$typed = 0 ]

# The fault tests in full (200 kills, 2,400 mutated files, 20 sessions): about a quarter of an hour on a quiet machine. A short form is in make test.
faults: $(VENV)/.test browser
	WUSE_FAULTS=full $(BIN)/python -m pytest tests/faults --durations=10 -rfE

check: style
	$(TYPES)

style: $(VENV)/.test
	$(BIN)/ruff check -q .
	$(BIN)/ruff format -q --check .
	$(BIN)/lint-imports

bench: $(VENV)/.test browser
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.notices

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# A stamp for each set of requirements: a second run installs nothing.
$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# Chromium and a Chinese font for the tests that click; nothing is installed where both are present.
browser:
	@if ! command -v chromium >/dev/null || ! fc-list 2>/dev/null | grep -q 'Noto Sans CJK'; then \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -qq -y chromium fonts-noto-cjk fontconfig >/dev/null; \
	fi

# LibreOffice for the tests that open the documents; without recommended packages about 350 MB on disk.
office:
	@if ! command -v soffice >/dev/null; then \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -qq -y --no-install-recommends \
	    libreoffice-writer-nogui libreoffice-impress-nogui libreoffice-calc-nogui >/dev/null; \
	fi

# After a change of requirements*.in.
lock: $(VENV)/.test
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
