"""What the help says of each room, by its slug: LIX at most 40."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Act:
    """Something one does often: where it begins (a route of rooms.py), its name, and how."""

    route: str
    name: Any
    how: Any


@dataclass(frozen=True)
class Help:
    """What a room is for, its three most common acts, and the name of its picture."""

    purpose: Any
    acts: tuple[Act, Act, Act]
    picture: str


HELP = {
    "i-dag": Help(
        _("Her er øktene du har i dag, og det som venter på deg."),
        (
            Act(
                "staff:today",
                _("Si hvem som var med"),
                _(
                    "Finn økta, og trykk «Var med» ved navnet. Er du uten dekning, lagres det på "
                    "telefonen. Det sendes når du har nett igjen."
                ),
            ),
            Act(
                "staff:home",
                _("Se hvem som er ute"),
                _(
                    "Trygt hjem viser hvem som er ute nå, og hvem som svarer på telefonen. "
                    "Er du urolig, så ring."
                ),
            ),
            Act(
                "staff:phone_list",
                _("Finn et nummer"),
                _("Numrene teamet trenger, står samlet. Skriv dem ut på et kort til lomma."),
            ),
        ),
        "phone",
    ),
    "plan": Help(
        _("Her er uka: øktene, hvem som jobber, og hva som mangler."),
        (
            Act(
                "staff:session_new",
                _("Lag en økt"),
                _(
                    "Velg aktivitet og dag. Resten er fylt ut som sist. Lagre et utkast, eller "
                    "åpne økta med en gang. Deltakere ser den først når den er åpen."
                ),
            ),
            Act(
                "staff:week_people",
                _("Fyll en vakt"),
                _(
                    "Øverst står øktene som mangler noen. Trykk på én, så ser du hvem som passer "
                    "best, og hvorfor."
                ),
            ),
            Act(
                "staff:plan_week",
                _("Planlegg hele uka"),
                _("Hent uka slik den pleier å være. Så endrer du bare det som er annerledes."),
            ),
        ),
        "calendar",
    ),
    "folk": Help(
        _("Her er deltakerne du følger, og kollegene dine."),
        (
            Act(
                "staff:participant_new",
                _("Ta inn en deltaker"),
                _("Skriv navnet som personen selv vil bruke. Mer trenger vi ikke å vite."),
            ),
            Act(
                "staff:absence_new",
                _("Noter at noen er borte"),
                _("Velg kollegaen og dagene. Vaktene blir merket, så ser alle hva som mangler."),
            ),
            Act(
                "staff:colleague_invite",
                _("Inviter en kollega"),
                _("Skriv e-posten og velg rolle. Kollegaen får et brev med vei inn."),
            ),
        ),
        "people-hands",
    ),
    "penger": Help(
        _("Her ser du hvem som har penger til gode, og hvordan de får dem."),
        (
            Act(
                "staff:pay",
                _("Betal én"),
                _(
                    "Trykk «Betal» ved navnet. Velg det som gis nå. En kollega ser på, og "
                    "bekrefter med koden sin."
                ),
            ),
            Act(
                "staff:pay_groups",
                _("Betal en gruppe"),
                _("Velg økta folk var med på. Huk av dem som får pengene i hånda."),
            ),
            Act(
                "staff:budgets",
                _("Se hva det er penger til"),
                _("Budsjettet viser hva som er lovet, hva som er betalt, og hva som er ledig."),
            ),
        ),
        "money",
    ),
    "verk": Help(
        _("Her er det vi har laget, og når noen sist så til det."),
        (
            Act(
                "staff:work_new",
                _("Skriv inn et nytt verk"),
                _("Velg hva det er, og hvor det står. Hvem som laget det, vises bare med et ja."),
            ),
            Act(
                "staff:works",
                _("Si at du har sett til det"),
                _("Åpne verket, og si hvordan det står til. Ta gjerne et bilde."),
            ),
            Act(
                "staff:jobs",
                _("Gi bort et oppdrag"),
                _("Småting som venter, kan en deltaker ta når det passer. Ingen frist."),
            ),
        ),
        "birdhouse",
    ),
    "historier": Help(
        _("Her forteller vi hva folk har fått til, med deres egne ord og deres ja."),
        (
            Act(
                "staff:story_new",
                _("Fortell en historie"),
                _("Ta et bilde, skriv noen linjer, og spør dem som er med. Gi den til redaktøren."),
            ),
            Act(
                "staff:stories",
                _("Se hva som venter på et ja"),
                _("En historie kommer ut når alle som er med i den, har sagt ja."),
            ),
            Act(
                "wagtailadmin_home",
                _("Endre en side på nettstedet"),
                _("Alle sidene ligger der. Lagre et utkast til du er ferdig."),
            ),
        ),
        "camera",
    ),
    "bedrifter": Help(
        _("Her er bedriftene som leier minihager, og de som har spurt."),
        (
            Act(
                "staff:partners",
                _("Svar på et spørsmål"),
                _("Øverst står de som har skrevet til oss. Svar, eller gi det til et annet team."),
            ),
            Act(
                "staff:partner_new",
                _("Skriv inn en bedrift"),
                _("Skriv navnet og hvem vi snakker med. Så kan du invitere dem inn."),
            ),
            Act(
                "staff:works",
                _("Lei ut en minihage"),
                _("Åpne minihagen, og sett en pris. Da kan bedrifter velge den."),
            ),
        ),
        "garden-on-desk",
    ),
    "min-side": Help(
        _("Her er vaktene dine, og alt som er ditt eget."),
        (
            Act(
                "staff:me",
                _("Se vaktene dine"),
                _("Uka står øverst, med timene dine. Under ser du når du har vakttelefonen."),
            ),
            Act(
                "staff:my_calendar",
                _("Få vaktene på telefonen"),
                _("Lag en adresse til kalenderen din. Den holder seg oppdatert selv."),
            ),
            Act(
                "mfa_index",
                _("Gjør innloggingen tryggere"),
                _("Bruk en kode fra telefonen i tillegg til passordet."),
            ),
        ),
        "card",
    ),
}
