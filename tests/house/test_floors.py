"""The building: what imports and names must not do, beside the contracts of the import linter."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src/leye").rglob("*.py"))
OWN = [path for path in SOURCES if "migrations" not in path.parts]
CORE = [path for path in OWN if "core" in path.relative_to(ROOT / "src/leye").parts[:1]]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_contracts_between_floors_are_kept():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_file_is_longer_than_four_hundred_lines():
    files = [*OWN, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    assert [named(f) for f in files if len(f.read_text().splitlines()) > 400] == []


def test_no_module_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "common", "misc", "util", "helper"}
    assert [named(f) for f in OWN if f.stem in empty] == []


@pytest.mark.parametrize("path", CORE, ids=named)
def test_the_ground_floor_reads_no_clock_file_environment_or_chance(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert name not in {"now", "today", "utcnow", "open", "getenv"}, named(path)
        if isinstance(node, ast.Attribute):
            assert node.attr != "environ", named(path)


@pytest.mark.parametrize("path", OWN, ids=named)
def test_no_error_is_swallowed_without_a_word(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            is_silent = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
            assert not is_silent, f"{named(path)}:{node.lineno}"
            assert node.type is not None, f"{named(path)}:{node.lineno}"


@pytest.mark.parametrize("path", OWN, ids=named)
def test_each_module_opens_with_a_sentence(path):
    text = path.read_text()
    if path.name == "__init__.py":
        assert text.strip() == ""
    elif path.name != "apps.py":
        assert ast.get_docstring(ast.parse(text)), named(path)


def functions(path: Path) -> list[ast.FunctionDef]:
    body = ast.parse(path.read_text()).body
    return [n for n in body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


# The whole chain is walked or none of it proves anything; nobody's name is in what it returns.
WITHOUT_SCOPE = {
    ("accounts", "account_of_token"),
    ("audit", "verify"),
    ("people", "engine"),
    ("accounts", "scope_of"),
}


@pytest.mark.parametrize("path", sorted((ROOT / "src/leye/apps").glob("*/selectors.py")), ids=named)
def test_every_selector_takes_a_scope_first(path):
    for function in functions(path):
        if (path.parent.name, function.name) in WITHOUT_SCOPE:
            continue
        arguments = function.args.args
        assert arguments, function.name
        assert ast.unparse(arguments[0].annotation) == "Scope", function.name


@pytest.mark.parametrize("path", sorted((ROOT / "src/leye/apps").glob("*/actions.py")), ids=named)
def test_every_action_is_keyword_only_and_names_its_actor(path):
    for function in functions(path):
        if (path.parent.name, function.name) == ("audit", "body_of"):
            continue
        assert function.args.args == [], function.name
        assert "by" in [argument.arg for argument in function.args.kwonlyargs], function.name


def test_apps_hold_no_views_and_no_signals():
    found = [
        named(f) for f in (ROOT / "src/leye/apps").rglob("*.py") if f.stem in {"views", "signals"}
    ]
    assert found == []


def test_no_module_imports_our_own_package_inside_a_function():
    allowed = {"src/leye/cli/main.py", "src/leye/web/serving.py"}  # after set-up, after the fork
    found = []
    for path in OWN:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.ImportFrom)]
                if any((n.module or "").startswith("leye") for n in inner):
                    found.append(named(path))
    assert set(found) <= allowed
