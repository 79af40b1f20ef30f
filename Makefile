# Each target stands alone on a machine with Python 3.11, make and git: it sets up what it needs first.
PY ?= $(shell command -v python3.11 || command -v python3)
V := .venv
UV_VERSION := 0.13.9
export DJANGO_SETTINGS_MODULE := leye.web.settings

.PHONY: demo test check bench lock nightly clean

$(V)/.ready: requirements/dev.lock
	test -x $(V)/bin/python || $(PY) -m venv $(V)
	$(V)/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	$(V)/bin/uv pip sync -q --python $(V) --require-hashes requirements/dev.lock \
	|| $(V)/bin/uv pip sync -q --system-certs --python $(V) --require-hashes requirements/dev.lock \
	|| $(V)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(V)/bin/python -c "import pathlib, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'leye.pth').write_text(str(pathlib.Path('src').resolve()))"
	printf '#!%s\nfrom leye.cli.main import main\nif __name__ == "__main__":\n    raise SystemExit(main())\n' "$(CURDIR)/$(V)/bin/python" > $(V)/bin/leye
	chmod +x $(V)/bin/leye
	touch $@

demo: $(V)/.ready
	$(V)/bin/leye demo --serve

test: $(V)/.ready
	$(V)/bin/python -m tests.run

check: $(V)/.ready
	$(V)/bin/ruff format --check -q src tests bench
	$(V)/bin/ruff check -q src tests bench
	$(V)/bin/mypy
	$(V)/bin/lint-imports

bench: $(V)/.ready
	$(V)/bin/python -m bench

nightly: $(V)/.ready
	$(V)/bin/python -m pytest -m nightly tests

lock:
	$(V)/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-header requirements/base.in -o requirements/base.lock
	$(V)/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-header requirements/dev.in -o requirements/dev.lock
	$(V)/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-header requirements/spark.in -o requirements/spark.lock

clean:
	rm -rf $(V) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
