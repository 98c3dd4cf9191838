//! Rate cards and holidays.

use std::sync::Arc;

use uuid::Uuid;

use super::{parties::ADMINS, rate_impact::tell_impacts};
use crate::{
    domain::{
        catalog::{PartyStatus, access::Owner},
        pricing::{
            peak::{CountryCode, Holiday},
            rates::CategoryRate,
        },
        refusal::Refusal,
        time::{Day, Timestamp},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// An audit entry about a thing that has no id.
fn entry(action: &str, subject: &str) -> AuditDraft {
    AuditDraft { subject_id: None, ..AuditDraft::new(action, subject, Uuid::nil()) }
}

/// Announces new base rates, at least 30 days ahead, and tells the advertisers.
///
/// Rule: PRC-05, CAM-29.
#[derive(Clone, Copy, Debug)]
pub struct AnnounceRates {
    /// In the order of `StoreCategory::ALL`.
    pub rows: [CategoryRate; 8],
    /// First `played_at` that they price.
    pub effective_at: Timestamp,
}

impl Command for AnnounceRates {
    type Output = u32;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let mut cards = live.rate_cards.clone();
        let before = cards.newest().version();
        let limits = &context.settings.pricing.rate_change;
        let card = cards.announce(self.rows, self.effective_at, context.now, limits)?.clone();
        let version = card.version();
        let mut changes = Changes::default();
        changes.put(Record::RateCards(Arc::new(cards)));
        let reason = format!("effective at {}", self.effective_at);
        let entry = entry("rate_card.announce", "rate_card").change("version", before, version);
        changes.audit(entry.because(Some(&reason)));
        for advertiser in live.advertisers.iter() {
            if advertiser.status_now() != PartyStatus::Terminated {
                let values = [
                    ("version", version.to_string()),
                    ("effective_at", self.effective_at.to_string()),
                ];
                let to = Owner::Advertiser(advertiser.no);
                changes.tell(to, "RATES_ANNOUNCED", advertiser.id, &values);
            }
        }
        tell_impacts(live, context.settings, &card, context.now, &mut changes);
        Ok((changes, version))
    }
}

/// Adds a public holiday or takes it out; its hours follow the weekend. Rule: PRC-02.
#[derive(Clone, Copy, Debug)]
pub struct SetHoliday {
    /// Where.
    pub country: CountryCode,
    /// Date on the calendar there.
    pub date: Day,
    /// False takes it out.
    pub is_holiday: bool,
}

impl Command for SetHoliday {
    /// Whether anything changed.
    type Output = bool;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, Self::Output), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let holiday = Holiday { country: self.country, date: self.date };
        let was_holiday = live.holidays.iter().any(|known| *known == holiday);
        let mut changes = Changes::default();
        let is_change = was_holiday != self.is_holiday;
        if is_change {
            changes.put(Record::Holiday { holiday, is_holiday: self.is_holiday });
            let field = format!("{} {}", self.country, self.date);
            let entry = entry("holiday.set", "holiday");
            changes.audit(entry.change(&field, was_holiday, self.is_holiday));
        }
        Ok((changes, is_change))
    }
}
