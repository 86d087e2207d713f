"""What the team types for somebody else, and what it reads aloud to them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import RegistrationForm

# In the order in which one asks on the phone.
FIRST = ("name", "phone", "email", "seats")


def speak_to_the_team(form: RegistrationForm) -> None:
    """Change the words of a resident's form for those who fill it in while they listen to somebody."""
    words = {
        "name": (_("Name of the person"), _("As they say it. For example: Marie Le Goff.")),
        "phone": (_("Their phone"), _("For example 06 39 98 12 34. To call them if the date changes.")),
        "email": (
            _("Their e-mail address"),
            _("For example claude@maison.example. They receive the confirmation."),
        ),
        "relay_name": (
            _("Name of who is calling for them"),
            _("The phone and the e-mail address are then theirs. For example: Anne, of the CCAS."),
        ),
        "relay_role": (_("Who is this to the person?"), ""),
    }
    for name, (label, help_text) in words.items():
        if name in form.fields:
            form.fields[name].label, form.fields[name].help_text = label, help_text
            form.fields[name].widget.attrs["autocomplete"] = "off"
    last = [name for name in ("relay_name", "relay_role") if name in form.fields]
    asked = [name for name in form.fields if name not in (*FIRST, *last)]
    form.order_fields([*FIRST, *asked, *last])
    form.fields["name"].error_messages["required"] = _("Type the name of the person.")


class ReadAloudForm(forms.Form):
    """Whether the notice and the rules were read to the person, who said yes."""

    read_aloud = forms.BooleanField(label=_("I read this aloud, and the person agrees"), required=False)
