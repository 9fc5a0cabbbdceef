"""Personal data in words, hidden from all who do not handle the case."""

import re

from nlp.normal import folded

_NUMBERS = re.compile(
    r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}"
    r"|\d{17}[\dx]|\d{6}\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}"
    r"|(?:\(0\d{2,3}\)|0\d{2,3})[- ]?\d{3,4}[- ]?\d{4})(?!\d)"
)
_NAMED_NUMBER = re.compile(
    r"(?:电话|手机|号码|联系|微信|vx|wx|qq|身份证)[\s:号是为]{0,3}"
    r"([a-z0-9_-]{6,20})"
)
_PLATE = re.compile(r"[\u4e00-\u9fff][a-z][·•.\- ]?(?=[a-z0-9]*\d)[a-z0-9]{5,6}(?![a-z0-9])")
_SOME = r"(?:\d+|[一二三四五六七八九十]+)"
_ROOM = re.compile(
    rf"{_SOME}\s*(?:号楼|栋|幢|座)\s*(?:(?:{_SOME}|[东西中a-z])\s*(?:单元|门洞|门))?"
    r"\s*(?:\d+\s*层)?\s*(?:\d{1,4}\s*(?:室|户|号)?|(?<=单元)|(?<=门洞)|(?<=层))"
    rf"|{_SOME}\s*单元\s*\d*\s*(?:室|户|号)?"
    r"|(?<![\d-])\d{1,2}-\d{1,2}-\d{3,4}(?![\d-])\s*室?|(?<!\d)\d{3,4}\s*(?:室|房间)"
)

_HIDDEN = "***"


def mask(text: str) -> str:
    """*text* with phone and ID numbers, number plates and exact homes replaced by ``***``."""
    for span in sorted(_spans(folded(text)), reverse=True):
        text = text[: span[0]] + _HIDDEN + text[span[1] :]
    return text


def _spans(text: str) -> list[tuple[int, int]]:
    """Where there is something to hide; overlapping finds are one."""
    found = sorted(
        [match.span() for pattern in (_NUMBERS, _PLATE, _ROOM) for match in pattern.finditer(text)]
        + [match.span(1) for match in _NAMED_NUMBER.finditer(text)]
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
