-- 20 suppliers, 200 stores, 10,000 devices, 100 campaigns, and campaign 101 with a
-- budget so small that concurrent plays must exhaust it (overspend.pgbench).

INSERT INTO rates VALUES
    ('PREMIUM_MALL', 50, 30), ('SHOPPING_MALL', 40, 25), ('SUPERMARKET', 35, 20),
    ('DEPARTMENT_STORE', 30, 18), ('CONVENIENCE_STORE', 25, 15), ('GAS_STATION', 20, 12),
    ('RESTAURANT', 18, 12), ('OTHER', 15, 10);

INSERT INTO suppliers SELECT n, 'Supplier ' || n FROM generate_series(1, 20) n;

INSERT INTO stores
SELECT n, 1 + n % 20,
       (ARRAY['PREMIUM_MALL', 'SHOPPING_MALL', 'SUPERMARKET', 'DEPARTMENT_STORE',
              'CONVENIENCE_STORE', 'GAS_STATION', 'RESTAURANT', 'OTHER'])[1 + n % 8],
       (ARRAY['America/New_York', 'America/Chicago', 'Europe/Rome', 'Asia/Tokyo',
              'UTC'])[1 + n % 5],
       (ARRAY[800, 3000, 8000, 15000])[1 + n / 8 % 4],
       'ACTIVE'
FROM generate_series(1, 200) n;

INSERT INTO devices
SELECT n, 1 + n % 200,
       (ARRAY[32, 43, 55])[1 + n / 200 % 3],
       (ARRAY[1920, 1920, 3840])[1 + n / 200 % 3],
       'ACTIVE', now()
FROM generate_series(1, 10000) n;

INSERT INTO campaigns
    (campaign_id, advertiser_id, status, starts_at, ends_at, content_seconds, priority,
     budget, remaining)
SELECT n, 1 + n % 25, 'ACTIVE', now() - interval '30 days', now() + interval '30 days',
       (ARRAY[15, 10, 30])[1 + n % 3], 1 + n % 10,
       CASE WHEN n = 101 THEN 5 ELSE 1000000 END,
       CASE WHEN n = 101 THEN 5 ELSE 1000000 END
FROM generate_series(1, 101) n;

INSERT INTO wallets (owner_kind, owner_id)
SELECT 'SUPPLIER', supplier_id FROM suppliers UNION ALL SELECT 'PLATFORM', 0;
