"""The one registration form: it draws the page, checks the API's input and yields its schema."""

from django import forms


class RegistrationForm(forms.Form):
    """What a resident is asked."""
