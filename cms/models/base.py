"""What every public page of Reir has, and how it is answered."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from cms import illustrations, page_cache
from cms.blocks import LONGEST_ALT, Body
from cms.editing.page_forms import EditorPageForm
from cms.editing.permission_testers import SharedPageTester
from cms.navigation import addresses, site
from cms.page_content import metadata
from cms.page_content.shown_people import Showing
from cms.page_content.words import clean_words_of, searched_words, without_numbers


class BasePage(Page):
    """A public page with an introduction and a drawing.

    No page of Reir is private: what may not be shown is left out or is not found.
    """

    intro = models.CharField(_("innledning"), max_length=400, blank=True)
    illustration = models.CharField(
        _("tegning"), max_length=40, choices=illustrations.choices, default="nest"
    )
    illustration_alt = models.CharField(
        _("hva tegningen viser"),
        max_length=LONGEST_ALT,
        help_text=_("For dem som ikke ser tegningen."),
    )

    other_names = models.CharField(
        _("navn som er noen andre"),
        max_length=300,
        blank=True,
        help_text=_("Står det et navn på siden som også en deltaker har? Skriv det her."),
    )

    base_form_class = EditorPageForm
    open_graph_type = "website"
    """What other sites take a link to it for (https://ogp.me/#types)."""
    private_page_options: list[str] = []
    show_in_menus_default = False
    content_panels = [
        *Page.content_panels,
        "intro",
        MultiFieldPanel(["illustration", "illustration_alt"], heading=_("Tegning")),
    ]
    promote_panels = [
        MultiFieldPanel(
            ["slug", "seo_title", "search_description"], heading=_("For søk og deling")
        ),
        "other_names",
    ]
    reads_query: tuple[str, ...] = ()
    """The parameters of the address that change the page, of `page_cache.QUERY`."""

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Check the page with its words cleaned (`core.text`); none holds a national number."""
        clean_words_of(self)
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a national identity number in any of the page's words."""
        super().clean()
        without_numbers(self)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page with clean words, also as a draft that nobody has checked."""
        clean_words_of(self)
        return super().save(*args, **kwargs)

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[Any]:
        """Return what the search index holds: nothing that is not published."""
        return super().get_indexed_objects().filter(live=True)

    @classmethod
    def for_showing(cls) -> models.QuerySet[Any]:
        """Return the queryset that a page is read with: relations its template needs joined."""
        return cls.objects.live().select_related("locale")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what every page's template needs.

        `meta` is the head of the page, `help_contact` the person one can call, `showing` what
        may be shown of people.
        """
        context = super().get_context(request, *args, **kwargs)
        context["meta"] = metadata.of_page(self, request)
        context["help_contact"] = site.contact(request)
        context["showing"] = self.showing()
        return context

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Let no single district take down what is everybody's."""
        return SharedPageTester(user, self)

    def showing(self) -> Showing:
        """Return what may be shown of the people on this page."""
        return Showing()

    def share_image(self) -> str:
        """Return the path below `static/` of the picture that stands beside a link to us."""
        return illustrations.png(self.illustration)

    def json_ld(self, address: str) -> list[dict[str, Any]]:
        """Return schema.org objects about the page, whose absolute address is `address`."""
        return []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the page; one that a cache may keep says so."""
        is_preview = getattr(request, "is_preview", False)
        request.is_preview = is_preview  # type: ignore[attr-defined]  # Wagtail's own attribute
        context = self.get_context(request, *args, **kwargs)
        response = TemplateResponse(request, self.get_template(request), context)
        if not is_preview and not context.get("uncached"):
            page_cache.allow(response, reads=self.reads_query)
        return response

    @property
    def drawing_alt(self) -> str:
        """Return what the drawing shows, for who does not see it."""
        return self.illustration_alt

    @property
    def address(self) -> str:
        """Return the path of the page, from /. Needs `locale` joined to cost no query."""
        return addresses.of(self.url_path, self.locale.language_code)


class PageWithBody(BasePage):
    """A page whose body is built from blocks."""

    body = StreamField(Body(), verbose_name=_("innhold"), blank=True, use_json_field=True)

    searched = models.TextField(editable=False, default="")
    """The words that the public search looks in (`cms.page_content.words.searched_words`)."""

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    asks_those_quoted = False
    """Whether consents are given to this kind of page, so that it may quote participants."""

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page with the words that it is found by."""
        clean_words_of(self)
        self.searched = searched_words(self)
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a participant's words where nobody can be asked for a consent."""
        super().clean()
        if not self.asks_those_quoted and self.quotes_participants():
            raise ValidationError({"body": _("Deltakere kan bare siteres i en historie.")})

    def showing(self) -> Showing:
        """Return what may be shown of the works and pictures in the body."""
        return Showing(works=self.body_values("work"), pictures=self.body_pictures())

    def quotes_participants(self) -> bool:
        """Tell whether a participant's words stand in the body."""
        return any(quote["participant"] for quote in self.body_values("quote"))

    def body_values(self, kind: str) -> list[Any]:
        """Return the values of the body's blocks of one kind, without those that are gone."""
        body: StreamValue = self.body
        return [block.value for block in body if block.block_type == kind and block.value]

    def body_pictures(self) -> list[Any]:
        """Return the pictures of the body's picture blocks."""
        return [value["picture"] for value in self.body_values("picture") if value["picture"]]
