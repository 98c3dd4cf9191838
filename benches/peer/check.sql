-- Adds everything up after a run; the first difference stops the script.
CALL settle_wallets();
DO $$
DECLARE
    v_cost numeric; v_rows bigint;
BEGIN
    SELECT coalesce(sum(cost), 0), count(*) INTO v_cost, v_rows FROM impressions;
    ASSERT v_cost = (SELECT sum(budget - remaining) FROM campaigns), 'cost <> debits';
    ASSERT v_cost = (SELECT sum(spent) FROM campaigns), 'cost <> spent';
    ASSERT v_cost = (SELECT coalesce(sum(amount), 0) FROM ledger_entries), 'cost <> ledger';
    ASSERT v_cost = (SELECT sum(pending) FROM wallets), 'cost <> credits';
    ASSERT v_rows = (SELECT sum(impressions) FROM campaigns), 'rows <> counters';
    ASSERT 2 * v_rows = (SELECT count(*) FROM ledger_entries), 'two transfers an impression';
    ASSERT NOT EXISTS (
        SELECT FROM impressions WHERE cost <> supplier_revenue + platform_revenue
    ), 'a split does not add up';
    ASSERT NOT EXISTS (
        SELECT FROM campaigns c
        LEFT JOIN (SELECT campaign_id, sum(cost) AS cost FROM impressions GROUP BY 1) i
            USING (campaign_id)
        WHERE c.spent <> coalesce(i.cost, 0) OR c.spent > c.budget OR c.remaining < 0
    ), 'a campaign is overspent or does not match its impressions';
END
$$;
SELECT count(*), coalesce(sum(cost), 0), (SELECT sum(budget - remaining) FROM campaigns)
FROM impressions;
