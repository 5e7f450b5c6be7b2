"""The project pages in nynorsk and English."""

from demo.data.shapes import ProjectText

PROJECTS_NN: tuple[ProjectText, ...] = (
    ProjectText(
        slug="fuglekassa",
        activity_key="fuglekassa",
        language="nn",
        title="Fuglekassa",
        intro=(
            "Vi målar fuglekasser og hengjer dei opp i parkane. Så ser vi til "
            "dei gjennom året. Følg dei med #Oslokassa."
        ),
        illustration="birdhouse",
        illustration_alt="Teikning: ei fuglekasse på ein stolpe, med ein raud fugl på taket.",
        what_we_do=(
            "Vi skrur, pussar og målar kasser rundt eit langbord.",
            "Kvar kasse får eit nummer og ein eigen stad i byen.",
            "Vi går rundar og ser om nokon har flytta inn.",
            "Om hausten vaskar vi kassene, så dei er klare til våren.",
        ),
        who_can_come=(
            "Alle som har lyst. Du kan måle, pusse, bere stige eller berre sitje saman med oss."
        ),
        what_to_bring="Klede som toler måling. Forkle, penslar og kaffi har vi.",
        good_to_know="Ei kasse tek den tida ho tek. Ho kan liggje på hylla til du kjem att.",
    ),
    ProjectText(
        slug="minihagen",
        activity_key="minihagen",
        language="nn",
        title="Minihagen",
        intro=(
            "Vi lagar japanske hagar som får plass på eit brett. Bedrifter "
            "leiger dei, og vi kjem innom og steller dei."
        ),
        illustration="garden",
        illustration_alt=(
            "Teikning: ein minihage på eit brett, med stein, sand, mose og ei lita furu."
        ),
        what_we_do=(
            "Vi finn steinar på tur og snur dei til dei ligg rett.",
            "Vi plantar mose og små tre.",
            "Vi rakar mønster i sanden, og rakar på nytt.",
            "Vi vitjar kontora der hagane står, to og to.",
        ),
        who_can_come="Alle som liker ro og litt jord under neglene.",
        what_to_bring="Ingenting. Finn du ein fin stein på vegen, så ta han med.",
        good_to_know="Du får eit eige honorar for kvart besøk hos ein hage.",
    ),
    ProjectText(
        slug="gjenbruk-av-pc-er",
        activity_key="gjenbruk-av-pc-er",
        language="nn",
        title="Gjenbruk av PC-ar",
        intro=(
            "Bedrifter gir bort gamle PC-ar. Vi set dei i stand, og familiar "
            "som treng ein, får han gratis."
        ),
        illustration="computer",
        illustration_alt=(
            "Teikning: ein berbar PC med eit grønt blad på skjermen, og ein skrutrekkjar."
        ),
        what_we_do=(
            "Vi opnar PC-ane og reinsar dei for støv.",
            "Vi byter delar og set saman det som verkar.",
            "Vi legg inn nye program.",
            "Vi pakkar dei med ladar, mus og ei helsing.",
        ),
        who_can_come="Alle. Du treng ikkje kunne noko om data. Vi viser deg skrue for skrue.",
        what_to_bring="Ingenting. Vi har verktøy til alle.",
        good_to_know="Alt som låg på PC-ane, er sletta før dei kjem til oss.",
    ),
    ProjectText(
        slug="film-foto-og-musikk",
        activity_key="film-foto-og-musikk",
        language="nn",
        title="Film, foto og musikk",
        intro=(
            "Vi filmar, tek bilete og lagar songar. Du bestemmer sjølv kven som får sjå og høyre."
        ),
        illustration="music",
        illustration_alt="Teikning: ein raud gitar og eit ark med notar.",
        what_we_do=(
            "Vi skriv tekstar og spelar dei inn.",
            "Vi går fototurar i nabolaget.",
            "Vi lagar korte filmar og klipper dei saman.",
            "Nokre gonger viser vi det fram, for dei som vil.",
        ),
        who_can_come="Alle, òg du som berre vil lytte eller halde ei lampe.",
        what_to_bring="Telefonen din, om du vil. Vi har kamera, mikrofon, gitarar og bass.",
        good_to_know=(
            "Ingen song eller film vert vist for andre før alle som er med, har sagt ja."
        ),
    ),
    ProjectText(
        slug="gatekunst",
        activity_key="gatekunst",
        language="nn",
        title="Gatekunst",
        intro=(
            "Vi leitar etter grå vegger, teiknar framlegg og målar dei. Vi er "
            "med på planen kommunen har for gatekunst."
        ),
        illustration="mural",
        illustration_alt=(
            "Teikning: ein måla vegg med sol og åsar, ein stige og eit målingsspann."
        ),
        what_we_do=(
            "Vi går rundt i byen og ser på vegger.",
            "Vi teiknar skisser og røystar ikkje om dei. Vi pratar oss fram.",
            "Vi spør eigaren og kommunen om lov.",
            "Når det er varmt nok, målar vi.",
        ),
        who_can_come="Alle som vil at byen skal ha meir farge.",
        what_to_bring="Klede som toler måling. Ta på noko varmt på føtene.",
        good_to_know="Du kan stå på bakken heile tida. Ingen må opp i stigen.",
    ),
    ProjectText(
        slug="elverydding",
        activity_key="elverydding",
        language="nn",
        title="Elverydding",
        intro="Vi dreg sparkesyklar og anna skrot opp av elvane, så laksen får plass.",
        illustration="river",
        illustration_alt=(
            "Teikning: ein elsparkesykkel vert dregen opp av elva med tau av ei hand med hanske."
        ),
        what_we_do=(
            "Vi står på land og dreg med krok og tau.",
            "Vi sorterer og tel det vi finn.",
            "Ein bil kjem og hentar alt saman.",
            "Etterpå drikk vi kaffi og ser etter fisk.",
        ),
        who_can_come="Alle som liker å vere ute. Du kan dra, telje, ta bilete eller passe bålet.",
        what_to_bring="Klede etter vêret. Vi låner deg støvlar, hanskar og vest.",
        good_to_know="Ingen går ut i vatnet. Vi er alltid fleire tilsette saman.",
    ),
    ProjectText(
        slug="laer-det-du-vil",
        activity_key="laer-det-du-vil",
        language="nn",
        title="Lær det du vil",
        intro="Éin av oss vel eit tema. Vi ser film om det på stort lerret og pratar etterpå.",
        illustration="projector",
        illustration_alt=(
            "Teikning: eit lerret med ein spire og ei sol, ein projektor og to stolar."
        ),
        what_we_do=(
            "Vi skriv opp alt vi lurer på, på ei liste.",
            "Den som står for tur, vel tema og filmar.",
            "Vi stoppar filmen når nokon har eit spørsmål.",
            "Nokre gonger kjem det ein gjest som kan mykje.",
        ),
        who_can_come="Alle som lurer på noko. Eller som vil sitje i mørkret med ein kaffi.",
        what_to_bring="Eit spørsmål, om du har eit.",
        good_to_know="Du kan kome midt i og gå midt i. Ingen snur seg.",
    ),
)

PROJECTS_EN: tuple[ProjectText, ...] = (
    ProjectText(
        slug="fuglekassa",
        activity_key="fuglekassa",
        language="en",
        title="The birdhouse",
        intro=(
            "We paint birdhouses and hang them in the parks. Then we look "
            "after them through the year. Follow them with #Oslokassa."
        ),
        illustration="birdhouse",
        illustration_alt="Drawing: a birdhouse on a post, with a red bird on the roof.",
        what_we_do=(
            "We screw, sand and paint boxes around a long table.",
            "Each box gets a number and a place of its own in the city.",
            "We go on rounds to see whether anybody has moved in.",
            "In autumn we clean the boxes, so they are ready for spring.",
        ),
        who_can_come=(
            "Everybody who likes to. You can paint, sand, carry the ladder or just sit with us."
        ),
        what_to_bring="Clothes that can take paint. We have aprons, brushes and coffee.",
        good_to_know=(
            "A box takes the time it takes. It can stay on the shelf until you come back."
        ),
    ),
    ProjectText(
        slug="minihagen",
        activity_key="minihagen",
        language="en",
        title="The mini-garden",
        intro=(
            "We make Japanese gardens that fit on a tray. Companies lease "
            "them, and we come by and look after them."
        ),
        illustration="garden",
        illustration_alt=(
            "Drawing: a mini-garden on a tray, with stones, sand, moss and a small pine."
        ),
        what_we_do=(
            "We find stones on walks and turn them until they lie right.",
            "We plant moss and small trees.",
            "We rake patterns in the sand, and rake again.",
            "We visit the offices where the gardens stand, two at a time.",
        ),
        who_can_come="Everybody who likes quiet and a little soil under the nails.",
        what_to_bring="Nothing. If you find a fine stone on the way, bring it.",
        good_to_know="You get an honorarium of its own for each visit to a garden.",
    ),
    ProjectText(
        slug="gjenbruk-av-pc-er",
        activity_key="gjenbruk-av-pc-er",
        language="en",
        title="Computers, once more",
        intro=(
            "Companies give away old computers. We mend them, and families who "
            "need one get it for free."
        ),
        illustration="computer",
        illustration_alt="Drawing: a laptop with a green leaf on its screen, and a screwdriver.",
        what_we_do=(
            "We open the computers and clean out the dust.",
            "We change parts and put together what works.",
            "We install new software.",
            "We pack them with a charger, a mouse and a greeting.",
        ),
        who_can_come=(
            "Everybody. You need not know a thing about computers. We show you screw by screw."
        ),
        what_to_bring="Nothing. We have tools for all.",
        good_to_know="All that was on the computers is erased before they come to us.",
    ),
    ProjectText(
        slug="film-foto-og-musikk",
        activity_key="film-foto-og-musikk",
        language="en",
        title="Film, photo and music",
        intro="We film, take pictures and write songs. You decide who gets to see and hear them.",
        illustration="music",
        illustration_alt="Drawing: a red guitar and a sheet of music.",
        what_we_do=(
            "We write lyrics and record them.",
            "We go on photo walks in the neighbourhood.",
            "We make short films and edit them.",
            "Now and then we show them, for those who want to.",
        ),
        who_can_come="Everybody, also if you only want to listen or hold a lamp.",
        what_to_bring=(
            "Your phone, if you like. We have a camera, a microphone, guitars and a bass."
        ),
        good_to_know="No song or film is shown to others until all who are in it have said yes.",
    ),
    ProjectText(
        slug="gatekunst",
        activity_key="gatekunst",
        language="en",
        title="Street art",
        intro=(
            "We look for grey walls, draw ideas and paint them. We take part "
            "in the city’s plan for street art."
        ),
        illustration="mural",
        illustration_alt=(
            "Drawing: a painted wall with sun and hills, a ladder and a tin of paint."
        ),
        what_we_do=(
            "We walk around the city and look at walls.",
            "We draw sketches and do not vote on them. We talk until we agree.",
            "We ask the owner and the city for permission.",
            "When it is warm enough, we paint.",
        ),
        who_can_come="Everybody who wants more colour in the city.",
        what_to_bring="Clothes that can take paint, and something warm on your feet.",
        good_to_know="You can stay on the ground all the time. Nobody has to climb the ladder.",
    ),
    ProjectText(
        slug="elverydding",
        activity_key="elverydding",
        language="en",
        title="Clearing the river",
        intro="We pull scooters and other scrap out of the rivers, to make room for the salmon.",
        illustration="river",
        illustration_alt=(
            "Drawing: a gloved hand pulls an e-scooter out of the river with a rope."
        ),
        what_we_do=(
            "We stand on land and pull with hooks and rope.",
            "We sort and count what we find.",
            "A van comes and takes it all away.",
            "Afterwards we have coffee and look for fish.",
        ),
        who_can_come=(
            "Everybody who likes being outdoors. You can pull, count, take "
            "pictures or mind the fire."
        ),
        what_to_bring="Clothes for the weather. We lend you boots, gloves and a vest.",
        good_to_know="Nobody goes into the water. There are always several of us from the team.",
    ),
    ProjectText(
        slug="laer-det-du-vil",
        activity_key="laer-det-du-vil",
        language="en",
        title="Learn what you like",
        intro=(
            "One of us picks a subject. We watch films about it on a big "
            "screen and talk afterwards."
        ),
        illustration="projector",
        illustration_alt=(
            "Drawing: a screen with a seedling and a sun, a projector and two chairs."
        ),
        what_we_do=(
            "We write down what we wonder about on a list.",
            "Whoever is next picks the subject and the films.",
            "We stop the film when somebody has a question.",
            "Now and then a guest comes who knows a lot.",
        ),
        who_can_come=(
            "Everybody who wonders about something. Or who likes to sit in the dark with a coffee."
        ),
        what_to_bring="A question, if you have one.",
        good_to_know="You can come in the middle and leave in the middle. Nobody turns round.",
    ),
)
