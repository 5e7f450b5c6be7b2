"""The programme: activities, what comes back each week, works, partners and leases.

The companies are invented. Their organisation numbers pass the check (modulus 11) and begin with
3, as numbers for test data do; real ones begin with 8 or 9. Addresses ending in `.example` reach
nobody.
"""

from demo.data.people import ALL_DISTRICTS
from demo.data.shapes import Activity, Lease, Partner, WeeklySession
from demo.data.works import WORKS

__all__ = [
    "ACTIVITIES",
    "CARE_VISIT_HONORARIUM",
    "LEASES",
    "PARTNERS",
    "WEEKLY_SESSIONS",
    "WORKS",
]

CARE_VISIT_HONORARIUM = 5_000
"""Øre for looking after a work once."""

ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        key="fuglekassa",
        name="Fuglekassa",
        kind="birdhouse",
        summary="Vi snekrer og maler fuglekasser, henger dem opp i byen og ser til dem sammen.",
        bring="Klær som tåler maling. Vi har forklær.",
        illustration="birdhouse",
        districts=ALL_DISTRICTS,
        interests=("fugler", "snekre", "male"),
        hashtag="#Oslokassa",
    ),
    Activity(
        key="minihagen",
        name="Minihagen",
        kind="garden",
        summary="Vi lager japanske minihager på brett og steller dem på kontorer som leier dem.",
        bring="Ingenting. Ta gjerne med en fin stein.",
        illustration="garden",
        districts=("gamle-oslo", "grunerlokka", "alna", "stovner"),
        interests=("planter", "male"),
    ),
    Activity(
        key="gjenbruk-av-pc-er",
        name="Gjenbruk av PC-er",
        kind="computer",
        summary="Bedrifter gir oss gamle PC-er. Vi setter dem i stand, og familier får dem gratis.",
        bring="Ingenting. Vi har verktøy og kaffe.",
        illustration="computer",
        districts=("stovner", "alna"),
        interests=("data", "laere"),
    ),
    Activity(
        key="film-foto-og-musikk",
        name="Film, foto og musikk",
        kind="media",
        summary="Vi filmer, tar bilder og lager låter. Du velger selv om noen får se eller høre.",
        bring="Telefonen din, hvis du vil. Vi har kamera og gitarer.",
        illustration="music",
        districts=("grorud", "st-hanshaugen", "grunerlokka", "stovner"),
        interests=("film", "foto", "musikk", "skrive"),
    ),
    Activity(
        key="gatekunst",
        name="Gatekunst",
        kind="mural",
        summary="Vi tegner, foreslår vegger til kommunens plan for gatekunst og maler dem.",
        bring="Klær som tåler maling, og noe varmt på føttene.",
        illustration="mural",
        districts=("st-hanshaugen", "grunerlokka"),
        interests=("gatekunst", "male"),
    ),
    Activity(
        key="elverydding",
        name="Elverydding",
        kind="river",
        summary="Vi drar sparkesykler og annet skrot opp av elva, så laksen får plass.",
        bring="Klær etter været. Vi har støvler, hansker og tau.",
        illustration="river",
        districts=("grunerlokka", "gamle-oslo", "grorud", "alna"),
        interests=("elva", "fiske", "tur"),
    ),
    Activity(
        key="laer-det-du-vil",
        name="Lær det du vil",
        kind="learning",
        summary="Én velger et tema. Vi ser film om det på lerret og prater etterpå.",
        bring="Et spørsmål, hvis du har et.",
        illustration="projector",
        districts=("alna", "stovner", "st-hanshaugen"),
        interests=("laere", "kaffe", "film"),
    ),
)


def _weekly(
    activity: str,
    district: str,
    when: tuple[int, str, int],
    place: str,
    size: tuple[int | None, int],
    staff: tuple[str, ...],
    honorarium: int = 15_000,
    title: str = "",
    note: str = "",
) -> WeeklySession:
    weekday, starts, minutes = when
    places, expected = size
    return WeeklySession(
        key=f"{activity}-{district}-{weekday}",
        activity=activity,
        district=district,
        weekday=weekday,
        starts=starts,
        minutes=minutes,
        place=place,
        places=places,
        expected=expected,
        honorarium=honorarium,
        staff=staff,
        title=title,
        note=note,
    )


_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY, _SATURDAY = range(6)

WEEKLY_SESSIONS: tuple[WeeklySession, ...] = (
    _weekly("fuglekassa", "alna", (_TUESDAY, "12:00", 120), "furuset-forum", (8, 5),
            ("per-haugen", "roy-dahl"), note="Vi maler inne. Det er varm suppe klokka ett."),
    _weekly("laer-det-du-vil", "alna", (_THURSDAY, "14:00", 90), "deichman-furuset", (None, 8),
            ("roy-dahl", "kari-lund"), honorarium=10_000),
    _weekly("elverydding", "alna", (_FRIDAY, "11:00", 150), "alnaparken", (8, 5),
            ("per-haugen", "roy-dahl"), note="Regner det mye, tar vi kaffe inne."),
    _weekly("minihagen", "gamle-oslo", (_MONDAY, "12:00", 120), "k1-toyen", (8, 6),
            ("samir-aziz", "anne-berg")),
    _weekly("fuglekassa", "gamle-oslo", (_WEDNESDAY, "12:00", 120), "deichman-bjorvika", (8, 5),
            ("anne-berg", "ingrid-moe"), note="Vi er i verkstedet i tredje etasje."),
    _weekly("elverydding", "gamle-oslo", (_SATURDAY, "11:00", 150), "vaterland", (10, 7),
            ("ingrid-moe", "samir-aziz", "anne-berg")),
    _weekly("elverydding", "grunerlokka", (_TUESDAY, "11:00", 150), "nedre-foss", (8, 6),
            ("lars-eide", "fatima-noor", "geir-rud"),
            note="Ingen går ut i vannet. Vi drar fra land med krok og tau."),
    _weekly("fuglekassa", "grunerlokka", (_WEDNESDAY, "13:00", 120), "deichman-grunerlokka",
            (10, 7), ("fatima-noor", "geir-rud")),
    _weekly("fuglekassa", "grunerlokka", (_FRIDAY, "12:00", 90), "kuba", (None, 5),
            ("geir-rud", "lars-eide"), title="Runden med kassene"),
    _weekly("film-foto-og-musikk", "grorud", (_FRIDAY, "13:00", 150), "deichman-romsas", (6, 5),
            ("jon-strand", "bjorn-aas")),
    _weekly("fuglekassa", "grorud", (_MONDAY, "12:00", 120), "deichman-nordtvet", (8, 6),
            ("bjorn-aas", "tone-vik"), title="Langbordet"),
    _weekly("elverydding", "grorud", (_WEDNESDAY, "11:00", 120), "grorudparken", (8, 4),
            ("jon-strand", "tone-vik")),
    _weekly("gatekunst", "st-hanshaugen", (_TUESDAY, "13:00", 150), "doga", (8, 5),
            ("maja-lien", "siri-foss"), note="Vi tegner inne til det blir varmt nok til å male."),
    _weekly("film-foto-og-musikk", "st-hanshaugen", (_THURSDAY, "13:00", 120), "doga", (6, 4),
            ("siri-foss", "eirik-holm")),
    _weekly("fuglekassa", "st-hanshaugen", (_FRIDAY, "11:00", 90), "st-hanshaugen-park",
            (None, 4), ("maja-lien", "eirik-holm"), title="Runden i parken"),
    _weekly("laer-det-du-vil", "st-hanshaugen", (_MONDAY, "14:00", 90), "doga", (None, 6),
            ("siri-foss", "maja-lien"), honorarium=10_000),
    _weekly("gjenbruk-av-pc-er", "stovner", (_MONDAY, "12:00", 150), "rommen-scene", (6, 5),
            ("omar-said", "trude-nes")),
    _weekly("minihagen", "stovner", (_WEDNESDAY, "12:00", 120), "deichman-stovner", (8, 5),
            ("trude-nes", "hege-bakke")),
    _weekly("laer-det-du-vil", "stovner", (_THURSDAY, "14:00", 90), "deichman-stovner",
            (None, 9), ("trude-nes", "omar-said"), honorarium=10_000),
    _weekly("fuglekassa", "stovner", (_FRIDAY, "11:00", 90), "stovnertarnet", (None, 4),
            ("omar-said", "hege-bakke"), title="Runden med kassene"),
)  # fmt: skip

PARTNERS: tuple[Partner, ...] = (
    Partner(
        key="mosegronn",
        name="Mosegrønn Arkitekter",
        organisation_number="300000010",
        contact_name="Camilla Ruud",
        contact_email="camilla@mosegronn.example",
        address="Eksempelgata 2, Oslo",
    ),
    Partner(
        key="granbar",
        name="Granbar Regnskap AS",
        organisation_number="300000029",
        contact_name="Henrik Falk",
        contact_email="henrik@granbar.example",
        address="Eksempelgata 4, Oslo",
    ),
    Partner(
        key="stille-sone",
        name="Stille Sone Kontorfellesskap",
        organisation_number="300000037",
        contact_name="Ida Marie Sund",
        contact_email="ida.marie@stillesone.example",
        address="Eksempelgata 6, Oslo",
    ),
    Partner(
        key="havbris",
        name="Havbris Forsikring",
        organisation_number="300000045",
        contact_name="Thomas Vold",
        contact_email="thomas@havbris.example",
        address="Eksempelgata 8, Oslo",
    ),
    Partner(
        key="tannklinikken",
        name="Tannklinikken Smil",
        organisation_number="300000053",
        contact_name="Priya Nair",
        contact_email="priya@smil.example",
        address="Eksempelgata 10, Oslo",
    ),
)

LEASES: tuple[Lease, ...] = (
    Lease(
        key="leie-mosegronn",
        partner="mosegronn",
        gardens=("minihage-1", "minihage-2"),
        starts_weeks=-20,
        months=12,
        state="running",
    ),
    Lease(
        key="leie-granbar-i-fjor",
        partner="granbar",
        gardens=("minihage-3",),
        starts_weeks=-60,
        months=6,
        state="ended",
    ),
    Lease(
        key="leie-stille-sone",
        partner="stille-sone",
        gardens=("minihage-3",),
        starts_weeks=-6,
        months=12,
        state="running",
    ),
    Lease(
        key="leie-tannklinikken",
        partner="tannklinikken",
        gardens=("minihage-6",),
        starts_weeks=-2,
        months=6,
        state="running",
    ),
    Lease(
        key="onske-havbris",
        partner="havbris",
        gardens=("minihage-5",),
        starts_weeks=3,
        months=12,
        state="enquiry",
    ),
)
