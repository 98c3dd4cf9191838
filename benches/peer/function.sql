-- Says whether a store-local time is a peak hour. Start inclusive, end exclusive.
CREATE FUNCTION is_peak_hour(local_time timestamp) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN extract(isodow FROM local_time) >= 6
        THEN extract(hour FROM local_time) BETWEEN 10 AND 21
        ELSE extract(hour FROM local_time) BETWEEN 11 AND 13
          OR extract(hour FROM local_time) BETWEEN 17 AND 20
    END
$$;

-- Prices one play, rounded once, to 4 decimals, at the end.
CREATE FUNCTION play_cost(
    base_cpm numeric, daily_foot_traffic integer, screen_inches integer,
    long_side_px integer, content_seconds integer, priority integer
) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
    SELECT round(
        base_cpm
        * CASE WHEN daily_foot_traffic >= 10000 THEN 1.5
               WHEN daily_foot_traffic >= 5000 THEN 1.2
               WHEN daily_foot_traffic >= 2000 THEN 1.0
               ELSE 0.8 END
        * CASE WHEN screen_inches >= 55 AND long_side_px >= 3840 THEN 1.3
               WHEN screen_inches >= 42 THEN 1.0
               ELSE 0.9 END
        * least(content_seconds, 15)
        * CASE WHEN priority >= 9 THEN 1.1 WHEN priority <= 3 THEN 0.9 ELSE 1.0 END
        / 15000, 4)
$$;

-- Judges, prices and books one play. One call is one transaction.
-- A refusal is an answer, never an exception, so no subtransaction is opened.
CREATE FUNCTION submit_play(
    p_impression_id uuid, p_campaign_id integer, p_device_id integer,
    p_played_at timestamptz, p_duration_seconds integer,
    p_screenshot_hash bytea, p_signature bytea,
    OUT status text, OUT reason text, OUT cost numeric, OUT campaign_remaining numeric
)
LANGUAGE plpgsql AS $$
DECLARE
    v_now      timestamptz := now();
    v_bucket   integer := floor(extract(epoch FROM p_played_at) / 300);
    v_earlier  impressions%ROWTYPE;
    v_campaign campaigns%ROWTYPE;
    v_place    record;
    v_peak     boolean;
    v_supplier numeric(10,4);
BEGIN
    status := 'REJECTED';

    -- idempotency: the same play again gets the first answer
    SELECT * INTO v_earlier FROM impressions i WHERE i.impression_id = p_impression_id;
    IF FOUND THEN
        IF (v_earlier.campaign_id, v_earlier.device_id, v_earlier.played_at,
            v_earlier.duration_seconds, v_earlier.screenshot_hash, v_earlier.signature)
           IS DISTINCT FROM
           (p_campaign_id, p_device_id, p_played_at,
            p_duration_seconds, p_screenshot_hash, p_signature) THEN
            reason := 'IDEMPOTENCY_CONFLICT';
        ELSE
            status := v_earlier.status;
            cost := v_earlier.cost;
        END IF;
        RETURN;
    END IF;

    -- time
    IF p_played_at > v_now + interval '5 minutes' THEN
        reason := 'INVALID_TIMESTAMP_FUTURE';
        RETURN;
    ELSIF p_played_at < v_now - interval '4 hours' THEN
        reason := 'TIMESTAMP_OUT_OF_BOUNDS';
        RETURN;
    END IF;

    -- campaign: the row lock that makes the budget exact, held until the commit is on disk
    SELECT * INTO v_campaign FROM campaigns c
        WHERE c.campaign_id = p_campaign_id FOR UPDATE;
    IF NOT FOUND OR v_campaign.status <> 'ACTIVE'
       OR p_played_at < v_campaign.starts_at OR p_played_at > v_campaign.ends_at THEN
        reason := 'CAMPAIGN_NOT_ACTIVE';
        RETURN;
    END IF;

    -- device and store
    SELECT d.status AS device_status, d.last_heartbeat_at, d.screen_inches, d.long_side_px,
           s.store_id, s.supplier_id, s.status AS store_status, s.timezone,
           s.daily_foot_traffic, r.peak_cpm, r.off_peak_cpm
        INTO v_place
        FROM devices d
        JOIN stores s ON s.store_id = d.store_id
        JOIN rates r ON r.category = s.category
        WHERE d.device_id = p_device_id;
    IF NOT FOUND OR v_place.device_status <> 'ACTIVE' OR v_place.store_status <> 'ACTIVE' THEN
        reason := 'DEVICE_NOT_AUTHORIZED';
        RETURN;
    ELSIF v_place.last_heartbeat_at < p_played_at - interval '10 minutes' THEN
        reason := 'DEVICE_OFFLINE';
        RETURN;
    END IF;

    IF p_duration_seconds * 10 < v_campaign.content_seconds * 8 THEN
        reason := 'INSUFFICIENT_DURATION';
        RETURN;
    END IF;

    -- dedup: read first, because it comes before the budget; exact under the campaign's lock
    PERFORM 1 FROM impressions i
        WHERE i.campaign_id = p_campaign_id AND i.device_id = p_device_id
          AND i.bucket = v_bucket;
    IF FOUND THEN
        reason := 'DUPLICATE_IMPRESSION';
        RETURN;
    END IF;

    -- price and budget
    v_peak := is_peak_hour(p_played_at AT TIME ZONE v_place.timezone);
    cost := play_cost(
        CASE WHEN v_peak THEN v_place.peak_cpm ELSE v_place.off_peak_cpm END,
        v_place.daily_foot_traffic, v_place.screen_inches, v_place.long_side_px,
        v_campaign.content_seconds, v_campaign.priority);
    IF v_campaign.remaining < cost THEN
        reason := 'INSUFFICIENT_BUDGET';
        cost := NULL;
        RETURN;
    END IF;
    v_supplier := round(cost * 0.80, 4);

    INSERT INTO impressions VALUES (
        p_impression_id, p_campaign_id, p_device_id, v_bucket, v_place.store_id,
        p_played_at, v_now, p_duration_seconds, v_peak, cost, v_supplier,
        cost - v_supplier, 'VERIFIED', p_screenshot_hash, p_signature
    ) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        -- the same id came in twice at once; a retry gets the first answer
        reason := 'IDEMPOTENCY_CONFLICT';
        cost := NULL;
        RETURN;
    END IF;

    -- debit and counters: one update of the row that is locked anyway
    UPDATE campaigns c
        SET remaining = c.remaining - submit_play.cost,
            spent = c.spent + submit_play.cost,
            impressions = c.impressions + 1,
            last_played_at = p_played_at
        WHERE c.campaign_id = p_campaign_id
        RETURNING c.remaining INTO campaign_remaining;

    -- credits: appended, so that no supplier's or platform's row is waited for
    INSERT INTO ledger_entries
        (impression_id, debit_kind, debit_id, credit_kind, credit_id, amount, created_at)
    VALUES
        (p_impression_id, 'CAMPAIGN', p_campaign_id, 'SUPPLIER', v_place.supplier_id,
         v_supplier, v_now),
        (p_impression_id, 'CAMPAIGN', p_campaign_id, 'PLATFORM', 0,
         cost - v_supplier, v_now);

    status := 'VERIFIED';
END
$$;

-- Sets the wallets to what the ledger says. Not part of the measured time.
CREATE PROCEDURE settle_wallets() LANGUAGE sql AS $$
    UPDATE wallets SET pending = 0;
    UPDATE wallets w SET pending = e.total
        FROM (SELECT credit_kind, credit_id, sum(amount) AS total
              FROM ledger_entries GROUP BY credit_kind, credit_id) e
        WHERE w.owner_kind = e.credit_kind AND w.owner_id = e.credit_id;
$$;

-- What stands for the device's side: ascending ids (as UUIDv7 gives), a hash of 32 bytes
-- and a signature of 256 that is stored and not verified.
CREATE FUNCTION play_id(k bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('019be000-0000-7000-8000-' || lpad(to_hex(k), 12, '0'))::uuid
$$;
CREATE FUNCTION sample_hash() RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT decode(repeat('5a', 32), 'hex')
$$;
CREATE FUNCTION sample_signature() RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT decode(repeat('a5', 256), 'hex')
$$;
