"""French word lists of the trade, without accents: what says nothing, what stands for the same thing, people."""

from __future__ import annotations


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _listed(
    """
    a afin ai aie ailleurs ainsi alors apres as au aucun aucune aujourd auquel aura aurait auront aussi autour autre
    autres aux avait avant avec avez avoir avons ayant beaucoup bien bon bonne bons bonnes c ca car ce ceci cela
    celle celles celui cependant ces cet cette ceux chacun chacune chaque chez ci combien comme comment contre d
    dans de dehors deja depuis derriere des desormais dessous dessus deux devant dit doit donc dont du duquel durant
    e elle elles en encore enfin ensuite ensemble entre est et etaient etait etant etc ete etes etre eu eux fait
    faire faut fois font grace h hors hui ici il ils j jusqu jusque l la laquelle le lequel les lesquelles lesquels
    leur leurs lieu lieux loin lors lorsqu lorsque lui m ma mais mal malgre me meme memes mes mieux moi moins mon n
    ne neanmoins ni non nos notamment notre nous nouveau nouveaux nouvel nouvelle nouvelles on ont or ou oui par
    parce parmi pas pendant peu peut peuvent plus plusieurs plutot pour pourquoi pouvant pouvoir pres presque
    principalement proche proches puis puisqu puisque qu quand quant que quel quelle quelles quelqu quelque quelques
    quels qui quoi rien s sa sans sauf se selon sera seraient seront ses seul seule si sien sinon soi soient soit
    son sont sous souvent sur surtout t ta tandis tant te tel telle telles tels tes toi ton toujours tous tout toute
    toutes tres trop tu un une uns va vers via voici voila vos votre vous vu y lundi mardi mercredi jeudi vendredi
    samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre jour jours
    semaine semaines mois an ans annee annees annuel annuelle hebdomadaire mensuel quotidien matin midi soir
    apres-midi quarante soixante cinquante notent noter tourne tourner endroit endroits voulons veulent veut heure
    heures date saison edition eme er ere premier premiere dernier derniere prochain deuxieme troisieme trois quatre
    cinq six sept huit neuf dix onze douze vingt trente cent mille dizaine vingtaine quinzaine centaine cinquantaine
    trentaine moitie grand grande grands grandes petit petite petits petites gros general generale generales divers
    diverses different differents differente differentes certain certains certaine certaines nombre nombreux
    nombreuses meilleur meilleure meilleurs principal principaux particulier specifique total vrai simple possible
    important importante fort forte long longue court haut bas beau belle bonjour merci rue place avenue mme environ
    """
)
"""Words that carry no meaning by themselves, dates and vague adjectives included; without accents."""

OFFICE_WORDS = _listed(
    """
    subvention association associatif asso assoc fonctionnement aide aider soutien soutenir appui appuyer
    organisation organiser projet action activite demande demander participation participer participant financement
    financer finance financier depense budget paiement payer achat acheter euro cout frais credit fonds don somme
    montant exceptionnel complementaire avance acompte versement renouvellement renouveler sollicite solliciter
    dispositif critere integre integrer adherent licencie membre benevole benevolat licence club section comite
    collectif union federation ligue amicale cercle groupement groupe groupes reseau compagnie cie structure statut
    objet objectif but cadre titre oeuvre oeuvrer mission permettre proposer mettre mise place poursuivre poursuite
    realiser realisation developper developpement promouvoir promotion favoriser creer creation mener conduire
    contribuer assurer renforcer renforcement engager beneficier beneficiaire concerner destiner disposer viser
    consister constituer derouler lancer souhaiter vouloir devoir apporter donner offrir tenir venir prendre rendre
    trouver regrouper rassembler represent representer partenariat partenaire partenarial collaboration collaborer
    lien liens ville municipal municipalite commune departement departemental departementale region regional
    regionale national nationale france francais francaise inter niveau equipe phare evoluer territoire local locale
    locaux secteur zone prioritaire priorite contrat politique quartier quartiers habitant habitants public publics
    personne personnes gens population monde ensemble commun commune collective collectif individuel besoin besoins
    valeur valeurs moyen moyens sens vie vivre coeur joie espoir avenir espace site centre maison salle type niveau
    partie partir suite fin debut cours mode forme facon maniere question questions theme thematique sujet programme
    evenement manifestation rencontre rencontrer rencontres animation animer atelier ateliers seance seances journee
    journees soiree soirees accueil accueillir ouvert ouverte ouvrir ouverture gratuit gratuite gratuitement
    convivial conviviale convivialite information informer sensibiliser sensibilisation decouverte decouvrir
    pratique pratiquer pratiquant amateur loisir annuler professionnel professionnelle outil outils ressource
    travail travailler mouvement service services acteur echange echanger partage partager accompagnement
    accompagner initiative demarche diffusion diffuser domaine social sociale culturel culturelle socioculturel
    socioculturels educatif educative libre temps age qualite entente stade etoile amis ami anciens nouveau arrivant
    bas sein charge relation relatif ainsi issu autour loisirs socio volontaire volontaires franco federal federaux
    federale poitevins cour aupres circuit entier conjoint annuelles occasions intermediaire generation dispositf
    """
)
"""Words of application files and of grants desks: true of everybody, so they bring nobody together."""

OFFICE_STARTS = tuple(
    _listed(
        """
    permet realis interv present propos organis particip developp reuni utilis souten soutien pouv pourr souhait
    continu concour concern prev abord transmet valoris facilit encourag orient administ suiv occasion situation
    matiere activ organism etabliss element equilibr document coordin utilit societ intitul pris agi agiss aupres
    direct travers face jean etud extra public specif princip consequ possib offert offr inscri amen implic climat
    connaiss moment presence dynamiqu envers person institu preciser precision prevu demarr mill milieu faveur
    respect terrain champ domicil toit entretien effectu assur amelior favoris renforc particuli appren apprentiss
    accompagn rencontr besoin propr divers contribu experi enjeu regard actuel correspond complement necess permanen
    continuit investi proximit acces relais possed rapport
    """
    )
)
"""Beginnings of words, verbs above all, that are as empty as the office words in whatever form."""

SYNONYMS = """
    chant chanter chanteur chanteuse choral chorale choeur vocal vocale polyphonie choriste
    musique musical musicale musicien musicienne orchestre concert fanfare instrument
    theatre theatral theatrale comedien comedienne scene scenique dramatique
    danse danser danseur danseuse choregraphique choregraphie choregraphe bal fest-noz
    cinema cine film filmer court-metrage metrage projection
    video camera documentaire
    photo photographie photographe photographique
    livre ouvrage lecture lire lecteur lectrice bibliotheque mediatheque bcd auteur ecrivain edition litterature
    ecriture ecrire recit conte conter conteur
    journal journaux gazette bulletin
    radio radiophonique podcast ondes
    enregistrer enregistreur enregistrement sonore audio preneur preneuse
    montage monter
    peinture peindre fresque dessin dessiner plasticien arts-plastiques
    patrimoine historique histoire archeologie
    memoire souvenir commemoration commemorer deportation deporte resistance resistant interne
    combattant militaire veterans sous-officier drapeau
    velo velos cycle cyclotourisme cyclotouriste cycliste cyclisme bicyclette vtt cyclosportive cyclo
    randonnee marche pedestre randonneur marcheur balade baladeur
    course coureur trail cross marathon
    football foot footballeur
    gymnastique gym gymnaste
    plongee subaquatique plongeur aquatique
    natation nager nageur piscine
    petanque boule boules bouliste
    arc archer archers
    jardin jardins jardinage jardinier jardiniere potager plant plante plantation graine semence permaculture verger
    compost compostage composteur broyeur broyat
    cuisine cuisiner cuisinier cuistot culinaire
    alimentation alimentaire dietetique dieteticienne nutrition manger repas denree gouter
    recyclage recycler reemploi recuperation recup ressourcerie dechet dechets
    reparation reparer reparateur repair bricolage bricoler bricoleur
    couture coudre tricot tissu textile crochet machine-a-coudre
    nature naturel naturelle biodiversite environnement environnemental ecologie ecologique faune flore
    oiseau oiseaux ornithologie colombophilie
    animal animaux animale chat chats chien chiens veterinaire sterilisation
    mer maritime marin marine littoral ocean
    bateau voile voilier navigation naviguer nautique
    numerique informatique ordinateur internet logiciel tablette cyber
    sante medical medecin medecine soin soins soigner sanitaire
    maladie malade patient malades
    handicap handicape handicapee infirmite invalide accessibilite accessible
    sourd sourds sourde surdite malentendant lsf signes
    aveugle malvoyant malvoyants deficient visuel retinite retinien retinienne retina retinitis ophtalmologie
    parent parents parentalite parental parentale
    famille familles familial familiale
    enfant enfants enfance petite-enfance bebe
    jeune jeunes jeunesse adolescent adolescents ado ados
    etudiant etudiants etudiante universite universitaire campus estudiantine estudiantin faculte
    ecole ecoles scolaire scolaires eleve eleves college lycee collegien lyceen periscolaire classe enseignant
    aine aines senior seniors retraite retraites age agees agee personnes-agees ehpad intergenerationnel vieillissement
    femme femmes feminin feminine
    egalite mixite parite
    discrimination discriminations racisme antiracisme prejuge prejuges raciste
    migrant migrants migration refugie refugies exil exile immigre asile
    langue langues linguistique bilingue traduction alphabetisation
    laicite laique
    citoyen citoyenne citoyennete citoyens
    emploi chomage demandeur-emploi insertion
    pauvrete precarite demuni demunis precaire
    solidarite solidaire entraide
    isolement isole isolees isolee solitude
    jeu jeux ludique ludotheque jouer jouet
    fete fetes festif festive festivite
    festival festivals
    science sciences scientifique scientifiques
    vide-greniers grenier brocante troc
    voiture automobile automobiles vehicule vehicules camion camionnette utilitaire minibus fourgon remorque
    prevention prevenir depistage
    afrique africain africaine africa senegal togo togolais tchad moundou
    sono sonorisation micro micros enceinte amplification
    barnum tente chapiteau tonnelle
    affiche graphiste graphisme flyer maquette tract
    imprimer impression imprimante imprimeur
    prison detenu incarceree incarceres carceral
    sang donneur moelle
    deuil mort mourir
    suicide suicidaire
    psychique psychiatrie psychologique
    tricycle triporteur
    breton brezhoneg bretonne gallo
    theiere cafe
"""
"""One group a line: words that stand for the same thing when two projects are compared; without accents."""

WISH_WORDS = _listed(
    """
    besoin besoins chercher cherche cherchons recherche recherchons proposer propose proposons preter prete pretons
    pret offrir offre offrons partager partage mettre mise disposition disponible disponibles aide aider coup main
    avoir possibilite possible pouvoir vouloir souhaiter souhaite aimer aimerions donner donne donnons recevoir
    accueillir association projet personne personnes public gens equipe groupe benevole benevoles bonne volonte
    volontaire savoir habitant habitants quartier quartiers ville service utile type ordinaire occasion fois
    convenir annee initiation formation atelier ateliers fete fetes evenement evenements salle piece local chauffe
    chauffee moment couvert animation quelqu chose adulte adultes interesse rode soir dimanche journee journees
    """
)
"""Words of needs and offers that tell nothing of what is needed or offered."""

AUDIENCES = {
    "children": "enfant",
    "young": "jeune",
    "students": "etudiant",
    "elders": "aine",
    "families": "famille parent",
    "women": "femme",
    "newcomers": "migrant",
    "disabled": "handicap aveugle",
    "deaf": "sourd",
    "isolated": "isolement",
    "jobseekers": "emploi",
    "poor": "pauvrete",
    "prisoners": "prison",
}
"""Whom a project is for: key → first words of the groups of synonyms that name these people."""
