"""What is wrong with a format file, where, and how to mend it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file. `line` counts from 1; `field` is a path such as people.min."""

    file: str
    line: int
    field: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message} {self.mend}"


class FormatError(ValueError):
    """A file that is no format. `problems` holds every reason, in the order of the lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass
class Findings:
    """Collects problems while a file is read, so that one reading names them all."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, where: str, message: str, mend: str) -> None:
        self.found.append(Problem(self.file, line, where or "file", message, mend))

    def in_order(self) -> list[Problem]:
        return sorted(set(self.found))
