"""German and Dutch. Both "Sie" and "du"; umlauts are folded, so "loeschen" is "löschen" is "loschen"."""

# ruff: noqa: E501 - a table has a line for each phrase

from channels.intents.language import Language

GERMAN = Language(
    key="de",
    stop="""
    abmelden|abmeldung|abbestellen|abbestellung|abmelden bitte|austragen|newsletter abbestellen|newsletter abmelden
    stopp alles|stop alles|stopp alle|keine werbung|keine werbung mehr|keine sms|keine sms mehr|keine mails mehr
    keine emails mehr|keine nachrichten mehr|keine newsletter mehr|mich abmelden|mich austragen|aus liste löschen
    deabonnieren|stop sms|stopp sms|werbung stop|werbung stopp|opt out|widerspruch werbung|werbewiderspruch
    nummer löschen|meine nummer löschen|sms abo beenden|sms abo kündigen|sms abbestellen
    """,
    weak="stopp|stop|aufhören|schluss|lösch mich|löschen sie mich|abbestelen|abmeden|amelden|abmeldn|abmeldng|schluss damit|nicht mehr schreiben|ich bestelle ab|unterlassen sie das|hören sie auf|hört auf|aufhören damit",
    local="ende|aus|nein stop|beenden|löschen|entfernen|raus|widerruf|widerrufen|widerspruch|genug|schluss jetzt",
    help="hilfe|hilfe bitte|info",
    start="start|anmelden|wieder anmelden|anmeldung",
    yes="""
    ja|ja bitte|ja gerne|ja gern|gerne|gern|jawohl|jep|jo|jup|klar|na klar|sicher|natürlich|selbstverständlich|okay|ok
    einverstanden|passt|das passt|genau|in ordnung|geht klar|abgemacht|ich bin dabei|bin dabei|interessiert|stimmt
    ich habe interesse|habe interesse|ja ich habe interesse|sehr gerne|ja sehr gerne|auf jeden fall|unbedingt|perfekt
    """,
    no="""
    nein|nein danke|nö|nee|ne danke|kein interesse|habe kein interesse|ich habe kein interesse|kein bedarf|lieber nicht
    nicht interessiert|ich bin nicht interessiert|leider nein|leider nicht|danke nein|nicht nötig|brauche ich nicht
    auf keinen fall|momentan nicht|zur zeit nicht|keinesfalls|derzeit nicht|nein leider nicht|eher nicht
    """,
    thanks="""
    danke|danke schön|dankeschön|vielen dank|besten dank|herzlichen dank|dank|danke sehr|tausend dank|danke ihnen
    vielen lieben dank|danke dir|super danke|alles klar danke|ok danke|danke für die info|danke für die information
    danke für ihre nachricht|danke für die nachricht|vielen dank für ihre hilfe|ich danke ihnen|merci
    """,
    please="bitte",
    leads="""
    hallo|hi|hey|moin|servus|guten (tag|morgen|abend)|grüß gott|sehr geehrte (damen und herren|_ _|_ _ _)|liebes team
    damen und herren|danke|nein|nein danke|ich (möchte|bitte|will) [sie|euch|dich] [darum|hiermit] [dass]|und|aber|also
    hiermit|ab sofort|so|jetzt|endlich|sofort|nochmal|nochmals|noch einmal|mensch|verdammt|ich bitte (sie|euch|darum)
    zum (letzten|zweiten|dritten) mal|falsche nummer|kein interesse|ich habe kein interesse|wer (sind sie|ist das|bist du)
    ich kenne (sie|dich|euch) nicht|leute|ihr|danke aber|vielen dank aber|ich habe (sie|euch) gebeten
    """,
    asking="""
    (können|könnten|würden|wollen) sie [mich|uns|mir|uns|meine nummer|meine adresse] [bitte]
    (kannst|könntest|würdest|könnt|könntet) (du|ihr) [mich|uns|mir] [bitte]|(ist|wäre) es möglich
    """,
    tails="""
    danke|vielen dank|danke schön|bitte|sofort|umgehend|endlich|ab sofort|in zukunft|zukünftig|künftig|jetzt|mehr
    unverzüglich|dauerhaft|schnellstmöglich|schnellstens|ein für alle mal|heraus|raus|mfg|lg|gruß|grüße|vg|dankeschön
    mit freundlichen grüßen|viele grüße|freundliche grüße|beste grüße|liebe grüße|für immer|wieder|nochmal|von ihnen
    von euch|nie wieder|weiterhin|sonst|verdammt|verdammte*|und zwar sofort|an (mich|diese nummer|diese adresse)
    """,
    continues="und|oder|aber|da|weil|denn|ich|wir|sonst|das|es|sie|ihr|mein*|danke|wer|bitte|mich|falsche|kein",
    spoils="wenn|falls|ob|dass er|dass sie|gesagt|meine mutter|mein mann|er|niemals|nicht|warum",
    passing="am steuer|in der schule|bei der arbeit|im meeting|schlafe*|fahre gerade|lieb dich|schatz",
    classes={
        "things": """
            mails?|emails?|sms|nachrichten|nachricht|newsletter|werbung|werbemails?|werbe emails?|werbenachrichten|post
            |werbe sms|anrufe|angebote|benachrichtigungen|infos|informationen|spam|infomails?|rundmails?|mailings?|texte
            |newsletters|werbepost|meldungen|zusendungen|mitteilungen|anschreiben|whatsapp|whatsapps|pushnachrichten
            |werbeanrufe|werbeangebote|aktionen|info mails|werbung per _|mails und sms|sms und mails|reklame|kontakt
            """,
        "kind": """
            weiteren?|mehr|weitere|ihre|ihrer|eure|eurer|ihren|euren|deine|diese|dieser|solche|solchen|die|den|der|das
            |dem|ihrem|eurem|deinem|diesem|von|nervigen|blöden|lästigen|ständigen|werblichen|unerwünschten|unverlangten|irgendwelche|alle|zukünftigen
            |automatischen|verdammten|ungewollten|sms|email|diesen|dieses|täglichen|aufdringlichen|euer|ihr|meinen
            """,
        "list": """
            verteiler|liste|mailingliste|verteilerliste|emailliste|email liste|newsletter|datenbank|kartei|adressliste
            |kontaktliste|email verteiler|mailverteiler|mail verteiler|newsletterliste|newsletter verteiler|kundenkartei
            |listen|werbeliste|newsletterverteiler|sms verteiler|system|emailverteiler|werbeverteiler|adressverteiler
            |kundendatei|datei|adressdatei|kundenliste|sms liste|telefonliste|verteilern|verteilerkreis
            """,
        "me": """
            mich|uns|meine (nummer|handynummer|telefonnummer|mailadresse|emailadresse|email adresse|adresse|daten|email
            |mail adresse|mail|rufnummer|kontaktdaten|mobilnummer)|diese (nummer|adresse|email|emailadresse|mailadresse)
            """,
        "formal": "sie|ihr|du|ihr mich|sie bitte",
    },
    phrases="""
    [bitte] (melden|meldet|melde|melde*) [sie] {me} [bitte] [von|vom|aus] [{kind}]* [{list}|{things}] ab
    (melde|melden) ich [{me}] [hiermit] [von|vom|aus] [{kind}]* [{list}|{things}] ab
    {me} [bitte|sofort|umgehend] [von|vom|aus|aus dem|für] [{kind}]* [{list}|{things}] (abmelden|austragen|löschen|entfernen|streichen|rausnehmen|herausnehmen|nehmen|abzumelden|auszutragen|zu löschen|zu entfernen|zu streichen|herauszunehmen|rauszunehmen)
    (bitte um|um|ich bitte um|erbitte) (löschung|abmeldung|austragung|entfernung|streichung) [meiner] [daten|nummer|adresse|emailadresse|email adresse|email] [aus|von|vom] [{kind}]* [{list}|{things}]
    [bitte] [{kind}]* {things} (abbestellen|abmelden|einstellen|stoppen|beenden|abstellen|unterlassen|stornieren|löschen|kündigen)
    (nehmen|nehmt|nimm|streichen|streicht|streich|tragen|tragt|trag|löschen|löscht|lösche|lösch|entfernen|entfernt|entferne|werfen|schmeißen|schmeißt) [sie] [bitte] {me} [bitte|sofort|umgehend|endlich] (aus|von|vom) [{kind}]* {list} [aus|heraus|raus|und löschen _ _]
    (nehmen|nehmt|nimm|streichen|löschen|löscht|lösche|entfernen|entfernt|entferne) [sie] [bitte] {me} [bitte|sofort|umgehend]  .
    (tragen|tragt|trag|trage) [sie] {me} [bitte] (aus|wieder aus)
    (bestelle|bestellen) ich [hiermit] [{kind}]* {things} ab
    (bestellen|bestellt) [sie] [{kind}]* {things} ab
    ich bestelle [hiermit] [{kind}]* {things} ab
    ich melde mich [hiermit] [von|vom] [{kind}]* [{list}|{things}] ab
    (keine|keinen|kein|nie wieder|nie mehr) [{kind}]* {things} [mehr] [von ihnen|von euch|an diese nummer|an mich|an diese adresse|schicken|senden|zuschicken|zusenden|zukommen lassen|erhalten|bekommen|wünschen|gewünscht|erwünscht]
    (schicken|schickt|schick|senden|sendet|sende|schreiben|schreibt|texten) [sie] [bitte] (mir|uns|an mich|an diese nummer|an diese adresse) [bitte] [ab sofort|künftig|zukünftig|in zukunft] (keine|keinen|kein|nie wieder|nie mehr|nichts|nicht) [{kind}]* [{things}] [mehr]
    (schicken|schickt|schick|senden|sendet|sende) [sie] [mir] [bitte] (keine|keinen|kein|nie wieder|nie mehr) [{kind}]* {things} [mehr]
    (schreiben|schreibt|schreib|kontaktieren|kontaktiert|kontaktiere|belästigen|belästigt|anrufen|anschreiben|behelligen) [sie] (mir|mich|uns|diese nummer) [bitte] (nicht mehr|nie wieder|nicht weiter|nie mehr|nicht länger) [an]
    (mir|mich|uns) [bitte] (nicht mehr|nie wieder|nichts mehr) (schreiben|kontaktieren|anschreiben|belästigen|schicken|zuschicken|senden|zusenden|anrufen)
    mir [bitte] keine [{kind}]* {things} [mehr] (schicken|senden|zusenden|zuschicken|schreiben|zukommen lassen)
    (ich|wir) (möchte|möchten|will|wollen|wünsche|wünschen|brauche|brauchen|bekomme lieber|mag) [von ihnen|von euch|bitte|ab sofort|in zukunft|künftig|zukünftig|hiermit|auch]* (keine|keinen|kein|nie wieder|nie mehr) [{kind}]* {things} [mehr] [von ihnen|von euch] [mehr] [erhalten|bekommen|empfangen|haben|kriegen|lesen|zugesandt bekommen|zugeschickt bekommen|sehen]
    (ich|wir) (möchte|möchten|will|wollen|wünsche) [von ihnen|von euch|bitte|ab sofort|in zukunft|künftig]* (nicht mehr|nicht länger|nicht weiter|nie wieder) [von ihnen|von euch] [per _] (angeschrieben|kontaktiert|belästigt|angerufen|benachrichtigt|informiert|von ihnen hören|von euch hören|hören) [werden]
    (ich|wir) (möchte|möchten|will|wollen|wünsche) (mich|uns|meine _) [bitte|gerne|hiermit] [von|vom|aus] [{kind}]* [{list}|{things}] (abmelden|austragen|löschen lassen)
    (ich|wir) (möchte|möchten|will|wollen) [{kind}]* {things} [gerne|bitte] (nicht mehr (erhalten|bekommen|haben)|abbestellen|abmelden|kündigen)
    (ich|wir) (möchte|möchten|will|wollen) [bitte|gerne|sofort|umgehend]* (aus|von|vom) [{kind}]* {list} (gelöscht|entfernt|gestrichen|genommen|ausgetragen|abgemeldet|raus|runter) [werden]
    (ich|wir) (möchte|möchten|will|wollen) (das|dies|diese _|ihre _|eure _) nicht mehr (bekommen|erhalten|kriegen)
    (hören|hört|hör) [sie] [bitte] [endlich] auf [damit] [mir|mich|uns] [{kind}]* [{things}] zu (schreiben|schicken|senden|texten|belästigen|kontaktieren|nerven|spammen)
    (hören|hört|hör) [sie] [bitte] [endlich] auf mit [{kind}]* {things}
    (hören sie|hört) [bitte] [endlich] auf [damit] .
    (lassen|lasst|lass) [sie] (mich|uns) [bitte] [endlich] in (ruhe|frieden)
    (ich|hiermit) (widerspreche|widerrufe|widerspreche ich|widerrufe ich) [ich|hiermit] (der|jeder|meine|die|jeglicher) [{kind}]* (nutzung meiner daten _ _|zusendung [{kind}]* [{things}]|werbung|werblichen nutzung|einwilligung|zustimmung|kontaktaufnahme|verwendung meiner daten _ _) ...
    (stoppen|stoppt|stop|stopp|unterlassen|beenden|beendet) [sie] [bitte] [{kind}]* {things}
    (stoppen|unterlassen|stoppt) [sie] [bitte] (die|das) (zusendung|versand|spam|senden|werbung) [{kind}]* [{things}]
    (ich|wir) (verzichte|verzichten) auf [{kind}]* {things}
    kein interesse (an|mehr an) [{kind}]* {things}
    (raus|runter) [mit mir] (aus|von) [{kind}]* {list}
    aufhören mit [{kind}]* {things}
    (verschonen|verschont|verschone) [sie] {me} [bitte] (mit|von|vor) [{kind}]* {things}
    (ich|wir) (will|wollen|möchte|möchten) (nichts|nie wieder etwas|nie mehr etwas) [mehr] [von (ihnen|euch|dir)] [mehr] (hören|bekommen|lesen|erhalten)
    (lassen|lasst|lass) [sie] (mich|uns) [bitte] [endlich] in (ruhe|frieden) mit [{kind}]* {things}
    """,
    requests="""
    wie (kann|könnte) ich (mich|das|diese _) [hier|wieder] [von|vom|aus] [{kind}]* [{list}|{things}] (abmelden|abbestellen|austragen)
    wie (kann|könnte) ich [hier|wieder] [{kind}]* {things} [hier|wieder] (abmelden|abbestellen|abstellen|beenden|löschen|stoppen)
    wie (melde|trage) ich mich [hier|wieder] [von|vom|aus] [{kind}]* [{list}|{things}] (ab|aus)
    wie bestelle ich [{kind}]* {things} ab
    (können|könnten|würden) sie (mich|uns|meine _) [bitte] (aus|von|vom) [{kind}]* {list} (nehmen|löschen|streichen|entfernen|austragen) ...
    wo (kann|könnte) ich (mich|das|den newsletter|die _) [hier] (abmelden|abbestellen|austragen)
    """,
    less="""
    zu (viel|viele|viel) [{kind}]* {things}|zu (oft|häufig)|zu viel
    (weniger|seltener) [{kind}]* ({things}|schreiben|oft|häufig)|nicht (so|ganz so|mehr so) (oft|häufig|viel|viele)|seltener
    (einmal|1x|1 mal|zweimal) (im|pro|die|in der) (monat|woche|quartal|jahr) (reicht|genügt|ist genug|wäre gut|würde reichen)
    (reicht|genügt) (einmal|1x|1 mal|zweimal) (im|pro|die|in der) (monat|woche|quartal)
    nur [noch] (einmal|1x|1 mal|zweimal) (im|pro|die|in der) (monat|woche|quartal)
    """,
    complaint="""
    (beschwerde|beschweren|beschwere|unverschämt*|frechheit|skandal|unzumutbar|inakzeptabel|katastrophe|sauerei)
    (sehr|total|völlig|äußerst|wirklich) (enttäuscht|unzufrieden|verärgert|ärgerlich)|betrug|betrüger|abzocke
    (anwalt|rechtsanwalt|verbraucherzentrale|anzeige erstatten|bundesnetzagentur|datenschutzbehörde|geld zurück|spam)
    (schlechter|mieser|miserabler|schlechte) (service|kundendienst|kundenservice|qualität)|immer noch nicht (da|angekommen|geliefert|erhalten)
    (nicht|nie) (angekommen|geliefert|erhalten)|(kaputt|defekt|beschädigt) (angekommen|geliefert)|warte (immer noch|seit)
    woher haben sie meine
    """,
    question="""
    (was|wann|wo|wer|wie|warum|wieso|weshalb|welche*|wohin|woher|wieviel|wem|wen)
    (können|könnten|kann|könnte|haben|hat|gibt|ist|sind|wird|muss|darf|soll|dürfen|kostet|bekomme|brauche) (sie|ich|man|es|das|die|der|wir|noch)
    """,
)

DUTCH = Language(
    key="nl",
    stop="""
    afmelden|uitschrijven|afmelding|uitschrijving|stop sms|geen sms meer|geen mails meer|geen berichten meer|opzeggen sms
    geen reclame|geen reclame meer|meld mij af|schrijf mij uit|uitschrijven aub|afmelden aub|geen emails meer|meld me af
    """,
    weak="stop|stoppen|stop aub|ophouden|verwijder mij|verwijder me|niet meer sturen|niet meer contacteren|neem geen contact meer op|hou op met smsen|hou op met sms en|hou op|ik zeg op",
    local="uit|af|einde|opzeggen|verwijderen|annuleren|beëindigen",
    help="hulp",
    start="aanmelden|aan",
    yes="ja|ja graag|graag|jazeker|zeker|natuurlijk|prima|oké|akkoord|is goed|goed|klopt|ik heb interesse|ja hoor|jep|top",
    no="nee|nee dank je|nee bedankt|nee dank u|geen interesse|ik heb geen interesse|liever niet|niet nodig|geen belangstelling",
    thanks="bedankt|dank u|dank je|dank u wel|dank je wel|dankjewel|dankuwel|hartelijk dank|heel erg bedankt|alvast bedankt|merci|ok bedankt",
    please="aub|alstublieft|alsjeblieft|graag|svp|gelieve",
    leads="""
    hallo|hoi|beste|geachte (heer|mevrouw|heer mevrouw|_ _)|goedemorgen|goedemiddag|dag|en|maar|nu|nogmaals|nee
    ik (wil|verzoek u|vraag u|wil dat u|wil graag) [om]|verkeerd nummer|wie is dit|wie ben je|geen interesse|bedankt|hierbij
    """,
    asking="(kunt|wilt|kan|zou|zou kunnen) (u|je|jij|jullie) [mij|me] [aub|alstublieft|graag]",
    tails="""
    aub|alstublieft|alsjeblieft|bedankt|dank u|nu|meteen|direct|per direct|onmiddellijk|voortaan|in de toekomst|svp|mvg
    van u|van jullie|groet|groeten|met vriendelijke groet|meer|graag|naar (mij|dit nummer|dit adres)|a u b
    """,
    continues="en|of|maar|want|omdat|ik|wij|dit|het|u|je|jullie|anders|bedankt|wie",
    spoils="als|indien|niet|hij|zij|ze|heeft|zei",
    classes={
        "things": "mails?|emails?|berichten|berichtjes|sms|smsjes|smsen|sms jes|sms berichten|nieuwsbrief|nieuwsbrieven|reclame|spam|reclames|mailings?|aanbiedingen|meldingen|post|reclamemails?|notificaties|appjes|tekstberichten",
        "kind": "de|deze|die|uw|jullie|je|dit|meer|verdere|alle|van|andere|ongewenste|irritante|vervelende|nog|reclame",
        "list": "lijst|mailinglijst|mailinglist|maillijst|verzendlijst|nieuwsbrief|nieuwsbrieven|bestand|adressenbestand|database|mailing|systeem|mailbestand|adreslijst|lijsten|contactlijst|distributielijst",
        "me": "mij|me|ons|mijn (nummer|email|emailadres|email adres|mailadres|adres|telefoonnummer|gegevens|naam)|dit (nummer|adres|emailadres|mailadres)",
    },
    phrases="""
    stop [nu] [met] [het] (sturen|zenden|smsen|mailen|sms en|bellen|lastigvallen|berichten sturen|versturen) [van] [naar] [{me}] [van] [{kind}]* [{things}] [te sturen]
    stop [met] [{kind}]* {things} [te sturen|sturen]
    stop met {me} [{kind}]* [{things}] [te] (mailen|sms en|smsen|bellen|sturen|contacteren|benaderen|spammen|berichten)
    geen [{kind}]* {things} [meer] [sturen|te sturen|ontvangen|naar dit nummer|van jullie|van u|toesturen|willen ontvangen]
    (stuur|zend|stuurt) [mij|me|ons] [aub] geen [{kind}]* {things} [meer]
    (stuur|mail|sms|bel|benader|contacteer|app) (mij|me|ons) [aub] (niet meer|nooit meer|niks meer|niets meer)
    (haal|verwijder|schrap|gooi|schrijf|verwijdert|halen|verwijderen|haalt) [aub] {me} [aub] (van|uit|voor) [{kind}]* {list} [te halen|halen|af|uit]
    {me} [aub] [van|uit|voor] [{kind}]* [{list}] (verwijderen|uitschrijven|afmelden|te verwijderen|uit te schrijven|af te melden|halen|te halen)
    (schrijf|meld) [aub] {me} [aub] (uit|af) [voor|van] [{kind}]* [{list}|{things}]
    (verwijder|wis) [aub] mijn (nummer|emailadres|email|gegevens|mailadres|telefoonnummer) [uit] [{kind}]* [{list}] .
    (ik|wij) (wil|willen|wens|wensen|hoef|hoeven) [van u|van jullie|graag]* (geen|niet meer|niet langer|nooit meer) [{kind}]* {things} [meer] [te] [ontvangen|krijgen|hebben|van jullie|van u]
    (ik|wij) (wil|wens) (niet meer|niet langer) [te worden|worden] (benaderd|gemaild|gecontacteerd|gebeld|lastiggevallen) [worden|te worden]
    (ik|wij) (wil|willen|zou|wens) (me|mij|mezelf|mij graag|me graag|graag) [willen] [voor|van] [{kind}]* [{list}|{things}] (uitschrijven|afmelden|uit te schrijven|af te melden)
    (ik|wij) (wil|willen|zou) [graag|willen]* [van|uit] [{kind}]* {list} (af|verwijderd worden|gehaald worden|worden verwijderd)
    [{kind}]* {things} (stopzetten|opzeggen|afmelden|stoppen)
    laat (me|mij|ons) met rust
    uitschrijven (voor|van|uit) [{kind}]* ({list}|{things})
    """,
    requests="""
    (hoe|waar) (kan|meld|schrijf) ik (me|mij|mezelf|dit) [voor|van|uit] [{kind}]* [{list}|{things}] (afmelden|uitschrijven|af|uit)
    hoe (stop|beëindig) ik [{kind}]* {things}
    """,
    less="te veel [{kind}]* {things}|te vaak|minder vaak|minder [{kind}]* {things}|niet zo vaak|(een keer|eens|1 keer|1x|één keer) per (maand|week|kwartaal) is (genoeg|voldoende)",
    complaint="klacht|schandalig|schandalige|onacceptabel|oplichters|oplichting|belachelijk|(zeer|erg|heel) (teleurgesteld|ontevreden|boos)|geld terug|slechte (service|kwaliteit)|nog (steeds|altijd) niet (ontvangen|geleverd|binnen)|advocaat|waardeloos",
    question="(wat|wanneer|waar|wie|hoe|waarom|welke|hoeveel)|(kan|kunt|heeft|hebben|is|zijn|mag|moet|wordt) (ik|u|je|jullie|het|dit|de|er|men)",
)
