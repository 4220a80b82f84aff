"""The printed pages carry the whole gathering, and what people wrote stays only words."""

import re
from dataclasses import replace
from datetime import time
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from phronesis import formats
from phronesis.design.plain_words import avoided_in
from phronesis.interchange.documents import Notice, Occasion, poster, run_sheet, typesetting

LANGUAGES = ("en", "nb", "es")
HOSTILE = [
    '#panic() #read("/etc/passwd")',
    "$ x^2 $ costs $5",
    "back\\slash \\u{41} \\",
    "@reference and <label>",
    "*bold* _italic_ `raw` ~ -- ---",
    "]) #[ /* comment */ // gone",
    '{"json": "\'quotes\'"}',
    "= Heading",
    "- item + item",
]
rounds = formats.load("moral-resilience-rounds")
OCCASION = Occasion(
    title="For whom is this hour?",
    circle="Nights",
    when="Thursday 12 June, 14:15",
    place="library",
    code="BRIDGE",
    starts=time(14, 15),
    facilitators=("Maren Solheim", "Yusuf Demir"),
    care=("Night supporter 5501",),
    people=14,
)
NOTICE = Notice(
    title="Who turns on the light?",
    circle="Thursday Round",
    when="Thursday 14:15",
    place="library",
    code="BRIDGE",
    address="https://phronesis.example/in/BRIDGE",
    address_shown="phronesis.example/in",
    late="Or within three days, from anywhere.",
    fingerprint="3F9A 77C1 0B42 E8D5",
)


def plain(words: str) -> str:
    """Without white space, which lines and pages break as they like; ligatures written out."""
    return re.sub(r"\s+", "", words).replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff")


def words_on(pdf: bytes) -> str:
    return plain("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_run_sheet_has_every_word_and_the_paper_way_of_every_activity(language: str) -> None:
    printed = words_on(run_sheet(rounds, OCCASION, language))
    text = rounds.text(language)
    for phase in rounds.phases:
        said = text[phase.id]
        for words in (said.title, said.prompt, said.cue, *said.lines, *said.paper):
            assert plain(words) in printed, words
    for words in (*text.letting_go_on_paper, *text.afterwards, *text.fidelity.values()):
        assert plain(words) in printed, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cards_are_there_to_cut_and_all_alike(language: str) -> None:
    printed = words_on(run_sheet(rounds, OCCASION, language))
    cards = rounds.text(language).cards
    assert printed.count(plain(cards.letting_go.choices[0])) == 8
    assert printed.count(plain(cards.writing.lines[1])) == 4
    assert printed.count(plain(cards.keep.lines[0])) >= 2


def test_phases_begin_when_the_clock_on_the_wall_says_so() -> None:
    printed = words_on(run_sheet(rounds, OCCASION, "en"))
    for clock in ("14:15", "14:20", "14:30", "14:40", "14:55", "15:07", "15:10"):
        assert clock in printed


def test_a_gathering_past_midnight_does_not_lose_its_clock() -> None:
    printed = words_on(run_sheet(rounds, replace(OCCASION, starts=time(23, 50)), "en"))
    assert "00:15" in printed


def test_fourteen_people_need_four_pages_of_writing_cards() -> None:
    assert plain("this page 4 times for 14 people") in words_on(run_sheet(rounds, OCCASION, "en"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_wrote_is_printed_and_not_obeyed(hostile: str) -> None:
    sheet = run_sheet(rounds, replace(OCCASION, title=hostile, place=hostile), "en")
    assert words_on(sheet).count(plain(hostile)) >= 2
    assert plain(hostile) in words_on(poster(replace(NOTICE, title=hostile), "en"))


@pytest.mark.parametrize("odd", ["\x00\x07", "\ud800", "\ue000", "😀 ☂ العربية 漢字", "x" * 500])
def test_odd_letters_do_not_keep_a_page_from_being_printed(odd: str) -> None:
    printed = words_on(poster(replace(NOTICE, title=f"before {odd} after"), "en"))
    assert "before" in printed
    assert "BRIDGE" in printed


def test_a_compiler_that_took_the_title_for_source_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Teeth: the same page, with the title evaluated as markup, loses the hostile letters."""
    for file in typesetting.HERE.glob("*.typ"):
        written = file.read_text(encoding="utf-8")
        evaluated = written.replace(
            "heading(level: 1, data.title)", 'heading(level: 1, eval(data.title, mode: "markup"))'
        )
        (tmp_path / file.name).write_text(evaluated, encoding="utf-8")
    (tmp_path / "words.yaml").write_bytes((typesetting.HERE / "words.yaml").read_bytes())
    monkeypatch.setattr(typesetting, "HERE", tmp_path)
    hostile = "*bold* _italic_ `raw`"
    assert plain(hostile) not in words_on(poster(replace(NOTICE, title=hostile), "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_poster_says_where_when_how_and_that_nobody_has_to_speak(language: str) -> None:
    pdf = poster(NOTICE, language)
    printed = words_on(pdf)
    said = typesetting.words(language)
    for words in (NOTICE.title, NOTICE.when, NOTICE.place, NOTICE.late, NOTICE.code):
        assert plain(words) in printed
    assert plain(said["no_app"]) in printed
    assert plain(NOTICE.fingerprint) in printed
    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_a_poster_without_a_fingerprint_has_no_empty_line_for_it() -> None:
    printed = words_on(poster(replace(NOTICE, fingerprint=""), "en"))
    assert plain(typesetting.words("en")["keys"]) not in printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_tagged_named_and_in_their_language(language: str) -> None:
    for pdf in (run_sheet(rounds, OCCASION, language), poster(NOTICE, language)):
        reader = PdfReader(BytesIO(pdf))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert str(root["/Lang"]).startswith(language)
        assert reader.metadata is not None
        assert reader.metadata.title
        assert b"pdfuaid" in pdf or "pdfuaid" in str(root["/Metadata"].get_data())


def test_pages_do_not_say_when_they_were_made() -> None:
    metadata = PdfReader(BytesIO(poster(NOTICE, "en"))).metadata
    assert metadata is not None
    assert metadata.creation_date is None


def test_only_fonts_that_come_with_the_compiler_are_in_a_page(tmp_path: Path) -> None:
    for pdf in (run_sheet(rounds, OCCASION, "es"), poster(NOTICE, "es")):
        fonts = {
            str(font.get_object()["/BaseFont"])
            for page in PdfReader(BytesIO(pdf)).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert fonts
        assert all("Libertinus" in name or "DejaVu" in name for name in fonts), fonts


def test_the_pages_own_words_are_complete_in_three_languages_and_avoid_nothing_to_avoid() -> None:
    read = yaml.safe_load((typesetting.HERE / "words.yaml").read_text(encoding="utf-8"))
    assert tuple(read) == LANGUAGES
    for language in LANGUAGES:
        assert list(read[language]) == list(read["en"])
        assert all(isinstance(said, str) and said for said in read[language].values())
        assert [
            avoided_in(said, language)
            for said in read[language].values()
            if avoided_in(said, language)
        ] == []
