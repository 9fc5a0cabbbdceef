"""Writes docs/lifecycle.md from the table in the code: ``python -m docs.lifecycle``."""

from pathlib import Path

from cases.lifecycle import TRANSITIONS
from handlers.texts import templates

PAGE = Path(__file__).parent / "lifecycle.md"


def written() -> str:
    """The page."""
    names = templates("zh")
    rows = [
        f"| {before or '—'} | {action} | {', '.join(sorted(step.by))} "
        f"| {step.after or 'as before'} |"
        for (before, action), step in TRANSITIONS.items()
    ]
    states = sorted({step.after for step in TRANSITIONS.values() if step.after})
    known = ", ".join(f"{state} {names[f'state.{state}']}" for state in states)
    arrows = dict.fromkeys(
        f"    {before or '[*]'} --> {step.after}: {action}"
        for (before, action), step in TRANSITIONS.items()
        if step.after not in (None, before)
    )
    return "\n".join(
        [
            "# The life of a case",
            "",
            "Written from `cases/lifecycle.py` by `python -m docs.lifecycle`; a test compares.",
            f"The states: {known}.",
            "Nobody verifies their own work; *rule* is the city itself, by a rule or by silence;",
            "a *colleague* may take what nobody owns; an *editor* has to do with highlights only.",
            "",
            "",
            "| from | action | by | to |",
            "|---|---|---|---|",
            *rows,
            "",
            "```mermaid",
            "stateDiagram-v2",
            *arrows,
            "```",
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
