"""A training in a process of its own: the bot goes on, and one that is killed leaves nothing."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cases.city import City
from cases.corrections import weight
from cases.learning import Score
from cases.records import Correction
from nlp.masking import mask


class TrainingFailed(Exception):
    """The process ended without a model; the message is its last word."""


async def train(
    corrections: Sequence[Correction], city: City, champion: Path | None, folder: Path
) -> list[Score]:
    """Learn from *corrections* and write the model into *folder*; returns how it and the
    *champion* (None: the shipped one) do, domain by domain, on what neither learned from."""
    lesson = {
        "categories": [_category(city, code) for code in city.categories],
        "examples": [_example(one, city) for one in corrections if one.right in city.categories],
        "champion": str(champion) if champion else None,
        "folder": str(folder),
    }
    told = await _run(json.dumps(lesson).encode())
    return [Score(**score) for score in told["scores"]]


async def _run(lesson: bytes) -> Mapping[str, Any]:
    """What people wrote goes through a pipe: it is never written to a file of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nlp.learning", stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        said, complaint = await process.communicate(lesson)
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        lines = complaint.decode(errors="replace").strip().splitlines()
        raise TrainingFailed(lines[-1] if lines else f"exit code {process.returncode}")
    found: Mapping[str, Any] = json.loads(said)
    return found


def _category(city: City, code: str) -> Mapping[str, object]:
    category = city.categories[code]
    return {
        "code": code,
        "domain": category.domain,
        "name": category.name,
        "points_at": list(category.points_at),
    }


def _example(correction: Correction, city: City) -> Mapping[str, object]:
    return {
        "text": mask(correction.text),  # nobody's number becomes a feature
        "category": correction.right,
        "domain": city.categories[correction.right].domain,
        "kind": correction.kind,
        "weight": weight(correction),
    }
