"""The form of a story: whoever was in it stays in it until a second member of staff agrees."""

from typing import Any

from django.core.exceptions import ValidationError

from cms.editing import stale_forms
from cms.editing.page_forms import EditorPageForm
from core.errors import RuleBroken
from participants import depiction_removals
from participants.forms import SecondField
from participants.models import Participant


class StoryForm(EditorPageForm):
    """A story's form. `people_to_remove` on the page tells the hooks whom to ask a second about.

    A preview is such a form too, so nothing is written here.
    """

    second = SecondField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Participant.objects.filter(pk__in=self.kept.get(Participant, ()))
        there = there.exclude(pk__in=self._agreed_to_be_out())
        self.people_before = list(there) if self.kept else []
        self.taken_out: list[Participant] = []
        if not self.people_before:
            self.fields.pop("second", None)
        elif "second" in self.fields:
            second = self.fields["second"]
            second.queryset = depiction_removals.confirmers_for(
                self.people_before, by=self.for_user
            )
            lines = [str(second.help_text), *depiction_removals.in_words(self.instance)]
            second.help_text = " ".join(lines)

    def _agreed_to_be_out(self) -> set[int]:
        """Return who stands only in what is read now: a second has confirmed that already."""
        out = depiction_removals.confirmed_for(self.instance) if self.instance.pk else set()
        if not out:
            return out
        stored = type(self.instance).objects.get(pk=self.instance.pk)
        draft = stored.get_latest_revision_as_object()
        return out - {person.pk for person in draft.people_shown()}

    def clean(self) -> Any:
        """Ask who is the second when somebody leaves the list and is not quoted either."""
        cleaned = super().clean()
        stay = self._who_stays()
        self.taken_out = [person for person in self.people_before if person.pk not in stay]
        try:
            depiction_removals.must_have_second(
                self.taken_out, by=self.for_user, second=self.cleaned_data.get("second")
            )
        except RuleBroken as broken:
            self.add_error("second", ValidationError(broken.message))
        if self._puts_somebody_in_twice():
            stale_forms.explain(self)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Keep those in the story who are to be taken out, and say who they are."""
        out = {person.pk for person in self.taken_out}
        rows = [row for row in self.instance.named.all() if row.participant_id in out]
        page = super().save(commit=commit)
        if rows:
            page.named.add(*rows)
            if commit:
                page.named.commit()
        second = self.cleaned_data.get("second")
        page.people_to_remove = [(person, second) for person in self.taken_out]
        return page

    def _puts_somebody_in_twice(self) -> bool:
        """Tell whether a new row is of somebody whose own row the form does not know of."""
        named = self.formsets.get("named")
        if named is None or not named.is_valid():
            return False
        known = {form.instance.pk for form in named.initial_forms}
        rows = [row for row in self.instance.named.all() if row.pk and row.pk not in known]
        new = {form.cleaned_data.get("participant") for form in named.extra_forms}
        return any(row.participant in new for row in rows)

    def _who_stays(self) -> set[int]:
        stay = {person.pk for person in self.instance.people_quoted()}
        body = self.cleaned_data.get("body") or ()
        stay |= {
            block.value["participant"].pk
            for block in body
            if block.block_type == "quote" and block.value["participant"]
        }
        named = self.formsets.get("named")
        for form in named.forms if named is not None and named.is_valid() else ():
            if form not in named.deleted_forms and form.cleaned_data.get("participant"):
                stay.add(form.cleaned_data["participant"].pk)
        return stay
