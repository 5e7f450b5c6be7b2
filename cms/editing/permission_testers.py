"""What may be done with a page, for the buttons and the views of Wagtail's admin alike."""

from wagtail.models import PagePermissionTester


class OurPageTester(PagePermissionTester):
    """Wagtail's answers, without the acts that nothing of ours stands behind.

    Copies, moves, locks, private pages and an order by hand are put away
    (`cms.admin.allowed_addresses`).
    """

    def _never(self) -> bool:
        """Answer no: pages stand where they belong, and a copy would come out unasked."""
        return False

    can_move = can_copy = can_lock = can_unlock = _never
    can_set_view_restrictions = can_reorder_children = _never

    def can_take_away(self) -> bool:
        """Answer whether its address and its hours may change: after that it can be gone."""
        return True


class SharedPageTester(OurPageTester):
    """For the house's pages: all who tell stories write them, no single district takes them down.

    A system administrator may, and may throw away one that has nothing below it: what is below
    can belong to a team.
    """

    def can_unpublish(self) -> bool:
        """Answer yes to a system administrator alone."""
        return bool(self.user.is_superuser and super().can_unpublish())

    def can_take_away(self) -> bool:
        """Answer yes to a system administrator, and to all while nobody reads it yet."""
        return bool(self.user.is_superuser or not self.page.live)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Answer yes to a system administrator alone, for a page with nothing below it."""
        return bool(
            self.user.is_superuser and self.page.is_leaf() and super().can_delete(ignore_bulk)
        )
