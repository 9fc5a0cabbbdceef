"""How far a mean may be from that of all points, where only a sample was looked at.

The interval is Student's, at 95 %, with the correction for a finite population: W. G. Cochran,
Sampling Techniques, 3rd ed., 1977, sections 2.6 to 2.8.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt
from statistics import NormalDist, stdev

from survey.scores import rounded

SURE = 0.95


def interval(scores: Sequence[Decimal], population: int) -> tuple[Decimal, Decimal] | None:
    """The bounds of the mean of *population* points of which *scores* is a random sample, between
    0 and 100; None for fewer than two. Raises ValueError for a sample larger than everything."""
    count = len(scores)
    if count > population:
        raise ValueError(f"{count} points of {population} cannot be a sample")
    if count < 2:  # noqa: PLR2004 - one point says nothing of how others differ
        return None
    mean = sum(scores, Decimal(0)) / count
    spread = stdev(map(float, scores)) / sqrt(count) * sqrt(1 - count / population)
    half = Decimal(student(count - 1) * spread)
    return rounded(max(Decimal(0), mean - half)), rounded(min(Decimal(100), mean + half))


def student(freedom: int) -> float:
    """Student's t for two sides: exact for 1 and 2 degrees of freedom, else by the expansion
    26.7.5 of Abramowitz and Stegun, Handbook of Mathematical Functions, 1964 (0.12 % off
    at 3 degrees of freedom, less above)."""
    if freedom == 1:
        return 12.706204736
    if freedom == 2:  # noqa: PLR2004
        return 4.302652730
    x = NormalDist().inv_cdf((1 + SURE) / 2)
    terms = (
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return sum(term / float(freedom**power) for power, term in enumerate(terms))
