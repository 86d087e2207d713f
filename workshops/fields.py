"""A short list of choices kept in one column."""

from __future__ import annotations

from maillage.places.fields import SeveralChoicesField


class ChoiceListField(SeveralChoicesField):
    """Several of a few fixed choices, kept as a JSON list of their codes in the order of the choices."""

    def labels(self, codes: list[str]) -> list[str]:
        """Return the words of `codes`, in the order of the choices; unknown codes are left out."""
        return [str(label) for code, label in self.flatchoices if code in codes]
