//! What the demo shows at its end: read from what the pipeline left, nothing computed beside it.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Context as _;
use serde::Serialize;

use super::estimates::{Comparison, summary};

use crate::{
    domain::{
        impression::fraud::Flag,
        money::{Amount, Dollars},
        time::{Day, Timestamp},
    },
    engine::{Handle, commands::periodic::RECORDS_JOB, reads},
};

/// A campaign's line.
#[derive(Debug, Serialize)]
pub struct CampaignLine {
    /// Name.
    pub name: String,
    /// Status, with the reason of a pause.
    pub status: String,
    /// Why it is paused.
    pub pause_reason: Option<String>,
    /// Budget.
    pub budget: Amount,
    /// Spent on verified plays.
    pub spent: Amount,
    /// Held by reviews.
    pub held: Amount,
    /// Still in escrow.
    pub remaining: Amount,
    /// Verified plays.
    pub verified: u64,
    /// Rejected plays.
    pub rejected: u64,
    /// Plays under review.
    pub under_review: u64,
}

/// The whole state in figures.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The clock of the business.
    pub now: Timestamp,
    /// Stores, devices.
    pub stores: u32,
    /// Devices.
    pub devices: u32,
    /// Campaigns.
    pub campaigns: Vec<CampaignLine>,
    /// Campaigns by status.
    pub by_status: BTreeMap<String, u64>,
    /// Plays by what holds now.
    pub plays: BTreeMap<&'static str, u64>,
    /// Rejected plays by reason.
    pub reasons: BTreeMap<String, u64>,
    /// Plays that wait for a decision.
    pub reviews: usize,
    /// The same by flag; a play may carry several.
    pub review_flags: BTreeMap<String, u64>,
    /// Accounts with a balance or a past.
    pub accounts: usize,
    /// Σ of all accounts, micros: zero.
    pub accounts_sum_micros: i64,
    /// Daily records and supplements cut.
    pub daily_records: u64,
    /// The days they are of.
    pub days_with_records: u64,
    /// All days through this one are cut.
    pub cut_through: Option<Day>,
    /// Every account balances and every closed day is cut.
    pub is_sound: bool,
    /// What was expected of campaigns that ran to their end in the history, and what came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub estimates: Vec<Comparison>,
    /// A/B tests, as people read them.
    pub ab_tests: Vec<String>,
    /// Emergency stops, as people read them.
    pub incidents: Vec<String>,
}

impl Report {
    /// Reads the figures.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn read(handle: &Handle) -> anyhow::Result<Self> {
        let views = handle.views();
        let balances = views.balances.pin();
        let sum = balances.values().map(|balance| balance.micros()).sum();
        let cut = views.jobs.pin().get(RECORDS_JOB).map(|job| job.last_slot.day().previous());
        let now = handle.now();
        let is_sound = sum == 0 && cut == Some(now.day().previous());
        let mut report = Self {
            now,
            stores: views.stores.len(),
            devices: views.devices.len(),
            campaigns: Vec::new(),
            by_status: BTreeMap::new(),
            plays: BTreeMap::new(),
            reasons: BTreeMap::new(),
            reviews: 0,
            review_flags: BTreeMap::new(),
            accounts: balances.len(),
            accounts_sum_micros: sum,
            daily_records: 0,
            days_with_records: 0,
            cut_through: cut,
            is_sound,
            estimates: Vec::new(),
            ab_tests: ab_tests(handle),
            incidents: incidents(handle),
        };
        report.read_campaigns(handle);
        report.read_reviews(handle);
        report.read_records(handle).context("the daily records")?;
        Ok(report)
    }

    fn read_campaigns(&mut self, handle: &Handle) {
        for campaign in handle.views().campaigns.iter() {
            let figures = handle.views().figures_of(campaign.no);
            let totals = &figures.totals;
            let status = campaign.status_now().to_string();
            *self.by_status.entry(status.clone()).or_default() += 1;
            for (name, count) in [
                ("VERIFIED", totals.verified),
                ("REJECTED", totals.rejected),
                ("UNDER_REVIEW", totals.under_review),
            ] {
                *self.plays.entry(name).or_default() += count;
            }
            for (reason, count) in &totals.reasons {
                *self.reasons.entry(reason.recorded_reason().to_owned()).or_default() += count;
            }
            self.campaigns.push(CampaignLine {
                name: campaign.name.clone(),
                status,
                pause_reason: campaign.pause_reason().map(|reason| reason.to_string()),
                budget: campaign.budget_or_zero(),
                spent: totals.spent,
                held: figures.held_for_review,
                remaining: figures.remaining,
                verified: totals.verified,
                rejected: totals.rejected,
                under_review: totals.under_review,
            });
        }
    }

    fn read_reviews(&mut self, handle: &Handle) {
        let waiting = handle.views().reviews.load_full();
        self.reviews = waiting.len();
        for flag in waiting.values().flat_map(|review| review.flags.iter()) {
            *self.review_flags.entry(flag_word(flag)).or_default() += 1;
        }
    }

    fn read_records(&mut self, handle: &Handle) -> anyhow::Result<()> {
        let snapshot = handle.store().snapshot()?;
        let mut days = std::collections::BTreeSet::new();
        let (first, last) = (Day::from_number(0), self.now.day());
        for campaign in handle.views().campaigns.iter() {
            let records = reads::daily_records(&snapshot, campaign.no, first, last)?;
            self.daily_records += records.values().map(|list| list.len() as u64).sum::<u64>();
            days.extend(records.into_keys());
        }
        self.days_with_records = days.len() as u64;
        Ok(())
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |words: std::fmt::Arguments<'_>| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{words}");
        };
        line(format_args!(
            "{:<24} {:<26} {:>11} {:>11} {:>9} {:>11} {:>8} {:>6} {:>6}",
            "campaign",
            "status",
            "budget",
            "spent",
            "held",
            "remaining",
            "verified",
            "reject",
            "review"
        ));
        for row in &self.campaigns {
            let why = row.pause_reason.as_ref().map_or_else(String::new, |why| format!(" {why}"));
            line(format_args!(
                "{:<24} {:<26} {:>11} {:>11} {:>9} {:>11} {:>8} {:>6} {:>6}",
                row.name,
                format!("{}{why}", row.status),
                cents(row.budget),
                cents(row.spent),
                cents(row.held),
                cents(row.remaining),
                row.verified,
                row.rejected,
                row.under_review
            ));
        }
        line(format_args!("\ncampaigns     {}", list(&self.by_status)));
        line(format_args!("plays         {}", list(&self.plays)));
        line(format_args!("rejected      {}", list(&self.reasons)));
        let flags = list(&self.review_flags);
        line(format_args!("review queue  {} waiting: {flags}", self.reviews));
        line(format_args!(
            "ledger        Σ of {} accounts = {}",
            self.accounts,
            Dollars(Amount::from_micros(self.accounts_sum_micros))
        ));
        let through = self.cut_through.map_or_else(String::new, |day| format!(", through {day}"));
        line(format_args!(
            "daily records {} of {} days{through}",
            self.daily_records, self.days_with_records
        ));
        for words in &self.ab_tests {
            line(format_args!("A/B test      {words}"));
        }
        for words in &self.incidents {
            line(format_args!("stop          {words}"));
        }
        if !self.estimates.is_empty() {
            line(format_args!("\n{}", Comparison::heading()));
            self.estimates.iter().for_each(|row| line(format_args!("{}", row.to_text())));
            line(format_args!("{}", summary(&self.estimates)));
        }
        text
    }
}

/// `Âm thanh mới: A 402 plays, B 398 plays: WINNER_FOUND A`
fn ab_tests(handle: &Handle) -> Vec<String> {
    let views = handle.views();
    let words = views.ab_tests.iter().map(|test| {
        let name = views.campaigns.get(test.campaign.0).map(|row| row.name.clone());
        let counts = views.ab_counts.pin().get(&test.no).cloned().unwrap_or_default();
        let variants = test.variants.iter().zip(counts.iter()).map(|(variant, count)| {
            let (ends, shown) = (count.completed, count.shown());
            format!("{} ({}) {ends} of {shown} plays to the end", variant.id, variant.name)
        });
        let variants: Vec<String> = variants.collect();
        let outcome = test.outcome.map_or_else(|| test.status.to_string(), |how| how.to_string());
        let winner = test.winner.and_then(|place| test.variant(place));
        let winner = winner.map_or_else(String::new, |variant| format!(" {}", variant.id));
        format!("{}: {}: {outcome}{winner}", name.unwrap_or_default(), variants.join(", "))
    });
    words.collect()
}

/// `Carta Valdoro: LEGAL_DEMAND by SUPPLIER at …, 12 devices: POLICY_VIOLATION`
fn incidents(handle: &Handle) -> Vec<String> {
    let views = handle.views();
    let words = views.fleet.incidents.iter().map(|incident| {
        let name = views.campaigns.get(incident.campaign.0).map(|row| row.name.clone());
        let outcome = incident.resolution.as_ref().map_or("open", |found| found.outcome.name());
        format!(
            "{}: {} by {} at {}, {} devices: {outcome}",
            name.unwrap_or_default(),
            incident.grounds.reason,
            incident.initiator,
            incident.stopped_at,
            incident.devices.len()
        )
    });
    words.collect()
}

fn cents(amount: Amount) -> Dollars {
    Dollars(amount.floor_cents())
}

fn flag_word(flag: Flag) -> String {
    serde_json::to_value(flag).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn list<K: std::fmt::Display>(counts: &BTreeMap<K, u64>) -> String {
    let words: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    words.join(", ")
}

/// What was billed on a day, over all campaigns.
#[must_use]
pub fn earned_on(handle: &Handle, day: Day) -> Amount {
    let campaigns = handle.views().campaigns.iter();
    let spent = campaigns.filter_map(|campaign| {
        let figures = handle.views().figures_of(campaign.no);
        figures.totals.day_spend.iter().find(|(of, _)| *of == day).map(|(_, spent)| *spent)
    });
    Amount::sum(spent).unwrap_or(Amount::ZERO)
}
