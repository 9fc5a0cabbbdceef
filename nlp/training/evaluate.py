"""How good a tagger is on labelled texts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from nlp.linear import KINDS
from nlp.tagger import Tagger, Tags
from nlp.training.examples import Example

BINS = 10
TOP = 3
NOWHERE = "none"


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class: how much of what was tagged so is so, how much of what is so was tagged so."""

    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """The figures. A domain or category among those that are right too counts as right.

    Figures of domain, category and calibration are of the texts that fit a domain, whether the
    tagger would have asked or not. Figures without any text behind them are None.
    """

    texts: int
    domain_macro_f1: float | None
    domain_accuracy: float | None
    category_accuracy: float | None
    category_top3: float | None
    kind_macro_f1: float | None
    kind_accuracy: float | None
    calibration_error: float | None
    category_calibration_error: float | None
    abstains_on_fitting: float | None
    abstains_on_others: float | None
    domains: Mapping[str, ClassScore]
    kinds: Mapping[str, ClassScore]
    categories: Mapping[str, ClassScore]
    confusion: Mapping[str, Mapping[str, int]] = field(repr=False)

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)


def evaluate(tagger: Tagger, examples: Sequence[Example]) -> Report:
    """Tag *examples* and compare."""
    tags = list(tagger.classify_all(iter([one.text for one in examples])))
    pairs = list(zip(examples, tags, strict=True))
    fitting = [(one, tag) for one, tag in pairs if one.domain is not None]
    others = [tag for one, tag in pairs if one.domain is None]
    named = [(one, tag) for one, tag in fitting if one.category or one.categories]
    domains = [_domain_pair(one, tag) for one, tag in fitting]
    kinds = [(one.kind, tag.kind) for one, tag in pairs if one.kind is not None]
    categories = [_category_pair(one, tag) for one, tag in named]
    by_domain = scores(domains, sorted({gold for gold, _ in domains}))
    by_kind = scores(kinds, [kind for kind in KINDS if kind in {gold for gold, _ in kinds}])
    return Report(
        texts=len(pairs),
        domain_macro_f1=_mean([score.f1 for score in by_domain.values()]),
        domain_accuracy=_mean([gold == told for gold, told in domains]),
        category_accuracy=_mean([gold == told for gold, told in categories]),
        category_top3=_mean([_among_first(one, tag) for one, tag in named]),
        kind_macro_f1=_mean([score.f1 for score in by_kind.values()]),
        kind_accuracy=_mean([gold == told for gold, told in kinds]),
        calibration_error=calibration_error(
            [
                (tag.confidence, gold == told)
                for (_, tag), (gold, told) in zip(fitting, domains, strict=True)
            ]
        ),
        category_calibration_error=calibration_error(
            [
                (tag.ranked[0].score if tag.ranked else 0.0, gold == told)
                for (_, tag), (gold, told) in zip(named, categories, strict=True)
            ]
        ),
        abstains_on_fitting=_mean([tag.abstain for _, tag in fitting]),
        abstains_on_others=_mean([tag.abstain for tag in others]),
        domains=by_domain,
        kinds=by_kind,
        categories=scores(categories, sorted({gold for gold, _ in categories})),
        confusion=_confusion(pairs),
    )


def scores(pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> Mapping[str, ClassScore]:
    """Precision, recall and F1 of each of *names*; pairs are (right, told)."""
    told_so, is_so = Counter(told for _, told in pairs), Counter(gold for gold, _ in pairs)
    both = Counter(gold for gold, told in pairs if gold == told)
    return {
        name: ClassScore(
            precision=both[name] / max(told_so[name], 1),
            recall=both[name] / max(is_so[name], 1),
            f1=2 * both[name] / max(told_so[name] + is_so[name], 1),
            count=is_so[name],
        )
        for name in names
    }


def calibration_error(told: Sequence[tuple[float, bool]]) -> float | None:
    """Expected calibration error over ten bins of the same width."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in told:
        bins.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, right))
    if not told:
        return None
    gaps = [abs(sum(s for s, _ in rows) - sum(r for _, r in rows)) for rows in bins.values()]
    return sum(gaps) / len(told)


def _domain_pair(one: Example, tag: Tags) -> tuple[str, str]:
    told = tag.domain or NOWHERE
    return (told if told in {one.domain, *one.alt} else one.domain or NOWHERE), told


def _category_pair(one: Example, tag: Tags) -> tuple[str, str]:
    right = [code for code in (one.category, *one.categories) if code]
    told = tag.ranked[0].category if tag.ranked else NOWHERE
    return (told if told in right else right[0]), told


def _among_first(one: Example, tag: Tags) -> bool:
    right = {one.category, *one.categories}
    return any(ranked.category in right for ranked in tag.ranked[:TOP])


def _confusion(pairs: Sequence[tuple[Example, Tags]]) -> Mapping[str, Mapping[str, int]]:
    """right domain → told domain → how many; what the tagger would ask counts as told none."""
    table: dict[str, Counter[str]] = {}
    for one, tag in pairs:
        told = NOWHERE if tag.abstain or tag.domain is None else tag.domain
        gold = told if told in {one.domain, *one.alt} else one.domain or NOWHERE
        table.setdefault(gold, Counter())[told] += 1
    return {gold: dict(row) for gold, row in table.items()}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
