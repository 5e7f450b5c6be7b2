"""The words of the home page and of the pages about Reir, in plain language."""

from demo.data.pages_en import ABOUT_EN, ACCESSIBILITY_EN, BUSINESSES_EN, PRIVACY_EN
from demo.data.pages_nn import ABOUT_NN, ACCESSIBILITY_NN, BUSINESSES_NN, PRIVACY_NN
from demo.data.pages_translated import HOME_EN, HOME_NN
from demo.data.projects import PROJECTS
from demo.data.shapes import HomeText, PageText

__all__ = ["ABOUT", "ACCESSIBILITY", "BUSINESSES", "HOME", "PAGES", "PRIVACY", "PROJECTS"]

HOME = HomeText(
    title="Et sted å lage noe sammen",
    intro=(
        "Vi maler fuglekasser, rydder elva, skrur PC-er og lager sanger. "
        "Kom når du vil. Du trenger ikke kunne noe fra før."
    ),
    illustration="birdhouse-in-tree",
    illustration_alt=(
        "Tegning: en fuglekasse med rødt tak henger på en bjørk. En gul fugl sitter under."
    ),
    primary_label="Se hva som skjer",
    secondary_label="Les historiene",
    promises=(
        (
            "coffee",
            "Ingen hast",
            "Du kan komme i ti minutter eller hele dagen. Begge deler er å være med.",
        ),
        ("money", "Du får honorar", "Du får et fast beløp for å være med. Det er likt for alle."),
        (
            "people-hands",
            "Du bestemmer",
            "Navn, bilder og historier vises bare når du har sagt ja. Du kan ombestemme deg.",
        ),
        ("phone", "En å ringe til", "Det står alltid navn og telefonnummer til en person."),
    ),
    projects_heading="Dette holder vi på med",
    stories_heading="Historier herfra",
    calendar_heading="Dette skjer snart",
    partners_heading="En hage på kontoret?",
    partners_text=(
        "Vi lager japanske minihager som bedrifter kan leie. Vi kommer "
        "innom og steller dem. Pengene går til dem som lager dem."
    ),
    translations=(HOME_NN, HOME_EN),
)

ABOUT = PageText(
    slug="om-reir",
    translations=(ABOUT_NN, ABOUT_EN),
    title="Om Reir",
    intro="Reir er seks team i Oslo som lager ting sammen med folk i nabolaget.",
    illustration="nest",
    illustration_alt="Tegning: et reir av tre strøk med et gult egg i.",
    search_description=(
        "Reir er seks team i Oslo som lager fuglekasser, minihager, film "
        "og mye annet sammen med folk."
    ),
    blocks=[
        (
            "paragraph",
            (
                "<p>Et reir bygges strå for strå. Ingen spør hvor lang tid det "
                "tar. Slik jobber vi også.</p><p>Vi møtes på biblioteker, i parker "
                "og langs elvene. Noen av oss er ansatt. Noen har egen erfaring og "
                "jobber som erfaringskonsulenter. De fleste er deltakere. Rundt "
                "bordet er det ikke så lett å se hvem som er hvem, og det liker "
                "vi.</p>"
            ),
        ),
        ("heading", "Dette lover vi"),
        (
            "paragraph",
            (
                "<ul><li>Ingen måler hvor mye eller hvor fort du gjør "
                "noe.</li><li>Du kan være borte lenge og komme tilbake. Ingen spør "
                "hvorfor.</li><li>Er det fullt, får du plass i køen, to andre "
                "forslag og navnet på en å ringe.</li><li>Når vi må avlyse, får de "
                "som skulle komme, honorar likevel.</li><li>Ingenting om deg vises "
                "uten at du har sagt ja.</li></ul>"
            ),
        ),
        ("heading", "Ting som blir stående"),
        (
            "paragraph",
            (
                "<p>Det vi lager, skal ut i byen. Fuglekassene henger i parkene. "
                "Minihagene står på kontorer. PC-ene kommer hjem til en familie. "
                "Elva blir litt renere hver uke. Du kan følge kassene på Instagram "
                "med #Oslokassa.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "people-hands",
                "alt": "Tegning: flere hender i ulike farger strekker seg opp.",
                "caption": "Det trengs mange hender. Også de som heller kaffe.",
            },
        ),
        (
            "facts",
            [
                {"label": "Alna", "value": "Furuset og langs Alnaelva"},
                {"label": "Gamle Oslo", "value": "Tøyen og Bjørvika"},
                {"label": "Grünerløkka", "value": "Schous plass og Akerselva"},
                {"label": "Grorud", "value": "Nordtvet og Romsås"},
                {"label": "St. Hanshaugen", "value": "Doga og parkene"},
                {"label": "Stovner", "value": "Rommen og Stovner senter"},
            ],
        ),
        (
            "call",
            {
                "text": "Kom innom. Kaffen er gratis.",
                "link": "/kalender/",
                "label": "Se hva som skjer",
            },
        ),
    ],
)

BUSINESSES = PageText(
    slug="for-bedrifter",
    translations=(BUSINESSES_NN, BUSINESSES_EN),
    title="En minihage til kontoret",
    intro="Lei en japansk minihage laget for hånd. Vi kommer innom og steller den.",
    illustration="garden-on-desk",
    illustration_alt="Tegning: en minihage på en pult ved et vindu, ved siden av en skjerm.",
    search_description=(
        "Lei en håndlaget japansk minihage til kontoret i Oslo. Stell er med i prisen."
    ),
    blocks=[
        (
            "paragraph",
            (
                "<p>En minihage er et lite landskap på et brett: stein, sand, mose "
                "og en liten furu. Den passer på en pult, i en resepsjon eller "
                "midt på et møtebord. Ingen hager er like.</p>"
            ),
        ),
        ("heading", "Slik foregår det"),
        (
            "paragraph",
            (
                "<ol><li>Dere velger en hage og hvor lenge dere vil leie "
                "den.</li><li>Vi kommer med den og finner et godt sted sammen med "
                "dere.</li><li>Annenhver uke steller to av oss hagen. Vi dusjer "
                "mosen, raker sanden og bytter det som trenger det.</li><li>Dere "
                "ser på siden deres når vi sist var der.</li></ol>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Pris", "value": "fra 900 kroner i måneden per hage"},
                {"label": "Størrelse", "value": "omtrent 40 × 30 centimeter"},
                {"label": "Stell", "value": "annenhver uke, er med i prisen"},
                {"label": "Leietid", "value": "3, 6 eller 12 måneder"},
            ],
        ),
        (
            "picture",
            {
                "illustration": "garden",
                "alt": (
                    "Tegning: en minihage på et brett, med stein, sand, mose og en liten furu."
                ),
                "caption": "Steinene er funnet på tur i Oslo.",
            },
        ),
        ("heading", "Hvor går pengene?"),
        (
            "paragraph",
            (
                "<p>Leien går til sand, planter og honorarer. Den som steller "
                "hagen, får et fast honorar for hvert besøk. Vi sier aldri mer om "
                "den som kommer, enn det personen selv vil fortelle.</p>"
            ),
        ),
        ("heading", "Trenger den mye lys?"),
        (
            "paragraph",
            (
                "<p>Hagen liker dagslys, men ikke sol rett på. Den tåler en ferie. "
                "Går noe galt, ringer dere oss, og så ordner vi det. Det koster "
                "ingenting.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "Se hagene som er ledige nå, eller spør oss om noe.",
                "link": "/minihager/",
                "label": "Velg en hage",
            },
        ),
    ],
)

PRIVACY = PageText(
    slug="personvern",
    translations=(PRIVACY_NN, PRIVACY_EN),
    title="Det vi vet om deg",
    intro="Vi skriver ned så lite som mulig. Du kan lese alt, og du bestemmer hva andre får se.",
    illustration="card",
    illustration_alt="Tegning: et papirkort med rutemønster, på en snor.",
    search_description=(
        "Hva Reir lagrer om deltakere, hvorfor, hvor lenge, og hvordan du får se det."
    ),
    blocks=[
        ("heading", "Dette skriver vi ned"),
        (
            "paragraph",
            (
                "<ul><li>Navnet du vil bli kalt.</li><li>Hvordan vi kan nå deg, "
                "hvis du vil bli nådd.</li><li>Hva du liker å gjøre, hvis du har "
                "valgt noe.</li><li>Hva du har vært med på, og hva du har "
                "laget.</li><li>Honorar du har fått, og honorar som er på "
                "vei.</li><li>Hva du har sagt ja til å vise.</li></ul>"
            ),
        ),
        ("heading", "Dette skriver vi aldri ned"),
        (
            "paragraph",
            (
                "<p>Vi har ikke noe felt for helse, bosted, fødselsnummer eller "
                "fortid. Vi skriver ikke notater om deg. Vi skriver heller ikke "
                "ned hvis du ikke kommer.</p>"
            ),
        ),
        ("heading", "Hvem kan se det?"),
        (
            "paragraph",
            (
                "<p>De som jobber i teamet ditt. Den som betaler ut honorar, ser "
                "bare det som trengs for det. Hver gang noen ser på siden din, "
                "blir det ført i en logg. Du kan lese loggen på din side.</p>"
            ),
        ),
        ("heading", "Når du har sagt ja til å vise noe"),
        (
            "paragraph",
            (
                "<p>Du sier ja til én ting om gangen: én historie, ett bilde, ett "
                "verk. Du kan trekke det tilbake på din side når du vil. Du "
                "trenger ikke si hvorfor. Innen ett minutt er det borte herfra. "
                "Ingenting annet endrer seg.</p><p>Det som er trykt på papir eller "
                "delt av andre, kan vi ikke hente tilbake. Det sier vi før du "
                "svarer.</p>"
            ),
        ),
        ("heading", "Hvor lenge tar vi vare på det?"),
        (
            "paragraph",
            (
                "<p>Så lenge du er med. Slutter du, sletter vi det om deg. Loven "
                "sier at vi må ta vare på regnskapet i fem år etter at året er "
                "slutt. Der står det et nummer i stedet for navnet ditt.</p>"
            ),
        ),
        ("heading", "Informasjonskapsler"),
        (
            "paragraph",
            (
                "<p>Nettsiden har bare de to som trengs for å logge inn og sende "
                "skjemaer. Ingen følger med på hva du leser.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "Vil du lese alt som står om deg? Åpne siden din, eller ring teamet.",
                "link": "/min/",
                "label": "Åpne siden min",
            },
        ),
    ],
)

ACCESSIBILITY = PageText(
    slug="tilgjengelighet",
    translations=(ACCESSIBILITY_NN, ACCESSIBILITY_EN),
    title="Slik skal nettsiden virke for alle",
    intro=(
        "Reir skal kunne leses og styres av alle. Her står det hva vi har "
        "gjort, og hva som mangler."
    ),
    illustration="people-hands",
    illustration_alt="Tegning: flere hender i ulike farger strekker seg opp.",
    search_description=(
        "Tilgjengelighetserklæring for Reir: hva vi har gjort, hva som "
        "mangler, og hvem du kan si fra til."
    ),
    blocks=[
        ("heading", "Dette har vi gjort"),
        (
            "paragraph",
            (
                "<ul><li>Alt kan gjøres med tastatur, og alt virker uten "
                "JavaScript.</li><li>Teksten er stor, og den kan gjøres fire "
                "ganger så stor.</li><li>Knappene er store nok for en "
                "tommel.</li><li>Bildene har en tekst som skjermlesere leser "
                "opp.</li><li>Farge står aldri alene. Det er alltid ord ved siden "
                "av.</li><li>Sidene kan skrives ut på ett ark.</li><li>Vi skriver "
                "kort og enkelt, og vi måler det.</li></ul>"
            ),
        ),
        ("heading", "Kravene vi følger"),
        (
            "paragraph",
            (
                "<p>Vi følger WCAG 2.2 på nivå AA. Sidene blir testet med axe hver "
                "gang vi endrer noe, på liten og stor skjerm.</p>"
            ),
        ),
        ("heading", "Dette er ikke bra nok ennå"),
        (
            "paragraph",
            (
                "<ul><li>Kartet over verkene er vanskelig uten mus. Alt i kartet "
                "står også i ei liste.</li><li>Noen filmer mangler teksting. Si "
                "fra, så lager vi den.</li><li>Sidene der ansatte skriver "
                "historier, er laget av andre og har noen feil.</li></ul>"
            ),
        ),
        ("heading", "Si fra"),
        (
            "paragraph",
            (
                "<p>Virker ikke noe for deg? Ring teamet der du bor. Du trenger "
                "ikke vite hva feilen heter. Du får svar fra en person innen fem "
                "dager.</p><p>Er du ikke fornøyd med svaret, kan du si fra til "
                "Tilsynet for universell utforming av IKT, som er en del av "
                "Digdir.</p>"
            ),
        ),
    ],
)

PAGES: tuple[PageText, ...] = (ABOUT, BUSINESSES, PRIVACY, ACCESSIBILITY)
