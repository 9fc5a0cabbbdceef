"""The balance, in words and figures."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from bench.quarter.ledger import Balance
from bench.quarter.life import Life

RUNGS = ("half", "soon", "due", "late", "admins", "daily", "weekly", "again")
FAULTS = (
    "missing",
    "doubled",
    "told a former owner",
    "in quiet hours",
    "over the cap of the day",
    "a digest counts wrongly",
)


def report(life: Life) -> str:
    """As Markdown."""
    ledger, plan = life.office.ledger, life.plan
    parts = [
        f"{plan.days} days from {plan.first}, {plan.cases:,} cases, {plan.staff} officials in "
        f"each of {len(life.town.officials)} organisations, "
        f"{sum(life.service.telegram.taken.values()):,} calls of the Bot API.",
        f"What happened: {_listed(life.office.done)}; {life.service.kills} kills; "
        f"away: Telegram {_spans(plan.outages)}, the service {_spans(plan.downs)}.",
        _rungs(ledger.balance, ledger.waiting()),
        _faults(ledger.balance, len(life.office.differs)),
        _climbs(ledger.climbs.values()),
    ]
    return "\n\n".join(parts) + "\n"


def _spans(spans: list[tuple[datetime, datetime]]) -> str:
    return " and ".join(f"{a:%m-%d %H:%M}–{b:%m-%d %H:%M}" for a, b in spans)


def _rungs(balance: Balance, waiting: Counter[str]) -> str:
    """Owed is told, overtaken by a change of the case, lost on who blocks the bot, or waits."""
    lines = [
        "| rung | owed | told | overtaken by a change | blocked the bot | waits at the end |",
        "|---|---|---|---|---|---|",
    ]
    columns = (balance.owed, balance.told, balance.overtaken, balance.blocked, waiting)
    for rung in RUNGS:
        figures = " | ".join(f"{column[rung]:,}" for column in columns)
        lines.append(f"| {rung} | {figures} |")
    sums = " | ".join(f"{sum(column.values()):,}" for column in columns)
    return "\n".join([*lines, f"| all | {sums} |"])


def _faults(balance: Balance, differs: int) -> str:
    lines = ["| | |", "|---|---|"]
    lines += [f"| {fault} | {len(balance.wrong.get(fault, ()))} |" for fault in FAULTS]
    lines += [
        f"| due times that differ from the rules | {differs} |",
        f"| repeated after a kill, and marked as possibly repeated | {balance.marked} |",
        f"| messages that reminded of something | {balance.messages:,} |",
        f"| told that somebody cannot be reached | {balance.unreachable} |",
    ]
    return "\n".join(lines)


def _climbs(climbs: Iterable[list[str]]) -> str:
    """How high cases climbed, the most frequent ways first."""
    ways = Counter(" → ".join(dict.fromkeys(way)) for way in climbs)
    lines = ["| the climb of a case | cases |", "|---|---|"]
    return "\n".join([*lines, *(f"| {way} | {count:,} |" for way, count in ways.most_common(12))])


def _listed(done: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in done.most_common())
