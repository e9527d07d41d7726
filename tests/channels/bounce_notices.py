"""What mail servers write when they give up, in the manner of each, all written for these tests.

A notice is sender, subject, body, and the recipients with their class; a report is the words and the fields of
its status part. "plain" is a body without machine-readable parts.
"""

# fmt: off
# ruff: noqa: E501 - diagnostics are as long as servers make them

from textwrap import dedent

Case = tuple[str, str, str, list[tuple[str, str]]]


def _(text: str) -> str:
    return dedent(text).strip("\n") + "\n"


PLAIN: dict[str, Case] = {
    "qmail": ("MAILER-DAEMON@mx1.mail.example", "failure notice", _("""
        Hi. This is the qmail-send program at mx1.mail.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <nell@customer.example>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        Return-Path: <news@hub.example>
        To: nell@customer.example
        """), [("nell@customer.example", "hard")]),
    "qmail remote": ("MAILER-DAEMON@mx1.mail.example", "failure notice", _("""
        Hi. This is the qmail-send program at mx1.mail.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <nell@customer.example>:
        203.0.113.9 does not like recipient.
        Remote host said: 550 5.2.2 <nell@customer.example>... Mailbox quota exceeded
        Giving up on 203.0.113.9.

        <otto@customer.example>:
        203.0.113.9 failed after I sent the message.
        Remote host said: 554 5.7.1 Message rejected as spam
        """), [("nell@customer.example", "soft"), ("otto@customer.example", "block")]),
    "qmail no host": ("MAILER-DAEMON@mx1.mail.example", "failure notice", _("""
        Hi. This is the qmail-send program at mx1.mail.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.

        <nell@nowhere.example>:
        Sorry, I couldn't find any host named nowhere.example. (#5.1.2)
        """), [("nell@nowhere.example", "hard")]),
    "qmail queue too long": ("MAILER-DAEMON@mx1.mail.example", "failure notice", _("""
        Hi. This is the qmail-send program at mx1.mail.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.

        <nell@customer.example>:
        Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
        I'm not going to try again; this message has been in the queue too long.
        """), [("nell@customer.example", "soft")]),
    "vpopmail": ("MAILER-DAEMON@mx1.mail.example", "failure notice", _("""
        Hi. This is the qmail-send program at mx1.mail.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.

        <nell@customer.example>:
        This address no longer accepts mail.
        """), [("nell@customer.example", "hard")]),
    "yahoo old": ("MAILER-DAEMON@mail.provider.example", "Failure Notice", _("""
        Sorry, we were unable to deliver your message to the following address.

        <nell@customer.example>:
        Remote host said: 554 delivery error: dd This user doesn't have a customer.example account (nell@customer.example) [0] - mta1.customer.example [BODY]

        --- Below this line is a copy of the message.
        """), [("nell@customer.example", "hard")]),
    "exim": ("Mailer-Daemon@host.mail.example", "Mail delivery failed: returning message to sender", _("""
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          nell@customer.example
            SMTP error from remote mail server after RCPT TO:<nell@customer.example>:
            host mx.customer.example [203.0.113.9]: 550 5.1.1 <nell@customer.example>:
            Recipient address rejected: User unknown in virtual mailbox table

        ------ This is a copy of the message, including all the headers. ------

        To: nell@customer.example
        """), [("nell@customer.example", "hard")]),
    "exim unrouteable": ("Mailer-Daemon@host.mail.example", "Mail delivery failed: returning message to sender", _("""
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          nell@nowhere.example
            Unrouteable address
          otto@customer.example
            (generated from all@customer.example)
            mailbox is full: retry timeout exceeded
        """), [("nell@nowhere.example", "hard"), ("otto@customer.example", "soft")]),
    "exim spam": ("Mailer-Daemon@host.mail.example", "Mail delivery failed: returning message to sender", _("""
        This message was created automatically by mail delivery software.

        The following address(es) failed:

          nell@customer.example
            host mx.customer.example [203.0.113.9]
            SMTP error from remote mail server after end of data:
            554 5.7.1 [CS] Message blocked. Please visit the help page.
        """), [("nell@customer.example", "block")]),
    "exim delay": ("Mailer-Daemon@host.mail.example", "Warning: message 1kGxyz-0001Ab-CD delayed 24 hours", _("""
        This message was created automatically by mail delivery software.
        A message that you sent has not yet been delivered to one or more of its
        recipients after more than 24 hours on the queue on host.mail.example.

        The address to which the message has not yet been delivered is:

          nell@customer.example

        No action is required on your part. Delivery attempts will continue for
        some time, and this warning may be repeated at intervals.
        """), [("nell@customer.example", "soft")]),
    "exim german": ("Mailer-Daemon@mail.example", "Mail delivery failed: returning message to sender", _("""
        Diese Nachricht wurde automatisch von der Mail-Software erstellt.

        Eine von Ihnen gesendete Nachricht konnte nicht zugestellt werden an:

          nell@customer.example
            Empfänger unbekannt
        """), [("nell@customer.example", "hard")]),
    "sendmail": ("MAILER-DAEMON@box.mail.example", "Returned mail: see transcript for details", _("""
        The original message was received at Mon, 2 Mar 2026 10:00:00 GMT
        from localhost [127.0.0.1]

           ----- The following addresses had permanent fatal errors -----
        <nell@customer.example>
            (reason: 550 5.1.1 <nell@customer.example>... User unknown)

           ----- Transcript of session follows -----
        ... while talking to mx.customer.example.:
        >>> DATA
        <<< 550 5.1.1 <nell@customer.example>... User unknown
        550 5.1.1 <nell@customer.example>... User unknown
        <<< 503 5.0.0 Need RCPT (recipient)
        """), [("nell@customer.example", "hard")]),
    "sendmail 8.8": ("MAILER-DAEMON@box.mail.example", "Returned mail: Host unknown (Name server: nowhere.example: host not found)", _("""
        The original message was received at Mon, 2 Mar 2026 10:00:00 GMT

           ----- The following addresses had permanent fatal errors -----
        <nell@nowhere.example>

           ----- Transcript of session follows -----
        550 <nell@nowhere.example>... Host unknown (Name server: nowhere.example: host not found)
        """), [("nell@nowhere.example", "hard")]),
    "sendmail delay": ("MAILER-DAEMON@box.mail.example", "Warning: could not send message for past 4 hours", _("""
            **********************************************
            **      THIS IS A WARNING MESSAGE ONLY      **
            **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
            **********************************************

        The original message was received at Mon, 2 Mar 2026 10:00:00 GMT

           ----- The following addresses had transient non-fatal errors -----
        <nell@customer.example>

           ----- Transcript of session follows -----
        <nell@customer.example>... Deferred: Connection timed out with mx.customer.example.
        Warning: message still undelivered after 4 hours
        Will keep trying until message is 5 days old
        """), [("nell@customer.example", "soft")]),
    "postfix old": ("MAILER-DAEMON@mx2.mail.example", "Undelivered Mail Returned to Sender", _("""
        This is the Postfix program at host mx2.mail.example.

        I'm sorry to have to inform you that the message returned
        below could not be delivered to one or more destinations.

        For further assistance, please send mail to <postmaster>

                                The Postfix program

        <nell@customer.example>: host mx.customer.example[203.0.113.9] said: 550
            <nell@customer.example>: Recipient address rejected: User unknown in local
            recipient table (in reply to RCPT TO command)
        """), [("nell@customer.example", "hard")]),
    "postfix blocked": ("MAILER-DAEMON@mx2.mail.example", "Undelivered Mail Returned to Sender", _("""
        This is the mail system at host mx2.mail.example.

        <nell@customer.example>: host mx.customer.example[203.0.113.9] said: 554 5.7.1
            Service unavailable; Client host [203.0.113.1] blocked using zen.list.example
            (in reply to RCPT TO command)

        <otto@nowhere.example>: Host or domain name not found. Name service error for
            name=nowhere.example type=A: Host not found

        <pia@customer.example>: mail for customer.example loops back to myself
        """), [("nell@customer.example", "block"), ("otto@nowhere.example", "hard"), ("pia@customer.example", "other")]),
    "courier": ("MAILER-DAEMON@courier.example", "NOTICE: mail delivery status.", _("""
        This is a delivery status notification from courier.example,
        running the Courier mail server, version 0.73.

        The original message was received on Mon, 2 Mar 2026 10:00:00 +0000
        from hub.example (hub.example [203.0.113.1])

        ---------------------------------------------------------------------------

                                   UNDELIVERABLE MAIL

        Your message to the following recipients cannot be delivered:

        <nell@customer.example>:
             mx.customer.example [203.0.113.9]:
         >>> RCPT TO:<nell@customer.example>
         <<< 550 User unknown.

        ---------------------------------------------------------------------------
        """), [("nell@customer.example", "hard")]),
    "smail": ("Mailer-Daemon@smail.example", "mail failed, returning to sender", _("""
        |------------------------- Message log follows: -------------------------|
         no valid recipients were found for this message
        |------------------------- Failed addresses follow: ---------------------|
         <nell@customer.example> ... unknown user
        |------------------------- Message text follows: ------------------------|
        Received: from hub.example
        """), [("nell@customer.example", "hard")]),
    "smail transport": ("<MAILER-DAEMON@smail.example>", "mail failed, returning to sender", _("""
        |------------------------- Failed addresses follow: ---------------------|
         nell@customer.example ... transport smtp: 550 Mailbox unavailable
        |------------------------- Message text follows: ------------------------|
        """), [("nell@customer.example", "hard")]),
    "exchange 5.5": ("System Administrator <postmaster@corp.example>", "Undeliverable: Your March", _("""
        Your message

          To:      Nell North
          Subject: Your March
          Sent:    Mon, 2 Mar 2026 10:00:00 -0000

        did not reach the following recipient(s):

        nell@customer.example on Mon, 2 Mar 2026 10:00:05 -0000
            The recipient name is not recognized
                The MTS-ID of the original message is: c=us;a= ;p=corp;l=MAIL0123
            MSEXCH:IMS:Corp:Site:MAIL 0 (000C05A6) Unknown Recipient
        """), [("nell@customer.example", "hard")]),
    "exchange 2003": ("postmaster@corp.example", "Delivery Status Notification (Failure)", _("""
        This is an automatically generated Delivery Status Notification.

        Delivery to the following recipients failed.

               nell@customer.example

        """), [("nell@customer.example", "hard-or-soft")]),
    "exchange 2007": ("postmaster@corp.example", "Undeliverable: Your March", _("""
        Delivery has failed to these recipients or distribution lists:

        nell@customer.example<mailto:nell@customer.example>
        The recipient's e-mail address was not found in the recipient's e-mail system. Microsoft Exchange will not try to redeliver this message for you. Please check the e-mail address and try resending this message.

        Diagnostic information for administrators:

        Generating server: mail.corp.example

        nell@customer.example
        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        """), [("nell@customer.example", "hard")]),
    "exchange full": ("postmaster@corp.example", "Undeliverable: Your March", _("""
        Delivery has failed to these recipients or groups:

        nell@customer.example
        The recipient's mailbox is full and can't accept messages now. Please try resending your message later, or contact the recipient directly.

        Diagnostic information for administrators:

        Generating server: mail.corp.example

        nell@customer.example
        Remote Server returned '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded'
        """), [("nell@customer.example", "soft")]),
    "office 365": ("Microsoft Outlook <postmaster@corp.example>", "Undeliverable: Your March", _("""
        Your message to nell@customer.example couldn't be delivered.

        nell wasn't found at customer.example.

        news            Office 365            nell
        Action Required                  Recipient

        Unknown To address

        How to Fix It
        The address may be misspelled or may not exist.

        Diagnostic information for administrators:
        550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient nell@customer.example not found by SMTP address lookup
        """), [("nell@customer.example", "hard")]),
    "office 365 policy": ("Microsoft Outlook <postmaster@corp.example>", "Undeliverable: Your March", _("""
        Your message to nell@customer.example couldn't be delivered.

        A custom mail flow rule created by an admin at customer.example has blocked your message.

        Remote server returned '550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy'
        """), [("nell@customer.example", "block")]),
    "exchange german": ("Systemadministrator <postmaster@corp.example>", "Unzustellbar: Ihr März", _("""
        Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

        nell@customer.example
        Die eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie die E-Mail-Adresse des Empfängers.

        Diagnoseinformationen für Administratoren:
        Generierender Server: mail.corp.example
        nell@customer.example
        Remote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'
        """), [("nell@customer.example", "hard")]),
    "exchange french": ("Administrateur système <postmaster@corp.example>", "Non remis : Votre mars", _("""
        Échec de la remise pour ces destinataires ou groupes :

        nell@customer.example
        L'adresse de messagerie que vous avez entrée est introuvable.

        Informations de diagnostic pour les administrateurs :
        nell@customer.example
        #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
        """), [("nell@customer.example", "hard")]),
    "exchange spanish": ("postmaster@corp.example", "No se puede entregar: Su marzo", _("""
        Error de entrega a estos destinatarios o grupos:

        nell@customer.example
        El buzón del destinatario está lleno y no puede aceptar mensajes en este momento.

        Información de diagnóstico para los administradores:
        nell@customer.example
        #554 5.2.2 mailbox full ##
        """), [("nell@customer.example", "soft")]),
    "gmail old": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Failure)", _("""
        Delivery to the following recipient failed permanently:

             nell@customer.example

        Technical details of permanent failure:
        Google tried to deliver your message, but it was rejected by the server for the recipient domain customer.example by mx.customer.example. [203.0.113.9].

        The error that the other server returned was:
        550 5.1.1 <nell@customer.example>: Recipient address rejected: User unknown

        ----- Original message -----
        """), [("nell@customer.example", "hard")]),
    "gmail full": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Failure)", _("""
        ** Message not delivered **

        The recipient's inbox is full.

        Your message couldn't be delivered to nell@customer.example. Their inbox is full, or it's getting too much mail right now.

        The response was:

        452-4.2.2 The email account that you tried to reach is over quota.
        """), [("nell@customer.example", "soft")]),
    "gmail address": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Failure)", _("""
        ** Address not found **

        Your message wasn't delivered to nell@customer.example because the address couldn't be found, or is unable to receive mail.

        The response from the remote server was:
        550 5.1.1 The email account that you tried to reach does not exist.
        """), [("nell@customer.example", "hard")]),
    "gmail delay": ("Mail Delivery Subsystem <mailer-daemon@provider.example>", "Delivery Status Notification (Delay)", _("""
        ** Delivery incomplete **

        There was a temporary problem delivering your message to nell@customer.example. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.
        """), [("nell@customer.example", "soft")]),
    "yahoo": ("MAILER-DAEMON@provider.example", "Failure Notice", _("""
        Sorry, we were unable to deliver your message to the following address.

        <nell@customer.example>:
        550: 5.1.1 <nell@customer.example>: Recipient address rejected: customer.example
        """), [("nell@customer.example", "hard")]),
    "aol": ("Mail Delivery Subsystem <MAILER-DAEMON@provider.example>", "Returned mail: User unknown", _("""
        The original message was received at Mon, 2 Mar 2026 10:00:00 -0500 (EST)
        from hub.example [203.0.113.1]

        *** ATTENTION ***

        Your e-mail is being returned to you because there was a problem with its
        delivery.  The address which was undeliverable is listed in the section
        labeled: "----- The following addresses had permanent fatal errors -----".

                --Provider Postmaster

           ----- The following addresses had permanent fatal errors -----
        <nell@customer.example>

           ----- Transcript of session follows -----
        ... while talking to air-xx.mail.example.:
        >>> RCPT To:<nell@customer.example>
        <<< 550 MAILBOX NOT FOUND
        550 <nell@customer.example>... User unknown
        """), [("nell@customer.example", "hard")]),
    "lotus domino": ("Postmaster@domino.example", "DELIVERY FAILURE: User nell (nell@customer.example) not listed in Domino Directory", _("""
        Your message

          Subject: Your March

        was not delivered to:

          nell@customer.example

        because:

          User nell (nell@customer.example) not listed in Domino Directory
        """), [("nell@customer.example", "hard")]),
    "lotus domino full": ("Postmaster@domino.example", "DELIVERY FAILURE: Database has reached its quota", _("""
        Your message

          Subject: Your March

        was not delivered to:

          nell@customer.example

        because:

          Cannot send to nell@customer.example: Unable to copy Memo, because the database would exceed its disk quota
        """), [("nell@customer.example", "soft")]),
    "lotus domino 553": ("Postmaster@domino.example", "DELIVERY FAILURE: 554 mail server rejected", _("""
        Your message

          Subject: Your March

        was not delivered to:

          nell@customer.example

        because:

          Error transferring to MX.CUSTOMER.EXAMPLE; SMTP Protocol Returned a Permanent Error 554 5.7.1 blocked by policy
        """), [("nell@customer.example", "block")]),
    "groupwise": ("Mailer-Daemon@gw.example", "Message status - undeliverable", _("""
        The message that you sent was undeliverable to the following:
            nell@customer.example (user not found)

        Possibly truncated original message follows:
        """), [("nell@customer.example", "hard")]),
    "groupwise attached": ("Mail System <Postmaster@gw.example>", "Mail Not Delivered", _("""
        The attached file had the following undeliverable recipient(s):
            nell@customer.example

        Transcript of session follows:
        Command: RCPT TO:<nell@customer.example>
        Response: 550 <nell@customer.example>... No such user
        """), [("nell@customer.example", "hard")]),
    "novell nims": ("Postmaster@nims.example", "Returned mail: User unknown", _("""
        The message could not be delivered to the following recipients:

        nell@customer.example  Reason: Over quota
        """), [("nell@customer.example", "soft")]),
    "imail": ("Postmaster@imail.example", "Undeliverable Mail", _("""
        Unknown user: nell@customer.example

        Original message follows.

        Received: from hub.example
        """), [("nell@customer.example", "hard")]),
    "imail queue": ("Postmaster@imail.example", "Undeliverable Mail", _("""
        undeliverable to nell@customer.example

        Original message follows.
        """), [("nell@customer.example", "hard-or-soft")]),
    "imail full": ("Postmaster@imail.example", "Undeliverable Mail", _("""
        User mailbox exceeds allowed size: nell@customer.example

        Original message follows.
        """), [("nell@customer.example", "soft")]),
    "smtp32": ("<postmaster@smtp32.example>", "undeliverable mail", _("""
        SMTP32 v20200101 - delivery failed

        Delivery failed 20 attempts: nell@customer.example

        Original message follows.
        """), [("nell@customer.example", "soft")]),
    "mdaemon": ("MDaemon at mdaemon.example <MDaemon@mdaemon.example>", "Permanent Delivery Failure", _("""
        --------------------------------------------------------------------
        The following data may contain sections which represent BASE64 encoded
        file attachments.
        --------------------------------------------------------------------

        The attached message had PERMANENT fatal delivery errors!

        Failed address: nell@customer.example

        --- Session Transcript ---
         Mon 2026-03-02 10:00:01: --> RCPT To:<nell@customer.example>
         Mon 2026-03-02 10:00:01: <-- 550 5.1.1 <nell@customer.example> User unknown
        --- End Transcript ---
        """), [("nell@customer.example", "hard")]),
    "mdaemon no user": ("MDaemon@mdaemon.example", "MDaemon Warning - Nonexistent User", _("""
        The following recipient does not exist at mdaemon.example:

          nell@customer.example - no such user here.

        There is no user by that name at this server.
        """), [("nell@customer.example", "hard")]),
    "mercury": ("Mail Administrator <postmaster@mercury.example>", "Delivery failure notification", _("""
        Your message could not be delivered to one or more addresses: the reason is shown below.

        with the following errors:

        *** nell@customer.example
            User not known at this site.
        """), [("nell@customer.example", "hard")]),
    "mercury failed": ("Electronic Postmaster <postmaster@mercury.example>", "Postmaster Notify: Delivery Failure.", _("""
        The following message is being returned to you because one or more
        addresses could not be delivered.

        <nell@customer.example>
          [203.0.113.9] 553 mailbox name not allowed
        """), [("nell@customer.example", "hard")]),
    "zimbra": ("Mail Delivery System <MAILER-DAEMON@zimbra.example>", "Undelivered Mail Returned to Sender", _("""
        This is the mail system at host zimbra.example.

        I'm sorry to have to inform you that your message could not
        be delivered to one or more recipients. It's attached below.

        <nell@customer.example>: host zimbra.example[203.0.113.5] said: 452 4.2.2 Over quota
            (in reply to end of DATA command)
        """), [("nell@customer.example", "soft")]),
    "icloud": ("Mail Delivery System <MAILER-DAEMON@provider.example>", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: host mx01.mail.provider.example[203.0.113.7] said: 552 5.2.2
            <nell@customer.example>: user is over quota (in reply to RCPT TO command)
        """), [("nell@customer.example", "soft")]),
    "qq": ("PostMaster@provider.example", "系统退信/Systems bounce", _("""
        抱歉，您的邮件被退回来了……

        原邮件信息：
        时  间：2026-03-02 10:00:00
        主  题：Your March
        收件人：nell@customer.example
        退信原因：发送邮件地址不存在，请确认收件人邮箱地址是否正确。
        Sorry, your mail was returned. The recipient's email address does not exist.
        host mx.customer.example[203.0.113.9] said: 550 Mailbox not found
        """), [("nell@customer.example", "hard")]),
    "163": ("Postmaster@provider.example", "系统退信", _("""
        抱歉，您的邮件被退回来了
        收件人邮件地址（nell@customer.example）不存在，邮件无法送达。
        The following recipient: nell@customer.example does not exist
        SMTP error, RCPT TO: 550 User not found: nell@customer.example
        """), [("nell@customer.example", "hard")]),
    "qq full": ("PostMaster@provider.example", "系统退信", _("""
        收件人（nell@customer.example）
        退信原因：收件人邮箱空间已满
        SMTP error, DOT: 552 Mailbox space is full
        """), [("nell@customer.example", "soft")]),
    "mail.ru": ("mailer-daemon@provider.example", "Mail delivery failed: returning message to sender", _("""
        Это письмо создано автоматически сервером, отвечать на него не нужно.

        К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

        nell@customer.example
          SMTP error from remote mail server after RCPT TO: 550 Message was not accepted -- invalid mailbox.
          Local mailbox nell@customer.example is unavailable: user not found
        """), [("nell@customer.example", "hard")]),
    "mail.ru full": ("mailer-daemon@provider.example", "Недоставленное сообщение", _("""
        Ваше сообщение не может быть доставлено:

        nell@customer.example
          user is over quota / ящик переполнен
        """), [("nell@customer.example", "soft")]),
    "yandex": ("mailer-daemon@provider.example", "Недоставленное сообщение", _("""
        Это автоматическое уведомление о доставке почты.
        This is the mail system at host forward.provider.example.

        К сожалению, ваше письмо не доставлено.

        <nell@customer.example>: host mx.provider.example[203.0.113.4] said: 550 5.7.1 No
            such user! (in reply to RCPT TO command)
        """), [("nell@customer.example", "hard")]),
    "gmx": ("GMX Mailer Daemon <mailer-daemon@provider.example>", "Mail delivery failed: returning message to sender", _("""
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of
        its recipients. This is a permanent error. The following address
        failed:

        "nell@customer.example":
        SMTP error from remote server for RCPT TO command, host: mx.customer.example (203.0.113.9) reason: 550 5.1.1 unknown user

        --- The header of the original message is following. ---
        """), [("nell@customer.example", "hard")]),
    "web.de full": ("Mail Delivery System <mailer-daemon@provider.example>", "Mail delivery failed: returning message to sender", _("""
        The following address failed:

        nell@customer.example:
        Quota exceeded. The recipients mailbox is full.
        """), [("nell@customer.example", "soft")]),
    "t-online": ("Mail Delivery System <Mailer-Daemon@provider.example>", "Mail delivery failed: returning message to sender", _("""
        |------------------------- Message log follows: -------------------------|
         no valid recipients were found for this message
        |------------------------- Failed addresses follow: ---------------------|
         <nell@customer.example> ... transport local: 550 unknown user account
        |------------------------- Message text follows: ------------------------|
        """), [("nell@customer.example", "hard")]),
    "orange": ("MAILER-DAEMON@provider.example", "Message non remis", _("""
        Votre message n'a pas pu être remis aux destinataires suivants :

        <nell@customer.example>: 550 5.1.1 Adresse d'au moins un destinataire invalide. Invalid recipient. OFR_416 [416]
        """), [("nell@customer.example", "hard")]),
    "orange limit": ("MAILER-DAEMON@provider.example", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: host smtp-in.provider.example[203.0.113.2] said: 421 4.7.0 Too many connections, slow down. OFR004_104 [104]
        """), [("nell@customer.example", "soft")]),
    "free.fr": ("Mail Delivery System <MAILER-DAEMON@provider.example>", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: host mx.provider.example[203.0.113.3] said: 550 5.2.1
            This mailbox has been blocked due to inactivity (in reply to RCPT TO command)
        """), [("nell@customer.example", "hard")]),
    "mimecast": ("postmaster@mimecast.example", "[Postmaster] Email Delivery Failure", _("""
        This is a delivery failure notification message indicating that
        an email you addressed to email address :
        -- nell@customer.example

        could not be delivered. The problem appears to be :
        -- Recipient email server rejected the message

        Additional information follows :
        -- 550 Administrative prohibition - envelope blocked

        This condition occurred after 1 attempt(s) to deliver over
        a period of 0 hour(s).
        """), [("nell@customer.example", "block")]),
    "mimecast user": ("postmaster@mimecast.example", "[Postmaster] Email Delivery Failure", _("""
        This is a delivery failure notification message indicating that
        an email you addressed to email address :
        -- nell@customer.example

        could not be delivered. The problem appears to be :
        -- Recipient email address is possibly incorrect

        Additional information follows :
        -- 5.1.1 User unknown
        """), [("nell@customer.example", "hard")]),
    "proofpoint": ("Mail Delivery Subsystem <MAILER-DAEMON@ppe.example>", "Returned mail: see transcript for details", _("""
        The original message was received at Mon, 2 Mar 2026 10:00:00 GMT

           ----- The following addresses had permanent fatal errors -----
        <nell@customer.example>
            (reason: 554 5.7.1 Blocked - see https://help.example/?ip=203.0.113.1)
        """), [("nell@customer.example", "block")]),
    "barracuda": ("Postmaster <postmaster@barracuda.example>", "**Message you sent blocked by our bulk email filter**", _("""
        Your message to: nell@customer.example
        was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:

        Subject: Your March
        """), [("nell@customer.example", "block")]),
    "messagelabs": ("MAILER-DAEMON@messagelabs.example", "Delivery Failure", _("""
        This is the mail delivery agent at messagelabs.example.
        I was not able to deliver your message to the following addresses.

        <nell@customer.example>:
        203.0.113.9 does not like recipient.
        Remote host said: 550 5.1.1 Recipient unknown
        """), [("nell@customer.example", "hard")]),
    "ironport": ("Mail Delivery System <MAILER-DAEMON@ironport.example>", "Delivery Status Notification (Failure)", _("""
        The following message to <nell@customer.example> was undeliverable.
        The reason for the problem:
        5.1.0 - Unknown address error 550-'5.1.1 User unknown'
        """), [("nell@customer.example", "hard")]),
    "ironport delay": ("Mail Delivery System <MAILER-DAEMON@ironport.example>", "Delivery Status Notification (Delay)", _("""
        The following message to <nell@customer.example> has been delayed.
        The reason for the problem:
        4.3.0 - Other mail system problem 451-'4.3.0 Please try again later'
        """), [("nell@customer.example", "soft")]),
    "sophos": ("MAILER-DAEMON@sophos.example", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: host mx.customer.example[203.0.113.9] said: 550 5.7.1
            Sender rejected by reputation filter (in reply to MAIL FROM command)
        """), [("nell@customer.example", "block")]),
    "workmail": ("MAILER-DAEMON@workmail.example", "Delivery Status Notification (Failure)", _("""
        An error occurred while trying to deliver the mail to the following recipients:
        nell@customer.example
        550 5.1.1 mailbox does not exist
        """), [("nell@customer.example", "hard")]),
    "ses": ("MAILER-DAEMON@ses.example", "Delivery Status Notification (Failure)", _("""
        An error occurred while trying to deliver the mail to the following recipients:
        nell@customer.example
        otto@customer.example
        """), [("nell@customer.example", "hard-or-soft"), ("otto@customer.example", "hard-or-soft")]),
    "surgemail": ("<postmaster@surge.example>", "Failed mail (nell@customer.example) ", _("""
        Your email to nell@customer.example has not been delivered, reason:
        Remote host said: 550 unknown user

        [Surgemail delivery report]
        """), [("nell@customer.example", "hard")]),
    "communigate": ("<MAILER-DAEMON@cgp.example>", "Undeliverable mail: Your March", _("""
        Failed to deliver to 'nell@customer.example'
        SMTP module(domain mail.customer.example) reports:
         mail.customer.example: 550 unknown user
        """), [("nell@customer.example", "hard")]),
    "communigate full": ("<MAILER-DAEMON@cgp.example>", "Undeliverable mail: Your March", _("""
        Failed to deliver to '<nell@customer.example>'
        LOCAL module(account nell) reports:
         account is full (quota exceeded)
        """), [("nell@customer.example", "soft")]),
    "kerio": ("postmaster@kerio.example", "Undeliverable mail", _("""
        Your message was not delivered to the following recipients:

        nell@customer.example: 550 5.1.1 User unknown
        """), [("nell@customer.example", "hard")]),
    "hmailserver": ("mailer-daemon@hmail.example", "Message undeliverable: Your March", _("""
        Your message did not reach some or all of the intended recipients.

           Sent: Mon, 2 Mar 2026 10:00:00 +0100
           Subject: Your March

        The following recipient(s) could not be reached:

        nell@customer.example
           Error Type: SMTP
           Remote server (203.0.113.9) issued an error.
           hMailServer sent: RCPT TO:<nell@customer.example>
           Remote server replied: 550 No such user here

        hMailServer
        """), [("nell@customer.example", "hard")]),
    "mailenable": ("Postmaster <postmaster@mailenable.example>", "Message Delivery Failure", _("""
        MailEnable: Message could not be delivered to some recipients.
        The following recipient(s) could not be reached:

            Recipient: [SMTP:nell@customer.example]
            Reason: Remote SMTP Server Returned: 550 No such user here

        Message headers follow:
        Received: from hub.example
        """), [("nell@customer.example", "hard")]),
    "postini": ("Mail Delivery Subsystem <MAILER-DAEMON@postini.example>", "Returned mail: User unknown", _("""
           ----- Transcript of session follows -----
        550 5.1.1 No such user - psmtp
        ----- The following addresses had permanent fatal errors -----
        <nell@customer.example>
        """), [("nell@customer.example", "hard")]),
    "netscape": ("Mail Administrator <postmaster@netscape.example>", "Mail System Error - Returned Mail", _("""
        This Message was undeliverable due to the following reason:

        Your message was not delivered because the destination computer was
        not reachable within the allowed queue period.

        Host customer.example is not responding.

        The following recipients did not receive this message:

             <nell@customer.example>

        Please reply to Postmaster@netscape.example
        if you feel this message to be in error.
        """), [("nell@customer.example", "soft")]),
    "netscape user": ("Mail Administrator <postmaster@netscape.example>", "Mail System Error - Returned Mail", _("""
        This Message was undeliverable due to the following reason:

        One or more of the recipients of your message did not receive it
        because they would have exceeded their mailbox size limit.

        User quota exceeded: SMTP <nell@customer.example>

        Please reply to Postmaster@netscape.example
        """), [("nell@customer.example", "soft")]),
    "sun ims": ("Internet Mail Delivery <postmaster@ims.example>", "Delivery Notification: Delivery has failed", _("""
        This report relates to a message you sent with the following header fields:

          Message-id: <1@hub.example>
          Date: Mon, 02 Mar 2026 10:00:00 +0000
          From: News <news@hub.example>
          To: nell@customer.example
          Subject: Your March

        Your message cannot be delivered to the following recipients:

          Recipient address: nell@customer.example
          Original address: nell@customer.example
          Reason: Over quota
        """), [("nell@customer.example", "soft")]),
    "sun ims user": ("Internet Mail Delivery <postmaster@ims.example>", "Delivery Notification: Delivery has failed", _("""
        Your message cannot be delivered to the following recipients:

          Recipient address: nell@customer.example
          Reason: Remote SMTP server has rejected address
          Diagnostic code: smtp;550 5.1.1 unknown or illegal alias: nell@customer.example
          Remote system: dns;mx.customer.example (TCP|203.0.113.1|41|203.0.113.9|25)
        """), [("nell@customer.example", "hard")]),
    "x400": ("X400 Gateway <postmaster@x400.example>", "Non-Delivery Report", _("""
        ************************************************
        Your message could not be delivered to:

          nell@customer.example

        Reason: Unable-To-Transfer
        Diagnostic: Unrecognised-ORName (unknown recipient)
        """), [("nell@customer.example", "hard")]),
    "dragonmail": ("postmaster@dragon.example", "Delivery failure (nell@customer.example)", _("""
        Your message has encountered delivery problems
        to the following recipient(s):

        nell@customer.example
        (Was addressed to nell@customer.example)
        Delivery failed
        550 Unknown user 'nell'
        """), [("nell@customer.example", "hard")]),
    "compuserve": ("Electronic Postmaster <POSTMASTER@compu.example>", "Undeliverable Message", _("""
        Receiver not found: nell@customer.example

        Your message could not be delivered as addressed.

        --- Returned Message ---
        """), [("nell@customer.example", "hard")]),
    "simplemail": ("Mail Delivery Service <Mailer-Daemon@simple.example>", "Delivery Status Notification", _("""
         - These recipients of your message have been processed by the mail server:
        nell@customer.example; Failed; 5.1.1 (bad destination mailbox address)
        """), [("nell@customer.example", "hard")]),
    "xmail": ("XMail PostMaster <postmaster@xmail.example>", "Error sending message [1234] from [hub.example]", _("""
        [<00>] XMail bounce: Rcpt=[nell@customer.example];Error=[550 5.1.1 User unknown]

        [<01>] Error sending message [1234] from [hub.example].
        """), [("nell@customer.example", "hard")]),
    "argosoft": ("<postmaster@argo.example>", "Mail delivery problem", _("""
        This message was undeliverable to the following recipients:
        nell@customer.example
        Error: no such mailbox
        """), [("nell@customer.example", "hard")]),
    "merak": ("MAILER-DAEMON@icewarp.example", "Mail delivery failure", _("""
        The message could not be delivered to one or more recipients.

        Recipient: <nell@customer.example>
        Reason:    Mailbox unavailable or access denied - <nell@customer.example>
        """), [("nell@customer.example", "hard")]),
    "intermail": ("Mail Administrator <Postmaster@intermail.example>", "Mail System Error - Returned Mail", _("""
        This Message was undeliverable due to the following reason:

        Each of the following recipients was rejected by a remote mail server.
        The reasons given by the server are included to help you determine why
        each recipient was rejected.

            Recipient: <nell@customer.example>
            Reason:    5.1.1 <nell@customer.example> user unknown

        Please reply to <Postmaster@intermail.example>
        if you feel this message to be in error.
        """), [("nell@customer.example", "hard")]),
    "verizon": ("<postmaster@carrier.example>", "Undeliverable Message", _("""
        Error: undeliverable to nell@customer.example
        Reason: Subscriber has opted out of this service: recipient unknown
        """), [("nell@customer.example", "hard")]),
    "att wireless": ("Mail Delivery <postmaster@carrier.example>", "Undeliverable: Your March", _("""
        Undeliverable to nell@customer.example
        552 5.2.0 message too large
        """), [("nell@customer.example", "other")]),
    "bigfish": ("MAILER-DAEMON@bigfish.example", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: host mail.customer.example[203.0.113.9] said:
            550 5.4.1 [nell@customer.example]: Recipient address rejected: Access denied
            (in reply to RCPT TO command)
        """), [("nell@customer.example", "hard")]),
    "spamhaus s3140": ("postmaster@provider.example", "Undeliverable: Your March", _("""
        <nell@customer.example>: host mx.provider.example[203.0.113.9] said: 550 5.7.1 Unfortunately,
            messages from [203.0.113.1] weren't sent. Please contact your Internet service provider since
            part of their network is on our block list (S3140). (in reply to MAIL FROM command)
        """), [("nell@customer.example", "block")]),
    "dmarc": ("MAILER-DAEMON@provider.example", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: host mx.provider.example[203.0.113.9] said: 550-5.7.26
            Unauthenticated email from hub.example is not accepted due to domain's DMARC policy.
        """), [("nell@customer.example", "block")]),
    "yahoo deferred": ("MAILER-DAEMON@mx.example", "Delayed Mail (still being retried)", _("""
        <nell@customer.example>: host mta.provider.example[203.0.113.9] said: 421 4.7.0 [TSS04] Messages from 203.0.113.1 temporarily deferred due to unexpected volume or user complaints
        """), [("nell@customer.example", "soft")]),
    "greylisting": ("MAILER-DAEMON@mx.example", "Delayed Mail (still being retried)", _("""
        <nell@customer.example>: host mx.customer.example[203.0.113.9] said: 450 4.2.0 Greylisted, please try again in 300 seconds
        """), [("nell@customer.example", "soft")]),
    "japanese": ("MAILER-DAEMON@provider.example", "配信不能: お知らせ", _("""
        次のアドレスにメールを配信できませんでした。

        <nell@customer.example>: 550 5.1.1 Unknown user
        """), [("nell@customer.example", "hard")]),
    "italian": ("postmaster@provider.example", "Non recapitabile: Il tuo marzo", _("""
        Recapito non riuscito per i seguenti destinatari:

        nell@customer.example
        La casella piena del destinatario non può accettare messaggi.
        """), [("nell@customer.example", "soft")]),
    "opensmtpd": ("Mailer Daemon <MAILER-DAEMON@bsd.example>", "Delivery status notification: error", _("""
        Hi!

            This is the MAILER-DAEMON, please DO NOT REPLY to this email.

            An error has occurred while attempting to deliver a message for
            the following list of recipients:

        nell@customer.example: 550 5.2.2 <nell@customer.example>... Mailbox Full

            Below is a copy of the original message:

        Received: from hub.example
        """), [("nell@customer.example", "soft")]),
    "james": ("postmaster@james.example", "[BOUNCE]", _("""
        Hi. This is the James mail server at james.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.  Below
        I include the list of recipients and the reason why I was unable to deliver
        your message.

        Failed recipient(s):
          nell@customer.example

        Error message:
        550 - Requested action not taken: no such user here
        """), [("nell@customer.example", "hard")]),
    "mailmarshal": ("postmaster@marshal.example", "Undeliverable Mail: \"Your March\"", _("""
        Your message:
           From:    news@hub.example
           Subject: Your March

        Could not be delivered because of

        550 5.1.1 User unknown

        The following recipients were affected:
            nell@customer.example

        Additional Information
        ======================
        Original Sender:    <news@hub.example>
        """), [("nell@customer.example", "hard")]),
    "mailfoundry": ("postmaster@foundry.example", "Message delivery has failed", _("""
        Unable to deliver message to: <nell@customer.example>
        Delivery failed for the following reason:
        Server mx22.customer.example[203.0.113.22] failed with: 552 <nell@customer.example> Mailbox quota exceeded

        This has been a permanent failure.  No further delivery attempts will be made.
        """), [("nell@customer.example", "soft")]),
    "mcafee": ("Mail Delivery Subsystem <postmaster@guard.example>", "Delivery Status", _("""
        --- The following addresses had delivery problems ---

        <nell@customer.example>   (User unknown nell@customer.example)

        --- Details ---
        """), [("nell@customer.example", "hard")]),
    "interscan": ("InterScan MSS <MAILER-DAEMON@scan.example>", "Mail could not be delivered", _("""
        Sent <<< RCPT TO:<nell@customer.example>
        Received >>> 550 5.1.1 <nell@customer.example>... user unknown

        Unable to deliver message to <nell@customer.example>
        """), [("nell@customer.example", "hard")]),
    "activehunter": ("MAILER-DAEMON@hunter.example", "FAILURE NOTICE :", _("""
          ----- The following addresses had permanent fatal errors -----

        >>> nell@customer.example <nell@customer.example>

          ----- non-delivered information -----
        550 sorry, no mailbox here by that name (#5.1.1 - chkusr)
        """), [("nell@customer.example", "hard")]),
    "ezweb": ("Postmaster@carrier.example", "Mail System Error - Returned Mail", _("""
        The user(s) account is disabled.

        <nell@customer.example>: 550 user unknown (in reply to RCPT TO command)
        """), [("nell@customer.example", "hard")]),
    "kddi": ("no-reply@carrier.example", "Mail Delivery Failure", _("""
        Your mail sent on: Thu, 5 Mar 2026 11:04:47 +0900
            Could not be delivered to: <nell@customer.example>
            As their mailbox is full.
        """), [("nell@customer.example", "soft")]),
    "biglobe": ("postmaster@provider.example", "Returned mail: nell@customer.example", _("""
           ----- The following addresses had delivery problems -----
        nell@customer.example

           ----- Non-delivered information -----
        The number of messages in recipient's mailbox exceeded the local limit.
        """), [("nell@customer.example", "soft")]),
    "dragonfly": ("MAILER-DAEMON <>", "Mail delivery failed", _("""
        This is the DragonFly Mail Agent at df.example.

        There was an error delivering your mail to <nell@customer.example>.

        mx.customer.example [203.0.113.9] did not like our RCPT TO:
        550 5.1.1 <nell@customer.example>: Recipient address rejected: User unknown

        Message headers follow.
        """), [("nell@customer.example", "hard")]),
    "1und1": ("Mail Delivery System <mailer-daemon@provider.example>", "Mail delivery failed: returning message to sender", _("""
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of
        its recipients. The following addresses failed:

        nell@customer.example

        For the following reason:

        Mail size limit exceeded. For explanation visit our help pages.

        --- The header of the original message is following. ---
        """), [("nell@customer.example", "other")]),
    "mfilter": ("Postmaster <postmaster@filter.example>", "failure notice", _("""
        nell@customer.example

        -------server message
        550 5.1.1 unknown user <nell@customer.example>

        -------original message
        Received: from hub.example
        """), [("nell@customer.example", "hard")]),
    "mxlogic": ("Mail Delivery System <Mailer-Daemon@logic.example>", "Mail delivery failed: returning message to sender", _("""
        This message was created automatically by mail delivery software.
        A message that you sent could not be delivered to one or more recipients.
        This is a permanent error.  The following address failed:

          <nell@customer.example>:550 5.1.1 <nell@customer.example>... User Unknown

        Included is a copy of the message header:
        -----------------------------------------
        Received: from hub.example
        """), [("nell@customer.example", "hard")]),
    "surfcontrol": ("postmaster@surf.example", "Message Delivery Failure", _("""
        Your message could not be sent.
        A transcript of the attempts to send the message follows.
        The number of attempts made: 1
        Addressed To: nell@customer.example

        Thu 5 Mar 2026 23:34:45 +0900
        Failed to send to identified host,
        nell@customer.example: [203.0.113.5], 550 nell@customer.example... No such user

        --- Message non-deliverable.
        """), [("nell@customer.example", "hard")]),
    "sendmail 5": ("MAILER-DAEMON@old.example", "Returned mail: User unknown", _("""
           ----- Transcript of session follows -----
        While talking to smtp.customer.example:
        >>> RCPT To:<nell@customer.example>
        <<< 550 <nell@customer.example>, User Unknown
        550 <nell@customer.example>... User unknown

           ----- Unsent message follows -----
        Return-Path: <news@hub.example>
        """), [("nell@customer.example", "hard")]),
    "zoho": ("mailer-daemon@provider.example", "Undelivered Mail Returned to Sender", _("""
        This message was created automatically by mail delivery software.
         A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

        nell@customer.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <nell@customer.example>... User Unknown
        """), [("nell@customer.example", "hard")]),
    "notes failure": ("Postmaster@notes.example", "Your March", _("""
        ------- Failure Reasons  --------

        User not listed in public Name & Address Book
        nell@customer.example

        ------- Returned Message --------
        Received: from hub.example
        """), [("nell@customer.example", "hard")]),
    "unknown server 2": ("MAILER-DAEMON@server.example", "Delivery failure", _("""
        Message from server.example.
        Unable to deliver message to the following address(es).

        <nell@customer.example>:
        This user doesn't have a customer.example account (nell@customer.example) [0]
        """), [("nell@customer.example", "hard")]),
    "unknown server 3": ("Mail Delivery System <MAILER-DAEMON@server.example>", "Delivery Notification", _("""
              ============================================================================
              =  This message was created automatically by the mail delivery software.  =
              ============================================================================

        This message has been rejected for the following recipients:

          *** nell@customer.example
          Destination mailbox unknown
        """), [("nell@customer.example", "hard")]),
    "llnl": ("postmaster@lab.example", "Returned mail: Unable to deliver mail", _("""
        Your message has been returned.

        <nell@customer.example>:  The e-mail address nell@customer.example is invalid
        """), [("nell@customer.example", "hard")]),
    "gateway to telephones": ("<postmaster@carrier.example>", "Undeliverable message returned to sender", _("""
        This message was created automatically by mail delivery software.

        Your message to nell@customer.example could not be delivered to mobile.
        Error: No valid recipients for this message
        """), [("nell@customer.example", "hard")]),
    "mail.com": ("Mail Delivery System <mailer-daemon@provider.example>", "Mail delivery failed: returning message to sender", _("""
        The following address failed:

        nell@customer.example:
        550-Requested action not taken: mailbox unavailable
        550 For explanation visit the help pages
        """), [("nell@customer.example", "hard")]),
    "trend micro": ("MAILER-DAEMON@trend.example", "Undeliverable message", _("""
        <nell@customer.example>: host mx.customer.example said: 550 5.1.1 RCP-P2 Relaying denied. Administrative prohibition
        """), [("nell@customer.example", "hard-or-block")]),
    "forcepoint": ("postmaster@force.example", "Message delivery failure", _("""
        Your message could not be delivered to the following recipients:
            nell@customer.example
        Reason: The content of this message violates the email policy of the recipient's organisation.
        """), [("nell@customer.example", "block")]),
    "fortimail": ("postmaster@forti.example", "Undelivered Mail Returned to Sender", _("""
        Message could not be delivered to the following recipient(s):
        <nell@customer.example>
        Reason: 550 5.1.1 <nell@customer.example>... User unknown
        """), [("nell@customer.example", "hard")]),
    "rackspace": ("Mail Delivery System <MAILER-DAEMON@rack.example>", "Undelivered Mail Returned to Sender", _("""
        I'm sorry to have to inform you that your message could not
        be delivered to one or more recipients.

        <nell@customer.example> (expanded from <all@customer.example>): permission denied.
            Command output: maildrop: maildir over quota.
        """), [("nell@customer.example", "soft")]),
    "cyrus": ("MAILER-DAEMON@cyrus.example", "Undelivered Mail Returned to Sender", _("""
        <nell@customer.example>: host cyrus.example[/var/imap/socket/lmtp] said: 550-Mailbox unknown.
            Either there is no mailbox associated with this name or you do not have authorization to see it.
            550 5.1.1 User unknown (in reply to RCPT TO command)
        """), [("nell@customer.example", "hard")]),
    "dovecot": ("Mail Delivery Subsystem <MAILER-DAEMON@dovecot.example>", "Rejected: Your March", _("""
        Your message to <nell@customer.example> was automatically rejected:
        Quota exceeded (mailbox for user is full)
        """), [("nell@customer.example", "soft")]),
    "cpanel": ("Mail Delivery System <Mailer-Daemon@cpanel.example>", "Mail delivery failed: returning message to sender", _("""
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          nell@customer.example
            No Such User Here
        """), [("nell@customer.example", "hard")]),
    "cpanel discard": ("Mail Delivery System <Mailer-Daemon@cpanel.example>", "Mail delivery failed: returning message to sender", _("""
        The following address(es) failed:

          nell@customer.example
            Domain hub.example has exceeded the max emails per hour (201/200 (100%)) allowed.  Message discarded.
        """), [("nell@customer.example", "block-or-soft")]),
    "polish": ("Mailer-Daemon@provider.example", "Nie można dostarczyć: Twój marzec", _("""
        Wiadomość nie została dostarczona do następujących adresatów:

        nell@customer.example
        Odbiorca nie istnieje (nie istnieje taki użytkownik)
        """), [("nell@customer.example", "hard")]),
    "portuguese": ("postmaster@provider.example", "Não é possível entregar: Seu março", _("""
        Falha na entrega para estes destinatários:

        nell@customer.example
        O endereço de email não existe. 550 5.1.1
        """), [("nell@customer.example", "hard")]),
}

# Fields of a machine-readable report: words of the text part, then of the status part.
STATUS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "postfix": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nOriginal-Recipient: rfc822;nell@customer.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.customer.example\nDiagnostic-Code: smtp; 550 5.1.1 <nell@customer.example>: Recipient address rejected: User unknown", [("nell@customer.example", "hard")]),
    "exchange access denied": ("Reporting-MTA: dns;mail.corp.example\n\nFinal-recipient: RFC822;nell@customer.example\nAction: failed\nStatus: 5.4.1\nDiagnostic-code: smtp;550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", [("nell@customer.example", "hard")]),
    "exchange restricted": ("Reporting-MTA: dns;mail.corp.example\n\nFinal-recipient: RFC822;nell@customer.example\nAction: failed\nStatus: 5.7.133\nDiagnostic-code: smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", [("nell@customer.example", "block")]),
    "exchange too large": ("Reporting-MTA: dns;mail.corp.example\n\nFinal-recipient: RFC822;nell@customer.example\nAction: failed\nStatus: 5.3.4\nDiagnostic-code: smtp;552 5.3.4 Message size exceeds fixed maximum message size", [("nell@customer.example", "other")]),
    "exchange expired": ("Reporting-MTA: dns;mail.corp.example\n\nFinal-recipient: RFC822;nell@customer.example\nAction: failed\nStatus: 4.4.7\nDiagnostic-code: smtp;550 4.4.7 QUEUE.Expired; message expired", [("nell@customer.example", "soft")]),
    "exchange mx points to itself": ("Reporting-MTA: dns;mail.corp.example\n\nFinal-recipient: RFC822;nell@customer.example\nAction: failed\nStatus: 5.4.4\nDiagnostic-code: smtp;550 5.4.4 Unable to route - host not found", [("nell@customer.example", "hard")]),
    "gmail quota": ("Reporting-MTA: dns; provider.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552-5.2.2 The email account that you tried to reach is over quota.", [("nell@customer.example", "soft")]),
    "gmail disabled": ("Reporting-MTA: dns; provider.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.2.1\nDiagnostic-Code: smtp; 550-5.2.1 The email account that you tried to reach is disabled.", [("nell@customer.example", "hard")]),
    "gmail inactive": ("Reporting-MTA: dns; provider.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.2.1\nDiagnostic-Code: smtp; 550 5.2.1 The email account that you tried to reach is inactive.", [("nell@customer.example", "hard")]),
    "gmail reputation": ("Reporting-MTA: dns; provider.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550-5.7.1 our system has detected that this message is likely unsolicited mail", [("nell@customer.example", "block")]),
    "gmail rate": ("Reporting-MTA: dns; provider.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 4.2.1\nDiagnostic-Code: smtp; 450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.", [("nell@customer.example", "soft")]),
    "generic 5.0.0 unknown": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 unknown user <nell@customer.example>", [("nell@customer.example", "hard")]),
    "generic 5.0.0 spam": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 554 Message rejected because it scored as spam", [("nell@customer.example", "block")]),
    "no status": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nDiagnostic-Code: smtp; 550 No such recipient", [("nell@customer.example", "hard")]),
    "no action": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nStatus: 5.1.2 (bad destination system)", [("nell@customer.example", "hard")]),
    "local 5.1.6": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.1.6\nDiagnostic-Code: smtp; 550 mailbox has moved", [("nell@customer.example", "hard")]),
    "blocklist in 5.1.1": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.7.606\nDiagnostic-Code: smtp; 550 5.7.606 Access denied, banned sending IP [203.0.113.1]", [("nell@customer.example", "block")]),
    "yahoo policy": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.7.9\nDiagnostic-Code: smtp; 554 5.7.9 Message not accepted for policy reasons", [("nell@customer.example", "block")]),
    "icloud policy": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 [CS01] Message rejected due to local policy", [("nell@customer.example", "block")]),
    "domino": ("Reporting-MTA: dns;domino.example\n\nFinal-Recipient: rfc822;nell@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: X-Notes; User nell (nell@customer.example) not listed in Domino Directory", [("nell@customer.example", "hard")]),
    "groupwise": ("Reporting-MTA: dns; gw.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 450 host down", [("nell@customer.example", "soft")]),
    "x.400 action": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed (user unknown)\nStatus: 5.1.1", [("nell@customer.example", "hard")]),
    "two of them": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; otto@customer.example\nAction: delayed\nStatus: 4.4.1", [("nell@customer.example", "hard"), ("otto@customer.example", "soft")]),
    "suspended": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.2.1\nDiagnostic-Code: smtp; 550 account has been suspended", [("nell@customer.example", "hard")]),
    "no mx": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp; 556 5.1.10 recipient domain has null MX", [("nell@customer.example", "hard")]),
    "ses suppression": ("Reporting-MTA: dns; ses.example\n\nFinal-Recipient: rfc822;nell@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: Amazon SES did not send the message to this address because it is on the suppression list", [("nell@customer.example", "hard")]),
    "proofpoint 5.0.0": ("Reporting-MTA: dns; ppe.example\n\nFinal-Recipient: RFC822; nell@customer.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: SMTP; 550 5.0.0 Mail rejected by reputation system", [("nell@customer.example", "block")]),
    "spf": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.7.23\nDiagnostic-Code: smtp; 550 5.7.23 SPF validation failed", [("nell@customer.example", "block")]),
    "virus": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 virus found in attachment", [("nell@customer.example", "block")]),
    "timeout": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.customer.example[203.0.113.9]:25: Connection timed out", [("nell@customer.example", "soft")]),
    "dns failure": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@nowhere.example\nAction: failed\nStatus: 5.4.4\nDiagnostic-Code: X-Postfix; Host or domain name not found. Name service error for name=nowhere.example type=AAAA: Host not found", [("nell@nowhere.example", "hard")]),
    "relay": ("Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; nell@customer.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 <nell@customer.example>: Relay access denied", [("nell@customer.example", "block")]),
}
