"""Holds values against the published schema of the Bot API, where it lies beside the project."""

import json
from functools import cache
from typing import Any

from tests.conftest import ROOT

PATH = ROOT / "../shared/data/bot_api_10.1.json"
_PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
    "True": bool,
}


@cache
def schema() -> dict[str, Any]:
    """Methods and types."""
    loaded: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
    return loaded


def problems(name: str, value: Any) -> list[str]:
    """What is wrong with *value* as the type *name*: missing, unknown or of another type."""
    if name.startswith("Array of "):
        inner = name.removeprefix("Array of ")
        if not isinstance(value, list):
            return [f"{name}: not a list"]
        return [found for one in value for found in problems(inner, one)]
    if name in _PLAIN:
        return [] if isinstance(value, _PLAIN[name]) else [f"{value!r} is no {name}"]
    described = schema()["types"].get(name, {})
    fields = {field["name"]: field for field in described.get("fields", [])}
    if not fields or not isinstance(value, dict):
        return []
    wrong = [
        f"{name} lacks {key}"
        for key, field in fields.items()
        if field["required"] and key not in value
    ]
    wrong += [f"{name} has no {key}" for key in value if key not in fields]
    for key in value.keys() & fields.keys():
        answers = [problems(kind, value[key]) for kind in fields[key]["types"]]
        wrong += sorted(answers, key=len)[0]
    return wrong


def call_problems(method: str, params: dict[str, Any]) -> list[str]:
    """What is wrong with the parameters of a call."""
    fields = {field["name"]: field for field in schema()["methods"][method].get("fields", [])}
    wrong = [f"{method} has no {key}" for key in params if key not in fields]
    uploads = {"photo", "document"}
    return wrong + [
        f"{method} lacks {key}"
        for key, field in fields.items()
        if field["required"] and key not in params and key not in uploads
    ]
