"""Every relative link in the documentation leads somewhere, headings included."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def anchors(text: str) -> set[str]:
    """The names under which a page's headings can be linked."""
    headings = re.findall(r"^#{1,6} (.+)$", _without_code(text), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def _without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def broken(page: Path, text: str) -> list[str]:
    """Relative links of `text`, standing at `page`, that lead nowhere."""
    found = []
    for link in LINK.findall(_without_code(text)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists():
            found.append(link)
        elif anchor and target.suffix == ".md":
            body = text if target == page else target.read_text(encoding="utf-8")
            found += [] if anchor in anchors(body) else [link]
    return found


def test_every_relative_link_leads_somewhere() -> None:
    assert PAGES
    lost = {
        str(page.relative_to(ROOT)): links
        for page in PAGES
        if (links := broken(page, page.read_text(encoding="utf-8")))
    }
    assert lost == {}


def test_a_link_to_nowhere_and_to_a_missing_heading_are_found() -> None:
    page = ROOT / "docs" / "index.md"
    text = (
        "# A house\n[a](nowhere.md) [b](#no-such) [c](#a-house) [d](decisions/0002-five-planes.md)"
    )
    assert broken(page, text) == ["nowhere.md", "#no-such"]


def test_every_page_of_the_documentation_can_be_reached_from_its_index() -> None:
    docs = ROOT / "docs"
    seen: set[Path] = set()
    waiting = [docs / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        links = LINK.findall(_without_code(page.read_text(encoding="utf-8")))
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links]
    assert sorted(set(docs.rglob("*.md")) - seen) == []
