"""Gather every text shown to people, and bring the message catalogues up to date.

Catalogues hold the file a text comes from and no line number, no date, no tool: a change of
code that moves a line must not change a catalogue. `--check` only says whether they are current.
"""

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

TOP = Path(__file__).resolve().parent.parent
PACKAGE = TOP / "src" / "phronesis"
PROMISES = TOP / "promises.yaml"
LOCALES = PACKAGE / "site" / "locale"
LANGUAGES = ("nb", "es")
DOMAIN = "django"
# The gallery is for those who build pages; the demonstration is told in its own language.
LEFT_OUT = ("demo/", "design/jinja2/design/gallery.html", "design/views.py")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}
TEMPLATE_OPTIONS = {"extensions": "jinja2.ext.do", "newstyle_gettext": "true", "trimmed": "true"}

Found = tuple[str, str | tuple[str, ...], str | None]


def texts() -> Iterator[Found]:
    """(file below src/phronesis, message or (one, many), context) of every text of ours."""
    for file in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.glob("**/jinja2/**/*.*")]):
        name = file.relative_to(PACKAGE).as_posix()
        if "/migrations/" in name or name.startswith(LEFT_OUT):
            continue
        for _line, message, _comments, context in of_file(file):
            yield name, message, context
    for promise in yaml.safe_load(PROMISES.read_text(encoding="utf-8"))["promises"] or []:
        yield "promises.yaml", promise["text"], None
        if attack := (promise.get("measured") or {}).get("attack"):
            yield "promises.yaml", attack, None


def of_file(file: Path) -> list[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """What Babel finds in one Python module or Jinja2 template."""
    method = extract_python if file.suffix == ".py" else babel_extract
    options = {} if file.suffix == ".py" else TEMPLATE_OPTIONS
    read = BytesIO(file.read_bytes())
    return list(extract(method, read, keywords=KEYWORDS, options=options))


def template() -> Catalog:
    """All texts without translations, in the order of files and of lines within them."""
    catalog = Catalog(domain=DOMAIN, project="Phronesis")
    for name, message, context in texts():
        catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def stored(language: str) -> Catalog:
    """The catalogue of this language as it lies in the tree, or an empty one."""
    file = path_of(language)
    if not file.exists():
        return Catalog(locale=language, domain=DOMAIN)
    with file.open("rb") as read:
        return read_po(read, locale=language, domain=DOMAIN)


def path_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def updated(language: str, source: Catalog) -> Catalog:
    """Texts of the source, with what is translated already; texts that are gone are dropped.

    Nothing is guessed from similar texts: a text that changed is translated again.
    """
    before = stored(language)
    catalog = Catalog(locale=language, domain=DOMAIN, project="Phronesis", fuzzy=False)
    for message in source:
        if not message.id:
            continue
        known = before.get(message.id, context=message.context)
        same_kind = known is not None and bool(known.pluralizable) == bool(message.pluralizable)
        catalog.add(
            message.id,
            known.string if known is not None and same_kind else None,
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """The file's bytes: a short header without dates, then the messages."""
    written = BytesIO()
    write_po(written, catalog, omit_header=True, include_lineno=False, width=100)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + written.getvalue().lstrip(b"\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    only_check = parser.parse_args().check
    source, stale = template(), []
    for language in LANGUAGES:
        catalog, file = updated(language, source), path_of(language)
        wanted = as_po(catalog)
        if not file.exists() or file.read_bytes() != wanted:
            stale.append(language)
            if not only_check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(wanted)
        left = sum(not translated(message.string) for message in catalog if message.id)
        sys.stdout.write(f"{language}: {len(catalog)} texts, {left} to translate\n")
    return int(only_check and bool(stale))


def translated(string: str | tuple[str, ...]) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


if __name__ == "__main__":
    sys.exit(main())
