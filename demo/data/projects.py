"""The words of the seven project pages. Sessions, works and stories come from the data."""

from dataclasses import replace

from demo.data.projects_translated import PROJECTS_EN, PROJECTS_NN
from demo.data.shapes import ProjectText

_PROJECTS: tuple[ProjectText, ...] = (
    ProjectText(
        slug="fuglekassa",
        activity_key="fuglekassa",
        title="Fuglekassa",
        intro=(
            "Vi maler fuglekasser og henger dem opp i parkene. Så ser vi til "
            "dem gjennom året. Følg dem med #Oslokassa."
        ),
        illustration="birdhouse",
        illustration_alt="Tegning: en fuglekasse på en stolpe, med en rød fugl på taket.",
        what_we_do=(
            "Vi skrur, pusser og maler kasser rundt et langbord.",
            "Hver kasse får et nummer og et eget sted i byen.",
            "Vi går runder og ser om noen har flyttet inn.",
            "Om høsten vasker vi kassene, så de er klare til våren.",
        ),
        who_can_come=(
            "Alle som har lyst. Du kan male, pusse, bære stige eller bare sitte sammen med oss."
        ),
        what_to_bring="Klær som tåler maling. Forkle, pensler og kaffe har vi.",
        good_to_know=(
            "En kasse tar den tiden den tar. Den kan ligge på hylla til du kommer igjen."
        ),
    ),
    ProjectText(
        slug="minihagen",
        activity_key="minihagen",
        title="Minihagen",
        intro=(
            "Vi lager japanske hager som får plass på et brett. Bedrifter "
            "leier dem, og vi kommer innom og steller dem."
        ),
        illustration="garden",
        illustration_alt=(
            "Tegning: en minihage på et brett, med stein, sand, mose og en liten furu."
        ),
        what_we_do=(
            "Vi finner steiner på tur og snur dem til de ligger riktig.",
            "Vi planter mose og små trær.",
            "Vi raker mønster i sanden, og raker på nytt.",
            "Vi besøker kontorene der hagene står, to og to.",
        ),
        who_can_come="Alle som liker ro og litt jord under neglene.",
        what_to_bring="Ingenting. Finner du en fin stein på veien, så ta den med.",
        good_to_know="Du får et eget honorar for hvert besøk hos en hage.",
    ),
    ProjectText(
        slug="gjenbruk-av-pc-er",
        activity_key="gjenbruk-av-pc-er",
        title="Gjenbruk av PC-er",
        intro=(
            "Bedrifter gir bort gamle PC-er. Vi setter dem i stand, og "
            "familier som trenger en, får den gratis."
        ),
        illustration="computer",
        illustration_alt=(
            "Tegning: en bærbar PC med et grønt blad på skjermen, og en skrutrekker."
        ),
        what_we_do=(
            "Vi åpner PC-ene og renser dem for støv.",
            "Vi bytter deler og setter sammen det som virker.",
            "Vi legger inn nye programmer.",
            "Vi pakker dem med lader, mus og en hilsen.",
        ),
        who_can_come="Alle. Du trenger ikke kunne noe om data. Vi viser deg skrue for skrue.",
        what_to_bring="Ingenting. Vi har verktøy til alle.",
        good_to_know="Alt som lå på PC-ene, er slettet før de kommer til oss.",
    ),
    ProjectText(
        slug="film-foto-og-musikk",
        activity_key="film-foto-og-musikk",
        title="Film, foto og musikk",
        intro="Vi filmer, tar bilder og lager sanger. Du bestemmer selv hvem som får se og høre.",
        illustration="music",
        illustration_alt="Tegning: en rød gitar og et ark med noter.",
        what_we_do=(
            "Vi skriver tekster og spiller dem inn.",
            "Vi går fototurer i nabolaget.",
            "Vi lager korte filmer og klipper dem sammen.",
            "Noen ganger viser vi det fram, for dem som vil.",
        ),
        who_can_come="Alle, også du som bare vil lytte eller holde en lampe.",
        what_to_bring="Telefonen din, hvis du vil. Vi har kamera, mikrofon, gitarer og bass.",
        good_to_know="Ingen sang eller film vises for andre før alle som er med, har sagt ja.",
    ),
    ProjectText(
        slug="gatekunst",
        activity_key="gatekunst",
        title="Gatekunst",
        intro=(
            "Vi leter etter grå vegger, tegner forslag og maler dem. Vi er med "
            "på kommunens plan for gatekunst."
        ),
        illustration="mural",
        illustration_alt="Tegning: en malt vegg med sol og åser, en stige og et malingsspann.",
        what_we_do=(
            "Vi går rundt i byen og ser på vegger.",
            "Vi tegner skisser og stemmer ikke om dem. Vi prater oss fram.",
            "Vi spør eieren og kommunen om lov.",
            "Når det er varmt nok, maler vi.",
        ),
        who_can_come="Alle som vil at byen skal ha mer farge.",
        what_to_bring="Klær som tåler maling. Ta på noe varmt på føttene.",
        good_to_know="Du kan stå på bakken hele tiden. Ingen må opp i stigen.",
    ),
    ProjectText(
        slug="elverydding",
        activity_key="elverydding",
        title="Elverydding",
        intro="Vi drar sparkesykler og annet skrot opp av elvene, så laksen får plass.",
        illustration="river",
        illustration_alt=(
            "Tegning: en elsparkesykkel blir dratt opp av elva med tau av en hånd med hanske."
        ),
        what_we_do=(
            "Vi står på land og drar med krok og tau.",
            "Vi sorterer og teller det vi finner.",
            "En bil kommer og henter alt sammen.",
            "Etterpå drikker vi kaffe og ser etter fisk.",
        ),
        who_can_come="Alle som liker å være ute. Du kan dra, telle, ta bilder eller passe bålet.",
        what_to_bring="Klær etter været. Vi låner deg støvler, hansker og vest.",
        good_to_know="Ingen går ut i vannet. Vi er alltid flere ansatte sammen.",
    ),
    ProjectText(
        slug="laer-det-du-vil",
        activity_key="laer-det-du-vil",
        title="Lær det du vil",
        intro="Én av oss velger et tema. Vi ser film om det på stort lerret og prater etterpå.",
        illustration="projector",
        illustration_alt="Tegning: et lerret med en spire og en sol, en projektor og to stoler.",
        what_we_do=(
            "Vi skriver opp alt vi lurer på, på ei liste.",
            "Den som står for tur, velger tema og filmer.",
            "Vi stopper filmen når noen har et spørsmål.",
            "Noen ganger kommer det en gjest som kan mye.",
        ),
        who_can_come="Alle som lurer på noe. Eller som vil sitte i mørket med en kaffe.",
        what_to_bring="Et spørsmål, hvis du har et.",
        good_to_know="Du kan komme midt i og gå midt i. Ingen snur seg.",
    ),
)

_TRANSLATIONS: dict[str, tuple[ProjectText, ...]] = {
    project.slug: tuple(
        translation for translation in PROJECTS_NN + PROJECTS_EN if translation.slug == project.slug
    )
    for project in _PROJECTS
}

PROJECTS: tuple[ProjectText, ...] = tuple(
    replace(project, translations=_TRANSLATIONS[project.slug]) for project in _PROJECTS
)
