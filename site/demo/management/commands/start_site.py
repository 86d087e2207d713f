"""Make an empty site: the network, a first association, and the invitation of its editor."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.messages import invitation_url
from demo.ledger import is_begun
from demo.progress import without_information
from demo.starting import (
    QUESTIONS,
    BadAnswer,
    Question,
    SiteAlreadyThere,
    activity_keys,
    clean_activities,
    clean_yes_or_no,
    start_site,
)
from maillage.places.starting import StartingSection, starting_sections

if TYPE_CHECKING:
    from accounts.models import Invitation

MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"


class Command(BaseCommand):
    """`manage.py start_site`: asks a few questions, unless the options answer them."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what the command takes."""
        for question in QUESTIONS:
            parser.add_argument(f"--{question.option}", help=str(question.words))
        parser.add_argument(
            "--activities",
            help=_("What the network does, separated by commas: %(keys)s. Everything, if nothing is said.")
            % {"keys": ", ".join(activity_keys())},
        )
        parser.add_argument(
            "--no-input",
            "--noinput",
            action="store_true",
            dest="no_input",
            help=_("Ask nothing: fail instead."),
        )

    def handle(self, *, no_input: bool, **options: Any) -> None:
        """Ask, write, and say what comes next."""
        if is_begun():
            raise CommandError(str(SiteAlreadyThere()))
        answers = {
            question.option: self._answer(question, options[question.option], no_input=no_input)
            for question in QUESTIONS
        }
        sections = self._sections(options["activities"], no_input=no_input)
        try:
            with without_information():
                invitation = start_site(
                    network_name=answers["name"],
                    association=answers["association"],
                    editor_email=answers["email"],
                    sections=sections,
                )
        except SiteAlreadyThere as error:
            raise CommandError(str(error)) from error
        self._say_what_comes_next(invitation)

    def _sections(self, given: str | None, *, no_input: bool) -> list[StartingSection]:
        """Return what the network does: what the option says, else a yes or a no to each activity."""
        if given is None and no_input:
            return starting_sections()
        if given is not None:
            try:
                return clean_activities(given)
            except BadAnswer as error:
                raise CommandError(f"--activities : {error}") from error
        self.stdout.write(_("What does the network do? Each yes makes a page and its entry in the menu."))
        return [section for section in starting_sections() if self._is_wanted(section)]

    def _is_wanted(self, section: StartingSection) -> bool:
        while True:
            try:
                return clean_yes_or_no(self._ask(_("  %(activity)s [O/n]") % {"activity": section.question}))
            except BadAnswer as error:
                self.stderr.write(str(error))

    def _answer(self, question: Question, given: str | None, *, no_input: bool) -> str:
        """Return a good answer; asks again after a bad one, or fails where nobody is there to ask."""
        while True:
            try:
                return question.clean(
                    self._ask(str(question.words)) if given is None and not no_input else given or ""
                )
            except BadAnswer as error:
                if no_input:
                    option = f"--{question.option}"
                    raise CommandError(f"{question.words} ({option}) : {error}") from error
                self.stderr.write(str(error))
                given = None

    def _ask(self, words: str) -> str:
        try:
            return input(f"{words} : ")
        except (EOFError, KeyboardInterrupt) as error:
            raise CommandError(_("Nothing was written.")) from error

    def _say_what_comes_next(self, invitation: Invitation) -> None:
        address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        self.stdout.write(_("The site is ready: %(address)s/") % {"address": address})
        if settings.EMAIL_BACKEND == MAIL_SERVER:
            sentence = _("An e-mail invites %(email)s to write for %(association)s.")
            said = sentence % {"email": invitation.email, "association": invitation.organization.name}
            self.stdout.write(said)
        else:
            self.stdout.write(
                _("No mail server is set (EMAIL_URL): give this link to %(email)s yourself:")
                % {"email": invitation.email}
            )
            self.stdout.write(invitation_url(invitation))
        self.stdout.write(_("Then make the account of the network’s team: python manage.py createsuperuser"))
        self.stdout.write(
            _("Complete the legal notice in the administration: %(address)s/admin/") % {"address": address}
        )
