"""Activities and places have one editor, the staff's portal, and it holds all that they are."""

import pytest
from django.urls import NoReverseMatch, reverse

from activities.models import Activity, Place
from portals.staff.planning.programme.activities_forms import ActivityForm, PlaceForm

KEPT_BY_ITSELF = {"id", "created_at", "changed_at", "slug"}


@pytest.mark.parametrize(("form", "model"), [(ActivityForm, Activity), (PlaceForm, Place)])
def test_the_staff_door_holds_every_column(form, model):
    columns = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    assert columns - KEPT_BY_ITSELF - set(form._meta.fields) == set()


@pytest.mark.parametrize("model", ["activity", "place"])
def test_the_admin_has_none(model):
    with pytest.raises(NoReverseMatch):
        reverse(f"wagtailsnippets_activities_{model}:list")
