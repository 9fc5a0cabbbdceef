.PHONY: demo test check bench screenshots
PY := .venv/bin/python

# Everything in one folder; made anew when the list of dependencies changes.
.venv/installed: pyproject.toml
	python3 -m venv .venv
	$(PY) -m pip install -q -e '.[dev]'
	touch $@

demo: .venv/installed
	$(PY) -m bot demo

# More workers than cores: most tests wait for one another's messages.
test: .venv/installed
	$(PY) -m pytest -q -n 4 --dist worksteal

check: .venv/installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy bot handlers cases nlp survey sandbox migrations tests bench
	.venv/bin/lint-imports

bench: .venv/installed
	$(PY) -m bench

screenshots: .venv/installed
	$(PY) -m docs.screenshots
