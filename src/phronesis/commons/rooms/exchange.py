"""Reading requests and writing answers, for the few routes that bypass Django.

Everything that goes wrong is problem+json (RFC 9457) with a sentence in the reader's language.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.utils.translation.trans_real import parse_accept_lang_header

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
LARGEST_BODY = 64 * 1024
NOT_READ = _("The request could not be read.")
TITLES = {
    400: _("Not understood"),
    403: _("Not here"),
    404: _("Not found"),
    405: _("Not understood"),
    409: _("Not now"),
    410: _("It has ended"),
    413: _("Too long"),
    422: _("Something else was sent before"),
    429: _("A moment, please"),
    503: _("Not stored"),
}


class Problem(Exception):  # noqa: N818 -- it is the answer, not only an error
    """An answer that is a refusal: status, a message id, and plain members beside it."""

    def __init__(
        self, status: int, detail: str, values: Mapping[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail
        self.values = values or {}
        self.members = members


@dataclass(slots=True)
class Request:
    """What a route needs to know of a request."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    scheme: str
    receive: Receive
    _cookies: dict[str, str] | None = field(default=None)

    @classmethod
    def of(cls, scope: Scope, receive: Receive) -> "Request":
        return cls(
            method=scope["method"],
            path=scope["path"],
            query=dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))),
            headers={k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]},
            scheme=scope.get("scheme", "http"),
            receive=receive,
        )

    @property
    def cookies(self) -> dict[str, str]:
        if self._cookies is None:
            jar: SimpleCookie = SimpleCookie()
            try:
                jar.load(self.headers.get("cookie", ""))
            except CookieError:
                jar.clear()
            self._cookies = {name: morsel.value for name, morsel in jar.items()}
        return self._cookies

    @property
    def language(self) -> str:
        """The person's own choice, then the browser's, then the installation's."""
        wanted = [self.cookies.get(settings.LANGUAGE_COOKIE_NAME, "")]
        wanted += [
            code for code, _q in parse_accept_lang_header(self.headers.get("accept-language", ""))
        ]
        for code in wanted:
            try:
                return translation.get_supported_language_variant(code)
            except LookupError:
                continue
        return str(settings.LANGUAGE_CODE)

    @property
    def is_form(self) -> bool:
        return self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether another site makes this browser ask. Without a browser nothing says so."""
        site = self.headers.get("sec-fetch-site")
        if site is not None:
            return site not in {"same-origin", "none"}
        origin = self.headers.get("origin")
        return origin is not None and urlsplit(origin).netloc != self.headers.get("host", "")

    async def body(self) -> bytes:
        """The whole body. Raises Problem 413 beyond `LARGEST_BODY`."""
        parts: list[bytes] = []
        size = 0
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Problem(400, NOT_READ)
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > LARGEST_BODY:
                raise Problem(413, _("This is too long to be taken."))
            if not message.get("more_body"):
                return b"".join(parts)

    async def json(self) -> dict[str, Any]:
        """The body as a JSON object; an empty body is an empty object."""
        sent = await self.body()
        if not sent.strip():
            return {}
        try:
            found = json.loads(sent)
        except (ValueError, RecursionError):
            raise Problem(400, NOT_READ) from None
        if not isinstance(found, dict):
            raise Problem(400, NOT_READ)
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer."""

    status: int
    body: bytes
    kind: bytes = b"application/json"
    headers: tuple[tuple[bytes, bytes], ...] = ()

    async def give(self, send: Send) -> None:
        headers: Headers = [
            (b"content-type", self.kind),
            (b"content-length", b"%d" % len(self.body)),
            *ALWAYS,
            *self.headers,
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


ALWAYS: Iterable[tuple[bytes, bytes]] = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


def as_json(data: Any, status: int = 200, headers: Headers | None = None) -> Answer:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, headers=tuple(headers or ()))


def as_problem(problem: Problem, language: str) -> Answer:
    """The refusal as RFC 9457 wants it, in this language."""
    with translation.override(language):
        detail = gettext(problem.detail) % problem.values if problem.detail else ""
        title = gettext(TITLES[problem.status])
    content = {"type": "about:blank", "title": title, "status": problem.status, "detail": detail}
    body = json.dumps(content | problem.members, ensure_ascii=False).encode()
    spoken = (b"content-language", language.encode())
    return Answer(problem.status, body, b"application/problem+json", (spoken,))


def redirect(where: str, headers: Headers | None = None) -> Answer:
    return Answer(303, b"", b"text/plain", ((b"location", where.encode()), *(headers or ())))
