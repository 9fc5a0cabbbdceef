"""How far a model's shares can be trusted, and below what it had better ask."""

from collections.abc import Mapping, Sequence

import numpy as np

from nlp.linear import NONE, Trust
from nlp.training.examples import Example
from nlp.training.softmax import Floats

ASKED_IN_VAIN = 0.11
STEPS = 50
SMALLEST = 1e-6


def trust_in(
    shares: Floats, examples: Sequence[Example], known: Sequence[str], domains: Mapping[str, str]
) -> Trust:
    """From *shares* that a model gave to texts it had not seen.

    Confidence is of the texts that fit a domain; those that fit none are what asking is for.
    """
    names = sorted({domains[code] for code in known if code != NONE})
    by_domain = domain_shares(shares, known, domains, names)
    best = by_domain.argmax(1)
    share = by_domain[np.arange(len(best)), best]
    right = np.array([names[at] in allowed(one) for at, one in zip(best, examples, strict=True)])
    fits = np.array([one.domain is not None for one in examples])
    slope, offset = _curve(logit(share[fits]), right[fits])
    sure = confidence(share, slope, offset)
    return Trust(
        slope=slope,
        offset=offset,
        sharpness=_sharpness(shares, examples, known),
        ask_below=float(np.quantile(sure[fits], ASKED_IN_VAIN)) if fits.any() else 0.5,
    )


def allowed(one: Example) -> set[str | None]:
    """The domains that are right for *one*."""
    return {one.domain, *one.alt}


def domain_shares(
    shares: Floats, known: Sequence[str], domains: Mapping[str, str], names: Sequence[str]
) -> Floats:
    """The shares of the categories, summed by domain; those of NONE are left out."""
    member = np.array(
        [[code != NONE and domains[code] == name for name in names] for code in known], np.float32
    )
    return np.asarray(shares @ member, np.float32)


def logit(share: Floats) -> Floats:
    """The logarithm of the odds."""
    share = np.clip(share, SMALLEST, 1 - SMALLEST)
    return np.asarray(np.log(share / (1 - share)), np.float32)


def confidence(share: Floats, slope: float, offset: float) -> Floats:
    """How often a domain with that share is right."""
    return np.asarray(_sigmoid(slope * logit(share) + offset), np.float32)


def _sigmoid(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _curve(odds: Floats, right: np.ndarray) -> tuple[float, float]:
    """Slope and offset of the logistic curve through what was right (Newton's method).

    Where there are few texts it stays near to taking the shares as they are.
    """
    rows = np.stack([odds, np.ones_like(odds)], 1).astype(np.float64)
    at = np.array([1.0, 0.0])
    for _ in range(STEPS):
        told = _sigmoid(rows @ at)
        bend = (rows * (told * (1 - told))[:, None]).T @ rows + np.eye(2)
        at -= np.linalg.solve(bend, rows.T @ (told - right) + at - [1.0, 0.0])
    return float(at[0]), float(at[1])


def _sharpness(shares: Floats, examples: Sequence[Example], known: Sequence[str]) -> float:
    """The power of the shares at which the best one is, on average, right as often as it says."""
    places = [at for at, code in enumerate(known) if code != NONE]
    sure = [at for at, one in enumerate(examples) if one.category]
    if not sure or not places:
        return 1.0
    best = shares[sure][:, places].argmax(1)
    right = np.mean(
        [
            known[places[at]] in {examples[row].category, *examples[row].categories}
            for at, row in zip(best, sure, strict=True)
        ]
    )
    low, high = 0.3, 3.0
    for _ in range(30):
        middle = (low + high) / 2
        raised = shares[sure] ** middle
        top = (raised[:, places] / raised.sum(1, keepdims=True)).max(1).mean()
        low, high = (middle, high) if top < right else (low, middle)
    return (low + high) / 2
