"""What repair cafés do not take, in one table: « Que peut-on réparer ? », the form and the desk read it.

A café refuses all of it but what its page says that it takes (`RepairCafePage.takes`).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Refused(models.TextChoices):
    """A kind of thing that cafés do not take, as it follows « Nous ne prenons pas : »."""

    MICROWAVE = "microwave", gettext_lazy("microwave ovens")
    LARGE = "large", gettext_lazy("large appliances (washing machines, fridges, ovens, cookers)")
    BURNS = "burns", gettext_lazy("what burns gas or petrol")
    SWOLLEN = "swollen", gettext_lazy("swollen batteries")

    @property
    def why(self) -> str:
        """The reason, and where to go instead."""
        return str(_WHY[self])

    @property
    def sentence(self) -> str:
        """What is said to whoever brings one."""
        return _("We do not take: %(what)s. %(why)s") % {"what": self.label, "why": self.why}


_WHY = {
    Refused.MICROWAVE: gettext_lazy("Opening one is dangerous, even unplugged: ask a professional."),
    Refused.LARGE: gettext_lazy("They are too heavy for our tables: call somebody who repairs at home."),
    Refused.BURNS: gettext_lazy("Only a professional may open it."),
    Refused.SWOLLEN: gettext_lazy(
        "They may catch fire: do not charge them, and take them to the recycling centre."
    ),
}

# What people call them. The words that also name a category are in `french_words.py` too.
REFUSED_WORDS: dict[Refused, tuple[str, ...]] = {
    Refused.MICROWAVE: ("micro-ondes", "microondes", "four à micro-ondes", "four micro-ondes"),
    Refused.LARGE: (
        *("lave-linge", "machine à laver", "lave-vaisselle", "sèche-linge", "machine à sécher"),
        *("réfrigérateur", "frigo", "frigidaire", "congélateur", "congélo", "four", "cuisinière"),
        *("plaque de cuisson", "table de cuisson", "hotte", "cumulus", "ballon d’eau chaude"),
    ),
    Refused.BURNS: (
        *("gaz", "gazinière", "cuisinière à gaz", "plaque à gaz", "réchaud à gaz", "barbecue à gaz"),
        *("chaudière", "chauffe-eau à gaz", "poêle à gaz", "radiateur à gaz", "bouteille de gaz"),
        *("tondeuse thermique", "tondeuse à essence", "tronçonneuse thermique", "débroussailleuse thermique"),
        *("moteur thermique", "groupe électrogène", "scooter", "mobylette", "cyclomoteur"),
    ),
    Refused.SWOLLEN: ("batterie gonflée", "batterie lithium gonflée", "batterie qui gonfle", "pile gonflée"),
}
