"""What the districts have written down: routines, and how two activities are done."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineText:
    """A routine of every district. `read_by_all`: or by its writer alone; `to_review`: its day has
    come."""

    name: str
    room: str
    text: str
    read_by_all: bool = True
    to_review: bool = False


ROUTINES: tuple[RoutineText, ...] = (
    RoutineText(
        name="Nøkler og alarm",
        room="min-side",
        text="""\
# Når du kommer
1. Nøkkelen ligger i skapet med kode. Den siste som fikk koden, er den som gir den videre.
2. Slå av alarmen innen et halvt minutt.

# Når du går
- Kjelen og limpistolen er av.
- Vinduene i verkstedet er lukket.
- Alarmen er på.

Går alarmen ved en feil, ring vakttelefonen først. Da kommer ingen forgjeves.""",
    ),
    RoutineText(
        name="Kontanter ut av huset",
        room="penger",
        text="""\
Vi tar bare med det som skal deles ut i dag.

1. Tell opp sammen med en kollega, og legg pengene i konvolutter.
2. Den ene har pengene, den andre har lista.
3. Det som er til overs, går i skrinet samme dag. Tell igjen, begge to.

Blir noe borte, ring lederen med en gang. Ingen må dekke det selv.""",
        to_review=True,
    ),
    RoutineText(
        name="Når noen blir dårlig på tur",
        room="i-dag",
        text="""\
# Er det fare?
Ring 113 først. Så ringer du vakttelefonen.

# Er det ikke det?
- Bli hos personen. Den andre tar med seg resten av gruppa.
- Spør hva som hjelper. Vann, en stol og litt ro er ofte nok.
- Hør om personen vil at vi ringer noen.

# Etterpå
Dere to snakker sammen før dere går hjem. Det som skjedde, skriver vi ikke ned her.""",
        read_by_all=False,
    ),
)

RECIPES: dict[str, dict[str, Any]] = {
    "fuglekassa": {
        "aim": "Å få til noe med hendene, og se at det blir stående. Man trenger ikke kunne noe.",
        "kit": """\
Planker av ubehandlet gran, 20 mm
Håndsager, driller og to stikksager
Treskruer 4 × 40 mm
Utemaling og pensler
Hansker, vernebriller og hørselsvern til alle""",
        "steps": """\
Kaffe først. Spør hva hver enkelt har lyst til å gjøre i dag.
Vis en ferdig kasse, og la den gå rundt.
Mål og sag delene. Den som vil, maler i stedet.
Skru sammen, to og to.
La kassene tørke. Skriv på lappen hvem som vil henge dem opp.
Rydd sammen de siste tjue minuttene.""",
        "risks": """\
Kutt fra sag: hansker på, én ved saga om gangen, plaster i skuffen
Støy: hørselsvern, og en stille krok med maling
Stige ved oppheng: én holder, én klatrer, aldri alene""",
        "rain_plan": "Vi blir i verkstedet og maler.",
        "cost_ore": 45_000,
        "minutes": 150,
        "min_staff": 2,
        "demands": ["heights"],
    },
    "minihagen": {
        "aim": "Å stelle noe som vokser, i sitt eget tempo.",
        "kit": """\
Brett av tre, 60 × 40 cm
Grus, sand og jord
Mose, småplanter og steiner
En liten rive og en sprayflaske til hver""",
        "steps": """\
Se på bilder av japanske hager sammen.
Legg grus, så jord.
Plasser steinene først. Flytt på dem til det kjennes riktig.
Plant, og vann forsiktig.
Ta bilde, hvis den som lagde den, vil.""",
        "risks": "Tunge sekker: to bærer sammen",
        "cost_ore": 60_000,
        "minutes": 120,
        "min_staff": 2,
        "demands": [],
    },
}
