"""Every template parses, and none holds inline script or style: the content policy forbids it."""

import re
import sys
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

SOURCE = Path(__file__).resolve().parent.parent / "src" / "phronesis"
INLINE = re.compile(
    r"<script(?![^>]*(src=|type=\"application/json\"))|<style|\son\w+=|\sstyle=", re.I
)


def main() -> int:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    problems = []
    for template in sorted(SOURCE.glob("**/jinja2/**/*.*")):
        text = template.read_text(encoding="utf-8")
        try:
            environment.parse(text)
        except TemplateSyntaxError as problem:
            problems.append(f"{template}:{problem.lineno}: {problem.message}")
        for number, line in enumerate(text.splitlines(), start=1):
            if INLINE.search(line):
                problems.append(f"{template}:{number}: inline script or style")
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
