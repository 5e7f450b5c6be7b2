"""The stories that stand in nynorsk and English too, with the slug of the bokmål ones."""

from demo.data.shapes import Story

BOX_SEVEN_NN = Story(
    slug="den-gule-kassen-ved-brua",
    language="nn",
    title="Den gule kassa ved brua",
    intro="Tor måla ei fuglekasse gul. I april flytta det nokon inn.",
    lead_illustration="birdhouse-in-tree",
    lead_alt="Teikning: ei fuglekasse med raudt tak heng på ei bjørk. Ein gul fugl sit under.",
    activity_key="fuglekassa",
    district="grunerlokka",
    weeks_ago=1,
    named_participants=("tor",),
    blocks=[
        (
            "paragraph",
            (
                "<p>Kassa er gul med blå dør. Ho heng i eit tre i Kubaparken, der "
                "brua går over Akerselva. Går du fort forbi, ser du ho ikkje. Tor "
                "går aldri fort forbi.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Først såg eg berre eitt strå i holet. Dagen etter var det tre. Då "
                    "skjøna eg at nokon var i gang."
                ),
                "who": "Tor",
            },
        ),
        ("heading", "Fire onsdagar ved bordet"),
        (
            "paragraph",
            (
                "<p>Det var vinter då Tor byrja. Han sat ved enden av langbordet "
                "på biblioteket. Han pussa plankar og sa ikkje så mykje. Ved sida "
                "av sat Geir, som jobbar i teamet, og pussa han òg.</p><p>Den "
                "første onsdagen vart det ein botn og to vegger. Den andre kom han "
                "innom og drakk kaffi. Så var han borte ei stund. Kassa låg på "
                "hylla og venta. Det er det hyllene er til.</p><p>Då han kom att, "
                "fann han fram gulfargen med ein gong.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "birdhouse-painted",
                "alt": (
                    "Teikning: ei måla fuglekasse på eit bord, med pensel og ein boks gul måling."
                ),
                "caption": "Vi målar berre utsida. Inni skal treet vere som det er.",
            },
        ),
        ("work", "kasse-7"),
        ("heading", "Nokon må sjå etter ho"),
        (
            "paragraph",
            (
                "<p>Tor ser til kassa når han er på dei kantane. Han sjekkar at ho "
                "heng fast. Han står litt og høyrer etter. Om hausten tek vi ned "
                "taket og kostar ut det gamle reiret, så det er klart til neste "
                "vår.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Folk stoppar og spør. Då fortel eg at det bur kjøtmeis der. Dei "
                    "vert glade. Det vert eg òg."
                ),
                "who": "Tor",
            },
        ),
        (
            "facts",
            [
                {"label": "Holet til kjøtmeis", "value": "32 millimeter"},
                {"label": "Holet til blåmeis", "value": "28 millimeter"},
                {"label": "Høgd i treet", "value": "2 til 3 meter"},
                {"label": "Måling", "value": "vassbasert, berre utanpå"},
            ],
        ),
        (
            "call",
            {
                "text": "Vil du måle ei kasse, eller berre sitje ved bordet?",
                "link": "/nn/kalender/",
                "label": "Sjå når vi møtest",
            },
        ),
    ],
)

BOX_SEVEN_EN = Story(
    slug="den-gule-kassen-ved-brua",
    language="en",
    title="The yellow box by the bridge",
    intro="Tor painted a birdhouse yellow. In April, somebody moved in.",
    lead_illustration="birdhouse-in-tree",
    lead_alt="Drawing: a birdhouse with a red roof on a birch. A yellow bird sits below it.",
    activity_key="fuglekassa",
    district="grunerlokka",
    weeks_ago=1,
    named_participants=("tor",),
    blocks=[
        (
            "paragraph",
            (
                "<p>The box is yellow with a blue door. It hangs in a tree in Kuba "
                "park, where the bridge crosses the river Akerselva. Walk by fast "
                "and you miss it. Tor never walks by fast.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "First I saw just one straw in the hole. The next day there were "
                    "three. Then I knew somebody was at work."
                ),
                "who": "Tor",
            },
        ),
        ("heading", "Four Wednesdays at the table"),
        (
            "paragraph",
            (
                "<p>It was winter when Tor began. He sat at the end of the long "
                "table in the library. He sanded boards and did not say much. Next "
                "to him sat Geir, who works in the team, sanding too.</p><p>The "
                "first Wednesday gave a floor and two walls. The second time he "
                "came by and had coffee. Then he was away for a while. The box lay "
                "on the shelf and waited. That is what the shelves are "
                "for.</p><p>When he came back, he went straight for the yellow "
                "paint.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "birdhouse-painted",
                "alt": (
                    "Drawing: a painted birdhouse on a table, with a brush and a tin "
                    "of yellow paint."
                ),
                "caption": "We paint only the outside. Inside, the wood stays as it is.",
            },
        ),
        ("work", "kasse-7"),
        ("heading", "Somebody has to look after it"),
        (
            "paragraph",
            (
                "<p>Tor looks in on the box when he is around. He checks that it "
                "hangs well. He stands for a while and listens. In autumn we lift "
                "off the roof and brush out the old nest, so it is ready for "
                "spring.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "People stop and ask. I tell them great tits live there. It makes "
                    "them happy. Me too."
                ),
                "who": "Tor",
            },
        ),
        (
            "facts",
            [
                {"label": "Hole for great tits", "value": "32 millimetres"},
                {"label": "Hole for blue tits", "value": "28 millimetres"},
                {"label": "Height in the tree", "value": "2 to 3 metres"},
                {"label": "Paint", "value": "water-based, outside only"},
            ],
        ),
        (
            "call",
            {
                "text": "Would you like to paint a box, or just sit at the table?",
                "link": "/en/kalender/",
                "label": "See when we meet",
            },
        ),
    ],
)

THIRTEEN_SCOOTERS_NN = Story(
    slug="tretten-sparkesykler",
    language="nn",
    title="Tretten sparkesyklar og ein laks",
    intro="Ein tysdag drog vi tretten sparkesyklar opp av Akerselva. Så fekk vi besøk.",
    lead_illustration="river",
    lead_alt=(
        "Teikning: ein elsparkesykkel vert dregen opp av elva med tau av ei hand med hanske."
    ),
    activity_key="elverydding",
    district="grunerlokka",
    weeks_ago=2,
    named_participants=("stian", "amina"),
    blocks=[
        (
            "paragraph",
            (
                "<p>Det lukta lauv og kaldt vatn ved Nedre Foss. Vi var sju stykke "
                "i gule vestar. På graset låg krok, tau og ei stor kanne "
                "kaffi.</p><p>Den første sparkesykkelen sat fast mellom to "
                "steinar. Stian fekk kroken rundt styret. Så drog vi alle "
                "saman.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Det var som å få fisk. Berre at fisken var full av gjørme og vog tjue kilo."
                ),
                "who": "Stian",
            },
        ),
        ("heading", "Slik gjer vi det"),
        (
            "paragraph",
            (
                "<p>Ingen går ut i vatnet. Vi står på land og dreg. Minst tre av "
                "oss jobbar i teamet, og vi ser kvarandre heile tida. Batteria "
                "rører vi ikkje. Sparkesyklane vert sette på rekkje, og så kjem "
                "ein bil og hentar dei.</p><p>Nokon dreg i tauet. Nokon tel. Nokon "
                "heller kaffi. Alt er med.</p>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Sparkesyklar", "value": "13"},
                {"label": "Sykkelhjul", "value": "4"},
                {"label": "Handlevogner", "value": "1"},
                {"label": "Laks vi såg", "value": "1"},
            ],
        ),
        ("heading", "Så kom han"),
        (
            "paragraph",
            (
                "<p>Amina stod på brua med kameraet. Ho skulle ta bilete av alt "
                "skrotet. Då såg ho ein lang, mørk rygg under fossen. Han stod "
                "heilt stille i straumen, rett ved staden der vi hadde rydda.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "Eg kviskra «sjå der», og alle vart stille. Sju vaksne folk som "
                    "kviskrar til ein fisk."
                ),
                "who": "Amina",
            },
        ),
        (
            "picture",
            {
                "illustration": "salmon",
                "alt": "Teikning: ein laks hoppar opp av elva.",
                "caption": "Laksen går opp i Akerselva om hausten for å gyte.",
            },
        ),
        ("paragraph", "<p>Biletet vart uklart. Det gjer ikkje noko. Vi var der.</p>"),
        (
            "call",
            {
                "text": "Vi møtest ved elva kvar veke. Du låner støvlar og hanskar av oss.",
                "link": "/nn/kalender/",
                "label": "Finn ein dag ved elva",
            },
        ),
    ],
)

THIRTEEN_SCOOTERS_EN = Story(
    slug="tretten-sparkesykler",
    language="en",
    title="Thirteen scooters and a salmon",
    intro=(
        "One Tuesday we pulled thirteen e-scooters out of the Akerselva. Then we had a visitor."
    ),
    lead_illustration="river",
    lead_alt="Drawing: a gloved hand pulls an e-scooter out of the river with a rope.",
    activity_key="elverydding",
    district="grunerlokka",
    weeks_ago=2,
    named_participants=("stian", "amina"),
    blocks=[
        (
            "paragraph",
            (
                "<p>It smelled of leaves and cold water at Nedre Foss. There were "
                "seven of us in yellow vests. On the grass lay hooks, rope and a "
                "big pot of coffee.</p><p>The first scooter was stuck between two "
                "rocks. Stian got the hook around the handlebar. Then all of us "
                "pulled.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "It was like catching a fish. Only the fish was full of mud and "
                    "weighed twenty kilos."
                ),
                "who": "Stian",
            },
        ),
        ("heading", "How we do it"),
        (
            "paragraph",
            (
                "<p>Nobody goes into the water. We stand on land and pull. At "
                "least three of us work in the team, and we can see each other all "
                "the time. We leave the batteries alone. The scooters are lined "
                "up, and then a van comes for them.</p><p>Some pull the rope. Some "
                "count. Some pour coffee. All of it counts.</p>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Scooters", "value": "13"},
                {"label": "Bicycle wheels", "value": "4"},
                {"label": "Shopping trolleys", "value": "1"},
                {"label": "Salmon seen", "value": "1"},
            ],
        ),
        ("heading", "Then it came"),
        (
            "paragraph",
            (
                "<p>Amina stood on the bridge with the camera. She was going to "
                "take a picture of all the scrap. Then she saw a long, dark back "
                "below the falls. It stood quite still in the stream, right where "
                "we had cleared.</p>"
            ),
        ),
        (
            "quote",
            {
                "text": (
                    "I whispered “look there”, and everyone went quiet. Seven "
                    "grown-ups whispering to a fish."
                ),
                "who": "Amina",
            },
        ),
        (
            "picture",
            {
                "illustration": "salmon",
                "alt": "Drawing: a salmon leaps out of the river.",
                "caption": "In autumn the salmon swim up the Akerselva to spawn.",
            },
        ),
        ("paragraph", "<p>The picture came out blurred. That is all right. We were there.</p>"),
        (
            "call",
            {
                "text": (
                    "We meet by the river every week. You can borrow boots and gloves from us."
                ),
                "link": "/en/kalender/",
                "label": "Find a day by the river",
            },
        ),
    ],
)
