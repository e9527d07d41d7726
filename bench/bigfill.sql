-- What bench/bigfill.py fills a hub with, step by step; each step begins with its name. Everything comes from a
-- row's number, so that the same sizes make the same hub. `size` holds the sizes, `thing` what the many point to.

-- Everybody
CREATE TEMP TABLE everybody AS
SELECT id, n FROM size, generate_series(0, customers - 1) AS n, LATERAL (SELECT first + n) AS numbered (id);

-- Customers
WITH names AS (SELECT
    '{Anna,Maria,Josef,Karl,Lena,Paul,Sophie,Jakob,Emma,Felix,Hannah,Lukas,Johanna,Leon,Marie,Tobias,Clara,Simon,
      Rosa,Emil,Theresa,Moritz,Katharina,Elias,Magdalena,Jonas,Elisabeth,Noah,Margarethe,Franz,Ingrid,Helmut,
      Brigitte,Werner,Renate,Günther,Ursula,Jürgen,Zoë,André,Irène,José,Søren,Łukasz,Şebnem,Çağla,Đurđa,Ömer}'
      ::text[] AS given,
    '{Hof,Berg,Stein,Wald,Bach,Feld,Wies,Brunn,Linden,Eichen,Rosen,Winter,Sommer,Alt,Neu,Gross,Klein,Kirch,Schön,
      Mühl,Ober,Unter,Hinter,Vorder,Königs,Grün,Schwarz,Weiß,Roth,Gold,Silber,Eisen,Holz,Korn,Wein,Apfel,Birn,
      Kirsch,Nuss,Dorn,Moos,Sand,Lehm,Kalk,Salz}'::text[] AS fronts,
    '{er,mann,bauer,huber,hofer,maier,müller,lechner,gruber,egger,leitner,steiner,reiter,wimmer,fuchs,auer,bacher,
      berger,brunner,ecker,fischer,gasser,haas,inger,kofler,länder,moser,nagl,öder,pichler}'::text[] AS backs
)
INSERT INTO customers_customer (id, name, language, timezone, country, opt_out_epoch, search_text, created_at)
SELECT id, given[1 + n % 48] || ' ' || fronts[1 + n / 48 % 45] || backs[1 + n / 2160 % 30],
    (ARRAY['de', 'en'])[1 + n % 2], 'Europe/Vienna', 'AT', 0, '', now() - (n % 3000) * interval '1 day'
FROM everybody, names;

-- Their numbers go on after them
SELECT setval('customers_customer_id_seq', first + customers) FROM size;

-- Addresses
INSERT INTO customers_contactpoint (kind, address, soft_bounces)
SELECT 'email', 'person' || id || '@example.org', 0 FROM everybody
UNION ALL
SELECT 'phone', '+43664' || lpad((id * 48271 % 9999991)::text, 7, '0'), 0 FROM everybody WHERE n % 10 < 7;

-- Who is reached there
INSERT INTO customers_ownership (customer_id, contact_point_id)
SELECT e.id, p.id FROM everybody e
JOIN customers_contactpoint p ON p.kind = 'email' AND p.address = 'person' || e.id || '@example.org'
UNION ALL
SELECT e.id, p.id FROM everybody e
JOIN customers_contactpoint p
    ON p.kind = 'phone' AND p.address = '+43664' || lpad((e.id * 48271 % 9999991)::text, 7, '0')
WHERE n % 10 < 7;

-- Card numbers
INSERT INTO customers_identity (source, key, customer_id)
SELECT 'card', (9040000000000 + id * 37)::text, id FROM everybody;

-- Consents
INSERT INTO customers_consent (customer_id, channel, purpose, is_granted, changed_at)
SELECT id, 'email', 'marketing', n % 5 > 0, now() - interval '1 year' FROM everybody
UNION ALL
SELECT id, 'sms', 'marketing', true, now() - interval '1 year' FROM everybody WHERE n % 10 < 4;

-- Dials
INSERT INTO customers_dial (customer_id, channel, topic, position)
SELECT id, '', '', 2 + n % 8 FROM everybody WHERE n % 3 = 0
UNION ALL
SELECT id, '', 'health', n % 6 FROM everybody WHERE n % 7 = 0;

-- Facts
INSERT INTO customers_fact (customer_id, field_id, value, source, confidence, by_customer)
SELECT id, 'branch', to_jsonb('Graz ' || n % 40), 'crm', 1, false FROM everybody;

-- Messages
INSERT INTO channels_message (customer_id, contact_point_id, content_id, cause, step, channel, purpose, topic,
    lane, campaign_id, flight_id, arm, state, reason, attempts, crashes, is_repeat, provider_id, context,
    state_at, created_at, accepted_at, opened_at)
SELECT e.id, p.id, content, 'flight:' || flight, 0, 'email', 'marketing', 'offers', 2, campaign, flight, 'A',
    CASE WHEN n % 20 = 0 THEN 'refused' ELSE 'delivered' END, CASE WHEN n % 20 = 0 THEN 'no_consent' ELSE '' END,
    1, 0, false, '', '{"customer": {"first_name": "Anna"}}', now() - interval '20 days',
    now() - interval '20 days', CASE WHEN n % 20 > 0 THEN now() - interval '20 days' END,
    CASE WHEN n % 3 = 0 THEN now() - interval '19 days' END
FROM thing, everybody e
JOIN customers_contactpoint p ON p.kind = 'email' AND p.address = 'person' || e.id || '@example.org';

-- What they spent of their dials
INSERT INTO customers_touch (customer_id, channel, topic, purpose, state, actor, message_id, excess_reason,
    touched_at)
SELECT customer_id, channel, topic, purpose, 'spent', '', id, '', accepted_at FROM channels_message
WHERE accepted_at IS NOT NULL;

-- Interactions
-- Most of it happens with few: a share x of the customers has about x^(1/1.6) of the history.
INSERT INTO customers_interaction (customer_id, occurred_at, kind, channel, direction, actor, summary, data,
    amount_minor, currency, source, source_id)
SELECT
    CASE WHEN n % every = 0 THEN deep
        ELSE first + floor(customers * power((hashint8extended(n, 7) & 1048575)::float8 / 1048576, 1.6))::bigint
    END,
    now() - seconds * (interactions - n)::float8 / interactions * interval '1 second',
    (ARRAY['purchase', 'message_accepted', 'message_delivered', 'visit', 'message_opened', 'purchase', 'call',
        'message_accepted', 'note', 'message_clicked'])[1 + n % 10],
    (ARRAY['till', 'email', 'email', 'branch', 'email', 'web', 'call', 'email', '', 'email'])[1 + n % 10],
    (ARRAY['in', 'out', 'within', 'in', 'in', 'in', 'in', 'out', 'within', 'in'])[1 + n % 10],
    '', 'What happened, line ' || n, CASE WHEN n % 10 IN (1, 2, 4, 7, 9) THEN '{"topic": "offers"}' ELSE '{}' END::jsonb,
    CASE WHEN n % 5 = 0 THEN 500 + n % 9000 END, CASE WHEN n % 5 = 0 THEN 'EUR' ELSE '' END, 'shop', n::text
FROM size, generate_series(1, interactions) AS n;

-- What the mailing left in the history
INSERT INTO customers_interaction (customer_id, occurred_at, kind, channel, direction, actor, summary, data,
    currency, source, source_id, message_id, campaign_id)
SELECT customer_id, accepted_at, 'message_accepted', 'email', 'out', '', 'The new prices', '{"topic": "offers"}',
    '', 'message', id::text, id, campaign_id
FROM channels_message WHERE accepted_at IS NOT NULL;

-- Keys that keep it from coming twice
INSERT INTO customers_interactionkey (key, interaction_id)
SELECT md5(source || '/' || source_id)::uuid, id FROM customers_interaction;

-- Profiles
INSERT INTO customers_profile (customer_id, interactions, first_at, last_at, purchases, spent_minor,
    first_purchase_at, last_purchase_at, visits, last_visit_at, messages, last_message_at, opens, last_open_at)
SELECT customer_id, count(*), min(occurred_at), max(occurred_at),
    count(*) FILTER (WHERE kind = 'purchase'), coalesce(sum(amount_minor), 0),
    min(occurred_at) FILTER (WHERE kind = 'purchase'), max(occurred_at) FILTER (WHERE kind = 'purchase'),
    count(*) FILTER (WHERE kind = 'visit'), max(occurred_at) FILTER (WHERE kind = 'visit'),
    count(*) FILTER (WHERE kind = 'message_accepted'),
    max(occurred_at) FILTER (WHERE kind = 'message_accepted'),
    count(*) FILTER (WHERE kind = 'message_opened'), max(occurred_at) FILTER (WHERE kind = 'message_opened')
FROM customers_interaction GROUP BY customer_id;

-- Conversations
INSERT INTO channels_conversation (customer_id, topic, subject, state, revision, opened_at, waiting_since,
    last_at, last_channel, last_words, is_last_ours, intent, team_id)
SELECT id, 'offers', 'About the prices', CASE WHEN n % 1000 = 0 THEN 'open' ELSE 'resolved' END, 2,
    now() - interval '3 days', CASE WHEN n % 1000 = 0 THEN now() - (n % 5000) * interval '1 minute' END,
    now() - n * interval '1 minute', 'email', 'May I come on Saturday?', n % 1000 > 0, 'question',
    CASE WHEN n % 2000 = 0 THEN team END
FROM everybody, thing WHERE n % 10 = 0;

-- Turns of them
INSERT INTO channels_turn (conversation_id, kind, at, channel, actor, subject, words, attached, header_id,
    "references", intent, confidence, why)
SELECT id, kind, last_at, 'email', '', 'About the prices', 'May I come on Saturday?', '[]', '', '{}', '', 0, ''
FROM channels_conversation, unnest(ARRAY['heard', 'said']) AS kind;

-- Open loops
INSERT INTO customers_openloop (customer_id, kind, words, channel, owner, opened_by, opened_at, due_at, closed_by,
    closed_words)
SELECT id, 'promise', 'Call back about the order', 'call', '', 'staff:ana', now() - interval '2 days',
    now() + (n / 100 % 20 - 5) * interval '1 day', '', ''
FROM everybody WHERE n % 100 = 0;

-- Calls to make
WITH calls AS (
    INSERT INTO channels_message (customer_id, content_id, cause, step, channel, purpose, topic, lane, arm, state,
        reason, attempts, crashes, is_repeat, provider_id, context, accepted_at)
    SELECT id, content, 'calls', 0, 'call', 'service', 'offers', 2, '', 'accepted', '', 1, 0, false, '', '{}',
        now() - interval '1 hour'
    FROM everybody, thing WHERE n % 400 = 0
    RETURNING id
)
INSERT INTO channels_workitem (message_id, channel, due_at, tries, assignee, held_by, outcome, created_at)
SELECT id, 'call', now() - (id % 600) * interval '1 minute', 0, '', '', '', now() FROM calls;

-- Decisions
INSERT INTO campaigns_decision (customer_id, touchpoint, placement, context, candidates, chosen, probability,
    policy, policy_version, actor, decided_at)
SELECT id, 'till', '', '{}', '[{"key": "offer-1", "kind": "offer", "score": 1, "why": "x"}]', 'offer-1', 1, 'rules',
    1, 'staff:ana', now() - interval '60 days'
FROM everybody WHERE n % 2 = 0;

-- Outcomes
INSERT INTO campaigns_outcome (decision_id, customer_id, offer_id, kind, touchpoint, actor, happened_at)
SELECT id, customer_id, offer + customer_id % 20,
    (ARRAY['shown', 'declined', 'accepted', 'not_now'])[1 + (customer_id / 2 % 4)::int], 'till', 'staff:ana',
    decided_at
FROM campaigns_decision, thing;
