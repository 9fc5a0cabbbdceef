"""The card that goes with a model: what it was made from, how it behaves, what it cannot do."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nlp.linear import NONE, WEIGHTS, Model
from nlp.training.examples import Example


def card(model: Model, examples: Sequence[Example], folder: Path) -> str:
    """Text for CARD.md, from facts alone; scores on unseen texts come from ``evaluate``."""
    kinds = Counter(one.kind or "unknown" for one in examples)
    counts = Counter(one.category or (NONE if one.domain is None else "") for one in examples)
    size = (folder / WEIGHTS).stat().st_size / 1e6
    rows = "".join(f"| {code} | {counts[code]} |\n" for code in model.categories)
    return (
        f"# Model {model.version}\n\n"
        f"Multinomial logistic regression over runs of one to four signs, words and pairs of "
        f"words: {len(model.runs)} runs, {len(model.words)} words and pairs, "
        f"{len(model.categories) - 1} categories and none of them, three kinds; {size:.1f} MB.\n\n"
        f"Learned from {len(examples)} labelled texts: "
        f"{', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))}.\n\n"
        f"Asks below a confidence of {model.trust.ask_below:.2f}, which on texts held back while "
        f"learning is for 9 % of those that fit a domain.\n\n"
        f"| category | examples |\n|---|---|\n{rows}"
    )
