"""Phone numbers and e-mail addresses, as people type them."""

import pytest
from django import forms

from maillage.privacy.contacts import (
    ContactError,
    PhoneField,
    display_phone,
    normalize_email,
    normalize_phone,
)


class CallMeForm(forms.Form):
    phone = PhoneField(required=False)


@pytest.mark.parametrize(
    "typed",
    [
        "06 39 98 12 34",
        "06.39.98.12.34",
        "06-39-98-12-34",
        "0639981234",
        " 06 39 98 12 34 ",
        "06\u00a039\u202f98\u00a012\u00a034",
        "+33 6 39 98 12 34",
        "+33 (0)6 39 98 12 34",
        "0033 6 39 98 12 34",
    ],
)
def test_a_french_number_is_kept_in_one_form_however_it_is_typed(typed):
    assert normalize_phone(typed) == "+33639981234"


def test_a_landline_of_the_range_kept_for_fiction_is_accepted():
    assert normalize_phone("02 61 91 10 20") == "+33261911020"


def test_a_foreign_number_keeps_its_country():
    assert normalize_phone("+44 20 7946 0958") == "+442079460958"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "12",
        "06 39 98 12 3",
        "06 39 98 12 34 5",
        "00 00 00 00 00",
        "06 39 98 12 34 poste 3",
        "06 39 98 12 34\x00",
        "06 39 98 12 34\r\nBcc: a@b.example",
        "+44 12",
        "0" * 500,
        "+",
    ],
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(ContactError, match="06 39 98 12 34"):
        normalize_phone(typed)


def test_a_french_number_is_shown_two_digits_at_a_time():
    assert display_phone("+33639981234") == "06 39 98 12 34"


def test_a_foreign_number_is_shown_with_its_country_code():
    assert display_phone("+442079460958") == "+44 20 7946 0958"


def test_a_text_that_is_no_number_is_shown_unchanged():
    assert display_phone("à la mairie") == "à la mairie"


def test_the_domain_of_an_address_is_kept_in_lower_case():
    assert normalize_email("  Claude.Martin@Exemple.EXAMPLE ") == "Claude.Martin@exemple.example"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "claude",
        "claude@",
        "claude@exemple.example\nBcc: x@y.example",
        "claude@exemple.example\r",
        "a@b.example, c@d.example",
        "a" * 250 + "@exemple.example",
        "claude\x00@exemple.example",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ContactError):
        normalize_email(typed)


def test_the_field_cleans_a_number():
    form = CallMeForm({"phone": "06.39.98.12.34"})

    assert form.is_valid()
    assert form.cleaned_data["phone"] == "+33639981234"


def test_the_field_says_what_to_type():
    form = CallMeForm({"phone": "demain"})

    assert form.errors["phone"] == ["Tapez un numéro à dix chiffres, par exemple 06 39 98 12 34."]


def test_the_field_shows_again_what_was_typed():
    assert 'value="demain"' in str(CallMeForm({"phone": "demain"})["phone"])


def test_the_field_shows_a_kept_number_as_people_read_it():
    assert 'value="06 39 98 12 34"' in str(CallMeForm(initial={"phone": "+33639981234"})["phone"])


def test_an_empty_number_stays_empty():
    form = CallMeForm({"phone": "  "})

    assert form.is_valid()
    assert form.cleaned_data["phone"] == ""
