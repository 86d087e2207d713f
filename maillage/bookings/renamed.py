"""Modules of this app that `docs/` told of under another name; see `maillage/renamed.py`."""

from __future__ import annotations

from maillage.renamed import keep

keep(
    {
        "maillage.bookings.services.count_warnings": ("maillage.bookings.services.attendance", {}),
        "maillage.bookings.services.people": ("maillage.bookings.services.changes", {}),
        "maillage.bookings.services.payments": (
            "maillage.bookings.services.attendance",
            {
                "box_of": "cash_totals",
                "usual_means": "usual_payment_methods",
                "offered_means": "offered_payment_methods",
                "write_means": "write_payment_methods",
            },
        ),
        "maillage.bookings.services.offers": ("maillage.bookings.services.waiting_list", {}),
        "maillage.bookings.services.calls": ("maillage.bookings.services.notifications", {}),
        "maillage.bookings.services.broadcasts": ("maillage.bookings.services.notifications", {}),
        "maillage.bookings.services.dates": ("maillage.bookings.services.sessions", {}),
        "maillage.bookings.services.by_hand": ("maillage.bookings.services.registrations", {}),
        "maillage.bookings.admin.taps": ("maillage.bookings.admin.offline_actions", {}),
        "maillage.bookings.appointments": ("maillage.bookings.rules", {}),
        "maillage.bookings.own_pages.links": ("maillage.bookings.links", {}),
        "maillage.bookings.words.dates": (
            "maillage.bookings.formats",
            {
                "day_words": "format_day",
                "date_words": "format_date",
                "month_words": "format_month",
                "hour_words": "format_hour",
                "hours_words": "format_hours",
                "session_words": "format_session",
                "moment_words": "format_moment",
                "seats_words": "format_seats",
                "was_on_words": "format_was_on",
            },
        ),
        "maillage.bookings.structured_data": ("maillage.bookings.public.structured_data", {}),
    }
)
