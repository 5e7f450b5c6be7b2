"""The pages about Reir in English."""

from demo.data.shapes import PageText

ABOUT_EN = PageText(
    slug="om-reir",
    language="en",
    title="About Reir",
    intro="Reir is six teams in Oslo who make things together with people in the neighbourhood.",
    illustration="nest",
    illustration_alt="Drawing: a nest of three strokes with a yellow egg in it.",
    search_description=(
        "Reir is six teams in Oslo who make birdhouses, mini-gardens, "
        "films and more together with people."
    ),
    blocks=[
        (
            "paragraph",
            (
                "<p>Reir means nest. A nest is built straw by straw. Nobody asks "
                "how long it takes. That is how we work too.</p><p>We meet in "
                "libraries, in parks and along the rivers. Some of us are staff. "
                "Some have lived it themselves and work as peer workers. Most of "
                "us are participants. Around the table it is hard to tell who is "
                "who, and we like that.</p>"
            ),
        ),
        ("heading", "What we promise"),
        (
            "paragraph",
            (
                "<ul><li>Nobody measures how much or how fast you do "
                "anything.</li><li>You can be away for long and come back. Nobody "
                "asks why.</li><li>When it is full, you get a place in line, two "
                "other ideas and the name of somebody to call.</li><li>When we "
                "have to cancel, those who were coming are still "
                "paid.</li><li>Nothing about you is shown unless you have said "
                "yes.</li></ul>"
            ),
        ),
        ("heading", "Things that stay"),
        (
            "paragraph",
            (
                "<p>What we make goes out into the city. The birdhouses hang in "
                "the parks. The mini-gardens stand in offices. The computers go "
                "home to a family. The river gets a little cleaner each week. You "
                "can follow the boxes on Instagram with #Oslokassa.</p>"
            ),
        ),
        (
            "picture",
            {
                "illustration": "people-hands",
                "alt": "Drawing: several hands in different colours reach up.",
                "caption": "It takes many hands. Also those that pour the coffee.",
            },
        ),
        (
            "facts",
            [
                {"label": "Alna", "value": "Furuset and along the Alnaelva"},
                {"label": "Gamle Oslo", "value": "Tøyen and Bjørvika"},
                {"label": "Grünerløkka", "value": "Schous plass and the Akerselva"},
                {"label": "Grorud", "value": "Nordtvet and Romsås"},
                {"label": "St. Hanshaugen", "value": "Doga and the parks"},
                {"label": "Stovner", "value": "Rommen and Stovner senter"},
            ],
        ),
        (
            "call",
            {
                "text": "Drop in. The coffee is free.",
                "link": "/en/kalender/",
                "label": "See what is on",
            },
        ),
    ],
)

BUSINESSES_EN = PageText(
    slug="for-bedrifter",
    language="en",
    title="A mini-garden for the office",
    intro="Lease a Japanese mini-garden made by hand. We come by and look after it.",
    illustration="garden-on-desk",
    illustration_alt="Drawing: a mini-garden on a desk by a window, next to a screen.",
    search_description=(
        "Lease a hand-made Japanese mini-garden for your office in Oslo. Care is included."
    ),
    blocks=[
        (
            "paragraph",
            (
                "<p>A mini-garden is a small landscape on a tray: stone, sand, "
                "moss and a small pine. It fits on a desk, in a reception or in "
                "the middle of a meeting table. No two are alike.</p>"
            ),
        ),
        ("heading", "How it works"),
        (
            "paragraph",
            (
                "<ol><li>You choose a garden and how long you want it.</li><li>We "
                "bring it and find a good spot with you.</li><li>Every other week "
                "two of us look after it. We mist the moss, rake the sand and "
                "change what needs changing.</li><li>On your page you can see when "
                "we were last there.</li></ol>"
            ),
        ),
        (
            "facts",
            [
                {"label": "Price", "value": "from 900 kroner a month for each garden"},
                {"label": "Size", "value": "about 40 × 30 centimetres"},
                {"label": "Care", "value": "every other week, included"},
                {"label": "Lease", "value": "3, 6 or 12 months"},
            ],
        ),
        (
            "picture",
            {
                "illustration": "garden",
                "alt": (
                    "Drawing: a mini-garden on a tray, with stones, sand, moss and a small pine."
                ),
                "caption": "The stones were found on walks in Oslo.",
            },
        ),
        ("heading", "Where does the money go?"),
        (
            "paragraph",
            (
                "<p>The lease pays for sand, plants and honoraria. Whoever looks "
                "after the garden gets a fixed sum for each visit. We never say "
                "more about those who come than they want to tell themselves.</p>"
            ),
        ),
        ("heading", "Does it need much light?"),
        (
            "paragraph",
            (
                "<p>The garden likes daylight, but no direct sun. It can stand a "
                "holiday. If something goes wrong, call us and we put it right. It "
                "costs nothing.</p>"
            ),
        ),
        (
            "call",
            {
                "text": "See the gardens that are free now, or ask us anything.",
                "link": "/en/minihager/",
                "label": "Choose a garden",
            },
        ),
    ],
)

PRIVACY_EN = PageText(
    slug="personvern",
    language="en",
    title="What we know about you",
    intro=(
        "We write down as little as we can. You can read it all, and you decide what others see."
    ),
    illustration="card",
    illustration_alt="Drawing: a paper card with a pattern of squares, on a string.",
    search_description=(
        "What Reir stores about participants, why, for how long, and how you can see it."
    ),
    blocks=[
        ("heading", "What we write down"),
        (
            "paragraph",
            (
                "<ul><li>The name you want to be called.</li><li>How we can reach "
                "you, if you want to be reached.</li><li>What you like to do, if "
                "you have chosen something.</li><li>What you have taken part in, "
                "and what you have made.</li><li>Honoraria you have had, and those "
                "on their way.</li><li>What you have said yes to showing.</li></ul>"
            ),
        ),
        ("heading", "What we never write down"),
        (
            "paragraph",
            (
                "<p>We have no field for health, home, national identity number or "
                "past. We write no notes about you. Nor do we write it down when "
                "you do not come.</p>"
            ),
        ),
        ("heading", "Who can see it?"),
        (
            "paragraph",
            (
                "<p>Those who work in your team. Whoever pays out honoraria sees "
                "only what is needed for that. Each time somebody looks at your "
                "page, it is put in a log. You can read the log on your page.</p>"
            ),
        ),
        ("heading", "When you have said yes to showing something"),
        (
            "paragraph",
            (
                "<p>You say yes to one thing at a time: one story, one picture, "
                "one work. You can take it back on your page when you like. You "
                "need not say why. Within a minute it is gone from here. Nothing "
                "else changes.</p><p>What is printed on paper or shared by others, "
                "we cannot get back. We tell you so before you answer.</p>"
            ),
        ),
        ("heading", "How long do we keep it?"),
        (
            "paragraph",
            (
                "<p>As long as you are with us. When you leave, we delete what is "
                "about you. The law says we must keep the accounts for five years "
                "after the end of the year. There, a number stands in place of "
                "your name.</p>"
            ),
        ),
        ("heading", "Cookies"),
        (
            "paragraph",
            (
                "<p>This site has only the two it needs to sign in and send forms. "
                "Nobody follows what you read.</p>"
            ),
        ),
        (
            "call",
            {
                "text": (
                    "Would you like to read all there is about you? Open your page, or "
                    "call the team."
                ),
                "link": "/min/",
                "label": "Open my page",
            },
        ),
    ],
)

ACCESSIBILITY_EN = PageText(
    slug="tilgjengelighet",
    language="en",
    title="How this site should work for everyone",
    intro=(
        "Everybody should be able to read and use Reir. Here is what we "
        "have done, and what is missing."
    ),
    illustration="people-hands",
    illustration_alt="Drawing: several hands in different colours reach up.",
    search_description=(
        "Accessibility statement for Reir: what we have done, what is missing, and whom to tell."
    ),
    blocks=[
        ("heading", "What we have done"),
        (
            "paragraph",
            (
                "<ul><li>Everything can be done with a keyboard, and everything "
                "works without JavaScript.</li><li>The text is large, and it can "
                "be made four times as large.</li><li>The buttons are big enough "
                "for a thumb.</li><li>The pictures have a text that screen readers "
                "read out.</li><li>Colour never stands alone. There are always "
                "words beside it.</li><li>The pages can be printed on one "
                "sheet.</li><li>We write short and simply, and we measure "
                "it.</li></ul>"
            ),
        ),
        ("heading", "The rules we follow"),
        (
            "paragraph",
            (
                "<p>We follow WCAG 2.2 at level AA. The pages are tested with axe "
                "each time we change something, on a small and a large screen.</p>"
            ),
        ),
        ("heading", "What is not good enough yet"),
        (
            "paragraph",
            (
                "<ul><li>The map of works is hard to use without a mouse. All that "
                "is on the map also stands in a list.</li><li>Some films have no "
                "captions. Tell us, and we make them.</li><li>The pages where "
                "staff write stories were made by others and have some "
                "faults.</li></ul>"
            ),
        ),
        ("heading", "Tell us"),
        (
            "paragraph",
            (
                "<p>Does something not work for you? Call the team where you live. "
                "You need not know what the fault is called. You get an answer "
                "from a person within five days.</p><p>If you are not happy with "
                "the answer, you can tell Tilsynet for universell utforming av "
                "IKT, which is part of Digdir.</p>"
            ),
        ),
    ],
)
