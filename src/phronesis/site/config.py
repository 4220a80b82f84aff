"""The one configuration file, and what every key means.

An installation runs without any file: SQLite in the data folder, one process, mail to the
console. A file `phronesis.toml` in the data folder, or the one named by `--config`, changes
that; `PHRONESIS_…` variables override the file. Unknown keys are refused, because a
misspelt protection is no protection.
"""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any


class ConfigurationError(Exception):
    """The configuration cannot be used; the message names file, key and the mend."""


@dataclass(frozen=True, slots=True)
class Config:
    """What an operator may decide. Times are in the unit their name says."""

    data: Path = field(default=Path("data"), metadata={"about": "folder of the databases"})
    keys: Path | None = field(
        default=None,
        metadata={
            "about": "folder of the key files; outside the data folder. "
            "Default: a folder of this installation's own under ~/.phronesis/keys"
        },
    )
    address: str = field(
        default="http://localhost:8000",
        metadata={"about": "address people open; https outside this machine"},
    )
    organisation: str = field(
        default="", metadata={"about": "name of the organisation that runs this installation"}
    )
    languages: tuple[str, ...] = field(
        default=("en", "nb", "es"),
        metadata={"about": "languages offered, the first is the default"},
    )
    zone: str = field(default="Europe/London", metadata={"about": "IANA time zone"})
    postgres: str = field(
        default="",
        metadata={"about": "address of a PostgreSQL server; empty means SQLite in the data folder"},
    )
    postgres_prefix: str = field(
        default="phronesis", metadata={"about": "first part of the five PostgreSQL database names"}
    )
    mail_server: str = field(
        default="", metadata={"about": "SMTP server as host:port; empty prints mail to the console"}
    )
    mail_user: str = field(default="", metadata={"about": "SMTP user"})
    mail_password: str = field(default="", metadata={"about": "SMTP password"})
    mail_from: str = field(
        default="phronesis@localhost", metadata={"about": "sender of every mail"}
    )
    mail_security: str = field(
        default="starttls", metadata={"about": "how mail is protected: starttls, tls or none"}
    )
    care: Path | None = field(
        default=None, metadata={"about": "the operator's care file: who is awake, and when"}
    )
    demonstration: bool = field(
        default=False,
        metadata={"about": "invented people; sign-in links are printed and the clock can be moved"},
    )


SECRET = frozenset({"mail_password", "postgres"})


def load(data: Path, file: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration of the installation in `data`.

    Raises
    ------
    ConfigurationError
        For an unknown key, a value of the wrong kind, or a named file that is not there.
    """
    environ = os.environ if environ is None else environ
    named = file is not None
    file = file or data / "phronesis.toml"
    values: dict[str, Any] = {}
    if file.exists():
        values = _read(file)
    elif named:
        raise ConfigurationError(f"{file}: there is no such file. Nothing was started.")
    for key in _keys():
        variable = environ.get(f"PHRONESIS_{key.upper()}")
        if variable is not None:
            values[key] = variable
    _refuse_unknown(environ)
    values["data"] = data
    config = replace(Config(), **{key: _convert(key, value, file) for key, value in values.items()})
    return config if config.keys else replace(config, keys=_default_keys(config.data))


def _keys() -> frozenset[str]:
    return frozenset(f.name for f in fields(Config))


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigurationError(f"{file}: {problem}. Mend the line it names.") from problem
    for key in values:
        if key not in _keys():
            raise ConfigurationError(
                f"{file}: key {key!r} is not known. Known keys: {', '.join(sorted(_keys()))}."
            )
    return values


# Variables that say where an installation is; all others must be keys of Config.
PLACES = frozenset({"PHRONESIS_DATA", "PHRONESIS_CONFIG"})


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {f"PHRONESIS_{key.upper()}" for key in _keys()} | PLACES
    for name in environ:
        ours = name.startswith("PHRONESIS_") and not name.startswith("PHRONESIS_TEST_")
        if ours and name not in known:
            raise ConfigurationError(f"{name}: this variable is not known. Unset it.")


def _convert(key: str, value: Any, file: Path) -> Any:
    kind = {f.name: str(f.type) for f in fields(Config)}[key]
    try:
        if "Path" in kind:
            return Path(value).expanduser()
        if "tuple" in kind:
            parts = value.split(",") if isinstance(value, str) else value
            return tuple(str(part).strip() for part in parts)
        if kind == "bool" or "bool" in kind:
            return value if isinstance(value, bool) else _truth(value)
        return str(value)
    except (TypeError, ValueError) as problem:
        raise ConfigurationError(f"{file}: key {key!r}: {problem}.") from problem


def _truth(value: object) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if str(value).lower() not in words:
        raise ValueError(f"{value!r} is neither true nor false")
    return words[str(value).lower()]


def _default_keys(data: Path) -> Path:
    """A folder outside the data folder, the same for the same data folder."""
    name = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    return Path.home() / ".phronesis" / "keys" / f"{data.resolve().name}-{name}"
