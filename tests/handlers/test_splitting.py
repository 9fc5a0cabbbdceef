"""Whatever is split says the same, fits, and is valid markup in every part."""

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.splitting import first, length, split
from sandbox.markup import parse, units

words = st.text(
    st.one_of(st.sampled_from("路灯坏了。 \n,!?<&>😀👨‍👩‍👧a b."), st.characters(codec="utf-8")),
    max_size=60,
).map(lambda text: text.replace("\r", "").replace("\x00", ""))
plain = words.map(lambda text: escape(text, quote=False))
markup = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.tuples(st.sampled_from("biu"), inner).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>"),
        inner.map(lambda text: f'<a href="https://example.org/?a=1&amp;b=2">{text}</a>'),
    ),
    max_leaves=12,
)


def said(html: str) -> str:
    """What is read, without blanks: Telegram trims the ends of a message."""
    return "".join(parse(html, "HTML")[0].split())


@given(markup, st.integers(4, 80))
def test_the_parts_say_the_whole_fit_and_are_valid(html: str, limit: int) -> None:
    parts = split(html, limit)
    assert "".join(said(part) for part in parts) == said(html)
    assert all(length(part) <= limit for part in parts)
    assert all(units(parse(part, "HTML")[0]) <= limit for part in parts)
    assert all(parse(part, "HTML")[0] for part in parts) or len(parts) == 1


@given(markup, st.integers(4, 80))
@example("一二三四五六\f", 6)
def test_an_edit_has_the_beginning_and_fits(html: str, limit: int) -> None:
    beginning = first(html, limit)
    assert length(beginning) <= limit
    if length(html) <= limit:
        assert beginning == html
    else:
        assert parse(beginning, "HTML")[0].endswith("…")


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("短", ["短"]),
        ("第一段有六字\n\n第二段也是六字", ["第一段有六字\n\n", "第二段也是六字"]),
        ("一二三四五六\n七八九十", ["一二三四五六\n", "七八九十"]),
        ("灯坏了很久。还没有人修", ["灯坏了很久。", "还没有人修"]),
        ("one two three", ["one two ", "three"]),
        ("<b>一二三四五六七八九十</b>", ["<b>一二三四五六七八九</b>", "<b>十</b>"]),
        ("一二三四五六七八<b>九</b><i>十</i>", ["一二三四五六七八<b>九</b>", "<i>十</i>"]),
        ("一二三四五六七八&lt;&gt;", ["一二三四五六七八&lt;", "&gt;"]),
        ("一二三四五六七八😀", ["一二三四五六七八", "😀"]),
    ],
)
def test_it_is_cut_where_it_hurts_least(html: str, parts: list[str]) -> None:
    assert split(html, 9) == parts
