"""Buttons carry ids and fit into 64 bytes; anything else is not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config
from cases.model import CaseId
from handlers.callback_data import CaseAct, CaseButton, DraftAct, DraftButton
from handlers.cleaning import clean
from handlers.ledger import SIDES, LedgerButton


@given(
    st.integers(1, 10**18 - 1),
    st.sampled_from(CaseAct),
    st.integers(0, 10**9 - 1),
    st.from_regex(r"[0-9]{0,10}", fullmatch=True),
)
def test_what_a_case_button_says_is_what_was_meant(
    case: int, act: CaseAct, version: int, value: str
) -> None:
    button = CaseButton(CaseId(case), act, version, value)
    assert CaseButton.decode(button.encode()) == button
    assert len(button.encode().encode()) <= 64


def test_every_button_of_a_draft_fits(config: Config) -> None:
    for act in DraftAct:
        for code in ("", *config.city.categories):
            data = DraftButton("0123abcd", act, code).encode()
            assert DraftButton.decode(data).value == code
            assert len(data.encode()) <= 64


@pytest.mark.parametrize(
    "data", ["", "case:1:take:1:\n", "case:1:take:1", "case:-1:take:1:", "case:1:fly:1:", "x" * 99]
)
def test_nothing_else_is_read(data: str) -> None:
    with pytest.raises(ValueError, match="not a button"):
        CaseButton.decode(data)


@given(st.text())
def test_cleaned_text_has_nothing_invisible_and_cleaning_it_again_changes_nothing(
    text: str,
) -> None:
    assert not set(clean(text)) & set("\x00\x07\r\t\u200b\u202e\u2066\ufeff")
    assert clean(clean(text)) == clean(text)


_PLACES = st.tuples(*[st.none() | st.integers(0, 9999)] * len(SIDES))


@given(st.sampled_from(("show", *SIDES)), _PLACES, st.integers(0, 999_999))
def test_a_button_of_a_list_is_read_as_it_was_written(
    act: str, places: tuple[int | None, ...], offset: int
) -> None:
    button = LedgerButton(act, places, offset)
    assert LedgerButton.decode(button.encode()) == button
    assert len(button.encode()) <= 64
