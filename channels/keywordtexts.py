"""What we answer to STOP, START and HELP, in the languages of our customers; each in one or two parts.

STOP, START and HELP are understood in every language, so the answers name them as they are.
"""

from channels.intents import Name

ANSWERS: dict[str, dict[Name, str]] = {
    language: dict(zip((Name.STOP, Name.START, Name.HELP), texts, strict=True))
    for language, texts in {
        "en": (
            "{house}: You will get no more texts with offers and news. START brings them back.",
            "{house}: You get our texts with offers and news again. STOP ends them, HELP helps.",
            "{house}: Write your question, a person reads it. STOP ends texts with offers and news.",
        ),
        "de": (
            "{house}: Sie bekommen keine SMS mit Angeboten und Neuigkeiten mehr. Mit START wieder.",
            "{house}: Sie bekommen wieder SMS mit Angeboten. STOP beendet sie, HILFE hilft.",
            "{house}: Schreiben Sie Ihre Frage, ein Mensch liest mit. STOP beendet SMS mit Angeboten.",
        ),
        "nl": (
            "{house}: U krijgt geen sms meer met aanbiedingen en nieuws. Met START weer wel.",
            "{house}: U krijgt weer sms met aanbiedingen en nieuws. STOP stopt ze, HELP helpt.",
            "{house}: Stel uw vraag, een mens leest mee. STOP stopt sms met aanbiedingen en nieuws.",
        ),
        "fr": (
            "{house} : vous ne recevrez plus de SMS d'offres ni de nouvelles. START les rétablit.",
            "{house} : vous recevez à nouveau nos SMS d'offres. STOP les arrête, HELP vous aide.",
            "{house} : posez votre question, une personne la lit. STOP arrête les SMS d'offres.",
        ),
        "es": (
            "{house}: No recibirá más SMS con ofertas y noticias. Con START los recibe de nuevo.",
            "{house}: Vuelve a recibir nuestros SMS con ofertas. STOP los detiene, HELP ayuda.",
            "{house}: Escriba su pregunta, la lee una persona. STOP detiene los SMS con ofertas.",
        ),
        "it": (
            "{house}: Non riceverà più SMS con offerte e novità. START li riattiva.",
            "{house}: Riceve di nuovo i nostri SMS con offerte. STOP li ferma, HELP aiuta.",
            "{house}: Scriva la sua domanda, la legge una persona. STOP ferma gli SMS con offerte.",
        ),
        "pt": (
            "{house}: Não receberá mais SMS com ofertas e novidades. START volta a ativá-los.",
            "{house}: Volta a receber os nossos SMS com ofertas. STOP para-os, HELP ajuda.",
            "{house}: Escreva a sua pergunta, uma pessoa lê. STOP para os SMS com ofertas.",
        ),
        "sv": (
            "{house}: Du får inga fler sms med erbjudanden och nyheter. START ger dem tillbaka.",
            "{house}: Du får åter våra sms med erbjudanden. STOP avslutar dem, HELP hjälper.",
            "{house}: Skriv din fråga, en människa läser den. STOP avslutar sms med erbjudanden.",
        ),
        "da": (
            "{house}: Du får ikke flere sms med tilbud og nyt. START giver dem tilbage.",
            "{house}: Du får igen vores sms med tilbud. STOP afslutter dem, HELP hjælper.",
            "{house}: Skriv dit spørgsmål, et menneske læser det. STOP afslutter sms med tilbud.",
        ),
        "no": (
            "{house}: Du får ingen flere SMS med tilbud og nytt. START gir dem tilbake.",
            "{house}: Du får igjen våre SMS med tilbud. STOP avslutter dem, HELP hjelper.",
            "{house}: Skriv spørsmålet ditt, et menneske leser det. STOP avslutter SMS med tilbud.",
        ),
        "fi": (
            "{house}: Et saa enää tekstiviestejä tarjouksista. START palauttaa ne.",
            "{house}: Saat taas tarjousviestimme. STOP lopettaa ne, HELP auttaa.",
            "{house}: Kirjoita kysymyksesi, ihminen lukee sen. STOP lopettaa tarjousviestit.",
        ),
        "pl": (
            "{house}: Nie dostaną już Państwo SMS-ów z ofertami. START je przywraca.",
            "{house}: Znów dostają Państwo nasze SMS-y z ofertami. STOP je kończy, HELP pomaga.",
            "{house}: Proszę napisać pytanie, przeczyta je człowiek. STOP kończy SMS-y z ofertami.",
        ),
        "cs": (
            "{house}: Už vám nepřijdou SMS s nabídkami. START je obnoví.",
            "{house}: Opět vám chodí naše SMS s nabídkami. STOP je ukončí, HELP pomůže.",
            "{house}: Napište svůj dotaz, přečte ho člověk. STOP ukončí SMS s nabídkami.",
        ),
        "hu": (
            "{house}: Nem kap több SMS-t ajánlatokkal. A START visszahozza őket.",
            "{house}: Újra kapja ajánlatainkat SMS-ben. A STOP leállítja, a HELP segít.",
            "{house}: Írja meg kérdését, ember olvassa. A STOP leállítja az ajánlatokat.",
        ),
        "ro": (
            "{house}: Nu mai primiți SMS-uri cu oferte. START le aduce înapoi.",
            "{house}: Primiți din nou SMS-urile noastre cu oferte. STOP le oprește, HELP ajută.",
            "{house}: Scrieți întrebarea, o citește un om. STOP oprește SMS-urile cu oferte.",
        ),
        "tr": (
            "{house}: Artık teklif SMS'i almayacaksınız. START ile yeniden başlar.",
            "{house}: Teklif SMS'lerimizi yeniden alıyorsunuz. STOP durdurur, HELP yardım eder.",
            "{house}: Sorunuzu yazın, bir insan okur. STOP teklif SMS'lerini durdurur.",
        ),
        "ru": (
            "{house}: Вы больше не получите SMS с предложениями. START вернёт их.",
            "{house}: Вы снова получаете наши SMS с предложениями. STOP остановит, HELP поможет.",
            "{house}: Напишите вопрос, его прочтёт человек. STOP остановит SMS с предложениями.",
        ),
        "uk": (
            "{house}: Ви більше не отримаєте SMS з пропозиціями. START поверне їх.",
            "{house}: Ви знову отримуєте наші SMS з пропозиціями. STOP зупинить, HELP допоможе.",
            "{house}: Напишіть запитання, його прочитає людина. STOP зупинить SMS з пропозиціями.",
        ),
    }.items()
}
