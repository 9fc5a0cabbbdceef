"""Good deeds are published with consent only, and those who did them are thanked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.editing import Editing
from cases.errors import (
    ConsentMissing,
    IllegalTransition,
    NotAllowed,
    ReasonMissing,
    StaysAnonymous,
)
from cases.model import Case, Kind, Person, Post, Role, State
from tests.casework.conftest import GRANNY, LI, MONDAY, OFFICE, SUN, WANG, ZHAO, ZHOU, Office

DEED = f"@wanglei99 帮我找回了钱包,谢谢{OFFICE}"


async def deed(office: Office, *, anonymous: bool = False) -> Case:
    async with office.store.writing() as book:
        await book.appoint(ZHOU, Post(Role.EDITOR))
        await book.meet(Person(WANG, "王磊", "wanglei99"))
    return await office.files(kind=Kind.HIGHLIGHT, text=DEED, anonymous=anonymous)


def editing_of(office: Office) -> Editing:
    rules = replace(office.city.house, publishes=True)
    return Editing(office.store, replace(office.city, house=rules), office.clock)


async def test_nothing_is_published_before_it_was_said_whether_there_may_be_a_name(
    office: Office,
) -> None:
    case, editing = await deed(office), editing_of(office)
    _, edition = await editing.open(case.id, ZHOU, DEED)
    assert edition.signed is None
    with pytest.raises(ConsentMissing):
        await editing.publish(case.id, office.by(ZHOU))
    await editing.sign(case.id, ZHOU, signed=True)
    published = await editing.publish(case.id, office.by(ZHOU))
    assert published.state is State.CLOSED
    assert await office.waiting("publication") == [(0, f"publication:{case.id}")]
    assert [person for person, _ in await office.waiting("published")] == [GRANNY]
    assert {person for person, _ in await office.waiting("praised")} == {WANG, SUN}


async def test_the_editor_may_write_it_anew_and_the_list_shows_what_was_published(
    office: Office,
) -> None:
    case, editing = await deed(office), editing_of(office)
    await editing.open(case.id, ZHOU, DEED)
    with pytest.raises(ReasonMissing):
        await editing.rewrite(case.id, " ", office.by(ZHOU))
    await editing.rewrite(case.id, "一位师傅归还了钱包", office.by(ZHOU))
    await editing.sign(case.id, ZHOU, signed=False)
    await editing.publish(case.id, office.by(ZHOU))
    [honour] = await editing.honours(MONDAY, MONDAY + timedelta(days=1))
    assert (honour.text, honour.name) == ("一位师傅归还了钱包", "")
    assert await editing.honours(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)) == []


async def test_who_reported_without_a_name_is_not_named(office: Office) -> None:
    case, editing = await deed(office, anonymous=True), editing_of(office)
    with pytest.raises(StaysAnonymous):
        await editing.sign(case.id, ZHOU, signed=True)


async def test_only_editors_and_admins_and_only_good_deeds(office: Office) -> None:
    case, editing = await deed(office), editing_of(office)
    for person in (GRANNY, WANG, SUN, LI):
        with pytest.raises(NotAllowed):
            await editing.open(case.id, person, DEED)
        with pytest.raises(NotAllowed):
            await editing.rewrite(case.id, "x", office.by(person))
        with pytest.raises(NotAllowed):
            await editing.sign(case.id, person, signed=True)
    problem = await office.files("illegal_building")
    with pytest.raises(IllegalTransition):
        await editing.open(problem.id, ZHAO, "x")


async def test_a_suggestion_is_adopted_once_by_a_supervisor_and_its_reporter_thanked(
    office: Office,
) -> None:
    case = await office.files(kind=Kind.SUGGESTION)
    editing = editing_of(office)
    for person in (GRANNY, WANG, LI):
        with pytest.raises(NotAllowed):
            await editing.adopt(case.id, office.by(person))
    adopted = await editing.adopt(case.id, office.by(SUN))
    assert adopted.adopted
    assert [person for person, _ in await office.waiting("adopted")] == [GRANNY]
    with pytest.raises(IllegalTransition):
        await editing.adopt(case.id, office.by(ZHAO))
