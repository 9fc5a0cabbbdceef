"""From labels to what the model should say: a share for each class, and a weight for each text."""

from collections.abc import Mapping, Sequence

import numpy as np

from nlp.linear import KINDS, NONE
from nlp.training.examples import Example
from nlp.training.softmax import Floats

FIRST_CHOICE = 0.75
EVENING = 0.8
SEEN_ENOUGH = 5


def classes(examples: Sequence[Example], domains: Mapping[str, str]) -> tuple[str, ...]:
    """The categories of the city that have examples enough, in its order, and NONE."""
    counts = dict.fromkeys(domains, 0)
    for one in examples:
        if one.category in counts:
            counts[one.category] += 1
    return (*(code for code, count in counts.items() if count >= SEEN_ENOUGH), NONE)


def category_shares(
    examples: Sequence[Example], known: Sequence[str], domains: Mapping[str, str]
) -> Floats:
    """A row for each example; a row of zeros where the label names no class that is known.

    A category takes most of its row, the others that are right too share the rest. Where only
    the domain is certain, all its categories share the row alike.
    """
    places = {code: at for at, code in enumerate(known)}
    shares = np.zeros((len(examples), len(known)), np.float32)
    for row, one in enumerate(examples):
        for code, share in _wanted(one, domains).items():
            if code in places:
                shares[row, places[code]] += share
    totals = shares.sum(1, keepdims=True)
    return np.asarray(shares / np.maximum(totals, 1e-9), np.float32)


def _wanted(one: Example, domains: Mapping[str, str]) -> Mapping[str, float]:
    if one.domain is None:
        first = [NONE]
    elif one.category is not None:
        first = [one.category]
    else:
        first = [code for code, domain in domains.items() if domain == one.domain]
    others = [code for code in one.categories if code not in first]
    if one.domain is not None and one.category is None and one.categories:
        first, others = list(one.categories), []
    main = FIRST_CHOICE if others else 1.0
    wanted = {code: main / len(first) for code in first}
    return wanted | {code: (1 - main) / len(others) for code in others}


def kind_shares(examples: Sequence[Example]) -> Floats:
    """A row for each example; zeros where the kind is not known."""
    shares = np.zeros((len(examples), len(KINDS)), np.float32)
    for row, one in enumerate(examples):
        if one.kind is not None:
            shares[row, KINDS.index(one.kind)] = 1
    return shares


def weights(shares: Floats, examples: Sequence[Example]) -> Floats:
    """How much each row counts: more where its class is rare; not at all where it has none."""
    sizes = shares.sum(0) + 1
    rare = (sizes.mean() / sizes) ** EVENING
    own = np.array([one.weight for one in examples], np.float32)
    return np.asarray((shares * rare).sum(1) * own, np.float32)
