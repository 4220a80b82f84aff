"""The story of the hospital, as files beside this one."""

from importlib.resources import files
from typing import Any

import yaml


def read(name: str) -> Any:
    """What `name`.yaml holds."""
    file = files("phronesis.demo.hospital") / f"{name}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))
