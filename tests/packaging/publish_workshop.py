"""Runs inside the host, through `manage.py shell`: publish a workshop and read it as a visitor."""

import sys

from django.test import Client

from home.models import HomePage
from maillage.places.models import OrganizationIndexPage
from maillage.places.services import create_organization
from workshops.models import WorkshopPage

home = HomePage.objects.get()
members = home.add_child(instance=OrganizationIndexPage(title="Membres", slug="membres"))
organization = create_organization(name="Les Mulots", parent_page=members)
workshop = WorkshopPage(
    title="Premiers pas à la souris", introduction="Vous apprenez à cliquer.", organization=organization
)
organization.page.add_child(instance=workshop)
workshop.save_revision().publish()

page = Client().get(workshop.get_url(), headers={"host": "localhost"})
assert page.status_code == 200, page.status_code
assert "Premiers pas à la souris" in page.content.decode()
sys.stdout.write(f"published {workshop.get_url()}\n")
