//! Commands of the jobs: hourly budget snapshots, daily records. Each names its slot and leaves
//! its state in the same commit. Rule: BUD-06, POP-02, D-13, D-60, OPS-02.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    db::codec,
    domain::{
        campaign::{model::Campaign, status::CampaignStatus, timeline::last_moment},
        ids::CampaignNo,
        proof_of_play::{AggregateKey, AggregateKind, DailyRecord, DayAggregate},
        refusal::{Code, Refusal},
        time::{Day, Timestamp},
        wording::count,
    },
    engine::{
        command::{Changes, Command, Context, Record},
        live::{JobState, Live},
    },
};

/// Name of the hourly job.
pub const SNAPSHOT_JOB: &str = "budget_snapshots";
/// Name of the daily job.
pub const RECORDS_JOB: &str = "daily_records";

fn done(name: &str, slot: Timestamp, now: Timestamp, result: String) -> Record {
    Record::Job(JobState { name: name.to_owned(), last_slot: slot, finished_at: now, result })
}

/// A slot is done once, whoever asks for it. Rule: OPS-02.
///
/// # Errors
/// `Conflict` with the newest slot that is done.
fn not_done_yet(live: &Live, name: &str, slot: Timestamp) -> Result<(), Refusal> {
    let newest = live.jobs.get(name).map(|job| job.last_slot).filter(|newest| slot <= *newest);
    newest.map_or(Ok(()), |newest| {
        Err(Refusal::new(
            Code::Conflict,
            format!("The slot {slot} of {name} is done already; the newest is {newest}"),
        ))
    })
}

/// Notes every running campaign's remaining budget at a full hour.
#[derive(Clone, Copy, Debug)]
pub struct SnapshotBudgets {
    /// The full hour.
    pub slot: Timestamp,
}

impl Command for SnapshotBudgets {
    type Output = String;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, String), Refusal> {
        not_done_yet(live, SNAPSHOT_JOB, self.slot)?;
        let running = live.campaigns.iter().filter(|c| has_budget(c)).count();
        let result = count(running, "campaign", "campaigns");
        let mut changes = Changes { snapshot_hour: Some(self.slot), ..Changes::default() };
        changes.put(done(SNAPSHOT_JOB, self.slot, context.now, result.clone()));
        Ok((changes, result))
    }
}

/// Whether a campaign's budget is of interest at a full hour.
#[must_use]
pub fn has_budget(campaign: &Campaign) -> bool {
    matches!(campaign.status_now(), CampaignStatus::Active | CampaignStatus::Paused)
}

/// Cuts the records of the day before the slot, and the supplements of earlier days.
#[derive(Clone, Copy, Debug)]
pub struct CutDailyRecords {
    /// Midnight UTC at which the day has ended.
    pub slot: Timestamp,
}

impl Command for CutDailyRecords {
    type Output = String;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, String), Refusal> {
        not_done_yet(live, RECORDS_JOB, self.slot)?;
        let day = self.slot.day().previous();
        let mut keys: BTreeSet<AggregateKey> =
            live.aggregates.keys().filter(|key| key.day <= day).copied().collect();
        if live.cut_through.is_none_or(|through| through < day) {
            let running = live.campaigns.iter().filter(|campaign| ran_on(campaign, day));
            keys.extend(running.map(|campaign| AggregateKey {
                day,
                campaign: campaign.no,
                kind: AggregateKind::Record,
            }));
        }
        let mut changes = Changes { cut_day: Some(day), ..Changes::default() };
        let mut chain = Chain { live, slot: self.slot, heads: Vec::new() };
        for key in &keys {
            changes.put(Record::DailyRecord(Arc::new(chain.cut(*key))));
        }
        let result = format!("{} records and supplements through {day}", keys.len());
        changes.put(done(RECORDS_JOB, self.slot, context.now, result.clone()));
        Ok((changes, result))
    }
}

/// Whether a campaign was ACTIVE at some moment of a day: it gets a record even without plays.
fn ran_on(campaign: &Campaign, day: Day) -> bool {
    let ended = campaign.end_date.is_some_and(|end| last_moment(end) < day.start());
    let active_before =
        campaign.status.at(day.start()).is_some_and(|(_, s)| s.status == CampaignStatus::Active);
    let active_within = campaign.status.iter().any(|(from, span)| {
        from >= day.start() && from <= day.end() && span.status == CampaignStatus::Active
    });
    !ended && (active_before || active_within)
}

/// Links records of a campaign by hash as they are cut.
struct Chain<'a> {
    live: &'a Live,
    slot: Timestamp,
    heads: Vec<(CampaignNo, Day, u32, [u8; 32])>,
}

impl Chain<'_> {
    fn cut(&mut self, key: AggregateKey) -> DailyRecord {
        let empty = DayAggregate::default();
        let aggregate = self.live.aggregates.get(&key).map_or(&empty, |live| &live.aggregate);
        let of_campaign = self.heads.iter().rev().find(|(no, ..)| *no == key.campaign);
        let previous_hash = of_campaign.map_or_else(
            || self.live.record_heads.get(&key.campaign).copied().unwrap_or_default(),
            |(.., hash)| *hash,
        );
        let of_day =
            self.heads.iter().filter(|(no, day, ..)| *no == key.campaign && *day == key.day);
        let before = self.live.record_counts.get(&(key.campaign, key.day)).copied().unwrap_or(0);
        let number = of_day.fold(before, |count, _| count + 1);
        let mut record = DailyRecord {
            campaign: key.campaign,
            day: key.day,
            number,
            kind: key.kind,
            generated_at: self.slot,
            aggregate: aggregate.clone(),
            previous_hash,
            hash: [0; 32],
        };
        record.hash = codec::sha256(&codec::encode(&record));
        self.heads.push((key.campaign, key.day, number, record.hash));
        record
    }
}

/// Whether a record's hash fits its content.
#[must_use]
pub fn record_is_intact(record: &DailyRecord) -> bool {
    let mut bare = record.clone();
    bare.hash = [0; 32];
    codec::sha256(&codec::encode(&bare)) == record.hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Randomness, config::Settings, engine::Actor};

    fn refused<C: Command>(live: &Live, command: C) -> Option<Code> {
        let (settings, actor) = (Settings::default(), Actor::system());
        let mut random = Randomness::seeded(1);
        let now = Timestamp::parse("2026-02-05T10:00:00Z").unwrap();
        let mut context = Context { now, actor: &actor, settings: &settings, random: &mut random };
        command.decide(live, &mut context).err().map(|refusal| refusal.code)
    }

    /// Rule: OPS-02, BUD-06, POP-02.
    #[test]
    fn a_slot_that_is_done_is_refused() {
        let at =
            |hour: i64| Timestamp::parse("2026-02-05T00:00:00Z").unwrap().plus_ms(hour * 3_600_000);
        let mut live = Live::default();
        assert_eq!(refused(&live, SnapshotBudgets { slot: at(9) }), None);
        assert_eq!(refused(&live, CutDailyRecords { slot: at(0) }), None);
        for name in [SNAPSHOT_JOB, RECORDS_JOB] {
            let Record::Job(job) = done(name, at(0), at(0), String::new()) else { unreachable!() };
            live.jobs.insert(name.to_owned(), job);
        }
        for (slot, expected) in
            [(at(1), None), (at(0), Some(Code::Conflict)), (at(-1), Some(Code::Conflict))]
        {
            assert_eq!(refused(&live, SnapshotBudgets { slot }), expected, "{slot}");
            assert_eq!(refused(&live, CutDailyRecords { slot }), expected, "{slot}");
        }
    }
}
