"""Two admins of a lab remove each other at the same moment: one stays. The control without a lock loses both."""

import threading

import pytest
from django.db import connection, transaction

from labs.models import LastAdmin, Membership, Role, RoleKind
from tests.factories import make_lab, make_member

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10


def both(first, second):
    """Run both at once, on separate connections; return what each raised, or None."""
    start, raised = threading.Barrier(2), [None, None]

    def run(place, act):
        try:
            start.wait(30)
            act()
        except Exception as error:  # noqa: BLE001  passed to the test
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def two_admins(lab):
    return make_member(lab, "Mo", "lab_admin"), make_member(lab, "Chaima", "lab_admin")


def admins_left(lab):
    return Role.objects.filter(membership__lab=lab, kind=RoleKind.LAB_ADMIN).count()


def test_two_admins_who_remove_each_other_leave_one():
    for number in range(ROUNDS):
        lab = make_lab(f"lab-{number}")
        mo, chaima = two_admins(lab)

        def remove(whom, by):
            member = Membership.objects.select_related("lab", "user").get(pk=whom.pk)
            member.take_role(member.roles.get(), by, "Jij eruit.")

        raised = both(lambda: remove(chaima, mo), lambda: remove(mo, chaima))
        assert admins_left(lab) == 1
        assert sum(error is not None for error in raised) == 1


def test_two_admins_who_leave_at_once_leave_one():
    lab = make_lab()
    mo, chaima = two_admins(lab)
    raised = both(
        lambda: mo.take_role(mo.roles.get(), mo, "Ik stop."),
        lambda: chaima.take_role(chaima.roles.get(), chaima, "Ik stop."),
    )
    assert admins_left(lab) == 1
    assert [type(error) for error in raised if error] == [LastAdmin]


def test_control_without_the_lock_nobody_is_left():
    """The same check and delete, but the check runs before any lock."""
    lab = make_lab()
    mo, chaima = two_admins(lab)
    asked = threading.Barrier(2)

    def leave(member):
        role = member.roles.get()
        is_last = not member.lab_admins().exclude(membership=member).exists()
        asked.wait(30)
        if not is_last:
            with transaction.atomic():
                role.delete()

    both(lambda: leave(mo), lambda: leave(chaima))
    assert admins_left(lab) == 0
