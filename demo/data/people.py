"""The people of the demonstration. Every person here is invented; a likeness to anybody is chance.

Addresses end in `.example`, which is reserved and reaches nobody (RFC 2606). Norway has no
series of telephone numbers set aside for fiction: the numbers here are taken from the 815
series, which is given to businesses and never to a person, so that forms accept them. Do not
switch on a real SMS sender over this data.
"""

from demo.data.shapes import Channel, District, Interest, Language, Person, Role, StaffMember


def _phone(number: int) -> str:
    return f"+4781500{number:03d}"


DISTRICTS: tuple[District, ...] = (
    District("alna", "Alna", _phone(101)),
    District("gamle-oslo", "Gamle Oslo", _phone(102)),
    District("grunerlokka", "Grünerløkka", _phone(103)),
    District("grorud", "Grorud", _phone(104)),
    District("st-hanshaugen", "St. Hanshaugen", _phone(105)),
    District("stovner", "Stovner", _phone(106)),
)

ALL_DISTRICTS: tuple[str, ...] = tuple(district.key for district in DISTRICTS)


def _staff(number: int, name: str, role: Role, *districts: str) -> StaffMember:
    first_name, last_name = name.split(" ")
    key = name.lower().replace(" ", "-").translate(str.maketrans("æøå", "eoa"))
    return StaffMember(
        key=key,
        first_name=first_name,
        last_name=last_name,
        email=f"{key.replace('-', '.')}@reir.example",
        phone=_phone(number),
        roles=tuple((district, role) for district in districts),
    )


STAFF: tuple[StaffMember, ...] = (
    _staff(201, "Kari Lund", "leader", "alna"),
    _staff(202, "Per Haugen", "worker", "alna"),
    _staff(203, "Roy Dahl", "peer_worker", "alna"),
    _staff(204, "Ingrid Moe", "leader", "gamle-oslo"),
    _staff(205, "Samir Aziz", "worker", "gamle-oslo"),
    _staff(206, "Anne Berg", "peer_worker", "gamle-oslo"),
    _staff(207, "Nina Solberg", "leader", "grunerlokka"),
    _staff(208, "Lars Eide", "worker", "grunerlokka"),
    _staff(209, "Fatima Noor", "worker", "grunerlokka"),
    _staff(210, "Geir Rud", "peer_worker", "grunerlokka"),
    _staff(211, "Tone Vik", "leader", "grorud"),
    _staff(212, "Jon Strand", "worker", "grorud"),
    _staff(213, "Bjørn Aas", "peer_worker", "grorud"),
    _staff(214, "Eirik Holm", "leader", "st-hanshaugen"),
    _staff(215, "Maja Lien", "worker", "st-hanshaugen"),
    _staff(216, "Siri Foss", "peer_worker", "st-hanshaugen"),
    _staff(223, "Mona Lie", "worker", "grunerlokka"),
    _staff(217, "Hege Bakke", "leader", "stovner"),
    _staff(218, "Omar Said", "worker", "stovner"),
    _staff(219, "Trude Nes", "peer_worker", "stovner"),
    _staff(220, "Wenche Olsen", "finance", *ALL_DISTRICTS),
    _staff(221, "Marte Krogh", "editor", *ALL_DISTRICTS),
    _staff(222, "Arne Tveit", "auditor", *ALL_DISTRICTS),
)

INTERESTS: tuple[Interest, ...] = (
    Interest("fugler", "Fugler", "birdhouse-in-tree"),
    Interest("snekre", "Snekre", "birdhouse"),
    Interest("male", "Male og tegne", "birdhouse-painted"),
    Interest("planter", "Planter og hager", "garden"),
    Interest("elva", "Ute ved elva", "river"),
    Interest("fiske", "Fisk og fiske", "salmon"),
    Interest("data", "Data og skruing", "computer"),
    Interest("foto", "Foto", "camera"),
    Interest("film", "Film", "film"),
    Interest("musikk", "Musikk", "music"),
    Interest("gatekunst", "Gatekunst", "mural"),
    Interest("laere", "Lære noe nytt", "projector"),
    Interest("skrive", "Skrive", "story"),
    Interest("tur", "Gå tur", "walk"),
    Interest("kaffe", "Kaffe og prat", "coffee"),
)


_CONTACTS = {
    "alna": ("per-haugen", "kari-lund"),
    "gamle-oslo": ("samir-aziz", "ingrid-moe"),
    "grunerlokka": ("lars-eide", "fatima-noor"),
    "grorud": ("jon-strand", "tone-vik"),
    "st-hanshaugen": ("maja-lien", "eirik-holm"),
    "stovner": ("omar-said", "hege-bakke"),
}
"""Who stands nearest to the participants of each district, and who when that one is away."""


def _person(
    number: int,
    chosen_name: str,
    district: str,
    interests: tuple[str, ...],
    channel: Channel = "paper",
    language: Language = "nb",
) -> Person:
    key = chosen_name.lower()
    primary_contact, deputy_contact = _CONTACTS[district]
    return Person(
        key=key,
        chosen_name=chosen_name,
        district=district,
        interests=interests,
        primary_contact=primary_contact,
        deputy_contact=deputy_contact,
        language=language,
        channel=channel,
        phone=_phone(number) if channel in ("sms", "call") else "",
        email=f"{key}@deltaker.example" if channel == "email" else "",
    )


PEOPLE: tuple[Person, ...] = (
    _person(301, "Eva", "alna", ("laere", "skrive"), "call"),
    _person(302, "Ahmed", "alna", ("data", "laere", "kaffe"), "sms"),
    _person(303, "Berit", "alna", ("fugler", "tur"), "paper", "nn"),
    _person(304, "Knut", "alna", ("elva", "fiske", "tur")),
    _person(305, "Sara", "alna", ("male", "planter"), "sms"),
    _person(306, "Vidar", "alna", ("musikk", "kaffe"), "call"),
    _person(307, "Mons", "alna", ("snekre", "fugler"), "none"),
    _person(308, "Mari", "gamle-oslo", ("planter", "male"), "sms"),
    _person(309, "Yusuf", "gamle-oslo", ("data", "film"), "sms", "en"),
    _person(310, "Lillian", "gamle-oslo", ("planter", "kaffe")),
    _person(311, "Frode", "gamle-oslo", ("elva", "fiske"), "call"),
    _person(312, "Aisha", "gamle-oslo", ("foto", "laere"), "email"),
    _person(313, "Petter", "gamle-oslo", ("snekre", "fugler")),
    _person(314, "Solveig", "gamle-oslo", ("skrive", "planter"), "paper", "nn"),
    _person(315, "Tor", "grunerlokka", ("fugler", "snekre", "tur")),
    _person(316, "Stian", "grunerlokka", ("elva", "fiske"), "sms"),
    _person(317, "Amina", "grunerlokka", ("elva", "foto"), "sms"),
    _person(318, "Kine", "grunerlokka", ("male", "fugler")),
    _person(319, "Roger", "grunerlokka", ("snekre", "kaffe"), "call"),
    _person(320, "Elin", "grunerlokka", ("male", "planter"), "email"),
    _person(321, "Nuru", "grunerlokka", ("elva", "musikk"), "sms", "en"),
    _person(322, "Jonas", "grorud", ("musikk", "skrive"), "sms"),
    _person(323, "Randi", "grorud", ("male", "fugler", "kaffe")),
    _person(324, "Hassan", "grorud", ("film", "foto"), "sms"),
    _person(325, "Odd", "grorud", ("snekre", "fugler")),
    _person(326, "Mia", "grorud", ("musikk", "film"), "sms"),
    _person(327, "Terje", "grorud", ("tur", "elva"), "none"),
    _person(328, "Zofia", "grorud", ("foto", "planter"), "email", "en"),
    _person(329, "Rune", "st-hanshaugen", ("gatekunst", "male"), "sms"),
    _person(330, "Gunn", "st-hanshaugen", ("male", "kaffe"), "call"),
    _person(331, "David", "st-hanshaugen", ("gatekunst", "foto"), "email", "en"),
    _person(332, "Ellen", "st-hanshaugen", ("fugler", "tur"), "paper", "nn"),
    _person(333, "Magnus", "st-hanshaugen", ("musikk", "gatekunst"), "sms"),
    _person(334, "Tuva", "st-hanshaugen", ("gatekunst", "skrive"), "sms"),
    _person(335, "Abdi", "st-hanshaugen", ("tur", "laere")),
    _person(336, "Leyla", "stovner", ("data", "laere"), "sms"),
    _person(337, "Arve", "stovner", ("data", "snekre")),
    _person(338, "Bente", "stovner", ("planter", "kaffe"), "paper", "nn"),
    _person(339, "Kim", "stovner", ("data", "film"), "email"),
    _person(340, "Nadia", "stovner", ("male", "planter"), "sms"),
    _person(341, "Svein", "stovner", ("tur", "fugler"), "call"),
    _person(342, "Ronny", "stovner", ("laere", "kaffe"), "none"),
)
