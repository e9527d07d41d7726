"""Polish, Czech with Slovak, Russian, Ukrainian, Bulgarian, and Croatian with Serbian and Slovene."""

# ruff: noqa: E501 - a table has a line for each phrase

from channels.intents.language import Language

POLISH = Language(
    key="pl",
    stop="wypisz|wypisz mnie|wypisuję się|wypisać|wypisuje sie|rezygnuję z newslettera|usuńcie mnie|proszę mnie wypisać|stop sms|nie chcę sms|zrezygnuj|wypiszcie mnie|usuń mnie z listy|wypis|koniec sms|wycofuję zgodę|anuluj subskrypcję|odsubskrybuj|odsubskrybuj mnie",
    weak="stop|stopp|przestańcie|przestań|rezygnuję|stop proszę",
    local="koniec|usuń|rezygnacja|anuluj|dość|dosyć|zakończ",
    help="pomoc",
    start="zapisz|zapisz mnie",
    yes="tak|tak poproszę|tak proszę|oczywiście|jasne|pewnie|zgoda|zgadzam się|ok|dobrze|jestem zainteresowany|jestem zainteresowana|chętnie|potwierdzam|super|w porządku",
    no="nie|nie dziękuję|nie dzięki|nie jestem zainteresowany|nie jestem zainteresowana|nie interesuje mnie to|nie teraz|nigdy|nie chcę|raczej nie",
    thanks="dziękuję|dzięki|dziękuję bardzo|bardzo dziękuję|serdecznie dziękuję|wielkie dzięki|ok dzięki|dziękuję za informację|dziękujemy",
    please="proszę|prosze|bardzo proszę|uprzejmie proszę|proszę o",
    leads="dzień dobry|witam|cześć|hej|szanowni państwo|i|ale|nie dziękuję|teraz|pomyłka|zły numer|kto to|nie znam was|dziękuję|po raz (ostatni|kolejny)|natychmiast|halo|(chcę|żądam) [żebyście|aby|żeby]",
    asking="(czy możecie|czy może pan|czy mogą państwo|możecie|możesz|czy mógłby pan|czy mogłaby pani|czy można)",
    tails="proszę|dziękuję|dzięki|natychmiast|teraz|już|od zaraz|więcej|nigdy więcej|pozdrawiam|z poważaniem|na (ten|mój) (numer|adres|telefon|email)|w przyszłości|od was|od państwa|do mnie",
    continues="i|lub|ale|bo|ponieważ|nie|to|ja|dziękuję|inaczej|kto|albo",
    spoils="jeśli|gdy|on|ona|kiedy|powiedział*",
    classes={
        "things": "sms|smsy|smsów|smsow|sms y|sms ów|wiadomości|maili|maile|mailów|emaili|emailów|emaile|newsletter|newslettera|newsletterów|reklam|reklamy|spam|spamu|ofert|oferty|powiadomień|powiadomienia|korespondencji|informacji handlowych|e maili|mejli|mejle",
        "kind": "żadnych|więcej|wasze|waszych|waszego|waszej|tych|te|ten|tego|kolejnych|takich|państwa|swoich|z|od|już|wszystkich|tej|waszą|swojej|marketingowych|reklamowych|dalszych|mi|mnie|na",
        "list": "listy|bazy|bazy danych|listy mailingowej|listy mailowej|newslettera|listy adresowej|listy wysyłkowej|listy subskrybentów|bazy mailingowej|subskrypcji|mailingu|listy odbiorców|systemu|list",
        "me": "mnie|nas|mój (numer|adres|email|mail|telefon|nr|adres email|adres mailowy)|moje dane|moją osobę|ten numer|mojego (numeru|adresu|maila)|ten adres",
    },
    phrases="""
    (przestańcie|przestań|przestać|przestancie|proszę przestać|skończcie|skończ) [mi|do mnie|mnie] [wysyłać|pisać|nękać|przysyłać|spamować|dzwonić|smsować|męczyć|zasypywać|nękać mnie|wysylac|niepokoić] [mi|do mnie|mnie] [{kind}]* [{things}] [do mnie]  .
    (proszę) [mi] (nie|więcej nie|już nie|o nie) (wysyłać|przysyłać|pisać|nie wysyłać|wysyłanie|kontaktować|dzwonić|przesyłać|wysylac|smsować|niepokoić) [się ze mną|mi|do mnie] [więcej|już] [{kind}]* [{things}]
    nie (wysyłajcie|wysyłaj|piszcie|pisz|przysyłajcie|przysyłaj|wysyłać|kontaktujcie|dzwońcie|niepokójcie|wysylajcie|wysylaj) [się ze mną|mi|do mnie|więcej|już]* [{kind}]* [{things}]
    nie (chcę|życzę|zyczę|chcemy|życzymy|chce|zycze|zgadzam) [sobie|się na] [już|więcej|dłużej|od was|od państwa]* (otrzymywać|dostawać|otrzymywania|otrzymywac|waszych|żadnych|więcej|tych|kontaktu|być) [{kind}]* [{things}|niczego|nękany|nękana|nękania]
    nie (chcę|życzę|chcemy|chce) [sobie] [{kind}]* {things}
    (żadnych|koniec|dość|dosyć|koniec z|bez) [więcej] [{kind}]* (sms*|wiadomości|maili|reklam|spamu|mailami|wiadomościami|smsami|spamem|reklamami|newsletterów)
    (usuńcie|usuń|usunąć|wypiszcie|wypisz|wypisać|skreślcie|wykreślcie|wykreślić|usuncie|usunac|wypisac|wyrejestrujcie|wyrejestrować) {me} [proszę] [z|ze|od] [{kind}]* [{list}]
    {me} (usunąć|wypisać|wykreślić|usunac|wypisac) [z|ze] [{kind}]* [{list}]
    (o) (usunięcie|wypisanie|wykreślenie|wyrejestrowanie|usuniecie|zaprzestanie) [{me}|mojego _|moich danych|wysyłania|wysyłki|przysyłania] [z|ze] [{kind}]* [{list}|{things}]
    (chcę|chciałbym|chciałabym|pragnę|chce) (się) (wypisać|wyrejestrować|wypisac) [z] [{kind}]* [{list}]
    (chcę|chciałbym|chciałabym) (zrezygnować|wypisać się|zostać usunięt*|zostać wypisan*) [z] [{kind}]* [{list}|{things}|otrzymywania {things}]
    (rezygnuję|rezygnuje|rezygnujemy) z [{kind}]* ({list}|{things}|otrzymywania [{kind}]* {things})
    (zostawcie|zostaw|dajcie|daj) (mnie|mi|nas|nam) (w spokoju|spokój|święty spokój)
    (cofam|wycofuję|odwołuję) [swoją|moją] zgodę ...
    """,
    requests="""
    jak (mogę|mam) [się] (wypisać|wyrejestrować) [się] [(z|ze) [{kind}]* ({list}|{things})]
    jak się (wypisać|wyrejestrować|wypisuje) [(z|ze) [{kind}]* ({list}|{things})]
    jak [mogę|mam] (zrezygnować z|wyłączyć|zablokować) [{kind}]* {things}
    jak [mogę] usunąć (mój numer|się) [(z|ze) [{kind}]* {list}]
    """,
    less="(za dużo|zbyt dużo|zbyt wiele|za często|zbyt często)|rzadziej|mniej [{kind}]* {things}|nie tak często|(raz|1 raz) (w|na) (miesiącu|miesiąc|tygodniu|tydzień) (wystarczy|starczy|jest ok)",
    complaint="skarga|reklamacja|reklamację|skandal|oszustwo|oszuści|niedopuszczalne|(bardzo|mocno) (rozczarowan*|niezadowolon*|zawiedzion*)|zwrot pieniędzy|zwrotu pieniędzy|prawnik|adwokat|uokik|uodo|nadal nie (otrzymał*|dotarł*)|nękanie",
    question="(kiedy|gdzie|jak|dlaczego|kto|który|która|które|ile|co|czy|skąd|jaki|jaka|jakie)",
)

CZECH = Language(
    key="cs",
    stop="odhlásit|odhlásit odběr|odhlaste mě|odhlašte mě|odhlásit se|zrušit odběr|zrušte odběr|odhlásiť|odhláste ma|vymažte mě|vyřaďte mě|odhlášení|zrušiť odber|neposílejte|neposielajte|nechci sms|nechci reklamu|už neposílat|odhlašuji se",
    weak="stop|stopp|přestaňte|prestaňte|dost",
    local="konec|koniec|zrušit|zrušiť|vymazat|ukončit|ukončiť|smazat",
    help="pomoc|nápověda",
    start="přihlásit|prihlásiť",
    yes="ano|ano prosím|áno|áno prosím|jo|jasně|jasné|určitě|samozřejmě|samozrejme|souhlasím|súhlasím|ok|dobře|dobre|mám zájem|mám záujem|rád|ráda|potvrzuji|v pořádku",
    no="ne|ne děkuji|ne díky|nie|nie ďakujem|nemám zájem|nemám záujem|nezajímá mě to|teď ne|teraz nie|nikdy|nechci|nechcem",
    thanks="děkuji|děkuju|díky|ďakujem|vďaka|děkuji moc|moc děkuji|mockrát děkuji|veľmi pekne ďakujem|ďakujem pekne|děkuji vám|ok díky|děkujeme",
    please="prosím|prosim|prosím vás|prosím o|žádám|žádám o|žiadam o|laskavě|láskavo",
    leads="dobrý den|dobrý deň|ahoj|zdravím|vážení|a|ale|ne děkuji|teď|špatné číslo|zlé číslo|kdo je to|kto je to|děkuji|okamžitě|neznám vás|nepoznám vás|nemám zájem|(chci|chcem|přeji si) [abyste|aby ste]",
    asking="(můžete|mohli byste|můžeš|môžete|mohli by ste|mohl byste) [mě|ma|prosím|mi]",
    tails="prosím|děkuji|ďakujem|díky|ihned|okamžitě|okamžite|už|více|viac|nikdy|znovu|s pozdravem|s pozdravom|na (toto|moje) (číslo|adresu)|v budoucnu|od vás|mi|již|předem děkuji|teď",
    continues="a|nebo|alebo|ale|protože|pretože|jinak|inak|to|já|ja|děkuji|kdo|kto|nemám",
    spoils="když|ak|pokud|jestli|on|ona",
    classes={
        "things": "sms|smsky|zprávy|zpráv|správy|správ|maily|mailů|mailov|emaily|emailů|emailov|newsletter|newslettery|newsletteru|newsletterů|reklamu|reklamy|reklam|spam|nabídky|ponuky|e maily|e mailů|obchodní sdělení|obchodních sdělení|spamy|upozornění|reklamní zprávy|reklamní sms|odběr|odber|poštu",
        "kind": "žádné|žiadne|další|ďalšie|vaše|tyto|tieto|takové|takéto|vašeho|vašich|nějaké|nevyžádané|již|už|z|od|ty|tie|váš|vaší|vašej|toho|více|viac|těchto|týchto|mi|jakékoliv|odběr|odber",
        "list": "seznamu|zoznamu|databáze|databázy|mailing listu|mailinglistu|newsletteru|newslettera|evidence|rozesílky|adresáře|odběru|odberu|listu|seznamu odběratelů|rozesílacího seznamu|mailového zoznamu|systému|seznamů",
        "me": "mě|mne|ma|nás|mi|mé číslo|moje číslo|můj (email|mail|kontakt)|môj (email|mail|kontakt)|moji adresu|moju adresu|mou adresu|mé údaje|moje údaje|toto číslo|tuto adresu|mojí adresu",
    },
    phrases="""
    (přestaňte|prestaňte|přestaň|prestaň|nechte|nechajte) [mi|mě|ma|nám]* [už] (posílat|posielať|psát|písať|otravovat|otravovať|zasílat|zasielať|spamovat|spamovať|kontaktovat|kontaktovať|obtěžovat|volat|toho) [mi|mě|ma] [{kind}]* [{things}]
    [už] [mi|mě|ma|nám]* [už] (neposílejte|neposielajte|nepište|nepíšte|nezasílejte|nezasielajte|nekontaktujte|neotravujte|neobtěžujte|neposílej|nepiš|nevolejte|nevolajte|neposielaj) [mi|mě|ma|nám|už|více|viac]* [{kind}]* [{things}]
    [už|dále|ďalej|si]* (nechci|nechcem|nepřeji|neprajem|nechceme|nepřejeme|nežádám) [si|už|od vás|dále|nadále|dostávat|dostávať|přijímat|přijímať|odebírat|zasílat|zasílání|posílat|být|byť]* [{kind}]* ({things}|kontaktován|kontaktována|obtěžován|kontaktovaný)
    (žádné|žiadne) (další|ďalšie|vaše) [{kind}]* {things}
    (vyřaďte|vyraďte|vyškrtněte|vymažte|odstraňte|odstráňte|smažte|odhlaste|odhláste|odhlašte|vyřadit|vymazat|vymazať|odstranit|odstrániť|odhlásit|odhlásiť|smazat|vyradiť|zmažte) [prosím] {me} [prosím] [z|ze|zo] [{kind}]* [{list}]
    (vyřazení|vyradenie|odstranění|odstránenie|odhlášení|odhlásenie|výmaz|zrušení|zrušenie|vymazání|ukončení zasílání) [mé|mojí|mojej|mého|môjho|{me}]* [adresy|emailu|čísla|kontaktu|odběru|odberu] [z|ze|zo] [{kind}]* [{list}|{things}]
    (chci|chcem|chtěl bych|chtěla bych|přeji si|rád bych) [se|sa] (odhlásit|odhlásiť|zrušit|zrušiť|odhlásit se) [se|sa] [z|od|odběr|odber]* [{kind}]* [{list}|{things}]
    (zrušte|zrušit|zrušiť|ruším|odhlašuji) [mi|si] [prosím] [zasílání|zasielanie|posílání]* [{kind}]* ({things}|odběr|odběru)
    (dejte|nechte|dajte|nechajte|nech) (mi|mě|ma) [být|na|v|už|byť]* (pokoj|pokoji|pokoje|být)
    (odvolávám|odvolávam) [svůj|svoj|můj] (souhlas|súhlas) ...
    """,
    requests="""
    jak (se|mohu se|můžu se|se mohu|se můžu) (odhlásit|odhlásím) [(z|ze|od) [{kind}]* ({list}|{things})]
    jak (mohu|můžu|zruším) [zrušit] [{kind}]* (odběr|{things})
    ako (sa|môžem sa) (odhlásiť|odhlásim) [(z|zo|od) [{kind}]* ({list}|{things})]
    ako (môžem|zruším) [zrušiť] [{kind}]* (odber|{things})
    """,
    less="(příliš|moc|priveľa|príliš|až moc) (mnoho|často|mailů|zpráv|veľa|správ)|méně (často|zpráv|mailů)|menej (často|správ)|ne tak často|nie tak často|(jednou|1x|raz) (za|do) (měsíc|měsíce|týden|mesiac|mesiaca|týždeň) (stačí|bohatě)",
    complaint="stížnost|sťažnosť|reklamace|reklamácia|skandál|podvod|podvodníci|nepřijatelné|neprijateľné|(velmi|veľmi) (zklaman*|sklaman*|nespokojen*|nespokojn*)|vrácení peněz|vrátenie peňazí|právník|advokát|stále (nedorazil*|neprišl*|nepřišl*)",
    question="(kdy|kde|jak|proč|kdo|který|která|které|kolik|co|kedy|ako|prečo|kto|ktorý|koľko|čo)|(můžu|mohu|máte|je|môžem|dá se|lze) ",
)

RUSSIAN = Language(
    key="ru",
    letters="а-я",
    stop="отписаться|отписка|отпишите|отпишите меня|отписать|отпиши меня|отказ от рассылки|отписаться от рассылки|стоп смс|не присылайте|удалите меня|прекратите рассылку|отключить рассылку|нет рассылке|отключите смс|отказываюсь от рассылки|отмена рассылки|отпишись|убрать из рассылки|стоп рассылка|отказаться от рассылки|стоп реклама",
    weak="стоп|stop|хватит|прекратите|отмена|отстаньте|стоп пожалуйста",
    local="удалить|отказ|отключить|конец|отменить|выход|отстань",
    help="помощь|хелп|справка",
    start="старт|подписаться|начать|подписка",
    yes="да|да пожалуйста|ага|угу|конечно|хорошо|ок|окей|согласен|согласна|давайте|интересно|мне интересно|подтверждаю|с удовольствием|отлично|да конечно|верно|ладно",
    no="нет|нет спасибо|не интересно|не интересует|неинтересно|меня не интересует|не надо|не нужно|не сейчас|никогда|не хочу|спасибо не надо|спасибо нет|неа",
    thanks="спасибо|большое спасибо|спасибо большое|благодарю|благодарю вас|спс|спасибо за информацию|спасибо вам|огромное спасибо|хорошо спасибо|ок спасибо",
    please="пожалуйста|пожалуста|плиз|прошу|прошу вас|просьба|будьте добры|убедительная просьба|очень прошу|пжл|пж",
    leads="здравствуйте|добрый (день|вечер)|доброе утро|привет|и|но|а|нет|нет спасибо|спасибо|сейчас|ошиблись номером|вы ошиблись|кто (это|вы)|я вас не знаю|не интересует|немедленно|уважаемые|последний раз|да|(хочу|требую|я хочу|я требую) [чтобы [вы]]|больше",
    asking="(можете|могли бы|не могли бы|можешь) [вы] [пожалуйста]|можно|нельзя ли",
    tails="пожалуйста|спасибо|немедленно|сейчас|срочно|больше|больше никогда|впредь|на (этот|мой) (номер|телефон|адрес)|в дальнейшем|от вас|мне|уже|с уважением|сейчас же|заранее спасибо|наконец|никогда",
    continues="и|или|но|а|я|иначе|это|потому|так|спасибо|кто|мне|не|вы|ваш*",
    spoils="если|когда|он|она|они|сказал*|чтобы он|чтобы она",
    passing="за рулем|на уроке|на работе сейчас|на совещании|люблю тебя|милый|милая|зая",
    classes={
        "things": "смс|сообщения|сообщений|сообщение|рассылку|рассылки|рассылок|рассылка|письма|писем|письмо|спам|спама|рекламу|рекламы|реклама|уведомления|уведомлений|предложения|sms|смски|смсок|смс сообщения|емейлы|новости|почту|предложений|эсэмэски",
        "kind": "ваши|ваших|вашу|вашей|эти|этих|этой|эту|свои|свой|свою|мне|больше|всякие|любые|никаких|такие|свой спам|подобные|рекламные|рекламных|ваш|все|всей|всех|от|своими|дальнейшие|на мой номер|новые|смс|sms|email",
        "list": "рассылки|списка|базы|базы данных|списка рассылки|списков|вашей базы|базы рассылки|рассылок|списка адресатов|системы|листа рассылки|контактов|списка контактов|баз",
        "me": "меня|нас|мой (номер|адрес|email|телефон|имейл|мейл|ящик)|мою почту|мои данные|этот (номер|адрес)|мне|мой электронный адрес",
    },
    phrases="""
    (прекратите|перестаньте|хватит|прекращайте|перестань|прекрати|кончайте|завязывайте|харэ|прекратить) [мне|меня|уже|нам]* [слать|присылать|писать|отправлять|посылать|беспокоить|спамить|рассылать|звонить|донимать|присылку|рассылку] [мне|меня|на мой номер]* [{kind}]* [{things}] .
    (прекратите|остановите|отключите|отмените|уберите|прекратить|отключить|отменить|остановить) [мне] [{kind}]* {things} [на _ _]
    (больше) [мне|меня|на этот номер|сюда]* не (пишите|присылайте|шлите|отправляйте|беспокойте|звоните|пиши|присылай|посылайте|надо мне|писать|присылать) [мне|сюда|меня]* [{kind}]* [{things}]
    [мне] не (пишите|присылайте|шлите|отправляйте|беспокойте|пиши|присылай|шли|посылайте|писать|присылать|слать|отправлять|беспокоить) [мне|меня|сюда|больше|нам]* [больше] [{kind}]* [{things}]
    (не|больше не|я не|я больше не) (хочу|желаю|хотим) [больше|от вас|далее]* (получать|видеть|читать) [от вас|больше]* [{kind}]* [{things}] [от вас]
    не хочу [больше] [{kind}]* {things}
    (никаких|никакой|без) [больше] [{kind}]* {things}
    (удалите|уберите|исключите|вычеркните|отпишите|удали|убери|отпиши|удалить|убрать|исключить|отписать|вычеркнуть) [пожалуйста] {me} [пожалуйста] [из|от|с] [{kind}]* [{list}]
    (удалите|уберите|исключите) (из|с) [{kind}]* {list}
    (хочу|желаю|я хочу|я желаю|хотел бы|хотела бы|прошу) [меня] (отписаться|отписать|удалить|удалиться|отказаться|исключить) [меня] [от|из] [{kind}]* [{list}|{things}]
    отпис* [меня] [от|из] [{kind}]* ({list}|{things}|всего)
    (отказываюсь|отказ) от [получения] [{kind}]* {things}
    (оставьте|оставь) (меня|нас) в покое|отстаньте [от меня]|отвяжитесь [от меня]|отвалите
    (отзываю) [свое|мое] согласие ...
    """,
    requests="""
    как [мне|можно|я могу]* отписаться [от [{kind}]* {things}]
    как [мне|можно|я могу]* (отказаться от|отключить|прекратить получать|остановить) [{kind}]* {things}
    как [мне|можно|я могу]* удалиться из [{kind}]* {list}
    """,
    less="слишком (много|часто)|(пореже|реже)|меньше [{kind}]* {things}|не так часто|(раз|один раз|1 раз) в (месяц|неделю) (достаточно|хватит|вполне)",
    complaint="жалоба|жалобу|пожалуюсь|безобразие|возмутительно|мошенники|обман|недопустимо|(очень|крайне|сильно) (разочарован*|недоволен|недовольна|возмущен*)|верните деньги|возврат денег|адвокат|юрист|в суд|фас|роскомнадзор|роспотребнадзор|до сих пор не (пришел|пришла|пришло|получил*|доставил*)|ужасный сервис|ужасное обслуживание|хамство",
    question="(когда|где|как|почему|кто|какой|какая|какие|сколько|что|можно ли|куда|зачем|есть ли)|(можно|могу|есть|вы) (ли|у вас|я)",
)

UKRAINIAN = Language(
    key="uk",
    letters="а-яіїєґ",
    stop="відписатися|відписатись|відписка|відпишіть мене|відпишіть|відмова від розсилки|не надсилайте|видаліть мене|припиніть розсилку|стоп смс|скасувати підписку|відключити розсилку",
    weak="стоп|stop|досить|припиніть|годі|дайте спокій|дайте мені спокій|відкликаю згоду|відкликаю свою згоду",
    local="видалити|скасувати|кінець|відмова|вимкнути",
    help="допомога|довідка",
    start="старт|підписатися|підписка",
    yes="так|так будь ласка|звичайно|звісно|добре|ок|згоден|згодна|цікаво|мені цікаво|підтверджую|авжеж|гаразд|із задоволенням",
    no="ні|ні дякую|не цікаво|не цікавить|мене не цікавить|не треба|не зараз|ніколи|не хочу|не потрібно",
    thanks="дякую|щиро дякую|дуже дякую|спасибі|красно дякую|дякую за інформацію|дякую вам|добре дякую",
    please="будь ласка|прошу|прошу вас|прохання",
    leads="добрий (день|вечір)|доброго дня|вітаю|привіт|і|але|а|ні|ні дякую|дякую|зараз|помилилися номером|хто (це|ви)|я вас не знаю|не цікавить|негайно|(хочу|вимагаю) [щоб [ви]]|більше",
    asking="(можете|могли б|чи можете|можеш) [ви] [будь ласка]|чи можна",
    tails="будь ласка|дякую|негайно|зараз|терміново|більше|ніколи|надалі|на (цей|мій) (номер|телефон|адресу)|від вас|мені|вже|з повагою",
    continues="і|або|але|а|я|інакше|це|бо|тому|дякую|хто",
    spoils="якщо|коли|він|вона|вони|сказав",
    classes={
        "things": "смс|повідомлення|повідомлень|розсилку|розсилки|розсилок|листи|листів|спам|спаму|рекламу|реклами|сповіщення|сповіщень|пропозиції|sms|смски|новини",
        "kind": "ваші|ваших|вашу|вашої|ці|цих|цієї|цю|свої|свій|мені|більше|жодних|ніяких|такі|рекламні|рекламних|ваш|всі|від",
        "list": "розсилки|списку|бази|бази даних|списку розсилки|списків|розсилок|вашої бази",
        "me": "мене|нас|мій (номер|телефон|email)|мою (адресу|пошту)|мої дані|цей номер|мені",
    },
    phrases="""
    (припиніть|перестаньте|досить|годі|перестань|припини) [мені|мене|вже]* (слати|надсилати|писати|відправляти|турбувати|спамити|дзвонити|присилати) [мені|мене] [{kind}]* [{things}]
    (припиніть|зупиніть|відключіть|скасуйте|вимкніть) [мені] [{kind}]* {things}
    (більше) [мені|мене]* не (пишіть|надсилайте|присилайте|шліть|турбуйте|дзвоніть|відправляйте) [мені|мене] [{kind}]* [{things}]
    [мені] не (пишіть|надсилайте|присилайте|шліть|турбуйте|відправляйте|надсилати) [мені|мене|більше|сюди]* [{kind}]* [{things}]
    (не|я не|більше не|я більше не) (хочу|бажаю) [більше|від вас]* (отримувати|бачити) [від вас|більше]* [{kind}]* [{things}]
    не хочу [більше] [{kind}]* {things}
    (жодних|ніяких) [більше] [{kind}]* {things}
    (видаліть|приберіть|виключіть|відпишіть|викресліть|видалити|відписати) [будь ласка] {me} [будь ласка] [з|зі|із|від] [{kind}]* [{list}]
    (хочу|бажаю|я хочу) (відписатися|відписатись|відмовитися|відмовитись) [від|з] [{kind}]* [{list}|{things}]
    (відписатися|відписатись) [від|з] [{kind}]* ({list}|{things})
    (залиште|лишіть|дайте) (мене|мені) (в спокої|у спокої|спокій)
    """,
    requests="""
    як [мені|можна|я можу]* (відписатися|відписатись) [від [{kind}]* {things}]
    як [мені|можна|я можу]* (відмовитися від|відключити|зупинити) [{kind}]* {things}
    """,
    less="(занадто|надто|забагато) (багато|часто|{things})|рідше|менше [{kind}]* {things}|не так часто|(раз|один раз) (на|в) (місяць|тиждень) (достатньо|вистачить)",
    complaint="скарга|скаргу|поскаржуся|неприпустимо|шахраї|обман|обурливо|(дуже|вкрай) (розчарован*|незадоволен*|обурен*)|поверніть гроші|повернення коштів|адвокат|юрист|досі не (прийшов|прийшла|отримав|отримала)|жахливий сервіс",
    question="(коли|де|як|чому|хто|який|яка|які|скільки|що|чи|куди|навіщо)",
)

BULGARIAN = Language(
    key="bg",
    letters="а-я",
    stop="отписване|отпишете ме|отписвам се|не ми пращайте|спрете съобщенията|премахнете ме|изтрийте ме|спри смс|отпиши ме",
    weak="стоп|спри|спрете|стига|стига вече",
    local="край|отказ|изтрий|прекрати",
    help="помощ",
    start="старт",
    yes="да|да моля|разбира се|добре|ок|съгласен|съгласна|интересува ме|с удоволствие|потвърждавам",
    no="не|не благодаря|не ме интересува|не съм заинтересован|сега не|никога|не искам",
    thanks="благодаря|много благодаря|мерси|благодаря ви|мерси много",
    please="моля|моля ви|моля да",
    leads="здравейте|добър ден|здрасти|и|но|благодаря|сега|грешен номер|кой (е|сте)|не ви познавам|искам [да]|веднага",
    tails="моля|благодаря|веднага|повече|вече|никога|на този номер|сега|мерси|от вас|за в бъдеще",
    continues="и|или|но|защото|аз|иначе|това|благодаря",
    spoils="ако|когато|той|тя",
    classes={
        "things": "съобщения|съобщенията|смс|смси|имейли|имейлите|писма|реклами|рекламите|спам|бюлетин|бюлетина|оферти|известия|sms|мейли|рекламни съобщения",
        "kind": "вашите|тези|повече|никакви|такива|вашия|вашата|си|от|тия|вашият|рекламни",
        "list": "списъка|списъка си|базата|базата данни|бюлетина|вашия списък|списъци|мейлинг листа|вашата база|листата",
    },
    phrases="""
    (спрете|престанете|спри|престани|стига) [да] [ми|ме] (пращате|изпращате|пишете|безпокоите|пращаш|спамите|звъните) [{kind}]* [{things}]
    (спрете|спри) [с] [{kind}]* {things}
    не [ми|ме] (пращайте|изпращайте|пишете|безпокойте|пращай|звънете) [повече] [{kind}]* [{things}]
    (не|повече не) (искам|желая) [повече] [да] (получавам|съобщения|ми пишете|ми пращате|да получавам) [повече] [{kind}]* [{things}]
    не искам [повече] [{kind}]* {things}
    (махнете|премахнете|изтрийте|отпишете|извадете|отписвам) [ме|се|номера ми|имейла ми] [от] [{kind}]* [{list}]
    искам да се отпиша [от] [{kind}]* [{list}]
    (без|никакви) повече [{kind}]* {things}
    (оставете|остави) ме (на мира|намира)
    """,
    requests="""
    как (мога|да) [да] се отпиша [от [{kind}]* ({list}|{things})]
    как (мога|да) [да] се откажа от [{kind}]* {things}
    """,
    less="(твърде|прекалено) (много|често)|по рядко|по малко [{kind}]* {things}|не толкова често|веднъж (месечно|седмично|на месец) (стига|е достатъчно)",
    complaint="жалба|оплакване|недопустимо|измама|измамници|скандално|(много|крайно) (разочарован*|недовол*)|върнете ми парите|адвокат|още не (съм получил*|е пристигнал*)",
    question="(кога|къде|как|защо|кой|коя|кои|колко|какво|дали|може ли)",
)

CROATIAN = Language(
    key="hr",
    stop="odjava|odjavi|odjavi me|odjavite me|odjaviti|odjavljujem se|otkaži pretplatu|uklonite me|odjavi se|brisanje s liste|odjavite|ne šaljite|ne saljite|odjavi sms",
    weak="stop|prestanite|prestani|dosta|nehajte",
    local="kraj|obriši|otkaži|prekini",
    help="pomoć|upute|pomoč",
    start="prijava|prijavi",
    yes="da|da molim|naravno|može|ok|dobro|slažem se|zanima me|svakako|u redu|važi|potvrđujem",
    no="ne|ne hvala|ne zanima me|nisam zainteresiran|nisam zainteresirana|ne sada|nikad|ne želim",
    thanks="hvala|puno hvala|hvala lijepa|hvala puno|hvala vam|najljepša hvala|ok hvala",
    please="molim|molim vas|molim da|prosim|molim te",
    leads="pozdrav|dobar dan|bok|zdravo|i|ali|hvala|sad|krivi broj|pogrešan broj|tko (je|ste)|ko je ovo|želim [da]|odmah|ne poznajem vas",
    tails="molim|hvala|odmah|više|nikad|na ovaj broj|sada|lijep pozdrav|lp|od vas|ubuduće",
    continues="i|ili|ali|jer|ja|inače|ovo|hvala",
    spoils="ako|kad|on|ona",
    classes={
        "things": "poruke|poruka|sms|sms ove|smsove|mailove|mejlove|mailova|emailove|emaile|reklame|reklama|spam|newsletter|newslettere|newslettera|obavijesti|ponude|promocije|obaveštenja|sporočil|sporočila",
        "kind": "vaše|vaših|više|ove|te|ovakve|takve|svoje|nikakve|mi|ovih|vaš|s|sa|reklamne|promotivne|nobenih",
        "list": "liste|popisa|baze|baze podataka|mailing liste|newslettera|vaše liste|vaše baze|listi|seznama|spiska",
    },
    phrases="""
    (prestanite|prestani|dosta) [mi|me] [slati|s|sa|pisati|gnjaviti|uznemiravati|zvati|smetati|slanje|slanjem] [mi|me] [{kind}]* [{things}] .
    ne (šaljite|saljite|pišite|šalji|piši|kontaktirajte|uznemiravajte|smetajte|zovite) [mi|me] [više] [{kind}]* [{things}]
    nemojte [mi|me] [više] (slati|pisati|kontaktirati|zvati|uznemiravati|smetati) [mi|me|više] [{kind}]* [{things}]
    (ne|više ne) (želim|zelim|hoću|želimo) [više] (primati|dobivati|dobijati|vaše|poruke) [više] [{kind}]* [{things}]
    (bez|nema) više [{kind}]* {things}
    (uklonite|izbrišite|obrišite|maknite|skinite|odjavite|ispišite|odjavi|izbrisati|ukloniti|odstranite|izbriši) [me|moj broj|moju adresu|moj email|moj mail] [s|sa|iz|od] [{kind}]* [{list}]
    (želim|hoću|zelim) se (odjaviti|ispisati|odjavit) [s|sa|iz|od] [{kind}]* [{list}]
    (odjavljujem|ispisujem) se [s|sa|iz|od] [{kind}]* [{list}]
    (ostavite|pustite|ostavi|pusti) me (na miru|na miru više|pri miru)
    """,
    requests="""
    kako (se|mogu se|da se) (odjaviti|odjavim|odjavit) [(sa|s|iz|od) [{kind}]* ({list}|{things})]
    """,
    less="previše [{kind}]* {things}|prečesto|rjeđe|ređe|manje [{kind}]* {things}|ne tako često|jednom (mjesečno|tjedno|mesečno|nedeljno) (je dovoljno|dosta|dovoljno)",
    complaint="žalba|pritužba|reklamacija|neprihvatljivo|prevara|prevaranti|sramota|(jako|vrlo|veoma) (razočaran*|nezadovoljan|nezadovoljna)|povrat novca|odvjetnik|još nije (stigl*|stigao)",
    question="(kada|gdje|kako|zašto|tko|koji|koja|koje|koliko|što|šta|gde|da li|je li|mogu li|imate li)",
)
