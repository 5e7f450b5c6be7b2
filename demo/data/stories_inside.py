"""Stories from indoors, in bokmål. Written for Reir; everybody in them is invented."""

from demo.data.shapes import Story

TRAY_GARDEN = Story(
    slug="en-hage-pa-et-brett",
    title="En hage på et brett",
    intro="Mari lager hager som får plass på en pult. To av dem står på et kontor i Bjørvika.",
    lead_illustration="garden",
    lead_alt="Tegning: en minihage på et brett, med stein, sand, mose og en liten furu.",
    activity_key="minihagen",
    district="gamle-oslo",
    weeks_ago=3,
    named_participants=("mari",),
    blocks=[
        (
            "paragraph",
            (
                "<p>Du trenger et brett, litt sand, noen steiner og god tid. Mari "
                "har alltid en stein i lomma. Hun finner dem på tur og spør seg "
                "selv: Hvilken vei vil den ligge?</p>"
            ),
        ),
        (
            "quote",
            {"text": "En stein har en forside. Du må bare snu den til du ser den.", "who": "Mari"},
        ),
        ("heading", "Slik blir hagen til"),
        (
            "paragraph",
            (
                "<p>Først legger vi steinene. De skal stå i en gruppe, gjerne tre, "
                "og aldri på rad. Så kommer mosen. Til slutt heller vi på sanden "
                "og raker ringer rundt.</p><p>Raken er laget av en trebit og fem "
                "spiker. Blir det feil, rister vi brettet og raker på nytt. Sanden "
                "husker ingenting.</p>"
            ),
        ),
        ("work", "minihage-1"),
        ("heading", "Til pulten, og tilbake"),
        (
            "paragraph",
            (
                "<p>Et firma leier to av hagene til Mari. Annenhver uke går hun og "
                "Samir dit. De dusjer mosen, raker sanden og tar en prat ved "
                "kaffemaskinen. For hvert besøk får Mari et honorar.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "garden-on-desk",
                "alt": "Tegning: en minihage på en pult ved et vindu, ved siden av en skjerm.",
                "caption": "Hagen liker lys, men ikke sol rett på.",
            },
        ),
        (
            "quote",
            {
                "text": (
                    "En på kontoret sa at hun raker litt før vanskelige møter. Da ble jeg stolt."
                ),
                "who": "Mari",
            },
        ),
        (
            "facts",
            [
                {"label": "Steiner", "value": "tre eller fem"},
                {"label": "Vann", "value": "en dusj to ganger i uka"},
                {"label": "Sand", "value": "fin og lys, to centimeter"},
            ],
        ),
        (
            "call",
            {
                "text": "Har dere plass til en hage på kontoret?",
                "link": "/minihager/",
                "label": "Les om å leie",
            },
        ),
    ],
)

LEYLAS_COMPUTER = Story(
    slug="tre-odelagte-ble-en-hel",
    title="Tre ødelagte ble én hel",
    intro="Leyla hadde aldri åpnet en PC. Nå kjenner hun lyden av en vifte som er slått på.",
    lead_illustration="computer",
    lead_alt="Tegning: en bærbar PC med et grønt blad på skjermen, og en skrutrekker.",
    activity_key="gjenbruk-av-pc-er",
    district="stovner",
    weeks_ago=4,
    named_participants=("leyla",),
    blocks=[
        (
            "paragraph",
            (
                "<p>Hver mandag står det en stabel gamle PC-er på bordet på Rommen "
                "scene. De kommer fra bedrifter som har kjøpt nye. Alt som lå på "
                "dem, er slettet før vi får dem.</p><p>Leyla kom egentlig for å få "
                "hjelp med telefonen. Så ble hun stående og se på.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Jeg trodde det var helt umulig å forstå. Men det er jo bare "
                    "skruer. Og så en vifte og noen kort."
                ),
                "who": "Leyla",
            },
        ),
        ("heading", "Skrue for skrue"),
        (
            "paragraph",
            (
                "<p>Omar viste henne hvordan man åpner lokket. Skruene legger vi i "
                "en eggekartong, så vet vi hvor de skal tilbake. Den første PC-en "
                "var død. Den andre hadde knust skjerm. Den tredje manglet "
                "minne.</p><p>Sammen ble de til én. Leyla trykket på knappen. Det "
                "lyste.</p>"
            ),
        ),
        ("work", "pc-1"),
        ("heading", "Hvem får dem?"),
        (
            "paragraph",
            (
                "<p>PC-ene går til familier som mangler en. De får den gratis, med "
                "lader og mus i en fin pose. Vi vet ikke hvem de er, og de vet "
                "ikke hvem vi er. Men i posen ligger det alltid en lapp: «Satt i "
                "stand på Stovner. Lykke til!»</p>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Skruer i en vanlig bærbar", "value": "omtrent 20"},
                {"label": "Det vi oftest bytter", "value": "disk og batteri"},
                {"label": "Pris for familien", "value": "0 kroner"},
            ],
        ),
        (
            "quote",
            {
                "text": "Søsteren min ringer meg nå når hennes PC er treg. Det er en ny følelse.",
                "who": "Leyla",
            },
        ),
        (
            "call",
            {
                "text": "Du trenger ikke kunne noe fra før.",
                "link": "/kalender/",
                "label": "Se når vi skrur",
            },
        ),
    ],
)

FRIDAY_SONG = Story(
    slug="sangen-fra-fredagen",
    title="Sangen fra fredagen",
    intro="Jonas hadde en tekst i lomma i et halvt år. En fredag ble den en sang.",
    lead_illustration="music",
    lead_alt="Tegning: en rød gitar og et ark med noter.",
    activity_key="film-foto-og-musikk",
    district="grorud",
    weeks_ago=6,
    named_participants=("jonas", "mia"),
    blocks=[
        (
            "paragraph",
            (
                "<p>Arket var brettet så mange ganger at det nesten gikk i fire. "
                "Jonas la det på bordet på Romsås og sa at det sikkert ikke var "
                "noe.</p><p>Mia leste det to ganger. Så tok hun bassen.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": "Hun sa ingenting. Hun bare begynte å spille. Da måtte jeg jo synge.",
                "who": "Jonas",
            },
        ),
        ("heading", "Ett mikrofonstativ og et teppe"),
        (
            "paragraph",
            (
                "<p>Vi har ikke noe stort studio. Vi har et rom bak bokhyllene, et "
                "ullteppe på veggen og en mikrofon. Jon fra teamet passet på "
                "opptakeren. Utenfor gikk folk og lånte bøker.</p><p>De tok opp "
                "sangen tre ganger. Den siste gangen kom det en stemme til. Det "
                "var en mann som egentlig skulle levere en bok.</p>"
            ),
        ),
        ("work", "sang-fredag"),
        (
            "quote",
            {
                "text": "Andre verset er det beste. Der ler vi litt, og det lot vi stå.",
                "who": "Mia",
            },
        ),
        (
            "paragraph",
            (
                "<p>Sangen heter «Fredagen». Den varer i to minutter og førti "
                "sekunder. Jonas bestemmer selv hvem som får høre den. Akkurat nå "
                "er svaret: alle.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "people-hands",
                "alt": "Tegning: flere hender i ulike farger strekker seg opp.",
                "caption": "Tre stemmer var med til slutt.",
            },
        ),
        (
            "call",
            {
                "text": "Vi har gitarer, bass og kamera. Du kan også bare lytte.",
                "link": "/kalender/",
                "label": "Bli med på en fredag",
            },
        ),
    ],
)

BLACK_HOLE = Story(
    slug="hva-er-et-svart-hull",
    title="Hva er et svart hull?",
    intro="Hver torsdag velger én av oss et tema. Denne gangen reiste vi langt.",
    lead_illustration="projector",
    lead_alt="Tegning: et lerret med en spire og en sol, en projektor og to stoler.",
    activity_key="laer-det-du-vil",
    district="alna",
    weeks_ago=7,
    named_participants=("eva",),
    blocks=[
        (
            "paragraph",
            (
                "<p>Lista henger på døra på biblioteket på Furuset. Der kan alle "
                "skrive opp noe de lurer på. Det står «såpe», «vikinger», «hvordan "
                "virker en trikk» og «katter, alt».</p><p>Eva hadde skrevet: «Hva "
                "er et svart hull?»</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Jeg har lurt på det siden jeg var ni. Det er bare ingen som har "
                    "spurt meg hva jeg lurer på."
                ),
                "who": "Eva",
            },
        ),
        ("heading", "Lys av, lerret ned"),
        (
            "paragraph",
            (
                "<p>Vi så to korte filmer og en lang. Vi stoppet ofte. Roy tegnet "
                "på tavla. Noen sov litt, og det er lov. Så kom spørsmålene: Hvor "
                "stort er det? Kan man høre det? Kommer man ut igjen?</p><p>Vi "
                "fant svar på to av dem. Det tredje står på lista nå.</p>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Filmer", "value": "3"},
                {"label": "Kopper kaffe", "value": "22"},
                {"label": "Spørsmål vi fant svar på", "value": "2"},
                {"label": "Nye spørsmål", "value": "5"},
            ],
        ),
        (
            "picture",
            {
                "illustration": "coffee",
                "alt": "Tegning: en rød kaffekopp med damp og en vaffel.",
                "caption": "Det er alltid vafler på den siste torsdagen i måneden.",
            },
        ),
        (
            "paragraph",
            (
                "<p>Neste torsdag er det trikken sin tur. En som har kjørt trikk, "
                "kommer og forteller.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "Hva lurer du på? Kom som du er, og gå når du vil.",
                "link": "/kalender/",
                "label": "Se neste tema",
            },
        ),
    ],
)

QUIET_TABLE = Story(
    slug="stille-rundt-langbordet",
    title="Stille rundt langbordet",
    intro="Mandager på Nordtvet sier vi ikke så mye. Det er det som er så fint.",
    lead_illustration="work-table",
    lead_alt=(
        "Tegning: et langbord sett ovenfra. To hender, en pensel og et bilde av en fuglekasse."
    ),
    activity_key="fuglekassa",
    district="grorud",
    weeks_ago=8,
    blocks=[
        (
            "paragraph",
            (
                "<p>Klokka er tolv. Kaffen er satt på. Langs bordet ligger aviser, "
                "pensler og seks fuglekasser uten farge. Folk kommer inn, nikker "
                "og setter seg.</p><p>Så er det stille. Du hører penslene mot "
                "treet. Du hører noen skylle et glass.</p>"
            ),
        ),
        ("heading", "Ingen må prate"),
        (
            "paragraph",
            (
                "<p>Etter en halvtime sier noen noe om været. Etter en time sier "
                "noen noe om barndommen. Det kommer når det kommer. Vi ser ned på "
                "hver vår kasse, og da er det lettere å snakke.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Det er det eneste stedet jeg sitter stille med andre uten å måtte "
                    "forklare noe."
                ),
                "who": "",
            },
        ),
        ("heading", "En kasse kan vente"),
        (
            "paragraph",
            (
                "<p>På hylla står det kasser som noen har begynt på. De har ligget "
                "der i en uke eller i et år. Eieren kan komme tilbake til dem. "
                "Eller en annen kan male videre. Kasse 23 har to farger fra to "
                "personer, og den er ikke ferdig ennå.</p>"
            ),
        ),
        ("work", "kasse-23"),
        (
            "picture",
            {
                "illustration": "birdhouse",
                "alt": "Tegning: en fuglekasse på en stolpe, med en rød fugl på taket.",
                "caption": "Til våren skal den opp i et tre ved Alnaelva.",
            },
        ),
        (
            "paragraph",
            (
                "<p>Klokka to vasker vi penslene. Den som vil, tar med seg en "
                "vaffel. Noen sier «ses». Noen sier ingenting. Begge deler er "
                "greit.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "Det er alltid en ledig stol ved bordet.",
                "link": "/kalender/",
                "label": "Se når vi møtes",
            },
        ),
    ],
)

STORIES_INSIDE: tuple[Story, ...] = (
    TRAY_GARDEN,
    LEYLAS_COMPUTER,
    FRIDAY_SONG,
    BLACK_HOLE,
    QUIET_TABLE,
)
