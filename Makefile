# Everything a person does with this repository. `make` alone lists the targets.

PYTHON ?= python3
PORT ?= 8501

PY := .venv/bin/python
APP := .venv/.app-installed
DEV := .venv/.dev-installed
PEERS := .venv-peers/.installed
FUZZ := .venv-fuzz/.installed
INPUTS ?= 100000
MINUTES ?= 30
UV := uv==0.13.9

# Several eigensolves at once, each with several BLAS threads, lock the server up. And a thread a
# script run, each with a heap of its own, leaves memory in pieces: 712 MB with 40 people, not 509.
LEAN := OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=2

.DEFAULT_GOAL := help
.PHONY: help run test check lint fix fuzz soak audit bench bench-quick image lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: $(APP) ## Serve http://localhost:8501 (another port: make run PORT=8600)
	@exec env $(LEAN) .ci/serve.sh "$(PORT)"

test: $(DEV) ## Run the whole suite, the browser tests included
	@browser=$$(.ci/browser.sh) && .ci/servers.sh && $(MAKE) --no-print-directory lint && \
	export $(LEAN) WICKLAB_BROWSER="$$browser" && \
	$(PY) -m pytest -m "not browser and not quiet" -n auto --dist worksteal && \
	$(PY) -m pytest -m "browser and not quiet" -n 2 --dist worksteal && \
	$(PY) -m pytest -m quiet

check: lint ## Lint, types and every test that needs no browser (under a minute)
	@$(LEAN) $(PY) -m pytest -m "not browser and not quiet" -n auto --dist worksteal

lint: $(DEV)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

fix: $(DEV) ## Repair what ruff can repair, and format
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(DEV) $(PEERS) ## Measure the budgets beside other solvers, and write docs/performance.md
	@WICKLAB_BROWSER=$$(.ci/browser.sh) WICKLAB_PEERS=.venv-peers/bin/python $(PY) tests/bench/run.py --docs

bench-quick: $(DEV) $(PEERS) ## Compare ratios with the committed ones (two minutes)
	@WICKLAB_BROWSER=$$(.ci/browser.sh) WICKLAB_PEERS=.venv-peers/bin/python $(PY) tests/bench/run.py --quick

fuzz: $(DEV) $(FUZZ) ## Throw 100 000 inputs at every reader (make fuzz INPUTS=2000)
	@$(LEAN) WICKLAB_ATHERIS=.venv-fuzz/bin/python $(PY) tests/fuzz/run.py --inputs "$(INPUTS)"

soak: $(DEV) ## 40 people for 30 minutes, and what goes wrong meanwhile (make soak MINUTES=2)
	@$(LEAN) $(PY) tests/bench/soak.py --minutes "$(MINUTES)"

audit: ## Look the pinned packages up among known vulnerabilities
	@.ci/audit.sh "$(PYTHON)"

image: ## Build the container image, start it once and time it
	@.ci/image.sh

lock: ## Resolve requirements*.in into pinned, hashed requirements*.txt
	@.ci/venv.sh .venv-lock "$(PYTHON)" $(UV)
	@for name in requirements requirements-dev; do \
		UV_NO_CONFIG=1 UV_CUSTOM_COMPILE_COMMAND="make lock" .venv-lock/bin/uv pip compile \
			--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-emit-find-links $$name.in --output-file $$name.txt || exit; \
	done

$(APP): requirements.txt
	@.ci/venv.sh .venv "$(PYTHON)" --require-hashes -r $<
	@touch $@

$(DEV): requirements-dev.txt $(APP)
	@.ci/venv.sh .venv "$(PYTHON)" --require-hashes -r $<
	@touch $@

$(PEERS): tests/bench/requirements-peers.txt
	@.ci/venv.sh .venv-peers "$(PYTHON)" -r $<
	@touch $@

$(FUZZ): tests/fuzz/requirements.txt requirements.txt
	@.ci/venv.sh .venv-fuzz "$(PYTHON)" --require-hashes -r $<
	@touch $@
