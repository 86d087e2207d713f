"""What people answered to the questions of a page, each with its own end."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.privacy.files import Nameless, PrivateStorage


class Answer(models.Model):
    """One answer, with the words that were asked: the question may change afterwards."""

    registration = models.ForeignKey(
        "bookings.Registration", on_delete=models.CASCADE, related_name="given_answers"
    )
    question = models.UUIDField(_("question"), help_text="The id of its block in the page.")
    kind = models.CharField(_("kind of question"), max_length=20)
    wording = models.CharField(_("what was asked"), max_length=300)
    value = models.JSONField(_("answer"), help_text="Text, number, truth, or a list of the choices' words.")
    choices = models.JSONField(
        default=list, blank=True, help_text="The ids of what was chosen: places are counted by them."
    )
    expires_on = models.DateField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.question}"


class AnswerFile(models.Model):
    """A file that came with a registration, out of the public media; first waits under its token."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="files")
    file = models.FileField(
        pgettext_lazy("sent by a person", "file"),
        storage=PrivateStorage(),
        upload_to=Nameless("registrations"),
    )
    original_name = models.CharField(_("name of the file"), max_length=120)
    size = models.PositiveIntegerField(_("bytes"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return str(self.token)


class Guardian(models.Model):
    """Who answers for a minor. Kept until thirty days after the last date, not longer."""

    registration = models.OneToOneField(
        "bookings.Registration", on_delete=models.CASCADE, related_name="guardian"
    )
    name = models.CharField(_("name of the legal guardian"), max_length=120)
    phone = models.CharField(_("phone of the legal guardian"), max_length=20)
    may_leave_alone = models.BooleanField(_("may leave alone"), default=False)
    emergency_note = models.CharField(_("to know in an emergency"), max_length=300, blank=True)
    expires_on = models.DateField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("legal guardian")
        verbose_name_plural = _("legal guardians")

    def __str__(self) -> str:
        return f"{self.registration_id}"
