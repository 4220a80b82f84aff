"""Generated pages say what the code says; every field has its class."""

from pathlib import Path

import pytest
from scripts import renew_reference

from phronesis.site import config_table, data_map
from phronesis.site.config import Config

PARTS = renew_reference.parts()


@pytest.mark.parametrize("marker", sorted(PARTS))
def test_a_generated_page_is_what_the_code_prints(marker: str) -> None:
    file, content = PARTS[marker]
    page = file.read_text(encoding="utf-8")
    assert renew_reference.renewed(page, marker, content()) == page


def test_a_page_that_was_changed_by_hand_is_found() -> None:
    file, content = PARTS["configuration"]
    page = file.read_text(encoding="utf-8").replace("| `false` |", "| `true` |", 1)
    assert renew_reference.renewed(page, "configuration", content()) != page


def test_a_page_without_its_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="must hold"):
        renew_reference.renewed("# A page", "data-map", "x\n")


def test_every_field_of_every_table_has_a_class() -> None:
    assert data_map.differences(data_map.registry()) == []


def test_a_field_without_a_class_is_found() -> None:
    before = data_map.differences(data_map.registry())
    classes = {model: dict(rows) for model, rows in data_map.registry().items()}
    del classes["people.Person"]["email"]
    classes["rooms.Contribution"]["author"] = "identity"
    classes["rooms.Hand"]["seat"] = "harmless"
    found = [line for line in data_map.differences(classes) if line not in before]
    assert found == [
        "people.Person.email has no class",
        "rooms.Contribution.author is classified and does not exist",
        "rooms.Hand.seat: 'harmless' is no class",
    ]
    with pytest.raises(data_map.Unclassified, match=r"people\.Person\.email"):
        data_map.data_map(classes)


def test_what_says_who_a_person_is_stands_in_office_alone() -> None:
    classes = data_map.registry()
    elsewhere = [
        f"{model._meta.label}.{name}"
        for plane, models in data_map.models_by_plane()
        if plane != "default"
        for model in models
        for name, kind in classes[model._meta.label].items()
        if kind in ("identity", "contact")
    ]
    # The leader a circle wants to reach, by id: a recipient, and not somebody who spoke.
    assert elsewhere == ["insights.Restatement.addressed_to"]


def test_words_and_what_opens_them_never_share_a_plane() -> None:
    classes = data_map.registry()
    for plane, models in data_map.models_by_plane():
        kinds = {kind for model in models for kind in classes[model._meta.label].values()}
        assert not {"words", "key"} <= kinds, plane


def test_every_configuration_key_is_explained() -> None:
    table = config_table.table()
    for name in Config.__dataclass_fields__:
        assert (f"| `{name}` |" in table) == (name != config_table.PLACE)
    assert "| `languages` | languages offered, the first is the default |" in table


def test_the_page_names_every_class_of_data() -> None:
    page = (Path(__file__).parents[2] / "docs/how-to/approve.md").read_text(encoding="utf-8")
    assert [kind for kind in data_map.CLASSES if f"| {kind} |" not in page] == []
