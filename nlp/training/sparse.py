"""A sparse matrix of small rows, with the two products that learning needs; NumPy alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Sparse:
    """Rows of (column, value), row after row; *starts* has one more entry than there are rows."""

    starts: Ints
    columns: Ints
    values: Floats
    width: int

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.starts) - 1

    def times(self, dense: Floats) -> Floats:
        """This matrix times *dense*."""
        product = np.zeros((self.height, dense.shape[1]), np.float32)
        for rows, span in self._blocks():
            starts = self.starts[rows]
            full = np.flatnonzero(np.diff(self.starts)[rows])
            if len(full):
                parts = dense[self.columns[span]] * self.values[span, None]
                offsets = starts[full] - span.start
                product[rows.start + full] = np.add.reduceat(parts, offsets, axis=0)
        return product

    def transposed(self) -> "Sparse":
        """Columns as rows."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(self.height), np.diff(self.starts))
        counts = np.bincount(self.columns, minlength=self.width)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Sparse(starts, rows[order], self.values[order], self.height)

    def _blocks(self) -> Iterator[tuple[slice, slice]]:
        """Rows in blocks of about AT_ONCE entries, so that memory stays small."""
        first = 0
        while first < self.height:
            last = int(np.searchsorted(self.starts, self.starts[first] + AT_ONCE, "right")) - 1
            last = min(max(last, first + 1), self.height)
            yield slice(first, last), slice(int(self.starts[first]), int(self.starts[last]))
            first = last


def sparse(rows: Sequence[Sequence[int]], values: Sequence[Floats], width: int) -> Sparse:
    """A matrix from the columns and values of each row."""
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    flat = np.concatenate([np.asarray(row, np.int64) for row in rows])
    return Sparse(starts, flat, np.concatenate(list(values)).astype(np.float32), width)
