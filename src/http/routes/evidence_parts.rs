//! The parts of an evidence file, from what is stored. Rule: POP-07.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    evidence::Places,
    impression_reads::{CHECKS, transfers_near},
    reading::account_name,
};
use crate::{
    db::{Snapshot, Table, codec},
    domain::{
        campaign::model::Campaign,
        catalog::{Device, DeviceKeyRecord, DeviceStatus, Store},
        geo::GeoPoint,
        impression::{
            quality::band_of,
            record::{ImpressionRow, PlayStatus},
        },
        ledger::Transfer,
        money::Currency,
        pricing::{
            price::{PriceSteps, PricingLimits, split},
            rates::{RateCard, StoreCategory},
        },
        proof_of_play::DailyRecord,
        time::{Day, MINUTE_MS, Timestamp},
    },
    engine::{
        actor::AuditEntry,
        load::row as read_row,
        plays::{play_legs, screen_of},
        publish::Views,
        reads::Impression,
    },
    http::{ApiError, AppState},
    proof::{
        evidence::{
            model::{
                ActPart, CheckPart, DailyPart, DevicePart, LegPart, MoneyPart, PricePart, RatePart,
                RecordPart, ReviewPart, SubmissionPart, VerdictPart,
            },
            pem,
        },
        leaf::{self, Names as _, PlayIds, SentTexts},
        verify::{proof_hash, sha256},
    },
};

/// An act is looked for so long before and after the moment that it left.
const ACT_WINDOW_MS: i64 = 10 * MINUTE_MS;
/// Audit entries that are looked through for one moment at most.
const ACT_ENTRIES: usize = 20_000;
/// What is done to a device on its way to billing.
const ENROLMENT_ACTS: &[&str] =
    &["device.create", "device.enrol", "device.approve", "device.rotate_key"];
/// Kind of the movements that a play itself implies.
const OF_PLAY: &str = "PLAY";

/// What was read before the file is written.
pub(super) struct Gathered {
    /// The play.
    pub play: Impression,
    /// Where its leaves are.
    pub places: Places,
    /// How its price came about.
    pub steps: PriceSteps,
    /// False for the owner of the store, who does not see the campaign elsewhere.
    pub sees_all: bool,
}

/// A play with everything that its numbers stand for.
pub(super) struct Parts<'a> {
    gathered: &'a Gathered,
    row: &'a ImpressionRow,
    ids: PlayIds,
    /// Campaign.
    pub campaign: Arc<Campaign>,
    device: Arc<Device>,
    store: Arc<Store>,
    key: DeviceKeyRecord,
    views: &'a Views,
    text: Vec<u8>,
    rates: RateCard,
}

fn gone() -> ApiError {
    ApiError::internal("a billed play has a campaign, a store, a device and a signing key")
}

impl<'a> Parts<'a> {
    /// Resolves a play.
    ///
    /// # Errors
    /// A failure of the appliance when something that a billed play has is not there.
    pub fn of(state: &'a AppState, gathered: &'a Gathered) -> Result<Self, ApiError> {
        let (views, row) = (state.views(), &gathered.play.row);
        let ids = views.play_ids(row).ok_or_else(gone)?;
        let campaign = row.campaign.and_then(|no| views.campaigns.get(no.0)).ok_or_else(gone)?;
        let device = views.devices.get(row.device.0).ok_or_else(gone)?;
        let store = views.stores.get(row.store.0).ok_or_else(gone)?;
        let key = row.key.and_then(|place| device.keys.get(usize::from(place)).cloned());
        let mut text = Vec::new();
        leaf::write_signed_text(row, &ids, &mut text).map_err(ApiError::internal)?;
        let key = key.ok_or_else(gone)?;
        let rates = views.rate_cards.load().at(row.played_at).clone();
        Ok(Self { gathered, row, ids, campaign, device, store, key, views, text, rates })
    }

    /// What the device sent and signed.
    pub fn submission(&self) -> SubmissionPart {
        let (row, ids) = (self.row, &self.ids);
        let sent = SentTexts::of(row, ids.campaign);
        let named = row.named(Some(ids.campaign), Some(ids.asset), Some(ids.key));
        SubmissionPart {
            signature_version: row.signature_version,
            impression_id: row.id,
            device_id: ids.device,
            campaign_id: sent.campaign_id,
            content_asset_id: ids.asset,
            variant_id: row.variant.clone(),
            played_at: sent.played_at,
            duration_actual: row.duration_actual,
            screenshot_hash: sent.screenshot_hash,
            lat_microdegrees: row.location.map(GeoPoint::lat_e6),
            lng_microdegrees: row.location.map(GeoPoint::lng_e6),
            key_id: named.key,
            counter: row.counter,
            sent_at: row.sent_at,
            queued: row.queued,
            lease_id: row.lease,
            signed_text: String::from_utf8_lossy(&self.text).into_owned(),
            device_signature: STANDARD.encode(&row.signature),
            proof_hash: hex::encode(proof_hash(&self.text, &row.signature)),
        }
    }

    /// Who signed, and how that key came to be known.
    pub fn device(&self, snapshot: &Snapshot) -> Result<DevicePart, ApiError> {
        let device = &self.device;
        let approved = device.status.iter().find(|(_, status)| **status == DeviceStatus::Active);
        let moments =
            [Some(device.created_at), Some(self.key.valid_from), approved.map(|(at, _)| at)];
        let moments: Vec<Timestamp> = moments.into_iter().flatten().collect();
        Ok(DevicePart {
            id: device.id,
            name: device.name.clone(),
            store_id: self.ids.store,
            store_name: self.store.name.clone(),
            supplier_id: self.ids.supplier,
            key_id: self.key.id,
            public_key_pem: pem(&self.key.spki_der),
            key_fingerprint: hex::encode(sha256(&self.key.spki_der)),
            key_valid_from: self.key.valid_from,
            key_valid_until: self.key.valid_until,
            enrolment: acts(snapshot, device.id, &moments)?,
        })
    }

    /// How it was judged.
    pub fn verdict(&self) -> VerdictPart {
        let row = self.row;
        let passed = |(check, _): &(&str, _)| CheckPart {
            check: (*check).to_owned(),
            outcome: "PASSED".to_owned(),
        };
        VerdictPart {
            received_at: row.received_at,
            status: row.status,
            checks: CHECKS.iter().map(passed).collect(),
            duration_expected: row.duration_expected,
            delayed: row.delayed,
            quality: row.quality,
            deductions: row.deductions.iter().collect(),
            flags: row.flags.iter().collect(),
            ab_test: row.ab_test.map(|variant| variant.test.0),
            ab_variant: row.ab_test.map(|variant| variant.variant),
            test_run: row.test_run,
        }
    }

    /// How the price came about.
    pub fn price(&self, state: &AppState) -> PricePart {
        let (row, steps) = (self.row, &self.gathered.steps);
        let traits = self.store.traits_at(row.played_at);
        let screen = screen_of(&self.device);
        let rate = |row: &crate::domain::pricing::rates::CategoryRate| RatePart {
            category: row.category,
            peak_micros: row.peak.micros(),
            off_peak_micros: row.off_peak.micros(),
        };
        PricePart {
            mode: steps.mode,
            rate_version: steps.rate_version,
            rates_effective_at: self.rates.effective_at(),
            rates: self.rates.rows().iter().map(rate).collect(),
            category: traits.map_or(StoreCategory::Other, |traits| traits.category),
            is_peak: row.is_peak,
            base_micros: steps.base_rate.micros(),
            daily_foot_traffic: traits.map_or(0, |traits| traits.daily_foot_traffic),
            traffic_percent: steps.traffic_percent,
            screen_inches_x10: screen.diagonal_tenths,
            screen_width: screen.width,
            screen_height: screen.height,
            device_percent: steps.device_percent,
            paid_seconds: steps.paid_seconds,
            full_seconds: steps.full_seconds,
            priority: self.campaign.priority_at(row.played_at),
            priority_percent: steps.priority_percent,
            band: band_of(row.quality, &state.settings().impressions.quality),
            quality_percent: steps.quality_percent,
            cpm_micros: row.money.cpm.micros(),
            cost_micros: row.money.cost.micros(),
        }
    }

    /// Who paid and who received.
    pub fn money(&self, state: &AppState, snapshot: &Snapshot) -> Result<MoneyPart, ApiError> {
        let money = &self.row.money;
        let percent = supplier_percent(self.row, &state.settings().pricing.price);
        let own = play_legs(self.campaign.no, self.store.supplier, self.row);
        let own = own.into_iter().flatten().map(|(debit, credit, amount)| LegPart {
            debit: account_name(self.views, debit),
            credit: account_name(self.views, credit),
            amount_micros: amount.micros(),
            kind: OF_PLAY.to_owned(),
            at: self.row.received_at,
            transfer_id: None,
        });
        let mut legs: Vec<LegPart> = own.collect();
        legs.extend(self.transfers(snapshot)?.iter().map(|transfer| self.leg(transfer)));
        Ok(MoneyPart {
            currency: Currency::Usd.code().to_owned(),
            cost_micros: money.cost.micros(),
            charged_micros: money.charged.micros(),
            absorbed_micros: money.absorbed.micros(),
            supplier_percent: percent,
            supplier_micros: money.supplier.micros(),
            platform_micros: money.cost.minus_or_zero(money.supplier).micros(),
            remaining_micros: money.remaining.micros(),
            legs,
        })
    }

    fn leg(&self, transfer: &Transfer) -> LegPart {
        let draft = &transfer.draft;
        let kind = serde_json::to_value(draft.kind).unwrap_or_default();
        LegPart {
            debit: account_name(self.views, draft.debit),
            credit: account_name(self.views, draft.credit),
            amount_micros: draft.amount.micros(),
            kind: kind.as_str().unwrap_or_default().to_owned(),
            at: transfer.at,
            transfer_id: Some(transfer.id),
        }
    }

    /// Transfers of the play's review and of its reversal, in their order.
    fn transfers(&self, snapshot: &Snapshot) -> Result<Vec<Transfer>, ApiError> {
        let places = &self.gathered.places;
        let reviewed = places.reviewed.map(|place| place.near);
        let reversed = places.reversal.as_ref().map(|placed| placed.reversal.near);
        let mut found: Vec<Transfer> = Vec::new();
        for near in reviewed.into_iter().chain(reversed) {
            let others = transfers_near(snapshot, near, self.row.id).map_err(ApiError::internal)?;
            for transfer in others {
                if !found.iter().any(|known| known.seq == transfer.seq) {
                    found.push(transfer);
                }
            }
        }
        Ok(found)
    }
}

/// The share that the supplier got, in percent: as configured, or as it was then.
fn supplier_percent(row: &ImpressionRow, limits: &PricingLimits) -> u8 {
    let gives = |percent: u8| {
        let limits = PricingLimits { supplier_share_percent: percent, ..*limits };
        split(row.money.cost, &limits).supplier == row.money.supplier
    };
    let now = limits.supplier_share_percent;
    if gives(now) { now } else { (0..=100).find(|percent| gives(*percent)).unwrap_or(now) }
}

/// What was done to a device around some moments, oldest first.
fn acts(
    snapshot: &Snapshot,
    device: uuid::Uuid,
    moments: &[Timestamp],
) -> Result<Vec<ActPart>, ApiError> {
    let mut found: Vec<(u64, ActPart)> = Vec::new();
    for moment in moments {
        let from = first_entry_at(snapshot, moment.plus_ms(-ACT_WINDOW_MS))?;
        let mut looked = 0;
        let scanned = snapshot.scan(Table::Audit, from.to_be_bytes().to_vec().., |_, value| {
            let entry: AuditEntry = read_row(Table::Audit, value)?;
            let wanted = entry.what.subject_id == Some(device)
                && moments.contains(&entry.at)
                && ENROLMENT_ACTS.contains(&entry.what.action.as_str());
            if wanted && !found.iter().any(|(seq, _)| *seq == entry.seq) {
                let (action, by) = (entry.what.action, entry.actor);
                found.push((entry.seq, ActPart { action, at: entry.at, by }));
            }
            looked += 1;
            Ok(looked < ACT_ENTRIES && entry.at <= moment.plus_ms(ACT_WINDOW_MS))
        });
        scanned.map_err(ApiError::internal)?;
    }
    found.sort_by_key(|(seq, _)| *seq);
    Ok(found.into_iter().map(|(_, act)| act).collect())
}

/// Place of the first audit entry of a moment or after: entries come in the order of time.
fn first_entry_at(snapshot: &Snapshot, moment: Timestamp) -> Result<u64, ApiError> {
    let mut last = 0;
    let newest = snapshot.scan_back(Table::Audit, .., |key, _| {
        last = crate::engine::load::seq_of(key);
        Ok(false)
    });
    newest.map_err(ApiError::internal)?;
    let (mut low, mut high) = (0, last.saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        let mut at = None;
        let scanned = snapshot.scan(Table::Audit, middle.to_be_bytes().to_vec().., |_, value| {
            at = Some(read_row::<AuditEntry>(Table::Audit, value)?.at);
            Ok(false)
        });
        scanned.map_err(ApiError::internal)?;
        if at.is_some_and(|at| at < moment) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The records of the play's day; their bytes only for those who may see the whole campaign.
pub(super) fn daily(
    day: Day,
    records: impl Iterator<Item = DailyRecord>,
    sees_all: bool,
) -> DailyPart {
    let part = |record: DailyRecord| {
        let bare = DailyRecord { hash: [0; 32], ..record.clone() };
        RecordPart {
            number: record.number,
            kind: record.kind,
            generated_at: record.generated_at,
            previous_hash: hex::encode(record.previous_hash),
            hash: hex::encode(record.hash),
            hashed: sees_all.then(|| STANDARD.encode(codec::encode(&bare))),
        }
    };
    let records: Vec<RecordPart> = records.map(part).collect();
    let status = if records.is_empty() { "LIVE" } else { "FINAL" };
    DailyPart { day, status: status.to_owned(), records }
}

/// The decision that billed a play which was held.
pub(super) fn review(play: &Impression) -> Option<ReviewPart> {
    let overlay = play.overlay.as_ref()?;
    let approved = overlay.status == PlayStatus::Verified;
    (approved && play.row.status == PlayStatus::UnderReview).then(|| ReviewPart {
        status: overlay.status,
        reason: overlay.reason.map(|code| code.recorded_reason()),
        decided_at: overlay.decided_at,
        decided_by: overlay.decided_by.clone(),
        note: overlay.note.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Amount;

    /// Rule: REV-01: a share that was configured otherwise then is found again.
    #[test]
    fn the_share_of_then_is_found() {
        let limits = PricingLimits::default();
        let cost = Amount::from_micros(78_000);
        for percent in [80, 75, 100, 0] {
            let then = PricingLimits { supplier_share_percent: percent, ..limits };
            let mut row = crate::proof::leaf::sample_row();
            row.money.cost = cost;
            row.money.supplier = split(cost, &then).supplier;
            assert_eq!(supplier_percent(&row, &limits), percent);
        }
    }
}
