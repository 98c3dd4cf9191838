//! The point of no return: changes of a decision become state and rows.

use std::sync::Arc;

use super::{
    actor::{Actor, AuditDraft, AuditEntry, Notice, NoticeDraft},
    command::{Changes, Record},
    commands::blocking,
    core::Engine,
    live::{CampaignLive, DeviceLive, Lease},
    registry::{Entity, Registry},
};
use crate::{
    db::{Batch, Table, codec},
    domain::{
        campaign::{model::Campaign, status::CampaignStatus},
        catalog::{Device, Store},
        ids::{CampaignNo, DeviceNo, Seq},
        ledger::{Account, Transfer, TransferDraft, TransferKind},
        money::{Amount, Currency},
        time::Timestamp,
    },
};

/// Key of the only row of rate cards.
pub const RATE_CARDS_KEY: &[u8] = b"cards";

impl Engine {
    /// Applies the changes of one decision.
    pub(super) fn apply(&mut self, now: Timestamp, actor: &Actor, changes: Changes) {
        let concerned = blocking::concerned(&self.live, &changes.records);
        let tested = self.tested_campaigns(&changes);
        for record in changes.records {
            let campaign = self.before_change(&record);
            self.apply_record(record);
            self.follow_campaign(now, actor, campaign);
        }
        for draft in changes.transfers {
            self.apply_transfer(now, draft);
        }
        for (device, at, skew) in changes.heartbeats {
            self.apply_heartbeat(device, at, skew);
        }
        for outcome in changes.reviews {
            self.apply_review(now, outcome);
        }
        for draft in changes.payouts {
            self.apply_payout(draft);
        }
        self.apply_disputed(now, changes.disputed);
        for outcome in changes.chargebacks {
            self.apply_chargeback(now, outcome);
        }
        if let Some(hour) = changes.snapshot_hour {
            self.apply_snapshots(hour);
            self.account_offline(hour);
        }
        if let Some(day) = changes.cut_day {
            self.apply_cut(day);
        }
        for seq in changes.reminded {
            self.apply_reminder(seq);
        }
        for draw in changes.draws {
            self.apply_draw(&draw);
        }
        for id in changes.expired_leases {
            self.drop_lease(id);
        }
        for (campaign, sent) in changes.notice_flags {
            self.live.campaign_live[campaign.index()].totals.notice_sent = sent;
            self.live.touched_campaigns.insert(campaign);
        }
        for (seq, at) in changes.read_notices {
            self.apply_read_notice(seq, at);
        }
        for (at, timer) in changes.later {
            self.live.set_timer(at, timer);
        }
        self.apply_fleet(now, changes.fleet);
        self.apply_evidence(now, changes.evidence);
        if let Some((owner, at)) = changes.read_all_notices {
            self.apply_read_all(owner, at);
        }
        for draft in changes.audit {
            self.apply_audit(now, actor, draft);
        }
        for draft in changes.notices {
            self.apply_notice(now, draft);
        }
        for campaign in concerned {
            let judged = blocking::judge_again(&self.live, &self.settings, &campaign, now);
            if let Some(changes) = judged {
                self.apply(now, &Actor::system(), changes);
            }
        }
        self.follow_tests(now, tested);
    }

    fn apply_record(&mut self, record: Record) {
        let batch = &mut self.batch;
        match &record {
            Record::Advertiser(row) => {
                put(batch, Table::Advertisers, &mut self.live.advertisers, row)
            }
            Record::Supplier(row) => put(batch, Table::Suppliers, &mut self.live.suppliers, row),
            Record::Asset(row) => {
                put(batch, Table::Assets, &mut self.live.assets, row);
                self.live.arm_licence(row);
            }
            Record::User(row) => put(batch, Table::Users, &mut self.live.users, row),
            Record::Token(row) => put(batch, Table::Tokens, &mut self.live.tokens, row),
            Record::Store(row) => {
                put(batch, Table::Stores, &mut self.live.stores, row);
                self.live.note_store(row);
            }
            Record::Device(row) => {
                let before = self.live.devices.get(row.no.0).and_then(|old| old.store_now());
                put(batch, Table::Devices, &mut self.live.devices, row);
                self.live.note_device(row, before);
            }
            Record::Rule(row) => {
                put(batch, Table::BlockingRules, &mut self.live.rules, row);
                let of_store = self.live.store_rules.entry(row.store).or_default();
                if !of_store.contains(&row.no) {
                    of_store.push(row.no);
                }
            }
            Record::Campaign(row) => {
                put(batch, Table::Campaigns, &mut self.live.campaigns, row);
                self.live.note_campaign(row);
                self.live.touched_campaigns.insert(row.no);
            }
            _ => self.apply_other_record(&record),
        }
        self.publication.records.push(record);
    }

    fn apply_other_record(&mut self, record: &Record) {
        let batch = &mut self.batch;
        match record {
            Record::Session(row) => {
                batch.put(Table::Sessions, &row.hash, codec::encode(&**row));
                self.live.sessions.insert(row.hash, (**row).clone());
            }
            Record::SessionEnd(hash) => {
                batch.delete(Table::Sessions, hash);
                self.live.sessions.remove(hash);
            }
            Record::RateCards(cards) => {
                batch.put(Table::RateCards, RATE_CARDS_KEY, codec::encode(&**cards));
                self.live.rate_cards = (**cards).clone();
            }
            Record::Holiday { holiday, is_holiday } => {
                let key = format!("{}/{}", holiday.country, holiday.date);
                if *is_holiday {
                    batch.put(Table::Holidays, key.as_bytes(), codec::encode(holiday));
                    self.live.holidays.insert(*holiday);
                } else {
                    batch.delete(Table::Holidays, key.as_bytes());
                    self.live.holidays.remove(holiday);
                }
            }
            Record::Lease(lease) => self.put_lease(lease),
            Record::Job(job) => {
                batch.put(Table::Jobs, job.name.as_bytes(), codec::encode(job));
                self.live.jobs.insert(job.name.clone(), job.clone());
            }
            Record::DailyRecord(row) => self.put_daily_record(row),
            Record::Credit(row) => put(batch, Table::Credits, &mut self.live.credits, row),
            Record::AbTest(row) => self.put_ab_test(row),
            Record::Incident(row) => self.put_incident(row),
            Record::StopRequest(row) => self.put_stop_request(row),
            Record::Webhook(row) => put(batch, Table::Webhooks, &mut self.live.webhooks, row),
            Record::Delivery(row) => self.put_delivery(row),
            Record::Dispute(row) => self.put_dispute(row),
            Record::EvidencePart(row) => self.put_evidence_part(row),
            Record::SupplierFlag(row) => self.put_supplier_flag(row),
            _ => unreachable!("apply_record handles the entities"),
        }
    }

    /// Moves money and writes the transfer with its balances (rule D-31).
    pub(super) fn apply_transfer(&mut self, now: Timestamp, draft: TransferDraft) {
        let account = self.balance_account(&draft);
        let before = self.live.accounts.balance(account, draft.currency);
        self.live.accounts.transfer(draft.debit, draft.credit, draft.amount, draft.currency);
        let after = self.live.accounts.balance(account, draft.currency);
        let seq = self.take_seq();
        let id = self.random.uuid(now);
        if let Some(campaign) = draft.campaign {
            self.live.touched_campaigns.insert(campaign);
        }
        for account in [draft.debit, draft.credit] {
            let mut key = account.key(draft.currency).to_vec();
            key.extend_from_slice(&seq.to_be_bytes());
            self.batch.put(Table::TransfersByAccount, &key, Vec::new());
            self.publication.accounts.insert((account, draft.currency));
        }
        let row =
            Transfer { seq, id, draft, at: now, balance_before: before, balance_after: after };
        let key = seq.to_be_bytes();
        self.batch.put(Table::Transfers, &key, codec::encode_sealed(&key, &row));
    }

    fn apply_heartbeat(&mut self, device: DeviceNo, at: Timestamp, skew: Option<i64>) {
        let live = &mut self.live.device_live[device.index()];
        let ended = live.online.beat(at, &self.settings.heartbeat);
        live.last_skew_ms = skew.or(live.last_skew_ms);
        let row = codec::encode(&(&live.online, live.last_skew_ms));
        self.batch.put(Table::DeviceOnline, &device.0.to_be_bytes(), row);
        self.publication.heartbeats.push((device, at, live.last_skew_ms));
        self.keep_runs(device, &ended, at);
    }

    fn apply_reminder(&mut self, seq: Seq) {
        let Some(review) = self.live.reviews.get_mut(&seq) else { return };
        review.reminded = true;
        let review = *review;
        self.batch.put(Table::OpenReviews, &seq.to_be_bytes(), codec::encode(&review));
        self.live.arm_review(&review, &self.settings);
    }

    fn apply_audit(&mut self, now: Timestamp, actor: &Actor, draft: AuditDraft) {
        let entry = AuditEntry {
            seq: self.take_seq(),
            at: now,
            actor_id: actor.id,
            actor: actor.name.clone(),
            change_type: actor.change_type,
            ip_address: actor.ip_address.clone(),
            what: draft,
        };
        self.batch.put(Table::Audit, &entry.seq.to_be_bytes(), codec::encode(&entry));
        self.publication.audited = true;
    }

    fn apply_notice(&mut self, now: Timestamp, draft: NoticeDraft) {
        let notice = Notice { seq: self.take_seq(), at: now, what: draft, read_at: None };
        self.batch.put(Table::Notices, &notice.seq.to_be_bytes(), codec::encode(&notice));
        self.put_notice_of_owner(&notice);
        self.enqueue(&notice);
        self.publication.notices.push(notice);
    }

    fn apply_read_notice(&mut self, seq: Seq, at: Timestamp) {
        let key = seq.to_be_bytes();
        let waiting = self.batch.newest(Table::Notices, &key).map(<[u8]>::to_vec);
        let found =
            waiting.or_else(|| self.committed(|snapshot| snapshot.get(Table::Notices, &key)));
        if let Some(bytes) = found
            && let Ok(mut notice) = codec::decode::<Notice>(&bytes)
        {
            notice.read_at = Some(at);
            self.batch.put(Table::Notices, &seq.to_be_bytes(), codec::encode(&notice));
            self.put_notice_of_owner(&notice);
        }
    }

    pub(super) fn put_lease(&mut self, lease: &Arc<Lease>) {
        self.batch.put(Table::Leases, lease.id.as_bytes(), codec::encode(&**lease));
        let is_new = self.live.leases.insert(lease.id, (**lease).clone()).is_none();
        if is_new {
            self.live.leases_since.get_or_insert(lease.granted_at);
            self.live.note_lease(lease);
            self.live.campaign_live[lease.campaign.index()].totals.rotation += 1;
            self.live.touched_campaigns.insert(lease.campaign);
        }
    }
}

impl Engine {
    /// The account whose balance a transfer shows before and after: the wallet's available balance
    /// for what goes into it or out of it, else what the campaign can still spend. Rule: D-31.
    fn balance_account(&self, draft: &TransferDraft) -> Account {
        let escrow = draft.campaign.map(Account::CampaignEscrow);
        match draft.kind {
            TransferKind::Deposit
            | TransferKind::Credit
            | TransferKind::Release
            | TransferKind::Refund
            | TransferKind::ServiceCredit
            | TransferKind::Payout
            | TransferKind::Clawback
            | TransferKind::ChargebackRefund
            | TransferKind::ChargebackClawback => draft.credit,
            TransferKind::Hold | TransferKind::Withdrawal | TransferKind::DebtPayment => {
                draft.debit
            }
            TransferKind::TopUp => self.wallet_of(draft).unwrap_or(draft.debit),
            TransferKind::ReviewRelease if is_wallet(draft.credit) => draft.credit,
            TransferKind::Rounding
            | TransferKind::SupplierShare
            | TransferKind::PlatformShare
            | TransferKind::ReviewHold
            | TransferKind::ReviewRelease => escrow.unwrap_or(draft.debit),
        }
    }

    fn wallet_of(&self, draft: &TransferDraft) -> Option<Account> {
        let campaign = self.live.campaigns.get(draft.campaign?.0)?;
        Some(Account::AdvertiserAvailable(campaign.advertiser))
    }
}

const fn is_wallet(account: Account) -> bool {
    matches!(account, Account::AdvertiserAvailable(_))
}

fn put<T: Entity + serde::Serialize>(
    batch: &mut Batch,
    table: Table,
    registry: &mut Registry<T>,
    row: &Arc<T>,
) {
    batch.put(table, &row.number().to_be_bytes(), codec::encode(&**row));
    registry.put(Arc::clone(row));
}

impl super::live::Live {
    /// Keeps the zone beside a store.
    pub(super) fn note_store(&mut self, store: &Store) {
        let zone = jiff::tz::TimeZone::get(&store.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
        let index = store.no.index();
        if index == self.zones.len() {
            self.zones.push(zone);
        } else {
            self.zones[index] = zone;
        }
    }

    /// Keeps the devices of each store and the state beside a device.
    pub(super) fn note_device(
        &mut self,
        device: &Device,
        before: Option<crate::domain::ids::StoreNo>,
    ) {
        if device.no.index() == self.device_live.len() {
            self.device_live.push(DeviceLive::default());
        }
        let now = device.store_now();
        if before != now
            && let Some(old) = before.and_then(|store| self.store_devices.get_mut(&store))
        {
            old.remove(&device.no);
        }
        if let Some(store) = now {
            self.store_devices.entry(store).or_default().insert(device.no);
        }
    }

    /// Keeps counters, timers and the serving lists beside a campaign.
    pub(super) fn note_campaign(&mut self, campaign: &Campaign) {
        if campaign.no.index() == self.campaign_live.len() {
            self.campaign_live.push(CampaignLive::default());
        }
        self.note_waiting(campaign);
        self.unserve(campaign.no);
        if campaign.status_now() == CampaignStatus::Active {
            for store in &campaign.target_stores {
                self.serving.entry(*store).or_default().push(campaign.no);
            }
        } else if campaign.sub_status().is_some()
            && let Some((_, run)) = campaign.open_test()
        {
            for store in &run.stores {
                self.serving.entry(*store).or_default().push(campaign.no);
            }
        }
        self.arm_campaign(campaign);
    }

    fn unserve(&mut self, campaign: CampaignNo) {
        for list in self.serving.values_mut() {
            list.retain(|no| *no != campaign);
        }
    }

    /// The currency that retail campaigns are billed in (rule D-28).
    #[must_use]
    pub const fn retail_currency(&self) -> Currency {
        Currency::Usd
    }

    /// What of a campaign's budget the platform may pay itself at most, less what it already
    /// pays: 1 % of the budget (rule D-12).
    #[must_use]
    pub fn absorbable(&self, campaign: &Campaign, permille: i64) -> Amount {
        let cap = campaign.budget_or_zero().micros() / 1000 * permille;
        let totals = &self.campaign_live[campaign.no.index()].totals;
        let used = totals.absorbed.checked_add(totals.absorbed_in_review).unwrap_or(Amount::ZERO);
        Amount::from_micros(cap).minus_or_zero(used)
    }
}

#[cfg(test)]
#[path = "apply_tests.rs"]
mod tests;
