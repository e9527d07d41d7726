"""Hungarian, Turkish, Greek, Hebrew, Arabic, Vietnamese and Indonesian."""

# ruff: noqa: E501 - a table has a line for each phrase

from channels.intents.language import Language

HUNGARIAN = Language(
    key="hu",
    stop="leiratkozás|leiratkozom|leiratkozni|leiratkozas|iratkoztassanak le|töröljenek|töröljön|leíratkozás|leiratkoznék|ne küldjenek többet|lemondás sms|stop sms|leiratkozok|nem kérek több sms t|nem kérek több levelet",
    weak="stop|állj|elég|elég legyen|hagyják abba|törölje a számomat|töröljék a számomat|visszavonom a hozzájárulásomat|visszavonom a hozzájárulásom",
    local="vége|törlés|lemondás|lemondom|törölj|leállítás",
    help="segítség|súgó",
    start="feliratkozás|feliratkozom",
    yes="igen|igen kérem|persze|természetesen|rendben|oké|ok|jó|érdekel|szívesen|elfogadom|igen köszönöm|naná|egyetértek",
    no="nem|nem köszönöm|köszönöm nem|nem érdekel|nem kérem|most nem|soha|nem kérek|kösz nem",
    thanks="köszönöm|köszi|kösz|köszönöm szépen|nagyon köszönöm|köszönjük|hálásan köszönöm|ok köszönöm|rendben köszönöm",
    please="kérem|kérlek|legyen szíves|legyenek szívesek|szíveskedjenek|kérném|szeretném kérni",
    leads="üdv|üdvözlöm|jó napot|helló|szia|tisztelt _|és|de|köszönöm|most|rossz szám|téves szám|ki (ez|maga|vagy)|nem ismerem|nem érdekel|azonnal|tisztelt (cím|hölgyem uram)",
    asking="(meg tudnák|tudnának|lenne szíves) [kérem]",
    tails="kérem|köszönöm|azonnal|most|többet|többé|soha|erre a (számra|címre)|nekem|üdvözlettel|köszi|a jövőben|önöktől",
    continues="és|vagy|de|mert|én|ez|különben|köszönöm|ki|nem",
    spoils="ha|amikor|ő",
    classes={
        "things": "üzenetet|üzeneteket|üzenetek|sms t|sms eket|smst|smseket|emailt|emaileket|e maileket|e mailt|levelet|leveleket|hírlevelet|hírleveleket|hírlevél|reklámot|reklámokat|reklám|spamet|értesítést|értesítéseket|ajánlatot|ajánlatokat|maileket|mailt|reklámsms t",
        "kind": "több|többé|további|a|az|ezeket|ilyen|ezt|önöktől|tőletek|semmilyen|semmiféle|ezek|nekem|többet|maguktól|ezen|nem kívánt",
        "list": "listáról|listájukról|adatbázisból|levelezőlistáról|hírlevélről|listátokról|adatbázisukból|rendszerből|címlistáról|listából|hírlevelükről|hírlevélről|levlistáról",
    },
    phrases="""
    (ne|többet ne|többé ne|soha többé ne|soha többet ne) (küldjenek|küldjön|küldj|küldjetek|írjanak|írjon|írj|írjatok|zaklassanak|zavarjanak|zaklasson|keressenek|zavarjon|hívjanak) [nekem|többet|többé|már]* [{kind}]* [{things}]
    ne [nekem] (küldjenek|küldjön) többet [{kind}]* [{things}]
    nem (kérek|kérem|szeretnék|akarok|kívánok|óhajtok) [többet|több|többé|már]* [{kind}]* {things} [kapni|fogadni|önöktől|olvasni]
    (nem) (szeretnék|akarok|kívánok) [{kind}]* {things} kapni
    (hagyják|hagyja|hagyd|hagyjátok|fejezzék|fejezzétek) abba [a|az]* [küldését|küldözgetést|zaklatást|spamelést|{things}|sms ezést]* [küldését]
    (vegyenek|töröljenek|távolítsanak|vegyetek|töröljetek|vegyen|töröljön) [le|ki|el]* [engem|a számomat|a címemet|az emailemet]* [a|az]* [{kind}]* [{list}]
    (töröljék|töröljétek|vegyék|töröld) [le|ki]* (a számomat|az adataimat|a címemet|az email címemet|az e mail címemet|az emailemet) [a|az]* [{list}]
    (szeretnék|szeretném|akarok|kívánok) leiratkozni [a|az]* [{kind}]* [{list}]
    le (szeretnék|akarok|kívánok) iratkozni [a|az]* [{kind}]* [{list}]
    leiratkozni (szeretnék|kívánok|akarok) [a|az]* [{kind}]* [{list}]
    leiratkozom [a|az]* [{kind}]* [{list}]
    (hagyjanak|hagyjatok|hagyjon|hagyj) (békén|engem békén|békében)
    elég (a|az|ebből a|volt a) [{kind}]* (sms*|üzenetek*|spam*|reklám*|hírlev*)
    """,
    requests="""
    hogyan (iratkozhatok|tudok|lehet) (le|leiratkozni) [a hírlevélről|az sms ekről|{list}]
    hogy (tudok|lehet) leiratkozni [a hírlevélről|{list}]
    (hogyan|hogy) (tudom|lehet) lemondani [{kind}]* {things}
    (hogyan|hogy) mondhatom le [{kind}]* {things}
    """,
    less="túl (sok|gyakran|gyakori)|ritkábban|kevesebb [{kind}]* {things}|ne ilyen gyakran|nem ilyen gyakran|(havonta|hetente) egyszer (elég|elegendő|bőven)|elég (havonta|hetente) egyszer",
    complaint="panasz|reklamáció|felháborító|elfogadhatatlan|csalás|csalók|botrány|(nagyon|rendkívül) (csalódott|elégedetlen|dühös)|pénzem vissza|visszatérítés|ügyvéd|még mindig nem (érkezett|kaptam)|fogyasztóvédelem",
    question="(mikor|hol|hogyan|miért|ki|melyik|mennyi|mi|mit|hány|lehet e|van e|hova|honnan)",
)

TURKISH = Language(
    key="tr",
    stop="ret|iptal et|abonelikten çık|abonelikten çıkmak istiyorum|üyelikten çık|listeden çıkar|mesaj istemiyorum|sms istemiyorum|red|listeden çıkarın|mesaj atmayın|mesaj göndermeyin|beni çıkarın|abonelik iptal|sms iptal|aboneliği iptal et|durdur sms",
    weak="durdur|durdurun|iptal|stop|yeter|yeter artık|iptal edin|üyeliğimi iptal edin|aboneliğimi iptal edin",
    local="dur|çık|son|kes|çıkış|sil|bitir|istemiyorum|kapat",
    help="yardım",
    start="başla|başlat|onay|abone ol",
    yes="evet|evet lütfen|tabii|tabii ki|tamam|olur|peki|elbette|kabul|kabul ediyorum|ilgileniyorum|isterim|memnuniyetle|tabi|onaylıyorum|aynen",
    no="hayır|hayır teşekkürler|yok|ilgilenmiyorum|istemem|şimdi değil|asla|gerek yok|hayır istemiyorum|yok teşekkürler",
    thanks="teşekkürler|teşekkür ederim|sağ olun|sağol|sağolun|çok teşekkürler|çok teşekkür ederim|teşekkür|eyvallah|tamam teşekkürler",
    please="lütfen|rica ediyorum|rica ederim|lutfen",
    leads="merhaba|selam|iyi günler|sayın yetkili|ve|ama|artık|hayır|teşekkürler|yanlış numara|kimsiniz|siz kimsiniz|sizi tanımıyorum|ilgilenmiyorum|bana|bir daha|hemen|derhal",
    asking="(rica etsem)",
    tails="lütfen|teşekkürler|teşekkür ederim|artık|hemen|derhal|bir daha|bu numaraya|saygılar|sağolun|istemiyorum|tşk",
    continues="ve|veya|ama|çünkü|yoksa|ben|bu|teşekkürler|kim",
    spoils="eğer|o|dedi",
    classes={
        "things": "mesaj|mesajları|mesajlar|mesajlarınızı|sms|smsleri|smsler|e posta|eposta|e postaları|mail|mailleri|mailler|email|reklam|reklamları|reklamlar|bülten|bildirim|bildirimleri|spam|kampanya mesajı|reklam mesajı|mesajlardan|sms'leri|mesajlarınız",
        "kind": "bu|bana|bir daha|artık|daha fazla|sizden|hiçbir|reklam|tüm|lütfen|sürekli|başka|böyle|kampanya|tanıtım",
    },
    phrases="""
    [{kind}]* {things} (göndermeyin|atmayın|yollamayın|gönderme|atma|yazmayın|göndermeyiniz|atmayınız|gelmesin|almak istemiyorum|istemiyorum|göndermeyi bırakın|göndermeyi kesin|atmayı bırakın|durdurun|kesin|iptal edin|kapatın|göndermekten vazgeçin|durdurulsun|gelmesini istemiyorum) ...
    [{kind}]* (yazmayın|rahatsız etmeyin|aramayın|yazma|rahatsız etme) [bana|beni] [{kind}]*
    beni [{kind}]* (rahatsız etmeyin|rahat bırakın|rahat bırak|aramayın|listeden çıkarın|listenizden çıkarın|silin|listeden silin|listenizden silin|çıkarın|listeden çıkarır mısınız)
    (listenizden|listeden|aboneliğimi|aboneliği|üyelikten|abonelikten|kaydımı|numaramı|adresimi|bültenden|e posta listenizden|mail listenizden|sms listesinden|bülteninizden) [{kind}]* [beni|listenizden|listeden|adımı|numaramı]* (çıkarın|çıkar|iptal edin|iptal|silin|sil|çıkmak istiyorum|çıkarılmak istiyorum|iptal ediyorum|iptal etmek istiyorum|ayrılmak istiyorum|siliniz|çıkarınız|kaldırın|çıkarır mısınız) ...
    (mesaj|reklam|sms|mail) (almak|gelmesini) istemiyorum
    """,
    requests="""
    (nasıl|nereden) [bu|mesajları|abonelikten|listeden|üyelikten|mesajlardan|smsleri]* (çıkabilirim|çıkarım|kurtulurum)
    (nasıl|nereden) (bu mesajları|mesajları|aboneliği|aboneliğimi|smsleri) (iptal edebilirim|iptal ederim|durdurabilirim|durdururum)
    (nasıl|nereden) (iptal edebilirim|iptal ederim|durdurabilirim)
    """,
    less="çok (fazla|sık) [{things}]|daha (az|seyrek)|bu kadar (sık|çok)|(ayda|haftada) bir (yeter|yeterli|kere yeter|kez yeterli)",
    complaint="şikayet|şikayetçi|rezalet|kabul edilemez|dolandırıcı*|dolandırıcılık|(çok|hiç) (kötü|memnun değilim|hayal kırıklığı)|para iadesi|paramı geri|avukat|hala gelmedi|mağdur|skandal",
    question="(ne zaman|nerede|nasıl|neden|kim|hangi|kaç|ne kadar|niye|nereden)",
)

GREEK = Language(
    key="el",
    letters="α-ω",
    stop="διαγραφή|διαγραφή παρακαλώ|απεγγραφή|διαγράψτε με|διακοπή μηνυμάτων|αφαιρέστε με|διαγράψτε|όχι άλλα μηνύματα|βγάλτε με από τη λίστα|στοπ sms|diagrafi|απεγγραφη παρακαλω|όχι άλλα sms|κατάργηση εγγραφής",
    weak="στοπ|stop|σταματήστε|διακοπή|σταμάτα|φτάνει|αρκετά|διαγράψτε το νούμερό μου|διαγράψτε τον αριθμό μου|σβήστε τον αριθμό μου|σβήστε το νούμερό μου",
    local="τέλος|ακύρωση|έξοδος|τελος",
    help="βοήθεια",
    start="έναρξη|εγγραφή",
    yes="ναι|ναι παρακαλώ|βεβαίως|φυσικά|εντάξει|οκ|ok|σύμφωνοι|με ενδιαφέρει|ενδιαφέρομαι|ευχαρίστως|σωστά|βέβαια|ναι ευχαριστώ",
    no="όχι|όχι ευχαριστώ|δεν με ενδιαφέρει|δεν ενδιαφέρομαι|όχι τώρα|ποτέ|δεν θέλω",
    thanks="ευχαριστώ|ευχαριστώ πολύ|σας ευχαριστώ|ευχαριστούμε|ευχαριστώ πάρα πολύ|να είστε καλά|οκ ευχαριστώ",
    please="παρακαλώ|σας παρακαλώ|παρακαλω να|παρακαλώ να|σε παρακαλώ",
    leads="γεια|γεια σας|καλημέρα|καλησπέρα|και|αλλά|όχι|ευχαριστώ|τώρα|λάθος αριθμός|ποιος (είναι|είσαι)|θέλω [να]|αμέσως|δεν με ενδιαφέρει|κύριοι",
    asking="(μπορείτε|μπορείς|θα μπορούσατε) [παρακαλώ] [να]",
    tails="παρακαλώ|ευχαριστώ|αμέσως|πια|πλέον|ποτέ ξανά|ποτέ|τώρα|σε αυτόν τον αριθμό|από εσάς|ξανά|στο κινητό μου|στο μέλλον",
    continues="και|ή|αλλά|γιατί|διότι|δεν|είναι|αυτό|ευχαριστώ|αλλιώς",
    spoils="αν|εάν|όταν|αυτός|αυτή",
    classes={
        "things": "μηνύματα|μήνυμα|sms|email|emails|mail|mails|ενημερωτικά|διαφημίσεις|διαφημιστικά|newsletter|spam|ειδοποιήσεις|προσφορές|διαφημιστικά μηνύματα|e mail|ενημερωτικά δελτία|ενημερωτικό δελτίο",
        "kind": "άλλα|άλλο|τα|αυτά|σας|πλέον|πια|άλλες|τις|αυτές|περαιτέρω|διαφημιστικά|με|το|τέτοια|από εσάς|ενημερωτικά",
        "list": "λίστα|λίστα σας|λίστα αλληλογραφίας|λίστες|βάση δεδομένων|βάση|λίστες σας|newsletter|mailing list|λίστα επαφών|λίστα παραληπτών|βάση σας|λίστα ηλεκτρονικού ταχυδρομείου",
    },
    phrases="""
    (σταματήστε|σταμάτα|σταματήσετε|πάψτε) να [με|μου] (στέλνετε|στείλετε|ενοχλείτε|γράφετε|στέλνεις|ενοχλείς|καλείτε|παίρνετε) [{kind}]* [{things}]
    (σταματήστε|διακόψτε|σταμάτα|διακοπή|σταματήσετε) [{kind}]* {things}
    (μη|μην|να μην) [μου|με]* [ξανά]* (στέλνετε|στείλετε|ενοχλείτε|ξαναστείλετε|ξαναστέλνετε|στέλνεις|ενοχλήσετε|γράφετε|ξαναενοχλήσετε) [πια|πλέον|άλλο|άλλα]* [{kind}]* [{things}]
    (δεν) (θέλω|επιθυμώ|θα ήθελα|θέλουμε) [πια|πλέον|άλλα]* [να] [λαμβάνω|λαβαίνω|παίρνω|δέχομαι|μου στέλνετε|με ενοχλείτε] [πια|πλέον]* [{kind}]* ({things}|να με ενοχλείτε|να μου στέλνετε)
    (όχι|καθόλου|τέρμα|τέλος) [άλλα|πια|στα]* [{kind}]* {things}
    (διαγράψτε|αφαιρέστε|βγάλτε|διέγραψε|αφαίρεσε|βγάλε|διαγράψετε|αφαιρέσετε|σβήστε) (με|τον αριθμό μου|το email μου|το όνομά μου|το τηλέφωνό μου|τη διεύθυνσή μου|τα στοιχεία μου|το mail μου) [από] [τη|την|τις|το|τα]* [{kind}]* [{list}]
    (θέλω|επιθυμώ|θα ήθελα) (να) (διαγραφώ|απεγγραφώ|αφαιρεθώ|ξεγραφτώ|σταματήσω να λαμβάνω) [από] [τη|την|τις|το]* [{kind}]* [{list}|{things}]
    (αφήστε|άσε|αφήστε|παρατήστε|άστε) με (ήσυχο|ήσυχη|στην ησυχία μου)
    """,
    requests="""
    πώς (μπορώ να|να|κάνω) (διαγραφώ|απεγγραφώ|διαγραφή|απεγγραφή) [από [{kind}]* ({list}|{things})]
    πώς (μπορώ να|να) σταματήσω [{kind}]* {things}
    """,
    less="(πάρα πολλά|υπερβολικά πολλά|πολύ συχνά|τόσο συχνά|πιο αραιά|λιγότερο συχνά)|λιγότερα [{kind}]* {things}|(μία φορά|μια φορά) (το|τον|την) (μήνα|εβδομάδα) (αρκεί|φτάνει|είναι αρκετ*)",
    complaint="παράπονο|καταγγελία|απαράδεκτο|απαράδεκτοι|απάτη|απατεώνες|(πολύ|πραγματικά) (απογοητευμέν*|δυσαρεστημέν*)|επιστροφή χρημάτων|δικηγόρο*|ακόμα δεν (ήρθε|έλαβα|έχω λάβει)|ντροπή",
    question="(πότε|πού|πώς|γιατί|ποιος|ποια|ποιο|πόσο|πόσα|τι|μπορώ|έχετε|υπάρχει)",
)

HEBREW = Language(
    key="he",
    letters="א-ת",
    stop="הסר|הסרה|הסר אותי|להסיר|הסירו אותי|הסירו|תסירו אותי|תסירו|נא להסיר|הסר מרשימה|להסרה|בקשה להסרה",
    weak="stop|עצור|די|מספיק|תפסיקו|לא מעוניין בהודעות|לא מעוניינת בהודעות|אני לא רוצה לקבל הודעות|לא רוצה לקבל הודעות|מחקו את המספר שלי|תמחקו את המספר שלי",
    help="עזרה",
    yes="כן|בטח|בסדר|אוקיי|מסכים|מעוניין|מעוניינת|כן בבקשה|סבבה",
    no="לא|לא תודה|לא מעוניין|לא מעוניינת|לא עכשיו|אף פעם",
    thanks="תודה|תודה רבה|המון תודה|תודה לכם",
    please="בבקשה|נא|אנא|מבקש|מבקשת",
    leads="שלום|היי|תודה|טעות במספר|מי זה|לא מעוניין|די|אני מבקש|אני רוצה",
    tails="בבקשה|תודה|מיד|עכשיו|יותר|מהרשימה|לצמיתות",
    continues="ו|או|אבל|כי|אני|זה|תודה",
    phrases="""
    (תפסיקו|תפסיק|הפסיקו|די|תפסיקי) (לשלוח|להטריד|לשלוח לי|להציק|להתקשר) [לי|אלי]* [הודעות|סמסים|מיילים|ספאם|פרסומות] ...
    (אל|לא) (תשלחו|תשלח|לשלוח|תטרידו|תתקשרו) [לי|אלי]* [יותר|עוד]* [הודעות|סמסים|מיילים|ספאם|פרסומות] ...
    (תסירו|הסירו|הסר|להסיר|תורידו|תמחקו|מחקו|הורידו|להוריד) [אותי|את המספר שלי|את הכתובת שלי]* (מהרשימה|מרשימת התפוצה|מרשימה|מהמאגר|מרשימת הדיוור|מכם) ...
    (תסירו|הסירו|תורידו|תמחקו|הורידו|להסיר) אותי
    (לא רוצה|לא מעוניין|לא מעוניינת|איני מעוניין) [יותר] [לקבל] [יותר] (הודעות|סמסים|מיילים|ספאם|פרסומות|את ההודעות) ...
    (עזבו|תעזבו|תניחו) (אותי|לי) (במנוחה|בשקט|לנפשי)
    """,
    less="יותר מדי (הודעות|מיילים|סמסים)|פחות (הודעות|מיילים|סמסים)|פעם בחודש (מספיק|זה מספיק)",
    complaint="תלונה|הונאה|רמאים|בושה|עורך דין|החזר כספי|שירות גרוע|מאוכזב*",
    question="(מתי|איפה|איך|למה|מי|איזה|כמה|מה|האם|אפשר)",
)

ARABIC = Language(
    key="ar",
    letters="ء-ي",
    stop="إلغاء الاشتراك|الغاء الاشتراك|الغاء|إلغاء|ايقاف|إيقاف|أوقف|اوقف|احذفني|إلغاء الإشتراك|الغاء الإشتراك|أوقفوا الرسائل|ايقاف الرسائل|أوقف الرسائل|حذف",
    weak="توقف|قف|stop|كفى|توقفوا|كفاية|بس|احذف رقمي|احذفوا رقمي|امسح رقمي",
    help="مساعدة|مساعده",
    start="ابدأ|اشتراك|ابدا",
    yes="نعم|نعم من فضلك|أجل|طبعا|بالتأكيد|موافق|حسنا|تمام|أوافق|مهتم|اكيد|ايوه|أيوة",
    no="لا|لا شكرا|غير مهتم|لست مهتما|ليس الآن|أبدا|لا أريد|مش مهتم",
    thanks="شكرا|شكرا جزيلا|شكرا لك|شكرا لكم|مشكور|جزاك الله خيرا|ألف شكر|متشكر",
    please="من فضلك|من فضلكم|رجاء|أرجو|الرجاء|لو سمحت|لو سمحتم|يرجى|ارجوكم|أرجوكم",
    leads="مرحبا|السلام عليكم|شكرا|رقم خاطئ|من أنت|من معي|أريد|اريد|خلاص|يا جماعة",
    tails="من فضلك|من فضلكم|شكرا|فورا|الآن|بعد الآن|مرة أخرى|حالا|نهائيا|على هذا الرقم|أبدا|تاني|بعد اليوم",
    continues="و|أو|لكن|لأن|أنا|هذا|شكرا",
    phrases="""
    (توقفوا|توقف|كفاكم|كفى|أوقفوا|اوقفوا|أوقف|اوقف|وقفوا|وقف|إيقاف|ايقاف) [عن|من]* [إرسال|ارسال|مراسلتي|إزعاجي|ازعاجي] [لي|الي]* [هذه]* [الرسائل|رسائل|رسائلكم|الإيميلات|الإعلانات|الرسائل النصية|الاعلانات|سبام]
    (لا) (ترسلوا|ترسل|تراسلني|تراسلوني|تزعجوني|تبعتوا|تبعثوا|تتصلوا|ترسلو) [لي|إلي|الي|بي]* [أي|المزيد من|هذه]* [رسائل|الرسائل|رسالة|إعلانات] [أخرى|اخرى]
    (لا أريد|لا اريد|لا أرغب|لا ارغب|مش عايز|ما أبي|ما ابغى|لا أود) [في]* [استلام|استقبال|تلقي]* [أي|المزيد من|هذه]* (رسائل|رسائلكم|الرسائل|رسالة|إعلانات|اعلانات) [أخرى|منكم|اخرى]*
    (احذفوني|احذفني|أزيلوني|ازيلوني|احذفوا|أزيلوا|ازالة|إزالة|حذف|شيلوني|شيلوا) [رقمي|بريدي|اسمي|عنواني]* [من]* [القائمة|قائمتكم|قوائمكم|القائمة البريدية|قاعدة البيانات]
    (أريد|اريد|أرغب في|ارغب في) (إلغاء|الغاء) (الاشتراك|اشتراكي|الإشتراك) ...
    (اتركوني|اتركني|سيبوني|خلوني) (وشأني|وشاني|في حالي|بحالي)
    """,
    less="(رسائل كثيرة|كثير من الرسائل|رسائل أقل|أقل تكرارا|مرة في الشهر تكفي|مرة واحدة في الشهر تكفي)",
    complaint="شكوى|احتيال|نصب|نصابين|غير مقبول|محامي|استرداد|خدمة سيئة|(محبط|مستاء|غاضب) (جدا)",
    question="(متى|أين|اين|كيف|لماذا|من هو|ما هو|ما هي|كم|هل|ماذا|وين|ليش)",
)

VIETNAMESE = Language(
    key="vi",
    stop="hủy đăng ký|huỷ đăng ký|ngừng nhắn tin|đừng nhắn tin nữa|tu choi|từ chối quảng cáo|ngừng gửi|huy dang ky|dừng gửi tin|không nhận quảng cáo",
    weak="dừng|stop|xóa số của tôi|xoá số của tôi|đừng gửi nữa",
    local="hủy|huy|tc|từ chối|tắt",
    help="trợ giúp|giúp đỡ|tro giup",
    yes="có|vâng|đồng ý|được|dạ|dạ vâng|ok|tôi quan tâm",
    no="không|không cảm ơn|không cần|không quan tâm|tôi không quan tâm",
    thanks="cảm ơn|cám ơn|cảm ơn bạn|cảm ơn nhiều|xin cảm ơn",
    please="làm ơn|vui lòng|xin|xin vui lòng|xin hãy|hãy",
    leads="xin chào|chào|này|cảm ơn|nhầm số|tôi (muốn|yêu cầu)",
    tails="cảm ơn|ngay|nữa|ngay lập tức|cho tôi|vào số này|đi|làm ơn",
    continues="và|hoặc|nhưng|vì|tôi",
    phrases="""
    (đừng|ngừng|dừng|thôi|dừng việc) [có]* (gửi|nhắn|gọi|làm phiền|spam|liên lạc) [tin|nhắn|tin nhắn|email|thư|quảng cáo|sms|tôi|cho tôi|đến số này|rác]* [nữa]
    (tôi|mình|em) không muốn (nhận|nhận thêm|nhận được) [tin|nhắn|tin nhắn|email|thư|quảng cáo|sms|bất kỳ|này|từ bạn|thêm|nữa]*
    (xóa|bỏ|gỡ|loại) (tôi|số của tôi|email của tôi|số này) (khỏi|ra khỏi) danh sách [gửi thư|của bạn|này|email]*
    """,
    less="(quá nhiều|ít hơn|bớt) (tin nhắn|email|quảng cáo|tin)|một tháng một lần là đủ",
    complaint="khiếu nại|lừa đảo|không thể chấp nhận|rất thất vọng|hoàn tiền|luật sư",
    question="(khi nào|ở đâu|làm sao|tại sao|ai|bao nhiêu|cái gì|bao giờ)",
)

INDONESIAN = Language(
    key="id",
    stop="berhenti berlangganan|unreg|batal berlangganan|stop sms|stop promo|jangan kirim lagi|berhenti langganan|unreg sms|hapus nomor saya",
    weak="berhenti|stop|hentikan|batalkan langganan|jangan kirim lagi|jangan sms lagi",
    local="batal|hapus|keluar|cukup",
    help="bantuan|tolong",
    start="mulai|daftar|reg",
    yes="ya|iya|tentu|setuju|baik|boleh|oke|ok|mau|saya tertarik|ya tolong|siap",
    no="tidak|tidak terima kasih|tidak tertarik|saya tidak tertarik|nggak|gak|tidak sekarang|enggak|ga",
    thanks="terima kasih|makasih|terimakasih|terima kasih banyak|makasih banyak|thx",
    please="tolong|mohon|harap|silakan",
    leads="halo|hai|selamat (pagi|siang|sore|malam)|dan|tapi|terima kasih|salah nomor|siapa ini|saya (mau|ingin|minta)|pak|bu|min",
    tails="terima kasih|lagi|segera|sekarang|ya|dong|tolong|ke nomor ini|makasih|kepada saya|ke saya",
    continues="dan|atau|tapi|karena|saya|ini|terima",
    spoils="jika|kalau|dia",
    phrases="""
    (jangan|stop|berhenti|hentikan|tolong jangan|setop) (kirim|mengirim|kirimi|mengirimi|menghubungi|hubungi|sms|spam|ganggu|mengganggu|pengiriman|kirimkan) [saya|saya lagi|lagi|ke|nomor|ini|pesan|sms|email|promosi|iklan|promo|spam|apapun]*
    (saya) (tidak|tak|gak|nggak) (mau|ingin) (menerima|terima|dapat|dikirimi) [pesan|sms|email|promosi|iklan|promo|spam|ini|lagi|dari anda|apapun]*
    (hapus|keluarkan|hilangkan) (saya|nomor saya|email saya|nomor ini|alamat saya) [dari|daftar|list|milis|database|anda|ini]*
    (jangan) (ganggu|hubungi) saya [lagi]
    (hentikan) (sms|pesan|email|promosi|iklan|spam) ini
    """,
    less="terlalu (banyak|sering) [sms|pesan|email|promosi]|jangan terlalu sering|lebih jarang|sebulan sekali (cukup|saja)|cukup sebulan sekali",
    complaint="keluhan|komplain|penipuan|penipu|sangat kecewa|mengecewakan|uang kembali|pengacara|refund|parah",
    question="(kapan|dimana|di mana|bagaimana|kenapa|mengapa|siapa|berapa|apa|apakah|gimana)",
)
