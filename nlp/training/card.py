"""The card that goes with a model: what it was made from, how it behaves, what it cannot do."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nlp.linear import NONE, WEIGHTS, Model
from nlp.training.evaluate import Report
from nlp.training.examples import Example
from nlp.training.trust import ASKED_IN_VAIN

REMAKE = """\
## How to make it again

```
python -m nlp.training.join FOLDER > train.jsonl
suishoupai train train.jsonl --out DIR
suishoupai evaluate FILE.jsonl --model DIR --card
```

FOLDER holds the texts; whoever has none learns from the phrases alone.
"""
DATA = """\
Texts that citizens wrote to Chinese city governments, published without a licence, and therefore
not kept here, and phrases written for this project. Labels by reading: `nlp/labels/README.md`.
"""
LIMITS = """\
## Limits

It reads the first 3,000 signs, Chinese only. Places are one sign to it (`nlp/neutral.py`); short
names of districts without 区 or 县 are read as words. Irony without a word that gives it away is
taken at its word. Praise is rare in what citizens write, so its figures rest on few texts. Where
two categories are near (rubbish heaps and bins not emptied, planning and policy) it often has the
right one second.
"""


def card(model: Model, examples: Sequence[Example], folder: Path) -> str:
    """Text for CARD.md, from facts alone; scores on unseen texts come from ``evaluate``."""
    kinds = Counter(one.kind or "unknown" for one in examples)
    counts = Counter(one.category or (NONE if one.domain is None else "") for one in examples)
    size = (folder / WEIGHTS).stat().st_size / 1e6
    rows = "".join(f"| {code} | {counts[code]} |\n" for code in model.categories)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return (
        f"# Tagger of Suishoupai, version {model.version}\n\n"
        f"Multinomial logistic regression over signs and pairs of neighbouring signs: "
        f"{len(model.runs)} of them, {len(model.categories) - 1} categories and none of them, "
        f"three kinds; {size:.1f} MB.\n\n"
        f"## Data\n\n{DATA}\n{len(examples)} labelled texts: {told}.\n\n"
        f"| category | examples |\n|---|---|\n{rows}\n"
        f"## Confidence\n\n"
        f"In four parts, each tagged by a model that has not seen it, it was measured how often a "
        f"share for a domain is right (slope {model.trust.slope:.2f}, offset "
        f"{model.trust.offset:.2f}). It asks below a confidence of {model.trust.ask_below:.2f}: "
        f"there for {ASKED_IN_VAIN:.0%} of the texts that fit a domain.\n\n"
        f"{LIMITS}\n{REMAKE}"
    )


def with_figures(text: str, report: Report, name: str, day: str) -> str:
    """*text* with the figures of *report* on the file *name*, in place of earlier ones."""
    title = f"## Measured on {name}"
    rows = "".join(
        f"| {key.replace('_', ' ')} | {value:.3f} |\n"
        for key, value in report.as_dict().items()
        if isinstance(value, float)
    )
    kinds = "".join(
        f"| {kind}: precision, recall (of {one.count}) | {one.precision:.2f}, {one.recall:.2f} |\n"
        for kind, one in report.kinds.items()
    )
    section = (
        f"{title}\n\n{report.texts} texts, {day}, `suishoupai evaluate {name} --card`.\n\n"
        f"| | |\n|---|---|\n{rows}{kinds}\n"
    )
    rest = re.sub(rf"{re.escape(title)}\n.*?(?=^## |\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
    return rest.rstrip("\n") + f"\n\n{section.rstrip()}\n"
