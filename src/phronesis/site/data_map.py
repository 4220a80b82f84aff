"""The data map: every field of every table, by plane, with its class.

The classes stand in `docs/reference/data-classes.toml`, one line per field, written by whoever
adds the field. A field without a class stops the map, and with it the tests.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from phronesis.site.planes import MIGRATION_ORDER, OFFICE, PLANE_OF_APP

CLASSES = (
    "identity",
    "contact",
    "schedule",
    "pseudonym",
    "words",
    "key",
    "ciphertext",
    "count",
    "setting",
    "result",
    "technical",
)
# Django's own tables of permissions and model names hold nothing about people and stay unused.
NOT_ABOUT_PEOPLE = frozenset({"auth", "contenttypes"})
REGISTRY = Path(__file__).resolve().parents[3] / "docs" / "reference" / "data-classes.toml"

Registry = Mapping[str, Mapping[str, str]]


class Unclassified(Exception):  # noqa: N818 -- a fact about the registry
    """The registry and the models differ; the message names every field."""


def registry(file: Path = REGISTRY) -> Registry:
    """Model label (`people.Person`) → field name → class."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def models_by_plane() -> Iterator[tuple[str, list[type[Model]]]]:
    """Each plane with the models stored in it, in the order of their labels."""
    shown = [m for m in apps.get_models() if m._meta.app_label not in NOT_ABOUT_PEOPLE]
    for plane in (OFFICE, *(p for p in reversed(MIGRATION_ORDER) if p != OFFICE)):
        here = [m for m in shown if PLANE_OF_APP[m._meta.app_label] == plane]
        yield plane, sorted(here, key=lambda model: model._meta.label)


def differences(classes: Registry) -> list[str]:
    """Fields without a class, classes without a field, and words that are no class."""
    fields = {
        f"{model._meta.label}.{field.name}"
        for _, models in models_by_plane()
        for model in models
        for field in model._meta.local_fields
    }
    given = {
        f"{model}.{name}": kind for model, rows in classes.items() for name, kind in rows.items()
    }
    return sorted(
        [f"{name} has no class" for name in fields - given.keys()]
        + [f"{name} is classified and does not exist" for name in given.keys() - fields]
        + [f"{name}: {kind!r} is no class" for name, kind in given.items() if kind not in CLASSES]
    )


def data_map(classes: Registry | None = None) -> str:
    """The map as Markdown: one table per plane with model, field and class.

    Raises
    ------
    Unclassified
        When a field has no class, or a class no field.
    """
    classes = registry() if classes is None else classes
    wrong = differences(classes)
    if wrong:
        raise Unclassified("; ".join(wrong))
    parts = [_plane(plane, models, classes) for plane, models in models_by_plane()]
    return "\n\n".join(parts) + "\n"


def _plane(plane: str, models: list[type[Model]], classes: Registry) -> str:
    title = f"### {'office' if plane == OFFICE else plane}"
    if not models:
        return f"{title}\n\nNo table in this release."
    lines = [title, "", "| table | field | class |", "|---|---|---|"]
    for model in models:
        label = model._meta.label
        name = label
        for field in model._meta.local_fields:
            lines.append(f"| {name} | {field.name} | {classes[label][field.name]} |")
            name = ""
    return "\n".join(lines)
