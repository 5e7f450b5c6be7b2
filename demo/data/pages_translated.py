"""The home page's words in nynorsk and English."""

from demo.data.shapes import HomeText

HOME_NN = HomeText(
    language="nn",
    title="Ein stad å lage noko saman",
    intro=(
        "Vi målar fuglekasser, ryddar elva, skrur PC-ar og lagar songar. "
        "Kom når du vil. Du treng ikkje kunne noko frå før."
    ),
    illustration="birdhouse-in-tree",
    illustration_alt=(
        "Teikning: ei fuglekasse med raudt tak heng på ei bjørk. Ein gul fugl sit under."
    ),
    primary_label="Sjå kva som skjer",
    secondary_label="Les historiene",
    promises=(
        (
            "coffee",
            "Inga hast",
            "Du kan kome i ti minutt eller heile dagen. Begge delar er å vere med.",
        ),
        ("money", "Du får honorar", "Du får ein fast sum for å vere med. Han er lik for alle."),
        (
            "people-hands",
            "Du bestemmer",
            (
                "Namn, bilete og historier vert viste berre når du har sagt ja. Du "
                "kan ombestemme deg."
            ),
        ),
        ("phone", "Ein å ringje til", "Det står alltid namn og telefonnummer til ein person."),
    ),
    projects_heading="Dette held vi på med",
    stories_heading="Historier herifrå",
    calendar_heading="Dette skjer snart",
    partners_heading="Ein hage på kontoret?",
    partners_text=(
        "Vi lagar japanske minihagar som bedrifter kan leige. Vi kjem "
        "innom og steller dei. Pengane går til dei som lagar dei."
    ),
)

HOME_EN = HomeText(
    language="en",
    title="A place to make things together",
    intro=(
        "We paint birdhouses, clear the river, mend computers and write "
        "songs. Come when you like. You need not know anything beforehand."
    ),
    illustration="birdhouse-in-tree",
    illustration_alt=(
        "Drawing: a birdhouse with a red roof on a birch. A yellow bird sits below it."
    ),
    primary_label="See what is on",
    secondary_label="Read the stories",
    promises=(
        ("coffee", "No hurry", "Come for ten minutes or all day. Either way, you took part."),
        (
            "money",
            "You get an honorarium",
            "You get a fixed sum for taking part. It is the same for everyone.",
        ),
        (
            "people-hands",
            "You decide",
            (
                "Names, pictures and stories are shown only when you have said "
                "yes. You can change your mind."
            ),
        ),
        ("phone", "Somebody to call", "There is always the name and number of a person."),
    ),
    projects_heading="What we are up to",
    stories_heading="Stories from here",
    calendar_heading="Coming up",
    partners_heading="A garden at the office?",
    partners_text=(
        "We make Japanese mini-gardens that companies can lease. We come "
        "by and look after them. The money goes to those who make them."
    ),
)
