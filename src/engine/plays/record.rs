//! What a decided play leaves behind: the row, the money, the counters, the fold.

use std::sync::Arc;

use super::{
    checks::{Judgement, Subject},
    fold::shows_clock_trouble,
    replay::{shot_filter_key, shot_key},
};
use crate::{
    db::{Table, codec},
    domain::{
        campaign::model::Campaign,
        campaign::status::{CampaignStatus, PauseReason},
        catalog::access::Owner,
        ids::{CampaignNo, Seq},
        impression::record::{
            ImpressionRow, JudgedSubmission, OpenReview, PlayMoney, PlayStatus, RawText,
            SignatureVerdict,
        },
        ledger::Account,
        money::{Amount, Currency},
        pricing::price::split,
        refusal::{Code, Detail, Refusal},
        time::{Day, MINUTE_MS, Timestamp},
    },
    engine::{
        core::Engine,
        live::CampaignTotals,
        publish::{PLAY_EVENTS_A_GROUP, PlayEvent},
    },
};

/// Bytes of a play's row beside its signature, about.
const ROW_BYTES: usize = 256;
/// Days of `played_at` whose spend is kept for the daily cap: today, and what may arrive late.
const SPEND_DAYS: usize = 3;

impl Engine {
    /// Records a decided play: all of its effects, or (by fail-stop) none.
    pub(super) fn record_play(
        &mut self,
        play: &JudgedSubmission,
        subject: &Subject,
        verdict: Result<Judgement, Refusal>,
    ) -> (Arc<ImpressionRow>, Option<Box<Refusal>>) {
        let mut row = self.row_of(play, subject);
        let refusal = match verdict {
            Ok(judgement) => {
                self.fill_accepted(&mut row, &judgement);
                None
            }
            Err(refusal) => {
                row.status = PlayStatus::Rejected;
                row.reason = Some(refusal.code);
                row.message = Some(refusal.message.clone());
                row.details = (!refusal.details.is_empty())
                    .then(|| serde_json::to_string(&refusal.details).unwrap_or_default());
                Some(Box::new(refusal))
            }
        };
        let seq = self.take_seq();
        self.settle_play(seq, &mut row);
        let row = Arc::new(row);
        self.write_play(seq, &row, subject.is_film());
        if row.status == PlayStatus::Verified {
            self.log_play(seq, &row, play.verdict.proof(), row.received_at);
        }
        self.fold_play(seq, &row);
        self.tell_play(&row);
        if shows_clock_trouble(&row) {
            self.watch_clock(&row);
        }
        if let Some(lease) = subject.lease.as_ref()
            && row.status != PlayStatus::Rejected
        {
            self.spend_lease(lease, seq);
        }
        if let Some(campaign) = &subject.campaign {
            self.watch_campaign(campaign.no, &row, refusal.as_deref());
            self.watch_fraud(campaign.no, &row);
        }
        (row, refusal)
    }

    fn row_of(&mut self, play: &JudgedSubmission, subject: &Subject) -> ImpressionRow {
        let sent = &play.submission;
        let (key, version) = match play.verdict {
            SignatureVerdict::Valid { key, .. } => (Some(key), sent.signature_version),
            SignatureVerdict::Invalid | SignatureVerdict::UnknownKey => {
                (None, sent.signature_version)
            }
        };
        let signer = key.and_then(|place| subject.device.keys.get(usize::from(place)));
        let names_key = signer.is_some_and(|signer| sent.key_id == Some(signer.id));
        let id = sent.impression_id.unwrap_or_else(|| self.random.uuid(play.received_at));
        ImpressionRow {
            id,
            campaign: subject.campaign.as_ref().map(|campaign| campaign.no),
            named_campaign: subject.campaign.is_none().then_some(sent.campaign_id),
            device: play.device,
            store: subject.store,
            asset: subject.asset.as_ref().map(|asset| asset.no),
            named_asset: subject.asset.is_none().then_some(sent.asset_id),
            status: PlayStatus::Verified,
            reason: None,
            played_at: sent.played_at,
            received_at: play.received_at,
            duration_expected: subject.expected_seconds(&self.settings, sent.played_at),
            duration_actual: sent.duration_actual,
            money: PlayMoney::default(),
            is_peak: false,
            rate_version: 0,
            quality: 0,
            deductions: crate::domain::impression::quality::Deductions::default(),
            flags: crate::domain::impression::fraud::Flags::NONE,
            delayed: false,
            queued: sent.queued,
            sent_at: sent.sent_at,
            signature_version: version,
            key,
            names_key,
            named_key: sent.key_id.filter(|_| !names_key),
            counter: sent.counter,
            lease: sent.lease_id,
            variant: sent.variant_id.clone(),
            ab_test: subject.variant,
            test_run: subject.test_run,
            location: sent.location,
            screenshot_hash: sent.screenshot_hash,
            raw: (sent.raw != RawText::default()).then(|| Box::new(sent.raw.clone())),
            message: None,
            details: None,
            signature: sent.signature.clone(),
        }
    }

    fn fill_accepted(&self, row: &mut ImpressionRow, judged: &Judgement) {
        row.status =
            if judged.flags.holds() { PlayStatus::UnderReview } else { PlayStatus::Verified };
        row.money.cost = judged.price.cost;
        row.money.supplier = split(judged.price.cost, &self.settings.pricing.price).supplier;
        row.money.cpm = judged.price.cpm;
        row.money.charged = judged.payment.charged;
        row.money.absorbed = judged.payment.absorbed;
        row.is_peak = judged.price.is_peak;
        row.rate_version = judged.price.steps.rate_version;
        row.quality = judged.quality.score;
        row.deductions = judged.quality.deductions;
        row.flags = judged.flags;
        row.delayed = judged.time.delayed;
    }

    /// Moves the money of a play. Its transfers are not rows of their own: they follow from the
    /// impression's row, and `vetrina audit` derives them again. Rule: D-22, D-23, REV-01.
    fn settle_play(&mut self, seq: Seq, row: &mut ImpressionRow) {
        let Some(campaign) = row.campaign else { return };
        if row.status != PlayStatus::Rejected {
            self.move_play_money(seq, campaign, row);
        }
        row.money.remaining = self.live.remaining(campaign);
        let totals = &mut self.live.campaign_live[campaign.index()].totals;
        count(totals, row);
        self.count_tests(row);
        self.live.touched_campaigns.insert(campaign);
        if row.status == PlayStatus::UnderReview {
            self.open_review(seq, campaign, row);
        }
    }

    fn move_play_money(&mut self, seq: Seq, campaign: CampaignNo, row: &ImpressionRow) {
        let supplier = self.live.store(row.store).map(|store| store.supplier).unwrap_or_default();
        let legs = play_legs(campaign, supplier, row);
        for (debit, credit, amount) in legs.into_iter().flatten() {
            self.live.accounts.transfer(debit, credit, amount, Currency::Usd);
            self.publication.accounts.insert((debit, Currency::Usd));
            self.publication.accounts.insert((credit, Currency::Usd));
        }
        if row.status == PlayStatus::Verified {
            self.count_billed(row);
            if row.money.supplier.is_positive() {
                self.earn(supplier, row.money.supplier, seq, row.received_at);
            }
        }
    }

    fn open_review(&mut self, seq: Seq, campaign: CampaignNo, row: &ImpressionRow) {
        let review = OpenReview {
            seq,
            campaign,
            device: row.device,
            received_at: row.received_at,
            flags: row.flags,
            cost: row.money.cost,
            absorbed: row.money.absorbed,
            reminded: false,
        };
        self.batch.put(Table::OpenReviews, &seq.to_be_bytes(), codec::encode(&review));
        self.live.arm_review(&review, &self.settings);
        self.live.reviews.insert(seq, review);
        self.publication.reviews_changed = true;
    }

    fn write_play(&mut self, seq: Seq, row: &Arc<ImpressionRow>, is_film: bool) {
        let day = self.partition(row.received_at.day(), seq);
        let key = seq.to_be_bytes();
        let sealed = codec::encode_sealed_sized(&key, &**row, ROW_BYTES + row.signature.len());
        self.batch.put(Table::Impressions(day.number()), &key, sealed);
        if is_film && let Some(hash) = &row.screenshot_hash {
            let shot = shot_key(row.device, hash);
            self.batch.put(Table::Screenshots(day.number()), &shot, key.to_vec());
            self.live.filter.insert(shot_filter_key(&shot), seq);
            self.group_shots.insert(shot);
        }
        self.group_ids.insert(row.id, seq);
        self.group_rows.insert(seq, Arc::clone(row));
    }

    /// The partition of a day of receipt; a clock that steps back stays in the newest one.
    fn partition(&mut self, day: Day, seq: Seq) -> Day {
        if let Some((newest, _)) = self.live.days.last()
            && *newest >= day
        {
            return *newest;
        }
        self.live.days.push((day, seq));
        let key = u32::try_from(day.number()).unwrap_or(0).to_be_bytes();
        self.batch.put(Table::Days, &key, codec::encode(&(day, seq)));
        day
    }

    fn tell_play(&mut self, row: &ImpressionRow) {
        self.publication.counts.add(row.status);
        if let Some(reason) = row.reason {
            metrics::counter!("vetrina_rejections_total", "reason" => reason.recorded_reason())
                .increment(1);
        }
        if self.publication.plays.len() < PLAY_EVENTS_A_GROUP {
            self.publication.plays.push(PlayEvent {
                id: row.id,
                campaign: row.campaign,
                device: row.device,
                status: row.status,
                reason: row.reason,
                cost: row.money.cost,
                flags: row.flags,
            });
        }
    }

    /// What follows for the campaign: notice, pause.
    fn watch_campaign(
        &mut self,
        campaign: CampaignNo,
        row: &ImpressionRow,
        refusal: Option<&Refusal>,
    ) {
        let Some(current) = self.live.campaigns.get(campaign.0).cloned() else { return };
        if row.status == PlayStatus::Rejected {
            // A refusal for a pause that is over says nothing about the money of now.
            let short = refusal.is_some_and(|refusal| {
                refusal.code == Code::InsufficientBudget
                    && refusal.members().iter().any(|(name, detail)| {
                        *name == "required_budget"
                            && matches!(detail, Detail::Amount(a) if self.live.remaining(campaign) < *a)
                    })
            });
            if short && current.is_active() {
                self.pause_exhausted(campaign, row.received_at);
            }
            return;
        }
        self.watch_budget(&current, row.money.cost, row.received_at);
        self.watch_test(&current, row.money.cost, row.received_at);
    }

    /// Pauses a campaign whose budget is used up. Rule: BUD-03.
    pub(super) fn pause_exhausted(&mut self, campaign: CampaignNo, now: Timestamp) {
        let actor = crate::engine::Actor::system();
        let changes = crate::engine::commands::status::pause_changes(
            &self.live,
            campaign,
            PauseReason::BudgetExhausted,
            now,
        );
        if let Some(changes) = changes {
            self.apply(now, &actor, changes);
        }
    }

    /// Notes a device with a wrong clock; when it becomes chronic, the operator is told. Rule: IMP-10.
    fn watch_clock(&mut self, row: &ImpressionRow) {
        let windows = &self.live.device_live[row.device.index()].windows;
        let count = windows.day_count(row.received_at).clock_troubles;
        self.publication.clock_troubles.push((row.device, row.received_at, count));
        let Some(device) = self.live.devices.get(row.device.0) else { return };
        if count != self.settings.review.chronic_clock_plays {
            return;
        }
        let skew_ms = row.received_at.since_ms(row.sent_at.unwrap_or(row.played_at));
        let (side, minutes) = if skew_ms < 0 { ("+", -skew_ms) } else { ("-", skew_ms) };
        let difference = format!("{side}{} min", minutes / MINUTE_MS);
        tracing::warn!(device = %device.id, %difference, "the clock of a device is wrong again and again");
        let mut changes = crate::engine::Changes::default();
        let values = [
            ("device", device.name.clone()),
            ("count", count.to_string()),
            ("difference", difference),
        ];
        changes.tell(Owner::Operator, "DEVICE_CLOCK_TROUBLE", device.id, &values);
        self.apply(row.received_at, &crate::engine::Actor::system(), changes);
    }

    pub(super) fn send_depletion_notice(&mut self, campaign: &Campaign, now: Timestamp) {
        let mut changes = crate::engine::Changes::default();
        changes.notice_flags.push((campaign.no, true));
        changes.tell(
            Owner::Advertiser(campaign.advertiser),
            "BUDGET_90_PERCENT",
            campaign.id,
            &[("campaign", campaign.name.clone())],
        );
        self.apply(now, &crate::engine::Actor::system(), changes);
    }
}

impl Campaign {
    /// Whether it serves ads now.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status_now() == CampaignStatus::Active
    }
}

/// A movement of money: who pays, who receives, how much.
pub type Leg = (Account, Account, Amount);

/// The movements of an accepted play, as its row implies them. Rule: D-22, D-23.
#[must_use]
pub fn play_legs(
    campaign: CampaignNo,
    supplier: crate::domain::ids::SupplierNo,
    row: &ImpressionRow,
) -> [Option<Leg>; 3] {
    let escrow = Account::CampaignEscrow(campaign);
    let leg =
        |debit, credit, amount: Amount| amount.is_positive().then_some((debit, credit, amount));
    let absorbed = leg(Account::PlatformAbsorbed, escrow, row.money.absorbed);
    match row.status {
        PlayStatus::Rejected => [None, None, None],
        PlayStatus::UnderReview => {
            [absorbed, leg(escrow, Account::CampaignReviewHold(campaign), row.money.cost), None]
        }
        PlayStatus::Verified => {
            let platform = row.money.cost.minus_or_zero(row.money.supplier);
            [
                absorbed,
                leg(escrow, Account::SupplierPending(supplier), row.money.supplier),
                leg(escrow, Account::PlatformRevenue, platform),
            ]
        }
    }
}

/// Counts a play into the lifetime counters of its campaign.
pub fn count(totals: &mut CampaignTotals, row: &ImpressionRow) {
    totals.fraud.count(row);
    match row.status {
        PlayStatus::Rejected => {
            totals.rejected += 1;
            if let Some(reason) = row.reason {
                *totals.reasons.entry(reason).or_default() += 1;
            }
        }
        PlayStatus::UnderReview => {
            totals.under_review += 1;
            totals.absorbed_in_review = plus(totals.absorbed_in_review, row.money.absorbed);
            add_day_spend(totals, row.played_at.day(), row.money.charged);
        }
        PlayStatus::Verified => {
            totals.verified += 1;
            totals.spent = plus(totals.spent, row.money.charged);
            totals.absorbed = plus(totals.absorbed, row.money.absorbed);
            totals.duration_seconds += u64::from(row.duration_actual);
            totals.first_verified_at.get_or_insert(row.received_at);
            add_day_spend(totals, row.played_at.day(), row.money.charged);
        }
    }
}

fn plus(a: Amount, b: Amount) -> Amount {
    a.checked_add(b).expect("the sum of costs stays below the sum of budgets")
}

/// Adds to the spend of a UTC day. Rule: CAM-18.
fn add_day_spend(totals: &mut CampaignTotals, day: Day, amount: Amount) {
    match totals.day_spend.iter_mut().find(|(of, _)| *of == day) {
        Some((_, spent)) => *spent = plus(*spent, amount),
        None => {
            totals.day_spend.push_back((day, amount));
            totals.day_spend.make_contiguous().sort_by_key(|(of, _)| *of);
            while totals.day_spend.len() > SPEND_DAYS {
                totals.day_spend.pop_front();
            }
        }
    }
}
