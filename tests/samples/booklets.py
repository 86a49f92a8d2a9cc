"""Invented booklets of any size: believable French projects seated at random, deterministic."""

from datetime import date, time
from random import Random

from grants.plenary.prints.content import (
    BookletContent,
    DatedStep,
    Encounter,
    PersonalRound,
    PersonalSheet,
    ProgrammeItem,
    Project,
    Room,
    Round,
    Series,
    Sitting,
    Spot,
    Table,
    Theme,
    Wish,
)

THEMES = (
    Theme("lien", "Lien social et solidarité", "#A3264A"),
    Theme("culture", "Culture et patrimoine", "#6B3FA0"),
    Theme("numerique", "Numérique et médiation", "#0B5FA5"),
    Theme("nature", "Environnement et alimentation", "#2E6B2F"),
    Theme("jeunesse", "Jeunesse et éducation", "#934600"),
    Theme("sante", "Santé et sport", "#00696B"),
    Theme("egalite", "Égalité et inclusion", "#8A2C82"),
    Theme("mer", "Mer et littoral", "#1F4E79"),
)
TITLES = (
    "Fest-noz numérique : danser, filmer, publier",
    "Un jardin nourricier au pied des tours",
    "Atelier mobile de réparation de vélos",
    "Papot’âges : se raconter entre générations",
    "Théâtre-forum : habiter ensemble",
    "Coup de pouce connecté",
    "Compost’rade : nourrir les sols",
    "Les cuisines du monde s’invitent à table",
    "La bibliothèque d’objets partagés",
    "La fabrique des récits de quartier",
    "Le littoral raconté par celles et ceux qui l’habitent",
    "Un four à pain pour la place",
    "Marches exploratoires de femmes",
    "Une radio de poche pour les collégiennes",
    "Cartographie sensible de la rade",
    "Nager sans peur",
)
ASSOCIATIONS = (
    "Les Mots à la Bouche",
    "Les Ateliers du Port",
    "L’Échappée cyclable",
    "Ti an Holl",
    "Café des Aînés de Bellevue",
    "Mon Coin de Rade",
    "An Tour-Tan solidaire",
    "La Bricothèque",
    "Mémoires de Kerourien",
    "Radio Tambour",
    "Collectif Œil Ouvert",
    "Patronage laïque du Pilier-Rouge",
    "Diwan ar C’hoad",
    "Association des parents d’élèves du groupe scolaire Jean-de-La-Fontaine",
    "Ensemble à Pont-an-Dour",
    "Les Petits Débrouillards du Ponant",
)
QUARTERS = ("Bellevue", "Centre-Arsenal", "Rive droite", "Saint-Marc-du-Moulin", "Pont-an-Dour", "Lambezen")
AUDIENCES = (
    "Familles, enfants de 6 à 11 ans",
    "Collégiennes et collégiens",
    "Tout public du quartier",
    "Personnes âgées",
)
HOOKS = (
    "Cultiver ensemble un carré de terre pour mieux se connaître.",
    "Donner la parole à celles et ceux qu’on n’entend pas assez.",
    "Réparer, partager, transmettre : le vélo comme prétexte à la rencontre.",
    "Écouter la ville et la raconter à plusieurs voix.",
)
PARAGRAPHS = (
    (
        "Chaque mercredi, l’équipe bénévole accueille une vingtaine d’enfants et leurs parents pour apprendre "
        "à faire ensemble, à son rythme."
    ),
    "Nous travaillons déjà avec le centre social, l’école publique, la médiathèque et deux associations voisines.",
    (
        "L’an passé, trente-huit personnes ont participé au moins à deux ateliers ; plus de la moitié n’avait jamais "
        "poussé la porte de l’équipement de quartier."
    ),
    "Les textes, les photos et les enregistrements seront publiés sous licence libre pour que d’autres s’en servent.",
    "Une restitution publique sera organisée en juin : un repas partagé, une exposition et une émission de radio.",
    "La c’hoari (le jeu) et la fête tiennent une place centrale : on apprend mieux quand on rit.",
)
NEEDS = (
    ("equipment", "une sono et deux micros pour la fête de juin", "le prêt d’une sono et de deux micros"),
    ("volunteers", "des bénévoles à l’aise avec le montage sonore", "deux bénévoles qui montent le son"),
    ("room", "une salle accessible de 30 places, un samedi par mois", "une salle de 40 places, le samedi"),
    ("skill", "quelqu’un qui parle breton", "des cours de breton pour débuter"),
    ("equipment", "un broyeur de végétaux, deux fois par an", "un broyeur de végétaux et son mode d’emploi"),
    ("communication", "une ou un graphiste pour l’affiche", "l’impression d’affiches en petites séries (A4, A3)"),
)
STEPS = (
    DatedStep("Janvier", "Appel aux bénévoles"),
    DatedStep("Mars", "Premiers ateliers ouverts"),
    DatedStep("Mai", "Rencontre avec un autre projet"),
    DatedStep("Juin", "Restitution publique"),
    DatedStep("Octobre", "Bilan partagé"),
)
ROUNDS = ((time(14, 35), time(14, 55)), (time(14, 58), time(15, 18)), (time(16, 25), time(16, 45)))
KINDS = {
    "room": "Une salle",
    "equipment": "Du matériel",
    "skill": "Un savoir-faire",
    "volunteers": "Des bénévoles",
    "communication": "Faire savoir",
}


def sample(projects: int = 16, *, seed: int = 1, bare: bool = False) -> BookletContent:
    """Return a plenary of that many projects; `bare` ones have capitals for a title, one sentence and nothing else."""
    random = Random(seed)  # noqa: S311 — a sample, not a secret
    drafts = [_bare(n) if bare else _project(n, projects, random) for n in range(1, projects + 1)]
    rounds = [_round(number, projects, random) for number in range(1, len(ROUNDS) + 1)]
    seated = [_seated(project, drafts, rounds) for project in drafts]
    return BookletContent(
        town="Port-Léon",
        call_name="Appel à envie de faire 2026",
        year=2026,
        title="La plénière des projets",
        day=date(2027, 1, 23),
        starts=time(13, 45),
        ends=time(17, 30),
        place="Maison des associations, 1 rue de l’Harteloire",
        access="accès de plain-pied, boucle magnétique",
        site="https://projets.port-leon.example",
        programme=_programme(),
        rounds=rounds,
        projects=seated,
        people=[_sheet(project) for project in seated],
        series=[
            Series("Présentations, série 1", time(14, 10), [(n, time(14, 10 + n % 20)) for n in range(1, projects + 1)])
        ],
        rooms=[
            Room("Grande salle", [Spot(t.number, 6, t.number == 1) for t in rounds[0].tables], "au rez-de-chaussée")
        ],
        credits=("Imprimé en mairie", "Caractère Atkinson Hyperlegible Next (OFL)"),
        licence="CC BY-SA 4.0",
        kinds=KINDS,
    )


def _series(projects: int) -> Series:
    turns = [(number, time(14, 10 + number % 20)) for number in range(1, projects + 1)]
    return Series("Présentations, série 1", time(14, 10), turns)


def _project(number: int, total: int, random: Random) -> Project:
    turn = number - 1
    again = f" ({turn // len(TITLES) + 1})" if turn >= len(TITLES) else ""
    need, offer = random.sample(NEEDS, 2), random.sample(NEEDS, 2)
    return Project(
        number=number,
        title=TITLES[turn % len(TITLES)] + again,
        association=ASSOCIATIONS[turn % len(ASSOCIATIONS)] + again,
        theme=THEMES[turn * len(THEMES) // total],
        quarter=random.choice(QUARTERS),
        audience=random.choice(AUDIENCES),
        amount=f"{random.randrange(8, 24) * 100:,} €".replace(",", "\u00a0").replace(" €", "\u00a0€"),
        hook=random.choice(HOOKS),
        paragraphs=random.sample(PARAGRAPHS, random.randint(2, 6)),
        needs=[Wish(kind, words) for kind, words, _ in need],
        offers=[Wish(kind, words) for kind, _, words in offer] if number % 5 else [],
        steps=STEPS if number % 3 else (),
        url=f"https://projets.port-leon.example/projets/projet-{number}",
        licence="CC BY-SA 4.0",
        first_time=number % 4 == 0,
    )


def _bare(number: int) -> Project:
    return Project(
        number=number,
        title=f"COMITE DEPARTEMENTAL DES ASSOCIATIONS DE SAUVEGARDE DE L'ENFANCE ET DE L'ADOLESCENCE {number}",
        association="",
        theme=THEMES[number % 3],
        hook="Subvention de fonctionnement 2017",
        amount="1\u00a0200\u00a0€",
        url=f"https://projets.port-leon.example/projets/projet-{number}",
    )


def _round(number: int, projects: int, random: Random) -> Round:
    order = list(range(1, projects + 1))
    random.shuffle(order)
    count = max(1, round(projects / 5))
    starts, ends = ROUNDS[number - 1]
    why = (
        "Apprendre à transmettre",
        "Se prêter du matériel",
        "Même quartier, mêmes familles",
        "Faire la fête ensemble",
    )
    tables = [Table(t + 1, sorted(order[t::count]), random.choice(why)) for t in range(count)]
    return Round(number, starts, ends, tables)


def _seated(project: Project, everybody: list[Project], rounds: list[Round]) -> Project:
    sittings = []
    for each in rounds:
        table = next(table for table in each.tables if project.number in table.projects)
        others = [everybody[n - 1] for n in table.projects if n != project.number]
        meets = [Encounter(o.number, o.association or o.title, _why(o, rank)) for rank, o in enumerate(others)]
        sittings.append(Sitting(each.number, table.number, meets))
    values = {name: getattr(project, name) for name in Project.__slots__}
    return Project(**{**values, "sittings": sittings})


def _why(other: Project, rank: int) -> str:
    if rank == 0 and other.needs:
        return f"{other.association} cherche {other.needs[0].sentence}, vous pouvez aider."
    return (
        f"Comme vous, {other.association or other.title} agit à {other.quarter}." if rank == 1 and other.quarter else ""
    )


def _programme() -> list[ProgrammeItem]:
    return [
        ProgrammeItem(time(13, 45), "Accueil, café, badges"),
        ProgrammeItem(time(14, 0), "Mot d’ouverture"),
        ProgrammeItem(time(14, 10), "Présentations, premier bloc", details="Projets 1 à 16, une minute quinze chacun"),
        ProgrammeItem(time(14, 35), "Tour 1", 1),
        ProgrammeItem(time(14, 58), "Tour 2", 2),
        ProgrammeItem(time(15, 20), "Café et mur des besoins et des propositions"),
        ProgrammeItem(time(15, 45), "Présentations, deuxième et troisième blocs"),
        ProgrammeItem(time(16, 25), "Tour 3", 3),
        ProgrammeItem(time(16, 48), "Tables ouvertes"),
        ProgrammeItem(time(17, 20), "Ce que je donne, ce que j’emporte"),
        ProgrammeItem(time(17, 30), "Fin"),
    ]


def _sheet(project: Project) -> PersonalSheet:
    rounds = [
        PersonalRound(
            s.round, ROUNDS[s.round - 1][0], s.table, [m.who for m in s.meets], s.meets[0].why if s.meets else ""
        )
        for s in project.sittings
    ]
    name = ("Awena Le Gall", "Fatoumata Diallo", "Yann Kerbrat", "Maëlys Guéguen")[project.number % 4]
    return PersonalSheet(name, project.association, project.number, project.title, project.theme, project.url, rounds)
