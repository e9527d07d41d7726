"""English, which is also what most of the world texts in; keywords after the CTIA and FCC lists."""

# ruff: noqa: E501 - a table has a line for each phrase

from channels.intents.language import Language

ENGLISH = Language(
    key="en",
    stop="""
    stopall|stop all|all stop|unsubscribe|unsub|unsubscribed|unsubscribe me|unsubscribe all|unsubscribe please
    optout|opt out|opt me out|opting out|opted out|out of list|stop2quit|stop2end|stop to end|unsubscripe
    unsuscribe|unsubcribe|unsubscibe|unsubscrbe|unsubscrib|unscribe|unsubsribe|unsubscirbe|ubsubscribe|un subscribe
    remove me|delete me|take me off|do not contact|do not contact me|do not text|do not email|do not text me
    do not email me|dont text|dont contact|do not disturb|remove my number|delete my number|lose my number
    lose this number|remove this number|remove from list|remove me from list|off list|take off list|stop sms
    stop text|stop texts|stop messages|stop msgs|stop msg|do not call list|stop emails|stop email|stop spam|no more texts
    """,
    weak="no more|stop|stopp|stope|sotp|stpo|tsop|stopit|stop now|end|cancel|quit|revoke|remove|cancel all|end all|halt|sttop|stop this|text stop|reply stop|send stop|discontinue|i want out|turn these off|turn this off|stop pls|stop plz",
    help="help|info|information|help me",
    start="start|unstop|resubscribe|subscribe|opt in|optin|resume|subscribe me|sign me up|start again",
    yes="""
    yes|yep|yeah|yea|yup|ye|y|sure|ok|okay|k|absolutely|definitely|of course|certainly|correct|agreed|deal|confirmed
    confirm|sounds good|sounds great|yes i do|yes i am|yes i will|i do|i will|i accept|accept|accepted|im in|count me in
    im interested|i am interested|interested|very interested|sure thing|go ahead|go for it|lets do it|works for me
    that works|that works for me|perfect|alright|all right|indeed|i agree|id love to|i would love to|id like that
    i want it|ill take it|book me in|sign me up|yes sir|aye|why not|gladly|with pleasure|affirmative|true|fine
    fine by me|thats fine|thats right
    """,
    no="""
    no|nope|nah|n|no way|not interested|im not interested|i am not interested|not for me|not now|not today|never
    no thanx|no need|i dont want it|i do not want it|i dont|i wont|i decline|decline|declined|ill pass|i pass|pass
    not really|not at the moment|not this time|no can do|negative|no i dont|no im not|no i am not|no interest
    no i wont|certainly not|absolutely not|maybe later|maybe another time|maybe next time|not at this time
    i dont think so|i cant|i cannot|cant make it|i cant make it|unfortunately not|im good|im all set|not my thing
    """,
    thanks="""
    thanks|thank you|thx|tnx|ty|tysm|thank u|cheers|thanks a lot|thank you so much|thanks so much|many thanks|ta
    thank you very much|thanks very much|much appreciated|i appreciate it|appreciate it|great thanks|thanks a bunch
    thanks again|thank you again|thanks for letting me know|thank you for letting me know|thanks for the info
    thanks for the reminder|thanks for your help|thank you for your help|thanks for everything|thanks a million
    got it thanks|perfect thanks|lovely thanks|ok thanks|thank you kindly|thanking you|awesome thanks|wow thanks
    """,
    please="please|pls|plz|plse|pleas|plss|kindly",
    leads="""
    hi|hello|hey|hiya|yo|dear|good (morning|afternoon|evening|day)|there|sir|madam|maam|sirs|guys|all|folks|team
    ok|okay|so|and|but|also|just|now|well|then|oh|wtf|seriously|honestly|look|listen|sorry|yes|no|nope|u|you
    stop it and|again|once again|once more|enough|dude|bro|man|mate|damn|goddamn|fuck|fucking|ffs|jesus|argh|ugh
    thanks|thank you|no thanks|no thank you|thx|for the (last|final|second|third|hundredth) time|last time
    (for|4) (gods|christs|fucks|heavens) sake|for the love of god|to whom it may concern|sir or madam
    i said|you guys|you people|(fuck|f|piss|bugger|sod) off|screw you
    wrong (number|person|guy|address)|you [have|got] the wrong (number|person|guy)|not interested [at all]
    im not interested|i am not interested|[i] dont know (you|who this is|who you are|this number|u)
    i do not know (you|who this is|who you are)|who [the] [hell|fuck] (is this|are you|r u|this)|not me|im not (_|_ _)
    this is not (_|_ _)|this is (spam|harassment|annoying|ridiculous)|this isnt (_|_ _)|im (_|_ _) and|new phone who dis
    [_] does not (live here|have this number)|i never (signed up|subscribed) [for|to] [this|these|anything]
    i didnt (sign up|subscribe) [for|to] [this|these]|immediately|do me a favo*r and|go away [and]
    """,
    urges="""
    omg|lol|lmao
    i (want|need|would like|demand|request|require|ask|beg|am asking|am telling|am begging|insist that) [you [guys] [to]]
    i [have] (asked|told) you [guys] [to]|i already (asked|told) you to|id like you to|im asking you to
    i (told|asked) you [_] times to|you (must|should|can|may|need to|have to|better)
    """,
    joins="and|so",
    asking="""
    (can|could|would|will|may|might) (you|u|ya|someone|somebody|yall) [guys|people] [please|pls|plz|just|kindly]
    (can|could|would|will) (you|u) be so kind [as] to|would you mind|is it possible to|any chance you could
    why (dont|cant) you [just]|how about you
    """,
    tails="""
    at all|anymore|any more|any longer|no more|now|right now|immediately|asap|ever|ever again|again|already
    forever|for good|permanently|completely|altogether|effective immediately|at once|right away|straight away
    from you [guys|people]|from (u|yall|your company|your store|your shop|this (company|number|sender|business|list))
    to (me|us|this (number|phone|email|address)|my (number|phone|cell|email|address|email address|house|inbox))
    (on|at) (this|my|our) (number|phone|cell|email|address|email address|mobile)|here|in [the] future|going forward
    thanks|thank you|thx|ty|cheers|ok|okay|k|alright|man|dude|bro|mate|sir|guys|lol|people|everyone|hello|regards
    fuck*|bitch|asshole*|damn it|dammit|idiot*|you (idiot*|asshole*|people|guys)|ugh|ffs|so annoying|jesus|god damn it
    (_|_ _) times|(regarding|about|concerning) (this|it|that|anything)
    with (these|this|the|your|all these|all this) [{kind}]* {things}|for [the love of] (god|gods|christs|fucks) sake
    """,
    continues="""
    and|or|but|because|cuz|cause|cos|bc|since|as|so|i|im|ive|ill|id|we|you|youre|u|this|its|it|thats|that|they|these
    he|she|who|whoever|before|if|not|no|wrong|thank|thanks|please|pls|plz|how|why|what|per|otherwise|else|is
    stop|remove|delete|unsubscribe|url|dont|do|take|never|thx|leave|lose|none|nobody|only
    """,
    spoils="""
    he|she|they|him|her|them|it|his|told|asked|said|says|say|tell|ask|asks|begged|if|when|unless|whether|until|reply
    text|txt|send|sms|click|press|mom|mum|dad|boss|boyfriend|girlfriend|ex|wife|husband|not|never|dont|cant|wont|didnt
    """,
    passing="""
    driving|in class|at work|in (a|the) (meeting|lecture|movie|cinema|lesson|shower|bath)|asleep|sleeping|busy|studying
    drunk|in bed|in church|trying to sleep|going to bed|wasting my (data|battery)|instead|love you|miss you|xx|babe|baby|honey
    """,
    classes={
        "stop": "stop|quit|cease|discontinue|stopp|stop it and|refrain from|stop the|stop with the|stop fucking|halt",
        "contacting": """
            texting|texing|txting|txtin|textin|messaging|messagin|msging|msgin|emailing|mailing|e mailing|spamming
            |contacting|smsing|sms ing|bothering|harassing|pestering|badgering|calling and texting|texting and calling
            |calling or texting|texting or calling|soliciting|robotexting|text messaging|bombarding|hounding|blowing up
            |writing to|texting to|messaging to
            """,
        "contact": """
            text|txt|message|msg|email|mail|contact|write|write to|sms|spam|bother|call or text|text or call|reach out to
            |solicit|disturb|inbox|text or email|email or text|call or email|harass|text or contact|call text or email
            """,
        "send": "send|forward|deliver|mail|email|text|txt|message|sms|sending",
        "sending": "sending|sendin|forwarding|delivering|mailing|emailing|texting|blasting|sending out|send",
        "us": """
            me|us|my phone|this number|my number|this phone|my cell|my mobile|my cell phone|my email|this email
            |this address|my address|my email address|this email address|my inbox|my wife|my husband|my son|my daughter
            |my mother|my mom|my father|my dad|my company|my work email|here|this person|anybody here|this line
            """,
        "det": """
            the|these|those|this|that|your|ur|all|any|all the|all of these|all of your|all of this|all your|such|more
            |any more|anymore|further|additional|any further|any other|so many|your damn|of|of these|of your|of this
            |of those|no|other|even more|much|many|future|any future|all future|every|unnecessary|a bunch of
            """,
        "kind": """
            fucking|fuckin|stupid|annoying|unwanted|unsolicited|marketing|promotional|promo|advertising|automated|spam
            |junk|daily|weekly|monthly|constant|random|political|campaign|sales|useless|sms|text|email|mail|newsletter
            |goddamn|damn|bloody|ridiculous|endless|commercial|phone|robo|damned|shitty|crappy|silly|group|mass|same
            |notification|subscription|alert|sale|ad|dumb|irrelevant|incessant|spammy|fundraising|donation|reminder
            """,
        "things": """
            text|texts|txts|txt|text messages?|messages?|mesages?|massages|messges|msgs?|mssgs?|sms|smses|emails?|mails?
            |mailings?|newsletters?|notifications?|alerts?|ads?|adverts?|advertisements?|advertising|promos?
            |promotions?|promotionals|spam|junk mail|junk|correspondence|communications?|solicitations?|sms messages?
            |texts or emails|texts and emails|emails or texts|calls or texts|texts or calls|texts or messages
            |messages or emails|calls and texts|texts and calls|emails and texts|text alerts?|mail shots?|mailshots?
            |robocalls|robotexts|text spam|spam texts?|mass mailings?|bulletins?|broadcasts|circulars|e newsletters?
            |marketing|mailers?|blasts?|publicity|notices|text message notifications
            """,
        "stuff": "stuff|things?|this|that|these|those|crap|shit|bs|bullshit|garbage|rubbish|it|anything|offers?|coupons?"
        "|updates?|deals?|reminders?|surveys?|catalogs?|catalogues?|requests?",
        "list": """
            list|lists|mailing list|mailing lists|email list|e mail list|mail list|text list|texting list|contact list
            |contacts list|contacts|distribution list|distribution|distribution lists|call list|calling list|phone list
            |sms list|database|data base|system|marketing list|mailings?|subscription list|subscriber list|subscribers
            |emails?|texts?|text messages|messages|newsletters?|mailing|subscription|subscriptions|text|records|files
            |listserv|list serve|distro|distro list|spam list|message list|messaging list|marketing|sms|notifications
            |customer list|address book|roster|data|mailer|program|messaging|alerts|bulletin|campaign|service|group text
            |mailing database|mail outs?|notification list|group chat thing|distribution for these|phone book|blast list
            """,
        "mine": """
            me|us|my number|my phone|my phone number|my name|my email|my address|my email address|my cell|my info
            |my information|my details|my contact|my contact info|my contact details|my contact information|my data
            |this number|this phone number|this email|this address|this email address|this phone|my cell number
            |my mobile|my mobile number|my name and number|my number and name|my name and email|my account|number
            |my company|my work email|me and my number|all my information|my personal information|email|url|_ url
            |phone number|my old number|my old email|my number name|my husband|my wife|this contact|name|this line|her|him|them|my mother|my father|my son|my daughter
            """,
        "remove": """
            remove|delete|drop|erase|strike|scratch|removing|deleting|pull|cut|purge|expunge|exclude|eliminate
            |have me removed|unlist|deregister|de list|clear|wipe|scrub|unenroll|unregister|withdraw
            """,
        "dont": "do not|dont|dnt|don t|donot|never|do no|not|pls dont|dont ever|do not ever|do not you dare|dont you",
        "no_wish": """
            do not|dont|dnt|don t|donot|no longer|never|really dont|really do not|just dont|simply do not|also dont|am not
            |dont ever|do not ever|no more|currently do not|dont even|would rather not|would prefer not
            |would prefer not to|would rather not|prefer not|definitely do not|honestly dont
            """,
        "want": """
            want|wanna|wish|need|desire|want to|wish to|need to|care to|like to|want or need|care for|want you to
            |wish for|consent to|agree to|want any of|authorize|give consent to|give permission to
            """,
        "get": """
            receive|recieve|get|have|be receiving|be getting|keep receiving|keep getting|see|read|accept|continue receiving
            |continue to receive|be sent|be bombarded with|be spammed with|keep seeing|get sent|hear about|deal with
            """,
        "got": "receiving|recieving|getting|being sent|seeing|having",
        "wanting": """
            id like|we (want|would like|wish|need)|i (want|wanna|would like|wish|need|am going|prefer|request|asked|have asked|tried|am trying|have tried|ask
            |demand|choose|decided|have decided|am writing|am requesting|am asking)
            """,
    },
    phrases="""
    {stop} {contacting} {us} [_ sms]
    {stop} {contacting} {us} [about|with|regarding|for] [{det}]* [{kind}]* ({things}|{stuff}|products?|services?|promos?|sales?|politics|donations?|insurance|loans?|debt|election|vote|voting)
    {stop} (texting|txting|messaging|emailing|spamming|contacting|mailing|soliciting) .
    {stop} (calling|phoning|writing|ringing|stalking|annoying) {us} .
    {stop} {sending} [{us}] [out] [{det}]* [{kind}]* {things}
    {stop} {sending} {us} [{det}]* [{kind}]* {stuff}
    {stop} {sending} [{det}]* [{kind}]* {things} [and|or {things}] [to {us}]
    {stop} [with|sending] {det} [{det}]* [{kind}]* {things}
    {stop} [all|any] [{kind}]* ({things}|contact|subscription)
    {stop} [me] {got} [{det}]* [{kind}]* ({things}|anything from you)
    {stop} [all] (contact|communications?|correspondence) [with] [me|us]
    cease and desist [all|from|any|with] [further] [all] [contact*|communication*|texting|messag*|emailing|sending] [me]
    {stop} my (subscription|newsletter|emails|texts|alerts|notifications)
    {dont} {contact} {us} [ever] (again|anymore|any more|any longer|any further|in the future|at all|ever|further|back ever)
    {dont} (text|txt|message|msg|email|mail|contact|sms|spam|solicit|text or call|call or text|contact or text) {us} .
    {dont} {contact} {us} [with|about|regarding] [{det}]* [{kind}]* ({things}|offers?|promotions?|products?|services?)
    {dont} {send} [{us}] {det} [{det}]* [{kind}]* {things}
    {dont} {send} {us} [{kind}]* {things}
    {dont} {send} [{us}] [{kind}]* (texts|messages|emails|mails|newsletters|spam|ads|sms|msgs|promotions) [to {us}]
    {dont} {send} {us} (anything|any more|anymore|any of this|things|more stuff|this stuff|this crap|this shit|that crap)
    {dont} {send} {us} (this|these|anything|stuff|crap|shit|such things) (again|anymore|any more|ever again)
    i would (appreciate it|be grateful|be happy) if you (stopped|removed|unsubscribed|quit) ({contacting}|{sending}|me|us) ...
    {dont} (keep|continue) (texting|messaging|emailing|contacting|spamming|sending) [{us}] [{det}]* [{kind}]* [{things}]
    (no|not any|zero) (more|further|additional) [{kind}]* [of] [your|ur|these|this|the|those] [{kind}]* {things}
    (no|not any) [more] (text messages|texts|emails|mailings|spam|sms|marketing|newsletters|advertising|ads|promotions|mail|junk mail|unsolicited _) [from you]
    {remove} {mine} (from|off|off of|out of|on|of|in|for) [_] [{det}|you|url|_]* [{kind}]* {list}
    (remove|delete|unlist|unregister|deregister|exclude) (me|us|my (number|phone number|name|email|email address|contact|contact info|contact information|contact details|info|information|details|data|phone|cell|cell number|mobile number)|this (number|email|address|phone))
    {remove} (from|off) [{det}]* [{kind}]* (list|mailing list|email list|text list|distribution list|lists|database|system)
    (take|get) {mine} (off|out|out of|off of|from) [{det}|of]* [{kind}]* {list}
    (take|get) (me|us|my (number|name|email)|this number) (off|out)
    (take|get) off [{mine}] (from|of) [{det}]* [{kind}]* {list}
    [i|we|id] (want|need|wanna|would like|like|wish) [to be|to get|to come] (off|out of|taken off|removed from|out of) [of] (this|your|ur|these|the|all) [{kind}]* {list}
    [{wanting}] [to] (be|get|have {mine}|want|{mine} to be) (removed|taken off|deleted|unsubscribed|taken out|opted out|dropped|excluded|off) [(from|off|of|out of) [{det}]* [{kind}]* {list}]
    [{wanting}] [to] (be|get|have {mine}|{mine} to be) (removed|taken off|deleted|unsubscribed|taken out|opted out|dropped|excluded) (from|off|of|out of) [{det}|url|_]* [{kind}]* {list}
    {mine} (removed|taken off|deleted|unsubscribed|off) [from|of|off] [{det}]* [{kind}]* {list}
    put (me|us|my number|this number) on [your|the] (do not|dont) (call|contact|text|email|mail|solicit) list
    add (me|us|my number|this number|{mine}) to [your|the] (do not|dont) (call|contact|text|email|mail|solicit) list
    (unsubscribe|unsub|unsuscribe|unsubcribe|unsubscibe|un subscribe|opt out|optout|desubscribe|unsubscribing|deactivate) [{mine}]
    (unsubscribe|unsub|unsuscribe|unsubcribe|unsubscibe|un subscribe|opt) [{mine}] [out] (from|of|off|to) (your|ur|these|this|all|any|everything|the|future|further|sms|text*|email*|marketing|receiving|getting|further) [{det}]* [{kind}]* [{list}|{things}|{stuff}|everything]
    [{wanting}|i] [to] [now|hereby] (unsubscribe|opt out|unsub|optout) [from|of|to] [{det}]* [{kind}]* [{list}|{things}|{stuff}|everything|all]
    [{wanting}|i] [to] [now|hereby] (unsubscribe|opt out|unsub) (from|of) (your|these|this|all) ...
    {wanting} [to] (stop|quit|cancel|end) (receiving|recieving|getting|hearing from you|all|these|your|the|any|my|being contacted|being texted) [{det}]* [{kind}]* [{things}|{stuff}]
    (i|we) {no_wish} {want} [to] {get} [{det}]* [{kind}]* {things}
    (i|we) {no_wish} {want} [to] {get} (these|any more|anymore|anything|this|any|further|any of these|any of this|stuff|more)
    (i|we) {no_wish} {want} [to] {get} (anything|any more|anymore|stuff|things|something|offers|information|info|updates|mail) [else] [more] from (you|u|your _|this _|your company)
    (i|we) {no_wish} {want} [to] be (contacted|texted|emailed|messaged|bothered|mailed|spammed|disturbed|solicited|harassed|called or texted|on (your|this|the|any) [{kind}]* {list})
    (i|we) {no_wish} {want} [to] be on (your|ur|this|these|the|any|that) [{kind}]* {list}
    (i|we) {no_wish} {want} [to] hear from (you|u|your company|you guys|yall|you people|this company|anyone|your (store|shop|brand))
    (i|we) {no_wish} {want} [you to|you] (text|message|email|contact|write|write to|send) (me|us) [{det}]* [{kind}]* [{things}]
    (i|we) {no_wish} {want} (any|any more|these|your|the|this|more|any of your|all these|those|anymore|ur|further|so many) [{det}]* [{kind}]* {things}
    (i|we) {no_wish} {want} (texts|emails|messages|sms|newsletters|spam|notifications|marketing) [from you]
    (i|we|id) (wish|would like|like|want|prefer|would prefer) (not to|to not|to no longer|to never) {get} [{det}]* [{kind}]* ({things}|anything)
    (i|we) (wish|would like|want|prefer) (not to|to not|to no longer|to never) (be contacted|be texted|be emailed|hear from you|be bothered)
    (i|we) (want|need|would like) [all|all of] (these|the|your|this) [{kind}]* {things} (to|2) (stop|end|cease)
    (i|we) (want|need|would like) you to stop [contacting] [me]
    (want|wish|would like) to (unsubscribe|opt out|stop receiving|be removed|be taken off|be unsubscribed|stop getting) [from|of] [{det}]* [{kind}]* [{list}|{things}]
    no longer (wish|want|interested|desire|care|need|would like) [in|to] [{get}|receiving|be|getting] [{det}]* [{kind}]* ({things}|(on|contacted|texted|emailed) [_] [_] [list])
    not interested in (receiving|getting|any more|any|your|further|these) [{det}]* [{kind}]* {things}
    (make|let) (these|the|this|it all|all these|your) [{kind}]* {things} (stop|end)
    (end|cancel|terminate|discontinue|deactivate|turn off|switch off|disable|kill) [{det}|my]* [{kind}]* (text|texts|text messages?|messages|msgs|sms|emails|mailings?|newsletters?|notifications|alerts|text alerts|email alerts|ads|promotions|text notifications|texting|text subscription|sms subscription|email subscription|newsletter subscription|mailing list)
    cancel (my|this|the) subscription to (your|this|these|the) [{kind}]* {list}
    enough (with|of) (the|these|your|all the|all these|this) [{kind}]* {things}
    leave (me|us) (alone|in peace|be)
    let (me|us) (alone|in peace)
    lose (my|this) (number|email|address|phone number)
    (forget|lose|block) (my|this) number
    (revoke|withdraw|revoking|withdrawing|rescind) [my|all|any] (consent|permission) [to [be] (contacted|text|texts|contact|receive|texted|sms|emails|email|message|messages|marketing|call) [_] [_] [_]]
    i [hereby|now] (revoke|withdraw|am revoking|am withdrawing|rescind) [my|all|any] (consent|permission|authorization) [(to|for) [be|receive|your|you|being] [_] (contacted|text*|contact|sms|email*|messag*|marketing|call*) [_] [_] [_]]
    you (do not|dont|no longer|never) have (my|any) (consent|permission) to (text|contact|email|message|call) [me]
    (do not|dont|never) (disturb|contact|solicit)
    (block|stop) me (from your|on your) {list}
    please [to] be removed [from|of] [{det}]* [{kind}]* [{list}]
    off (your|this|the) [{kind}]* (list|lists|mailing list|email list|text list|distribution list)
    """,
    requests="""
    (can|could|may) (i|we) [please] (unsubscribe|be unsubscribed|get unsubscribed) ...
    (can|could|may) (i|we) [please] (opt out|be removed|be taken off|get off|get removed|get taken off) [(of|from) (this|these|your|all) [{kind}]* ({list}|{things})]
    how (do|can|would|could|may|should) (i|we|you|one) (unsubscribe|opt out|unsub|stop (these|receiving|getting|your|all) _|get (off|out of) (this|your|these)|get removed|be removed|get taken off|turn (these|this) off|cancel (these|the) (texts|messages|emails|alerts)) ...
    how to (unsubscribe|opt out|stop these _|stop receiving _) [from] [{det}]* [{list}]
    how (do|can) i (make|get) (these|the|your) [{kind}]* {things} (to stop|stop) ...
    how many times do i (have|need) to (tell|ask) (you|u) to (stop|take me off|remove me|unsubscribe me|leave me alone) ...
    how many times must i (unsubscribe|opt out|ask you to stop) ...
    why are you still (texting|emailing|messaging|contacting|sending) me after i (unsubscribed|opted out|asked you to stop|said stop) ...
    when (will|are) you (going to stop|stop) (texting|emailing|messaging|contacting|spamming|sending) me ...
    where (do|can) i (unsubscribe|opt out|sign off|turn this off|turn these off) ...
    """,
    less="""
    too many [of] [{det}]* [{kind}]* ({things}|offers|reminders|updates) ...
    too (much|many) (mail|email|spam|texts|messages|messaging|communication|information)
    too (often|frequent|frequently)
    (less|fewer) [{kind}]* ({things}|offers|updates|reminders)
    (less|not so|not quite so|not as) (often|frequent|frequently|many [{kind}]* {things}|much mail)
    (reduce|limit|cut down|decrease|lower|cut back|slow down|tone down|dial down|turn down|cut down on) [on] [the|your|how] [number of|frequency|amount of|volume of|frequency of|many|often] [{det}]* [{kind}]* ({things}|frequency|number|volume|amount|you)
    (once|one|twice|two) (a|per|every|each) (week|month|year|quarter|day|fortnight) (is|would be|will do|would do|its) [_] [enough|fine|plenty|sufficient|ok|okay|good|better]
    (only|just|max|maximum|at most|no more than) (once|twice|one|1|two|2) [{things}] (a|per|every) (week|month|year|quarter|day)
    (only|just) (email|text|write|send|message|contact) me (once|when|if|about) ...
    (email|text|write|message|contact) me less
    (every|each) (day|week) is too (much|often) ...
    (once|one|twice) (a|per) (week|month|year|quarter) (please|is enough)
    (not|dont) (text|email|write|message|send) [me|us] (so|this|that) (often|much|many) ...
    (slow|calm|ease|tone) (down|it down) (with|on) the [{kind}]* ({things}|updates) ...
    (weekly|monthly|quarterly) (is|would be) (enough|fine|better|plenty)
    (switch|change) [me] to (weekly|monthly|a weekly|a monthly) ...
    """,
    complaint="""
    (complain|complaint|complaining|unacceptable|disgusted|disgusting|disgraceful|appalling|appalled|outrageous|outraged)
    (terrible|awful|horrible|worst|lousy|poor|pathetic|shocking|dreadful|rude|bad) (service|experience|company|customer|quality|product|staff|support|people)
    (very|so|extremely|really|deeply|utterly) (disappointed|unhappy|upset|angry|dissatisfied|frustrated|annoyed|rude|poor)
    (scam|scammer*|fraud|fraudulent|con artists|rip off|ripoff|rip offs|ripped off|crooks|thieves|liars)
    (never|hasnt|has not|didnt|did not|not) [yet] (arrived|arrive|been delivered|delivered|show* up|turned up|come yet|received my)
    (still|been) waiting (for|since) ...
    (i want|i demand|give me|want|i need|id like) [a|my] [full] (refund|money back)
    (report|reporting|reported) (you|u|this number|this) [to|for|as] ...
    (sue|lawyer|attorney|solicitor|small claims|trading standards|fcc|ftc|ofcom|ico|bbb|tcpa|gdpr) ...
    (harassment|harassing|this is spam|spam|spammer*|invasion of privacy|illegal)
    (broken|faulty|defective|damaged) (on arrival|again|when it|item|product|after)
    (arrived|came|is|was) (broken|damaged|faulty|defective|wrong|late again)
    (waste of (money|time)|not happy|so disappointing|very disappointing|fed up|sick of|sick and tired|had enough)
    (fuck (off|you|u)|f off|piss off|screw you|go to hell|get lost|bugger off|sod off)
    i never (signed up|subscribed|ordered|asked for|agreed|opted in|gave you) ...
    how did you get (my|this) (number|email|address) ...
    (charged|billed) me (twice|wrong*|too much|for nothing|again) ...
    """,
    question="""
    (what|when|where|who|whom|whose|why|how|which|whats|whens|wheres|hows|whos) ...
    (can|could|would|will|do|does|did|is|are|was|were|may|should|shall|has|have|am) (i|you|u|we|it|the|this|that|there|your|my|they|he|she|these|those|any) ...
    i (wonder|was wondering|would like to know|want to know|have a question|need to know) ...
    (any idea|do you know|question|tell me|let me know) ...
    """,
)
