"""What people text back in 27 languages: asking to be left alone, and ordinary words that look like it."""

# ruff: noqa: E501 - some letters are two columns wide


def _split(texts: str) -> list[str]:
    return [text for text in (" ".join(each.split()) for each in texts.split(" | ")) if text]


OPT_OUTS: dict[str, list[str]] = {
    "en": _split(
        """
        STOP | stop | Stop. | STOP! | Stop!! | stop!!!! | STPO | SOTP | STOPP | sttop | Stop please |
        STOP please | pls stop | plz stop | please stop | s t o p | S.T.O.P | S-T-O-P | "STOP" | 'stop' |
        (stop) | [STOP] | *stop* | STOP 🛑 | 🛑 | 🛑 STOP | stop 🙏 | Stop ✋ | ✋ stop | stopall | STOP ALL |
        stop all | stop-all | UNSUBSCRIBE | unsubscribe me | UNSUBSCIBE | UNSUBCRIBE | unsubscrib |
        unsuscribe | unsubscibe me | un-subscribe | unsub | opt out | opt-out | OPTOUT | Opt me out |
        I want to opt out | I'd like to opt out | I would like to unsubscribe please | remove me |
        Remove me please | remove me from your list | take me off | take me off this list |
        take me off your list please | please take my number off your list | delete my number |
        Delete me from your database | lose my number | CANCEL | Cancel | END | End | QUIT | Quit | REVOKE |
        revoke consent | stop texting me | Stop texting | please stop texting me | stop sending me texts |
        stop messaging me | stop sending these messages | stop contacting me | don't text me |
        do not text me again | dont text me anymore | don't contact me again | never text me again |
        do not contact me | no more texts | no more messages | no more messages please | no more sms |
        no more of these texts please | I don't want these messages | I don't want any more texts |
        i dont want to receive these texts | I no longer wish to receive messages |
        I no longer want to receive texts from you | please remove my number from your list |
        get me off this list | leave me alone | Leave me alone please | stop spamming me | stop the texts |
        stop with the texts | stop sms | STOP SMS | Stop msg | stop messages | STOP TEXTS | stop this |
        stop now | Stop immediately | cease and desist | Stop bothering me | quit texting me |
        quit sending me messages | end these messages | cancel these texts |
        cancel my subscription to these texts | how do I unsubscribe? | How do I stop these texts? |
        can you stop texting me | could you please stop sending me messages |
        please could you remove me from this list? | would you please take me off your list | I said stop |
        I SAID STOP!!! | I told you to stop texting me | stop stop stop | STOP STOP |
        Hi, please stop texting me. Thanks | Hello, please remove me from your mailing list. Thank you. |
        wrong number, stop | Wrong number please remove | Wrong number. Please take me off your list |
        not interested, stop texting me | Not interested. Remove me. | Not interested please remove me |
        no thanks, take me off your list | fuck off and stop texting me | stop fucking texting me |
        STOP SENDING ME THIS CRAP | Stop sending me this shit | Please do not text this number |
        please do not send me any more messages | kindly stop sending me promotional messages |
        kindly remove my number | Kindly unsubscribe me | Unsubscribe me from all | please unsubscribe |
        unsubscribe please | unsubscribe from this list | unsubscribe all | pls unsubscribe me from ur list
        | I want out | opt out please | OPT OUT of texts | Stopp | STOP. | Stop, | ARRET | stop2end |
        STOP to end | text stop | Reply STOP | Stop subscription | STOP Marketing | stop advertising |
        no more spam | no more ads | no more promotional texts please | I do not consent to these messages |
        I withdraw my consent | I revoke my consent | remove | Remove | REMOVE |
        Take me off of your texting list | discontinue | please discontinue these messages |
        turn off these texts | turn these off | stop all messages | Stop all texts please |
        this is not Maria, stop texting me | You have the wrong number. Stop. | Who is this? Stop texting me
        | who is this? please remove me | do not call or text me | don't ever text me again |
        Go away and stop texting me | unsubscribe!!! | STOP thanks | Stop thank you | ok stop | Okay, stop |
        yes stop | no stop | just stop | JUST STOP | enough stop | Enough already, stop texting me |
        Please STOP sending messages to this number | stopit
        """
    ),
    "de": _split(
        """
        STOP | STOPP | Stopp | stopp bitte | bitte stopp | Stop bitte | STOPP!! | Abmelden | ABMELDEN |
        abmelden bitte | bitte abmelden | Bitte melden Sie mich ab | Melden Sie mich ab |
        Ich möchte mich abmelden | ich will mich abmelden | Keine SMS mehr | keine sms mehr bitte |
        Bitte keine SMS mehr | Bitte keine weiteren SMS | Keine Nachrichten mehr | keine werbung mehr |
        Bitte keine Werbung mehr | Keine Werbung | Ich möchte keine SMS mehr |
        Ich möchte keine Nachrichten mehr erhalten | Ich will keine SMS mehr bekommen |
        ich will keine werbung mehr | Schicken Sie mir keine SMS mehr |
        Bitte schicken Sie mir keine Nachrichten mehr | Bitte senden Sie mir keine weiteren Nachrichten |
        Hören Sie auf mir zu schreiben | hören sie auf mir SMS zu schicken | Hört auf mir zu schreiben |
        Lassen Sie mich in Ruhe | Lasst mich in Ruhe | Lass mich in Ruhe mit deinen SMS |
        Löschen Sie meine Nummer | Bitte löschen Sie meine Nummer | Nummer löschen |
        bitte meine nummer löschen | Bitte streichen Sie mich von der Liste |
        Bitte nehmen Sie mich aus dem Verteiler | nehmt mich aus dem verteiler |
        Nehmen Sie mich von der Liste | Abbestellen | abbestellen bitte | Ich bestelle ab |
        Newsletter abbestellen | Hiermit widerrufe ich meine Einwilligung | Ich widerrufe meine Einwilligung
        | Widerruf | Ich widerspreche der Nutzung meiner Daten zu Werbezwecken | Bitte nicht mehr schreiben
        | nicht mehr schreiben | Schreiben Sie mir nicht mehr | Schreibt mir nicht mehr | Austragen |
        Bitte austragen | Tragen Sie mich aus | Aufhören | aufhören! | Bitte aufhören mit den SMS | Ende |
        ENDE | Schluss | Schluss damit | Kein Interesse, bitte abmelden |
        Kein Interesse. Bitte keine SMS mehr. | Wie kann ich mich abmelden? | Wie melde ich mich ab? |
        Können Sie mich bitte abmelden? | Könnten Sie mich bitte aus dem Verteiler nehmen? |
        Ich wünsche keine weiteren Nachrichten | Ich wünsche keine Werbung mehr |
        Falsche Nummer, bitte löschen | Unterlassen Sie das | Verschonen Sie mich mit Ihrer Werbung |
        Stop SMS | STOP WERBUNG | Stopp alle SMS | Ich will nichts mehr von euch hören |
        ich möchte keine sms von ihnen | Keine SMS | kein sms mehr | SMS Abo beenden |
        Bitte entfernen Sie mich | entfernen sie meine nummer | Entfernt mich aus eurer Liste
        """
    ),
    "fr": _split(
        """
        STOP | Stop SVP | stop s'il vous plaît | stop merci | Arrêt | ARRET | arretez | Arrêtez |
        arrêtez s'il vous plaît | Arrêtez de m'envoyer des SMS | Arrêtez de m'envoyer des messages |
        arretez de m'ecrire | Arrête de m'écrire | Arrêtez vos SMS | Arrêtez vos pubs | Stop pub |
        stop la pub | STOP SMS | Plus de SMS | plus de sms svp | Plus de messages merci |
        Je ne veux plus recevoir de SMS | je veux plus recevoir vos sms |
        Je ne souhaite plus recevoir de messages | je ne souhaite plus recevoir vos messages |
        Je souhaite me désabonner | je veux me désinscrire | Désabonner | DESABONNER | Désinscription |
        désinscrire | désabonnement | désinscrivez-moi | Désabonnez-moi | Veuillez me désabonner |
        merci de me désabonner | Merci de me désinscrire de votre liste | Retirez-moi de votre liste |
        Retirez moi de la liste svp | Enlevez-moi de votre liste | supprimez mon numéro |
        Supprimez mon numéro de votre liste | Merci de supprimer mon numéro | Effacez mon numéro |
        Laissez-moi tranquille | laissez moi tranquille | Foutez-moi la paix | Ne m'envoyez plus de SMS |
        ne m'envoyez plus rien | N'envoyez plus de messages | ne me contactez plus | Ne m'écrivez plus |
        Veuillez ne plus me contacter | Merci de ne plus m'envoyer de messages |
        Merci de ne plus me contacter | Comment me désabonner ? | comment se désinscrire |
        Pouvez-vous me désinscrire svp ? | Résilier | Je ne suis pas intéressé, arrêtez |
        Pas intéressé, stop | Mauvais numéro, stop | FIN | cessez de m'envoyer des sms | Cessez
        """
    ),
    "es": _split(
        """
        STOP | ALTO | Alto por favor | BAJA | baja | Baja por favor | darme de baja | Quiero darme de baja |
        quiero darme de baja por favor | Dadme de baja | Deme de baja | Dame de baja | Dar de baja |
        Cancelar | CANCELAR | Cancelar suscripción | cancelen mi suscripción | Parar | PARAR | Pare |
        pare por favor | Para ya | Paren | No más mensajes | no mas mensajes | no más sms |
        No quiero más mensajes | no quiero mas sms | No quiero recibir más mensajes |
        no quiero recibir mensajes | No deseo recibir más mensajes | Ya no quiero recibir mensajes |
        No me escriban más | No me escriba más | no me escribas mas | No me manden más mensajes |
        no me mandes mas mensajes | Dejen de mandarme mensajes | Dejen de enviarme mensajes |
        Deja de enviarme mensajes | dejen de escribirme | Deje de molestarme | dejen de molestar |
        Déjenme en paz | dejadme en paz | Bórrenme de la lista | Borren mi número | borra mi número |
        Eliminen mi número | Elimíneme de su lista | Sáquenme de la lista | saquenme de su lista |
        Quítenme de su lista | quiten mi numero | Eliminar | No me contacten más |
        No me interesa, dejen de escribirme | Número equivocado, no escriban más | ¿Cómo me doy de baja? |
        como me doy de baja | como cancelo estos mensajes | Por favor no me envíen más publicidad |
        No más publicidad | no quiero publicidad | Desuscribir | Desuscribirme | quiero desuscribirme |
        retirar | Solicito la baja | basta | Basta ya de mensajes
        """
    ),
    "it": _split(
        """
        STOP | Stop per favore | stop grazie | Basta | BASTA | basta messaggi | Basta SMS |
        basta sms per favore | Cancellami | Cancellatemi | cancellatemi dalla lista | Cancella |
        Cancellami dalla lista | Annulla iscrizione | Disiscrivimi | disiscrivetemi | Voglio disiscrivermi |
        Voglio cancellarmi | Vorrei cancellarmi dalla lista | Non voglio più ricevere messaggi |
        non voglio piu messaggi | Non voglio ricevere più SMS | Non desidero più ricevere messaggi |
        Non inviatemi più messaggi | non mandatemi più sms | Non mandatemi più niente | Non scrivetemi più |
        Non scrivermi più | non contattatemi più | Smettetela di scrivermi | Smettete di mandarmi messaggi |
        smettila di mandarmi messaggi | Smettetela | Lasciatemi in pace | lasciami in pace |
        Rimuovetemi dalla lista | rimuovete il mio numero | Rimuovi il mio numero | Toglietemi dalla lista |
        togliete il mio numero | Eliminate il mio numero | Niente più messaggi | niente più sms grazie |
        Niente pubblicità | Basta pubblicità | non sono interessato, non scrivetemi più |
        Numero sbagliato, basta messaggi | Come faccio a cancellarmi? | come mi disiscrivo? | Disdetta |
        Revoca | revoco il consenso | Potete cancellarmi dalla lista per favore? | FINE
        """
    ),
    "pt": _split(
        """
        STOP | PARAR | Parar | pare | Pare por favor | Pare de me mandar mensagens |
        Parem de me enviar mensagens | parem de mandar sms | SAIR | Sair | Cancelar | cancelar inscrição |
        Quero cancelar | quero sair da lista | Não quero mais receber mensagens | nao quero mais mensagens |
        Não quero receber mais SMS | Não desejo mais receber mensagens | Chega de mensagens |
        Não me mandem mais mensagens | não me mande mais sms | Não me enviem mais nada |
        Não me escrevam mais | Não entrem mais em contato | Remover | Remova meu número |
        remova o meu número da lista | Me remova da lista | Me tirem da lista | me tira dessa lista |
        tirem meu número | Retirem o meu número | Apaguem o meu número | Me deixem em paz | Deixem-me em paz
        | descadastrar | Descadastre meu número | me descadastre | quero me descadastrar | Descadastro |
        Como faço para cancelar? | como faço para não receber mais | Sem interesse, pare |
        Número errado, parem | Desinscrever | Deixem de me enviar mensagens | Não quero propaganda |
        Não envie mais | não enviar mais
        """
    ),
    "nl": _split(
        """
        STOP | Stop aub | stop alsjeblieft | Stoppen | stoppen aub | Afmelden | AFMELDEN | afmelden aub |
        Ik wil me afmelden | Graag afmelden | Meld mij af | Meld me af aub | Uitschrijven |
        uitschrijven graag | Ik wil mij uitschrijven | Schrijf mij uit | Geen sms meer | geen berichten meer
        | Geen berichten meer aub | Ik wil geen sms meer | Ik wil geen berichten meer ontvangen |
        ik wil geen reclame meer | Geen reclame | Stuur mij geen sms meer | Stuur geen berichten meer |
        Stop met sms'en | Stop met berichten sturen | stop met mij te smsen | Hou op met sms'en |
        Laat me met rust | laat mij met rust | Verwijder mij | Verwijder mijn nummer |
        verwijder me van de lijst | Haal me van de lijst | haal mij van uw lijst af | Niet meer sturen |
        niet meer contacteren | Neem geen contact meer op | Verkeerd nummer, stop | Hoe kan ik me afmelden?
        | Hoe meld ik me af? | Kunt u mij afmelden? | Geen interesse, graag afmelden | opzeggen | Ik zeg op
        | Annuleren | einde
        """
    ),
    "sv": _split(
        """
        STOPP | Stopp tack | stop tack | Avsluta | Avregistrera | avregistrera mig | Avregistrera mig tack |
        Avanmäl | avanmäl mig | Jag vill avregistrera mig | Inga fler sms | inga mer sms tack |
        Inga fler meddelanden | Jag vill inte ha fler sms | jag vill inte ha mer reklam |
        Skicka inte fler sms | Sluta skicka sms | sluta skicka meddelanden till mig | Sluta |
        Sluta sms:a mig | Ta bort mig | Ta bort mitt nummer | ta bort mig från listan | Lämna mig ifred |
        lämna mig i fred | Kontakta mig inte igen | Fel nummer, sluta | Hur avregistrerar jag mig? |
        Ingen reklam tack
        """
    ),
    "da": _split(
        """
        STOP | Stop tak | Stop venligst | Afmeld | afmeld mig | Afmeld mig venligst | Jeg vil gerne afmeldes
        | Frameld | frameld mig | Ikke flere sms | ingen flere sms'er | Ikke flere beskeder tak |
        Jeg vil ikke have flere sms'er | Jeg ønsker ikke flere beskeder | Send mig ikke flere beskeder |
        Hold op med at skrive | Stop med at sende mig sms | Slet mit nummer | Slet mig fra listen |
        Fjern mig fra listen | fjern mit nummer | Lad mig være i fred | Lad mig være | Kontakt mig ikke igen
        | Forkert nummer, stop | Ingen reklamer | Hvordan afmelder jeg mig?
        """
    ),
    "no": _split(
        """
        STOPP | stopp takk | Avmeld | meld meg av | Meld meg av listen | Jeg vil melde meg av |
        Ingen flere SMS | ikke flere meldinger | Ikke send meg flere meldinger | Slutt å sende meg sms |
        slutt | Slutt å mase | Fjern meg fra listen | fjern nummeret mitt | Slett nummeret mitt |
        La meg være i fred | Jeg vil ikke ha flere sms | jeg ønsker ikke flere meldinger |
        Ikke kontakt meg igjen | Feil nummer, stopp | Hvordan melder jeg meg av? | Avslutt
        """
    ),
    "pl": _split(
        """
        STOP | Stop proszę | proszę stop | Wypisz | Wypisz mnie | wypisz mnie z listy | Proszę mnie wypisać
        | Chcę się wypisać | Proszę o wypisanie | Rezygnuję | REZYGNACJA | rezygnuję z sms |
        Nie chcę więcej SMS | nie chce wiecej smsow | Nie chcę otrzymywać wiadomości |
        Nie chcę więcej wiadomości | Nie życzę sobie smsów | nie wysyłajcie mi więcej smsów |
        Proszę nie wysyłać więcej wiadomości | prosze nie pisac | Nie pisz do mnie więcej |
        Nie piszcie do mnie | Przestańcie do mnie pisać | przestań wysyłać mi smsy | Przestańcie wysyłać |
        Usuń mój numer | usuńcie mój numer | Proszę usunąć mój numer | Proszę usunąć mnie z listy |
        Usuń mnie z listy | Dajcie mi spokój | daj mi spokój | Zostawcie mnie w spokoju | Koniec | Anuluj |
        Anuluj subskrypcję | Jak się wypisać? | jak zrezygnować z smsów | Zły numer, proszę nie pisać |
        Pomyłka, stop | Odwołuję zgodę | cofam zgodę | Wycofuję zgodę | Odsubskrybuj
        """
    ),
    "cs": _split(
        """
        STOP | stop prosím | prosím stop | Odhlásit | odhlásit odběr | Odhlaste mě | prosím odhlásit |
        chci se odhlásit | Nechci dostávat SMS | Nechci žádné další sms | už nechci žádné zprávy |
        Neposílejte mi sms | neposílejte mi další zprávy | Už mi nepište | Nepište mi | Přestaňte mi psát |
        přestaňte mi posílat smsky | Dejte mi pokoj | nechte mě být | Smažte mé číslo | Vymažte moje číslo |
        Odstraňte mě ze seznamu | Vyřaďte mě | Zrušit | Konec | Odvolávám souhlas | Jak se odhlásím? |
        Špatné číslo, neposílejte
        """
    ),
    "ru": _split(
        """
        СТОП | стоп | Стоп пожалуйста | STOP | Отписаться | отписка | Отпишите меня |
        Отпишите меня пожалуйста | хочу отписаться | Не пишите мне | не пишите мне больше |
        Не присылайте мне больше смс | Больше не присылайте сообщения | Не отправляйте мне сообщения |
        Прекратите присылать смс | прекратите | Прекратите рассылку | Хватит слать смс | хватит |
        Хватит мне писать | Удалите мой номер | удалите меня из базы | Удалите меня из списка |
        Уберите мой номер | Уберите меня из рассылки | Оставьте меня в покое | Отстаньте |
        Я не хочу получать смс | не хочу получать ваши сообщения | Не хочу больше получать рассылку |
        Больше не звоните и не пишите | Отказ | отказываюсь от рассылки | Отказаться от рассылки |
        Как отписаться? | как отключить рассылку | Отключите рассылку | Ошиблись номером, не пишите | Отмена
        | Отзываю согласие | Не беспокойте меня | Стоп реклама | без рекламы
        """
    ),
    "uk": _split(
        """
        СТОП | Відписатися | відписатись | Відпишіть мене | Не пишіть мені | не пишіть мені більше |
        Не надсилайте мені смс | Не надсилайте більше повідомлень | Припиніть надсилати смс | Досить |
        Видаліть мій номер | видаліть мене з бази | Дайте спокій | Я не хочу отримувати смс |
        не хочу отримувати повідомлення | Як відписатися? | Відмова | Відкликаю згоду
        """
    ),
    "tr": _split(
        """
        DUR | STOP | dur | Durdur | Lütfen durdurun | İptal | iptal | IPTAL | İptal edin | RET | ret | Red |
        Listeden çıkar | Beni listeden çıkarın | Listenizden çıkarın beni | Lütfen beni listeden çıkarın |
        Mesaj istemiyorum | mesaj almak istemiyorum | Artık mesaj almak istemiyorum | SMS istemiyorum |
        Bana mesaj atmayın | bana mesaj göndermeyin | Lütfen mesaj göndermeyin | Artık yazmayın |
        Bana bir daha yazmayın | Numaramı silin | numaramı sil | Beni rahat bırakın | Rahatsız etmeyin |
        Abonelikten çık | aboneliği iptal et | Abonelikten çıkmak istiyorum | Reklam istemiyorum |
        Nasıl iptal ederim? | Çıkış | Üyeliğimi iptal edin
        """
    ),
    "hu": _split(
        """
        STOP | Leiratkozás | leiratkozom | Leiratkozni szeretnék | Le akarok iratkozni |
        Kérem töröljenek a listáról | Töröljenek | törölje a számomat | Töröljék a számomat |
        Ne írjanak többet | Ne küldjenek több sms-t | Kérem ne küldjenek több üzenetet |
        Nem kérek több sms-t | Nem kérek több üzenetet | Nem szeretnék több üzenetet kapni | Hagyjanak békén
        | hagyjatok békén | Elég | Lemondás | lemondom | Hogyan iratkozhatok le? |
        Visszavonom a hozzájárulásomat | Állj
        """
    ),
    "ro": _split(
        """
        STOP | Stop vă rog | Dezabonare | dezabonați-mă | Vreau să mă dezabonez | vreau sa ma dezabonez |
        Nu mai vreau mesaje | Nu mai vreau sms-uri | nu mai doresc mesaje | Nu doresc să mai primesc mesaje
        | Nu-mi mai trimiteți mesaje | nu mai trimiteti sms | Nu mai scrieți | Ștergeți numărul meu |
        stergeti-mi numarul | Scoateți-mă din listă | Lăsați-mă în pace | lasati-ma in pace |
        Opriți mesajele | Opriți | Anulare | Cum mă dezabonez? | Număr greșit, nu mai scrieți
        """
    ),
    "el": _split(
        """
        ΣΤΟΠ | STOP | Διαγραφή | διαγραφη | Διαγράψτε με | Διαγράψτε το νούμερό μου | Θέλω να διαγραφώ |
        Σταματήστε | Σταματήστε να μου στέλνετε μηνύματα | Μη μου στέλνετε μηνύματα |
        Μην μου ξαναστείλετε μήνυμα | Δεν θέλω άλλα μηνύματα | Δεν θέλω να λαμβάνω μηνύματα |
        Όχι άλλα μηνύματα | Αφήστε με ήσυχο | Ακύρωση | Βγάλτε με από τη λίστα
        """
    ),
    "fi": _split(
        """
        STOP | Stop kiitos | Lopeta | Lopettakaa | lopeta viestit | Lopettakaa viestien lähettäminen |
        Peruuta | peru tilaus | Peruuta tilaus | En halua enää viestejä | en halua viestejä |
        En halua lisää tekstiviestejä | Ei enää viestejä | Ei enempää viestejä kiitos |
        Älkää lähettäkö enää viestejä | älkää laittako enää viestejä | Poistakaa numeroni |
        Poista minut listalta | poistakaa minut listalta | Jättäkää minut rauhaan | Miten perun viestit? |
        Ei mainoksia
        """
    ),
    "ar": _split(
        """
        توقف | إيقاف | ايقاف | قف | الغاء | إلغاء الاشتراك | الغاء الاشتراك | أوقفوا الرسائل |
        لا ترسلوا لي رسائل | لا أريد رسائل | لا اريد استلام رسائل | لا ترسل لي مرة أخرى | احذف رقمي |
        احذفوا رقمي | توقفوا عن إرسال الرسائل | اتركوني وشأني | STOP
        """
    ),
    "he": _split(
        """
        הסר | הסרה | הסירו אותי | תסירו אותי | הסר אותי | תורידו אותי מהרשימה | אל תשלחו לי הודעות |
        תפסיקו לשלוח לי הודעות | די | עצור | STOP | לא מעוניין בהודעות | אני לא רוצה לקבל הודעות |
        מחקו את המספר שלי | תפסיקו | לא לשלוח יותר
        """
    ),
    "vi": _split(
        """
        DỪNG | dừng | HUY | Hủy | Hủy đăng ký | TỪ CHỐI | Đừng nhắn tin cho tôi nữa | Đừng gửi tin nhắn nữa
        | Ngừng gửi tin nhắn | Tôi không muốn nhận tin nhắn | Xóa số của tôi | STOP
        """
    ),
    "id": _split(
        """
        BERHENTI | berhenti | STOP | Stop sms | Berhenti kirim sms | Jangan kirim pesan lagi |
        jangan sms saya lagi | Tolong jangan kirim sms lagi | Saya tidak mau menerima pesan lagi |
        Hapus nomor saya | Keluar | Batal | Batalkan langganan | UNREG
        """
    ),
    "zh": _split(
        """
        停止 | 退订 | 退訂 | 取消订阅 | 取消 | 停止发送 | 请停止发送短信 | 别再发了 | 不要再发短信了 | 请不要再发短信给我 | 别发了 | 不要再发了 | 请把我从名单中删除 |
        删除我的号码 | 不想收到短信 | 拒收
        """
    ),
    "ja": _split(
        """
        停止 | 配信停止 | ストップ | 配信を停止してください | 解除 | 登録解除 | 配信解除 | 退会 | もう送らないでください | 送らないで | メッセージは不要です | 配信不要 |
        止めてください | やめてください | 迷惑です、送らないでください
        """
    ),
    "ko": _split(
        """
        중지 | 수신거부 | 그만 | 그만 보내세요 | 문자 보내지 마세요 | 더 이상 문자 보내지 마세요 | 해지 | 구독취소 | 제 번호 삭제해주세요 | 삭제해 주세요 | 거부 |
        스톱 | 보내지 마세요
        """
    ),
    "th": _split(
        """
        หยุด | ยกเลิก | หยุดส่งข้อความ | ไม่ต้องส่งมาอีก | ไม่ต้องการรับข้อความ | ลบเบอร์ฉันออก |
        ยกเลิกรับข้อความ | อย่าส่งมาอีก
        """
    ),
}
"""Each is the whole of a text."""

ORDINARY: dict[str, list[str]] = {
    "en": _split(
        """
        I will stop by tomorrow | I'll stop by the shop after work | Can I stop by at 5? | stop by anytime |
        Stop by my place later | which bus stop | the bus stop is closed | meet me at the bus stop |
        Bus stop is on the left | I'm at the bus stop | last stop is Central | it's two stops away |
        please cancel my order | Cancel my order please | please cancel my appointment |
        cancel my appointment for tomorrow | I need to cancel my booking | I want to cancel my reservation |
        can you cancel the delivery | Cancel order 4512 | cancel the order please | Please cancel it |
        can i cancel? | how do i cancel my order? | How can I cancel my appointment? |
        I'd like to cancel my subscription box | don't stop the music | Don't stop believing |
        Don't stop now! | don't stop | please don't stop sending the offers |
        Don't stop texting me, I love your offers | never stop | Why did you stop sending me coupons? |
        why did the texts stop? | I stopped getting your texts, why? | did you stop the promotion? |
        When does the offer end? | end of month is fine | The end | at the end of the week | weekend works |
        see you at the end of the day | I quit my job | I quit smoking last year | my husband quit |
        don't quit | I can't stop laughing | can't stop thinking about those shoes | it won't stop raining |
        the rain has stopped | I had to stop the car | the car stopped | stop sign at the corner |
        nonstop flights only | non-stop service | one stop shop | pit stop | full stop |
        stop watch for sale? | I want to stop smoking, do you sell patches? |
        Do you have anything to stop itching? | something to stop the bleeding please |
        how do I stop a nosebleed | does this stop hair loss? | Can I stop taking the tablets? |
        should I stop taking ibuprofen? | My doctor told me to stop the medication | I stopped taking it |
        when should I stop using the cream | the cream stopped working | my phone stopped working |
        the website stopped loading | stop the order, wrong size! | Please stop my order |
        please stop the delivery, I'm away | stop delivery until Monday please |
        please stop payment on my cheque | stop my card please, it was stolen | Stop the cheque |
        stop selling that brand? | do you stop at the airport? | does the bus stop at Main St? |
        does the 42 stop here | stop at the next light | Stop being so silly | stop it you make me laugh |
        haha stop it | stop lying lol | stop worrying | Stop worrying, I'm fine | please stop worrying mom |
        stop crying | stop yelling | make it stop | make him stop |
        he won't stop texting me, what should I do | my ex won't stop texting me |
        tell him to stop texting me | She said stop texting me so I did | if you want me to stop just say so
        | I told him to stop | he asked me to stop | they asked us to stop | I never said stop |
        who said stop? | what does STOP mean? | what happens if I text STOP? | do I text STOP to cancel? |
        Should I reply STOP? | it says reply STOP to unsubscribe but I don't want to |
        I do not want to unsubscribe | I don't want to opt out | please don't unsubscribe me |
        I didn't unsubscribe | why was I unsubscribed? | I accidentally unsubscribed |
        I unsubscribed by mistake, can you add me back | can you resubscribe me | opt out of what? |
        I want to opt in | end date? | what's the end date | cancel culture is crazy | cancelled my flight |
        my flight was cancelled | they cancelled on me | was my order cancelled? | Is the event cancelled |
        has the appointment been cancelled? | I cancelled already | I'll cancel if it rains |
        if it rains we cancel | Remove the onions please | remove item 2 from my order |
        please remove the blue one from my cart | can you remove stains? | how to remove ink stains |
        remove my old address and use the new one | please delete my old address | take me off hold please |
        take me off the waiting list, I found one | please take the tomatoes off | take it off the bill |
        I got off at the wrong stop | get off at the next stop | get me out of here lol | leave me a message
        | leave me a voicemail | leave it at the door | leave me some samples |
        Leave the parcel with my neighbour | text me when you arrive | text me tomorrow |
        text me the address | don't text me before 9 | don't call, text me | Please don't text while driving
        | do not text her | no more for me thanks | no more questions | no more pizza left? |
        No more rain please | no more than 20 euros | no thanks | no thank you | not interested |
        not interested in the blue one | not now | not today thanks | wrong number | wrong number sorry |
        Sorry wrong number | you have the wrong number | who is this? | who is this | new phone who dis |
        I don't know you | this is not Maria | leave me out of it | help me stop my dog barking |
        how do I get my kid to stop crying | stop, I mean go ahead | Stop! In the name of love |
        stop in the name of love | Stop and smell the roses | Stop by for coffee | stopping by at noon |
        I'm stopping for gas | just stopped at the store | Let's stop here for today |
        we should stop meeting like this | can we stop for lunch | we stop serving at 10 |
        What time do you stop serving? | When do you stop taking orders? | I can stop in tomorrow to pick up
        | I'll stop over | Stop over in Vienna | short stop then home | please stop the clock | time to stop
        | when will it stop | it has to stop raining | can't end like this | Good end to the day |
        in the end I bought it | End of story | the end is near lol | dead end street | to what end |
        at wits end | high end products | front end or back end? | end table price? |
        Is the sale ending soon? | I never quit | quit joking | quit it lol | quit playing | quite good |
        quiet please | I quite like it | revoke my licence? | cancel that, I'll come |
        Cancel that last message | cancel my last text | please cancel and refund |
        cancel and rebook for Friday | please cancel, wrong day | Cancel Thursday, see you Friday |
        cancel tonight? | cancel the 3pm | Need to cancel tmrw sorry | Sorry have to cancel |
        I have to cancel for tonight | gotta cancel | Might have to cancel | ok cancel it | Cancel the pizza
        | cancel my ride | cancel my prescription refill | cancel prescription | please stop my prescription
        | stop my prescription for now | stop refills | End the call please | end my contract? |
        How do I end my contract? | I want to end my rental | please end my rental on Friday | Arret de bus?
        | optional | options? | what are my options | opt for the blue one | I'll opt for express | start |
        START | YES | Y | No | N | help | info | STOPPED | stops | Stopper for the bath? | door stop |
        stopwatch | stop-motion kit | Stop N Shop | Stop & Shop | GameStop | gamestop gift card |
        The Stop Inn | Whistle stop cafe |
        unsubscribe button doesn't work on my mom's phone but I like your texts |
        I love your texts, keep them coming | keep the messages coming | less is more | less salt please |
        fewer olives | once a week is fine for the cleaning | once a week | do you deliver once a week? |
        I'm off tomorrow | day off | 20% off? | is it still 20% off | turn off the lights |
        turn off the oven | turned off my phone | switch off | the lights are off | stop light is broken |
        I'm lost, which stop do I need | can you wait at the stop? | Last stop before home | Non stop fun |
        please stop calling it that | he needs to stop | it stopped | stopped | she stopped by |
        Let me know when to stop | say when to stop | say stop when it's enough | Just say stop if it hurts
        | they should stop selling it | government should stop this war | stop the war | Stop racism |
        stop global warming | Stop Brexit | Stop! Hammer time | Hammer time |
        thanks but I already stopped by | do you sell stop valves | water stop valve 1/2 inch |
        the tap won't stop dripping | washing machine stops mid cycle | Alarm won't stop beeping, help |
        how do I make the alarm stop | how to stop the alarm | How do I stop the beeping? |
        how do I stop automatic payments | please stop automatic payments from my account |
        stop auto renewal | please stop auto-renew on my plan | cancel my plan | cancel my membership |
        I'd like to cancel my gym membership | please cancel my insurance | cancel my policy |
        terminate my contract | please close my account | delete my account |
        Please delete my account and data | How do I stop? | can i opt out of the meeting |
        how do I get off at the mall
        """
    ),
    "de": _split(
        """
        Stopp, ich komme | stopp, ich komme noch vorbei | Stopp! Ich bin gleich da | Stopp, warte auf mich |
        Wo ist die Haltestelle? | Bitte stornieren Sie meine Bestellung | Bitte den Termin absagen |
        Ich möchte meinen Termin absagen | ich muss den Termin morgen absagen |
        Bitte meine Bestellung abbrechen | Können Sie meine Bestellung stornieren? |
        Wie kann ich meine Bestellung stornieren? | Wie kann ich meinen Vertrag kündigen? |
        Ich möchte mein Abo kündigen, wie geht das? | Ich möchte kündigen |
        bitte kündigen sie meinen vertrag | Am Ende des Monats | bis Ende der Woche | Ende gut alles gut |
        zu Ende | Wochenende passt | Das Ende war super | Ende Mai? | Wann ist das Angebot zu Ende? |
        Ich kann nicht aufhören zu lachen | Ich will mit dem Rauchen aufhören |
        Wie kann ich aufhören zu rauchen? | der Regen hört nicht auf | Hör nicht auf! | Nicht aufhören |
        Bitte nicht aufhören mit den Angeboten | hört bitte nicht auf mir Gutscheine zu schicken |
        Bitte hör auf zu weinen | Hör auf damit haha | hör auf, das kitzelt |
        Mein Ex hört nicht auf mir zu schreiben | Er soll aufhören | Sag ihm er soll aufhören |
        Er hat gesagt ich soll stoppen | Schluss für heute | Ich mache jetzt Schluss | mach Schluss mit ihm
        | Schluss jetzt mit dem Regen | Wann ist Schluss? | Wann habt ihr Schluss? | um 18 Uhr ist Schluss |
        Ich möchte mich anmelden | Wie melde ich mich an? | Kann ich mich für den Kurs abmelden? |
        Ich muss mich für morgen abmelden, bin krank | Ich melde mich morgen | Ich melde mich |
        ich melde mich später bei Ihnen | Ich melde mich ab Montag wieder | melden Sie sich bitte |
        Bitte melden | Bitte meine Tochter vom Unterricht abmelden | bitte löschen Sie die alte Adresse |
        Bitte streichen Sie die Position 2 | bitte nehmen Sie die Zwiebeln raus | Bitte keine Zwiebeln |
        Keine Zwiebeln bitte | Keine Zeit | keine Ahnung | Keine Sorge | Bitte keine Rechnung mehr per Post
        | keine Milch mehr da | Kein Problem | kein Interesse | nein danke | Nein | Bitte nicht |
        bitte nicht vor 9 Uhr anrufen | Schreiben Sie mir bitte morgen | Schreib mir |
        Schreiben Sie mir eine SMS wenn es da ist | Lassen Sie das Paket beim Nachbarn |
        lass mich kurz nachdenken | Lass mich wissen | Lassen Sie mich wissen wann |
        Ich lasse mich überraschen | Lass mich in Ruhe schlafen haha | In Ruhe überlegen |
        lassen sie mich in ruhe überlegen | Falsche Nummer | Wer ist da? | Non-stop | Nonstop Flug? |
        Stoppuhr | Türstopper | Autostopp | Stoppt der Zug in Linz? | hält der Bus hier? |
        Der Zug stoppt nicht in Wels | Ich stoppe kurz beim Bäcker | ich war am Stopp-Schild |
        Abbestellen kann ich das auch später oder? | Soll ich STOPP schreiben? |
        Was passiert wenn ich STOPP schreibe? | Heißt STOPP dass ich nichts mehr bekomme? |
        Ich will mich nicht abmelden | Bitte nicht abmelden! | Ich möchte die Nachrichten weiter bekommen |
        Warum bekomme ich keine SMS mehr? | Ich bekomme keine Nachrichten mehr, warum? |
        bekomme keine sms mehr | Warum habt ihr mich abgemeldet? | Ich habe mich aus Versehen abgemeldet |
        Ich möchte die Salbe absetzen | Darf ich die Tabletten absetzen? |
        Wann muss ich mit den Tabletten aufhören? | Soll ich das Medikament stoppen? |
        Was stoppt Nasenbluten? | Etwas gegen Durchfall das ihn stoppt | Bitte Lieferung stoppen |
        Stoppen Sie bitte die Lieferung | Lieferung bitte stoppen, bin im Urlaub | bitte lastschrift stoppen
        | Karte sperren bitte | Bitte entfernen Sie den Fleck | Wie entferne ich Rotweinflecken? |
        Keine Werbung einwerfen steht am Briefkasten | Ich will nicht mehr warten |
        Ich möchte nicht mehr warten | Ich möchte keine Tabletten mehr nehmen |
        ich will keine Kapseln, lieber Saft | Ich brauche keine Tüte |
        Ich möchte keine Anrufe vor 9 Uhr, aber SMS gern | Kein Anruf nötig | danke nicht nötig |
        genug für heute | Das ist genug | Genug Zeit? | raus aus dem Haus | Aus welchem Material? | Start |
        JA | Hilfe | Widerrufsrecht? | Wie lange ist die Widerrufsfrist? | Ich widerrufe den Kauf |
        Widerruf der Bestellung 4711 | ich möchte meine bestellung widerrufen |
        Hiermit widerrufe ich den Kaufvertrag | Ich beende mein Abo nicht | Wie kann ich bezahlen? |
        Wie kann ich mich anmelden? | wie kann ich das stoppen wenn es blutet
        """
    ),
    "fr": _split(
        """
        Je m'arrête à la boulangerie | l'arrêt de bus est où ? | arrêt de bus fermé | je suis à l'arrêt |
        Le train s'arrête à Lyon ? | Merci d'annuler ma commande | Annulez ma commande svp |
        Je voudrais annuler mon rendez-vous | annuler rdv demain | Comment annuler ma commande ? |
        Comment résilier mon contrat ? | je veux résilier mon abonnement internet | Je veux arrêter de fumer
        | comment arrêter de fumer ? | Je n'arrête pas de rire | n'arrêtez pas les promos ! |
        Ne vous arrêtez pas | arrête de rire mdr | arrête mdr | Arrête tu me fais rire |
        il n'arrête pas de m'écrire | mon ex n'arrête pas de m'envoyer des messages | Dis-lui d'arrêter |
        la pluie s'est arrêtée | Fin du mois | à la fin de la semaine | c'est la fin | Fin juin ? |
        jusqu'à la fin | Quand finit l'offre ? | Stop ou encore ? | auto-stop | non-stop | Stop, j'arrive |
        stop attendez j'arrive | Faut-il répondre STOP ? | si j'envoie STOP il se passe quoi ? |
        Je ne veux pas me désabonner | pourquoi je ne reçois plus vos SMS ? | Je ne reçois plus vos messages
        | je me suis désabonné par erreur | Plus de pain ? | plus de lait svp | Plus de détails svp |
        plus d'infos | laissez-moi un message | Laissez-le chez le voisin | laissez moi réfléchir |
        Supprimez l'article 2 de ma commande | enlevez les oignons svp | Enlevez les oignons |
        Retirez le produit du panier | comment enlever une tache | Écrivez-moi demain |
        ne m'appelez pas, écrivez-moi | N'envoyez pas avant lundi | ne m'envoyez pas le colis avant lundi |
        Pas intéressé | Non merci | non | Mauvais numéro | qui est-ce ? | Qui êtes-vous ? |
        Je peux arrêter le traitement ? | dois-je arrêter les comprimés | le médecin m'a dit d'arrêter |
        Suspendre la livraison svp | arrêtez la livraison svp, je suis absent | Merci d'arrêter la livraison
        | Stoppez la livraison | ma carte est à stopper | opposition sur ma carte | arrêt maladie |
        arrêt maladie jusqu'à lundi | Supprimer mon compte | OUI | AIDE | plus jamais ça ! quel film | fini
        | c'est fini ? | suppression de ma dette ? | Comment puis-je payer ? | comment faire pour réserver |
        comment se retirer du jeu
        """
    ),
    "es": _split(
        """
        Paro en la tienda luego | la parada del autobús | ¿dónde está la parada? | Parada de bus |
        cancelar mi pedido | Quiero cancelar mi pedido | Por favor cancele mi cita |
        quiero cancelar la cita de mañana | ¿Cómo cancelo mi pedido? | ¿Cómo puedo cancelar mi cita? |
        como puedo cancelar mi suscripcion al gimnasio | cancela mi reserva | ¿Puedo cancelar? | No pares |
        no paren de mandar ofertas | No dejen de enviarme ofertas | no puedo parar de reír |
        no para de llover | Mi ex no para de escribirme | Dile que pare | Él dijo que pare | para mañana |
        Para mí dos | para llevar | Para cuándo está? | Pare en la esquina |
        pare aquí por favor señor taxista | Deja el paquete en la puerta | Déjelo con el vecino |
        dejen el paquete al vecino | Déjame pensarlo | dejame un mensaje | No más cebolla |
        no más de 20 euros | No quiero cebolla | No quiero más azúcar | No quiero recibir el paquete mañana
        | no puedo recibir el pedido hoy | ¿Por qué ya no recibo mensajes? | Ya no recibo sus mensajes |
        no me llegan los mensajes | ¿qué pasa si respondo BAJA? | ¿Tengo que responder STOP? | Estoy de baja
        | estoy de baja médica | Baja médica hasta el lunes | Planta baja | bajamos a las 8 |
        ¿Baja el precio? | la tensión baja | presión baja que tomo | Baja en sal | baja el volumen jaja |
        Fin de semana | fin de mes | al fin | por fin | Hasta el fin | Es muy alto | precio alto |
        Colesterol alto | ¿Puedo dejar de tomar las pastillas? | quiero dejar de fumar |
        el médico me dijo que parara | Basta con uno | basta por hoy | salir a las 8 | quiero salir contigo
        | voy a salir | No me interesa | no gracias | No | Número equivocado | ¿Quién es? |
        eliminar manchas de vino | cómo eliminar manchas | Quiten la cebolla |
        borra ese producto del carrito | cambien mi número de teléfono | Mi número nuevo es este |
        Quiero darme de alta | darme de baja del gimnasio? | terminar mañana | SI | AYUDA | anular pedido |
        anula mi pedido por favor | ¿Cómo puedo pagar? | cómo puedo ver mis mensajes | dónde puedo recogerlo
        """
    ),
    "it": _split(
        """
        Mi fermo in negozio dopo | La fermata dell'autobus dov'è? | fermata chiusa | Annulla il mio ordine |
        Vorrei annullare l'appuntamento | cancellare l'appuntamento di domani | Cancella il mio appuntamento
        | Come posso cancellare l'ordine? | come posso annullare la prenotazione | Non fermarti |
        Non smettete di mandarmi offerte | non smette di piovere | Il mio ex non smette di scrivermi |
        Digli di smetterla | Voglio smettere di fumare | Smettila ahah | smettila scemo | smettila di ridere
        | basta così grazie | Basta un chilo | Mi basta uno | basta che arrivi domani | Non basta |
        ne basta uno? | Fine settimana | alla fine | a fine mese | fine maggio | la fine del film |
        Stop, arrivo | stop aspettami | autostop | non stop | Devo rispondere STOP? |
        cosa succede se rispondo STOP | perché non ricevo più messaggi? | Non ricevo più i vostri messaggi |
        Non voglio cancellarmi | Niente cipolla | niente zucchero | niente problemi | Niente |
        Lasciatemi un messaggio | Lasci il pacco al vicino | lasciami pensare | Togliete la cipolla |
        togli il secondo articolo | rimuovete il secondo articolo | come rimuovere macchie |
        Non mi interessa | no grazie | Numero sbagliato | Chi sei? |
        posso smettere di prendere le pastiglie? | devo sospendere il farmaco? | Fermate la consegna |
        bloccate la consegna per favore | bloccare la carta | scrivetemi domani |
        non scrivetemi prima delle 9 | Non chiamatemi, scrivetemi | SI | AIUTO | disdire la prenotazione |
        vorrei disdire l'appuntamento | disdetta contratto come si fa? | esci stasera? | elimina il secondo
        | Come posso pagare? | come faccio a prenotare | come mi iscrivo
        """
    ),
    "pt": _split(
        """
        Paro na loja depois | a parada de ônibus | Onde é a parada? | Cancelar meu pedido |
        quero cancelar meu pedido | Cancela minha consulta | Como posso cancelar o pedido? |
        como faço para cancelar a consulta? | Não pare | não parem de mandar promoções | não para de chover
        | Meu ex não para de me mandar mensagem | fala pra ele parar | quero parar de fumar |
        posso parar de tomar o remédio? | Pare com isso kkk | para kkkk | Para amanhã | para viagem |
        sair mais tarde | vou sair agora | quero sair com você | Que horas posso sair? | chega amanhã? |
        Quando chega? | chega que horas | Chega de chuva | o pedido não chega | Fim de semana |
        no fim do mês | Por fim | Não quero cebola | não quero açúcar |
        não quero receber hoje, pode ser amanhã? | por que não recebo mais mensagens? |
        não recebo mais suas mensagens | remover manchas | Remova a cebola | remova o item 2 | tira a cebola
        | deixa na portaria | Deixem com o vizinho | me deixa pensar | Não tenho interesse | não obrigado |
        Número errado | Quem é? | o que acontece se eu responder SAIR? | não quero sair da lista |
        apaga esse pedido | SIM | AJUDA | cancelar cartão | cancela a entrega | parem a entrega | basta um |
        Como posso pagar? | como faço para agendar | como faço para parar de fumar
        """
    ),
    "nl": _split(
        """
        Ik stop even bij de winkel | bushalte | waar is de halte | Annuleer mijn bestelling |
        Ik wil mijn afspraak annuleren | afspraak afzeggen | Hoe kan ik mijn bestelling annuleren? |
        Hoe kan ik mijn abonnement opzeggen? | Niet stoppen | stop niet met de aanbiedingen |
        ik wil stoppen met roken | Hou op haha | hou op joh | mijn ex stopt niet met sms'en |
        Stopt de trein in Delft? | Het stopt niet met regenen | Stop, ik kom eraan | einde van de maand |
        einde van de week | aan het einde | geen ui aub | geen melk | Geen probleem | geen tijd | geen idee
        | ik wil geen ui | Ik krijg geen berichten meer, waarom? | ik ontvang geen sms meer |
        moet ik STOP antwoorden? | Ik wil me niet afmelden | Ik wil me afmelden voor de cursus van morgen |
        ik moet me ziek melden | meld je even | Ik meld me morgen | laat me weten | laat me even denken |
        Laat het pakket bij de buren | verwijder de ui | verwijder het tweede artikel |
        hoe verwijder ik vlekken | geen interesse | nee bedankt | verkeerd nummer | wie is dit? |
        mag ik stoppen met de pillen? | stop de levering aub | stuur mij geen factuur per post |
        stuur me de link | ga je uit vanavond | af en toe | JA | HULP | stop met roken tips |
        Hoe kan ik betalen? | hoe kan ik mijn afspraak verzetten | Hoe meld ik me aan?
        """
    ),
    "sv": _split(
        """
        jag stannar vid butiken | busshållplatsen | avbeställ min order | Jag vill avboka min tid |
        avboka tid imorgon | hur avbokar jag? | Hur avslutar jag mitt avtal? | sluta inte skicka erbjudanden
        | sluta skratta haha | sluta haha | jag vill sluta röka | kan jag sluta med medicinen? |
        det slutar inte regna | När slutar erbjudandet? | i slutet av veckan | slut på mjölk | är den slut?
        | varan är slut | slut i lager? | Stopp, jag kommer | stopp vänta på mig | inga lökar tack |
        ingen lök | Inga problem | jag får inga sms längre, varför? | ska jag svara STOPP? | ta bort löken |
        ta bort artikel 2 | lämna paketet hos grannen | nej tack | inte intresserad | fel nummer |
        vem är det? | på eller av | JA | HJÄLP | nonstop | Hur kan jag betala? |
        hur kan jag betala min räkning | Hur gör jag för att beställa? | hur kan jag få hjälp
        """
    ),
    "da": _split(
        """
        jeg stopper ved butikken | busstoppestedet | annuller min ordre | jeg vil aflyse min tid |
        afbestil min tid | hvordan annullerer jeg min ordre? | stop ikke med tilbuddene | hold op haha |
        jeg vil holde op med at ryge | skal jeg stoppe med pillerne? | Stopper toget i Odense? |
        Stop, jeg kommer nu | slutningen af ugen | slut for i dag | ingen løg tak | intet problem |
        jeg får ikke flere sms'er, hvorfor? | skal jeg svare STOP? | fjern løgene | lad mig tænke |
        lad pakken stå hos naboen | nej tak | forkert nummer | JA | HJÆLP | slet ikke |
        det er slet ikke sandt | Hvordan kan jeg betale? | hvordan kan jeg bestille tid |
        hvordan stopper jeg en næseblødning
        """
    ),
    "pl": _split(
        """
        zatrzymam się w sklepie | przystanek autobusowy | anuluj moje zamówienie |
        Proszę anulować zamówienie | chcę odwołać wizytę | Jak mogę anulować zamówienie? |
        jak zrezygnować z wizyty | Jak mogę zrezygnować z wizyty? | jak mogę zrezygnować z umowy? |
        Chcę rzucić palenie | nie przestawaj | nie przestawajcie wysyłać ofert | przestań haha |
        przestań się śmiać | mój były nie przestaje do mnie pisać | Stop, już idę | koniec miesiąca |
        na koniec tygodnia | Koniec pracy o 16 | koniec promocji kiedy? | nie chcę cebuli | nie chcę cukru |
        bez cebuli | nie dostaję już smsów, dlaczego? | czy mam odpisać STOP? | usuń drugi produkt |
        usuńcie cebulę | jak usunąć plamy | dajcie znać | daj mi znać | zostawcie paczkę u sąsiada |
        nie, dziękuję | zły numer | kto to? | czy mogę przestać brać tabletki? | wstrzymajcie dostawę |
        dość dobre | dość tanie | TAK | POMOC | rezygnuję z zamówienia | rezygnuję z wizyty |
        rezygnacja z umowy | Jak mogę zapłacić? | jak mam się umówić | jak się do was dostać
        """
    ),
    "cs": _split(
        """
        zastavím se v obchodě | autobusová zastávka | zrušte mou objednávku | chci zrušit objednávku |
        zrušit termín | Jak zruším objednávku? | jak mohu zrušit rezervaci? | chci přestat kouřit |
        přestaň haha | nepřestávejte posílat nabídky | Stop, už jdu | konec měsíce | na konec týdne |
        nechci cibuli | už mi nechodí sms, proč? | mám odpovědět STOP? | odstraňte druhou položku |
        dejte mi vědět | nechte balík u souseda | ne děkuji | špatné číslo | kdo je to? | ANO | dost dobré |
        jak se odhlásím z kurzu? | Jak mohu zaplatit? | jak se k vám dostanu | jak mohu zrušit termín
        """
    ),
    "ru": _split(
        """
        остановлюсь у магазина | автобусная остановка | отмените мой заказ | Хочу отменить заказ |
        отменить запись на завтра | Как отменить заказ? | как мне отказаться от заказа? |
        хочу бросить курить | хватит смеяться ахах | ахах хватит | Не прекращайте присылать скидки |
        бывший не прекращает мне писать | скажи ему чтобы прекратил | дождь не прекращается |
        Стоп, я уже иду | стоп подожди меня | конец месяца | в конце недели | не хочу лук | без лука |
        Почему мне больше не приходят смс? | не приходят смс | ответить СТОП? | удалите второй товар |
        как удалить пятна | уберите лук | оставьте у соседа | дайте мне подумать | нет спасибо |
        не интересно | ошиблись номером | кто это? | можно прекратить пить таблетки? | хватит на двоих? |
        одной хватит | мне хватит | ДА | ПОМОЩЬ | выход где? | отказ в гарантии | отмена записи |
        конец связи | Как мне оплатить? | как можно записаться | как отказаться от операции
        """
    ),
    "tr": _split(
        """
        mağazada dururum | otobüs durağı | siparişimi iptal edin | siparişimi iptal etmek istiyorum |
        randevumu iptal edin | Siparişi nasıl iptal ederim? | sigarayı bırakmak istiyorum | dur geliyorum |
        dur bekle beni | dur bir dakika | yeter gülmekten öldüm | soğan istemiyorum | poşet istemiyorum |
        neden mesaj gelmiyor? | STOP mu yazayım? | hafta sonu | ay sonu | son durak | son gün ne zaman? |
        hayır teşekkürler | yanlış numara | kimsiniz? | EVET | YARDIM | çıkış nerede? | soğanı çıkarın |
        listeye ekleyin beni | kapat kapıyı | Nasıl öderim? | nereden alabilirim |
        nasıl çıkabilirim otoparktan
        """
    ),
    "hu": _split(
        """
        megállok a boltnál | buszmegálló | törölje a rendelésemet | le szeretném mondani az időpontomat |
        hogyan mondhatom le a rendelést? | állj, jövök | le akarok szokni a dohányzásról | hétvége |
        hónap vége | vége van | nem kérek hagymát | nem kérek szatyrot | miért nem kapok több sms-t? |
        STOP-ot kell írni? | nem köszönöm | rossz szám | ki az? | elég jó | elég lesz kettő | IGEN |
        SEGÍTSÉG | lemondom a foglalást | Hogyan tudok fizetni? | hogyan lehet rendelni |
        hogy lehet időpontot kérni
        """
    ),
    "fi": _split(
        """
        pysähdyn kaupassa | bussipysäkki | peruuta tilaukseni | haluan perua varaukseni |
        peruuta varaus huomiselta | miten perun tilauksen? | haluan lopettaa tupakoinnin | lopeta haha |
        älä lopeta | seis odota minua | viikonloppu | kuun loppuun | loppu hyvin | onko maito loppu? |
        en halua sipulia | ei sipulia | miksi en saa enää viestejä? | pitääkö vastata STOP? | ei kiitos |
        väärä numero | kuka siellä? | KYLLÄ | APUA | pois päältä | poista sipuli | Miten voin maksaa? |
        miten pääsen liikkeeseen | miten voin tilata
        """
    ),
    "ro": _split(
        """
        mă opresc la magazin | stația de autobuz | anulați comanda mea | vreau să anulez programarea |
        cum pot anula comanda? | vreau să mă las de fumat | oprește-te haha | nu te opri | Stop, vin acum |
        sfârșitul lunii | gata comanda? | e gata? | gata | nu vreau ceapă | de ce nu mai primesc mesaje? |
        nu mulțumesc | număr greșit | cine e? | DA | AJUTOR | anulare comandă | Cum pot plăti? |
        cum pot să mă programez
        """
    ),
    "uk": _split(
        """
        зупинюся біля магазину | скасуйте моє замовлення | хочу скасувати запис | як скасувати замовлення? |
        хочу кинути палити | стоп, я йду | кінець місяця | не хочу цибулі | чому не приходять смс? |
        ні дякую | помилились номером | хто це? | ТАК | досить добре | одного досить | Як мені сплатити? |
        як можна записатися
        """
    ),
    "ar": _split(
        """
        توقف المطر | موقف الباص | الغاء الطلب | أريد إلغاء طلبي | كيف ألغي طلبي؟ | لا أريد بصل |
        أوقف السيارة هنا | توقفت الحافلة | لا شكرا | من معي؟ | نعم | كيف أدفع؟
        """
    ),
    "he": _split(
        """
        די טוב | תחנת אוטובוס | תבטל את ההזמנה | אני רוצה לבטל את התור | איך מבטלים הזמנה? | בלי בצל |
        הסר את הבצל | די כבר מצחיק | לא תודה | מי זה? | כן | מספיק לי אחד | איך משלמים?
        """
    ),
    "zh": _split(
        """
        取消订单 | 我要取消订单 | 请取消我的预约 | 怎么取消订单？ | 停车场在哪 | 停车费多少 | 雨停了 | 别停 | 不要停 | 不要洋葱 | 不要香菜 | 停止用药可以吗 | 可以停药吗 |
        周末 | 删除这个商品 | 谢谢不用 | 你是谁 | 好的 | 还有货吗 | 怎么付款
        """
    ),
    "ja": _split(
        """
        注文をキャンセルしたい | 予約をキャンセルしてください | バス停はどこですか | 停止線 | 雨が止まらない | やめておきます | タバコをやめたい | 薬をやめてもいいですか | 玉ねぎ抜きで
        | 週末 | どちら様ですか | いいえ結構です | はい | 契約を解除したい | 解除方法を教えてください | 支払い方法は?
        """
    ),
    "ko": _split(
        """
        주문 취소해주세요 | 예약을 취소하고 싶어요 | 버스 정류장 어디예요 | 비가 그쳤어요 | 담배를 끊고 싶어요 | 약을 중단해도 되나요? | 양파 빼주세요 | 주말 | 누구세요?
        | 아니요 괜찮아요 | 네 | 카드 정지해주세요 | 계약 해지하고 싶어요 | 어떻게 결제하나요?
        """
    ),
    "th": _split(
        """
        ยกเลิกคำสั่งซื้อ | ขอยกเลิกนัดหมายพรุ่งนี้ | ป้ายรถเมล์อยู่ไหน | ฝนหยุดแล้ว | วันหยุด |
        วันหยุดเปิดไหม | หยุดยาได้ไหม | ไม่ใส่หัวหอม | ไม่ขอบคุณ | ใครคะ | ใช่ | พอดี | พอแล้วอิ่ม
        """
    ),
    "id": _split(
        """
        berhenti di halte | halte bus | batalkan pesanan saya | saya mau batalkan janji |
        bagaimana cara batalkan pesanan? | mau berhenti merokok | jangan berhenti | hujan berhenti |
        keluar jam berapa? | jangan pakai bawang | jangan lupa kirim ya | tidak terima kasih | siapa ini? |
        YA | cukup satu | hapus item kedua
        """
    ),
    "vi": _split(
        """
        dừng xe ở đây | hủy đơn hàng | tôi muốn hủy lịch hẹn | làm sao hủy đơn? | trạm dừng | mưa đã dừng |
        đừng dừng lại | không hành | không cảm ơn | ai vậy? | có
        """
    ),
    "el": _split(
        """
        στάση λεωφορείου | ακυρώστε την παραγγελία μου | θέλω να ακυρώσω το ραντεβού |
        πώς ακυρώνω την παραγγελία; | σταμάτα χαχα | μη σταματάς | θέλω να σταματήσω το κάπνισμα |
        τέλος του μήνα | τέλος εβδομάδας | χωρίς κρεμμύδι | όχι ευχαριστώ | λάθος αριθμός | ποιος είναι; |
        ΝΑΙ | αρκετά καλό | Πώς μπορώ να πληρώσω; | πώς μπορώ να σταματήσω το κάπνισμα
        """
    ),
    "no": _split(
        """
        Hvordan kan jeg betale? | hvordan får jeg refusjon | hvordan stopper jeg neseblødning
        """
    ),
    "bg": _split(
        """
        Как мога да платя? | как да се откажа от поръчката
        """
    ),
    "hr": _split(
        """
        Kako mogu platiti? | kako se odjaviti s tečaja
        """
    ),
}
"""With the words for stop, end and cancel, about something else."""
