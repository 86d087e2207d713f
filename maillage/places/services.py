"""Writes that touch several rows: an organisation is a row, a group, a collection and a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .errors import OrganizationExists, PageRefusesOrganizations, UnknownEditorPermission
from .models import Organization, OrganizationKind, OrganizationPage
from .slugs import unique_slug

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# Stored as it is read on the day of the writing.
GROUP_NAME = _("Editors — %(name)s")
# Deleting many pages at once stays with the network's team.
SECTION_CODENAMES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
SECTION_PERMISSIONS = Q(content_type__app_label="wagtailcore", codename__in=SECTION_CODENAMES)
COLLECTION_PERMISSIONS = Q(
    content_type__app_label="wagtailimages", codename__in=["add_image", "change_image", "choose_image"]
) | Q(
    content_type__app_label="wagtaildocs",
    codename__in=["add_document", "change_document", "choose_document"],
)


def create_organization(
    *,
    name: str,
    kind: str = OrganizationKind.ASSOCIATION,
    parent_page: Page,
    role: str = "",
    phone: str = "",
    phone_hours: str = "",
    email: str = "",
    website: str = "",
    presentation: str = "",
    user: AbstractBaseUser | None = None,
) -> Organization:
    """Make a member of the network, ready to publish, and return it: all or nothing.

    Below `parent_page` (a page that takes an `OrganizationPage`) it gets a published page, the
    section of its editors; it also gets their group, and a collection for their images and
    documents. `user` is who is written in the log.

    Raises `OrganizationExists` when the name is taken, whatever the case, and
    `PageRefusesOrganizations` when `parent_page` is of another kind.
    """
    name = " ".join(name.split())
    parent = parent_page.specific
    if not OrganizationPage.can_create_at(parent):
        raise PageRefusesOrganizations
    with transaction.atomic():
        if name_is_taken(name):
            raise OrganizationExists
        organization = Organization.objects.create(
            name=name,
            slug=unique_slug(Organization.objects.all(), name, max_length=80, fallback="structure"),
            kind=kind,
            role=role,
            phone=phone,
            phone_hours=phone_hours,
            email=email,
            website=website,
            group=_create_group(name),
            collection=_create_collection(name),
        )
        _publish_section(organization, parent, presentation, user)
        grant_editor_permissions(organization)
        log(instance=organization, action="wagtail.create", user=user, content_changed=True)
    return organization


def name_is_taken(name: str, *, except_for: Organization | None = None) -> bool:
    """Tell whether an organisation, other than `except_for`, has this name, whatever the case."""
    others = Organization.objects.exclude(pk=except_for.pk if except_for else None)
    # Compared here: SQLite does not know that « É » is the capital of « é ».
    return name.casefold() in {other.casefold() for other in others.values_list("name", flat=True)}


def grant_editor_permissions(organization: Organization) -> None:
    """Give the organisation's editors all that they need; run again, it only adds what is missing.

    The permissions on the models come from the hook `register_editor_permissions`, so that a
    plugin installed later is reached too.
    """
    group = organization.group
    if group is None:
        return
    group.permissions.add(*_editor_permissions())
    rights = Permission.objects.filter(SECTION_PERMISSIONS | COLLECTION_PERMISSIONS)
    of_pages = [right for right in rights if right.codename in SECTION_CODENAMES]
    # What is there already stays as it is: each of the two tables holds a right once.
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page_id=organization.page.pk, permission=right)
            for right in of_pages
        ],
        ignore_conflicts=True,
    )
    collection = organization.collection
    if collection is not None:
        GroupCollectionPermission.objects.bulk_create(
            [
                GroupCollectionPermission(group=group, collection=collection, permission=right)
                for right in rights
                if right not in of_pages
            ],
            ignore_conflicts=True,
        )


def _create_group(name: str) -> Group:
    wanted = str(GROUP_NAME) % {"name": name}
    # A group of this name may be left from an organisation that was renamed.
    if Group.objects.filter(name=wanted).exists():
        wanted = f"{wanted} ({Group.objects.count() + 1})"
    return Group.objects.create(name=wanted)


def _create_collection(name: str) -> Collection:
    collection: Collection = Collection.get_first_root_node().add_child(instance=Collection(name=name))
    return collection


def _publish_section(
    organization: Organization, parent: Page, presentation: str, user: AbstractBaseUser | None
) -> None:
    slug = unique_slug(parent.get_children(), organization.name, max_length=80, fallback="structure")
    page = OrganizationPage(
        title=organization.name, slug=slug, organization=organization, presentation=presentation, owner=user
    )
    parent.add_child(instance=page)
    revision = page.save_revision(user=user, log_action="wagtail.create")
    # Adding organisations is a right of its own: it asks for none on the pages.
    revision.publish(user=user, skip_permission_checks=True)


def _editor_permissions() -> list[Permission]:
    """Return what editors may do in every plugin; raises `UnknownEditorPermission` for a name of no row."""
    wanted = {"wagtailadmin.access_admin"}
    for register in hooks.get_hooks("register_editor_permissions"):
        wanted.update(register())
    # One statement, however many plugins are installed.
    rows = Permission.objects.filter(codename__in={name.partition(".")[2] for name in wanted})
    known = {
        f"{one.content_type.app_label}.{one.codename}": one for one in rows.select_related("content_type")
    }
    unknown = sorted(wanted - known.keys())
    if unknown:
        raise UnknownEditorPermission(unknown[0])
    return [known[name] for name in sorted(wanted)]
