"""What the people of the town write, in their two languages."""

from collections.abc import Mapping

SAID: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "de": {
        "question": (
            "Guten Tag, haben Sie das auch in der Filiale {shop} lagernd? Dann komme ich morgen vorbei.",
            "Kann ich das zusammen mit meinen Blutdrucktabletten nehmen?",
            "Gilt das auch, wenn ich telefonisch bestelle?",
            "Bis wann habt ihr am Samstag offen?",
            "Wie lange ist die Lieferzeit? Ich bräuchte es bis Freitag.",
            "Gibt es das auch ohne Parfum? Meine Haut verträgt das sonst leider nicht.",
            "Ab welchem Alter darf man das nehmen? Meine Tochter ist vier.",
            "Ist das Produkt vegan? Auf der Seite habe ich nichts dazu gefunden.",
        ),
        "thanks": (
            "Danke für den Tipp, das hat mir wirklich geholfen!",
            "Vielen Dank, sehr nett, dass Sie daran denken.",
            "Super, danke! Hab ich gleich an meine Schwester weitergeleitet.",
            "Herzlichen Dank für die Beratung letzte Woche {shop}, der Husten ist weg.",
        ),
        "yes": (
            "Ja, bitte reservieren Sie mir eine Packung. Ich hole sie am Donnerstag ab.",
            "Ja gern! Einmal bitte, Filiale {shop}.",
            "Bin dabei. Was muss ich tun?",
        ),
        "no": (
            "Nein danke, diesmal nicht.",
            "Danke, aber das brauche ich im Moment nicht.",
            "Kein Bedarf, wir haben noch zwei Packungen daheim.",
        ),
        "grievance": (
            "Ich bin letzte Woche {shop} 25 Minuten an der Kassa gestanden, obwohl hinten drei Leute"
            " plauderten. Das war früher besser.",
            "Die Flasche, die ich am Montag gekauft habe, war undicht. Meine ganze Tasche ist nass. Was nun?",
            "Mir wurde zu viel verrechnet: Auf der Rechnung steht zweimal dasselbe Produkt.",
        ),
        "stop": (
            "Bitte schicken Sie mir keine Werbung mehr.",
            "Bitte nehmen Sie mich aus dem Verteiler.",
            "Ich möchte diese E-Mails nicht mehr bekommen. Danke.",
        ),
    },
    "en": {
        "question": (
            "Hi, do you have this in stock at {shop}? I could come by tomorrow.",
            "Is it safe to take this together with blood pressure tablets?",
            "How long does delivery take? I'd need it by Friday.",
            "Is it suitable for a four-year-old?",
            "What time do you close on Saturdays?",
        ),
        "thanks": (
            "Thanks for the tip, that really helped!",
            "How kind of you to think of it. Thank you!",
            "Great, thanks - forwarded it to my sister.",
        ),
        "yes": (
            "Yes please, put one aside for me. I'll pick it up on Thursday.",
            "Count me in. What do I have to do?",
        ),
        "no": ("No thanks, not this time.", "Thank you, but I don't need any at the moment."),
        "grievance": (
            "I waited 25 minutes at the till at {shop} last week while three people chatted in the back.",
            "The bottle I bought on Monday leaked all over my bag. What now?",
        ),
        "stop": ("Please stop sending me these.", "Please take me off your list."),
    },
}
CLOSINGS: Mapping[str, tuple[str, ...]] = {
    "de": (
        "LG {first}",
        "Mit freundlichen Grüßen\n{name}",
        "Beste Grüße\n{name}",
        "Liebe Grüße, {first}",
        "{name}",
    ),
    "en": ("Best,\n{first}", "Kind regards\n{name}", "Thanks,\n{first}", "{name}"),
}
ABSENCE: Mapping[str, tuple[str, str]] = {
    "de": (
        "Abwesenheitsnotiz",
        "Guten Tag,\n\nich bin bis 30. November nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.",
    ),
    "en": (
        "Automatic reply",
        "Hello,\n\nI am out of the office until 30 November and will answer when I am back.",
    ),
}
"""The subject's beginning, and the words."""
WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Jänner", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
