"""Swedish, Danish, Norwegian and Finnish."""

# ruff: noqa: E501 - a table has a line for each phrase

from channels.intents.language import Language

_THINGS = """
    sms|smsen|sms er|smser|mejl|mail|mails|mailen|email|emails|e post|epost|eposter|e poster|meddelanden|meddelande|beskeder
    |meldinger|meldingar|nyhetsbrev|nyhedsbrev|nyhedsbreve|nyhetsbrevet|nyhedsbrevet|reklam|reklame|reklamer|spam|utskick
    |erbjudanden|tilbud|tekstmeldinger|tekstbeskeder|notiser|post|reklamsms|reklamemails|reklamemail|melding|besked|mailer
"""
_LIST = """
    lista|listan|liste|listen|maillista|maillistan|mejllista|mejllistan|mailliste|maillisten|mailinglista|e postlista
    |sändlista|sändlistan|mailingliste|mailinglisten|utskickslista|database|databas|databasen|register|registret|registeret
    |nyhetsbrev|nyhetsbrevet|nyhedsbrev|nyhedsbrevet|epostliste|e postliste|e postlisten|epostlisten|distributionslista
    |utskick|system|sms liste|sms lista|kundregister|listene|listerne|kontaktliste|distributionsliste|lister|listor
"""

SWEDISH = Language(
    key="sv",
    stop="avregistrera|avregistrera mig|avprenumerera|avanmälan|avanmäl mig|ta bort mig|inga fler sms|inga fler mejl|ingen reklam|sluta skicka|avsluta prenumeration|inga fler mail|avböj|stopp sms|avanmäl|avregistrering|inga sms",
    weak="stopp|stop|stoppa|sluta|avsluta",
    local="slut|nej stopp|ta bort|avbryt|av",
    help="hjälp",
    start="starta|börja|prenumerera",
    yes="ja|ja tack|japp|jadå|gärna|absolut|visst|självklart|okej|ok|det går bra|det låter bra|jag är intresserad|intresserad|ja gärna|perfekt|stämmer|jajamän",
    no="nej|nej tack|inte intresserad|jag är inte intresserad|ej intresserad|nix|inte nu|nä|nej inte nu|absolut inte|aldrig",
    thanks="tack|tack så mycket|tackar|stort tack|tusen tack|tack tack|tack för hjälpen|tack för informationen|okej tack|ok tack|jättetack",
    please="snälla|vänligen|var vänlig|var god|tack|tack snälla",
    leads="hej|hejsan|god dag|hallå|och|men|nu|nej|nej tack|tack|jag (vill|önskar|begär|ber er) [att [ni]]|fel nummer|vem är (du|det|ni)|jag känner inte (er|dig)|inte intresserad|för sista gången|omedelbart",
    asking="(kan|kunde|skulle|vill) (ni|du) [kunna] [snälla|vänligen|vara snäll[a] och]",
    tails="tack|snälla|nu|omedelbart|genast|i framtiden|längre|mer|mera|från er|hälsningar|mvh|med vänlig hälsning|hit|till (mig|detta nummer|det här numret)|för alltid|igen|någonsin|omgående|framöver|tack på förhand",
    continues="och|eller|men|för|eftersom|jag|vi|det|annars|tack|vem|ni",
    spoils="om|när|han|hon|inte|aldrig|sa",
    classes={
        "things": _THINGS,
        "list": _LIST,
        "kind": "fler|era|er|din|dina|de|dessa|den|det|här|detta|några|något|mer|mera|av|från|alla|onödiga|irriterande|flera|sådana|ert|den här|såna",
        "me": "mig|oss|mitt (nummer|telefonnummer|namn)|min (mail|mejl|mailadress|epost|e post|adress|e postadress|mejladress)|mina uppgifter|detta nummer|det här numret|den här (adressen|mailadressen)",
    },
    phrases="""
    sluta [med] [att] (skicka|sms a|smsa|mejla|maila|skriva|kontakta|störa|spamma|ringa|höra av er|messa) [ut] [till] [{me}] [{kind}]* [{things}] [till {me}]
    (stoppa|avsluta|sluta med|upphör med|stopp på|avbryt) [{kind}]* {things}
    skicka (inte|inga|aldrig|ej) [mig|till mig] [{kind}]* [{things}] [till {me}]
    (kontakta|mejla|maila|sms a|smsa|ring|messa|skriv till) (mig|oss) (inte|aldrig|ej) [mer|mera|igen|längre]
    (inga|ingen|inget) (fler|mer|mera) [{kind}]* {things}
    (ta|tag|plocka|radera|stryk|ta bort) [bort] {me} [bort] (från|ur) [{kind}]* {list}
    (ta bort|radera|avregistrera|avanmäl) {me} [från|ur] [{kind}]* [{list}|{things}]
    (avregistrera|avprenumerera|avanmäla|avprenumrera) [mig|oss] [från|ur|på] [{kind}]* [{list}|{things}]
    jag [vill|önskar] (inte|ej|aldrig) (vill|önskar|längre) [längre|ha|få] [ha|få|motta] [{kind}]* {things}
    jag (vill|önskar) (inte|ej|aldrig|inte längre) [längre] (ha|få|motta|bli kontaktad|höra från er|ta emot|ha kontakt) [{kind}]* [{things}]
    jag (vill|önskar|skulle vilja) (avregistrera mig|avprenumerera|avanmäla mig|bli borttagen|avsluta|tas bort|säga upp) [från|ur|på] [{kind}]* [{list}|{things}|prenumeration*]
    (vill|önskar) inte [längre] (ha|få) [{kind}]* {things}
    [vill|önskar] bli borttagen [från|ur] [{kind}]* [{list}]
    (lämna|låt) (mig|oss) (ifred|i fred|vara|vara ifred|vara i fred)
    """,
    requests="""
    hur (avregistrerar|avprenumererar|avanmäler) jag [mig] [från|ur] [{kind}]* [{list}|{things}]
    hur (kan|gör|ska) jag [för att] (avregistrera|avprenumerera|avanmäla) [mig] [från|ur] [{kind}]* [{list}|{things}]
    hur (kan|gör|ska) jag [för att] (slippa|stoppa|sluta få) [{kind}]* {things}
    """,
    less="för (många|mycket|ofta) [{kind}]* [{things}]|mindre ofta|färre [{kind}]* {things}|inte så (ofta|många|mycket)|(en gång|1 gång) (i|per) (månaden|månad|veckan|vecka) (räcker|är nog|är lagom)|räcker med en gång",
    complaint="klagomål|oacceptabelt|skandal|bedrägeri|bedragare|(väldigt|mycket|otroligt) (besviken|missnöjd|arg)|pengarna tillbaka|dålig service|advokat|fortfarande inte (fått|kommit)|reklamation|reklamera",
    question="(när|var|vem|hur|varför|vilken|vilket|vilka|vad)|(kan|har|är|finns|får|ska|kommer) (jag|ni|du|det|den|vi)",
)

DANISH = Language(
    key="da",
    stop="afmeld|afmeld mig|afmelding|frameld|frameld mig|framelding|slet mig|fjern mig|ingen flere sms|ingen flere mails|ingen reklamer|meld mig fra|afmeld sms|ingen flere beskeder|afmeld nyhedsbrev",
    weak="stop|stopp|hold op|stop nu|stop tak|send mig ikke flere beskeder|send mig ikke flere sms|send mig ikke flere sms er",
    local="slut|slet|fjern|afslut|opsig",
    help="hjælp",
    start="tilmeld",
    yes="ja|ja tak|jep|gerne|ja gerne|helt sikkert|selvfølgelig|okay|ok|fint|det lyder godt|interesseret|jeg er interesseret|jo|jo tak|aftale",
    no="nej|nej tak|ikke interesseret|jeg er ikke interesseret|ikke nu|niks|aldrig",
    thanks="tak|mange tak|tusind tak|tak skal du have|tak for hjælpen|tak for det|tak for informationen|ok tak|super tak|takker",
    please="venligst|vær venlig at|vær sød at|vær rar at|tak",
    leads="hej|goddag|god dag|hallo|og|men|nu|nej|nej tak|tak|jeg (vil|ønsker|beder jer) [gerne] [have] [at] [i]|forkert nummer|hvem er (du|det|i)|jeg kender (jer|dig) ikke|ikke interesseret|for sidste gang",
    asking="(kan|kunne|vil|gider) (i|du) [ikke] [venligst|lige]",
    tails="tak|venligst|nu|straks|med det samme|i fremtiden|mere|længere|fra jer|hilsen|mvh|venlig hilsen|med venlig hilsen|hertil|til (mig|dette nummer)|fremover|igen|på forhånd tak|omgående",
    continues="og|eller|men|for|fordi|jeg|vi|det|ellers|tak|hvem",
    spoils="hvis|når|han|hun|ikke|sagde",
    classes={
        "things": _THINGS,
        "list": _LIST,
        "kind": "flere|jeres|din|dine|de|disse|den|det|her|dette|mere|af|fra|alle|irriterende|den slags|alt|nogen|denne|uønskede",
        "me": "mig|os|mit (nummer|telefonnummer|navn)|min (mail|email|mailadresse|emailadresse|adresse)|mine oplysninger|dette nummer|denne mailadresse",
    },
    phrases="""
    (stop|hold op) (med|nu med) at (sende|skrive|sms e|sms'e|smse|maile|kontakte|spamme|ringe|forstyrre) [til] [{me}] [{kind}]* [{things}] [til {me}]
    (stop|afslut|afmeld|frameld|opsig|ophør med|hold op med) [med|{me}] [fra] [{kind}]* {things}
    send (ikke|ingen|aldrig) [mig] [{kind}]* [{things}] [til {me}]
    (kontakt|skriv|skriv til|mail|ring til) (mig|os) (ikke|aldrig) [mere|igen|længere]
    lad være med at (skrive|sende|kontakte|sms e|ringe|maile|forstyrre) [til] [{me}] [{kind}]* [{things}]
    (ingen|ikke) flere [{kind}]* {things}
    (fjern|slet|tag|meld|afmeld|frameld) {me} [fra|af|ud af|væk fra] [{kind}]* {list}
    (fjern|slet|afmeld|frameld|meld) {me} [fra] .
    jeg (ønsker|vil|gider|har lyst til) [gerne] (ikke) [længere|mere] [at] [have|modtage|få|kontaktes|blive kontaktet|høre fra jer] [{kind}]* {things}
    jeg (ønsker|vil|gider) ikke [længere|mere] [at] (modtage|få|kontaktes|blive kontaktet|høre fra jer) [{kind}]* [{things}]
    jeg (ønsker|vil) [gerne] [at] (afmeldes|framelde mig|afmelde mig|afmeldt|frameldes|slettes|fjernes|have slettet mig|melde mig fra|afmelde) [fra|af] [{kind}]* [{list}|{things}]
    ønsker ikke [længere] [at] (modtage|få) [{kind}]* {things}
    lad (mig|os) være [i fred]
    """,
    requests="""
    hvordan (framelder|afmelder) jeg [mig] [fra] [{kind}]* [{list}|{things}]
    hvordan kan jeg (framelde|afmelde|framelde mig|afmelde mig) [fra] [{kind}]* [{list}|{things}]
    hvordan (stopper jeg|kan jeg stoppe|undgår jeg|kan jeg undgå) [{kind}]* {things}
    """,
    less="for (mange|meget|ofte|tit) [{kind}]* [{things}]|mindre (ofte|hyppigt)|færre [{kind}]* {things}|ikke så (ofte|mange|tit)|(en gang|1 gang) (om|pr) (måneden|ugen|måned|uge) er (nok|fint|rigeligt)",
    complaint="klage|uacceptabelt|skandale|svindel|svindlere|(meget|virkelig|dybt) (skuffet|utilfreds|vred)|pengene tilbage|dårlig service|advokat|stadig ikke (modtaget|fået|kommet)|reklamation",
    question="(hvornår|hvor|hvem|hvordan|hvorfor|hvilken|hvilket|hvilke|hvad)|(kan|har|er|findes|må|skal|kommer) (jeg|i|du|det|den|vi|man)",
)

NORWEGIAN = Language(
    key="no",
    stop="avmeld|meld meg av|avmelding|avslutt abonnement|ingen flere sms|ingen flere meldinger|fjern meg|slett meg|ta meg av listen|stopp sms|avregistrer|reserver meg|ingen reklame|avmeld meg",
    weak="stopp|stop|stopp nå",
    local="avslutt|slutt|slett|fjern",
    help="hjelp",
    start="påmelding|meld meg på",
    yes="ja|ja takk|jepp|gjerne|ja gjerne|selvfølgelig|selvsagt|ok|greit|det er greit|det høres bra ut|interessert|jeg er interessert|jo|absolutt|kjempefint",
    no="nei|nei takk|ikke interessert|jeg er ikke interessert|ikke nå|niks|aldri|nei ikke nå",
    thanks="takk|tusen takk|mange takk|takk skal du ha|takker|takk for hjelpen|takk for informasjonen|hjertelig takk|ok takk|takk takk",
    please="vennligst|vær så snill|vær så snill å|vær vennlig å|vær snill og|takk",
    leads="hei|god dag|heisann|og|men|nå|nei|nei takk|takk|jeg (vil|ønsker|ber dere|ber om) [at] [dere]|feil nummer|hvem er (du|det|dere)|jeg kjenner (dere|deg) ikke|ikke interessert|for siste gang",
    asking="(kan|kunne|vil|gidder) (dere|du) [vennligst|være så snill å]",
    tails="takk|vennligst|nå|straks|umiddelbart|i fremtiden|mer|lenger|lengre|fra dere|hilsen|mvh|vennlig hilsen|med vennlig hilsen|hit|til (meg|dette nummeret)|igjen|på forhånd takk|omgående",
    continues="og|eller|men|for|fordi|jeg|vi|det|ellers|takk|hvem",
    spoils="hvis|når|han|hun|ikke|sa",
    classes={
        "things": _THINGS,
        "list": _LIST,
        "kind": "flere|deres|din|dine|de|disse|den|det|her|dette|mer|av|fra|alle|irriterende|slike|denne|den slags|uønskede|noe|noen",
        "me": "meg|oss|nummeret mitt|mitt nummer|min (mail|epost|e post|mailadresse|e postadresse)|dette nummeret|mailen min|e posten min|adressen min|denne adressen",
    },
    phrases="""
    (slutt|stopp|kutt ut|stop) [med] [å] (sende|skrive|melde|maile|kontakte|spamme|ringe|sms e|tekste|mase) [til] [på] [{me}] [{kind}]* [{things}] [til {me}]
    (stopp|avslutt|avmeld|avbestill|kutt ut) [med] [{kind}]* {things}
    (ikke) (send|kontakt|skriv|mail|ring|tekst) [til] {me} [mer|flere|igjen] [{kind}]* [{things}]
    send (ikke|ingen|aldri) [meg] [{kind}]* [{things}] [til {me}]
    (kontakt|ring|mail|skriv til) (meg|oss) (ikke|aldri) [mer|igjen]
    ikke send (flere|mer) [{kind}]* {things}
    (ingen|ikke) flere [{kind}]* {things}
    (fjern|slett|ta|stryk|meld|få) {me} [bort] (fra|av|ut av|vekk fra) [{kind}]* {list}
    (fjern|slett|meld) {me} [av] .
    jeg (ønsker|vil|orker) ikke [lenger|lengre|mer] [å] [ha|motta|få|bli kontaktet|høre fra dere|ta imot] [{kind}]* [flere] ({things}|bli kontaktet|høre fra dere)
    ønsker ikke [lenger|lengre|mer] [å] (motta|få|ha) [{kind}]* {things}
    jeg (ønsker|vil) [gjerne] [å] (melde meg av|avmelde meg|bli fjernet|bli slettet|avregistrere meg|fjernes|slettes|avslutte|stå av) [fra|av] [{kind}]* [{list}|{things}|abonnementet]
    meld meg (av|ut) [fra|av] [{kind}]* [{list}|{things}]
    la (meg|oss) være [i fred]
    """,
    requests="""
    hvordan (melder jeg meg av|avmelder jeg [meg]) [fra] [{kind}]* [{list}|{things}]
    hvordan (kan|får) jeg (meldt meg av|melde meg av|avmelde [meg]) [fra] [{kind}]* [{list}|{things}]
    hvordan (stopper jeg|kan jeg stoppe|får jeg stoppet|slipper jeg) [{kind}]* {things}
    """,
    less="for (mange|mye|ofte) [{kind}]* [{things}]|sjeldnere|mindre ofte|færre [{kind}]* {things}|ikke så (ofte|mange|mye)|(en gang|1 gang) (i|per) (måneden|uken|måned|uke) (holder|er nok)",
    complaint="klage|uakseptabelt|skandale|svindel|svindlere|(veldig|svært|meget) (skuffet|misfornøyd|sint)|pengene tilbake|dårlig service|advokat|fortsatt ikke (mottatt|fått|kommet)|reklamasjon",
    question="(når|hvor|hvem|hvordan|hvorfor|hvilken|hvilket|hvilke|hva)|(kan|har|er|finnes|får|skal|kommer) (jeg|dere|du|det|den|vi|man)",
)

FINNISH = Language(
    key="fi",
    stop="peruuta tilaus|lopeta viestit|ei mainoksia|peru tilaus|poista listalta|poistakaa minut|poista minut|ei enää viestejä|lopeta tilaus|en halua viestejä|poistu listalta|tekstiviestikielto|markkinointikielto|suoramarkkinointikielto|peruuta uutiskirje",
    weak="lopeta|seis|stop|lopettakaa|lopeta heti|loppu|ei enempää viestejä|ei enempää tekstiviestejä",
    local="pois|peru|peruuta|poista|ei enää|riittää",
    help="apua|ohje|neuvo",
    start="aloita|tilaa",
    yes="kyllä|joo|juu|kyllä kiitos|joo kiitos|totta kai|tietenkin|ok|okei|sopii|selvä|mielelläni|kiinnostaa|olen kiinnostunut|hyvä|kyllä vain|jep",
    no="ei|ei kiitos|en|en ole kiinnostunut|ei kiinnosta|ei nyt|en halua|ei tarvitse|ei ikinä",
    thanks="kiitos|kiitos paljon|kiitti|kiitoksia|paljon kiitoksia|suuri kiitos|kiitos tiedosta|kiitos avusta|ok kiitos|selvä kiitos",
    please="kiitos|ole hyvä ja|olkaa hyvä ja|olkaa hyvät ja|ystävällisesti|pyydän",
    leads="hei|moi|terve|päivää|hyvää päivää|ja|mutta|nyt|ei kiitos|kiitos|väärä numero|kuka (siellä|olet|tämä on)|en tunne (teitä|sinua)|haluan [että]|ei kiinnosta|viimeisen kerran",
    asking="(voitteko|voisitteko|voitko|voisitko) [ystävällisesti]",
    tails="kiitos|heti|nyt|välittömästi|jatkossa|enää|terveisin|t|ystävällisin terveisin|tähän numeroon|minulle|tulevaisuudessa|ikinä|koskaan|kiitti",
    continues="ja|tai|mutta|koska|sillä|minä|en|tämä|kiitos|muuten|kuka",
    spoils="jos|kun|hän|ei",
    classes={
        "things": "viestejä|viestien|viestit|tekstiviestejä|tekstiviestien|tekstiviestit|sähköposteja|sähköpostia|sähköpostien|sähköpostit|mainoksia|mainosten|mainokset|mainontaa|uutiskirjettä|uutiskirjeitä|uutiskirje|uutiskirjeen|roskapostia|spämmiä|postia|maileja|meilejä|mainosviestejä|uutiskirjeen tilaus|tilaus|ilmoituksia|markkinointia|markkinointiviestejä",
        "kind": "näitä|teidän|enempää|lisää|enää|näiden|mitään|tätä|sinun|tällaisia|nämä|kaikki|teiltä|muita|yhtään|markkinointi",
        "list": "listalta|listoilta|postituslistalta|sähköpostilistalta|listalta pois|jakelulistalta|rekisteristä|tietokannasta|postituslistoilta|uutiskirjeestä|jakelusta|uutiskirjelistalta|listaltanne|rekisteristänne|listoiltanne",
        "me": "minut|meidät|numeroni|numero|sähköpostini|osoitteeni|tietoni|tämä numero|sähköpostiosoitteeni|nimeni|puhelinnumeroni|minua",
    },
    phrases="""
    (lopettakaa|lopeta|älkää|älä) [heti] [{kind}]* [{things}] (lähettäminen|lähetys|lähettäkö|lähetä|lähettämästä|lähettämistä) [minulle] [enää] [{kind}]* [{things}]
    (älkää|älä) (lähettäkö|lähetä|ottako|ota|laittako|laita|häiritkö|häiritse|viestitelkö|soittako|tekstaa) [minulle|minua|minuun|tähän numeroon] [enää] [yhteyttä] [{kind}]* [{things}] [minulle]
    (lopettakaa|lopeta) (nämä|{kind}|häirintä|spämmäys|mainostaminen|viestittely|häiritseminen) [{kind}]* [{things}]
    (lopettakaa|lopeta) {things}
    (poistakaa|poista|ottakaa|ota) {me} [pois] [{kind}]* {list} [pois]
    (poistakaa|poista) {me}
    en (halua|tahdo|toivo) [enää] [vastaanottaa|saada|lukea] [{kind}]* {things} [teiltä] [enää]
    en (halua|tahdo) [enää] (että minuun otetaan yhteyttä|kuulla teistä|vastaanottaa näitä|saada näitä|saada mitään) [enää]
    haluan (perua|peruuttaa|lopettaa|pois|poistua|erota) [{kind}]* [{things}|{list}] [tilauksen]
    (peruuttakaa|peruuta|perukaa|peru|lopeta|lopettakaa) [{kind}]* ({things}|uutiskirjetilaus) [tilaus]
    ei (enää|lisää) [{kind}]* {things} [kiitos]
    (jättäkää|jätä) minut rauhaan|antakaa minun olla rauhassa|anna olla rauhassa
    """,
    requests="""
    miten (peruutan|perun|lopetan) [{kind}]* {things}
    miten (voin|pääsen) (perua|peruuttaa|lopettaa) [{kind}]* {things}
    miten pääsen pois [{list}]
    """,
    less="liian (paljon|usein|monta) [{kind}]* [{things}]|harvemmin|vähemmän [{kind}]* {things}|ei (niin|näin) usein|kerran (kuussa|kuukaudessa|viikossa) (riittää|on tarpeeksi)",
    complaint="valitus|reklamaatio|valitan|törkeää|huijaus|huijari*|huijausta|(todella|erittäin|hyvin) (pettynyt|tyytymätön|vihainen)|rahat takaisin|huono palvelu|asianajaja|ei ole vieläkään (tullut|saapunut)|kuluttajansuoja",
    question="(milloin|koska|missä|kuka|miten|miksi|mikä|mitkä|mitä|paljonko|kuinka|mistä)|(voinko|voiko|onko|saako|saanko|voitteko|tuleeko|pitääkö)",
)
