"""What has been made: birdhouses, mini-gardens, computers, films, photographs, songs and murals.

The makers' chosen names stand in public only where they are in `makers_shown`.
"""

from demo.data.shapes import Work

_IN_TREE, _ON_POST, _ON_TABLE = "birdhouse-in-tree", "birdhouse", "birdhouse-painted"


def _birdhouse(
    number: int,
    title: str,
    description: str,
    where: tuple[str, str | None],
    makers: tuple[str, ...],
    shown: tuple[str, ...] = (),
    drawing: str = _IN_TREE,
    state: str = "finished",
) -> Work:
    district, place = where
    return Work(
        key=f"kasse-{number}",
        kind="birdhouse",
        number=number,
        title=title,
        description=description,
        activity="fuglekassa",
        district=district,
        illustration=drawing,
        makers=makers,
        place=place,
        state=state,
        makers_shown=shown,
        steward=makers[0] if place else "",
    )


def _garden(
    number: int,
    title: str,
    description: str,
    district: str,
    makers: tuple[str, ...],
    shown: tuple[str, ...] = (),
    state: str = "finished",
) -> Work:
    return Work(
        key=f"minihage-{number}",
        kind="garden",
        number=number,
        title=title,
        description=description,
        activity="minihagen",
        district=district,
        illustration="garden",
        makers=makers,
        state=state,
        makers_shown=shown,
        steward=makers[0],
        leasable=state == "finished",
    )


def _computer(
    number: int, title: str, description: str, makers: tuple[str, ...], state: str = "finished"
) -> Work:
    return Work(
        key=f"pc-{number}",
        kind="computer",
        number=number,
        title=title,
        description=description,
        activity="gjenbruk-av-pc-er",
        district="stovner",
        illustration="computer",
        makers=makers,
        state=state,
    )


BIRDHOUSES: tuple[Work, ...] = (
    _birdhouse(1, "Den første", "Grønn med hvite prikker. Kassen som alt begynte med.",
               ("grunerlokka", "birkelunden"), ("roger", "tor"), ("tor",), _ON_POST),
    _birdhouse(2, "Sjøboden", "Rød som en bod på brygga, med et lite tau over døra.",
               ("grunerlokka", "grunerhagen"), ("elin",)),
    _birdhouse(3, "Regnbuen", "Sju striper i sju farger. Taket er lagt med tynn bark.",
               ("grunerlokka", "sofienbergparken"), ("kine", "elin"), ("kine",)),
    _birdhouse(4, "Nattehimmelen", "Mørkeblå med stjerner. Stjernene er malt med en tannpirker.",
               ("gamle-oslo", "botsparken"), ("mari", "petter"), ("mari",)),
    _birdhouse(5, "Avisa", "Kledd med gamle tegneserier og lakkert tre ganger.",
               ("gamle-oslo", "kampen-park"), ("petter",), (), _ON_POST),
    _birdhouse(6, "Hytta", "Laftet av pinner fra parken, med torv på taket.",
               ("gamle-oslo", "klosterenga"), ("petter", "lillian")),
    _birdhouse(7, "Den gule ved brua", "Gul med blå dør. Her flyttet kjøttmeisene inn i april.",
               ("grunerlokka", "kuba"), ("tor",), ("tor",)),
    _birdhouse(8, "Trikken", "Lyseblå som trikken, med fire hjul langs kanten.",
               ("grunerlokka", "kuba"), ("roger", "kine"), ("kine",)),
    _birdhouse(9, "Bjørka", "Hvit med svarte streker. Du må lete litt for å se den.",
               ("alna", "alnaparken"), ("mons", "berit"), ("berit",)),
    _birdhouse(10, "Jordbæret", "Rød med lyse frø. Populær hos barna på Furuset.",
               ("alna", "verdensparken"), ("sara",), ("sara",), _ON_POST),
    _birdhouse(11, "Blokka", "Tre etasjer med malte vinduer, men bare én ekte dør.",
               ("alna", "tveitaparken"), ("sara", "mons")),
    _birdhouse(12, "Bestemors gardin", "Hvit med blonder langs taket, tegnet med blyant først.",
               ("grorud", "grorudparken"), ("randi",), ("randi",)),
    _birdhouse(13, "Fossen", "Blå og hvit. Malingen renner nedover, og det skal den.",
               ("grorud", "holalokka"), ("odd", "randi"), ("randi",)),
    _birdhouse(14, "Tømmerkassa", "Ren ubehandlet gran. Den blir grå og fin med årene.",
               ("grorud", "svarttjern"), ("odd",), (), _ON_POST),
    _birdhouse(15, "Ruta", "Svart og hvit som et sjakkbrett på alle fire sider.",
               ("grorud", "grorudparken"), ("terje", "odd")),
    _birdhouse(16, "Parkvakten", "Mørkegrønn med gullknapper. Står med utsikt over hele byen.",
               ("st-hanshaugen", "st-hanshaugen-park"), ("ellen",), ("ellen",)),
    _birdhouse(17, "Solsiden", "Oransje og gul, med stråler ut fra døra.",
               ("st-hanshaugen", "stensparken"), ("gunn", "ellen"), ("gunn", "ellen")),
    _birdhouse(18, "Fontenen", "Blå dråper på hvit bunn. Malt på én ettermiddag, og på tre.",
               ("st-hanshaugen", "alexander-kielland"), ("gunn",), (), _ON_POST),
    _birdhouse(19, "Tårnet", "Smal og høy, for å ligne på gangveien over Stovner.",
               ("stovner", "stovnertarnet"), ("svein", "arve"), ("svein",)),
    _birdhouse(20, "Blomsterenga", "Full av prestekrager. Hver av dem er malt av en ny hånd.",
               ("stovner", "rommensletta"), ("nadia", "bente", "svein"), ("nadia", "svein")),
    _birdhouse(21, "Frosken", "Grønn med to øyne på taket. Henger ved bekken.",
               ("stovner", "fossumdumpa"), ("nadia",), ("nadia",)),
    _birdhouse(22, "Striper i lufta", "Grunnet og klar. Stripene kommer når de kommer.",
               ("grunerlokka", None), ("kine",), (), _ON_TABLE, "open"),
    _birdhouse(23, "Uten navn ennå", "Skrudd sammen og pusset. Hvem som helst kan male videre.",
               ("grorud", None), ("odd", "randi"), (), _ON_TABLE, "resting"),
    _birdhouse(24, "Speilet", "Skal få et lite blankt tak, så den speiler trærne.",
               ("gamle-oslo", None), ("petter", "mari"), (), _ON_TABLE, "open"),
)  # fmt: skip

GARDENS: tuple[Work, ...] = (
    _garden(1, "Stille vann", "Raket sand i ringer rundt én rund stein.", "gamle-oslo",
            ("mari", "lillian"), ("mari",)),
    _garden(2, "Furua på berget", "En liten furu på et berg av tre steiner fra Ekeberg.",
            "gamle-oslo", ("mari",), ("mari",)),
    _garden(3, "Mosedalen", "Fire slags mose og en sti av knust skifer.", "gamle-oslo",
            ("solveig", "lillian"), ("solveig",)),
    _garden(4, "Den røde brua", "En håndlaget bru over en elv av lys sand.", "grunerlokka",
            ("elin",)),
    _garden(5, "Tre steiner", "Høy, lav og liggende. Resten er sand og luft.", "alna", ("sara",),
            ("sara",)),
    _garden(6, "Etter regnet", "Mørke steiner og mose som er grønn hele året.", "stovner",
            ("nadia", "bente"), ("nadia",)),
    _garden(7, "Liten skog", "Fem småplanter av lerk på rad, som i en skogkant.", "stovner",
            ("bente",)),
    _garden(8, "Fjellvidda", "Lav og lyng på flate steiner. Vi lar planten få feste seg.",
            "gamle-oslo", ("lillian",), (), "open"),
)  # fmt: skip

COMPUTERS: tuple[Work, ...] = (
    _computer(1, "PC nummer 1", "Ny disk og nytt tastatur. Gitt til en familie på Vestli.",
              ("leyla", "arve")),
    _computer(2, "PC nummer 2", "Satt sammen av tre ødelagte. Gitt til en skoleelev.",
              ("kim",)),
    _computer(3, "PC nummer 3", "Renset, oppdatert og pakket med lader og mus.",
              ("leyla", "kim")),
    _computer(4, "PC nummer 4", "Åpnet og støvsugd. Venter på en ny vifte.", ("arve",), "resting"),
)  # fmt: skip


_DRAWINGS = {"film": "film", "photo": "camera", "music": "music"}


def _media(
    key: str,
    kind: str,
    text: tuple[str, str],
    district: str,
    makers: tuple[str, ...],
    shown: tuple[str, ...] = (),
    state: str = "finished",
) -> Work:
    return Work(
        key=key,
        kind=kind,
        number=None,
        title=text[0],
        description=text[1],
        activity="film-foto-og-musikk",
        district=district,
        illustration=_DRAWINGS[kind],
        makers=makers,
        state=state,
        makers_shown=shown,
    )


MEDIA: tuple[Work, ...] = (
    _media("film-bussen", "film", ("Bussen hjem", "Fire minutter fra setet helt bak. Ingen ord."),
           "grorud", ("hassan", "mia"), ("hassan", "mia")),
    _media("film-handverk", "film", ("Hender", "Bare hender: som maler, skrur, raker og løfter."),
           "stovner", ("kim",), (), "open"),
    _media("foto-broer", "photo", ("Alle bruene", "Tjue bilder av bruer over Akerselva."),
           "grunerlokka", ("amina",), ("amina",)),
    _media("foto-vinter", "photo", ("Vinter på Romsås", "Snø, lys og balkonger, sett fra T-banen."),
           "grorud", ("zofia", "hassan"), ("zofia",)),
    _media("sang-fredag", "music", ("Fredagen", "Gitar, bass og tre stemmer, i ett strekk."),
           "grorud", ("jonas", "mia"), ("jonas", "mia")),
    _media("sang-trikk", "music", ("Trikken går", "En rask vise om å rekke den siste trikken."),
           "grunerlokka", ("nuru",)),
    _media("sang-uten-tekst", "music", ("Uten tekst", "En rolig melodi. Teksten får vente."),
           "st-hanshaugen", ("magnus",), (), "resting"),
)  # fmt: skip

MURALS: tuple[Work, ...] = (
    Work(
        key="mural-undergang",
        kind="mural",
        number=1,
        title="Elva under veien",
        description="Tolv meter elv på en vegg i en undergang, med fisk i naturlig størrelse.",
        activity="gatekunst",
        district="st-hanshaugen",
        illustration="mural",
        makers=("rune", "tuva", "magnus", "gunn"),
        place="alexander-kielland",
        makers_shown=("rune", "tuva"),
        steward="rune",
    ),
    Work(
        key="mural-bislett",
        kind="mural",
        number=2,
        title="Løpere på Bislett",
        description="Skisse til en vegg. Eieren har sagt ja, og vi venter på tørt vær.",
        activity="gatekunst",
        district="st-hanshaugen",
        illustration="mural",
        makers=("tuva", "david"),
        place="bislett",
        state="open",
    ),
)

WORKS: tuple[Work, ...] = BIRDHOUSES + GARDENS + COMPUTERS + MEDIA + MURALS
