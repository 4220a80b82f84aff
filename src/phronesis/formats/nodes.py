"""Reads YAML as nodes that remember their line; nothing is ever constructed from it.

PyYAML's composer gives the tree with line marks. Words stay as written (`no` is a word, not
false), and what a format never needs is refused before the tree is built: aliases, tags and
deep nesting, each of which can make a small file behave like a large one.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .problems import Findings

LARGEST_FILE = 256 * 1024
DEEPEST = 12
LONGEST_WORDS = 2000
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Field:
    """One place in the file: its node (None where it is missing), its path and its line."""

    node: Node | None
    path: str
    line: int
    findings: Findings

    @property
    def is_missing(self) -> bool:
        return self.node is None or (
            isinstance(self.node, ScalarNode)
            and self.node.style is None
            and self.node.value in {"", "~", "null"}
        )

    def wrong(self, message: str, mend: str) -> None:
        self.findings.add(self.line, self.path, message, mend)

    def section(self, required: Collection[str], optional: Collection[str] = ()) -> "Section":
        """This place as a mapping with known keys; every unknown or missing one is a problem."""
        section = Section(self, self._pairs())
        if not isinstance(self.node, MappingNode):
            return section
        known = [*required, *optional]
        for name, part in section.parts.items():
            if name not in known:
                part.wrong("this field is not known here.", f"Use one of: {', '.join(known)}.")
        for name in required:
            if section[name].is_missing:
                section[name].wrong("this field is missing.", f"Add `{name}:` here.")
        return section

    def entries(self) -> dict[str, "Field"]:
        """This place as a mapping whose keys are the writer's own (languages, ids)."""
        return self._pairs()

    def _pairs(self) -> dict[str, "Field"]:
        if not isinstance(self.node, MappingNode):
            if not self.is_missing:
                self.wrong("here should be named fields.", "Write `name: value`, one a line.")
            return {}
        pairs: dict[str, Field] = {}
        for key, value in self.node.value:
            line = key.start_mark.line + 1
            name = key.value if isinstance(key, ScalarNode) else ""
            part = Field(value, f"{self.path}.{name}" if self.path else name, line, self.findings)
            if not name:
                part.wrong("this name cannot be read.", "Write a plain word before the colon.")
            elif name in pairs:
                part.wrong("this field is written twice.", "Keep one of the two.")
            else:
                pairs[name] = part
        return pairs

    def items(self, *, at_least: int = 1) -> list["Field"]:
        """This place as a list, each item with its own line."""
        if not isinstance(self.node, SequenceNode):
            if not self.is_missing:
                self.wrong("here should be a list.", "Write each entry on its own line after `- `.")
            return []
        if len(self.node.value) < at_least:
            self.wrong("this list is too short.", f"Write at least {at_least}.")
        return [
            Field(node, f"{self.path}[{place}]", node.start_mark.line + 1, self.findings)
            for place, node in enumerate(self.node.value)
        ]

    def words(self) -> str:
        """What is written here, as it is written; "" and a problem where it is no text."""
        if self.is_missing:
            return ""
        if not isinstance(self.node, ScalarNode):
            self.wrong("here should be words.", "Write them after the colon, in quotes if needed.")
            return ""
        words = " ".join(str(self.node.value).split())
        if not words:
            self.wrong("this is empty.", "Write the words, or leave the field out if it may be.")
        elif len(words) > LONGEST_WORDS:
            self.wrong("this is too long to be read.", f"Keep it under {LONGEST_WORDS} characters.")
        return words

    def slug(self) -> str:
        """A short name in small letters, digits and hyphens."""
        name = self.words()
        if name and not SLUG.fullmatch(name):
            self.wrong(
                "this is not a short name.",
                "Use small letters, digits and hyphens, such as silent-writing.",
            )
        return name

    def whole(self, lowest: int, highest: int) -> int:
        """A whole number between the two, both included; `lowest` where it is none."""
        written = self.words()
        if written and re.fullmatch(r"[0-9]{1,6}", written):
            number = int(written)
            if lowest <= number <= highest:
                return number
        if written:
            self.wrong(
                "this is not a number that fits.",
                f"Write a whole number from {lowest} to {highest}.",
            )
        return lowest

    def flag(self) -> bool:
        written = self.words()
        if written and written not in {"true", "false"}:
            self.wrong("this is neither true nor false.", "Write true or false.")
        return written == "true"

    def choice(self, allowed: Sequence[str]) -> str:
        written = self.words()
        if written and written not in allowed:
            self.wrong("this word is not known here.", f"Use one of: {', '.join(allowed)}.")
        return written

    def choices(self, allowed: Sequence[str]) -> tuple[str, ...]:
        chosen: list[str] = []
        for item in self.items():
            word = item.choice(allowed)
            if word in chosen:
                item.wrong("this is written twice.", "Keep one of the two.")
            chosen.append(word)
        return tuple(chosen)

    def sentences(self, *, at_least: int = 1) -> tuple[str, ...]:
        return tuple(item.words() for item in self.items(at_least=at_least))


@dataclass(frozen=True)
class Section:
    """The parts of a mapping. A part that is not there is a missing `Field` at this line."""

    place: Field
    parts: dict[str, Field]

    def __getitem__(self, name: str) -> Field:
        if name in self.parts:
            return self.parts[name]
        path = f"{self.place.path}.{name}" if self.place.path else name
        return Field(None, path, self.place.line, self.place.findings)


def read_tree(written: str, findings: Findings) -> Field | None:
    """The file's root, or None with the reason among the findings."""
    try:
        if not _is_plain(written, findings):
            return None
        root = yaml.compose(written, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        _add_syntax_problem(error, written, findings)
        return None
    if root is None:
        findings.add(1, "file", "there is nothing in this file.", "Begin with `id:`.")
        return None
    if not isinstance(root, MappingNode):
        findings.add(1, "file", "this is not a list of fields.", "Begin with `id: name`.")
        return None
    return Field(root, "", root.start_mark.line + 1, findings)


def _is_plain(written: str, findings: Findings) -> bool:
    depth = 0
    for event in yaml.parse(written, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, AliasEvent):
            findings.add(line, "file", "an alias (*name) stands here.", "Write the words out.")
            return False
        if isinstance(event, NodeEvent) and getattr(event, "tag", None):
            findings.add(line, "file", "a tag (!name) stands here.", "Take it away.")
            return False
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            findings.add(line, "file", "this is nested too deeply.", "Look for a stray bracket.")
            return False
    return True


def _add_syntax_problem(error: yaml.YAMLError, written: str, findings: Findings) -> None:
    if isinstance(error, yaml.reader.ReaderError):
        line = written.count("\n", 0, max(error.position, 0)) + 1
        reason = "a character stands here that cannot be shown."
        findings.add(line, "file", reason, "Take it away.")
        return
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or "this cannot be read"
    findings.add(
        mark.line + 1 if mark else 1,
        "file",
        f"{reason}.",
        "Look at the indentation, the colons and the quotes here and just above.",
    )
