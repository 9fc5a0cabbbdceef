"""Personal data in words, hidden from all who do not handle the case."""

import re

_NUMBERS = re.compile(
    r"(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\d{17}[\dXx]|0\d{2,3}-?\d{7,8})(?!\d)"
)
_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][·• ]?[A-Z0-9]{5,6}(?![A-Za-z0-9])")
_ROOM = re.compile(
    r"\d+\s*(?:号楼|栋|幢|座)(?:\s*\d+\s*单元)?\s*\d*\s*(?:室|户|号)?|\d+\s*单元\s*\d+\s*(?:室|户)?"
)

_HIDDEN = "***"


def mask(text: str) -> str:
    """*text* with phone and ID numbers, number plates and exact homes replaced by ``***``."""
    for pattern in (_NUMBERS, _PLATE, _ROOM):
        text = pattern.sub(_HIDDEN, text)
    return text
