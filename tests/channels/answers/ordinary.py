"""Messages in which nobody asks us to stop, though many use the words of those who do; one a line."""

from itertools import product


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines() if line.strip()]


TRICKY = lines("""
I'll stop by tomorrow
I will stop by the shop after work
Can I stop by on Saturday?
Stop by any time
Could you stop by the pharmacy?
We stopped by but you were closed
The bus stop is right outside
bus stop
Which stop do I get off at?
non-stop
Non stop flights only please
It rained non-stop
please don't stop
Please don't stop the newsletter, I love it
don't stop
Don't stop sending me the offers, they are great
Never stop
Please do not stop my delivery
don't stop believing
the pain won't stop
My nose won't stop bleeding
The washing machine does not stop
It won't stop beeping
My son can't stop laughing
I can't stop eating these
Nothing can stop us now
stop it you're making me laugh
Stop it! Really? Wow
Stop! You're killing me
STOP! You are kidding
Stop worrying
Stop making me hungry
Stop calling me sweetie
stop lying to me
Stop being so nice
Can you stop the order?
Please stop the delivery on Friday
Please stop the payment
stop payment on check 221
Can I stop taking the tablets?
can i stop taking the medicine now
When should I stop taking the pills?
Do I have to stop my medication before the blood test?
Doctor told me to stop smoking
I want to stop smoking
I need to stop spending so much
I quit smoking last year
quit while you are ahead
He won't stop texting me
My ex keeps texting me
She told him to stop texting me
he asked me to stop texting him
I told my boss to stop sending me emails at night
Tell him to stop texting me
My neighbour should stop calling me
If you stop texting me I will be sad
Why did you stop texting me?
why did you stop sending me coupons
Why have you stopped sending the newsletter?
You stopped sending me offers, what happened?
when does the offer end?
The end
end of the month works for me
At the end of the day it is fine
the weekend would be better
In the end I bought the blue one
When will the sale end
cancel my appointment
Cancel my appointment please
Please cancel my appointment on Tuesday
cancel my order
Cancel my order please
I need to cancel my order 4411
please cancel order 55
Can I cancel my booking?
Cancel the delivery
I'd like to cancel my reservation
Cancel my contract
Please cancel my policy
Cancel the second pair only
Do I have to pay if I cancel?
cancel my membership at the gym
The flight was cancelled
I want to end my lease
Remove the item from my cart
Please remove the onions
Please remove item 2 from my order
remove the extra charge from my bill
Could you remove the stain?
How do I remove the battery?
How do I remove the cover
Remove my old address and use the new one
Please delete my order
How can I delete a photo?
Delete the second appointment
take me off speakerphone
Take me off hold
Take me to the station
take me out to dinner
Get me out of here
get me a coffee
Take it off the list of things to buy
Put me on the list for Saturday
Put me on your mailing list please
Please add me to your mailing list
Add me to the list
I want to subscribe to your newsletter
I'd love to hear from you
I want to hear from you soon
hope to hear from you
I look forward to receiving your emails
I did not receive any email
I didn't get your message
I no longer receive your newsletter, why?
I am not receiving the texts
I don't get your emails any more, please check
I haven't received the text message with the code
No email arrived
Why do I no longer get your texts?
Please resend the message
Please send me more information
please send me the text again
Send me more of these
No more questions, thank you
no more than two please
No more sugar for me
There are no more tickets
no more milk left
No more snow this winter I hope
no more until Friday
do not contact my wife, contact me instead
Do not call before nine
Please don't call in the morning, afternoons are better
Don't send it to the old address
Do not send the parcel to my neighbour
don't send me the blue one, send the red one
Don't text me, I'm driving
Don't text me i'm in class
Don't call me, I'm in a meeting
Please don't forget me
don't leave me
Don't leave the parcel outside
Leave it with the neighbour
Leave me a message
Leave me alone with the kids for an hour and see what happens
leave me alone in the shop for an hour and I buy everything
The unsubscribe button is broken
Unsubscribe link does not work
Your unsubscribe page is in Spanish
Is there an unsubscribe fee?
I do not want to unsubscribe
I don't want to unsubscribe!
I didn't mean to unsubscribe
I unsubscribed by mistake, please add me again
I opted out by accident
Why was I unsubscribed?
Did I opt out?
opt for the blue one
I'll opt for express delivery
Can I opt out of the dental plan?
I would like to opt out of the gift wrapping
What is the opt-out deadline for the pension?
I revoke my earlier answer
help me stop the leak
Stop sign ahead
one stop shop
pit stop
Truck stop at mile 44
Full stop.
stop and smell the roses
stop at the store on the way home
Please stop at the gate
Could you stop at my house first?
Stop watch is not working
Where is the nearest stop?
Whistle stop tour
We must stop climate change
stop the car
Stop the clock
To stop receiving messages text STOP to 85233
Reply STOP to end
Reply STOP to unsubscribe
Text STOP to opt out
txt stop to 80086 to end
Msg&data rates may apply. Reply HELP for help, STOP to cancel
To unsubscribe reply STOP
2 stop getting msgs send STOP to 8888
WINNER!! You have won a prize. Claim on 0900 1234. To stop text STOP
Click here to unsubscribe
If you no longer wish to receive these emails, click here
If you would like to be removed from our list, reply with REMOVE
You are receiving this email because you signed up. Unsubscribe
What happens if I reply STOP?
Do I have to text STOP?
What does STOP mean?
I texted STOP to the other company, not to you
Who is this?
who is this
Who are you
wrong number
You have the wrong number
New phone, who dis
I don't know you
No
no thanks
Not interested
I'm not interested
Not now
maybe later
I don't want it
I don't want to be late
I do not want the blue one
I don't want any more cake
I don't need any more shoes
I don't want to get wet
I don't want these shoes
I don't want to receive the parcel at home
I no longer want the red dress
I no longer wish to go
I no longer need the appointment
I don't want to contact the bank
I do not wish to pay by card
We need to stop meeting like this
I cannot text right now
I'm texting from my wife's phone
My number has changed
Please change my number
Please update my email address
Please remove my old number and add this one
That list is too long
What is on the list?
I lost my number
I lost my phone
lost your number
block party on Friday
There is a block in the road
Can you block the date for me?
I'm on the waiting list
Am I still on your list?
Is my number in your database?
My email address is wrong
How did you get my number
Where did you get my email from?
Nothing more from me
That's enough
Enough said
Enough for two people
quit it
I quit my job
QUIT SMOKING course: when?
cease fire
Halt at the red light
Silence please
Do not disturb sign is missing from the room
please do not disturb him before nine
disturb
The alarm stopped
My watch stopped
end to end
deadend
Is this the end of the sale
start to end
Weekend plans?
I will cancel Netflix
Netflix subscription cancelled
He unsubscribed from my channel
Subscribe to my channel
I am unsubscribing from life lol
Unfollow me on Insta
Block him
Mute the group
Please stop me if I am wrong
Stop me if you have heard this one
stop thinking about it
stop teasing
Stop texting me while you drive
stop texting and driving
Stop texting me I'm driving
stop sending me so many kisses
Stop sending me flowers
Stop sending him money
stop emailing the wrong person
Can we stop arguing
Make it stop raining
I wish it would stop
Will the bus stop here?
I need you to stop at the bakery
Stop it right there, I have a question
Yes, stop by
No need to stop
why stop now
I stopped working
She stopped the treatment
You can stop now
you can stop looking for my parcel, it arrived
stop looking, I found it
Has the strike ended?
We end at five
My contract ends in May
Please end the call
I'm ending the year well
get off the bus at the second stop
get me off the hook
pull me up
drop me a line
Drop me at the corner
Delete that, wrong chat
Remove me from the hook
erase the board
Please take my name off the birthday cake
take my name off the guest list for Saturday, we are ill
Take her off the schedule for Monday
remove me from the schedule on Friday
I want to be removed from class 4b
I want to be taken off the tablets
please remove me from the late shift
how do I stop the alarm?
How do I stop my cat scratching?
how do I cancel my order?
How can I get off the motorway?
how do I unlock my phone
How many messages do I have left?
Did you get my text?
I get all your texts, thanks
Got your text
text me when you get there
Text me the address
Email me the invoice
Please email me
Contact me tomorrow
Please contact me about the repair
Call me
write me again tomorrow
Message me on WhatsApp
no texts came through
My spam folder ate your mail
Your mail was in my spam
I found your email in spam
spam and eggs
I love spam musubi
Marketing told me to ask you
I work in marketing
I'm in a mailing room
list price?
Please stop fighting
I can't stop thinking about you
Stop being silly
just stop at the next light
Please don't unsubscribe me
let me know when to stop
Stop the presses
the rain stopped
Can you please remove my dog from the photo?
remove me from the group photo
can you take me off loudspeaker
cancel that
please cancel the meeting
cancel it
Please cancel my ticket
end of story
I have to end this call
quit complaining
Don't text and drive
do not text while driving
stop texting your ex
don't contact them
They don't want to hear from us
Please do not reply to this email
Do not reply
No more emails from him, thank god
no more texts from mom lol
I want to stop
I just want it to stop
stop sending her money
send me the list
which list
take the trash out
Get off my lawn
please stop by my office
Please stop the car here
can you stop the noise
I told you to stop
she said stop
Stop now or you'll be sorry
stop it please
Stop playing games with me
Stop asking me that
stop laughing at me
Stop calling her
stop messaging her
stop bothering him
She wants you to stop texting her
leave her alone
Leave me out of it
leave me a review
lose weight
Can you please remove the charge
Do not charge me again
don't charge my card again
I do not want to be charged again
No more payments please
I don't want to receive the bill by post
Please send no more bottles
I need to cancel my subscription to Netflix
How do i cancel my gym
opt in
I opted for the second one
Remove my name from the lease
Take my name off the mortgage
Delete my browser history
Please delete the attachment
unsubscribe rates are up 2% this quarter
The list unsubscribe header is missing
Our unsubscribe rate doubled
Please remove me from the carpool this week
Take me off the bench coach
Please take me off the conference call invite
Remove me from the meeting
do not contact me before 9am
Don't call me before noon
please don't email me the draft, fax it
""")

THINGS = lines("""
the order
the parcel
my appointment
the blue jacket
my invoice
the delivery
the voucher
the repair
my booking
the table for two
the opening hours
the new catalogue
my account
the kitchen
a second pair
""")
ABOUT = lines("""
When do I get {}?
Please cancel {}
I would like to change {}
Could you stop {} until Monday?
Thanks for {}
I never got {}
Please don't forget {}
Can you remove {} from my basket?
Is {} still available?
I no longer need {}
I don't want {} anymore
Please stop {} for now and call me
What happened to {}?
I am very happy with {}
How do I cancel {}?
Please take {} off my bill
We decided against {}
Do not send {} to my office
No more news about {}?
I want to stop by and see {}
""")
OPENINGS = lines("""
{}
Hi, {}
Hello there. {}
ok {}
{} Thanks
{} Kind regards, Ann
""")
COMPOSED = [
    opening.format(about.format(thing))
    for (about, thing), opening in zip(product(ABOUT, THINGS), OPENINGS * 50, strict=True)
]

PEOPLE = ["he", "she", "my boss", "my sister", "the doctor", "our neighbour", "my ex", "the bank"]
HEARSAY = [
    form.format(person)
    for form, person in product(
        lines("""
        {} told me to stop texting
        {} should stop sending me emails
        {} asked to be removed from the team
        {} said stop texting me
        {} does not want to hear from you or me
        {} wants me to unsubscribe from the gym
        if {} calls, tell them to leave me alone
        {} won't stop calling me
        I asked {} to take me off the rota
        {} said please stop emailing me
        """),
        PEOPLE,
    )
]

CHAT = lines("""
Good morning
good night sleep tight
How are you?
On my way
Running late, sorry
See you at 5
where r u
lol
haha that's funny
ok
Okay, see you then
Happy birthday!
I love you
Miss you too
Call you later
Can't talk now
What's for dinner?
Don't forget the milk
Did you eat?
Did you feed the dog
I'm at the supermarket, do we need anything?
The train is delayed again
Traffic is awful
Home in ten
Is the shop open on Sunday?
Do you have it in size 40?
How much is shipping?
What are your opening hours
I would like to book a table for four
Yes
Yes please
Sounds good
Sure, count me in
Thanks!
Thank you so much
Thanks for letting me know
Great service, thank you
I am very disappointed with the quality
This is unacceptable
The parcel arrived damaged
My order never arrived
I want my money back
Where is my refund?
Still waiting for an answer
It's too expensive
Not for me, thank you
I'll think about it
Let me ask my wife
My card was charged twice
The code does not work
I can't log in
The link is broken
Please call me back
My new address is 4 Mill Lane
I moved house last month
The invoice is wrong
Could I get a copy of the receipt?
Which bus goes to the hospital?
Do I need to fast before the test?
My prescription is ready?
I have a question about my bill
Please confirm my appointment for Tuesday
I can't make it on Friday, can we move it?
Confirmed
Received, thanks
Perfect
See attached
Please find attached the signed form
As discussed, here are the numbers
Let's meet on Monday at ten
I will send the contract tomorrow
Please review and let me know
Thanks for the quick reply
Could you forward this to the team?
I'm out of the office until Monday
FYI
Any update on this?
Following up on my last message
The meeting was moved to 3 pm
Please add me to the calendar invite
Can you share the slides?
I don't think this is right
We should talk about the budget
The report is due on Friday
Nice work everyone
Congratulations on the new job
Sorry for your loss
Merry Christmas and a happy new year
Did you see the game last night?
What a goal
I can't believe it
That movie was terrible
I'm so tired
Feeling better today
The kids are asleep
We ran out of coffee
The cat is on the roof
It's snowing here
What time is it there?
Send me a picture
Nice picture!
Who's coming tonight?
I'll bring the salad
Should I bring wine?
Happy anniversary
Good luck with the exam
Drive safely
Let me know when you land
Landed
Just woke up
brb
ttyl
idk
np
u there?
gr8 c u l8r
k
cool
wow
nope
yep
maybe
""")
WHEN = ["today", "tomorrow", "on Friday", "next week", "after work", "before noon", "at the weekend"]
PLANS = [
    form.format(when)
    for form, when in product(
        lines("""
        I'll stop by {}
        Can we stop by {}?
        The buses stop running {}
        The offer ends {}
        I have to cancel {}
        Please cancel my class {}
        Text me {}
        don't text me {}, call instead
        No more meetings {}
        Remove the chairs {}
        I quit my job {}
        We end early {}
        I will not be home {}
        Take me off the rota {}
        Please stop the milk {}
        I'm not interested in going out {}
        I want to unsubscribe from reality {}
        We should stop eating out {}
        Get off the phone {}
        Opt for the early train {}
        """),
        WHEN,
    )
]

OTHER_LANGUAGES = lines("""
Haltestelle
Wo ist die Haltestelle?
Die nächste Haltestelle ist geschlossen
Stoppuhr
Die Stoppuhr ist kaputt
Ende nächster Woche
Ende des Monats passt gut
Am Ende habe ich die blaue genommen
Wann endet die Aktion?
Am Wochenende
Bitte stornieren Sie meine Bestellung
Ich möchte meinen Termin absagen
Bitte löschen Sie die zweite Position
Wie lösche ich ein Foto?
Bitte nicht aufhören, ich liebe den Newsletter
Ich möchte den Newsletter wieder bekommen
Ich habe keine Mail erhalten
Ich habe keine weiteren Fragen
Keine weiteren Fragen, danke
Bitte keine Zwiebeln
Bitte schicken Sie mir weitere Informationen
Bitte senden Sie mir die Rechnung per Mail
Bitte melden Sie sich bei mir
Ich melde mich morgen
Melden Sie sich bitte
Der Zug hört nicht auf zu ruckeln
Ich höre nichts von Ihnen
Ich möchte mehr Informationen
Bitte rufen Sie mich nicht vor neun an
Lassen Sie mich das prüfen
Lassen Sie mich wissen, wann es passt
Nehmen Sie mich mit?
Nein danke
Kein Interesse
Ich habe kein Interesse
Danke, das reicht
Aus welchem Stoff ist die Jacke?
Stoff
Abmeldung vom Kurs am Montag: geht das?
Muss ich mich beim Amt abmelden?
Mein Sohn kann sich nicht abmelden
Der Abmelden-Knopf geht nicht
Kann ich die Tabletten absetzen?
Soll ich mit dem Medikament aufhören?
Ich will mit dem Rauchen aufhören
Hör auf zu lachen
Ich will nicht mehr warten
Ich möchte keinen Kaffee mehr
Ich brauche keine Hilfe mehr
Bitte nicht mehr klingeln
Un arrêt de bus
Où est l'arrêt de bus ?
L'arrêt est supprimé
Je n'arrête pas de rire
n'arrêtez pas
Ne vous arrêtez pas
Je voudrais annuler ma commande
Annulez mon rendez-vous svp
Je m'arrête à la boutique demain
La fin du mois me convient
Enfin !
À la fin c'est bon
Je ne reçois plus vos mails, pourquoi ?
Je n'ai pas reçu votre message
Je ne veux pas de sucre
je ne veux plus attendre
Merci de m'envoyer plus d'informations
Envoyez-moi un message
Plus de questions, merci
Non merci
Pas intéressé
Laissez-moi réfléchir
Laisse moi un message
Retirez les oignons
Supprimez la deuxième ligne
Parada de autobús
¿Dónde está la parada?
No pares
no paren por favor
Para mí está bien
Para el lunes
para mañana
La baja médica
Estoy de baja médica
Mi marido está de baja
En la planta baja
Voz alta y clara
Soy alto
Un alto en el camino
Quiero cancelar mi pedido
Cancelar mi cita
No quiero más café
No quiero recibir el paquete hoy
No recibí el mensaje
No me llegan sus correos, ¿por qué?
Al fin y al cabo
Por fin llegó
fin de semana
No me interesa
No gracias
Déjenme pensarlo
Deja el paquete en la puerta
Mándame un mensaje
Basta con dos
A parada do ônibus
Vou sair agora
Vou sair às cinco
Quero sair com você
Não pare
Posso cancelar o pedido?
No fim do mês
Não recebi o email
Não quero café
Fim de semana
Me deixe saber
La fermata è chiusa
Non fermarti
Basta così, grazie mille, siete gentili
Mi basta uno
Vorrei annullare l'ordine
Annulla il mio appuntamento
Fine settimana
Alla fine va bene
Non ho ricevuto il messaggio
Non voglio zucchero
Lasciami pensare
Cancella la seconda riga dell'ordine
Lasciatemi un messaggio
De bushalte
Ik stop er morgen mee, met roken
Stop je langs?
Ik kom morgen langs
Ik wil mijn bestelling annuleren
Einde van de maand
Uit welke stof is het?
Geen vragen meer
Ik heb geen mail ontvangen
Laat me weten wanneer het kan
Nee bedankt
Busshållplatsen
Jag slutar klockan fem
När slutar kampanjen?
Sluta inte
Avsluta min order
Inga fler frågor
Jag vill ha fler mejl från er
Jag fick inget sms
Slut för idag
Fin jacka
Hvornår slutter tilbuddet?
Jeg stopper forbi i morgen
Stop ikke
Tak for alt
Jeg fik ingen sms
Afmeld min tid på fredag
Ingen flere spørgsmål
Bussholdeplassen
Når slutter salget?
Jeg slutter klokka fire
Ikke slutt
Ingen flere spørsmål
Bussipysäkki
Milloin tarjous loppuu?
Älä lopeta
Peruuta varaukseni perjantaina
En saanut viestiä
Ei kiitos
Przystanek autobusowy
Kiedy kończy się promocja?
Koniec miesiąca pasuje
Nie przestawaj
Chcę anulować zamówienie
Nie dostałem wiadomości
Nie chcę cukru
Proszę wysłać mi wiadomość
Proszę pisać do mnie częściej
Tak
Zastávka je zrušená
Kdy končí akce?
Konec měsíce se hodí
Chci zrušit objednávku
Nedostal jsem zprávu
Napište mi prosím
Ne, děkuji
Megálló
Mikor van vége az akciónak?
Nem kaptam üzenetet
Szeretném törölni a rendelésemet
Kérem küldjenek több információt
Elég lesz kettő
Otobüs durağı nerede?
Kampanya ne zaman bitiyor?
Siparişimi iptal etmek istiyorum
Randevumu iptal edin
Mesaj gelmedi
Bana mesaj atın
Η στάση του λεωφορείου
Πότε τελειώνει η προσφορά;
Θέλω να ακυρώσω την παραγγελία
Δεν έλαβα το μήνυμα
Στο τέλος του μήνα
Автобусная остановка
Где остановка?
Не останавливайтесь
Стоп-кран сломан
Когда закончится акция?
Отмените мой заказ
Хочу отменить запись
Я не получил сообщение
Не хочу ждать
Удалите вторую позицию из заказа
Пишите мне чаще
Пришлите мне письмо
Хватит двух
Не надо сахара
Зупинка автобуса
Коли закінчиться акція?
Скасуйте моє замовлення
Я не отримав повідомлення
Автобусна спирка
Autobusna stanica
Kada završava akcija?
Nisam dobio poruku
公交车站在哪里？
活动什么时候结束？
我想取消订单
没收到短信
请给我发短信
バス停はどこですか
注文をキャンセルしたい
メールが届きません
メールを送ってください
버스 정류장이 어디예요?
주문 취소해 주세요
문자 보내 주세요
문자를 못 받았어요
תחנת האוטובוס
לא קיבלתי הודעה
محطة الحافلات
لم أستلم الرسالة
أريد إلغاء الطلب
Trạm xe buýt ở đâu
Halte bus di mana?
Saya mau batalkan pesanan
Pesan tidak masuk
""")

LETTERS = [
    """Hi Sam,

I looked at the draft. Please remove the second paragraph and stop the numbering at five.
The list on page two is too long. No more changes from my side after that.

Thanks, Kim""",
    """Hello, I ordered two lamps on Monday. One arrived broken. I do not want a refund, I want a new lamp.
Could you stop by and pick up the broken one? I am at home until the end of the week.""",
    """Dear team, our contract ends in June. Please cancel the cleaning on Fridays, but not on Mondays.
Who should I contact about this? My old contact no longer works for you.""",
    """You have been selected! Win a trip to Rome. Text WIN to 80000. 150p per message.
To opt out text STOP to 80000. T&Cs apply.""",
    """This message was sent to you because you signed up. If you no longer wish to receive it,
click here to unsubscribe. Privacy policy. Unsubscribe""",
    """Thanks for the invitation. I can't make it, my train does not stop there on Sundays.
Don't send a taxi. I'll text you when I know more.""",
]

ORDINARY = [*TRICKY, *COMPOSED, *HEARSAY, *CHAT, *PLANS, *OTHER_LANGUAGES, *LETTERS]
