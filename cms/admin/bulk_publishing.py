"""Several pages at once: each is asked about as its own button asks; nothing else is offered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from cms import permissions
from cms.editing import current_user, own_teams
from cms.publishing import in_admin
from core.text import row_key


class NothingBelow(forms.Form):
    """Wagtail's question whether what lies below comes along, always answered no."""

    include_descendants = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_include_descendants(self) -> bool:
        """Answer no, whatever was sent."""
        return False


class PublishMany(PublishBulkAction):
    """Publishes those of the chosen pages that wait for nobody, and says why the others stay."""

    form_class = NothingBelow

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> list[Any]:
        """Return the chosen pages that may be told, as what they are; 404 when there is none."""
        keys = [key for key in object_ids if row_key(str(key))]
        mine: Any = own_teams.pages(current_user.get()).filter(pk__in=keys)
        found = [page.get_latest_revision_as_object() for page in mine.specific()]
        if not found:
            raise Http404
        return found

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Return the keys of all that the listing shows; 404 without a page that it is about."""
        if not row_key(str(parent_id)) or not Page.objects.filter(pk=parent_id).exists():
            raise Http404
        return super().get_all_objects_in_listing_query(parent_id)

    def check_perm(self, page: Any) -> bool:
        """Ask both Wagtail's question and ours."""
        user = self.request.user
        may: bool = page.permissions_for_user(user).can_publish()
        return may and permissions.can_edit_page(user, page)

    def prepare_action(self, objects: list[Any], objects_without_access: Any) -> None:
        """Take out of `objects` whatever waits for somebody; it stays the draft that it is."""
        for page in list(objects):
            if not _is_whole(page) or in_admin.stays_a_draft(self.request, page):
                objects.remove(page)
                messages.warning(
                    self.request, _("«{title}» er ikke lagt ut.").format(title=page.title)
                )

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """Say how many came out, when any did."""
        if not num_parent_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)


def _is_whole(page: Any) -> bool:
    """Answer whether nothing is missing: a draft may be kept with holes."""
    try:
        page.full_clean()
    except ValidationError:
        return False
    return True


def adopt() -> None:
    """Let this be the only act on many at once; called once when the app is ready."""
    bulk_action_registry.actions = {"wagtailcore": {"page": {"publish": PublishMany}}}
    bulk_action_registry.has_scanned_for_bulk_actions = True
