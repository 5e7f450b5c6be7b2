"""Mirrors who tells a team's stories into the groups of Wagtail's admin.

Only the roles in EDITING_STORIES get a group, because only they have business in /admin/: one
group a role and team («Alna – redaktør»), with the right to enter, to write and publish pages,
translate them, and to use the team's own collection of pictures. Everybody else gets no /admin/
at all.

Page rights begin on the home pages (one a language). Whoever builds narrower subtrees calls
`let_edit_below(team, pages=…)`; a page that is translated takes its rights with it
(`let_edit_translation`). Publishing asks our own permission question besides.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import EDITING_STORIES, Membership, Role, Team, TeamGroup, User

PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
PICTURE_RIGHTS = ("add_image", "change_image", "choose_image")
ADMIN_RIGHTS = (("wagtailadmin", "access_admin"), ("simple_translation", "submit_translation"))
HOME_PAGE_DEPTH = 2


@transaction.atomic
def mirror(team: Team) -> None:
    """Make, name and fill the groups of `team`. Safe to repeat; run it after a home page is made.

    Page rights that `let_edit_below` has set are kept.
    """
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    groups = [_group(team, role) for role in sorted(EDITING_STORIES)]
    _give_pictures(team, groups)
    if not GroupPagePermission.objects.filter(group__in=groups).exists():
        _give_pages(groups, Page.objects.filter(depth=HOME_PAGE_DEPTH))
    for team_group in team.groups.all():
        _fill(team_group)


@transaction.atomic
def let_edit_below(team: Team, *, pages: Iterable[Page]) -> None:
    """Let the storytellers of `team` write and publish below `pages`, and nowhere else."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    groups = [_group(team, role) for role in sorted(EDITING_STORIES)]
    GroupPagePermission.objects.filter(group__in=groups).delete()
    _give_pages(groups, pages)


def let_edit_translation(source: Page, *, translation: Page) -> None:
    """Let whoever may write and publish below `source` do so below its translation too."""
    rights = GroupPagePermission.objects.filter(page=source.pk, group__team_group__isnull=False)
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(
                group_id=right.group_id, page_id=translation.pk, permission_id=right.permission_id
            )
            for right in rights
        ],
        ignore_conflicts=True,
    )


def collection_of(team: Team) -> Collection | None:
    """Return the collection that holds the pictures of `team`, or None before `mirror`."""
    return Collection.objects.filter(group_permissions__group__team_group__team=team).first()


def _group(team: Team, role: str) -> Group:
    with translation.override("nb"):  # a name in the database has one language
        name = f"{team.name} – {Role(role).label}"
    team_group = team.groups.filter(role=role).select_related("group").first()
    if team_group is None:
        group, _made = Group.objects.get_or_create(name=name)
        TeamGroup.objects.create(team=team, role=role, group=group)
    else:
        group = team_group.group
        group.name = name
        group.save(update_fields=["name"])
    group.permissions.add(
        *(
            Permission.objects.get(content_type__app_label=app, codename=right)
            for app, right in ADMIN_RIGHTS
        )
    )
    return group


def _give_pages(groups: Iterable[Group], pages: Iterable[Page]) -> None:
    rights = list(
        Permission.objects.filter(
            content_type__app_label="wagtailcore",
            content_type__model="page",
            codename__in=PAGE_RIGHTS,
        )
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page.pk, permission=right)
        for page in pages
        for group in groups
        for right in rights
    )


def _give_pictures(team: Team, groups: Iterable[Group]) -> None:
    collection = collection_of(team) or Collection.get_first_root_node().add_child(name=team.name)
    collection.name = team.name
    collection.save(update_fields=["name"])
    rights = Permission.objects.filter(
        content_type__app_label="wagtailimages",
        content_type__model="image",
        codename__in=PICTURE_RIGHTS,
    )
    for right in rights:
        for group in groups:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=right
            )


def _fill(team_group: TeamGroup) -> None:
    holders = Membership.objects.active().filter(team=team_group.team, role=team_group.role)
    team_group.group.user_set.set(User.objects.filter(pk__in=holders.values("user")))
