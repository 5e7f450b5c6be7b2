"""What has been made: birdhouses, mini-gardens, computers, films, photographs, songs and murals.

The makers' chosen names stand in public only where they are in `makers_shown`.
"""

from functools import partial

from demo.data.shapes import Work

_KINDS = {
    "birdhouse": ("kasse", "fuglekassa", "birdhouse-in-tree"),
    "garden": ("minihage", "minihagen", "garden"),
    "computer": ("pc", "gjenbruk-av-pc-er", "computer"),
    "film": ("film", "film-foto-og-musikk", "film"),
    "photo": ("foto", "film-foto-og-musikk", "camera"),
    "music": ("sang", "film-foto-og-musikk", "music"),
    "mural": ("mural", "gatekunst", "mural"),
}
"""How the key begins, the activity and the drawing of each kind."""
_ON_POST, _ON_TABLE = "birdhouse", "birdhouse-painted"


def _work(
    kind: str,
    number: int | str,
    title: str,
    description: str,
    district: str,
    makers: tuple[str, ...],
    shown: tuple[str, ...] = (),
    *,
    place: str | None = None,
    drawing: str = "",
    state: str = "finished",
) -> Work:
    """Return a work; films, photographs and songs have a word for a number."""
    key, activity, usual_drawing = _KINDS[kind]
    return Work(
        key=f"{key}-{number}",
        kind=kind,
        number=number if isinstance(number, int) else None,
        title=title,
        description=description,
        activity=activity,
        district=district,
        illustration=drawing or usual_drawing,
        makers=makers,
        place=place,
        state=state,
        makers_shown=shown,
    )


_birdhouse = partial(_work, "birdhouse")
_garden = partial(_work, "garden")
_computer = partial(_work, "computer")

BIRDHOUSES: tuple[Work, ...] = (
    _birdhouse(1, "Den første", "Grønn med hvite prikker. Kassen som alt begynte med.",
               "grunerlokka", ("roger", "tor"), ("tor",), drawing=_ON_POST, place="birkelunden"),
    _birdhouse(2, "Sjøboden", "Rød som en bod på brygga, med et lite tau over døra.",
               "grunerlokka", ("elin",), place="grunerhagen"),
    _birdhouse(3, "Regnbuen", "Sju striper i sju farger. Taket er lagt med tynn bark.",
               "grunerlokka", ("kine", "elin"), ("kine",), place="sofienbergparken"),
    _birdhouse(4, "Nattehimmelen", "Mørkeblå med stjerner. Stjernene er malt med en tannpirker.",
               "gamle-oslo", ("mari", "petter"), ("mari",), place="botsparken"),
    _birdhouse(5, "Avisa", "Kledd med gamle tegneserier og lakkert tre ganger.",
               "gamle-oslo", ("petter",), drawing=_ON_POST, place="kampen-park"),
    _birdhouse(6, "Hytta", "Laftet av pinner fra parken, med torv på taket.",
               "gamle-oslo", ("petter", "lillian"), place="klosterenga"),
    _birdhouse(7, "Den gule ved brua", "Gul med blå dør. Her flyttet kjøttmeisene inn i april.",
               "grunerlokka", ("tor",), ("tor",), place="kuba"),
    _birdhouse(8, "Trikken", "Lyseblå som trikken, med fire hjul langs kanten.",
               "grunerlokka", ("roger", "kine"), ("kine",), place="kuba"),
    _birdhouse(9, "Bjørka", "Hvit med svarte streker. Du må lete litt for å se den.",
               "alna", ("mons", "berit"), ("berit",), place="alnaparken"),
    _birdhouse(10, "Jordbæret", "Rød med lyse frø. Populær hos barna på Furuset.",
               "alna", ("sara",), ("sara",), drawing=_ON_POST, place="verdensparken"),
    _birdhouse(11, "Blokka", "Tre etasjer med malte vinduer, men bare én ekte dør.",
               "alna", ("sara", "mons"), place="tveitaparken"),
    _birdhouse(12, "Bestemors gardin", "Hvit med blonder langs taket, tegnet med blyant først.",
               "grorud", ("randi",), ("randi",), place="grorudparken"),
    _birdhouse(13, "Fossen", "Blå og hvit. Malingen renner nedover, og det skal den.",
               "grorud", ("odd", "randi"), ("randi",), place="holalokka"),
    _birdhouse(14, "Tømmerkassa", "Ren ubehandlet gran. Den blir grå og fin med årene.",
               "grorud", ("odd",), drawing=_ON_POST, place="svarttjern"),
    _birdhouse(15, "Ruta", "Svart og hvit som et sjakkbrett på alle fire sider.",
               "grorud", ("terje", "odd"), place="grorudparken"),
    _birdhouse(16, "Parkvakten", "Mørkegrønn med gullknapper. Står med utsikt over hele byen.",
               "st-hanshaugen", ("ellen",), ("ellen",), place="st-hanshaugen-park"),
    _birdhouse(17, "Solsiden", "Oransje og gul, med stråler ut fra døra.",
               "st-hanshaugen", ("gunn", "ellen"), ("gunn", "ellen"), place="stensparken"),
    _birdhouse(18, "Fontenen", "Blå dråper på hvit bunn. Malt på én ettermiddag, og på tre.",
               "st-hanshaugen", ("gunn",), drawing=_ON_POST, place="alexander-kielland"),
    _birdhouse(19, "Tårnet", "Smal og høy, for å ligne på gangveien over Stovner.",
               "stovner", ("svein", "arve"), ("svein",), place="stovnertarnet"),
    _birdhouse(20, "Blomsterenga", "Full av prestekrager. Hver av dem er malt av en ny hånd.",
               "stovner", ("nadia", "bente", "svein"), ("nadia", "svein"), place="rommensletta"),
    _birdhouse(21, "Frosken", "Grønn med to øyne på taket. Henger ved bekken.",
               "stovner", ("nadia",), ("nadia",), place="fossumdumpa"),
    _birdhouse(22, "Striper i lufta", "Grunnet og klar. Stripene kommer når de kommer.",
               "grunerlokka", ("kine",), drawing=_ON_TABLE, state="open"),
    _birdhouse(23, "Uten navn ennå", "Skrudd sammen og pusset. Hvem som helst kan male videre.",
               "grorud", ("odd", "randi"), drawing=_ON_TABLE, state="resting"),
    _birdhouse(24, "Speilet", "Skal få et lite blankt tak, så den speiler trærne.",
               "gamle-oslo", ("petter", "mari"), drawing=_ON_TABLE, state="open"),
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
            "gamle-oslo", ("lillian",), state="open"),
)  # fmt: skip

COMPUTERS: tuple[Work, ...] = (
    _computer(1, "PC nummer 1", "Ny disk og nytt tastatur. Gitt til en familie på Vestli.",
              "stovner", ("leyla", "arve")),
    _computer(2, "PC nummer 2", "Satt sammen av tre ødelagte. Gitt til en skoleelev.",
              "stovner", ("kim",)),
    _computer(3, "PC nummer 3", "Renset, oppdatert og pakket med lader og mus.",
              "stovner", ("leyla", "kim")),
    _computer(4, "PC nummer 4", "Åpnet og støvsugd. Venter på en ny vifte.",
              "stovner", ("arve",), state="resting"),
)  # fmt: skip

MEDIA: tuple[Work, ...] = (
    _work("film", "bussen", "Bussen hjem", "Fire minutter fra setet helt bak. Ingen ord.",
          "grorud", ("hassan", "mia"), ("hassan", "mia")),
    _work("film", "handverk", "Hender", "Bare hender: som maler, skrur, raker og løfter.",
          "stovner", ("kim",), state="open"),
    _work("photo", "broer", "Alle bruene", "Tjue bilder av bruer over Akerselva.",
          "grunerlokka", ("amina",), ("amina",)),
    _work("photo", "vinter", "Vinter på Romsås", "Snø, lys og balkonger, sett fra T-banen.",
          "grorud", ("zofia", "hassan"), ("zofia",)),
    _work("music", "fredag", "Fredagen", "Gitar, bass og tre stemmer, i ett strekk.",
          "grorud", ("jonas", "mia"), ("jonas", "mia")),
    _work("music", "trikk", "Trikken går", "En rask vise om å rekke den siste trikken.",
          "grunerlokka", ("nuru",)),
    _work("music", "uten-tekst", "Uten tekst", "En rolig melodi. Teksten får vente.",
          "st-hanshaugen", ("magnus",), state="resting"),
)  # fmt: skip

MURALS: tuple[Work, ...] = (
    _work("mural", 1, "Elva under veien",
          "Tolv meter elv på en vegg i en undergang, med fisk i naturlig størrelse.",
          "st-hanshaugen", ("rune", "tuva", "magnus", "gunn"), ("rune", "tuva"),
          place="alexander-kielland"),
    _work("mural", 2, "Løpere på Bislett",
          "Skisse til en vegg. Eieren har sagt ja, og vi venter på tørt vær.",
          "st-hanshaugen", ("tuva", "david"), place="bislett", state="open"),
)  # fmt: skip

WORKS: tuple[Work, ...] = BIRDHOUSES + GARDENS + COMPUTERS + MEDIA + MURALS
