"""The pages about Reir in nynorsk."""

from demo.data.shapes import PageText

ABOUT_NN = PageText(
    slug="om-reir",
    language="nn",
    title="Om Reir",
    intro="Reir er seks team i Oslo som lagar ting saman med folk i nabolaget.",
    illustration="nest",
    illustration_alt="Teikning: eit reir av tre strok med eit gult egg i.",
    search_description=(
        "Reir er seks team i Oslo som lagar fuglekasser, minihagar, film "
        "og mykje anna saman med folk."
    ),
    blocks=[
        (
            "paragraph",
            (
                "<p>Eit reir vert bygd strå for strå. Ingen spør kor lang tid det "
                "tek. Slik jobbar vi òg.</p><p>Vi møtest på bibliotek, i parkar og "
                "langs elvane. Nokre av oss er tilsette. Nokre har eiga erfaring "
                "og jobbar som erfaringskonsulentar. Dei fleste er deltakarar. "
                "Rundt bordet er det ikkje så lett å sjå kven som er kven, og det "
                "liker vi.</p>"
            ),
        ),
        ("heading", "Dette lovar vi"),
        (
            "paragraph",
            (
                "<ul><li>Ingen måler kor mykje eller kor fort du gjer "
                "noko.</li><li>Du kan vere borte lenge og kome tilbake. Ingen spør "
                "kvifor.</li><li>Er det fullt, får du plass i køen, to andre "
                "framlegg og namnet på ein å ringje.</li><li>Når vi må avlyse, får "
                "dei som skulle kome, honorar likevel.</li><li>Ingenting om deg "
                "vert vist utan at du har sagt ja.</li></ul>"
            ),
        ),
        ("heading", "Ting som vert ståande"),
        (
            "paragraph",
            (
                "<p>Det vi lagar, skal ut i byen. Fuglekassene heng i parkane. "
                "Minihagane står på kontor. PC-ane kjem heim til ein familie. Elva "
                "vert litt reinare kvar veke. Du kan følgje kassene på Instagram "
                "med #Oslokassa.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "people-hands",
                "alt": "Teikning: fleire hender i ulike fargar strekkjer seg opp.",
                "caption": "Det trengst mange hender. Òg dei som heller kaffi.",
            },
        ),
        (
            "facts",
            [
                {"label": "Alna", "value": "Furuset og langs Alnaelva"},
                {"label": "Gamle Oslo", "value": "Tøyen og Bjørvika"},
                {"label": "Grünerløkka", "value": "Schous plass og Akerselva"},
                {"label": "Grorud", "value": "Nordtvet og Romsås"},
                {"label": "St. Hanshaugen", "value": "Doga og parkane"},
                {"label": "Stovner", "value": "Rommen og Stovner senter"},
            ],
        ),
        (
            "call",
            {
                "text": "Kom innom. Kaffien er gratis.",
                "link": "/nn/kalender/",
                "label": "Sjå kva som skjer",
            },
        ),
    ],
)

BUSINESSES_NN = PageText(
    slug="for-bedrifter",
    language="nn",
    title="Ein minihage til kontoret",
    intro="Leig ein japansk minihage laga for hand. Vi kjem innom og steller han.",
    illustration="garden-on-desk",
    illustration_alt=(
        "Teikning: ein minihage på ein pult ved eit vindauge, ved sida av ein skjerm."
    ),
    search_description=(
        "Leig ein handlaga japansk minihage til kontoret i Oslo. Stell er med i prisen."
    ),
    blocks=[
        (
            "paragraph",
            (
                "<p>Ein minihage er eit lite landskap på eit brett: stein, sand, "
                "mose og ei lita furu. Han passar på ein pult, i ein resepsjon "
                "eller midt på eit møtebord. Ingen hagar er like.</p>"
            ),
        ),
        ("heading", "Slik går det føre seg"),
        (
            "paragraph",
            (
                "<ol><li>De vel ein hage og kor lenge de vil leige han.</li><li>Vi "
                "kjem med han og finn ein god stad saman med "
                "dykk.</li><li>Annakvar veke steller to av oss hagen. Vi dusjar "
                "mosen, rakar sanden og byter det som treng det.</li><li>De ser på "
                "sida dykkar når vi sist var der.</li></ol>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Pris", "value": "frå 900 kroner i månaden per hage"},
                {"label": "Storleik", "value": "om lag 40 × 30 centimeter"},
                {"label": "Stell", "value": "annakvar veke, er med i prisen"},
                {"label": "Leigetid", "value": "3, 6 eller 12 månader"},
            ],
        ),
        (
            "picture",
            {
                "illustration": "garden",
                "alt": (
                    "Teikning: ein minihage på eit brett, med stein, sand, mose og ei lita furu."
                ),
                "caption": "Steinane er funne på tur i Oslo.",
            },
        ),
        ("heading", "Kvar går pengane?"),
        (
            "paragraph",
            (
                "<p>Leiga går til sand, planter og honorar. Den som steller hagen, "
                "får eit fast honorar for kvart besøk. Vi seier aldri meir om den "
                "som kjem, enn det personen sjølv vil fortelje.</p>"
            ),
        ),
        ("heading", "Treng han mykje lys?"),
        (
            "paragraph",
            (
                "<p>Hagen liker dagslys, men ikkje sol rett på. Han toler ein "
                "ferie. Går noko gale, ringjer de oss, og så ordnar vi det. Det "
                "kostar ingenting.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "Sjå hagane som er ledige no, eller spør oss om noko.",
                "link": "/nn/minihager/",
                "label": "Vel ein hage",
            },
        ),
    ],
)

PRIVACY_NN = PageText(
    slug="personvern",
    language="nn",
    title="Det vi veit om deg",
    intro="Vi skriv ned så lite som råd. Du kan lese alt, og du bestemmer kva andre får sjå.",
    illustration="card",
    illustration_alt="Teikning: eit papirkort med rutemønster, på ei snor.",
    search_description=(
        "Kva Reir lagrar om deltakarar, kvifor, kor lenge, og korleis du får sjå det."
    ),
    blocks=[
        ("heading", "Dette skriv vi ned"),
        (
            "paragraph",
            (
                "<ul><li>Namnet du vil verte kalla.</li><li>Korleis vi kan nå deg, "
                "om du vil verte nådd.</li><li>Kva du liker å gjere, om du har "
                "valt noko.</li><li>Kva du har vore med på, og kva du har "
                "laga.</li><li>Honorar du har fått, og honorar som er på "
                "veg.</li><li>Kva du har sagt ja til å vise.</li></ul>"
            ),
        ),
        ("heading", "Dette skriv vi aldri ned"),
        (
            "paragraph",
            (
                "<p>Vi har ikkje noko felt for helse, bustad, fødselsnummer eller "
                "fortid. Vi skriv ikkje notat om deg. Vi skriv heller ikkje ned om "
                "du ikkje kjem.</p>"
            ),
        ),
        ("heading", "Kven kan sjå det?"),
        (
            "paragraph",
            (
                "<p>Dei som jobbar i teamet ditt. Den som betaler ut honorar, ser "
                "berre det som trengst for det. Kvar gong nokon ser på sida di, "
                "vert det ført i ein logg. Du kan lese loggen på sida di.</p>"
            ),
        ),
        ("heading", "Når du har sagt ja til å vise noko"),
        (
            "paragraph",
            (
                "<p>Du seier ja til éin ting om gongen: éi historie, eitt bilete, "
                "eitt verk. Du kan trekkje det tilbake på sida di når du vil. Du "
                "treng ikkje seie kvifor. Innan eitt minutt er det borte herifrå. "
                "Ingenting anna endrar seg.</p><p>Det som er trykt på papir eller "
                "delt av andre, kan vi ikkje hente tilbake. Det seier vi før du "
                "svarar.</p>"
            ),
        ),
        ("heading", "Kor lenge tek vi vare på det?"),
        (
            "paragraph",
            (
                "<p>Så lenge du er med. Sluttar du, slettar vi det om deg. Lova "
                "seier at vi må ta vare på rekneskapen i fem år etter at året er "
                "slutt. Der står det eit nummer i staden for namnet ditt.</p>"
            ),
        ),
        ("heading", "Informasjonskapslar"),
        (
            "paragraph",
            (
                "<p>Nettsida har berre dei to som trengst for å logge inn og sende "
                "skjema. Ingen følgjer med på kva du les.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "Vil du lese alt som står om deg? Opne sida di, eller ring teamet.",
                "link": "/min/",
                "label": "Opne sida mi",
            },
        ),
    ],
)

ACCESSIBILITY_NN = PageText(
    slug="tilgjengelighet",
    language="nn",
    title="Slik skal nettsida verke for alle",
    intro=(
        "Reir skal kunne lesast og styrast av alle. Her står det kva vi "
        "har gjort, og kva som manglar."
    ),
    illustration="people-hands",
    illustration_alt="Teikning: fleire hender i ulike fargar strekkjer seg opp.",
    search_description=(
        "Tilgjengeerklæring for Reir: kva vi har gjort, kva som manglar, og kven du seier frå til."
    ),
    blocks=[
        ("heading", "Dette har vi gjort"),
        (
            "paragraph",
            (
                "<ul><li>Alt kan gjerast med tastatur, og alt verkar utan "
                "JavaScript.</li><li>Teksten er stor, og han kan gjerast fire "
                "gonger så stor.</li><li>Knappane er store nok for ein "
                "tommel.</li><li>Bileta har ein tekst som skjermlesarar les "
                "opp.</li><li>Farge står aldri åleine. Det er alltid ord ved sida "
                "av.</li><li>Sidene kan skrivast ut på eitt ark.</li><li>Vi skriv "
                "kort og enkelt, og vi måler det.</li></ul>"
            ),
        ),
        ("heading", "Krava vi følgjer"),
        (
            "paragraph",
            (
                "<p>Vi følgjer WCAG 2.2 på nivå AA. Sidene vert testa med axe kvar "
                "gong vi endrar noko, på liten og stor skjerm.</p>"
            ),
        ),
        ("heading", "Dette er ikkje bra nok enno"),
        (
            "paragraph",
            (
                "<ul><li>Kartet over verka er vanskeleg utan mus. Alt i kartet "
                "står òg i ei liste.</li><li>Nokre filmar manglar teksting. Sei "
                "frå, så lagar vi henne.</li><li>Sidene der tilsette skriv "
                "historier, er laga av andre og har nokre feil.</li></ul>"
            ),
        ),
        ("heading", "Sei frå"),
        (
            "paragraph",
            (
                "<p>Verkar ikkje noko for deg? Ring teamet der du bur. Du treng "
                "ikkje vite kva feilen heiter. Du får svar frå ein person innan "
                "fem dagar.</p><p>Er du ikkje nøgd med svaret, kan du seie frå til "
                "Tilsynet for universell utforming av IKT, som er ein del av "
                "Digdir.</p>"
            ),
        ),
    ],
)
