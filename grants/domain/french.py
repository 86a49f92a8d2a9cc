"""French word lists of the trade, without accents: what says nothing in a file, what says nothing in a wish."""

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
    cinq six sept huit neuf dix onze douze vingt trente cent cents
    mille dizaine vingtaine quinzaine centaine cinquantaine
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
    table chaise immeuble hall tour pied escalier palier trottoir voisin voisine dimanche samedi apres repas gouter
    boire verre cafe bras main tete oreille pas bout fois porte fenetre mur clef cle porter sortir entrer monter
    descendre partir arriver rester passer garder laisser attendre chercher demander repondre parler dire dit voir
    regarder ecouter savoir savent sait apprendre apprennent connaitre comprendre choisir choisissent montrer aller
    former forme formation formes age ans annee mois jour heure minute nuit hiver ete printemps automne exemplaire
    fiche papier ligne licence chose objet main gens carnet liste groupe deux mettre servir tenir finir commencer
    imprimer impression imprime imprimable noter notent note inviter compter compte gagner perdre essayer
    recueillir recueil recueillons numero message telephone appel courrier adresse prix libre don caisse adhesion
    reunion conseil convive fils fille filles garcon garcons homme hommes ami soeur frere
    jouer jouent joue loyer loi week end ends grain graine dernier demi
    plein tard tot vite lentement doucement joyeux drole vrai vieux vieille neuf
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

WISH_WORDS = _listed(
    """
    besoin besoins chercher cherche cherchons recherche recherchons proposer propose proposons preter prete pretons
    pret offrir offre offrons partager partage mettre mise disposition disponible disponibles aide aider coup main
    avoir possibilite possible pouvoir vouloir souhaiter souhaite aimer aimerions donner donne donnons recevoir
    accueillir association projet personne personnes public gens equipe groupe benevole benevoles bonne volonte
    volontaire savoir habitant habitants quartier quartiers ville service utile type ordinaire occasion fois
    convenir annee initiation formation atelier ateliers fete fetes evenement evenements salle piece local chauffe
    chauffee moment couvert animation quelqu chose adulte adultes interesse rode soir dimanche journee journees
    matin nuit semaine mois heure an annee etat bon bonne grand deux trois quatre dix vingt cent mille place lieu coin
    envie apprendre apprennent connaitre connait raconter montrer parler parlent repondre simple type sorte exemple
    organiser tenir faire utile motive motives curieux experience metier reconditionne occasion portable vieux plein
    air ouvrir present presenter ete printemps automne hiver samedi autre nouveau nouvelle monde ensemble gratuit
    regard personne relire facile main contact atelier pose poser ligne accueil lieux commerce commerces
    """
)
"""Words of needs and offers that tell nothing of what is needed or offered."""
