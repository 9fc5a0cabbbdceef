"""Multinomial logistic regression, by Nesterov's method; targets may be shared between classes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Matrix = Any  # scipy.sparse.csr_array; SciPy comes without types

STEPS = 80
CURVATURE_STEPS = 20
OFFSET = 0.1  # a column of this height is the offset: as tall as 1 it would slow the rest down


def fit(
    rows: Matrix, targets: Floats, weights: Floats, *, penalty: float, steps: int = STEPS
) -> tuple[Floats, Floats]:
    """Weights (features by classes) and one offset a class.

    *targets*: for each row a distribution over the classes. *weights*: how much each row counts.
    """
    offset = sparse.csr_array(np.full((rows.shape[0], 1), OFFSET, np.float32))
    wider = sparse.hstack([rows, offset], format="csr")
    nothing = np.zeros(targets.shape, np.float32)
    table = moved(wider, targets, weights, nothing, penalty=penalty, steps=steps)
    return table[:-1], table[-1] * np.float32(OFFSET)


def moved(
    rows: Matrix, targets: Floats, weights: Floats, said: Floats, *, penalty: float, steps: int
) -> Floats:
    """What to add to a model that says *said* of *rows*, so that it says *targets*.

    The loss is convex and its slope changes no faster than ``_curvature`` says, so that steps of
    a fixed length never go astray; speed that leads uphill is given up.
    """
    weights = np.asarray(weights / max(float(weights.sum()), 1e-9), np.float32)[:, None]
    columns = rows.T.tocsr()
    length = np.float32(1 / (_curvature(rows, columns, weights[:, 0]) / 2 + penalty))
    here = ahead = np.zeros((rows.shape[1], targets.shape[1]), np.float32)
    run = 0
    for _ in range(steps):
        off = weights * (np.exp(log_softmax(said + rows @ ahead)) - targets)
        slope = columns @ off + np.float32(penalty) * ahead
        former, here = here, ahead - length * slope
        way = here - former
        run = 0 if np.vdot(slope, way) > 0 else run + 1
        ahead = here + np.float32(run / (run + 3)) * way
    return here


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of the shares in each row."""
    scores = scores - scores.max(1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)), np.float32)


def _curvature(rows: Matrix, columns: Matrix, weights: Floats) -> float:
    """The largest eigenvalue of the rows' weighted products, by going round often enough."""
    way = np.ones(rows.shape[1], np.float32)
    size = 0.0
    for _ in range(CURVATURE_STEPS):
        way = columns @ (weights * (rows @ way))
        size = float(np.linalg.norm(way))
        way /= max(size, 1e-9)
    return size
