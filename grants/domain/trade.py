"""The subjects of associations, in French words: what stands for the same thing, what is near, what sounds alike.

Words are written as people write them; their stems are made by the reader (see `grants.domain.words`).
"""

from __future__ import annotations

SUBJECTS = """
    chant chanter chanteur chanteuse choral chorale chœur vocal vocale polyphonie choriste berceuse lyrique opéra
    musique musical musicale musicien musicienne orchestre concert fanfare instrument jazz rock rap guitare piano
    percussion tambour batucada orgue accordéon violon symphonique mélomane
    théâtre théâtral comédien comédienne scénique dramatique dramaturgie marionnette
    cirque circassien circassienne jongler jonglerie clown acrobate acrobatie trapèze
    danse danser danseur danseuse chorégraphique chorégraphie chorégraphe bal fest-noz hip-hop valse
    cinéma ciné film filmer court-métrage métrage projection projectionniste cinématographique
    vidéo caméra documentaire audiovisuel reportage
    photo photographie photographe photographique photographier
    livre ouvrage lecture lire lecteur lectrice bibliothèque médiathèque bcd auteur écrivain littérature roman
    poésie poème poète slam
    écriture écrire rédaction rédiger
    récit conte conter conteur conteuse raconter témoignage témoin
    journal journaux gazette bulletin
    radio radiophonique podcast ondes
    enregistrer enregistreur enregistrement sonore audio preneur preneuse magnétophone montage
    peinture peindre fresque dessin dessiner plasticien illustratrice illustrateur sculpture
    gravure graver linogravure sérigraphie estampe
    patrimoine historique histoire archéologie monument musée généalogie
    mémoire souvenir commémoration commémorer déportation déporté résistance résistant interné
    combattant militaire vétérans sous-officier drapeau
    vélo cyclotourisme cyclotouriste cycliste cyclisme bicyclette vtt cyclosportive cyclo
    randonnée marche pédestre randonneur marcheur balade baladeur
    course coureur trail cross marathon athlétisme
    football foot footballeur
    rugby rugbyman
    basket basket-ball basketteur
    volley handball
    tennis badminton raquette pongiste
    boxe boxeur
    judo karaté taekwondo aïkido
    gymnastique gym gymnaste fitness yoga relaxation
    plongée subaquatique plongeur aquatique
    natation nager nageur piscine
    pétanque boule bouliste boulodrome
    arc archer
    équitation cheval poney équestre
    patinage patinoire hockey roller skate
    escalade alpinisme spéléologie grimper
    échecs échiquier
    jardin jardinage jardinier jardinière potager plant plante planter plantation semence permaculture verger
    compost compostage composteur broyeur broyat
    abeille apiculture ruche miel
    arbre forêt haie bocage
    cuisine cuisiner cuisinier cuistot culinaire recette
    alimentation alimentaire diététique diététicienne nutrition manger denrée épicerie
    pain boulanger boulangerie pétrir fournée
    légume fruit maraîcher amap
    gaspillage invendu frigo réfrigérateur congélateur
    recyclage recycler réemploi récupération récup ressourcerie déchet
    réparation réparer réparateur bricolage bricoler bricoleur bricothèque
    couture coudre couturière tricot tissu textile crochet
    bois menuiserie menuisier charpente charpentier ébénisterie
    métal souder soudure soudeur forge
    maçon maçonnerie brique
    nature naturel naturelle biodiversité environnement environnemental écologie écologique faune flore naturaliste
    oiseau ornithologie colombophilie
    animal animaux chat chien vétérinaire stérilisation
    mer maritime marin marine littoral océan rade plage estran côtier
    bateau voile voilier navigation naviguer nautique régate yole
    quai docker portuaire
    pêche pêcheur
    énergie climat sobriété
    numérique informatique ordinateur internet logiciel tablette cyber smartphone linux
    wiki contributif
    robot robotique électronique fablab arduino capteur code
    guichet formulaire
    santé médical médicale médecin médecine soin soigner sanitaire infirmière hospitalier dépistage hygiène
    maladie malade patient cancer diabète mucoviscidose chronique thérapeutique cardiaque respiratoire douleur
    handicap handi handisport handicapé handicapée infirmité invalide accessibilité accessible ergothérapeute prothèse
    sourd sourde surdité malentendant lsf signes
    aveugle malvoyant déficient visuel rétinite rétinien retina ophtalmologie
    orthophonie orthophoniste aphasie aphasique dyslexie dyslexique dyspraxique dys verbal
    parentalité parental
    naissance bébé nourrisson allaitement grossesse périnatalité puériculture maternité sage-femme pédiatre jumeaux
    adoption adoptif adopté
    devoirs soutien-scolaire clas scolarité
    étudiant étudiante université universitaire campus estudiantin faculté
    égalité mixité parité féminisme sexisme
    violence victime traite prostitution harcèlement
    discrimination racisme antiracisme préjugé raciste antisémitisme lgbt lgbti homophobie
    migrant migration réfugié exil exilé immigré asile
    langue linguistique bilingue traduction traduire interprétation alphabétisation illettrisme
    laïcité laïque
    citoyen citoyenneté démocratie
    emploi chômage chômeur
    insertion réinsertion
    logement locataire bailleur hébergement
    pauvreté précarité démuni précaire
    solidarité solidaire entraide humanitaire
    isolement isolé isolée solitude
    vacances séjour
    jeu ludique ludothèque jouet
    fête festif festive festivité réjouissance carnaval
    festival
    science scientifique météo astronomie laboratoire
    vide-greniers grenier brocante troc braderie
    voiture automobile véhicule
    camion camionnette utilitaire minibus fourgon remorque
    prévention prévenir
    afrique africain africaine africa sénégal togo togolais mali burkina bénin cameroun tchad moundou madagascar
    jumelage jumelé jumelle
    europe européen européenne
    sono sonorisation micro enceinte amplification
    barnum tente chapiteau tonnelle auvent
    affiche graphiste graphisme flyer maquette tract
    prison détenu incarcérée carcéral
    sang donneur moelle greffe
    deuil mort mourir obsèques veuf veuve veuvage survivant orphelin
    suicide suicidaire
    écoute écoutant
    addiction alcool drogue tabac
    psychique psychiatrie psychologique mental
    breton brezhoneg bretonne gallo
    artisanat poterie céramique vannerie
    tourisme hôtel touristique
    commerce commerçant
    carte cartographie cartographe cartographier atlas
    dépaver désimperméabiliser bitume goudron
"""
"""One group a line: words that stand for the same thing when two projects are compared; the first names it."""

PEOPLE = """
    enfant enfance petite-enfance
    jeune jeunesse adolescent adolescente ado
    aîné senior retraité retraite ehpad intergénérationnel vieillissement
    femme féminin féminine habitante
    famille familial parent père papa maman
    école scolaire élève collège lycée collégien lycéen périscolaire classe enseignant
"""
"""Groups of the same kind that say for whom, and are compared apart (see `AUDIENCES`)."""

NEAR = """
    chant musique danse
    théâtre cirque récit
    théâtre danse
    cinéma vidéo photo
    peinture gravure affiche photo
    livre poésie écriture récit
    récit mémoire patrimoine enregistrer
    radio enregistrer vidéo journal
    mémoire combattant
    football rugby basket volley
    boxe judo
    vélo randonnée course
    natation plongée
    jeu échecs
    jardin compost légume
    jardin nature abeille arbre dépaver
    nature oiseau
    nature mer
    nature énergie
    cuisine alimentation pain légume
    alimentation gaspillage pauvreté
    gaspillage recyclage compost
    recyclage réparation robot
    bois bateau
    couture artisanat
    mer bateau quai pêche
    numérique wiki
    numérique guichet
    numérique robot
    science robot
    science nature
    santé maladie prévention
    santé alimentation
    maladie sang
    suicide écoute psychique
    addiction prévention santé
    deuil maladie
    handicap sourd aveugle
    parentalité naissance adoption
    naissance santé
    égalité discrimination laïcité
    violence égalité
    langue migrant sourd breton
    langue migrant guichet
    laïcité citoyen
    emploi guichet numérique
    emploi insertion
    pauvreté solidarité isolement
    vacances solidarité
    fête festival jeu
    fête musique danse
    vide-greniers fête
    afrique jumelage
    patrimoine photo
    patrimoine voiture
    patrimoine carte
    carte mer
    commerce tourisme
    prison emploi
"""
"""One line: subjects (first words of `SUBJECTS`) whose people have things to say to one another."""

AUDIENCES = {
    "children": "enfant",
    "young": "jeune",
    "pupils": "école",
    "students": "étudiant",
    "elders": "aîné",
    "families": "famille",
    "women": "femme",
    "newcomers": "migrant",
    "disabled": "handicap aveugle orthophonie",
    "deaf": "sourd",
    "isolated": "isolement",
    "jobseekers": "emploi",
    "poor": "pauvreté",
    "prisoners": "prison",
}
"""Whom a project is for: key → first words of the groups that name these people."""

SAID_ALONE = frozenset({"jobseekers"})
"""Audiences named as often by a subject as by people: taken only from what a project says of whom it is for."""

THINGS = """
    table chaise banc
    frigo réfrigérateur congélateur
    écran projecteur vidéoprojecteur
    légume fruit
    outil outillage perceuse
    garder garde puériculture
    costume déguisement
    planche chêne mélèze
    lanterne lampe lumière
    conter conteur conteuse
    arbitre
"""
"""Groups of the same kind for needs and offers alone: things lent, hands given."""

HANDS = """
    bras costaud solide chantier déménagement stand barrière pioche
"""
"""Words of strong arms, which say little of what for."""

ROOMS = {
    "cuisine": "cuisine",
    "danse": "parquet danse bal",
    "sport": "gymnase dojo boulodrome stade",
    "abri": "hangar garage entrepot abri",
    "dehors": "terrain jardin cour",
}
"""Sorts of rooms → words that name them, without accents nor plural."""
