"""Multinomial logistic regression, fitted by L-BFGS; targets may be shared between classes."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nlp.training.sparse import Floats, Sparse

REMEMBERED = 8
SUFFICIENT = 1e-4
STEPS = 60
ENOUGH = 2e-3
Vector = NDArray[np.float64]


def fit(
    rows: Sparse, targets: Floats, weights: Floats, *, penalty: float, steps: int = STEPS
) -> tuple[Floats, Floats]:
    """Weights (features by classes) and one offset a class.

    *targets*: for each row a distribution over the classes. *weights*: how much each row counts.
    """
    loss = _Loss(rows, rows.transposed(), targets, weights / weights.sum(), penalty)
    solution = _minimum(loss, np.zeros(loss.size), steps)
    return loss.parts(solution)


@dataclass(frozen=True, slots=True)
class _Loss:
    rows: Sparse
    columns: Sparse
    targets: Floats
    weights: Floats
    penalty: float

    @property
    def classes(self) -> int:
        return int(self.targets.shape[1])

    @property
    def size(self) -> int:
        return (self.rows.width + 1) * self.classes

    def parts(self, at: Vector) -> tuple[Floats, Floats]:
        table = at.reshape(-1, self.classes).astype(np.float32)
        return table[:-1], table[-1]

    def value(self, at: Vector) -> tuple[float, Vector]:
        """Loss and gradient."""
        table, offset = self.parts(at)
        shares = log_softmax(self.rows.times(table) + offset)
        loss = -float((self.weights[:, None] * self.targets * shares).sum())
        loss += 0.5 * self.penalty * float((table * table).sum())
        off = (self.weights[:, None] * (np.exp(shares) - self.targets)).astype(np.float32)
        gradient = np.vstack([self.columns.times(off) + self.penalty * table, off.sum(0)])
        return loss, gradient.ravel().astype(np.float64)


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of the shares in each row."""
    scores = scores - scores.max(1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)), np.float32)


@dataclass(slots=True)
class _Memory:
    """The last steps, from which the curvature is guessed."""

    pairs: deque[tuple[Vector, Vector, float]] = field(
        default_factory=lambda: deque(maxlen=REMEMBERED)
    )

    def add(self, step: Vector, change: Vector) -> None:
        product = float(step @ change)
        if product > 0:
            self.pairs.append((step, change, 1 / product))

    def direction(self, gradient: Vector) -> Vector:
        way = gradient.copy()
        taken = []
        for step, change, scale in reversed(self.pairs):
            share = scale * float(step @ way)
            way -= share * change
            taken.append(share)
        if self.pairs:
            _, change, scale = self.pairs[-1]
            way *= 1 / (scale * float(change @ change))
        for (step, change, scale), share in zip(self.pairs, reversed(taken), strict=True):
            way += step * (share - scale * float(change @ way))
        return -way


def _minimum(loss: _Loss, at: Vector, steps: int) -> Vector:
    memory = _Memory()
    value, gradient = loss.value(at)
    first = float(np.linalg.norm(gradient))
    for _ in range(steps):
        way = memory.direction(gradient)
        length = 1.0 if memory.pairs else 1 / max(first, 1e-12)
        slope = float(way @ gradient)
        there, new_value, new_gradient = at, value, gradient
        for _ in range(12):
            there = at + length * way
            new_value, new_gradient = loss.value(there)
            if new_value <= value + SUFFICIENT * length * slope:
                break
            length /= 2
        memory.add(there - at, new_gradient - gradient)
        at, value, gradient = there, new_value, new_gradient
        if float(np.linalg.norm(gradient)) < ENOUGH * first:
            break
    return at
