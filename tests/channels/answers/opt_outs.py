"""Ways to ask to be left alone, by language. Each line is one message."""

from itertools import product


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines() if line.strip()]


# Keywords on which CTIA and FCC insist, and spellings of them that telephones produce.
KEYWORDS = lines("""
STOP
Stop
stop
STOPALL
Stop all
UNSUBSCRIBE
Unsubscribe
END
CANCEL
QUIT
REVOKE
OPTOUT
OPT OUT
opt-out
Remove
Stopp
""")
SPELLINGS = lines("""
{}.
{}!
{}!!!
"{}"
'{}'
“{}”
*{}*
({})
 {}
{} please
{}, please
{} pls
please {}
Please {}!
{} thanks
{} thank you
{} now
Hi, {}
hello {}
{} 🙏
🛑 {} 🛑
{}, thanks
ok {}
{} {}
""")

SMS_EXACT = [*KEYWORDS, *(spelling.format(word, word) for spelling, word in product(SPELLINGS, KEYWORDS[:9]))]
STRANGE = [
    "STOPPP",
    "Stoooop!!!",
    "S.T.O.P",
    "S T O P",
    "ＳＴＯＰ",
    "S\u200bTOP",
    "\ufeffSTOP",
    "STOP\u00a0",
    "STOP\n\nJohn Smith",
    "Stop.\nSent from Bob",
    "STOP STOP STOP",
    "stop\nstop\nstop",
    "St\u00f2p",
    "ｓｔｏｐ！",
    "STOP❌",
    "\tstop\r\n",
    "Stpo",
    "unsuscribe",
    "Unsubcribe please",
    "un-subscribe",
    "UNSUB",
]

ENGLISH = lines("""
stop please
please stop
Please stop texting me
pls stop txting me
plz stop txtin me
stop texting me
Stop texting my phone
Stop texting this number.
stop messaging me
STOP MESSAGING ME!!!
Please stop emailing me
Kindly stop emailing us.
stop contacting me
Stop spamming me
stop spamming my phone
Stop bothering me
stop harassing me
please stop sending me messages
Stop sending me these messages
stop sending me texts
stop sending texts
Stop sending emails to this address
stop sending me this crap
Stop sending me this stuff please
Stop sending me your newsletter
please stop sending me promotional emails
stop with the texts
Stop with these messages already
stop the texts
stop these emails
stop all texts
stop all messages
Stop all communication
stop all marketing emails please
Stop the spam
stop your spam messages
quit texting me
Quit sending me messages
Cease all communication
Please cease sending me emails
Cease and desist
discontinue sending emails to me
Please discontinue these messages
don't text me again
dont text me anymore
Do not text me
Do not text this number again
DO NOT CONTACT ME
do not contact me again
Don't contact me ever again
Please do not contact me any further
please don't email me again
Don't email me anymore please
do not send me any more messages
Please do not send me any more emails
dont send me any more texts
don't send me your newsletter anymore
do not send me any more of these emails
Please don't send me anything anymore
never contact me again
Never text me again
no more emails
No more emails please
no more texts
No more messages from you please
no more spam
No more newsletters, thanks
no emails please
No further emails please
Take me off your list
take me off your list please
Please take me off this list
Take me off of your mailing list
take me off your email list immediately
please take my number off your list
Take my name off your list
take us off your mailing list
get me off your list
Get me off this list!!
remove me
Remove me please
please remove me
Remove me from your list
remove me from your mailing list
Please remove me from this mailing list.
please remove me from your email distribution list
Remove my number
remove my number from your list
Please remove my number from your database
remove my email address from your list
Please remove my email address
Please remove this number
delete my number
Delete my number from your system
Please delete me from your mailing list
please delete my email from your database
unsubscribe me
Unsubscribe me please
please unsubscribe
Please unsubscribe me from your list
Please unsubscribe me from all emails
unsubscribe me from this list
Unsubscribe from all
unsubscribe me from your newsletter thanks
opt out
I opt out
opt me out
I want to opt out
I would like to opt out
I'd like to opt out please
I wish to opt out of these messages
please opt me out
I want to unsubscribe
I would like to unsubscribe
I'd like to unsubscribe from your emails
i wanna unsubscribe
I wish to unsubscribe from this list
I wish to be removed from your list
I would like to be removed from your mailing list
I'd like to be taken off your list
i want to be removed from this list
I want off this list
want off your list
I no longer wish to receive these emails
I no longer wish to receive emails from you
I no longer want to receive these messages
i no longer want these texts
No longer wish to receive these emails
I don't want to receive any more messages
I do not want to receive these emails
I do not wish to receive any further emails
I dont want to receive texts from you
i don't want to get these texts anymore
I don't want any more emails
i dont want any more texts
I don't want these emails
I don't want your emails
i dont want ur texts
I don't want to hear from you again
I do not want to hear from you
I don't want to be contacted
i do not want to be contacted again
I do not want to be on your list
i don't want to be on this list anymore
I do not consent to receive these messages
I do not want you to text me
I don't need any more emails from you
I want these texts to stop
I want you to stop texting me
I need you to stop texting me
i asked you to stop texting me
I said stop texting me
I told you to stop texting me
i already asked you to stop sending me texts
You need to stop texting me
You must stop contacting me
can you stop texting me
Can you please stop texting me?
could you please stop emailing me?
Can you take me off your list?
Could you please remove me from your mailing list?
Would you please remove me from this list?
can you please unsubscribe me
Will you please stop sending me emails?
leave me alone
Leave me alone!
Please leave me alone.
lose my number
Lose my number please
revoke consent
I revoke my consent
I withdraw my consent
I revoke consent to be contacted
You do not have my consent to text me
how do I unsubscribe?
How do I unsubscribe
how do i opt out?
How can I unsubscribe from this list?
How do I get off this list?
How do I stop receiving these emails?
how do i stop these texts
how many times do I have to tell you to stop
who is this? stop texting me
Who is this?? Stop texting me.
I don't know who this is. Stop texting me.
i dont know you stop texting me
wrong number stop texting me
Wrong number. Stop texting.
You have the wrong number. Please remove me.
Not interested. Stop.
Not interested, please remove me from your list
not interested stop texting
Not interested. Take me off your list.
Stop, not interested
no thanks, unsubscribe
No thank you. Please remove me from your list.
i never signed up for this take me off your list
I didn't sign up for this. Unsubscribe me.
This is harassment. Stop contacting me.
This is spam, stop sending me messages
Hi, please remove me from your list. Thanks, Anna
Hello, could you take me off your mailing list? Best regards, Tom
Hi there, please stop sending me emails. Kind regards
Good morning. Please unsubscribe me.
Dear sir or madam, please remove me from your mailing list.
To whom it may concern: please remove my email address from your database.
Thanks but no thanks. Please take me off the list.
I've moved away, so please remove me from your mailing list.
My mother passed away. Please take her off your list.
please stop texting me i am not interested
stop texting me or I will report you
Stop texting me before I call my lawyer
Remove me from your list or I will sue
STOP TEXTING ME
STOP SENDING ME THIS SHIT
stop fucking texting me
for the last time stop texting me
For the last time, take me off your list!
omg stop texting me
Dude stop texting me
ok stop texting me now
stop txting me u have the wrong number
Stop it and stop texting me
block my number
add me to your do not call list
put me on your do not contact list
Put my number on the do not call list
Do not call list
do not disturb
cancel text alerts
cancel my text alerts
end texts
End these messages
turn off notifications
Enough with the emails!
enough of these texts
make these texts stop
Please have me removed from your list
please get my name off of your mailing list
Stop all these emails, I am drowning
I keep getting your emails. Please stop sending them to me. Unsubscribe.
stop calling and texting me
Please exclude me from your mailing list
I'm not interested please take me off your call list
do not text or call me
Don't call or text me again
stop soliciting me
stop soliciting
please no more text messages
Please no more emails.
not interested in receiving any more emails
Pls remove my no. UNSUBSCRIBE
remove from list
take me off
delete me
opt out please
OPT ME OUT NOW
please opt out
Plz remove me from ur txt list
Do NOT text me anymore!!!!
stop txts
Stop sending me text messages
Stop sending messages to this number, I am not Karen
This is not Karen. Please stop texting.
Sorry wrong number please remove
I'm not interested stop contacting me
I don't want your messages anymore
please stop all notifications
Pls take my cell number off your list
Stop sending me political texts
Stop texting me about your products
Please stop sending me promotional messages
Please delete my contact information
I would like you to stop emailing me
Please do not email me anymore, thanks
I'd prefer not to receive these emails
Can I be removed from this list please
Can you remove my number from your list
remove me from all lists
please remove my name from your email list
I'd like off this list
don't message me
never email me again
how do i get these texts to stop
Please cease and desist from contacting me
I am requesting to be removed from your mailing list
Kindly remove my email id from your mailing list
Please take this email off of your mailing list
You can remove me from your list
You can take me off the list
please cancel my subscription to this newsletter
I do not want to receive marketing emails
I do not wish to be contacted
I would appreciate it if you stopped emailing me
I didn't subscribe to this. Please remove me.
Not interested, unsubscribe
Stop! No more messages
No thank you, stop texting me
fuck off stop texting me
stop texting this phone or you will hear from my lawyer
take me off this damn list
quit messaging me
unsubscribe from this list
UNSUBSCRIBE ME NOW
Unsubscribe!!!!
please opt me out of all future emails
dont send me this anymore
stop these messages please
Stop the emails please.
stop mailing me
do not send me emails
do not send anymore emails
Please don't send me emails
please do not contact me again regarding this
I no longer want to be on your mailing list
I no longer work there please remove me from your list
please remove him from your mailing list
please update your records and remove me from your mailing list
""")

# Whom people ask, politely and not; each with each.
POLITE = lines("""
{}
please {}
Please {}!
hi, {}
Can you please {}?
{} thanks
I want you to {}
{} immediately
ok {}
{} 😡
""")
WISHES = lines("""
stop texting me
stop emailing me
stop sending me messages
take me off your list
remove me from your mailing list
remove my number from your list
unsubscribe me
stop sending me your emails
delete my number
stop contacting me
""")
COMBINED = [form.format(wish) for form, wish in product(POLITE, WISHES)]

OTHER_LANGUAGES = {
    "de": lines("""
        Bitte keine Werbemails mehr
        Keine weiteren Nachrichten bitte
        Ich möchte nicht mehr kontaktiert werden
        Bitte unterlassen Sie weitere Werbung
        Bitte meine Adresse aus dem Verteiler löschen
        ABMELDEN
        Abmelden bitte
        STOPP
        Stopp!
        abbestellen
        Bitte abmelden
        Newsletter abbestellen
        Bitte keine weiteren Mails
        bitte keine weiteren E-Mails mehr
        Keine Werbung mehr!
        keine sms mehr bitte
        Lassen Sie mich in Ruhe
        Lassen Sie mich bitte in Ruhe!
        lasst mich in ruhe
        Bitte nehmen Sie mich aus dem Verteiler
        Nehmen Sie mich von Ihrer Liste
        Bitte löschen Sie mich aus Ihrem Verteiler
        Bitte loeschen Sie meine E-Mail-Adresse aus Ihrer Datenbank
        Bitte löschen Sie meine Nummer
        Streichen Sie mich von der Liste
        Ich möchte keine Mails mehr von Ihnen erhalten
        Ich moechte keine E-Mails mehr erhalten
        Ich will keine Werbung mehr
        ich möchte keinen Newsletter mehr
        Schicken Sie mir keine Mails mehr
        Bitte schicken Sie mir keine Nachrichten mehr
        Bitte senden Sie mir keine weiteren SMS
        Schreibt mir nicht mehr
        Kontaktieren Sie mich nicht mehr
        Hören Sie auf, mir zu schreiben
        Bitte melden Sie mich vom Newsletter ab
        Hiermit melde ich mich ab
        Ich möchte mich abmelden
        Ich möchte den Newsletter abbestellen
        Ich will mich vom Newsletter abmelden
        Bitte um Löschung meiner Daten
        Bitte um Abmeldung
        Hiermit widerspreche ich der Nutzung meiner Daten zu Werbezwecken
        Guten Tag, bitte tragen Sie mich aus dem Verteiler aus. Mit freundlichen Grüßen
        Wie kann ich mich abmelden?
        Können Sie mich bitte aus dem Verteiler nehmen?
        Kein Interesse. Bitte abmelden.
        Unterlassen Sie diese Mails
        Ich verzichte auf weitere Mails
        """),
    "nl": lines("""
        Ik wens geen mails meer te ontvangen
        afmelden
        Uitschrijven
        STOPPEN
        Stop aub
        geen mails meer
        Geen berichten meer aub
        Stuur mij geen berichten meer
        stop met sms'en
        Stop met het sturen van berichten
        Haal mij van de lijst
        Verwijder mij uit jullie bestand
        Graag uitschrijven
        Ik wil geen mails meer ontvangen
        Ik wil me uitschrijven
        Ik wil geen nieuwsbrief meer
        Laat me met rust
        Gelieve mij te verwijderen
        Schrijf mij uit
        Hoe kan ik me uitschrijven?
        """),
    "fr": lines("""
        Je ne veux plus de vos messages
        Merci de supprimer mon adresse de vos fichiers
        Arrêtez vos mails
        ARRET
        Arrêt
        STOP SMS
        Désabonnement
        Désinscription
        se désabonner
        Arrêtez
        Arrêtez de m'envoyer des messages
        Arrêtez de m’envoyer des SMS svp
        arretez de m envoyer des mails
        Merci de me désabonner
        Merci de ne plus m'envoyer de mails
        Veuillez me désinscrire
        Veuillez me désinscrire de votre liste
        Bonjour, merci de me retirer de votre liste. Cordialement
        Ne m'envoyez plus de messages
        ne m'écrivez plus
        Ne me contactez plus
        Je ne veux plus recevoir vos mails
        Je ne souhaite plus recevoir vos emails
        je veux plus recevoir de sms
        Je souhaite me désabonner
        Je voudrais me désinscrire de la newsletter
        Plus de sms svp
        plus de pub
        Laissez-moi tranquille
        laissez moi tranquille !
        Supprimez mon numéro
        Retirez-moi de votre liste
        Désabonnez-moi
        Comment me désabonner ?
        Stop pub
        """),
    "es": lines("""
        Por favor dejen de enviar correos
        no deseo recibir más información
        BAJA
        ALTO
        PARAR
        Baja por favor
        darme de baja
        Quiero darme de baja
        Dar de baja
        Dame de baja
        No quiero recibir más mensajes
        no quiero recibir mas correos
        Ya no quiero recibir sus mensajes
        No me envíen más mensajes
        no me manden mas mensajes
        Por favor no me envíen más correos
        Dejen de enviarme mensajes
        dejen de molestar
        deja de mandarme mensajes
        Dejen de escribirme
        Quítenme de su lista
        Por favor, bórrenme de la lista
        Elimínenme de su base de datos
        Cancelar suscripción
        No más mensajes
        Déjenme en paz
        No molestar
        Solicito la baja de su lista
        Hola, por favor eliminen mi correo de su lista
        Me quiero dar de baja
        ¿Cómo puedo darme de baja?
        Número equivocado, no me escriban más
        Paren de mandar mensajes
        """),
    "pt": lines("""
        Não desejo mais receber emails
        SAIR
        PARAR
        Pare
        Quero sair
        Cancelar inscrição
        Descadastrar
        Não quero mais receber mensagens
        não quero receber mais emails
        Não me envie mais mensagens
        Por favor não me mandem mais SMS
        Parem de me enviar mensagens
        Pare de me mandar mensagem
        Me tire da lista
        Remova meu número da lista
        Por favor, removam o meu email da vossa lista
        Chega de mensagens
        Me deixe em paz
        Gostaria de cancelar a inscrição
        Como faço para cancelar?
        """),
    "it": lines("""
        Non voglio più essere contattato
        BASTA
        Cancellami
        Disiscrivimi
        cancellatemi dalla lista
        Cancellazione
        Basta messaggi
        Basta sms
        Non voglio più ricevere messaggi
        Non voglio più ricevere le vostre email
        non mandatemi più messaggi
        Non inviatemi più email
        Smettetela di scrivermi
        Smettete di mandarmi messaggi
        Toglietemi dalla lista
        Vi prego di cancellarmi dalla vostra mailing list
        Vorrei essere cancellato dalla newsletter
        Desidero disiscrivermi
        Non contattatemi più
        Lasciatemi in pace
        Buongiorno, per favore rimuovetemi dalla lista. Grazie
        Come faccio a disiscrivermi?
        """),
    "ro": lines("""
        Dezabonare
        Vreau să mă dezabonez
        Nu mai doresc să primesc mesaje
        Nu mai vreau mesaje
        Nu îmi mai trimiteți mesaje
        Vă rog să mă ștergeți din listă
        Ștergeți-mă din baza de date
        Lăsați-mă în pace
        """),
    "sv": lines("""
        Jag vill inte få fler mail
        STOPP
        Avregistrera
        avregistrera mig
        Avsluta
        Sluta
        Sluta skicka sms
        Sluta skicka mig mejl
        Snälla sluta sms:a mig
        Inga fler sms tack
        Ta bort mig från listan
        Ta bort mig från er maillista
        Jag vill inte ha fler mejl
        Jag vill inte ha era sms
        jag vill avregistrera mig
        Skicka inga fler meddelanden
        Kontakta mig inte igen
        Lämna mig ifred
        Hur avregistrerar jag mig?
        """),
    "da": lines("""
        Afmeld
        afmeld mig
        STOP
        Stop med at sende mig beskeder
        Hold op med at skrive til mig
        Ingen flere sms'er tak
        Fjern mig fra listen
        Slet mig fra jeres liste
        Jeg ønsker ikke at modtage flere mails
        Jeg vil ikke have flere sms'er
        Jeg vil gerne afmeldes
        Lad mig være i fred
        Lad være med at skrive til mig
        Hvordan afmelder jeg mig?
        """),
    "no": lines("""
        STOPP
        Avmeld
        meld meg av
        Slutt å sende meg meldinger
        Slutt å sende sms
        Ikke send meg flere meldinger
        Ingen flere sms takk
        Fjern meg fra listen
        Jeg ønsker ikke å motta flere e-poster
        Jeg vil ikke ha flere sms
        Jeg vil melde meg av
        La meg være i fred
        """),
    "fi": lines("""
        LOPETA
        Lopettakaa
        Peruuta tilaus
        Lopettakaa viestien lähettäminen
        Älkää lähettäkö minulle enää viestejä
        En halua enää viestejä
        En halua vastaanottaa mainoksia
        Poistakaa minut listalta
        Poista numeroni listalta
        Ei enää viestejä kiitos
        Jättäkää minut rauhaan
        """),
    "pl": lines("""
        Proszę usunąć mój adres z bazy
        wypisz
        WYPISZ MNIE
        Rezygnuję
        Proszę mnie wypisać z listy
        Proszę o usunięcie mnie z bazy
        Proszę mnie usunąć z bazy danych
        Nie chcę otrzymywać więcej wiadomości
        Nie chcę więcej smsów
        Nie życzę sobie takich wiadomości
        Proszę nie wysyłać mi więcej maili
        Przestańcie do mnie pisać
        przestańcie wysyłać mi smsy
        Usuńcie mnie z listy
        Usuńcie mój numer
        Dajcie mi spokój
        Zostawcie mnie w spokoju
        Chcę się wypisać
        Jak mogę się wypisać?
        """),
    "cs": lines("""
        Odhlásit
        odhlásit odběr
        Přestaňte mi posílat SMS
        Už mi nepište
        Neposílejte mi další zprávy
        Nechci dostávat vaše maily
        Nechci žádné další zprávy
        Vyřaďte mě ze seznamu
        Prosím odhlaste mě
        Vymažte moje číslo z databáze
        Nechte mě být
        Dejte mi pokoj
        Jak se mohu odhlásit?
        Prosím odhláste ma zo zoznamu
        Neposielajte mi už správy
        Nechcem dostávať vaše správy
        """),
    "hu": lines("""
        Leiratkozás
        leiratkozom
        Le szeretnék iratkozni
        Szeretnék leiratkozni a hírlevélről
        Kérem ne küldjenek több üzenetet
        Ne küldjenek több emailt
        Nem kérek több hírlevelet
        Nem szeretnék több üzenetet kapni
        Kérem töröljenek a listáról
        Hagyjanak békén
        Hagyják abba
        """),
    "tr": lines("""
        İPTAL
        RET
        Abonelikten çık
        Mesaj istemiyorum
        Artık mesaj göndermeyin
        Bana mesaj atmayın
        Lütfen bana mesaj göndermeyin
        Reklam mesajı almak istemiyorum
        Beni listeden çıkarın
        Lütfen beni listenizden çıkarın
        Beni rahatsız etmeyin
        Beni rahat bırakın
        """),
    "el": lines("""
        ΣΤΟΠ
        Διαγραφή
        Απεγγραφή παρακαλώ
        Σταματήστε να μου στέλνετε μηνύματα
        Μη μου στέλνετε άλλα μηνύματα
        Δεν θέλω να λαμβάνω μηνύματα
        Δεν θέλω άλλα μηνύματα
        Διαγράψτε με από τη λίστα
        Παρακαλώ διαγράψτε με από τη λίστα σας
        Αφήστε με ήσυχο
        """),
    "ru": lines("""
        СТОП
        Стоп!
        отписаться
        Отпишите меня
        Отпишите меня от рассылки
        Хватит слать мне смс
        Прекратите рассылку
        Прекратите присылать мне сообщения
        Не пишите мне больше
        Больше не пишите мне
        Не присылайте мне больше сообщения
        Не хочу получать ваши сообщения
        Я больше не хочу получать рассылку
        Удалите меня из базы
        Удалите мой номер
        Уберите меня из списка рассылки
        Оставьте меня в покое
        Хочу отписаться от рассылки
        Как отписаться?
        Пожалуйста, удалите меня из рассылки
        """),
    "uk": lines("""
        стоп
        Відписатися
        Відпишіть мене
        Припиніть надсилати мені повідомлення
        Не пишіть мені більше
        Не надсилайте мені більше повідомлень
        Не хочу отримувати ваші повідомлення
        Видаліть мене з розсилки
        Видаліть мій номер
        Хочу відписатися від розсилки
        Залиште мене в спокої
        """),
    "bg": lines("""
        СТОП
        Отпишете ме
        Спрете да ми пращате съобщения
        Не ми пращайте повече съобщения
        Не искам да получавам съобщения
        Махнете ме от списъка
        Оставете ме на мира
        """),
    "hr": lines("""
        Odjava
        Odjavi me
        Prestanite mi slati poruke
        Ne šaljite mi više poruke
        Ne želim više primati poruke
        Uklonite me s liste
        Molim vas uklonite me s mailing liste
        Želim se odjaviti
        Ostavite me na miru
        """),
    "he": lines("""
        הסר
        הסירו אותי
        תפסיקו לשלוח לי הודעות
        אל תשלחו לי יותר הודעות
        הסירו אותי מרשימת התפוצה
        לא רוצה לקבל הודעות
        """),
    "ar": lines("""
        إلغاء الاشتراك
        إيقاف
        توقفوا عن إرسال الرسائل
        لا ترسلوا لي رسائل
        لا أريد استلام رسائل
        احذفوني من القائمة
        اتركوني وشأني
        """),
    "zh": lines("""
        退订
        取消订阅
        请不要再给我发短信
        别再给我发信息了
        不要再发了
        我不想再收到你们的邮件
        請勿打擾
        請將我從名單中移除
        """),
    "ja": lines("""
        配信停止
        退会
        配信停止してください
        メールの配信を停止してください
        もうメールを送らないでください
        リストから削除してください
        購読を解除したいです
        """),
    "ko": lines("""
        수신거부
        구독취소
        문자 보내지 마세요
        더 이상 문자 보내지 마세요
        광고 문자 그만 보내세요
        목록에서 삭제해 주세요
        """),
    "vi": lines("""
        Hủy đăng ký
        Đừng nhắn tin cho tôi nữa
        Tôi không muốn nhận tin nhắn
        """),
    "id": lines("""
        BERHENTI
        UNREG
        Jangan kirim SMS lagi
        Tolong jangan kirim pesan ke saya lagi
        Hapus nomor saya dari daftar
        """),
    "th": lines("""
        ยกเลิก
        หยุดส่งข้อความ
        """),
}
# Words that end a contract with us only in the mouth of somebody who speaks the language.
LOCAL = [
    ("de", "Ende"),
    ("fr", "FIN"),
    ("da", "slut"),
    ("nl", "uit"),
    ("tr", "dur"),
    ("es", "cancelar"),
    ("no", "slutt"),
]
