"""``python -m bench.tried LEARN.jsonl HELD.jsonl``: other ways to tag, on the same texts.

Needs scikit-learn (``pip install '.[bench]'``), which nothing else here does. Prints a row for
each as soon as it is measured: learned from LEARN and measured on HELD, then in three parts of
LEARN, each tagged by what was learned from the other two.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from bot.config import load
from nlp.lexicon import silent
from nlp.normal import plain
from nlp.reading import read
from nlp.tokens import cut
from nlp.training import examples, labels, softmax, targets
from nlp.training.evaluate import TOP, scores
from nlp.training.examples import NONE, Example
from nlp.training.train import CATEGORY_PENALTY

PARTS = 3
ASKED_IN_VAIN = 0.12
TELLING = frozenset(["没", "没有", "没人", "不", "不能", "不是", "坏", "满", "堵", "无"])
DOMAINS = labels.domains()
NAMES = sorted(set(DOMAINS.values()))
Array = Any
Words = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Told:
    """Scores of the categories, NONE last, for each text; how sure of the domain."""

    categories: Array
    sure: Array


Fitted = Callable[[Sequence[str]], Told]
Way = Callable[[Sequence[Example], Sequence[str]], Fitted]


def matter(text: str) -> str:
    """As it is read: without places."""
    return read(text).matter


def words(text: str, without: frozenset[str] = frozenset()) -> list[str]:
    """Words and pairs of neighbours."""
    kept = [word for word in cut(matter(text)) if word not in without]
    return [*kept, *(f"{one} {two}" for one, two in pairwise(kept))]


def seeds(text: str) -> list[str]:
    """The categories that have a word of the city's configuration in *text*."""
    clean = plain(text)
    return [code for code, some in _seeds().items() if any(word in clean for word in some)]


@cache
def _seeds() -> Mapping[str, Sequence[str]]:
    city = load(Path(__file__).parents[1] / "config.toml").city
    return {
        c.code: [plain(word) for word in (c.name, *c.points_at)] for c in city.categories.values()
    }


def counted(analyzer: Words) -> Any:
    """Whatever *analyzer* finds, weighed by its rarity."""
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True)


def signs(longest: int, clean: Callable[[str], str] = matter) -> Any:
    """Runs of up to *longest* signs."""
    return TfidfVectorizer(
        analyzer="char",
        ngram_range=(1, longest),
        sublinear_tf=True,
        preprocessor=clean,
        dtype=np.float32,
        min_df=2,
    )


def by_sklearn(make: Callable[[], Any], classifier: Callable[[], Any]) -> Way:
    """The first category's domain is the domain."""

    def fit(shown: Sequence[Example], known: Sequence[str]) -> Fitted:
        vectors, model = make(), classifier()
        rows = vectors.fit_transform([one.text for one in shown])
        model.fit(rows, [one.category or NONE for one in shown])
        places = [list(model.classes_).index(code) for code in known]
        scored = getattr(model, "decision_function", None) or model.predict_proba

        def told(texts: Sequence[str]) -> Told:
            found = scored(vectors.transform(texts))[:, places]
            return Told(found, found[:, :-1].max(1))

        return told

    return fit


def by_softmax(make: Callable[[], Any], *, ladder: bool = False, evenly: bool = True) -> Way:
    """As the shipped model is learned. *ladder*: a model for the domains, then the categories of
    the likeliest; otherwise the domain is the sum of its categories. *evenly*: rare ones weigh
    more."""

    def fit(shown: Sequence[Example], known: Sequence[str]) -> Fitted:
        vectors = make()
        rows = vectors.fit_transform([one.text for one in shown]).astype(np.float32)
        shares = targets.category_shares(shown, known, DOMAINS)
        weights = targets.weights(shares, shown) if evenly else np.ones(len(shown), np.float32)
        member = np.array([[DOMAINS.get(code) == name for name in NAMES] for code in known])
        fitted = softmax.fit(rows, shares, weights, penalty=CATEGORY_PENALTY)
        above = np.hstack([member, ~member.any(1, keepdims=True)]).astype(np.float32)
        upper = softmax.fit(rows, shares @ above, weights, penalty=CATEGORY_PENALTY)

        def told(texts: Sequence[str]) -> Told:
            asked = vectors.transform(texts).astype(np.float32)
            categories = _shares(asked, *fitted)
            domains = _shares(asked, *upper)[:, :-1] if ladder else categories @ member
            inside = member.T[domains.argmax(1)]
            return Told(
                categories + (2 * inside if ladder else _first(categories, inside)), domains.max(1)
            )

        return told

    return fit


def _first(categories: Array, inside: Array) -> Array:
    best = np.where(inside, categories, -1).argmax(1)
    return 2.0 * (np.arange(categories.shape[1]) == best[:, None])


def _shares(rows: Array, table: Array, offsets: Array) -> Array:
    return np.exp(softmax.log_softmax(rows @ table + offsets))


def _svm() -> Any:
    return LinearSVC(C=0.3, class_weight="balanced")


def _both(without: frozenset[str] = frozenset()) -> Any:
    return make_union(counted(partial(words, without=without)), signs(3))


def _regression() -> Any:
    return LogisticRegression(C=10, class_weight="balanced", max_iter=30)


WAYS: Mapping[str, Way] = {
    "words 1-2, linear SVM": by_sklearn(lambda: counted(words), _svm),
    "signs 1-2, linear SVM": by_sklearn(lambda: signs(2), _svm),
    "signs 1-3, linear SVM": by_sklearn(lambda: signs(3), _svm),
    "words 1-2 and signs 1-3, linear SVM": by_sklearn(_both, _svm),
    "the same without stop words": by_sklearn(lambda: _both(silent()), _svm),
    "the same, stop words without 没, 不, 坏, 满, 堵": by_sklearn(
        lambda: _both(silent() - TELLING), _svm
    ),
    "words 1-2 and signs 1-3, complement NB": by_sklearn(_both, lambda: ComplementNB(alpha=0.3)),
    "signs 1-2, scikit-learn's logistic regression": by_sklearn(lambda: signs(2), _regression),
    "signs 1-2, ours": by_softmax(lambda: signs(2)),
    "signs 1-3, ours": by_softmax(lambda: signs(3)),
    "signs 1-4, ours": by_softmax(lambda: signs(4)),
    "words 1-2 and signs 1-3, ours": by_softmax(_both),
    "signs 1-2, ours, rare categories no heavier": by_softmax(lambda: signs(2), evenly=False),
    "signs 1-2, ours, places as written": by_softmax(lambda: signs(2, plain)),
    "signs 1-2 and seed words, ours": by_softmax(lambda: make_union(signs(2), counted(seeds))),
    "signs 1-2, ladder: domain, then category": by_softmax(lambda: signs(2), ladder=True),
}
HEAD = (
    "| tried | domain macro-F1 | category | top 3 | asks | asks, by domain "
    "| parts: domain macro-F1 | category | top 3 | asks | asks, by domain |\n"
    f"|{'---|' * 11}\n"
)


def main(learn: str, held: str) -> None:
    """Print the table."""
    shown, asked = _read(learn), _read(held)
    known = targets.classes(shown, DOMAINS)
    sys.stdout.write(HEAD)
    for name, way in WAYS.items():
        figures = [
            *_figures(way(shown, known)([one.text for one in asked]), asked, known),
            *_figures(_in_parts(way, shown, known), shown, known),
        ]
        sys.stdout.write(f"| {name} | {' | '.join(f'{one:.3f}' for one in figures)} |\n")
        sys.stdout.flush()


def _in_parts(way: Way, every: Sequence[Example], known: Sequence[str]) -> Told:
    order = np.random.default_rng(0).permutation(len(every))
    categories, sure = np.zeros((len(every), len(known))), np.zeros(len(every))
    for part in range(PARTS):
        asked = order[part::PARTS]
        fitted = way([every[at] for at in np.setdiff1d(order, asked)], known)
        told = fitted([every[at].text for at in asked])
        categories[asked], sure[asked] = told.categories, told.sure
    return Told(categories, sure)


def _figures(told: Told, asked: Sequence[Example], known: Sequence[str]) -> list[float]:
    """Domain macro-F1, category, among the first three; what is right too counts as right. Then
    how many of the texts that fit no domain it asks about when it asks about ASKED_IN_VAIN of the
    others: by one threshold, and by one for each domain."""
    order = np.argsort(-told.categories[:, :-1], 1)[:, :TOP]
    first = [[known[at] for at in row] for row in order]
    domain = np.array([NAMES.index(DOMAINS[row[0]]) for row in first])
    fits = np.array([one.domain is not None for one in asked])
    pairs, right, among = [], [], []
    for one, codes, at in zip(asked, first, domain, strict=True):
        if one.domain is not None:
            named = NAMES[at]
            pairs.append((named if named in {one.domain, *one.alt} else one.domain, named))
            allowed = {one.category, *one.categories}
            right.append(codes[0] in allowed)
            among.append(not allowed.isdisjoint(codes))
    by_domain = scores(pairs, sorted({gold for gold, _ in pairs}))
    return [
        float(np.mean([score.f1 for score in by_domain.values()])),
        float(np.mean(right)),
        float(np.mean(among)),
        float((told.sure <= np.quantile(told.sure[fits], ASKED_IN_VAIN))[~fits].mean()),
        float((told.sure <= _thresholds(told.sure, domain, fits)[domain])[~fits].mean()),
    ]


def _thresholds(sure: Array, domain: Array, fits: Array) -> Array:
    return np.array(
        [
            np.quantile(sure[fits & (domain == at)], ASKED_IN_VAIN)
            if (fits & (domain == at)).any()
            else 0.0
            for at in range(len(NAMES))
        ]
    )


def _read(name: str) -> list[Example]:
    with Path(name).open(encoding="utf-8") as lines:
        return list(examples.read(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
