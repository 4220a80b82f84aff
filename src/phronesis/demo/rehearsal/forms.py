"""Reading a form off a page and filling it in, as somebody with a browser does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and given.get("method", "get").lower() == "post":
            self.forms.append(Form(given.get("action", "")))
        elif tag in ("input", "textarea", "select") and self.forms and given.get("name"):
            self._field(given)
        elif tag == "button" and self.forms and given.get("name"):
            self.forms[-1].fields.setdefault(given["name"], given.get("value", ""))

    def _field(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given["name"]
        fields = self.forms[-1].fields
        if kind in ("checkbox", "radio"):
            if kind == "checkbox" or name not in fields:
                fields[name] = given.get("value", "on")
        else:
            fields[name] = given.get("value", "")


def forms_of(page: str) -> list[Form]:
    """Every form that posts, with its fields: boxes ticked, first choices taken."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def filled(form: Form, **words: str) -> dict[str, str]:
    """The fields, with what the person types where the page asks for it."""
    typed = {name: value for name, value in words.items() if name in form.fields}
    return {k: v for k, v in (form.fields | typed).items() if k != "csrfmiddlewaretoken"}
