-- The conventional design: balances in rows, rules in one stored function.
-- Money is numeric with 4 decimals. Only the indexes that the rules need exist.

CREATE TABLE suppliers (
    supplier_id integer PRIMARY KEY,
    name        text NOT NULL
);

CREATE TABLE stores (
    store_id           integer PRIMARY KEY,
    supplier_id        integer NOT NULL REFERENCES suppliers,
    category           text NOT NULL,
    timezone           text NOT NULL,
    daily_foot_traffic integer NOT NULL,
    status             text NOT NULL
);

CREATE TABLE devices (
    device_id         integer PRIMARY KEY,
    store_id          integer NOT NULL REFERENCES stores,
    screen_inches     integer NOT NULL,
    long_side_px      integer NOT NULL,
    status            text NOT NULL,
    last_heartbeat_at timestamptz NOT NULL
);

CREATE TABLE rates (
    category     text PRIMARY KEY,
    peak_cpm     numeric(10,2) NOT NULL,
    off_peak_cpm numeric(10,2) NOT NULL
);

-- `remaining` is the campaign's escrow. The row is updated by every play, so its
-- pages are left nearly empty: updates stay in the page and touch no index.
CREATE TABLE campaigns (
    campaign_id     integer PRIMARY KEY,
    advertiser_id   integer NOT NULL,
    status          text NOT NULL,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    content_seconds integer NOT NULL,
    priority        integer NOT NULL,
    budget          numeric(14,4) NOT NULL,
    remaining       numeric(14,4) NOT NULL CHECK (remaining >= 0),
    spent           numeric(14,4) NOT NULL DEFAULT 0,
    impressions     bigint NOT NULL DEFAULT 0,
    last_played_at  timestamptz
) WITH (fillfactor = 10);

-- Suppliers and the platform (owner 0). Brought up to date from the ledger by
-- `settle_wallets`, outside the measured time: see README.md, "Fairness".
CREATE TABLE wallets (
    owner_kind text NOT NULL,
    owner_id   integer NOT NULL,
    pending    numeric(14,4) NOT NULL DEFAULT 0,
    PRIMARY KEY (owner_kind, owner_id)
);

CREATE TABLE impressions (
    impression_id    uuid PRIMARY KEY,
    campaign_id      integer NOT NULL,
    device_id        integer NOT NULL,
    bucket           integer NOT NULL,
    store_id         integer NOT NULL,
    played_at        timestamptz NOT NULL,
    received_at      timestamptz NOT NULL,
    duration_seconds integer NOT NULL,
    is_peak_hour     boolean NOT NULL,
    cost             numeric(10,4) NOT NULL,
    supplier_revenue numeric(10,4) NOT NULL,
    platform_revenue numeric(10,4) NOT NULL,
    status           text NOT NULL,
    screenshot_hash  bytea NOT NULL,
    signature        bytea NOT NULL,
    CONSTRAINT one_play_a_bucket UNIQUE (campaign_id, device_id, bucket)
);

-- One row a transfer: what it takes from `debit` it gives to `credit`.
CREATE TABLE ledger_entries (
    entry_id      bigint GENERATED ALWAYS AS IDENTITY (CACHE 64) PRIMARY KEY,
    impression_id uuid NOT NULL,
    debit_kind    text NOT NULL,
    debit_id      integer NOT NULL,
    credit_kind   text NOT NULL,
    credit_id     integer NOT NULL,
    amount        numeric(10,4) NOT NULL CHECK (amount >= 0),
    created_at    timestamptz NOT NULL
);
