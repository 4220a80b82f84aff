"""Person to words, over 24 gatherings: with everything on disk but the keys it is a guess."""

import secrets
from uuid import UUID

import pytest
from django.db import connections

from phronesis.ballot.models import GatheringKeys, Issue
from phronesis.ballot.operations import issuing
from phronesis.commons.rooms.models import Contribution, Room
from phronesis.commons.voices import operations as voices
from phronesis.vault import operations as vault
from phronesis.vault.models import ItemKey
from tests.attacks import assigning
from tests.attacks.assigning import Score
from tests.attacks.worlds import Break, Held, World
from tests.measured import note

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TEXTS = ("rooms_contribution", "id")
SEATS = ("ballot_issue", "seat")
MARGIN, FOUND = 0.02, 0.60
WORLDS = 20 if connections["commons"].vendor == "sqlite" else 12  # it takes twice as long there


@pytest.fixture(autouse=True)
def _signatures_are_random_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was signed is blinded: to whoever lacks the keys it is random. RSA would take hours."""
    monkeypatch.setattr(issuing, "_sign", lambda _g, asked: [secrets.token_bytes(256)] * len(asked))


def attack(worlds: int, *kinds: tuple[str, str], spoil: Break | None = None) -> Score:
    score = Score()
    for seed in range(worlds):
        world = World(seed).build(spoil)
        rows = assigning.everything_on_disk()
        for table, key in kinds:
            found = assigning.targets(world, rows, table, key)
            guesses = assigning.assign(world, found, assigning.attendance_of(world))
            score.add(world, found, guesses)
        _leave()
    return score


def _leave() -> None:
    """The next world begins on an empty disk."""
    for model in (Room, Issue, GatheringKeys, ItemKey):
        model.objects.all().delete()


def chance_it_is(score: Score, name: str) -> None:
    note(f"assignment: {name}", **score.as_dict())
    assert score.tried > 1000
    assert score.upper <= score.chance + MARGIN, score.as_dict()


def test_who_wrote_a_text_is_a_guess_after_24_gatherings() -> None:
    chance_it_is(attack(WORLDS, TEXTS, SEATS), f"{WORLDS} worlds, texts and seats")


@pytest.mark.proof
def test_who_wrote_a_text_is_a_guess_in_a_hundred_worlds() -> None:
    chance_it_is(attack(100, TEXTS, SEATS), "100 worlds, texts and seats")


def found_out(score: Score, name: str) -> None:
    note(f"assignment, {name}", **score.as_dict())
    assert score.rate >= FOUND, score.as_dict()


def store(column: str, values: dict[object, str], kind: str = "varchar(64)") -> None:
    """A column that nobody should have made."""
    with connections["commons"].cursor() as cursor:
        existing = {
            field.name
            for field in connections["commons"].introspection.get_table_description(
                cursor, TEXTS[0]
            )
        }
        if column not in existing:
            if connections["commons"].vendor == "postgresql":
                # Checks put off to the end of the transaction forbid changing the table in it.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {TEXTS[0]} ADD COLUMN {column} {kind} DEFAULT ''")
        for item, value in values.items():
            text = Contribution.objects.filter(pk=item)
            with_item, [plain] = text.query.sql_with_params()
            where = with_item.split(" WHERE ")[1]
            cursor.execute(f"UPDATE {TEXTS[0]} SET {column} = %s WHERE {where}", [value, plain])


def test_a_voice_on_the_rows_would_name_their_writers() -> None:
    def spoil(world: World, held: Held) -> None:
        voice = {
            item: voices.voice(world.members[n].holder).hex() for item, n in held.wrote.items()
        }
        store("voice", dict(voice))

    found_out(attack(2, TEXTS, spoil=spoil), "a voice stored")


def test_answers_kept_beside_pseudonyms_would_name_writers_without_any_other_knowledge() -> None:
    """Whoever came stands in a table beside the rows: the attacker needs no colleague."""
    score = Score()
    with connections["commons"].cursor() as cursor:
        cursor.execute("CREATE TABLE rooms_rsvp (room varchar(32), person int)")
    for seed in range(2):
        world = World(seed).build(keep_answers_beside_pseudonyms)
        with connections["commons"].cursor() as cursor:
            cursor.execute("SELECT room, person FROM rooms_rsvp ORDER BY person")
            told = cursor.fetchall()
        attendance = [[n for room, n in told if UUID(room) == held.id] for held in world.held]
        found = assigning.targets(world, assigning.everything_on_disk(), *TEXTS)
        score.add(world, found, assigning.assign(world, found, attendance))
        _leave()
    found_out(score, "RSVPs kept beside pseudonyms")


def keep_answers_beside_pseudonyms(world: World, held: Held) -> None:
    names = [f"Quiet Harbour {member.known_for}" for member in world.members]
    store("pseudonym", {item: names[n] for item, n in held.wrote.items()})
    with connections["commons"].cursor() as cursor:
        kept = [(held.id.hex, n) for n in held.came]
        cursor.executemany("INSERT INTO rooms_rsvp VALUES (%s, %s)", kept)


def test_words_stored_in_the_clear_would_name_their_writers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vault, "_seal", lambda _row, words: words.encode())
    monkeypatch.setattr(vault, "_open", lambda _row, body: bytes(body).decode())

    found_out(attack(2, TEXTS), "field encryption off")


def test_sealed_words_as_long_as_the_words_would_tell_who_writes_at_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vault, "_padded", lambda words: words.encode())
    score = attack(2, TEXTS)

    note("assignment, sizes not padded", **score.as_dict())
    assert score.rate >= 2 * score.chance, score.as_dict()
