"""The balance, in words and figures."""

from bench.quarter.days import local
from bench.quarter.life import Life


def report(life: Life) -> str:
    b = life.office.ledger.balance
    return repr((b.owed, b.told, b.overtaken, b.blocked, {k: (len(v), v[:20]) for k, v in b.wrong.items()}, b.messages, b.marked, b.unreachable, life.office.done, life.service.kills, life.office.differs[:3], len(life.office.differs), life.service.telegram.taken, life.office.ledger.waiting(), life.plan)) + "\n"
