"""Virtual Moral Resilience Rounds: the course of S32, complete in three languages."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from phronesis import formats
from phronesis.design.plain_words import avoided_in

from .scripts import ROUNDS

LANGUAGES = ("en", "nb", "es")
rounds = formats.load("moral-resilience-rounds")


def words_in(thing: object) -> Iterator[str]:
    """Every text inside a value, however deep."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for part in fields(thing):
            yield from words_in(getattr(thing, part.name))
    elif hasattr(thing, "values"):
        for value in thing.values():
            yield from words_in(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from words_in(value)


def test_it_lasts_an_hour_every_week_and_many_professions_come() -> None:
    assert rounds.minutes == sum(phase.minutes for phase in rounds.phases) == 60
    assert rounds.rhythm.startswith("FREQ=WEEKLY")
    assert rounds.people.composition == "many-professions"
    assert rounds.people.drop_in
    assert rounds.source.requirement == "S32"


def test_distress_is_acknowledged_before_a_solution_is_sought() -> None:
    modes = [phase.mode for phase in rounds.phases]
    assert modes == ["opening", *["dialogue"] * 3, "solution", *["closing"] * 2]


def test_its_activities_are_those_the_room_can_run() -> None:
    assert [phase.activity for phase in rounds.phases] == [
        "arrive",
        "silent-writing",
        "round",
        "dialogue",
        "solution",
        "keep",
        "close",
    ]


def test_writing_is_someone_and_speaking_is_oneself() -> None:
    assert rounds.phase("quiet").level == 4
    assert rounds.phase("quiet").silence
    assert rounds.phase("round").level == 1


@pytest.mark.parametrize(("people", "needed"), [(4, 1), (12, 1), (13, 2), (200, 2)])
def test_thirteen_people_need_two_who_hold_the_room(people: int, needed: int) -> None:
    assert rounds.people.facilitators_for(people) == needed


def test_no_one_may_hold_it_without_all_four_competences() -> None:
    assert set(rounds.people.facilitator_competences) == {
        "group-process",
        "emotional-care",
        "ethics",
        "moral-resilience",
    }


def test_an_outcome_is_optional_and_a_solution_may_end_with_an_explicit_none() -> None:
    assert rounds.after.outputs == "optional"
    for language in LANGUAGES:
        assert rounds.text(language).owner_none


def test_it_speaks_three_languages() -> None:
    assert rounds.languages == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phase_has_its_words_its_cue_and_its_paper_way(language: str) -> None:
    text = rounds.text(language)
    english = rounds.text("en")
    for phase in rounds.phases:
        said, model = text[phase.id], english[phase.id]
        assert said.title
        assert said.prompt
        assert said.note
        assert said.cue
        assert len(said.lines) == len(model.lines)
        assert len(said.paper) == len(model.paper) >= 2
        assert bool(said.large_room) == bool(model.large_room)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letting_go_on_paper_has_all_its_steps_and_four_boxes(language: str) -> None:
    text = rounds.text(language)
    assert len(text.letting_go_on_paper) == 9
    assert len(text.cards.letting_go.choices) == 4
    assert len(text.ground_rules) == 4
    assert len(text.afterwards) == 3


@pytest.mark.parametrize("language", ["nb", "es"])
def test_a_translation_repeats_no_english_sentence(language: str) -> None:
    english = {words for words in words_in(rounds.text("en")) if " " in words}
    assert english.isdisjoint(words_in(rounds.text(language)))


def test_a_language_without_words_here_is_answered_in_its_nearest() -> None:
    assert rounds.text("nb-NO") is rounds.text("nb")
    assert rounds.text("no") is rounds.text("nb")
    assert rounds.text("fi") is rounds.text("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_avoided_word_is_said(language: str) -> None:
    said = list(words_in(rounds.text(language)))
    assert len(said) > 100
    found = {words: avoided_in(words, language) for words in said if avoided_in(words, language)}
    assert found == {}


def test_a_phase_without_norwegian_words_would_be_noticed() -> None:
    written = ROUNDS.read_text(encoding="utf-8")
    lost = written.replace("        title: Det vi tar vare på\n        prompt", "        prompt", 1)
    assert lost != written
    with pytest.raises(formats.FormatError, match=r"text\.nb\.phases\.keep\.title"):
        formats.parse(lost)


def test_a_solution_without_its_explicit_none_would_be_noticed() -> None:
    written = ROUNDS.read_text(encoding="utf-8")
    lost = written.replace("      none: No one takes this today.\n", "", 1)
    with pytest.raises(formats.FormatError, match=r"text\.en\.owner\.none"):
        formats.parse(lost)
