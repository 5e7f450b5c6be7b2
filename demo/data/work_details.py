"""What each kind of work has of its own, the steps of some of them: by the key of the work."""

HANGS = {
    "kasse-1": "i bjørka nærmest lekeplassen, tre meter opp",
    "kasse-2": "i lønna bak kiosken",
    "kasse-4": "i asken ved inngangen fra Egedes gate",
    "kasse-5": "på stolpen ved vannposten",
    "kasse-6": "i eika midt på plenen",
    "kasse-7": "i selja ved brua, på sida mot elva",
    "kasse-8": "i hengebjørka ved trappa",
    "kasse-10": "på stolpen ved den store huska",
    "kasse-16": "i lindetreet ved utsikten",
    "kasse-21": "i oreskogen ved bekken",
}

COMPUTERS = {
    "pc-1": ("given", "S-1041"),
    "pc-2": ("given", "S-1042"),
    "pc-3": ("wiped", "S-1043"),
    "pc-4": ("received", ""),
}
"""How far each has come, and the number of the certificate that its disk is wiped."""

RECORDINGS = {
    "film-bussen": (
        "Alle kan vise filmen. Si at den er laget på Romsås.",
        "Tekstet på norsk",
        "Ingen snakker. Bussen kjører. Døra går opp og igjen. Noen ler et sted foran.",
    ),
    "foto-broer": ("Bildene kan henge på vegger, ikke selges.", "", ""),
    "sang-fredag": (
        "Fri å spille. Spør oss før du gir den ut.",
        "",
        "Fredagen kommer når den vil.\nVi setter på kaffe og lar den stå til.",
    ),
}
"""Rights, captions and transcript."""

WALLS = {
    "mural-1": ("Bymiljøetaten", True),
    "mural-2": ("Et sameie på Bislett", True),
}
"""Who owns the wall, and whether they have said yes."""

STEPS = {
    "kasse-7": (("Sage til", True), ("Skru sammen", True), ("Male", True), ("Henge opp", True)),
    "kasse-22": (("Skru sammen", True), ("Grunne", True), ("Male striper", False)),
    "kasse-23": (("Skru sammen", True), ("Pusse", True), ("Finne på et navn", False)),
    "kasse-24": (("Sage til", True), ("Male", False), ("Lime på speilet", False)),
    "minihage-8": (("Legge steinene", True), ("Plante", True), ("La den feste seg", False)),
    "film-handverk": (("Filme", True), ("Klippe", False)),
}
"""The steps of some works, in their order, and whether they are done."""
