"""``python -m bench.tried LEARN.jsonl HELD.jsonl``: other ways to tag, on the same texts.

Needs scikit-learn, which nothing else here does. Prints a row for each as soon as it is measured.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from nlp.lexicon import silent
from nlp.reading import read
from nlp.training import examples, labels
from nlp.training.evaluate import TOP, scores
from nlp.training.examples import NONE, Example

Texts = Callable[[], Any]


def words(without: Iterable[str] = ()) -> Any:
    """Words and pairs of neighbours."""
    dropped = frozenset(without)
    return TfidfVectorizer(
        analyzer=lambda text: _grams([w for w in read(text).words if w not in dropped]),
        sublinear_tf=True,
    )


def signs() -> Any:
    """Runs of one to three signs."""
    return TfidfVectorizer(
        analyzer="char", ngram_range=(1, 3), sublinear_tf=True, preprocessor=_matter
    )


def _grams(cut: Sequence[str]) -> list[str]:
    return [*cut, *(f"{one} {two}" for one, two in pairwise(cut))]


def _matter(text: str) -> str:
    return read(text).matter


def _both() -> Any:
    return make_union(words(), signs())


def _without_stop_words() -> Any:
    return make_union(words(silent()), signs())


WAYS: dict[str, tuple[Texts, Texts]] = {
    "words 1-2, linear SVM": (words, lambda: LinearSVC(C=0.3, class_weight="balanced")),
    "signs 1-3, linear SVM": (signs, lambda: LinearSVC(C=0.3, class_weight="balanced")),
    "both, linear SVM": (_both, lambda: LinearSVC(C=0.3, class_weight="balanced")),
    "both without stop words, linear SVM": (
        _without_stop_words,
        lambda: LinearSVC(C=0.3, class_weight="balanced"),
    ),
    "both, complement NB": (_both, lambda: ComplementNB(alpha=0.3)),
    "both, logistic regression": (
        _both,
        lambda: LogisticRegression(C=10, class_weight="balanced", max_iter=30),
    ),
}


def main(learn: str, held: str) -> None:
    """Print the table."""
    shown, asked = _read(learn), [one for one in _read(held) if one.category]
    known = labels.domains()
    sys.stdout.write("| tried | domain macro-F1 | category | top 3 |\n|---|---|---|---|\n")
    for name, (texts, classifier) in WAYS.items():
        tagger = make_pipeline(texts(), classifier())
        tagger.fit([one.text for one in shown], [one.category or NONE for one in shown])
        told = tagger.decision_function if "NB" not in name else tagger.predict_proba
        figures = _figures(told([one.text for one in asked]), list(tagger.classes_), asked, known)
        sys.stdout.write(f"| {name} | {' | '.join(f'{one:.3f}' for one in figures)} |\n")
        sys.stdout.flush()


def _figures(
    told: Any, classes: list[str], asked: Sequence[Example], known: Any
) -> tuple[float, float, float]:
    """Domain macro-F1, category, among the first three; what is right too counts as right."""
    fitting = [at for at, code in enumerate(classes) if code != NONE]
    pairs, first, among = [], 0, 0
    for one, row in zip(asked, told, strict=True):
        order = [classes[at] for at in sorted(fitting, key=lambda at: -row[at])[:TOP]]
        right = {one.category, *one.categories}
        domain = known[order[0]]
        pairs.append((domain if domain in {one.domain, *one.alt} else str(one.domain), domain))
        first += order[0] in right
        among += not right.isdisjoint(order)
    by_domain = scores(pairs, sorted({gold for gold, _ in pairs}))
    mean = sum(score.f1 for score in by_domain.values()) / len(by_domain)
    return mean, first / len(asked), among / len(asked)


def _read(name: str) -> list[Example]:
    with Path(name).open(encoding="utf-8") as lines:
        return list(examples.read(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
