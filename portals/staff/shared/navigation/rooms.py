"""The rooms of the staff's portal: the one table from which menu, phone bar and «Mer» are made."""

from collections.abc import Collection
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portals.staff.shared.navigation.room_kinds import Page, Room
from portals.staff.shared.navigation.room_of_plans import PLAN

ROOMS = (
    Room(
        "i-dag",
        _("I dag"),
        "M12 5V2M12 22v-3M5 12H2M22 12h-3M7 7 5 5M19 19l-2-2M17 7l2-2M5 19l2-2M16 12a4 4 0 1 1-8 0"
        "a4 4 0 0 1 8 0Z",
        (
            Page(
                "staff:today",
                _("I dag"),
                _("Øktene dine, og det som venter på deg."),
                also=_("gjøremål"),
            ),
            Page("staff:leader", _("Trenger deg"), _("Det du bør se nå."), "lead", also=_("leder")),
            Page(
                "staff:figures",
                _("Tall"),
                _("Hva vi har gjort, og hva det kostet. Til rapport og søknad."),
                "budgets",
                also=_("statistikk rapport søknad tilskudd"),
                acts=(Page("staff:figures_export", _("Tall som CSV"), opens="budgets"),),
            ),
            Page(
                "staff:confirmations",
                _("Dette skal du bekrefte"),
                _("Det en kollega sier at du har sett, og koden din."),
            ),
            Page(
                "staff:home",
                _("Trygt hjem"),
                _("Hvem som er ute, og hvem som svarer."),
                also=_("sikkerhet alt i orden"),
                acts=(Page("staff:on_call_new", _("Ny vakt på telefonen"), opens="plan"),),
                by_team=True,
            ),
            Page(
                "staff:phone_list",
                _("Telefonliste"),
                _("Numrene til teamet, også til lomma."),
                also=_("nummer ring"),
                acts=(
                    Page("staff:phone_list_edit", _("Endre telefonlista"), opens="lead"),
                    Page("staff:routine_edit", _("Stedfortreder og kodeord"), opens="lead"),
                    Page("staff:pocket_card", _("Lommekort")),
                ),
                by_team=True,
            ),
            Page(
                "staff:day_pack",
                _("Dagen på papir"),
                _("Lister til en dag uten telefon."),
                "plan",
                also=_("lister skriv ut"),
            ),
            Page(
                "staff:never_sent",
                _("Gikk aldri ut"),
                _("Meldinger som ikke kom fram."),
                "plan",
                also=_("SMS beskjeder"),
            ),
        ),
        below=("/staff/vakt/", "/staff/hendelse/"),
    ),
    PLAN,
    Room(
        "folk",
        _("Folk"),
        "M12 8a3 3 0 1 1-6 0a3 3 0 0 1 6 0ZM3 20a6 6 0 0 1 12 0"
        "M15 5a3 3 0 0 1 0 6M18 14a6 6 0 0 1 3 6",
        (
            Page(
                "staff:participants",
                _("Deltakere"),
                _("De som er med, og kortene deres."),
                "people",
                also=_("folk"),
                acts=(Page("staff:participant_new", _("Ny deltaker"), opens="plan"),),
            ),
            Page(
                "staff:colleagues",
                _("Kolleger"),
                _("Hvem som er borte, kan hva, og har hvilken rolle."),
                also=_("ansatte roller arbeidstid"),
                acts=(
                    Page(
                        "staff:colleague_invite",
                        _("Inviter en kollega"),
                        opens="lead",
                        also=_("ny ansatt"),
                    ),
                    Page("staff:absence_new", _("Borte"), opens="plan", also=_("fravær ferie")),
                    Page("staff:cover_rule", _("Regel for bytter"), opens="lead"),
                ),
                by_team=True,
            ),
            Page(
                "staff:routines",
                _("Rutiner"),
                _("Slik gjør vi det her, og hva du har lest."),
                also=_("håndbok prosedyrer regler"),
                acts=(Page("staff:routine_new", _("Ny rutine"), opens="lead"),),
                by_team=True,
            ),
            Page(
                "staff:working_time_limits",
                _("Hviletid og timer"),
                _("Hva loven og avtalen sier om hvile og timer."),
                also=_("arbeidsmiljøloven overtid hvile"),
                acts=(Page("staff:working_time_edit", _("Endre hviletid og timer"), opens="lead"),),
                by_team=True,
            ),
            Page(
                "staff:substitutes",
                _("Vikarer på tvers"),
                _("Kolleger fra andre team som kan spørres om vakter."),
                also=_("vikar vikarbank låne folk"),
                acts=(
                    Page("staff:substitutes_ask", _("Spør et annet team om vikarer"), opens="lead"),
                ),
                by_team=True,
            ),
            Page(
                "staff:sign_ins",
                _("Innlogging"),
                _("Når noen har mistet passordet eller telefonen."),
                "lead",
                also=_("passord"),
            ),
        ),
    ),
    Room(
        "penger",
        _("Penger"),
        "M3 6h18v12H3ZM15 12a3 3 0 1 1-6 0a3 3 0 0 1 6 0ZM6 9v0M18 15v0",
        (
            Page(
                "staff:pay",
                _("Betaling"),
                _("Hvem som har noe til gode."),
                "pay",
                also=_("honorar penger kontant"),
            ),
            Page(
                "staff:pay_groups",
                _("Betal en gruppe"),
                _("Alle fra en økt, på én gang."),
                "hand_out",
            ),
            Page("staff:envelopes", _("Konvolutter"), _("Hva som skal i hver konvolutt."), "pay"),
            Page(
                "staff:boxes",
                _("Pengeskrin"),
                _("Tell, fyll og ta ut."),
                "pay",
                also=_("kasse"),
                acts=(Page("staff:box_new", _("Nytt skrin"), opens="hold"),),
            ),
            Page(
                "staff:gift_cards",
                _("Gavekort"),
                _("De som ligger klare, og de som er gitt."),
                "pay",
                acts=(Page("staff:gift_cards_new", _("Nye gavekort"), opens="hold"),),
            ),
            Page(
                "staff:batches",
                _("Til banken"),
                _("Filer til banken, og kontoen det går fra."),
                "budgets",
                also=_("bunker bankfil"),
                acts=(Page("staff:bank_profile", _("Bankoppsett"), opens="hold"),),
            ),
            Page("staff:reconcile", _("Avstemming"), _("Det ingen har hørt om ennå."), "budgets"),
            Page(
                "staff:budgets",
                _("Budsjett"),
                _("Hva det er penger til."),
                "budgets",
                acts=(Page("staff:budget_new", _("Nytt budsjett"), opens="hold"),),
            ),
            Page(
                "staff:thresholds",
                _("Grenser"),
                _("Beløpsgrenser i året, med kilde."),
                "budgets",
                also=_("skatt"),
                acts=(Page("staff:threshold_new", _("Ny grense"), opens="hold"),),
            ),
            Page(
                "staff:journal",
                _("Regnskap"),
                _("Bilag, fil og koder, og om alt stemmer."),
                "budgets",
                also=_("bilag"),
                acts=(
                    Page("staff:journal_export", _("Regnskapsfil"), opens="budgets"),
                    Page("staff:agreement", _("Stemmer bøkene?"), opens="budgets"),
                    Page("staff:account_codes", _("Kontokoder"), opens="hold"),
                ),
            ),
            Page(
                "staff:payment_times",
                _("Løfter vi har holdt"),
                _("Hva vi lovet og betalte."),
                "pay",
            ),
            Page(
                "staff:stripe_payouts",
                _("Stripe"),
                _("Overføringer til konto."),
                "pay",
                acts=(Page("staff:stripe_connect", _("Koble til Stripe"), opens="hand_out"),),
            ),
        ),
    ),
    Room(
        "verk",
        _("Verk"),
        "M4 11 12 4l8 7M6 10v10h12V10M14 14a2 2 0 1 1-4 0a2 2 0 0 1 4 0Z",
        (
            Page(
                "staff:works",
                _("Verk"),
                _("Det vi lager, og når noen sist så til det."),
                also=_("fuglekasser minihager"),
                acts=(Page("staff:work_new", _("Nytt verk"), opens="plan"),),
            ),
            Page(
                "staff:jobs",
                _("Oppdrag"),
                _("Småting som venter på noen."),
                acts=(Page("staff:job_new", _("Nytt oppdrag"), opens="plan"),),
            ),
        ),
    ),
    Room(
        "historier",
        _("Historier"),
        "M12 7C9 5 6 5 3 6v13c3-1 6-1 9 1c3-2 6-2 9-1V6c-3-1-6-1-9 1ZM12 7v13",
        (
            Page(
                "staff:stories",
                _("Historier"),
                _("De nyeste, og de som venter på et ja."),
                acts=(Page("staff:story_new", _("Ny historie"), opens="tell"),),
            ),
            Page("wagtailadmin_home", _("Nettsted"), _("Alle sidene vi har ute."), "website"),
        ),
    ),
    Room(
        "bedrifter",
        _("Bedrifter"),
        "M4 21V4h10v17M14 10h6v11M2 21h20M8 8h2M8 12h2M8 16h2",
        (
            Page(
                "staff:partners",
                _("Bedrifter"),
                _("De som leier, og de som har spurt."),
                "partners",
                also=_("leie faktura"),
                acts=(Page("staff:partner_new", _("Ny bedrift"), opens="plan"),),
            ),
        ),
    ),
    Room(
        "min-side",
        _("Min side"),
        "M16 8a4 4 0 1 1-8 0a4 4 0 0 1 8 0ZM4 21a8 8 0 0 1 16 0",
        (
            Page(
                "staff:me",
                _("Min side"),
                _("Vaktene dine, og når du er borte."),
                acts=(Page("staff:ill", _("Jeg er syk i dag"), opens="plan", also=_("sykdom")),),
            ),
            Page(
                "staff:my_calendar",
                _("Min kalender"),
                _("Vaktene på telefonen."),
                also=_("telefon"),
            ),
            Page("account_change_password", _("Endre passord"), _("Et nytt passord.")),
            Page("mfa_index", _("Sikker innlogging"), _("Koden og nøklene dine.")),
            Page("staff:help_index", _("Hjelp"), _("Hva hvert rom er til."), also=_("hvordan")),
        ),
        is_mine=True,
    ),
)
MORE = Room(
    "mer",
    _("Mer"),
    "M6 12a1 1 0 1 1-2 0a1 1 0 0 1 2 0ZM13 12a1 1 0 1 1-2 0a1 1 0 0 1 2 0Z"
    "M20 12a1 1 0 1 1-2 0a1 1 0 0 1 2 0Z",
    (
        Page(
            "staff:more",
            _("Mer"),
            _("Alle rommene, og det som er i dem."),
            acts=(Page("staff:search", _("Søk")),),
        ),
    ),
)

NEW = (
    "staff:session_new", "staff:participant_new", "staff:work_new", "staff:job_new",
    "staff:story_new",
)  # fmt: skip
"""What «Ny …» offers in the head of every page: acts of the table."""

address_of = cache(reverse)
"""Return the address of a route of the table; asked for on every page."""


def pages_of(opens: Collection[str]) -> list[Page]:
    """Return the pages and acts that somebody who `opens` so much may open, room by room."""
    pages = [one for room in ROOMS for page in room.pages for one in (page, *page.acts)]
    return [one for one in pages if not one.opens or one.opens in opens]
