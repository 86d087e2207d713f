"""What search engines read of a machine: schema.org Product with its Offer, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maillage.places.structured_data import json_for_script

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from .stock import StockCard

# The word of schema.org for what is not new; RefurbishedCondition promises more than the law lets us say.
USED = "https://schema.org/UsedCondition"
IN_STOCK = "https://schema.org/InStock"


def machine_json(card: StockCard, url: str) -> SafeString:
    """Return the machine as JSON-LD, safe inside a <script>; `url` is the full address of its page."""
    return json_for_script(machine_data(card, url))


def machine_data(card: StockCard, url: str) -> dict[str, Any]:
    """Return the schema.org Product. Sources: https://schema.org/Product, https://schema.org/Offer."""
    machine = card.machine
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": machine.name,
        "sku": machine.tag,
        "url": url,
        "category": machine.get_kind_display(),
        "description": ". ".join(filter(None, [card.good_for, *card.specifications])),
        "itemCondition": USED,
        "offers": [
            {
                "@type": "Offer",
                "name": price.get_situation_display(),
                "price": f"{price.cents / 100:.2f}",
                "priceCurrency": "EUR",
                "availability": IN_STOCK,
                "url": url,
                "seller": {"@type": "Organization", "name": machine.organization.name},
            }
            for price in card.prices
        ],
    }
    if machine.maker:
        data["brand"] = {"@type": "Brand", "name": machine.maker_name}
    return data
