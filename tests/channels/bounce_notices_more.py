"""More of what mail servers write when they give up: newer notices, and those of other languages.

All written for these tests, in the manner of each; the shape is that of bounce_notices.py.
"""

# fmt: off
# ruff: noqa: E501 - diagnostics are as long as servers make them

from textwrap import dedent

Case = tuple[str, str, str, list[tuple[str, str]]]
N = "nell@customer.example"


def _(text: str) -> str:
    return dedent(text).strip("\n") + "\n"


MORE: dict[str, Case] = {
    "exchange japanese": ("Microsoft Outlook <postmaster@corp.example>", "配信不能: 三月のお知らせ", _("""
        nell@customer.example へのメッセージを配信できませんでした。

        customer.example に nell が見つかりませんでした。

        リモート サーバーから '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient nell@customer.example not found by SMTP address lookup' が返されました
        """), [(N, "hard")]),
    "docomo": ("Mail Administrator <postmaster@carrier.example>", "Mail System Error - Returned Mail", _("""
        This Message was undeliverable due to the following reason:

        Each of the following recipients was rejected by a remote mail server.
        The reasons given by the server are included to help you determine why
        each recipient was rejected.

            Recipient: <nell@customer.example>
            Reason:    5.1.1 Unknown user nell@customer.example

        Please reply to <postmaster@carrier.example>
        if you feel this message to be in error.
        """), [(N, "hard")]),
    "au": ("Mail Delivery Subsystem <MAILER-DAEMON@carrier.example>", "Returned mail: see transcript for details", _("""
        The original message was received at Sun, 8 Mar 2026 10:00:00 +0900

           ----- The following addresses had permanent fatal errors -----
        <nell@customer.example>
            (reason: 550 <nell@customer.example>: User unknown)

           ----- Transcript of session follows -----
        ... while talking to lsean.customer.example.:
        >>> DATA
        <<< 550 <nell@customer.example>: User unknown
        550 5.1.1 <nell@customer.example>... User unknown
        """), [(N, "hard")]),
    "exchange italian": ("Microsoft Outlook <postmaster@corp.example>", "Non recapitabile: Marzo", _("""
        Il recapito non è riuscito per i seguenti destinatari o gruppi:

        nell@customer.example
        La cassetta postale del destinatario è piena e al momento non può accettare messaggi. Riprovare più tardi.

        Informazioni di diagnostica per gli amministratori:
        #554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded ##
        """), [(N, "soft")]),
    "exchange dutch": ("Microsoft Outlook <postmaster@corp.example>", "Onbestelbaar: Maart", _("""
        De bezorging bij de volgende geadresseerden of groepen is mislukt:

        nell@customer.example
        Het e-mailadres dat u hebt ingevoerd, is niet gevonden. Controleer het e-mailadres van de geadresseerde.

        Diagnostische gegevens voor beheerders:
        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        """), [(N, "hard")]),
    "exchange portuguese": ("postmaster@corp.example", "Não é possível entregar: Março", _("""
        Falha na entrega a estes destinatários ou grupos:

        nell@customer.example
        O endereço de email digitado não foi encontrado.

        Informações de diagnóstico para administradores:
        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        """), [(N, "hard")]),
    "exchange polish": ("postmaster@corp.example", "Nie można dostarczyć: Marzec", _("""
        Dostarczenie do następujących adresatów lub grup nie powiodło się:

        nell@customer.example
        Nie znaleziono wprowadzonego adresu e-mail.

        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        """), [(N, "hard")]),
    "exchange swedish": ("postmaster@corp.example", "Det gick inte att leverera: Mars", _("""
        Leverans till följande mottagare eller grupper misslyckades:

        nell@customer.example
        Det gick inte att hitta e-postadressen du angav.

        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        """), [(N, "hard")]),
    "office 365 unauthenticated": ("Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>", "Undeliverable: March", _("""
        Your message to nell@customer.example couldn't be delivered.

        nell wasn't found at customer.example.

        news                 Office 365                    nell
        Action Required                                    Recipient
        Unknown To address

        How to Fix It
        The address may be misspelled or may not exist. Try one or more of the following:

        Status code: 550 5.1.1
        """), [(N, "hard")]),
    "office 365 group": ("Microsoft Outlook <postmaster@corp.example>", "Undeliverable: March", _("""
        Your message to nell@customer.example couldn't be delivered.

        The group nell only accepts messages from people in its organization or on its allowed senders list, and your email address isn't on the list.

        Status code: 550 5.7.133
        """), [(N, "block")]),
    "gmail 2020": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Failure)", _("""
        ** Address not found **

        Your message wasn't delivered to nell@customer.example because the address couldn't be found, or is unable to receive mail.

        Learn more here: https://support.provider.example/mail/?p=NoSuchUser

        The response was:

        550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.
        """), [(N, "hard")]),
    "gmail inbox full": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Failure)", _("""
        ** Recipient inbox full **

        Your message couldn't be delivered to nell@customer.example. Their inbox is full, or it's getting too much mail right now.

        The response was:

        452 4.2.2 The email account that you tried to reach is over quota.
        """), [(N, "soft")]),
    "gmail blocked": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Failure)", _("""
        ** Message blocked **

        Your message to nell@customer.example has been blocked. See technical details below for more information.

        The response from the remote server was:

        550 5.7.1 Unauthenticated email is not accepted due to domain's DMARC policy.
        """), [(N, "block")]),
    "gmail german": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Failure)", _("""
        ** Adresse nicht gefunden **

        Ihre Nachricht wurde nicht an nell@customer.example zugestellt, weil die Adresse nicht gefunden wurde oder keine E-Mails empfangen kann.

        Antwort:

        550 5.1.1 The email account that you tried to reach does not exist.
        """), [(N, "hard")]),
    "yahoo 2020": ("MAILER-DAEMON@provider.example", "Failure Notice", _("""
        Sorry, we were unable to deliver your message to the following address.

        <nell@customer.example>:
        554: 30: Sorry, your message to nell@customer.example cannot be delivered. This mailbox is disabled (554.30).
        """), [(N, "hard")]),
    "yahoo 552": ("MAILER-DAEMON@provider.example", "Failure Notice", _("""
        Sorry, we were unable to deliver your message to the following address.

        <nell@customer.example>:
        552: 1 Requested mail action aborted, mailbox not found
        """), [(N, "hard")]),
    "laposte french": ("Mail Delivery System <MAILER-DAEMON@provider.example>", "Undelivered Mail Returned to Sender", _("""
        Ceci est le système de messagerie de l'hôte smtp.provider.example.

        Votre message n'a pas pu être remis à un ou plusieurs destinataires.

        <nell@customer.example>: host mx.customer.example[203.0.113.4] said: 550 5.5.0 Boite du destinataire inexistante ou desactivee. LPN007_402 (in reply to RCPT TO command)
        """), [(N, "hard")]),
    "sfr": ("MAILER-DAEMON@provider.example", "Echec de la remise (failure notice)", _("""
        Bonjour,
        Votre message n'a pas pu être délivré à l'adresse suivante :

        <nell@customer.example>:
        La boîte du destinataire est pleine.
        """), [(N, "soft")]),
    "movistar": ("Mail Delivery System <MAILER-DAEMON@provider.example>", "Mensaje no entregado", _("""
        Su mensaje no se pudo entregar al destinatario siguiente:

        nell@customer.example
        Motivo: el buzón no existe
        """), [(N, "hard")]),
    "libero": ("MAILER-DAEMON@provider.example", "Mancato recapito del messaggio", _("""
        Il tuo messaggio non è stato recapitato al seguente destinatario:

        <nell@customer.example>
        550 Utente sconosciuto
        """), [(N, "hard")]),
    "seznam": ("MAILER-DAEMON@provider.example", "Nedoručitelná zpráva", _("""
        Vaše zpráva nebyla doručena na adresu:

        <nell@customer.example>
        550 5.1.1 Schránka neexistuje
        """), [(N, "hard")]),
    "wp": ("MAILER-DAEMON@provider.example", "Niedostarczone: wiadomość", _("""
        Wiadomość nie została dostarczona do adresata nell@customer.example.

        Powód: skrzynka odbiorcy jest pełna
        """), [(N, "soft")]),
    "naver": ("postmaster@provider.example", "[메일 발송 실패] 안내", _("""
        메일 발송이 실패하였습니다.

        받는사람 : nell@customer.example
        실패이유 : 존재하지 않는 이메일 주소 (550 5.1.1 No such user)
        """), [(N, "hard")]),
    "sina": ("MAILER-DAEMON@provider.example", "系统退信/The email is returned.", _("""
        抱歉，您的邮件被退回来了……
        收件人邮件地址：nell@customer.example
        退信原因：该用户不存在 (#5.1.1 User unknown)
        """), [(N, "hard")]),
    "zoho": ("mailer-daemon@provider.example", "Undelivered Mail Returned to Sender", _("""
        This message was created automatically by mail delivery software.
         A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

        nell@customer.example, ERROR CODE :550 - 5.1.1 User does not exist
        """), [(N, "hard")]),
    "fastmail": ("Mail Delivery System <MAILER-DAEMON@provider.example>", "Undelivered Mail Returned to Sender", _("""
        This is the mail system at host mx.provider.example.

        <nell@customer.example>: mail for customer.example loops back to myself
        """), [(N, "other")]),
    "protonmail": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: Address does not exist (550 5.1.1)
        """), [(N, "hard")]),
    "openSMTPD": ("Mailer Daemon <MAILER-DAEMON@smtpd.example>", "Delivery status notification: error", _("""
            Hi!

            This is the MAILER-DAEMON, please DO NOT REPLY to this email.

            An error has occurred while attempting to deliver a message for
            the following list of recipients:

        nell@customer.example: 550 5.1.1 <nell@customer.example>: Recipient address rejected: User unknown

            Below is a copy of the original message:
        """), [(N, "hard")]),
    "haraka": ("MAILER-DAEMON <postmaster@haraka.example>", "failed delivery: March", _("""
        The message you sent was undeliverable.

        Intended Recipients: nell@customer.example
        Failure Reason: 550 5.2.1 The email account that you tried to reach is disabled
        """), [(N, "hard")]),
    "james": ("postmaster@james.example", "Re:March", _("""
        Hi. This is the James mail server at james.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out. Below
        I include the list of recipients and the reason why I was unable to deliver
        your message.

        Failed recipient(s):
        nell@customer.example
        Error message:
        550 5.1.1 unknown user
        """), [(N, "hard")]),
    "powermta": ("Mail Delivery System <mailer-daemon@pmta.example>", "Delivery report", _("""
        Hello, this is the mail server on pmta.example.

        I am sending you this message to inform you on the delivery status of a
        message you previously sent.  Immediately below you will find a list of
        the affected recipients;  also attached is a Delivery Status Notification
        (DSN) report in standard format, as well as the headers of the original
        message.

          <nell@customer.example>  delivery failed; will not continue trying
        """), [(N, "soft")]),
    "xmail": ("postmaster@xmail.example", "Error sending message [1741.X] from [xmail.example]", _("""
        [<00>] XMail bounce: Rcpt=[nell@customer.example];Error=[550 User unknown]

        [<01>] Error sending message [1741.X] from [xmail.example].
        """), [(N, "hard")]),
    "argosoft": ("Mail Server <postmaster@argo.example>", "Undeliverable mail: March", _("""
        Message could not be delivered to: nell@customer.example
        Reason: 550 Requested action not taken: mailbox unavailable
        """), [(N, "hard")]),
    "winwebmail": ("postmaster@winweb.example", "Delivery failure (nell@customer.example)", _("""
        Your message could not be delivered to <nell@customer.example>
        because of: user is not exist
        """), [(N, "hard")]),
}
