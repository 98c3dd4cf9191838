-- One call a rule: the peer must do the work it is measured for.
BEGIN;
DO $$
DECLARE
    v_played timestamptz := now() - interval '1 minute';
    v_first record; v_again record;
    v_case record; v_got text;
BEGIN
    ASSERT play_cost(50, 8000, 55, 3840, 15, 5) = 0.0780, 'worked example, 15 s';
    ASSERT play_cost(50, 8000, 55, 3840, 10, 5) = 0.0520, 'worked example, 10 s';
    ASSERT play_cost(50, 8000, 55, 3840, 30, 9) = 0.0858, 'high priority';
    ASSERT play_cost(10, 1999, 41, 1920, 15, 3) = 0.0065, 'every discount';
    ASSERT is_peak_hour('2026-01-23 11:00') AND NOT is_peak_hour('2026-01-23 14:00')
       AND is_peak_hour('2026-01-23 20:59') AND NOT is_peak_hour('2026-01-23 21:00')
       AND is_peak_hour('2026-01-24 10:00') AND NOT is_peak_hour('2026-01-24 22:00'),
       'peak hours';

    SELECT * INTO v_first FROM submit_play(play_id(1), 1, 1, v_played, 30, '\x01', '\x02');
    ASSERT v_first.status = 'VERIFIED' AND v_first.cost > 0, 'accepted';
    SELECT * INTO v_again FROM submit_play(play_id(1), 1, 1, v_played, 30, '\x01', '\x02');
    ASSERT v_again.status = 'VERIFIED' AND v_again.cost = v_first.cost, 'first answer again';
    ASSERT (SELECT impressions FROM campaigns WHERE campaign_id = 1) = 1, 'billed once';

    UPDATE campaigns SET status = 'PAUSED' WHERE campaign_id = 2;
    UPDATE campaigns SET remaining = 0.0001 WHERE campaign_id = 3;
    UPDATE devices SET status = 'REVOKED' WHERE device_id = 2;
    UPDATE devices SET last_heartbeat_at = now() - interval '1 hour' WHERE device_id = 3;
    FOR v_case IN SELECT * FROM (VALUES
        (1, 1, 1, interval '0', 29, 'IDEMPOTENCY_CONFLICT'),
        (2, 1, 4, interval '7 minutes', 30, 'INVALID_TIMESTAMP_FUTURE'),
        (2, 1, 4, interval '-5 hours', 30, 'TIMESTAMP_OUT_OF_BOUNDS'),
        (2, 2, 4, interval '0', 30, 'CAMPAIGN_NOT_ACTIVE'),
        (2, 999, 4, interval '0', 30, 'CAMPAIGN_NOT_ACTIVE'),
        (2, 1, 2, interval '0', 30, 'DEVICE_NOT_AUTHORIZED'),
        (2, 1, 3, interval '0', 30, 'DEVICE_OFFLINE'),
        (2, 1, 4, interval '0', 7, 'INSUFFICIENT_DURATION'),
        (2, 1, 1, interval '0', 30, 'DUPLICATE_IMPRESSION'),
        (2, 3, 4, interval '0', 30, 'INSUFFICIENT_BUDGET')
    ) AS t (id, campaign, device, shift, seconds, expected) LOOP
        SELECT reason INTO v_got FROM submit_play(
            play_id(v_case.id), v_case.campaign, v_case.device, v_played + v_case.shift,
            v_case.seconds, '\x01', '\x02');
        ASSERT v_got = v_case.expected,
            format('expected %s, got %s', v_case.expected, v_got);
    END LOOP;
    ASSERT (SELECT count(*) FROM impressions) = 1, 'refusals write nothing';
END
$$;
ROLLBACK;
