"""What human answers are found to want: real opt-outs are obeyed, ordinary words never opt anybody out."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.intents import SURE, Model, Name, read_intent, read_mail, train
from channels.intents.languages import LANGUAGES
from tests.channels.answers import by_text, opt_outs, ordinary
from tests.runaway import no_runaway


def name(text: str, channel: str = "sms", language: str = "") -> Name:
    return read_intent(text, channel=channel, language=language).name


def missed(texts: list[str], channel: str, language: str = "") -> list[str]:
    return [text for text in texts if name(text, channel, language) != Name.STOP]


def test_every_keyword_stops_by_sms_in_every_spelling():
    assert missed([*opt_outs.SMS_EXACT, *opt_outs.STRANGE], "sms") == []


def test_stop_and_unsubscribe_stop_by_email_too():
    texts = [text for text in opt_outs.SMS_EXACT if "stop" in text.lower() or "unsub" in text.lower()]
    assert missed(texts, "email") == []


@pytest.mark.parametrize("word", ["End", "cancel", "Quit"])
def test_a_word_that_is_a_keyword_by_law_only_by_sms_goes_to_a_person_by_email(word):
    intent = read_intent(word, channel="email")
    assert (intent.name, intent.is_sure) == (Name.OTHER, False)


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_plain_english_is_obeyed(channel):
    assert missed([*opt_outs.ENGLISH, *opt_outs.COMBINED], channel) == []


@pytest.mark.parametrize("language", opt_outs.OTHER_LANGUAGES)
def test_plain_words_of_other_languages_are_obeyed_whether_or_not_the_language_is_known(language):
    texts = opt_outs.OTHER_LANGUAGES[language]
    assert missed(texts, "sms", language) == []
    assert missed(texts, "sms") == []


@pytest.mark.parametrize(("language", "word"), opt_outs.LOCAL)
def test_a_word_that_means_something_else_elsewhere_stops_only_who_speaks_the_language(language, word):
    assert name(word, language=f"{language}-XX") == Name.STOP
    assert name(word, language="el") != Name.STOP or word == "cancelar"


@pytest.mark.parametrize("language", by_text.OPT_OUTS)
def test_nearly_all_who_ask_by_text_are_understood(language):
    texts = by_text.OPT_OUTS[language]
    assert len(missed(texts, "sms", language)) <= len(texts) // 30


@pytest.mark.parametrize("language", by_text.ORDINARY)
def test_ordinary_texts_about_stopping_and_cancelling_opt_nobody_out(language):
    texts = by_text.ORDINARY[language]
    assert [text for text in texts if name(text, language=language) == Name.STOP] == []


def test_no_order_appointment_or_delivery_that_is_cancelled_opts_anybody_out():
    what = ("my order", "my appointment", "the delivery", "order 4512", "my card", "my gym membership")
    ask = ("cancel", "stop", "end", "please cancel", "can you stop", "how do I cancel", "Sorry, cancel")
    tails = ["", "!", " please", " thanks", " for now", " until Monday", " because I'm sick"]
    texts = [f"{verb} {thing}{tail}" for verb in ask for thing in what for tail in tails]
    assert [text for text in texts if name(text) == Name.STOP] == []


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_ordinary_messages_never_opt_anybody_out(channel):
    assert len(set(ordinary.ORDINARY)) > 1200
    assert [text for text in ordinary.ORDINARY if name(text, channel) == Name.STOP] == []


@pytest.mark.parametrize("language", [table.key for table in LANGUAGES])
def test_ordinary_messages_never_opt_anybody_out_whatever_language_the_customer_is_said_to_speak(language):
    texts = ordinary.TRICKY[::5] + ordinary.CHAT[::5]
    assert [text for text in texts if name(text, "sms", language) == Name.STOP] == []


def test_a_stop_is_sure_and_says_why():
    intent = read_intent("Hi, please take me off your list.", channel="email")
    assert intent.confidence >= SURE
    assert "take me off your list" in intent.why


@pytest.mark.parametrize(
    ("subject", "words", "intent"),
    [
        ("unsubscribe", "", Name.STOP),
        ("Unsubscribe", "Ann Smith, Mill Lane", Name.STOP),
        ("Re: Please remove me from your list", "When do you open?", Name.QUESTION),
        ("Please remove me from your list", "Yes", Name.YES),
        ("Your March", "stop", Name.STOP),
        ("When do you open?", "", Name.QUESTION),
    ],
)
def test_the_subject_of_a_mail_counts_where_its_words_are_not_sure(subject, words, intent):
    assert read_mail(subject, words).name == intent


def test_what_is_unclear_goes_to_a_person():
    for text in ("Unsubscribe button is broken", "Stop it", "wrong number", "Stop. I have a question first"):
        intent = read_intent(text, channel="sms")
        assert (intent.name, intent.is_sure) != (Name.STOP, True), text
        assert not intent.is_sure or intent.name != Name.OTHER, text


def test_a_phrase_deep_in_a_long_letter_goes_to_a_person():
    letter = "We met in the park and talked about many things. " * 20 + "Please remove me from your list."
    assert name(letter, "email") != Name.STOP


ANSWERS = {
    Name.HELP: "HELP|Help!|info|Hilfe|aide|AYUDA|Aiuto|Pomoc|Помощь",
    Name.START: "START|unstop|Start please|ALTA|старт",
    Name.YES: "YES|Yes please!|yep|Sounds good|ok|Ja, gerne|oui|Sí|sim|kyllä|да|evet|はい|好的|네"
    "|I'm interested|Sure, thanks",
    Name.NO: "NO|No thanks|nope|Not interested|Nein danke|kein Interesse|non merci|No gracias"
    "|nej tack|Nie, dziękuję|нет|hayır|いいえ|不用了|아니요",
    Name.THANKS: "Thanks!|thank you so much|Danke|Merci beaucoup|gracias|спасибо|ありがとうございます|谢谢"
    "|감사합니다|Grazie mille|obrigada|köszönöm",
    Name.QUESTION: "When do you open?|Do you have it in blue?|Wann kommt es?|¿Cuánto cuesta?"
    "|C'est combien ?|quando arriva?|Сколько стоит?|quanto costa?",
    Name.LESS: "Too many emails|not so often please|Once a month is enough|zu viel"
    "|Bitte weniger Mails|trop de mails|einmal im Monat reicht|Demasiados correos"
    "|I get too many texts from you|Please email me less often|troppe email|te veel mails"
    "|слишком часто|För många mejl|za dużo maili|fewer emails please|muitos emails",
    Name.COMPLAINT: "This is unacceptable|Terrible service!|Sehr enttäuscht|C'est une arnaque"
    "|I want my money back|It arrived broken|Das ist eine Frechheit|Son unos estafadores",
    Name.OTHER: "My address is 4 Mill Lane|see attached||🙂|12345|Ich komme morgen",
}


@pytest.mark.parametrize("intent", ANSWERS)
def test_other_wishes_are_recognised(intent):
    found = {text: read_intent(text, channel="sms") for text in ANSWERS[intent].split("|")}
    assert {text: seen.name for text, seen in found.items()} == dict.fromkeys(found, intent)
    assert all(seen.is_sure == (intent != Name.OTHER) for seen in found.values())


def test_a_word_on_which_languages_disagree_is_decided_by_the_customers_own():
    assert not read_intent("tak", channel="sms").is_sure
    assert name("tak", language="da") == Name.THANKS
    assert name("Tak", language="pl") == Name.YES


LABELLED = [
    *(
        (f"the colour {word} suits me", Name.YES)
        for word in ("red", "blue", "green", "black", "white", "pink")
    ),
    *((f"size {size} pinches my toes", Name.COMPLAINT) for size in (38, 39, 40, 41, 42, 43)),
    *((f"till {hour} I am at the desk", Name.OTHER) for hour in range(8, 14)),
    *((f"erase entry {number} forthwith", Name.STOP) for number in range(6)),
]


def test_the_model_learns_from_labels_and_advises_where_the_rules_are_unsure():
    model = train(LABELLED)
    assert read_intent("that colour suits me", channel="sms").is_sure is False
    assert read_intent("that colour suits me", channel="sms", model=model).name == Name.YES
    assert read_intent("it pinches my toes", channel="sms", model=model).name == Name.COMPLAINT


def test_the_model_never_stops_anybody_and_never_overrules_a_stop():
    model = train(LABELLED)
    assert read_intent("erase entry forthwith", channel="sms", model=model).name == Name.OTHER
    assert read_intent("STOP", channel="sms", model=model).name == Name.STOP


def test_a_model_comes_back_from_json_as_it_was_and_does_not_depend_on_the_order_of_examples():
    model = train(LABELLED)
    again = Model.from_json(json.loads(json.dumps(model.to_json())))
    assert again == model
    assert train(LABELLED[::-1]) == model


def test_a_model_that_has_seen_little_says_nothing():
    assert train(LABELLED[:5]).guess("colour") is None
    assert train([]).guess("colour") is None


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_an_intent(text):
    for channel in ("sms", "email"):
        intent = read_intent(text, channel=channel, language="??")
        assert 0 <= intent.confidence <= 1
        intent.why.encode("utf-8", "replace")


WORDS = re.findall(
    r"\S+",
    "please stop texting me no more emails i want to bitte keine mails mehr ? ! 🛑 停",
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_heap_of_our_words_is_read_in_bounded_time(words):
    with no_runaway():
        read_intent(" ".join(words), channel="sms")


@pytest.mark.parametrize(
    "piece",
    ["stop ", "please ", "no more ", "i want to ", "the ", "a" * 50, "?!", "stop the the ", "в ", "退"],
)
def test_a_vast_message_is_read_in_bounded_time(piece):
    read_intent("warm", channel="sms")
    with no_runaway():
        read_intent(piece * 100_000, channel="email")


def test_two_models_together_know_what_one_of_all_examples_knows():
    assert train(LABELLED[:7]).plus(train(LABELLED[7:])) == train(LABELLED)
