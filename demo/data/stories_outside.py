"""Stories from outdoors, in bokmål. Written for Reir; everybody in them is invented."""

from demo.data.shapes import Story

BOX_SEVEN = Story(
    slug="den-gule-kassen-ved-brua",
    title="Den gule kassen ved brua",
    intro="Tor malte en fuglekasse gul. I april flyttet det noen inn.",
    lead_illustration="birdhouse-in-tree",
    lead_alt="Tegning: en fuglekasse med rødt tak henger på en bjørk. En gul fugl sitter under.",
    activity_key="fuglekassa",
    district="grunerlokka",
    weeks_ago=1,
    named_participants=("tor",),
    blocks=[
        (
            "paragraph",
            (
                "<p>Kassen er gul med blå dør. Den henger i et tre i Kubaparken, "
                "der brua går over Akerselva. Går du fort forbi, ser du den ikke. "
                "Tor går aldri fort forbi.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Først så jeg bare ett strå i hullet. Dagen etter var det tre. Da "
                    "skjønte jeg at noen var i gang."
                ),
                "who": "Tor",
            },
        ),
        ("heading", "Fire onsdager ved bordet"),
        (
            "paragraph",
            (
                "<p>Det var vinter da Tor begynte. Han satt ved enden av "
                "langbordet på biblioteket. Han pusset planker og sa ikke så mye. "
                "Ved siden av satt Geir, som jobber i teamet, og pusset han "
                "også.</p><p>Den første onsdagen ble det en bunn og to vegger. Den "
                "andre kom han innom og drakk kaffe. Så var han borte en stund. "
                "Kassen lå på hylla og ventet. Det er det hyllene er til.</p><p>Da "
                "han kom igjen, fant han fram gulfargen med en gang.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "birdhouse-painted",
                "alt": (
                    "Tegning: en malt fuglekasse på et bord, med pensel og en boks gul maling."
                ),
                "caption": "Vi maler bare utsiden. Inni skal treet være som det er.",
            },
        ),
        ("work", "kasse-7"),
        ("heading", "Noen må se etter den"),
        (
            "paragraph",
            (
                "<p>Tor ser til kassen når han er på de kantene. Han sjekker at "
                "den henger fast. Han står litt og hører etter. Om høsten tar vi "
                "ned taket og børster ut det gamle reiret, så det er klart til "
                "neste vår.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Folk stopper og spør. Da forteller jeg at det bor kjøttmeis der. "
                    "De blir glade. Det blir jeg også."
                ),
                "who": "Tor",
            },
        ),
        (
            "facts",
            [
                {"label": "Hullet til kjøttmeis", "value": "32 millimeter"},
                {"label": "Hullet til blåmeis", "value": "28 millimeter"},
                {"label": "Høyde i treet", "value": "2 til 3 meter"},
                {"label": "Maling", "value": "vannbasert, bare utenpå"},
            ],
        ),
        (
            "call",
            {
                "text": "Vil du male en kasse, eller bare sitte ved bordet?",
                "link": "/kalender/",
                "label": "Se når vi møtes",
            },
        ),
    ],
)

THIRTEEN_SCOOTERS = Story(
    slug="tretten-sparkesykler",
    title="Tretten sparkesykler og en laks",
    intro="En tirsdag dro vi tretten sparkesykler opp av Akerselva. Så fikk vi besøk.",
    lead_illustration="river",
    lead_alt="Tegning: en elsparkesykkel blir dratt opp av elva med tau av en hånd med hanske.",
    activity_key="elverydding",
    district="grunerlokka",
    weeks_ago=2,
    named_participants=("stian", "amina"),
    blocks=[
        (
            "paragraph",
            (
                "<p>Det luktet løv og kaldt vann ved Nedre Foss. Vi var sju "
                "stykker i gule vester. På gresset lå krok, tau og en stor kanne "
                "kaffe.</p><p>Den første sparkesykkelen satt fast mellom to "
                "steiner. Stian fikk kroken rundt styret. Så dro vi alle "
                "sammen.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Det var som å få fisk. Bare at fisken var full av gjørme og veide tjue kilo."
                ),
                "who": "Stian",
            },
        ),
        ("heading", "Slik gjør vi det"),
        (
            "paragraph",
            (
                "<p>Ingen går ut i vannet. Vi står på land og drar. Minst tre av "
                "oss jobber i teamet, og vi ser hverandre hele tiden. Batteriene "
                "rører vi ikke. Sparkesyklene blir satt på rekke, og så kommer en "
                "bil og henter dem.</p><p>Noen drar i tauet. Noen teller. Noen "
                "heller kaffe. Alt er med.</p>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Sparkesykler", "value": "13"},
                {"label": "Sykkelhjul", "value": "4"},
                {"label": "Handlevogner", "value": "1"},
                {"label": "Laks vi så", "value": "1"},
            ],
        ),
        ("heading", "Så kom den"),
        (
            "paragraph",
            (
                "<p>Amina sto på brua med kameraet. Hun skulle ta bilde av alt "
                "skrotet. Da så hun en lang, mørk rygg under fossen. Den sto helt "
                "stille i strømmen, rett ved stedet der vi hadde ryddet.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Jeg hvisket «se der», og alle ble stille. Syv voksne folk som "
                    "hvisker til en fisk."
                ),
                "who": "Amina",
            },
        ),
        (
            "picture",
            {
                "illustration": "salmon",
                "alt": "Tegning: en laks hopper opp av elva.",
                "caption": "Laksen går opp i Akerselva om høsten for å gyte.",
            },
        ),
        ("paragraph", "<p>Bildet ble uklart. Det gjør ikke noe. Vi var der.</p>"),
        (
            "call",
            {
                "text": "Vi møtes ved elva hver uke. Du låner støvler og hansker av oss.",
                "link": "/kalender/",
                "label": "Finn en dag ved elva",
            },
        ),
    ],
)

THE_UNDERPASS = Story(
    slug="elva-under-veien",
    title="Elva under veien",
    intro="Veggen i undergangen var grå i førti år. Nå svømmer det fisk der.",
    lead_illustration="mural",
    lead_alt="Tegning: en malt vegg med sol og åser, en stige og et malingsspann.",
    activity_key="gatekunst",
    district="st-hanshaugen",
    weeks_ago=5,
    named_participants=("rune", "tuva"),
    blocks=[
        (
            "paragraph",
            (
                "<p>Alle som bor her, kjenner undergangen. Man går litt fortere "
                "der. Rune ville at man skulle gå saktere.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": "Jeg tenkte: Elva renner jo like ved. Hva om den rant her inne også?",
                "who": "Rune",
            },
        ),
        ("heading", "Først på papir"),
        (
            "paragraph",
            (
                "<p>Kommunen har en plan for gatekunst. Der står det hvilke vegger "
                "man kan male på. Vi gikk rundt i nabolaget og så på vegger i tre "
                "uker. Så tegnet vi. Rune tegnet elva, og Tuva tegnet "
                "fisken.</p><p>Vi sendte tegningen til eieren av veggen. Svaret "
                "kom etter en måned. Det var ja.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "story",
                "alt": "Tegning: en åpen notatbok med en skisse, og en blyant.",
                "caption": "Den første skissen var ikke større enn en hånd.",
            },
        ),
        ("heading", "Så på vegg"),
        (
            "paragraph",
            (
                "<p>Vi vasket veggen og malte den hvit. Så kom det blå. Noen malte "
                "store flater. Noen malte skjell, ett og ett. En nabo kom ned med "
                "vafler.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": "Fisken er like lang som meg. Jeg la meg på gulvet så Rune kunne måle.",
                "who": "Tuva",
            },
        ),
        ("work", "mural-undergang"),
        (
            "paragraph",
            (
                "<p>Nå går folk saktere. Barna teller fisk. Det er tjueén, hvis du "
                "finner den lille bak røret.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "Vet du om en grå vegg? Kom og tegn et forslag.",
                "link": "/kalender/",
                "label": "Se når vi tegner",
            },
        ),
    ],
)

STORIES_OUTSIDE: tuple[Story, ...] = (BOX_SEVEN, THIRTEEN_SCOOTERS, THE_UNDERPASS)
