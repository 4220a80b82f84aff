"""Nothing in the repository names a place where it was made, or where packages come from."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".md", ".py", ".js", ".css", ".html", ".toml", ".yaml", ".yml", ".txt", ".lock", ".po"}

# Put together here, so that this file does not hold what it looks for.
HOSTS = [
    "\\.".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("golang", "org"),
        ("crates", "io"),
        ("deb", "debian", "org"),
    )
]
PLACES = [f"(?<![\\w.-])/{folder}/" for folder in ("work", "root", "home/\\w+", "opt/pyp" + "i")]
MAKERS = [
    "\\bA" + "I assistant",
    "\\bas an A" + "I\\b",
    "\\blarge language" + " model",
    "\\bL" + "LMs?\\b",
    "\\bChat" + "GPT\\b",
    "\\bOpen" + "AI\\b",
    "\\bClau" + "de\\b",
    "\\bAnth" + "ropic\\b",
    "\\bCo" + "pilot\\b",
]
FORBIDDEN = re.compile("|".join(HOSTS + PLACES + MAKERS))


def found_in(text: str) -> list[str]:
    return [match.group() for match in FORBIDDEN.finditer(text)]


def tracked() -> list[Path]:
    """Files under version control, or, in an unpacked archive, all there are."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in ROOT.rglob("*") if not {".venv", ".git"} & set(path.parts)]


def test_no_file_names_a_machine_a_registry_or_a_maker() -> None:
    files = [path for path in tracked() if path.suffix in TEXT or not path.suffix]
    offenders = {
        str(path.relative_to(ROOT)): words
        for path in files
        if path.is_file()
        and (words := found_in(path.read_text(encoding="utf-8", errors="replace")))
    }
    assert files
    assert offenders == {}


def test_planted_words_are_found() -> None:
    planted = [
        "see https://py" + "pi.org/simple",
        "run /wo" + "rk/main/make",
        "cd /ro" + "ot/x",
        "an L" + "LM wrote it",
    ]
    assert all(found_in(sentence) for sentence in planted)
    assert found_in("the homework/ folder, a network/ of hospitals, src/phronesis") == []
