"""What a person's own words are, and who is no person."""

import pytest

from channels.mailreading import Kind, read
from tests.channels.mails import mail, sample


def words(body: str) -> str:
    return read(mail(body, "Content-Type: text/plain; charset=utf-8")).visible_text


def words_of_html(body: str) -> str:
    return read(mail(body, "Content-Type: text/html; charset=utf-8")).visible_text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reply_gmail", "Yes please, but in blue – and only one a month.\n\nThank you, Mia"),
        ("reply_gmail_inline_html_only", "Hello there & thanks,\n\nsee below.\nMia\n\nSize 40, please."),
        ("reply_outlook_english", "I’d rather have a call on Friday.\n\nBest regards,\nNora"),
        (
            "reply_outlook_german_html_only",
            "Guten Tag,\n\nbitte schicken Sie mir nichts mehr – außer Rechnungen.",
        ),
        ("reply_apple_iphone", "No thanks."),
        ("reply_apple_german_mobile", "Ja, gerne auch schöne Grüße!"),
        ("reply_thunderbird_bottom", "Green – like last time.\n\nWhen does it come?"),
        ("reply_yahoo_html_only", "Can I come on Saturday?"),
        ("reply_new_thread_from_person", "Do you open on Sunday?"),
    ],
)
def test_only_the_persons_own_words_are_shown(name, text):
    reading = sample(name)
    assert (reading.kind, reading.visible_text, reading.is_whole_text) == (Kind.REPLY, text, False)


ATTRIBUTIONS = [
    "On Tue, Mar 3, 2026 at 10:02 AM The Shop <reply+t@news.hub.example> wrote:",
    "On Tue, Mar 3, 2026 at 10:02 AM The Shop\n<reply+t@news.hub.example>\nwrote:",
    "Am Di., 3. März 2026 um 10:02 Uhr schrieb The Shop <\nreply+t@news.hub.example>:",
    "Le mar. 3 mars 2026 à 10:02, The Shop <reply+t@news.hub.example> a écrit :",
    "El mar, 3 mar 2026 a las 10:02, The Shop (<reply+t@news.hub.example>)\nescribió:",
    "Il giorno mar 3 mar 2026 alle ore 10:02 The Shop <reply+t@news.hub.example> ha scritto:",
    "Em ter., 3 de mar. de 2026 às 10:02, The Shop <reply+t@news.hub.example> escreveu:",
    "Op di 3 mrt 2026 om 10:02 schreef The Shop <reply+t@news.hub.example>:",
    "Den tis 3 mars 2026 kl 10:02 skrev The Shop <reply+t@news.hub.example>:",
    "tir. 3. mar. 2026 kl. 10.02 skrev The Shop <reply+t@news.hub.example>:",
    "ti 3. maalisk. 2026 klo 10.02 The Shop (reply+t@news.hub.example) kirjoitti:",
    "wt., 3 mar 2026 o 10:02 The Shop <reply+t@news.hub.example> napisał(a):",
    "út 3. 3. 2026 v 10:02 odesílatel The Shop <reply+t@news.hub.example> napsal:",
    "The Shop <reply+t@news.hub.example> ezt írta (időpont: 2026. márc. 3., K, 10:02):",
    "вт, 3 мар. 2026 г. в 10:02, The Shop <reply+t@news.hub.example>:",
    "The Shop <reply+t@news.hub.example>, 3 Mar 2026 Sal, 10:02 tarihinde şunu yazdı:",
    "2026年3月3日(火) 10:02 The Shop <reply+t@news.hub.example>:",
    "The Shop <reply+t@news.hub.example> 于2026年3月3日周二 10:02写道：",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_the_line_above_a_quotation_is_cut_in_many_languages(attribution):
    assert words(f"No, thank you.\n\n{attribution}\n\n> Reply STOP to stop.\n> More") == "No, thank you."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS[:14])
def test_a_quotation_without_marks_is_cut_below_its_first_line(attribution):
    assert words(f"No, thank you.\n\n{attribution}\n\nReply STOP to stop.") == "No, thank you."


@pytest.mark.parametrize(
    "quotation",
    [
        "-----Original Message-----\nFrom: The Shop\nSTOP",
        "-----Ursprüngliche Nachricht-----\nVon: The Shop\nSTOP",
        "-------- Message d'origine --------\nSTOP",
        "Begin forwarded message:\n\nFrom: The Shop\nSTOP",
        "________________________________\nFrom: a\nSent: b\nTo: c\nSubject: d\n\nSTOP",
        "*From:* a\n*Date:* b\n*To:* c\n*Subject:* d\n\nSTOP",
        "Von: a\nGesendet: b\nAn: c\nBetreff: d\n\nSTOP",
        "------------------------------\n\n*Van:* a\n*Verzonden:* b\n*Aan:* c\n\nSTOP",
        "发件人: a\n日期: b\n收件人: c\n主题: d\n\nSTOP",
        "De : a\nEnvoyé : b\nÀ : c\nObjet : d\n\nSTOP",
        "De: a\nEnviado el: b\nPara: c\nAsunto: d\n\nSTOP",
        "Da: a\nInviato: b\nA: c\nOggetto: d\n\nSTOP",
        "Van: a\nVerzonden: b\nAan: c\nOnderwerp: d\n\nSTOP",
        "Från: a\nSkickat: b\nTill: c\nÄmne: d\n\nSTOP",
        "Od: a\nWysłano: b\nDo: c\nTemat: d\n\nSTOP",
        "От: a\nОтправлено: b\nКому: c\nТема: d\n\nSTOP",
        "差出人: a\n送信日時: b\n宛先: c\n件名: d\n\nSTOP",
    ],
)
def test_an_older_mail_below_is_cut_in_many_languages(quotation):
    assert words(f"No, thank you.\n\n{quotation}") == "No, thank you."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from Outlook for Android<https://aka.example/x>",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Gesendet mit der Telekom Mail App",
        "Envoyé de mon iPhone",
        "Enviado desde mi Samsung Galaxy",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPad",
        "Skickat från min Android",
        "iPhoneから送信",
        "Sent from Yahoo Mail for iPhone",
        "Sent from AOL Mobile Mail",
        "Sent from Proton Mail for Android",
        "Sent from my Galaxy",
        "Sent from Mail for Windows",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
        "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.",
        "Envoyé depuis l'application Mail Orange",
        "Télécharger Outlook pour Android",
        "Enviado do meu iPhone",
        "Obtener Outlook para iOS",
        "Inviato dal mio Huawei",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Отправлено с iPhone",
        "Отправлено из мобильной Яндекс.Почты с телефона",
        "iPhone'umdan gönderildi",
        "发自我的iPhone",
        "나의 iPhone에서 보냄",
        "Lähetetty iPhonesta",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
    ],
)
def test_the_line_a_telephone_adds_is_cut(line):
    assert words(f"Yes.\n\n{line}\n") == "Yes."
    assert words(f"{line}\n") == ""


@pytest.mark.parametrize(
    "text",
    [
        "Hi Jane,\nThank you, but please stop writing to me.\nI mean it.",
        "I want\n- blue\n- size 4\nBye",
        "Warning: your shop sold me a broken thing.",
        "I returned it.\nSent with DHL on Monday",
        "As you wrote:\nI am right.",
        "From: here\nI like it",
        "My list:\n1 shirt\n2 socks",
        "Best regards is no signature\nThanks, and no more mail",
        "Dear all\n--\nplease stop\n" + "and this\n" * 20,
    ],
)
def test_nothing_a_person_wrote_is_lost(text):
    assert words(text) == text.strip()


@pytest.mark.parametrize("opening", ["", "Jane Doe\n", "On 3 Mar 2026, 10:02 Jane Doe\n"])
def test_the_line_above_a_quotation_takes_no_line_of_the_persons_with_it(opening):
    assert words(f"2 pieces please\n{opening}<jane@x.example> wrote:\n> q").startswith("2 pieces please")


def test_a_persons_indented_words_in_html_are_no_quotation():
    html = "<p>As I said:</p><blockquote style='margin-left: 3em'>two, in blue</blockquote>"
    assert words_of_html(html) == "As I said:\n\ntwo, in blue"


def test_a_signature_is_cut_but_not_when_it_is_all_there_is():
    assert words("Yes.\n\n-- \nAnn\nAnn Ltd") == "Yes."
    assert "STOP" in words("-- \nSTOP")


def test_words_below_an_unmarked_quotation_are_not_lost_and_the_doubt_is_said():
    reading = read(mail("-----Original Message-----\nFrom: Shop\n\nReply STOP to stop.\n\nI want two."))
    assert "I want two." in reading.visible_text
    assert reading.is_whole_text
    assert sample("reply_forwarded").is_whole_text


def test_a_reply_that_holds_only_quotation_has_no_words():
    assert words("On 3 Mar 2026 at 10:02, Shop <a@b.example> wrote:\n> Reply STOP to stop.\n") == ""
    assert words_of_html("<blockquote type='cite'>Reply STOP to stop.</blockquote>") == ""


def test_words_that_only_the_html_holds_are_found():
    body = "--b\nContent-Type: text/plain\n\n> quoted\n--b\nContent-Type: text/html\n\n<p>Yes</p>\n--b--"
    assert read(mail(body, "Content-Type: multipart/alternative; boundary=b")).visible_text == "Yes"


@pytest.mark.parametrize(
    "quotation",
    [
        '<blockquote type="cite">STOP</blockquote>',
        '<div class="moz-cite-prefix">On 3 Mar someone:</div><blockquote type="cite">STOP</blockquote>',
        '<div class="gmail_quote"><div class="gmail_attr">On 3 Mar 2026 at 10:02 S wrote:</div><blockquote '
        'class="gmail_quote">STOP</blockquote></div>',
        '<div id="divRplyFwdMsg"><b>From:</b> S</div><div>STOP</div>',
        '<div id="appendonsend"></div><hr><div>STOP</div>',
        '<div class="protonmail_quote">On 3 Mar someone wrote:<blockquote>STOP</blockquote></div>',
        '<div name="quote" style="border-left: 2px">Gesendet: heute<div>STOP</div></div>',
    ],
)
def test_quotations_in_html_are_cut(quotation):
    assert (
        words_of_html(f"<html><body><p>No, <b>thank</b> you.</p>{quotation}</body></html>")
        == "No, thank you."
    )


def test_html_becomes_plain_text_without_scripts_styles_or_markup():
    html = (
        "<style>p{}</style><script>alert(1)</script><!-- no --><p onclick='x()'>a &lt;b&gt; &amp;&nbsp;c</p>"
        "<img src='data:image/png;base64,AAAA' alt=x><ul><li>one</li><li>two</li></ul>"
        "line<br>break<pre> x\n y</pre>"
    )
    assert words_of_html(html) == "a <b> & c\n\none\ntwo\n\nline\nbreak\n\n x\n y"


def test_an_out_of_office_is_recognised_by_its_headers():
    reading = sample("autoreply_exchange_english")
    assert (reading.kind, reading.machine_reason) == (Kind.AUTO_REPLY, "Auto-Submitted: auto-generated")
    assert reading.visible_text.startswith("I am out of the office until Monday")


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "Precedence: junk",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Autorespond: re",
        "X-Auto-Response-Suppress: OOF",
        "Return-Path: <>",
        "From: no-reply@customer.example",
    ],
)
def test_a_machines_answer_is_recognised_by_a_single_sign(header):
    raw = mail("I am away", header) if not header.startswith("From") else f"{header}\n\nI am away".encode()
    assert read(raw).kind == Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office: Your March",
        "Automatic reply: Your March",
        "Automatische Antwort: Ihr März",
        "Abwesenheitsnotiz",
        "Réponse automatique : Votre mars",
        "Respuesta automática: Su marzo",
        "Risposta automatica: marzo",
        "Resposta automática: março",
        "Automatisch antwoord: maart",
        "Autosvar: mars",
        "Automatiskt svar: mars",
        "Automaattinen vastaus: maaliskuu",
        "Automatyczna odpowiedź: marzec",
        "Automatická odpověď: březen",
        "Automatikus válasz: március",
        "Автоматический ответ: март",
        "Otomatik Yanıt: mart",
        "自動応答: 3月",
        "自动回复: 三月",
    ],
)
def test_a_machines_answer_is_recognised_by_its_subject_in_many_languages(subject):
    assert read(mail("x", f"Subject: {subject}")).kind == Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: None",
        "Precedence: first-class",
        "Subject: Re: Out of office? Take a trip!",
        "Subject: Automatic washing machine is broken",
        "Subject: AW: Automatische Antwort",
        "Subject: Autobahn",
    ],
)
def test_a_person_is_not_taken_for_a_machine(header):
    assert read(mail("Hello", header)).kind == Kind.REPLY


def test_list_mail_is_neither_a_reply_nor_an_automatic_answer():
    reading = sample("mailing_list")
    assert (reading.kind, reading.visible_text) == (Kind.OTHER, "Who brings the tables?")
    assert reading.machine_reason.startswith("List-Id")
