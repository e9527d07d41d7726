"""Tables of the words by which mail programs of many languages mark what a person did not write."""

import re


def words(table: str) -> str:
    """Make alternatives of the lines of a table; a blank in it stands for a few blanks or a line end."""
    lines = (
        line.strip().replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,4}") for line in table.strip().splitlines()
    )
    return "|".join(lines)


# "On Tuesday Jane wrote:" - the verb, wherever the language puts it.
WROTE = re.compile(
    r"(?<!\w)(?:"
    + words(
        """
        wrote|writes
        schrieb|schrieben
        a écrit|écrit
        escribió|escribio|escreveu|va escriure|escribiu
        ha scritto|scrive
        schreef|geschreven|skrev|skreiv
        kirjoitti|kirjutas
        napisał\\(a\\)|napisał|napisała|pisze
        napsal\\(a\\)|napsal|napsala|napísal|napísala
        ezt írta|írta
        a scris
        написал|написала|пишет|написа|написав|написала|пише
        napisao|napisala|je napisal
        yazdı|şunu yazdı|şunları yazdı
        έγραψε
        rakstīja|rašė
        đã viết|menulis
        כתב|כתבה|מאת
        كتب
        """
    )
    + r")(?!\w)|写道|寫道|님이\s*작성|작성:|書きました|のメール|เขียน",
    re.IGNORECASE,
)

# How such a line begins; with a time of day it is one even where no quoted lines follow.
OPENS_ATTRIBUTION = re.compile(
    r"\W{0,3}(?:\d|(?:on|am|le|el|em|il|op|den|dne|dňa|w\s+dniu|dnia|pe|în|in|dana|στις|vào|pada|ti|ma|ke|to|la|su"
    r"|le|na|в|на|el|a)\b)",
    re.IGNORECASE,
)
TIME_OF_DAY = re.compile(r"\d{1,2}\s?[:.h時时시]\s?\d{2}")
YEAR_OR_TIME = re.compile(rf"{TIME_OF_DAY.pattern}|\b(?:19|20)\d\d\b|\d{{4}}\s?[年년]")

# The lines of a header block that Outlook and others put above a quoted mail, by what they stand for.
_LABELS = {
    "from": (
        "from von de da van från fra lähettäjä od feladó expeditor от від kimden ağından από "
        "מאת من 发件人 寄件者 寄件人 差出人 送信者 보낸사람 nuo no gönderen pošiljatelj šalje"
    ),
    "sent": (
        "sent date gesendet datum envoyé enviado enviada fecha data inviato verzonden skickat "
        "sendt lähetetty päivämäärä dato wysłano wysłane odesláno odoslané küldve dátum trimis "
        "отправлено дата надіслано gönderildi tarih ημερομηνία στάλθηκε 发送时间 發送時間 日期 "
        "時間 送信日時 日時 보낸날짜 날짜 תאריך נשלח التاريخ poslano išsiųsta"
    ),
    "to": (
        "to an à para a aan till til vastaanottaja do komu címzett către кому до kime kimə "
        "προς 收件人 收件者 宛先 받는사람 אל إلى prima za kam"
    ),
    "cc": "cc kopie copia copie kopio dw másolat копия копія bilgi κοιν 抄送 副本 참조 עותק",
    "subject": (
        "subject betreff objet asunto assunto oggetto onderwerp ämne emne aihe temat předmět "
        "predmet tárgy subiect тема konu θέμα 主题 主旨 件名 제목 נושא الموضوع tema chủ_đề"
    ),
}
LABEL_KINDS = {label.replace("_", " "): kind for kind, labels in _LABELS.items() for label in labels.split()}
LABEL = re.compile(r"[*\s]*([^\W\d_][^\W\d_ ]{0,20}(?: [^\W\d_]{1,12})?)[*\s]*[:：]")

# "-----Original Message-----": from here on all is an older mail.
SEPARATOR = re.compile(
    r"\s*(?:[-_=*]{2,}\s*)?(?:"
    + words(
        """
        original message|forwarded message|forwarded mail
        begin forwarded message:?
        anfang der weitergeleiteten nachricht:?|début du message (?:transféré|réexpédié)\\s*:?
        inizio messaggio inoltrato:?|inicio del mensaje reenviado:?|begin doorgestuurd bericht:?
        ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|original-nachricht
        message d['’]origine|message original|message transféré|message initial
        mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada
        messaggio originale|messaggio inoltrato
        oorspronkelijk bericht|doorgestuurd bericht
        ursprungligt meddelande|originalmeddelande
        oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti
        oryginalna wiadomość|wiadomość oryginalna|przekazana wiadomość|původní zpráva|pôvodná správa
        eredeti üzenet|mesaj original|mesajul original|izvorna poruka
        исходное сообщение|пересылаемое сообщение|оригинальное сообщение|початкове повідомлення
        orijinal (?:ileti|mesaj)|αρχικό μήνυμα
        原始邮件|原始郵件|转发邮件|元のメッセージ|원본\\s*메[시세]지|הודעה מקורית|الرسالة الأصلية
        """
    )
    + r")\s*(?:[-_=*]{2,})?\s*",
    re.IGNORECASE,
)

# A line a telephone or program adds under what the person wrote: such an opening, and the name of a thing
# that sends mail, for a person may well end with "Sent with DHL on Monday".
PROGRAM_NAME = re.compile(
    words(
        r"""
        i?phon|ipad|ipod|tablet|mobil|móvil|movil|handy|portable|cellulare|celular|telefon|téléphone|puhelin
        komórk|телефон|手机|smartphone|device|gerät|watch|macbook|android|blackberry|windows
        samsung|galaxy|huawei|honor|xiaomi|redmi|oneplus|pixel|nokia|sony|xperia|motorola|htc|oppo|realme
        outlook|yahoo|gmail|gmx|web\.de|t-online|proton|thunderbird|mail ?app|web ?mail|e-mail-app|mail\.ru
        bluemail|aquamail|spark|tutanota|tuta\b|fairemail|k-9|superhuman|mailbird|zoho|laposte|orange
        """
    ),
    re.IGNORECASE,
)
PROGRAM_LINE = re.compile(
    r"\s*(?:"
    + words(
        """
        sent (?:from my|from|via|with) .{2,70}
        get outlook for .{2,80}
        von meinem .{2,40} gesendet
        (?:gesendet|verschickt) (?:von|mit) .{2,70}|diese nachricht wurde von .{2,60} gesendet.?
        outlook für .{2,60}|télécharge[rz] outlook pour .{2,60}
        obtener outlook para .{2,60}|scarica outlook per .{2,60}
        envoyé (?:de|depuis|à partir de) .{2,70}
        enviado (?:desde|do|de|a partir do|con) .{2,70}|obter o outlook para .{2,60}
        inviat[oa] (?:da|dal) .{2,70}
        (?:verstuurd|verzonden) (?:vanaf|vanuit|met) .{2,70}
        skickat från .{2,70}|sendt fra .{2,70}|lähetetty .{2,70}
        wysłan[oe] (?:z|ze) .{2,70}|odesláno z.{2,70}
        odoslané z.{2,70}|elküldve .{2,70}|trimis (?:de pe|din) .{2,60}
        отправлено (?:с|из) .{2,70}|надіслано (?:з|із) .{2,70}
        .{2,40}['’]?(?:dan|den|ümden|umdan) gönderildi|στάλθηκε από .{2,60}
        (?:iPhone|iPad|Android)から送信|(?:发自|發自|从)我的.{2,40}|나의 .{2,40}에서 보냄|נשלח מה.{2,40}
        """
    )
    + r")[.!]?\s*",
    re.IGNORECASE,
)

# How the subject of an automatic answer begins. A person's answer to one begins with "Re:".
AUTOMATIC_SUBJECT = re.compile(
    r"\s*\[?(?:"
    + words(
        """
        auto(?:matic|mated)?[\\s-]*(?:reply|response|answer|respond)|auto:
        out of (?:the )?office|ooo\\b|i am (?:currently )?out of
        away from (?:the|my) |on (?:annual )?leave|on vacation
        vacation (?:reply|notice|response|message)|away notice|absence notice
        automatische (?:antwort|rückantwort|abwesenheit)
        abwesenheits?|abwesend|außer haus|nicht im büro|autoantwort
        r[ée]ponse automatique|absente? du bureau
        absence du bureau|absente? jusqu|message d['’]absence|en congés?\\b
        respuesta automática|fuera de (?:la )?oficina
        ausencia:|contestación automática|ausente (?:de|hasta)
        resposta automática|fora do escritório|ausência:|fora da empresa|ausente do
        risposta automatica|fuori (?:sede|ufficio)|assenza da
        automatisch antwoord|automatische beantwoording|afwezig|niet op kantoor
        autosvar|automatiskt svar|automatisk svar|frånvaro|fravær|ikke på kontoret|ikke til stede
        automaattinen (?:vastaus|poissaolo)|poissa |poissaolo
        odpowiedź automatyczna|automatyczna odpowiedź|poza biurem|nieobecność
        automatická odpověď|automatická odpoveď|mimo kancelář|nepřítomnost
        automatikus válasz|házon kívül|nem vagyok az irodában
        răspuns automat|automatski odgovor|samodejni odgovor
        automatinis atsakymas|automātiskā atbilde|automaatvastus
        автоматический ответ|автоответ|автоматическое уведомление|отсутствую|вне офиса
        нет на рабочем месте|автоматична відповідь|автоматичен отговор
        otomatik (?:yanıt|cevap)|ofis dışında|αυτόματη απάντηση|εκτός γραφείου
        自動応答|自動返信|不在の|不在通知:|自动回复|自動回覆|自动答复|자동\\s*(?:회신|응답)|부재\\s*중\\s
        תשובה אוטומטית|מענה אוטומטי|الرد التلقائي|رد تلقائي
        trả lời tự động|balasan otomatis|ตอบกลับอัตโนมัติ
        report domain:|\\[?preview\\]? report domain
        """
    )
    + r")",
    re.IGNORECASE,
)

# How the subject of a notice of non-delivery begins.
FAILURE_SUBJECT = re.compile(
    r"\s*(?:"
    + words(
        """
        undeliver(?:able|ed)|undelivered mail
        delivery status notification|delivery (?:failure|failed|has failed|notif|delayed)
        failure notice|failure delivery|failed (?:mail|delivery)
        returned mail|return(?:ed)? to sender|non-?delivery
        mail delivery (?:failed|failure|system|subsystem|error)
        mail system error|mail failure|mail could not be delivered
        message (?:delivery|undeliverable|not delivered|you sent )
        message status - undeliverable|mdaemon notification
        warning: (?:could not|message)|delayed mail
        could not send|nondeliverable|permanent delivery failure|bounce
        \\[bounce\\]|\\[postmaster\\] email delivery
        rejected: |delivery problem|mail delivery problem|error sending message
        mail failed|\\*\\*message you sent
        problems? delivering|your message (?:could not|was not)
        notice: mail delivery status|mail not delivered
        unzustellbar|nicht zustellbar|zustellung|unzustellbare|rückläufer|übermittlung fehlgeschlagen
        non remis|non distribuable|échec de la remise|message non délivré|retour à l['’]expéditeur
        no se puede entregar|no entregado|devuelto
        error de entrega|não é possível entregar|não entregue|devolvido
        non recapitabile|impossibile recapitare|mancato recapito|onbestelbaar|niet bezorgd
        det gick inte att leverera|olevererbart|kan ikke leveres
        ikke leveret|ikke levert|toimittaminen epäonnistui
        nie można dostarczyć|niedostarczone|nedoručitelné|kézbesíthetetlen|nelivrat
        не удается доставить|недоставленное|не доставлено|недоставлен|teslim edilemedi
        配信不能|配信できません|系统退信|系統退信|无法投递|無法傳遞|退信|배달되지 않음|전송 실패
        """
    )
    + r")",
    re.IGNORECASE,
)
