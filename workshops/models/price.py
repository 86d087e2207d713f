"""What a workshop costs, as editors type it and as residents read it."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel


class PriceKind(models.TextChoices):
    """How people pay."""

    FREE = "free", pgettext_lazy("price", "Free")
    CONTRIBUTION = "contribution", _("Free contribution")
    PRICE = "price", _("One price")
    MEMBERS_PRICE = "members_price", _("One price, and a lower one for members")
    MEMBERS_ONLY = "members_only", _("Members only")


class PricedMixin(models.Model):
    """A page that has a price. Amounts are in euros."""

    price_kind = models.CharField(_("price"), max_length=20, choices=PriceKind, default=PriceKind.FREE)
    price = models.DecimalField(
        _("amount in euros"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("For example: 5 or 2,50. Leave empty when it is free."),
    )
    members_price = models.DecimalField(
        _("amount for members in euros"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("What a member of the association pays. For example: 2."),
    )

    price_panels = [
        MultiFieldPanel(
            [
                FieldPanel("price_kind", help_text=_("Free contribution: each person gives what they want.")),
                FieldRowPanel([FieldPanel("price"), FieldPanel("members_price")]),
            ],
            heading=_("Price"),
        )
    ]

    class Meta:
        abstract = True

    def clean_price(self) -> None:
        """Hold the amounts to the kind of price, and drop those that the kind has no use for.

        Raises:
            ValidationError: an amount is missing, or members would pay as much as the others.
        """
        wants_price = self.price_kind in (PriceKind.PRICE, PriceKind.MEMBERS_PRICE)
        if wants_price and self.price is None:
            raise ValidationError({"price": _("Type the amount in euros, for example 5, or choose “Free”.")})
        if self.price_kind == PriceKind.MEMBERS_PRICE:
            if self.members_price is None:
                raise ValidationError(
                    {"members_price": _("Type what members pay, for example 2, or choose “One price”.")}
                )
            if self.members_price >= self.price:
                raise ValidationError({"members_price": _("Type an amount lower than the price for all.")})
        if not wants_price:
            self.price = None
        if self.price_kind not in (PriceKind.MEMBERS_PRICE, PriceKind.MEMBERS_ONLY):
            self.members_price = None

    @property
    def is_free(self) -> bool:
        """Whether a person may come without paying anything."""
        return self.price_kind in (PriceKind.FREE, PriceKind.CONTRIBUTION)

    @property
    def price_in_words(self) -> str:
        """The price as residents read it: « 5 € (adhérents : 2 €) »."""
        if self.price_kind == PriceKind.PRICE and self.price is not None:
            return in_euros(self.price)
        if self.price_kind == PriceKind.MEMBERS_PRICE and None not in (self.price, self.members_price):
            return gettext("%(price)s (members: %(members_price)s)") % {
                "price": in_euros(self.price),
                "members_price": in_euros(self.members_price),
            }
        if self.price_kind == PriceKind.MEMBERS_ONLY and self.members_price:
            return gettext("Members only: %(price)s") % {"price": in_euros(self.members_price)}
        return str(PriceKind(self.price_kind).label)


def in_euros(amount: Decimal) -> str:
    """Return `amount` (euros) as it is read, without useless cents: « 5 € », « 2,50 € »."""
    places = 0 if amount == amount.to_integral_value() else 2
    return gettext("€%(amount)s") % {"amount": number_format(amount, decimal_pos=places)}
