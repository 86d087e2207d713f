"""A person's rights over what the plugins keep."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail import hooks

from maillage.privacy.contacts import ContactError
from maillage.privacy.registry import PersonalData, data_without_contact
from maillage.privacy.services import erase_person, expire_all, export_person, find_person

TODAY = date(2027, 1, 12)


def letters(**changes: Any) -> PersonalData:
    """Return a kind of record about people, kept as rows of a table that every site has."""
    named = Group.objects.filter
    functions = {
        "find": lambda query: [f"L{row.pk}" for row in named(name__iexact=query)],
        "export": lambda query: list(named(name__iexact=query).values("name")),
        "erase": lambda query: named(name__iexact=query).update(name="-"),
        "expire": expire_one_letter,
    }
    return PersonalData(label="Letters", **{**functions, **changes})


def expire_one_letter(today: date) -> int:
    """Forget one old letter at a time: the smallest batch."""
    old = Group.objects.filter(name__startswith="old").first()
    return 0 if old is None else old.delete()[0]


def fail(*args: Any) -> int:
    raise RuntimeError("the disk is full")


@contextmanager
def registered(*entries: PersonalData) -> Iterator[None]:
    """Let plugins keep these while the test runs."""
    with hooks.register_temporarily(
        [("register_personal_data", lambda entry=entry: entry) for entry in entries]
    ):
        yield


@pytest.fixture
def _letters(db) -> Iterator[None]:
    Group.objects.create(name="claude@maison.example")
    with registered(letters()):
        yield


@pytest.mark.usefixtures("_letters")
def test_a_person_is_found_however_their_address_is_typed():
    assert list(find_person(" claude@MAISON.example ")) == ["Letters"]


@pytest.mark.usefixtures("_letters")
def test_nothing_is_found_about_a_stranger():
    assert find_person("06 39 98 12 34") == {}


@pytest.mark.usefixtures("_letters")
def test_a_person_takes_away_all_that_is_kept():
    assert export_person("claude@maison.example") == {"Letters": [{"name": "claude@maison.example"}]}


@pytest.mark.usefixtures("_letters")
def test_a_person_is_forgotten():
    assert erase_person("claude@maison.example")["Letters"] == 1
    assert find_person("claude@maison.example") == {}


@pytest.mark.usefixtures("_letters")
def test_a_person_is_forgotten_everywhere_or_nowhere():
    with registered(letters(erase=fail)), pytest.raises(RuntimeError):
        erase_person("claude@maison.example")

    assert find_person("claude@maison.example")


@pytest.mark.parametrize("ask", [find_person, export_person, erase_person])
def test_what_is_no_contact_is_refused_with_an_example(ask):
    with pytest.raises(ContactError, match="06 39 98 12 34"):
        ask("Claude")


@pytest.mark.usefixtures("_letters")
def test_expiry_goes_on_batch_after_batch():
    Group.objects.bulk_create(Group(name=f"old {number}") for number in range(3))

    assert dict(expire_all(TODAY))["Letters"] == 3
    assert dict(expire_all(TODAY))["Letters"] == 0


@pytest.mark.django_db
def test_an_interrupted_expiry_keeps_what_is_done():
    Group.objects.bulk_create(Group(name=f"old {number}") for number in range(3))
    batches = iter([expire_one_letter, fail])

    def expire(today: date) -> int:
        return next(batches)(today)

    with registered(letters(expire=expire)), pytest.raises(RuntimeError):
        list(expire_all(TODAY))

    assert Group.objects.filter(name__startswith="old").count() == 2


@pytest.mark.usefixtures("_letters")
def test_a_trial_run_counts_and_changes_nothing():
    Group.objects.create(name="old letter")

    assert dict(expire_all(TODAY, dry_run=True))["Letters"] == 1
    assert Group.objects.filter(name="old letter").exists()


@pytest.mark.usefixtures("_letters")
def test_the_command_says_what_it_forgot():
    Group.objects.create(name="old letter")
    output = StringIO()

    call_command("anonymize", stdout=output)

    assert "Letters : 1 enregistrement\n" in output.getvalue().replace("\u00a0", " ")


@pytest.mark.usefixtures("_letters")
def test_the_command_of_a_trial_run_says_that_nothing_changed():
    output = StringIO()

    call_command("anonymize", "--dry-run", stdout=output)

    assert "Rien n’a changé" in output.getvalue()


@pytest.mark.usefixtures("_letters")
def test_the_command_exports_json():
    output = StringIO()

    call_command("export_person", "claude@maison.example", stdout=output)

    assert '"name": "claude@maison.example"' in output.getvalue()


@pytest.mark.usefixtures("_letters")
def test_the_command_erases_after_yes():
    call_command("erase_person", "claude@maison.example", "--yes", stdout=StringIO())

    assert find_person("claude@maison.example") == {}


@pytest.mark.usefixtures("_letters")
def test_the_command_erases_nothing_unless_the_word_is_typed(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "non")

    call_command("erase_person", "claude@maison.example", stdout=StringIO())

    assert find_person("claude@maison.example")


@pytest.mark.parametrize("command", ["export_person", "erase_person"])
def test_a_command_refuses_what_is_no_contact(command):
    with pytest.raises(CommandError, match="06 39 98 12 34"):
        call_command(command, "Claude")


@pytest.mark.usefixtures("_letters")
@pytest.mark.parametrize("typed", ["k7pm 4qxt", "K7PM4QXT", " k7pm-4qxt "])
def test_a_reference_is_read_as_it_is_said(typed):
    asked = []
    with registered(letters(find=lambda query: asked.append(query) or [])):
        find_person(typed)
    assert asked == ["K7PM4QXT"]


@pytest.mark.django_db
def test_nobody_is_found_taken_out_or_erased_where_there_is_no_contact():
    with registered(data_without_contact("Counts", expire_one_letter)):
        answers = (
            find_person("claude@maison.example"),
            export_person("claude@maison.example"),
            erase_person("claude@maison.example"),
        )
    assert all("Counts" not in answer for answer in answers[:2])
    assert answers[2]["Counts"] == 0


@pytest.mark.django_db
def test_what_has_no_contact_ends_all_the_same():
    Group.objects.create(name="old count")
    with registered(data_without_contact("Counts", expire_one_letter)):
        forgotten = dict(expire_all(TODAY))
    assert forgotten["Counts"] == 1
