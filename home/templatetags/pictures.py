"""The filter that turns a chosen image into what an `<img>` says."""

from django import template

from ..pictures import picture_of

register = template.Library()
register.filter("picture", picture_of)
