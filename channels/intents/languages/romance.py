"""French, Spanish, Catalan, Portuguese, Italian and Romanian."""

# ruff: noqa: E501 - a table has a line for each phrase

from channels.intents.language import Language

FRENCH = Language(
    key="fr",
    stop="""
    desabonner|désabonnement|me désabonner|désinscription|désinscrire|me désinscrire|désabonnez moi|désinscrivez moi
    stop sms|stop pub|stop publicité|plus de sms|plus de mails|plus de pub|plus d'emails|plus de messages|se désabonner
    désabonner moi|désinscrire moi|stop mail|stop mails|stop tout|arrêtez tout|désabonne moi|retirez moi|désabo
    """,
    weak="arrêt|arret|arrete|arrêter|arretez|stop|supprimer|résilier|stop svp|arretez svp|cessez|ne m envoyez plus rien|n envoyez plus rien|arretez tout|arretez ca",
    local="fin|annuler|non stop|arrêt|suppression|ca suffit",
    help="aide|aidez moi|infos",
    start="reprendre|commencer|abonner|réabonner|démarrer",
    yes="oui|oui merci|ouais|oui svp|bien sûr|d'accord|daccord|volontiers|avec plaisir|ok|parfait|entendu|certainement|ça me va|je suis intéressé|je suis intéressée|intéressé|intéressée|oui bien sûr|oui volontiers",
    no="non|non merci|pas intéressé|pas intéressée|je ne suis pas intéressé|je ne suis pas intéressée|pas du tout|ça ne m'intéresse pas|cela ne m'intéresse pas|pas pour moi|pas maintenant|pas pour le moment|jamais",
    thanks="merci|merci beaucoup|merci bien|je vous remercie|un grand merci|mille mercis|merci à vous|merci infiniment|ok merci|d'accord merci|super merci",
    please="svp|s'il vous plaît|s'il vous plait|stp|s'il te plaît|merci de|merci de bien vouloir|veuillez|prière de|je vous prie de",
    leads="""
    bonjour|bonsoir|salut|madame|monsieur|madame monsieur|allo|et|mais|donc|alors|non|non merci|merci|maintenant|enfin
    je (veux|souhaite|voudrais|désire|demande|exige|vous demande|vous prie|vous demande de) [que vous|de|à]|j aimerais [que vous]
    mauvais numéro|qui êtes vous|c est qui|je ne (vous|te) connais pas|pas intéressé*|erreur de numéro|encore une fois
    pour la (dernière|deuxième|troisième|énième) fois|par pitié|putain|bon|immédiatement
    """,
    asking="(pouvez|pourriez|voulez|voudriez) vous [svp|bien|me|m] [de]|(peux|pourrais|veux) tu [me|m]|(est il|serait il) possible de",
    tails="""
    svp|s il vous plaît|s il te plaît|stp|merci|merci d avance|merci beaucoup|maintenant|immédiatement|tout de suite
    définitivement|à l avenir|désormais|dorénavant|de votre part|cordialement|bien à vous|svp merci|d urgence|au plus vite
    (sur|à) (ce|mon) (numéro|téléphone|portable|adresse)|plus jamais|par (mail|sms|email|téléphone)|par avance|pour toujours
    """,
    continues="et|ou|mais|car|parce|je|j|nous|vous|sinon|c|ce|cela|ca|merci|qui|il|puisque|svp",
    spoils="si|il|elle|ils|dit|quand|pas|on",
    passing="au volant|en cours|en réunion|mon amour|bisous|chéri*",
    classes={
        "things": """
            mails?|emails?|courriels?|messages?|sms|textos?|newsletters?|pubs?|publicités?|spams?|notifications?|mailings?
            |lettres? d information|infolettres?|offres|promos?|promotions?|courriers?|informations?|sollicitations?
            |mms|alertes|appels|e mails|démarchages?|mail publicitaires?|mails publicitaires?|sms publicitaires?
            """,
        "kind": "de|d|des|du|les|la|le|l|vos|votre|ces|cet|cette|tous|toutes|autres|aucun|aucune|tes|ton|ta|ses|nouveaux|quelconques?|ce|genre|type|un|une|vos",
        "list": """
            liste|listes|liste de diffusion|mailing list|liste d envoi|fichier|fichiers|base|base de données|listing
            |newsletter|newsletters|liste de contacts|carnet d adresses|bases de données|mailing liste|liste email
            |liste d emails|répertoire|liste de mails|liste mail|mailing|liste des abonnés|infolettre|liste de distribution
            """,
        "me": "moi|nous|mon (numéro|adresse|mail|email|nom|adresse mail|adresse email|contact|numéro de téléphone|courriel)|ma ligne|mes (coordonnées|données|informations)|cette adresse|ce numéro|cet (email|e mail)",
        "send": "envoyer|m envoyer|nous envoyer|m écrire|me contacter|nous contacter|me harceler|me spammer|m importuner|me déranger|m appeler|me solliciter|ces envois|vos envois|me texter|me relancer|me démarcher|m embêter|me saouler",
    },
    phrases="""
    (arrêtez|arrête|arrêter|cessez|cesse|cesser|stopper|stoppez|d arrêter|de cesser|stop) [de|d] {send} [{kind}]* [{things}] [à ce numéro]
    (arrêtez|arrête|arrêter|cessez|cesser|stopper|stoppez|d arrêter|stop|stop à|stop aux|halte aux) [{kind}]* {things}
    (ne|n) [plus] (m|me|nous) (envoyez|envoie|envoyer|écrivez|contactez|contacter|écrire|adressez|adresser|harcelez|dérangez|importunez|sollicitez|solliciter|transmettez|contacte) [plus] [jamais] [{kind}]* [{things}]
    (ne|n) (envoyez|envoie|envoyer) (plus|plus jamais|pas|jamais) [{kind}]* [{things}]
    (ne plus|plus) (m|me|nous) (envoyer|contacter|écrire|adresser|solliciter|déranger|envoyez|appeler) [{kind}]* [{things}]
    (plus|pas|aucun|aucune|jamais) [{kind}]* {things}
    (désabonnez|désabonner|désinscrivez|désinscrire|désabonne|désinscris|retirez|retirer|supprimez|supprimer|enlevez|enlever|effacez|effacer|radiez|radier|rayez|rayer|ôtez|retire|supprime|enlève|sortez|désincrire|désincrivez) [bien] [vouloir] {me} [de] [{kind}]* [{list}|{things}] [svp]
    (me|nous|m|moi) (désabonner|désinscrire|retirer|supprimer|enlever|effacer|radier|rayer|ôter|sortir|désincrire) [de|d] [{kind}]* [{list}|{things}]
    (désabonner|désinscrire|désabonnement|désinscription|désabonnez) [de|d|à] [{kind}]* ({list}|{things})
    (demande de|demande|ma) (désabonnement|désinscription|radiation) ...
    (je|nous) (veux|souhaite|voudrais|désire|demande à|souhaiterais|souhaitons|désirerais|tiens à|veut) [vraiment] [à] (me|m|nous|être) (désabonner|désinscrire|retirer|désabonné|désabonnée|désinscrit|désinscrite|retiré|retirée|supprimé|supprimée|enlevé|enlevée|radié|radiée) [de|d] [{kind}]* [{list}|{things}]
    j aimerais [bien] (me|m|être) (désabonner|désinscrire|retirer|désabonné*|désinscrit*|retiré*|supprimé*) [de|d] [{kind}]* [{list}|{things}]
    (je|nous) (ne|n) (veux|souhaite|désire|souhaitons|voulons|veut|désirons) (plus|pas|plus jamais) [recevoir|être contacté|être contactée|être sollicité|être sollicitée|être dérangé|entendre parler de vous|avoir] [{kind}]* [{things}] [de vous] .
    (je|nous) (veux|souhaite|veut) (plus|pas|plus jamais|ne plus) (recevoir|être contacté|être contactée|être sollicité|être sollicitée) [{kind}]* [{things}] [de vous] .
    j (veux|voudrais|en veux) plus [recevoir] [{kind}]* {things}
    j aimerais ne plus recevoir [{kind}]* [{things}]
    (laissez|laisse|foutez|fichez|fous|fiche) (moi|nous) (tranquille|tranquilles|en paix|la paix)
    (supprimez|effacez|retirez|enlevez|oubliez|supprimer|effacer) (mon (numéro|adresse|mail|email|contact)|mes (données|coordonnées)|ce numéro|moi)
    """,
    requests="""
    (comment|où) (me|se) (désabonner|désinscrire|retirer) [de|d] [{kind}]* [{list}|{things}]
    (comment|où) (faire pour|puis je|peut on|je peux|est ce que je peux|puis je faire pour|faut il faire pour) (me|se|m) (désabonner|désinscrire|retirer) ...
    """,
    less="trop (de|d) [{kind}]* ({things}|offres)|trop (souvent|fréquent|fréquents)|moins (souvent|de|d) [{kind}]* [{things}]|pas si souvent|pas aussi souvent|(une|1) fois par (mois|semaine|trimestre) (suffit|suffirait|serait|est|c est|me suffit)",
    complaint="réclamation|inadmissible|inacceptable|scandaleux|scandale|honteux|arnaque|arnaqueurs?|escroquerie|escrocs?|(très|vraiment|extrêmement) (déçu|déçue|mécontent|mécontente)|remboursement|remboursez|mauvais service|service déplorable|avocat|toujours pas (reçu|livré|arrivé)|plainte|cnil|harcèlement",
    question="(quand|où|comment|pourquoi|qui|quel|quelle|quels|quelles|combien|est ce que|qu est ce)|(pouvez|pourriez|avez|êtes|puis|peut|faut|est) (vous|je|on|il|elle|ce)",
)

SPANISH = Language(
    key="es",
    stop="""
    baja|darme de baja|dar de baja|darse de baja|dame de baja|deme de baja|denme de baja|desuscribir|desuscribirme
    cancelar suscripción|anular suscripción|no más mensajes|no mas sms|no mas correos|no más emails|desuscríbeme|date baja
    cancelar mi suscripción|solicito baja|quiero darme de baja|no enviar más|no molestar|no me escriban más|desinscribirme
    quítenme de la lista|bórrenme|elimínenme|baja sms|baja por favor|dejen de molestar|basta de mensajes|alto mensajes
    """,
    weak="alto|parar|pare|paren|stop|detener|detente|basta ya|para ya|basta de mensajes|basta ya de mensajes|no quiero publicidad|no quiero más publicidad|dejen de escribir",
    local="cancelar|basta|fin|eliminar|borrar|salir|no más|anular|terminar|detengan|retirar",
    help="ayuda|ayuda por favor|información",
    start="alta|iniciar|comenzar|suscribir|reanudar|empezar",
    yes="sí|si por favor|sí gracias|claro|claro que sí|por supuesto|vale|de acuerdo|ok|perfecto|me interesa|sí me interesa|con gusto|acepto|dale|desde luego|genial|está bien|si claro|correcto|confirmo",
    no="no|no gracias|no me interesa|no estoy interesado|no estoy interesada|no quiero|para nada|ahora no|por ahora no|de momento no|nunca|tampoco|no por ahora",
    thanks="gracias|muchas gracias|mil gracias|muchísimas gracias|gracias por la información|gracias por avisar|se lo agradezco|ok gracias|vale gracias|perfecto gracias|muy amable",
    please="por favor|porfavor|porfa|xfa|xfavor|favor de|favor|se ruega|les ruego|le ruego|les pido|les pido que|le pido que|ruego",
    leads="""
    hola|buenos días|buenas tardes|buenas noches|buenas|buen día|estimados|estimado _|señores|sr|sra|y|pero|ya|no gracias
    gracias|número equivocado|no los conozco|no te conozco|no sé quién (es|eres|son)|quién (es|eres)|no me interesa|pues
    (quiero|quisiera|deseo|necesito|solicito|exijo|pido) [que [me]]|oye|oigan|ahora|inmediatamente|por última vez|mire|me gustaría [que]
    """,
    asking="(pueden|puede|puedes|podrían|podría|podrías|podéis) [por favor]|(sería|es) posible",
    tails="""
    por favor|porfavor|porfa|xfa|gracias|muchas gracias|ya|ahora|ahora mismo|inmediatamente|de inmediato|nunca más|jamás|más
    cuanto antes|en el futuro|a partir de ahora|de una vez|por siempre|saludos|un saludo|atentamente|de ustedes|suyos
    a (este|mi) (número|correo|teléfono|celular|móvil|email)|en (este|mi) (número|correo|teléfono)|otra vez|gracias de antemano
    """,
    continues="y|o|pero|porque|ya|que|yo|no|es|esto|gracias|si no|si|sino|quien|me|pues|por",
    spoils="si|cuando|él|ella|dijo|dije|le|cómo|dice",
    passing="manejando|en clase|en el trabajo|en una reunión|mi amor|cariño|te quiero|te amo",
    classes={
        "things": """
            mensajes?|mensajitos|correos?|correos electrónicos?|emails?|mails?|sms|boletín|boletines|publicidad|spam|textos?
            |notificaciones|promociones|ofertas|newsletters?|mensajes de texto|avisos|propaganda|llamadas|información
            |comunicaciones|anuncios|alertas|publicidades|e mails|mensajería|whatsapps?|envíos
            """,
        "kind": "los|las|el|la|sus|tus|su|tu|estos|estas|este|esta|esos|esas|más|mas|de|este tipo de|ningún|ninguna|otro|otra|tantos|tantas|vuestros|vuestra|todos|todas|ese|ningun|nada|publicitarios|basura|molestos|mi|texto",
        "list": "lista|listas|lista de correo|lista de correos|lista de distribución|base de datos|base|boletín|newsletter|lista de contactos|lista de envío|suscripción|sistema|registros|mailing|fichero|ficheros|lista de difusión|bbdd|mailing list|lista de mensajes|directorio|publicidad|lista de email|servicio|servicio de sms",
        "me": "me|nos",
        "mine": "mi (número|correo|email|teléfono|dirección|nombre|celular|móvil|correo electrónico|mail|dirección de correo)|mis datos|este (número|correo|email|teléfono)|esta dirección",
        "off": "quítenme|quíteme|quítame|quitadme|bórrenme|bórreme|bórrame|borradme|elimínenme|elimíneme|elimíname|eliminadme|sáquenme|sáqueme|sácame|retírenme|retíreme|remuévanme|desuscríbanme|desuscríbame|desuscríbeme|desinscríbanme|excluyanme|desapúntenme",
        "offinf": "quitarme|borrarme|eliminarme|sacarme|retirarme|removerme|desuscribirme|desinscribirme|excluirme|quiten|borren|eliminen|saquen|retiren|quite|borre|elimine|saque|quitar|eliminar|borrar|desapuntarme|quita|borra|elimina|saca|me quiten|me borren|me eliminen|me saquen|me retiren|remover",
        "sending": "enviar|enviarme|mandar|mandarme|escribirme|molestarme|molestar|contactarme|llamarme|enviarnos|mandarnos|textearme|enviando|mandando|mandarme|spamearme|hostigarme|acosarme|fastidiar|fastidiarme|escribir|joder|estar enviando|estar mandando",
    },
    phrases="""
    (dejen|deje|deja|dejad|pare|paren|para|parar|dejar|detengan|cesen) de {sending} [{kind}]* [{things}] [a este número]
    (paren|pare|detengan|detenga|alto a|basta de|basta con|cancelen|cancele|cancela|cancelar|suspender|suspendan|anular|detener|parar|stop) [de] [{kind}]* {things}
    (no) [{me}] (envíen|envíe|envíes|envien|envie|enviéis|enviar|enviarme|manden|mande|mandes|mandar|mandéis|escriban|escriba|escribas|contacten|contacte|contactes|molesten|moleste|molestes|molestéis|llamen|textees|hagan llegar|remitan|quiero que me manden|quiero que me envíen) [a este número] (más|mas|nada más|nunca más|ya|nunca) [{kind}]* [{things}]
    (no) ({me}) (envíen|envíe|envíes|envien|envie|envies|manden|mande|mandes|mandéis|enviéis) [{kind}]* {things}
    (no) (enviar|mandar|enviarme|mandarme|envíen|manden) (más|mas|nada más) [{kind}]* [{things}]
    no me (molesten|moleste|contacten|contacte|escriban) [más|nunca más|de nuevo] .
    ya no [{me}] (envíen|envíe|envíes|envien|manden|mande|mandes|escriban|contacten|molesten) [{kind}]* [más] [{kind}]* [{things}]
    (no) (más|mas) [{kind}]* {things}
    (no|ya no) (quiero|deseo|quisiera|necesito|queremos|deseamos|quiero que me lleguen|me interesa) [seguir] (recibir|recibiendo|tener|que me envíen|que me manden|que me lleguen|ver|que me escriban|ser contactado|ser contactada) [{kind}]* ({things}|de ustedes|nada más|esto|más)
    (no|ya no) (quiero|deseo) (más|mas|sus|tus|estos|estas|recibir más) [{kind}]* {things}
    (no|ya no) (quiero|deseo) (saber nada|que me contacten|que me molesten|que me escriban|ser contactado|ser molestado|que me envíen|que me manden) [de ustedes] [nada] [más]
    {off} (de|del) [{kind}]* {list}
    {off} .
    {offinf} [{mine}] (de|del) [{kind}]* {list}
    {offinf} {mine}
    (den|dé|dar|dad|da|dadme|denme|deme|dame|darme|darnos|darse|den de|dénme|déme) [{mine}] [me|nos] (de baja|baja) [{mine}] [de|del|en] [{kind}]* [{list}|{things}]
    (quiero|deseo|solicito|quisiera|necesito|pido|exijo|me gustaría) [por favor] [la|mi|que me den|que me den de|darme de|dar de|me den de|que se me dé de] baja [de|del|en] [{kind}]* [{list}|{things}]
    [tramiten|procesen|solicito|ruego|gestionen] (mi|la) baja [de|del|en] [{kind}]* [{list}|{things}]
    me (doy|quiero dar|den|deis|dé) de baja [de|del] [{kind}]* [{list}|{things}]
    (cancelar|cancelen|cancele|cancela|anular|anulen) (mi|la|esta) suscripción [(a|de|al|del) [{kind}]* [{list}|{things}]]
    (quiero|deseo|quisiera) (cancelar|anular) (mi|la|esta) suscripción (a|de|al|del) [{kind}]* ({list}|{things})
    (déjenme|déjeme|déjame|dejadme|déjennos) (en paz|tranquilo|tranquila|de molestar|de escribir)
    (quiero|deseo) (desuscribirme|desinscribirme|dejar de recibir|desapuntarme|cancelar) [de|del] [{kind}]* [{list}|{things}] .
    dejar de recibir [{kind}]* {things}
    """,
    requests="""
    (cómo|dónde) (me doy|puedo darme|me puedo dar|hago para darme|se puede dar|podría darme|darme|doy) de baja [(de|en) [{kind}]* ({list}|{things})]
    (cómo|dónde) (puedo|hago para|podría|me) (desuscribirme|desuscribo|borrarme) [(de|en) [{kind}]* ({list}|{things})]
    (cómo|dónde) (paro|detengo|cancelo) [{kind}]* {things}
    (cómo|dónde) (puedo|hago para|podría) (dejar de recibir|parar|cancelar|detener) [{kind}]* ({things}|{list})
    """,
    less="demasiad* [{kind}]* {things}|muy seguido|demasiado (a menudo|frecuente*|seguido)|con menos frecuencia|menos (frecuencia|seguido|[{kind}]* {things})|no tan (seguido|a menudo|frecuente*)|(una vez|1 vez) (al|por|a la) (mes|semana) (es suficiente|basta|está bien|sería suficiente)|basta con (una|1) vez",
    complaint="queja|reclamo|reclamación|inaceptable|vergüenza|vergonzoso|pésimo|estafa|estafadores|fraude|ladrones|(muy|totalmente) (decepcionad*|molest*|enojad*|descontent*)|mal servicio|reembolso|devuelvan mi dinero|abogado|denunci*|todavía no (llega|he recibido|ha llegado)|aún no (llega|he recibido|ha llegado)|acoso",
    question="(qué|cuándo|dónde|cómo|por qué|quién|cuál|cuáles|cuánto|cuánta|cuántos|cuántas)|(puedo|pueden|puede|tienen|tiene|hay|está|es posible|se puede) ",
)

PORTUGUESE = Language(
    key="pt",
    stop="""
    descadastrar|descadastre|descadastrar me|descadastre me|cancelar inscrição|cancelar assinatura|remover da lista
    me descadastrar|me descadastre|quero sair|não quero mais receber|desinscrever|cancelar sms|pare de enviar|me remova
    parar sms|sair da lista|não enviar mais|desejo sair|descadastramento|me tire da lista|não perturbe|cancelar subscrição
    """,
    weak="sair|parar|pare|parem|stop|remover|não me enviem mais nada|não entrem mais em contato|não entre mais em contato|me tira dessa lista|me tirem dessa lista|descadastro|descadastre meu número|descadastrar meu número|não me mandem mais nada",
    local="cancelar|cancela|fim|chega|remova|excluir|apagar|basta|encerrar",
    help="ajuda",
    start="iniciar|começar|voltar|entrar|assinar",
    yes="sim|sim por favor|claro|com certeza|ok|pode ser|aceito|quero|tenho interesse|tudo bem|sim quero|perfeito|concordo|está bem|confirmo|isso|beleza|blz|combinado|ótimo",
    no="não|não obrigado|não obrigada|não quero|não tenho interesse|não estou interessado|não estou interessada|sem interesse|agora não|não preciso|nunca|de jeito nenhum",
    thanks="obrigado|obrigada|muito obrigado|muito obrigada|obg|brigado|valeu|grato|grata|agradeço|obrigado pela informação|ok obrigado|ok obrigada",
    please="por favor|pfv|pf|favor|faz favor|se faz favor|por gentileza|gentileza|peço que|peço|solicito que",
    leads="""
    olá|oi|bom dia|boa tarde|boa noite|prezados|caros|senhores|e|mas|já|agora|obrigado|obrigada|gente|não tenho interesse
    (quero|gostaria|desejo|exijo|preciso|solicito) [de|que [vocês|me]]|número errado|não (te|vos) conheço|quem é [você]|vocês
    """,
    asking="(podem|pode|poderiam|poderia|podia|podiam) [você|vocês] [por favor]|(seria|é) possível",
    tails="por favor|pfv|obrigado|obrigada|agora|já|imediatamente|nunca mais|mais|para este número|deste número|de vocês|atenciosamente|att|no futuro|para (mim|o meu (número|email|telefone)|meu (número|celular|email|telefone))|cumprimentos|urgente",
    continues="e|ou|mas|porque|pois|que|eu|não|isto|isso|já|obrigado|obrigada|senão|nunca|é|quem",
    spoils="se|quando|ele|ela|disse|como",
    classes={
        "things": "mensagens?|mensagem|emails?|e mails?|mails?|sms|spam|publicidade|propagandas?|newsletters?|notificações|promoções|ofertas|torpedos?|anúncios|comunicações|ligações|alertas|boletins?|correios?|textos?",
        "kind": "mais|as|os|a|o|essas|esses|estas|estes|suas|seus|de|das|dos|vossas?|vossos?|nenhum|nenhuma|este|esse|tipo|qualquer|tantas|da|do|sua|seu|minha|meu|desse|deste|desta|dessa",
        "list": "lista|listas|lista de emails?|lista de e mails?|base de dados|banco de dados|cadastro|newsletter|lista de contatos|lista de contactos|lista de distribuição|mailing|sistema|mailing list|lista de envio|lista de transmissão|base|lista de email|lista de mensagens",
        "mine": "meu (número|email|e mail|nome|telefone|contato|contacto|celular|cadastro|endereço)|meus dados|este (número|email|e mail)|esse número|o meu (número|email|nome|contacto|telefone|endereço)|minha conta|os meus dados",
    },
    phrases="""
    (parem|pare|para|parar|deixem|deixe|cessem) de [me|nos] (enviar|mandar|incomodar|enviarem|mandarem|contactar|contatar|ligar|escrever|perturbar|importunar|spammar|encher) [me|nos] [o saco] [{kind}]* [{things}]
    (parem|pare|parar|cancelar|cancelem|cancele|chega de|chega|suspendam|stop) [com] [{kind}]* {things}
    não (me|nos|quero que me) (envie|enviem|envies|mande|mandem|mandes|contacte|contactem|contate|contatem|incomode|incomodem|escrevam|perturbe|perturbem) [mais] [nunca mais] [{kind}]* [{things}]
    não (enviar|envie|enviem|mande|mandem|mandar) [me] mais [{kind}]* [{things}]
    (não|nunca) mais [{kind}]* {things}
    (não|já não|não mais) (quero|desejo|gostaria de|queremos|pretendo) [mais|continuar a] (receber|ser contactado|ser contatado|ser contactada|ser contatada|ser incomodado) [mais] [nada de vocês|{kind}]* [{things}] [de vocês]
    não quero [mais] [{kind}]* {things}
    [me] (remova|remover|removam|tire|tirem|tirar|retire|retirem|retirar|exclua|excluam|excluir|apague|apaguem|apagar|elimine|eliminem|eliminar|descadastre|descadastrem|descadastrar|removam|desinscreva|risquem) [me] [{mine}] (da|das|do|dos|de|desta|dessa|deste|desse|destas) [{kind}]* {list}
    (removam|remova|tirem|tire|retirem|retire|excluam|exclua|apaguem|apague|eliminem|elimine) ({mine}|me)
    (me|nos) (remova|removam|tire|tirem|retire|retirem|exclua|excluam|descadastre|descadastrem|desinscreva)
    (quero|gostaria de|desejo|preciso) (sair|me descadastrar|ser removido|ser removida|ser retirado|ser retirada|cancelar minha inscrição|cancelar a subscrição|cancelar a inscrição|descadastrar|remover meu _|me desinscrever|ser excluído|ser excluída|deixar de receber|parar de receber) [da|do|de|desta|dessa] [{kind}]* [{list}|{things}]
    (cancelar|cancelem|cancele|cancela) (minha|a minha|a|esta|essa) (inscrição|assinatura|subscrição) [da|na|do|de] [{kind}]* ({list}|{things})
    (deixe|deixem|deixa) (me|nos) (em paz|tranquilo|sossegado|sossegada)
    me (deixe|deixem|deixa) em paz
    """,
    requests="""
    como (faço para|posso|fazer para) (sair|me descadastrar|descadastrar|me remover) [(da|dessa|desta|de) [{kind}]* {list}]
    como (faço para|posso|fazer para) (cancelar|parar|parar de receber|deixar de receber|não receber mais) [{kind}]* {things}
    como (faço para|posso) (cancelar|não receber mais)
    como me descadastro
    como (cancelo|paro) [{kind}]* {things}
    """,
    less="(muitas|muitos|demasiad*|tantas) [{kind}]* {things}|com menos frequência|menos [{kind}]* {things}|menos vezes|não tão frequente*|(uma vez|1 vez) por (mês|semana) (é suficiente|basta|chega|já chega)|{things} demais",
    complaint="reclamação|inaceitável|absurdo|vergonha|péssimo|péssima|golpe|fraude|burla|(muito|totalmente) (decepcionad*|desiludid*|insatisfeit*|chatead*)|reembolso|dinheiro de volta|advogado|procon|ainda não (recebi|chegou)|mau atendimento",
    question="(quando|onde|como|por que|porquê|porque é que|quem|qual|quais|quanto|quanta|quantos|o que|que horas)|(posso|podem|tem|têm|há|está|é possível|vocês) ",
)

ITALIAN = Language(
    key="it",
    stop="""
    disiscrivi|disiscrivimi|disiscrizione|cancellami|cancellatemi|cancella iscrizione|annulla iscrizione|disiscrivetemi
    cancellazione|disattiva sms|no sms|niente sms|basta sms|basta messaggi|basta email|basta mail|disiscriviti
    disiscrivermi|rimuovimi|rimuovetemi|toglietemi dalla lista|stop sms|disiscritto|disdici
    """,
    weak="basta|stop|fermati|fermatevi|smettila|smettetela|cancella|cancellare|basta grazie|non mandatemi più niente|non inviatemi più niente|non mandatemi più nulla|smettila di scrivermi",
    local="annulla|fine|disdetta|rimuovi|alt|elimina|disattiva|esci|termina|ferma|revoca",
    help="aiuto|aiutatemi",
    start="inizia|iscrivi|riprendi|attiva",
    yes="sì|si grazie|sì grazie|certo|certamente|va bene|ok|d'accordo|volentieri|perfetto|mi interessa|sono interessato|sono interessata|sì volentieri|esatto|confermo|accetto|assolutamente sì",
    no="no|no grazie|non mi interessa|non sono interessato|non sono interessata|non ora|non adesso|per ora no|mai|assolutamente no",
    thanks="grazie|grazie mille|molte grazie|ti ringrazio|la ringrazio|vi ringrazio|grazie tante|ok grazie|va bene grazie|grazie infinite|mille grazie|perfetto grazie",
    please="per favore|per piacere|perfavore|per cortesia|cortesemente|gentilmente|vi prego di|la prego di|si prega di|vi prego|prego|pf|vi chiedo di|chiedo di",
    leads="buongiorno|buonasera|salve|ciao|gentili signori|gentile _|spettabile _|e|ma|no|no grazie|grazie|ora|adesso|numero sbagliato|chi (è|sei|siete)|non (vi|ti|la) conosco|non mi interessa|non sono interessat*|(voglio|vorrei|desidero|chiedo|esigo|richiedo) [che [mi]|di]|per l ultima volta|subito",
    asking="(potete|può|puoi|potreste|potrebbe|potresti) [per favore|cortesemente|gentilmente]|è possibile",
    tails="per favore|per piacere|per cortesia|grazie|grazie mille|subito|immediatamente|ora|adesso|più|mai più|in futuro|da parte vostra|a questo (numero|indirizzo)|al mio (numero|indirizzo)|cordiali saluti|saluti|distinti saluti|da voi|d ora in poi|definitivamente",
    continues="e|o|ma|perché|che|io|non|sono|è|questo|grazie|altrimenti|chi|mi|ho",
    spoils="se|quando|lui|lei|ha|detto|come",
    classes={
        "things": "messaggi|messaggio|messaggini|email|e mail|mail|sms|newsletter|pubblicità|spam|notifiche|promozioni|offerte|comunicazioni|chiamate|telefonate|posta|avvisi|pubblicitari|mailing|informative|messaggi pubblicitari|email pubblicitarie",
        "kind": "i|gli|le|la|il|lo|l|vostri|vostre|vostra|tuoi|tue|questi|queste|questa|questo|quest|altri|altre|più|di|nessun|nessuna|tutti|tutte|questo genere di|questo tipo di|ulteriori|dei|delle|della|vs",
        "list": "lista|liste|elenco|mailing list|lista di distribuzione|newsletter|database|lista contatti|rubrica|archivio|archivi|vostra lista|indirizzario|lista email|servizio|lista di contatti|elenchi|mailing|banca dati",
        "mine": "il mio (numero|indirizzo|nome|contatto|indirizzo email|indirizzo mail|nominativo|cellulare|numero di telefono)|la mia (mail|email|e mail)|i miei dati|questo (numero|indirizzo)|mio (numero|indirizzo|nominativo)|questa (mail|email)|me|miei dati",
        "off": "toglietemi|toglimi|mi tolga|rimuovetemi|rimuovimi|mi rimuova|cancellatemi|cancellami|mi cancelli|eliminatemi|eliminami|mi elimini|disiscrivetemi|disiscrivimi|mi disiscriva|levatemi|depennatemi|escludetemi|mi cancelliate|mi togliate|togliermi|rimuovermi|cancellarmi|eliminarmi|disiscrivermi|levarmi|depennarmi|essere rimosso|essere rimossa|essere cancellato|essere cancellata|essere tolto|essere tolta",
        "offinf": "togliete|togli|tolga|togliere|rimuovete|rimuovi|rimuova|rimuovere|cancellate|cancella|cancelli|cancellare|eliminate|elimina|elimini|eliminare|disiscrivete",
    },
    phrases="""
    (smettete|smettetela|smettila|smetti|smetta|finitela|piantatela|basta|smetterla|smettere|la smettete) di [mandarmi|inviarmi|scrivermi|contattarmi|disturbarmi|importunarmi|chiamarmi|spammarmi|mandare|inviare|scrivere|mandarci|inviarci|messaggiarmi|spedirmi|tartassarmi|disturbare|molestarmi] [{kind}]* [{things}]
    (smettete|smettila|smetti|basta|interrompete|sospendete|fermate|stop|cessate|annullate|disattivate|bloccate) [con|di|a|ai|alle] [{kind}]* {things}
    (non) (mandatemi|inviatemi|mandarmi|inviarmi|mandate|inviate|scrivetemi|scrivermi|contattatemi|contattarmi|disturbatemi|disturbarmi|mi mandate|mi inviate|mi scrivete|mi mandi|mi scriva|mi contatti|mi contattate|mi disturbate|mandateci|inviateci|chiamatemi|spedite*|inviare|mandare) (più|mai più|altri|altre|nulla|niente) [{kind}]* [{things}] [a questo numero]
    non (mi|ci) (mandate|inviate|scrivete|contattate|mandi|scriva|contatti|disturbi|disturbate) più [{kind}]* [{things}]
    (niente|nessun|nessuna|mai più) [{kind}]* {things}
    (non) (voglio|desidero|vorrei|vogliamo|gradisco|intendo|desideriamo) [più] (ricevere|essere contattato|essere contattata|essere disturbato|essere disturbata|avere|vedere) [più] [nulla|niente|{kind}]* [{things}] [da voi]
    (non) (voglio|desidero) [più] [{kind}]* {things}
    {off} [subito] [dalla|dalle|dal|da|dai|dagli|dall] [{kind}]* {list}
    {off} .
    {offinf} {mine} [dalla|dalle|dal|da|dai|dagli|dall] [{kind}]* [{list}]
    (voglio|vorrei|desidero|chiedo) [di] (disiscrivermi|cancellarmi|essere cancellat*|essere rimoss*|essere disiscritt*|annullare l iscrizione|cancellare l iscrizione|annullare la mia iscrizione|cancellare la mia iscrizione) [dalla|dalle|dal|da|alla] [{kind}]* [{list}|{things}]
    (annullate|annulla|cancellate|cancella|annullare|cancellare) [la mia|l|la|mia] iscrizione [alla|dalla|a|da] [{kind}]* [{list}|{things}]
    (lasciatemi|lasciami|mi lasci|lasciateci|mi lasciate) (in pace|stare|perdere)
    (revoco|ritiro) (il|il mio) consenso ...
    """,
    requests="""
    come (faccio a|posso|si fa a) (disiscrivermi|cancellarmi|togliermi|annullare l iscrizione) [(da|dalla|dalle|dal) [{kind}]* ({list}|{things})]
    come mi (disiscrivo|cancello) [(da|dalla|dalle|dal) [{kind}]* ({list}|{things})]
    come (faccio a|posso) (non ricevere più|smettere di ricevere|bloccare|fermare) [{kind}]* {things}
    """,
    less="troppi [{kind}]* {things}|troppe [{kind}]* {things}|troppo spesso|meno (spesso|frequent*|[{kind}]* {things})|non così spesso|(una volta|1 volta) (al|a|alla) (mese|settimana) (basta|è sufficiente|va bene|è abbastanza)",
    complaint="reclamo|inaccettabile|vergogna|vergognoso|pessimo|pessima|truffa|truffatori|(molto|davvero|profondamente) (delus*|insoddisfatt*|arrabbiat*)|rimborso|avvocato|denunci*|ancora non (ho ricevuto|è arrivat*)|scandaloso|garante",
    question="(quando|dove|come|perché|chi|quale|quali|quanto|quanta|quanti|quante|che cosa|cosa|che ora)|(posso|potete|può|avete|c è|ci sono|è possibile|si può) ",
)

ROMANIAN = Language(
    key="ro",
    stop="dezabonare|dezabonați mă|dezabonează mă|dezabonati|ma dezabonez|fără sms|nu mai trimiteți|dezaboneaza|stop sms|dezabonez",
    weak="stop|opriți|oprește|opreste te|ștergeți mi numărul|ștergeți numărul meu|șterge mi numărul",
    local="anulare|anulează|renunț|șterge|sterge",
    help="ajutor",
    start="abonare|pornire",
    yes="da|da te rog|da vă rog|sigur|desigur|bineînțeles|de acord|ok|bine|perfect|mă interesează|sunt interesat|sunt interesată",
    no="nu|nu mulțumesc|nu mă interesează|nu sunt interesat|nu sunt interesată|nu acum|nu vreau",
    thanks="mulțumesc|mulțumesc mult|mersi|vă mulțumesc|mulțumim|mersi mult|ok mulțumesc",
    please="vă rog|va rog|te rog|vă rog să|va rog sa|te rog să|vă rog frumos",
    leads="bună|bună ziua|salut|alo|și|dar|acum|număr greșit|cine (e|ești|este|sunteți)|nu vă cunosc|(vreau|doresc|aș dori|solicit) [să]",
    asking="(puteți|poți|ați putea) [vă rog] [să]",
    tails="vă rog|te rog|mulțumesc|acum|imediat|mersi|niciodată|pe viitor|pe acest număr|la acest număr|de la voi|de la dumneavoastră",
    continues="și|sau|dar|că|pentru|nu|eu|este|mulțumesc|altfel|cine",
    spoils="dacă|când|el|ea|cum",
    classes={
        "things": "mesaje|mesajele|mesaj|emailuri|emailurile|email|e mailuri|mailuri|mailurile|sms|smsuri|sms uri|newsletter|newsletterul|newslettere|reclame|spam|notificări|oferte|sms urile",
        "kind": "alte|mai|multe|aceste|de|acest fel de|astfel de|la|ale voastre|voastre|dumneavoastră|nici|un|din|niciun|publicitare|a",
        "list": "listă|lista|lista de emailuri|lista de abonați|baza de date|newsletter|lista voastră|lista dumneavoastră|lista de mesaje|lista de distribuție|baza voastră|baza dvs",
    },
    phrases="""
    (opriți|încetați|oprește|încetează|terminați) [să|cu] [mai] [îmi|mi|mă] [trimiteți|trimiteti|contactați|deranjați] [{kind}]* [{things}] [lista]
    nu [îmi|mi|mă|ne] mai (trimite|trimiteți|trimiteti|contacta|contactați|deranja|deranjați|scrie|scrieți|suna|sunați) [{kind}]* [{things}]
    nu (doresc|vreau|dorim) [să] (mai primesc|mai primi|primesc|primim|mai fiu contactat|mai fiu contactată|mai fiu deranjat) [{kind}]* [{things}]
    nu mai (vreau|doresc) [să primesc|{kind}]* [{things}|mesaje]
    [mă|ma] (ștergeți|scoateți|eliminați|sterge|scoate|șterge|elimină) [mă|ma] [numărul meu|adresa mea|emailul meu] (din|de pe) [{kind}]* {list}
    (ștergeți|scoateți|eliminați) (numărul meu|adresa mea|emailul meu)
    [mă] [să] (dezabonați|dezabonează|dezabonez|dezabonare) [mă|ma] [de la|din|de pe] [{kind}]* [{list}|{things}]
    (vreau|doresc|aș dori) să mă dezabonez [de la|din] [{kind}]* [{list}|{things}]
    (lăsați|lasă) mă în pace
    (fără|gata cu) [{kind}]* {things}
    """,
    requests="""
    cum (mă pot dezabona|pot să mă dezabonez|mă dezabonez) [(de la|din) [{kind}]* ({list}|{things})]
    """,
    less="prea (multe|des)|mai (rar|puține)|nu (așa|atât) de des|o dată pe (lună|săptămână) (e|este) (suficient|destul)",
    complaint="reclamație|inacceptabil|rușine|escroci|înșelătorie|(foarte|extrem de) (dezamăgit|dezamăgită|nemulțumit|nemulțumită)|banii înapoi|avocat|tot nu (am primit|a ajuns)",
    question="(când|unde|cum|de ce|cine|care|cât|câtă|câți|câte|ce)|(pot|puteți|aveți|este posibil|se poate) ",
)
