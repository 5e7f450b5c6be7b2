"""Public places in Oslo where the demonstration's sessions are held and its works hang.

They are real and open to everybody: parks, libraries, squares, banks of rivers. Never a home.
The positions are in WGS 84 degrees, to about the nearest fifty metres; a birdhouse's tree is
nobody's business. That a place stands here does not mean that its owner has any agreement with
Reir.
"""

from functools import partial

from demo.data.shapes import Place

_inside = partial(Place, indoors=True)
_outside = partial(Place, indoors=False)

PLACES: tuple[Place, ...] = (
    # Alna
    _inside(
        "deichman-furuset",
        "Deichman Furuset",
        "Trygve Lies plass 1",
        (59.9417, 10.8966),
        "Vi sitter ved langbordet innerst, bak tegneseriene.",
    ),
    _inside(
        "furuset-forum",
        "Furuset Forum",
        "Søren Bulls vei 1",
        (59.9437, 10.8930),
        "Gå inn hovedinngangen. Vi har satt et fuglekasseskilt på døra.",
    ),
    _outside(
        "verdensparken",
        "Verdensparken",
        "Furuset, ved senteret",
        (59.9426, 10.8936),
        "Vi møtes ved benkene på den øverste plassen.",
    ),
    _outside(
        "alnaparken",
        "Alnaparken",
        "Turveien langs Alnaelva, ved Alfaset",
        (59.9368, 10.8560),
        "Følg turveien langs elva. Vi har gule vester.",
    ),
    _outside(
        "tveitaparken",
        "Tveitaparken",
        "Tvetenveien, ved Tveita senter",
        (59.9136, 10.8421),
        "Kom ut av T-banen og gå mot de store trærne.",
    ),
    # Gamle Oslo
    _inside(
        "deichman-bjorvika",
        "Deichman Bjørvika",
        "Anne-Cath. Vestlys plass 1",
        (59.9085, 10.7530),
        "Verkstedene er i tredje etasje. Ta heisen eller rulletrappa.",
    ),
    _inside(
        "deichman-toyen",
        "Deichman Tøyen",
        "Tøyentorget",
        (59.9149, 10.7722),
        "Inngangen er rett på torget. Si at du skal til Reir.",
    ),
    _inside(
        "k1-toyen",
        "Kolstadgata 1",
        "Kolstadgata 1, Tøyen",
        (59.9139, 10.7709),
        "Møterommet ligger til høyre i første etasje.",
    ),
    _outside(
        "botsparken",
        "Botsparken",
        "Grønlandsleiret",
        (59.9098, 10.7690),
        "Vi står under de gamle lindetrærne i alleen.",
    ),
    _outside(
        "klosterenga",
        "Klosterenga park",
        "St. Halvards gate",
        (59.9077, 10.7731),
        "Møt oss ved bekken midt i parken.",
    ),
    _outside(
        "toyenparken",
        "Tøyenparken",
        "Ved Tøyenbadet",
        (59.9184, 10.7786),
        "Gå opp bakken. Vi sitter på toppen med utsikt.",
    ),
    _outside(
        "kampen-park",
        "Kampen park",
        "Bøgata",
        (59.9142, 10.7806),
        "Vi møtes ved plenen på toppen av parken.",
    ),
    _outside(
        "svartdalen",
        "Svartdalsparken",
        "Alnaelva nedenfor Kværner",
        (59.9021, 10.7876),
        "Turveien er bratt noen steder. Ta på sko med godt grep.",
    ),
    _outside(
        "vaterland",
        "Vaterlandsparken",
        "Akerselva ved Vaterlands bru",
        (59.9126, 10.7571),
        "Vi står på gresset ved elva, på østsiden.",
        min_staff=3,
    ),
    # Grünerløkka
    _inside(
        "deichman-grunerlokka",
        "Deichman Grünerløkka",
        "Schous plass 10",
        (59.9193, 10.7601),
        "Vi er i salen i andre etasje. Det er heis.",
    ),
    _outside(
        "kuba",
        "Kubaparken",
        "Akerselva nedenfor Telthusbakken",
        (59.9232, 10.7527),
        "Vi møtes der brua går over elva.",
    ),
    _outside(
        "nedre-foss",
        "Nedre Foss park",
        "Akerselva ved Nordre gate",
        (59.9205, 10.7533),
        "Du hører fossen. Vi står på trappene ovenfor.",
        min_staff=3,
    ),
    _outside(
        "birkelunden",
        "Birkelunden",
        "Thorvald Meyers gate",
        (59.9267, 10.7606),
        "Vi møtes ved musikkpaviljongen.",
    ),
    _outside(
        "sofienbergparken",
        "Sofienbergparken",
        "Sofienberggata",
        (59.9224, 10.7637),
        "Vi sitter på plenen ved kirken.",
    ),
    _outside(
        "grunerhagen",
        "Grünerhagen",
        "Søndre gate, mot Akerselva",
        (59.9211, 10.7551),
        "Gå ned mot elva fra lekeplassen.",
    ),
    # Grorud
    _inside(
        "deichman-nordtvet",
        "Deichman Nordtvet",
        "Nordtvet senter",
        (59.9493, 10.8628),
        "Biblioteket ligger midt på senteret. Vi er ved vinduene.",
    ),
    _inside(
        "deichman-romsas",
        "Deichman Romsås",
        "Romsås senter",
        (59.9625, 10.8922),
        "Gå inn på senteret fra T-banen. Vi er innerst i lokalet.",
    ),
    _outside(
        "grorudparken",
        "Grorudparken",
        "Alnaelva ved Grorud T",
        (59.9632, 10.8826),
        "Vi møtes på brua over elva.",
    ),
    _outside(
        "holalokka",
        "Hølaløkka",
        "Alnaelva, nedenfor Grorudveien",
        (59.9580, 10.8790),
        "Følg grusveien ned til dammen.",
    ),
    _outside(
        "svarttjern",
        "Svarttjern",
        "Turveien fra Romsås",
        (59.9672, 10.8960),
        "Vi går sammen fra T-banen på Romsås.",
    ),
    # St. Hanshaugen
    _inside(
        "doga",
        "Doga",
        "Hausmanns gate 16",
        (59.9166, 10.7521),
        "Vi er i rommet til venstre for kafeen.",
    ),
    _outside(
        "st-hanshaugen-park",
        "St. Hanshaugen park",
        "Ullevålsveien",
        (59.9273, 10.7412),
        "Vi møtes ved dammen på toppen.",
    ),
    _outside(
        "stensparken",
        "Stensparken",
        "Pilestredet",
        (59.9294, 10.7320),
        "Vi sitter i bakken på solsiden.",
    ),
    _outside(
        "alexander-kielland",
        "Alexander Kiellands plass",
        "Maridalsveien",
        (59.9281, 10.7467),
        "Vi står ved fontenen.",
    ),
    _outside(
        "bislett",
        "Bislett stadion",
        "Louises gate 1",
        (59.9250, 10.7335),
        "Vi møtes ved inngangen mot Pilestredet.",
    ),
    # Stovner
    _inside(
        "deichman-stovner",
        "Deichman Stovner",
        "Stovner senter 3",
        (59.9621, 10.9240),
        "Ta heisen opp fra torget. Vi er i grupperommet.",
    ),
    _inside(
        "rommen-scene",
        "Rommen scene",
        "Karen Platous vei 31",
        (59.9590, 10.9112),
        "Gå inn ved biblioteket og følg pilene.",
    ),
    _outside(
        "stovnertarnet",
        "Stovnertårnet",
        "Ved Stovner senter",
        (59.9640, 10.9204),
        "Vi møtes nederst, der gangveien begynner.",
    ),
    _outside(
        "rommensletta",
        "Rommensletta",
        "Ved Rommen T",
        (59.9617, 10.9105),
        "Vi sitter ved benkene mot skogen.",
    ),
    _outside(
        "fossumdumpa",
        "Fossumdumpa",
        "Fossum, ved kunstgressbanen",
        (59.9655, 10.9320),
        "Gå forbi banen. Vi er ved bekken.",
    ),
)
