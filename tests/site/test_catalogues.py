"""Every text shown to people, in each language: gathered, translated, plain, and really shown."""

import html
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from django.test import Client
from scripts import catalogues

from phronesis.design.plain_words import avoided_in
from phronesis.office.communities.models import Community
from phronesis.site import clock
from tests.factories import a_community, a_facilitator
from tests.office.calendar.factories import BEFORE, a_gathering

LANGUAGES = catalogues.LANGUAGES
PLACEHOLDER = re.compile(r"%%?\(\w+\)[sd]|\{\w+\}")
LONG = 20


@pytest.fixture(scope="module")
def source() -> Catalog:
    return catalogues.template()


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(told: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """One text, or one for each number of things."""
    return (told,) if isinstance(told, str) else tuple(told or ())


def avoided(catalog: Catalog, language: str, *, source: bool = False) -> list[str]:
    """Avoided words in a catalogue's translations, or in the texts of its source."""
    return [
        f"{found.word} in {text!r}: {found.instead}"
        for message in messages(catalog)
        for text in forms(message.id if source else message.string)
        for found in avoided_in(text, language)
    ]


def not_whole(catalog: Catalog) -> list[str]:
    """Texts without a translation, or with one that somebody still has to look at."""
    return [
        f"{message.id!r} ({message.locations})"
        for message in messages(catalog)
        if message.fuzzy or not catalogues.translated(message.string)
    ]


def misplaced(catalog: Catalog) -> list[str]:
    """Translations that name other places to fill in than their text does. The text for one
    thing may leave out the number."""
    wrong = []
    for message in messages(catalog):
        wanted = [set(PLACEHOLDER.findall(text)) for text in forms(message.id)]
        for text, places in zip(forms(message.string), wanted, strict=True):
            if set(PLACEHOLDER.findall(text)) != places:
                wrong.append(f"{message.id!r}: {text!r}")
    return wrong


def with_(message_id: str, string: str) -> Catalog:
    catalog = Catalog(locale="nb")
    catalog.add(message_id, string)
    return catalog


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_is_shown_is_in_the_catalogue(language: str, source: Catalog) -> None:
    gathered = {(message.id, message.context) for message in messages(source)}
    stored = {(message.id, message.context) for message in messages(catalogues.stored(language))}
    assert gathered == stored, "make words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_that_moves_changes_no_catalogue(
    language: str, source: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_file = catalogues.of_file
    before = catalogues.as_po(catalogues.updated(language, source))
    monkeypatch.setattr(
        catalogues, "of_file", lambda file: [(line + 7, *rest) for line, *rest in of_file(file)]
    )
    assert catalogues.as_po(catalogues.updated(language, catalogues.template())) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert not_whole(catalogues.stored(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_its_text_fills_in(language: str) -> None:
    assert misplaced(catalogues.stored(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_says_a_word_we_avoid(language: str) -> None:
    assert avoided(catalogues.stored(language), language) == []


def test_no_text_says_a_word_we_avoid(source: Catalog) -> None:
    assert avoided(source, "en", source=True) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_tells_when_where_or_by_whom_a_catalogue_was_made(language: str) -> None:
    text = catalogues.path_of(language).read_text(encoding="utf-8")
    assert not re.search(r"POT-Creation|PO-Revision|Translator|Generated-By|fuzzy", text)
    assert not re.search(r"^#: .*(?:^/|:\d)", text, re.MULTILINE)


@pytest.mark.parametrize(
    "told",
    [
        "care/limits.py",
        "commons/rooms/rules.py",
        "design/jinja2/design/page.html",
        "office/communities/letters.py",
        "release/letting_go/jinja2/letting_go/_screens.html",
    ],
)
def test_texts_are_gathered_from_code_and_from_pages(told: str, source: Catalog) -> None:
    assert any(place == told for message in messages(source) for place, _ in message.locations)


def test_an_avoided_word_an_absence_and_a_lost_place_are_found() -> None:
    assert avoided(with_("Someone wrote.", "En bruker skrev."), "nb")
    assert avoided(with_("Our resilience.", "Vi bærer."), "en", source=True)
    assert not_whole(with_("Someone wrote.", ""))
    assert misplaced(with_("Text %(n)s of %(of)s", "Tekst %(n)s"))
    assert not avoided(with_("Someone wrote.", "Noen skrev."), "nb")


# Pages, as a reader of another language gets them.

OPEN = [
    *("/", "/care", "/write", "/not-protected", "/promises", "/in", "/in/WRONGX", "/sign-in"),
    *("/join", "/in/BRIDGE", "/let-go/0e9d9c52-7a4f-4a0e-9a51-0f4c2f7f2d11"),
]


@pytest.fixture
def circle(db: None, monkeypatch: pytest.MonkeyPatch) -> Community:
    """A circle in whose calendar one gathering stands, with the code BRIDGE."""
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    community = a_community()
    gathering = a_gathering(a_facilitator(community))
    community.gatherings.filter(pk=gathering.pk).update(code="BRIDGE")
    return community


def english_in(page: str, source: Catalog) -> list[str]:
    """Long English texts of the source that stand on a page, whatever is filled in."""
    shown = html.unescape(page).replace("\\u0026", "&")
    return [
        part
        for message in messages(source)
        for text in forms(message.id)
        for part in PLACEHOLDER.split(text)
        if len(part.strip()) > LONG and part.strip() in shown
    ]


def read(client: Client, path: str, language: str) -> str:
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code in (200, 404), path
    assert answer.headers["Content-Language"] == language
    return answer.content.decode()


def pages_within(circle: Community) -> Iterator[str]:
    yield from ("/", "/me", "/calendar", f"/circles/{circle.pk}", f"/circles/{circle.pk}/leave")
    yield from (f"/circles/{circle.pk}/calendar", f"/circles/{circle.pk}/anew")
    first = circle.gatherings.earliest("starts_at")
    yield f"/gatherings/{first.pk}"


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_open_page_falls_back_to_english(
    language: str, circle: Community, source: Catalog
) -> None:
    for path in OPEN:
        assert english_in(read(Client(), path, language), source) == [], path


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_a_circle_falls_back_to_english(
    language: str, circle: Community, source: Catalog
) -> None:
    client = Client()
    member = circle.memberships.get()
    client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
    for path in pages_within(circle):
        assert english_in(read(client, path, language), source) == [], path


@pytest.mark.django_db
def test_english_on_a_page_is_found(circle: Community, source: Catalog) -> None:
    for path in OPEN:
        assert english_in(read(Client(), path, "en"), source), path
