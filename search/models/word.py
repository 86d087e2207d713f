"""The words that the documents hold, to mend a spelling."""

from __future__ import annotations

from django.db import models


class SearchWord(models.Model):
    """A word as it is written in some documents, and in how many: none, and the row goes."""

    folded = models.CharField(max_length=40)
    word = models.CharField(max_length=40, unique=True)
    documents = models.PositiveIntegerField()

    class Meta:
        verbose_name = "search word"
        indexes = [models.Index(fields=["folded"], name="search_word_folded")]

    def __str__(self) -> str:
        return self.word
