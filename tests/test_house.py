"""The house itself: planes, schemas, sizes, transactions. Read from the real databases."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections, models

from phronesis.site import checks, planes
from phronesis.site.sqlite.schema import is_order_free

SOURCE = Path(__file__).parents[1] / "src" / "phronesis"
OURS = [
    m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("phronesis")
]

# Every time column outside office. Room times go with the raw contributions; insights know a
# month. A new one needs a reason here.
TIMES_OUTSIDE_OFFICE = {
    ("rooms_room", "opened_at"),
    ("rooms_room", "closed_at"),
    ("rooms_room", "phase_opened_at"),
    ("rooms_room", "closes_by"),
    ("rooms_room", "erase_on"),
    ("insights_insight", "learned_in"),
}


def test_every_app_lives_in_exactly_one_plane() -> None:
    labels = {config.label for config in apps.get_app_configs() if list(config.get_models())}

    assert labels <= set(planes.PLANE_OF_APP)


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_no_relation_crosses_a_plane(model: type[models.Model]) -> None:
    router = planes.PlaneRouter()
    for field in model._meta.get_fields():
        if field.is_relation and field.related_model and not isinstance(field.related_model, str):
            assert router.allow_relation(model, field.related_model)


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_key_is_random_or_a_hash_and_never_a_counter(model: type[models.Model]) -> None:
    assert not isinstance(model._meta.pk, models.AutoField)


def test_time_columns_outside_office_are_a_closed_list() -> None:
    found = {
        (model._meta.db_table, field.column)
        for model in OURS
        if planes.PLANE_OF_APP[model._meta.app_label] != planes.OFFICE
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateField | models.TimeField)
    }

    assert found <= TIMES_OUTSIDE_OFFICE
    assert not {table for table, _column in found if table.startswith(("ballot_", "vault_"))}


def test_nobody_is_recorded_as_having_been_here() -> None:
    for model in OURS:
        columns = {field.column for field in model._meta.concrete_fields}
        assert not columns & {"last_login", "last_seen", "ip", "ip_address", "user_agent"}


def test_no_person_stands_outside_office() -> None:
    for model in OURS:
        if planes.PLANE_OF_APP[model._meta.app_label] == planes.OFFICE:
            continue
        columns = {field.column for field in model._meta.concrete_fields}
        assert not columns & {"person", "person_id", "user", "user_id", "voice", "email", "name"}


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_tables_that_must_keep_no_order_keep_none() -> None:
    checked = 0
    for plane in settings.DATABASES:
        connection = connections[plane]
        with connection.cursor() as cursor:
            tables = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='table'")
            for name, sql in tables.fetchall():
                if is_order_free(name):
                    assert "WITHOUT ROWID" in sql, name
                    checked += 1
    assert checked >= 8


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_the_databases_of_this_run_are_as_durable_as_promised() -> None:
    assert list(checks.unsafe()) == []


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def bare_transactions(source: str) -> list[int]:
    """Lines where atomic() or on_commit() does not name its plane."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            named = {keyword.arg for keyword in node.keywords}
            if name in ("atomic", "on_commit") and "using" not in named:
                lines.append(node.lineno)
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if getattr(decorator, "attr", getattr(decorator, "id", "")) == "atomic":
                    lines.append(node.lineno)
    return lines


def test_every_transaction_names_its_plane() -> None:
    found = {
        path.name: lines
        for path in python_files()
        if (lines := bare_transactions(path.read_text()))
    }

    assert found == {}


def test_a_bare_transaction_would_be_found() -> None:
    assert bare_transactions("with transaction.atomic():\n    pass") == [1]
    assert bare_transactions("@transaction.atomic\ndef f(): ...") == [2]


CLOCK = re.compile(r"timezone\.now\(|datetime\.now\(|utcnow\(|date\.today\(")


def test_only_the_clock_reads_the_clock() -> None:
    """The demonstration's own people live by the real clock, as people do."""
    readers = {str(p.relative_to(SOURCE)) for p in python_files() if CLOCK.search(p.read_text())}

    building = {path for path in readers if path.startswith("demo/")}

    assert readers - building - {"site/demonstration.py"} == {"site/clock.py"}
