# popforms: `make run` starts it, `make demo` starts it with a fictional cast, `make test` proves it.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
POPFORMS := $(VENV)/bin/popforms
READY := $(VENV)/ready

# Where apt may be used it fetches what is missing; anywhere else one sentence says what to install.
APT := $(shell [ "$$(id -u)" = 0 ] && command -v apt-get)

.PHONY: help install run demo test proof lint screens prints bench browser
.DEFAULT_GOAL := help

help:
	@echo "make run      popforms op http://localhost:8501 (PORT verandert de poort)"
	@echo "make demo     hetzelfde met verzonnen mensen en dossiers, in een eigen map"
	@echo "make test     alle tests"
	@echo "make proof    de lange proeven van de beveiliging"
	@echo "make install  alleen de omgeving in $(VENV)"
	@echo "make lint     stijl, opmaak en typen"
	@echo "make screens  elke pagina als plaatje in build/screens"
	@echo "make prints   elke soort afdruk in build/prints"
	@echo "make bench    de metingen, ook in build/bench.json"

install: $(READY)

# Python's own `venv` stands in a package of its own on Debian.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "popforms vraagt Python 3.11 of nieuwer (Debian: apt install python3). Of noem een andere: make PYTHON=python3.12 install."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || [ -z "$(APT)" ] || { \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python mist het onderdeel venv. Installeer het met: sudo apt install python3-venv"; exit 1; }
	@$(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@echo "De omgeving in $(VENV) wordt klaargezet; de eerste keer duurt dat een paar minuten."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

run: install
	@exec $(POPFORMS) serve

demo: export POPFORMS_DEMO = 1
demo: install
	@$(POPFORMS) demo
	@exec $(POPFORMS) serve

# Debian's Chromium is kept up to date by apt; without root Playwright fetches one of its own.
browser: install
	@[ -x /usr/bin/chromium ] || [ -z "$(APT)" ] || { \
	  echo "Chromium wordt geïnstalleerd voor de tests in de browser."; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }
	@[ -x /usr/bin/chromium ] || $(PY) -m playwright install chromium || { \
	  echo "Er is geen Chromium. Installeer het met: sudo apt install chromium"; exit 1; }

test: browser
	@$(PY) -m pytest -q -n 2 --dist loadgroup --ignore=tests/proof

# The long runs of what `make test` does a few of.
proof: browser
	@$(PY) -m pytest -q tests/proof

lint: install
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

screens: browser
	@$(PY) -m tests.screens

prints: export POPFORMS_DEMO = 1
prints: install
	@$(POPFORMS) demo
	@$(POPFORMS) prints -o build/prints
	@command -v qpdf >/dev/null || echo "De pdf's zijn niet gekeurd: qpdf ontbreekt (apt install qpdf)."
	@! command -v qpdf >/dev/null || for file in build/prints/*.pdf; do qpdf --check "$$file" >/dev/null || exit 1; done

bench: browser
	@$(PY) -m tests.bench
