"""What a page's body is built from. Each block has its template in `templates/cms/blocks/`.

The page that renders them puts `showing` (`cms.page_content.shown_people.Showing`) in the context:
it alone knows whose name and which picture may be shown.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from activities.models import Work
from cms import illustrations
from cms.editing.choosers import ParticipantChooserBlock, WorkChooserBlock
from cms.editing.widgets import PictureChooserBlock
from cms.page_content.shown_people import with_details
from participants.models import Participant

LONGEST_ALT = 125

own_page_or_https = RegexValidator(
    r"^(/(?!/)\S*|https://\S+|tel:\+?\d+|mailto:\S+@\S+)$",
    message=_("Skriv en adresse som begynner med / eller https://"),
)


class HeadingBlock(blocks.CharBlock):
    """A heading below the page's own."""

    class Meta:
        icon = "title"
        label = _("Overskrift")
        template = "cms/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text: bold, italic, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", ["bold", "italic", "ul", "ol", "link"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Tekst")
        template = "cms/blocks/paragraph.html"


class QuotedBlock(ParticipantChooserBlock):
    """The participant who said it."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        """Read no more of people than a name."""
        people = Participant.objects.only("pk", "code", "chosen_name", "team")
        found = people.in_bulk(filter(None, values))
        return [found.get(value) for value in values]


class QuoteBlock(blocks.StructBlock):
    """What somebody said. A participant is chosen, never written: the name needs a consent."""

    text = blocks.TextBlock(label=_("Sitat"), max_length=400)
    participant = QuotedBlock(
        label=_("Deltaker"),
        required=False,
        help_text=_("Navnet vises bare når personen har sagt ja til denne historien."),
    )
    who = blocks.CharBlock(
        label=_("Noen andre"),
        required=False,
        max_length=80,
        help_text=_("For ansatte og samarbeidspartnere. Aldri en deltaker."),
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `name`: whom the words belong to, as far as it may be said."""
        context = super().get_context(value, parent_context=parent_context)
        showing = context.get("showing")
        participant = value["participant"]
        if participant is None:
            context["name"] = value["who"]
        else:
            context["name"] = showing.name_of(participant) if showing else ""
        context["is_held_back"] = participant is not None and not (showing and showing.quotes)
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return no participant's words: the index cannot ask for their consent."""
        return [] if value["participant"] else super().get_searchable_content(value)

    class Meta:
        icon = "openquote"
        label = _("Sitat")
        template = "cms/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture or a drawing, with words for those who do not see it."""

    picture = PictureChooserBlock(label=_("Bilde"), required=False)
    illustration = blocks.ChoiceBlock(
        label=_("eller tegning"), choices=illustrations.choices, required=False
    )
    alt = blocks.CharBlock(
        label=_("Hva bildet viser"),
        max_length=LONGEST_ALT,
        help_text=_("For dem som ikke ser bildet. Ikke skriv navn på deltakere her."),
    )
    caption = blocks.CharBlock(label=_("Bildetekst"), max_length=200, required=False)

    def clean(self, value: Any) -> Any:
        """Ask for one of the two, not both."""
        cleaned = super().clean(value)
        if bool(cleaned["picture"]) == bool(cleaned["illustration"]):
            error = ValidationError(_("Velg et bilde eller en tegning, ikke begge."))
            raise blocks.StructBlockValidationError({"picture": error})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `image`: the picture in a size, or None while it may not be shown."""
        context = super().get_context(value, parent_context=parent_context)
        showing = context.get("showing")
        context["image"] = showing.image(value["picture"]) if showing else None
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return no words of a picture: they are shown with it alone, and it asks each time."""
        return [] if value["picture"] else super().get_searchable_content(value)

    class Meta:
        icon = "image"
        label = _("Bilde")
        template = "cms/blocks/picture.html"


class WorkBlock(WorkChooserBlock):
    """A work, with its makers as far as they wish to be named.

    A garden that a business leases does not stand in a story: there people stand beside it.
    """

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        """Read the works of a page with their places, details and pictures, in two queries."""
        found = with_details(Work.objects.select_related("picture"))
        works = found.prefetch_related("more_pictures").in_bulk(filter(None, values))
        return [works.get(value) for value in values]

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `card`: what may be shown of the work, None when it is not public."""
        context = super().get_context(value, parent_context=parent_context)
        showing = context.get("showing")
        card = showing.work(value) if showing else None
        names_people = showing is not None and showing.quotes
        context["card"] = None if card and card.is_the_crews and names_people else card
        return context

    class Meta:
        icon = "pick"
        label = _("Verk")
        template = "cms/blocks/work.html"


class FactBlock(blocks.StructBlock):
    """One line of a list of facts."""

    label = blocks.CharBlock(label=_("Hva"), max_length=60)
    value = blocks.CharBlock(label=_("Svar"), max_length=160)


class FactsBlock(blocks.ListBlock):
    """A short list of facts."""

    def __init__(self, child_block: Any = None, **kwargs: Any) -> None:
        super().__init__(child_block or FactBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Fakta")
        template = "cms/blocks/facts.html"


class CallBlock(blocks.StructBlock):
    """What one can do next: a sentence and a button."""

    text = blocks.CharBlock(label=_("Tekst"), max_length=200)
    link = blocks.CharBlock(label=_("Adresse"), max_length=300, validators=[own_page_or_https])
    label = blocks.CharBlock(label=_("På knappen"), max_length=60)

    class Meta:
        icon = "link"
        label = _("Knapp")
        template = "cms/blocks/call.html"


class PromiseBlock(blocks.StructBlock):
    """A promise on the home page: a drawing, a heading and a sentence."""

    illustration = blocks.ChoiceBlock(label=_("Tegning"), choices=illustrations.choices)
    heading = blocks.CharBlock(label=_("Overskrift"), max_length=60)
    text = blocks.CharBlock(label=_("Tekst"), max_length=200)

    class Meta:
        icon = "tick"
        label = _("Løfte")
        template = "cms/blocks/promise.html"


class Body(blocks.StreamBlock):
    """Everything a page's body may hold."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    work = WorkBlock()
    facts = FactsBlock()
    call = CallBlock()
