"""Phone numbers are looked at by the owner only and do not stay; who wishes it is forgotten."""

import pytest

from cases.audit import Audit
from cases.errors import IllegalTransition, NoContact, NotAllowed, StaffStays
from cases.model import GONE, Case
from cases.privacy import Privacy
from tests.casework.conftest import CHEN, GRANNY, LI, SUN, WANG, ZHAO, Office

PHONE = "+8613812345678"


def privacy_of(office: Office) -> Privacy:
    return Privacy(office.store, office.city, office.clock)


async def closed(office: Office) -> Case:
    case = await office.files(contact=PHONE)
    await office.resolved(case)
    return await office.closing.verify(case.id, office.by(CHEN))


async def test_the_owner_looks_at_the_number_and_that_is_in_the_log(office: Office) -> None:
    case = await office.files(contact=PHONE)
    privacy = privacy_of(office)
    assert await privacy.contact(case.id, office.by(WANG)) == PHONE
    for person in (GRANNY, SUN, CHEN, ZHAO, LI):
        with pytest.raises(NotAllowed):
            await privacy.contact(case.id, office.by(person))
    log = (await Audit(office.store, office.clock).read(case.number, office.by(ZHAO))).log
    assert [one.event.actor for one in log if one.event.action == "contact"] == [WANG]
    assert PHONE not in repr(case)
    assert len((await privacy.about(GRANNY))["contact_seen"]) == 1


async def test_there_is_none_to_look_at_of_an_anonymous_report(office: Office) -> None:
    case = await office.files(contact=PHONE, anonymous=True)
    with pytest.raises(NoContact):
        await privacy_of(office).contact(case.id, office.by(WANG))


async def test_numbers_go_thirty_days_after_the_end_and_not_before(office: Office) -> None:
    over, still_open = await closed(office), await office.files(contact=PHONE)
    with pytest.raises(IllegalTransition):
        await privacy_of(office).contact(over.id, office.by(WANG))
    office.later(days=29)
    await privacy_of(office).sweep()
    assert (await office.case(over.id)).report.contact == PHONE
    office.later(days=2)
    await privacy_of(office).sweep()
    assert (await office.case(over.id)).report.contact == ""
    assert (await office.case(still_open.id)).report.contact == PHONE


async def test_who_wishes_it_is_forgotten_within_a_week_and_the_case_stays(
    office: Office,
) -> None:
    case, privacy = await office.files(contact=PHONE), privacy_of(office)
    await office.asking.add(case.id, "又坏了一盏", office.by(GRANNY))
    at = await privacy.leave(GRANNY)
    assert (at - office.now).days < 7
    assert await privacy.sweep() == 0
    office.now = at
    assert await privacy.sweep() == 1
    left = await office.case(case.id)
    assert left.reporter >= GONE
    assert left.report.contact == ""
    assert left.report.text == "坏了"
    found = dict(await privacy.about(GRANNY))
    assert found.pop("people") == [{"name": "", "username": None, "language": "zh"}]
    assert found.pop("events")
    assert not any(found.values())
    audited = await Audit(office.store, office.clock).read(case.number, office.by(ZHAO))
    assert audited.broken_at is None
    await office.resolved(left)
    assert all(person < GONE for person, _ in await office.waiting("resolved"))


async def test_two_who_are_forgotten_are_not_the_same_nobody(office: Office) -> None:
    privacy = privacy_of(office)
    first, second = (
        await office.files(),
        await office.intake.submit((await office.files()).report, office.by(CHEN)),
    )
    async with office.store.writing() as book:
        await book.forget(GRANNY)
        await book.forget(CHEN)
    reporters = {(await office.case(case.id)).reporter for case in (first, second)}
    assert len(reporters) == 2
    assert (await privacy.about(GRANNY))["cases"] == []


async def test_one_can_change_ones_mind(office: Office) -> None:
    privacy = privacy_of(office)
    at = await privacy.leave(GRANNY)
    office.later(hours=1)
    assert await privacy.leave(GRANNY) == at
    await privacy.stay(GRANNY)
    office.later(days=7)
    assert await privacy.sweep() == 0
    assert await privacy.leaving(GRANNY) is None


async def test_staff_cannot_be_forgotten(office: Office) -> None:
    with pytest.raises(StaffStays):
        await privacy_of(office).leave(WANG)
