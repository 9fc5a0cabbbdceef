.PHONY: test check
PY := .venv/bin/python

.venv/installed: pyproject.toml
	python3 -m venv .venv
	$(PY) -m pip install -q -e '.[dev]'
	touch $@

test: .venv/installed
	$(PY) -m pytest -q

check: .venv/installed
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy cases
