//! The auditor: recomputes from the entries what the store keeps beside them, and compares.
//! Lives here: sums derived anew from plays, decisions and transfers, and their comparison.
//! Must not live here: code of the live path (an auditor that shares it shares its mistakes).

mod books;
mod captures;
mod compare;
mod counters;
mod days;
mod disputes;
mod earned;
mod indexes;
mod log;
mod payouts;
mod postings;
mod tests_kept;

use std::fmt::Display;

use serde::Serialize;

use super::load::LoadError;
use crate::{config::Settings, db::Store};

/// Findings that are kept with their numbers; further ones are only counted.
const KEPT_FINDINGS: usize = 1000;

/// One difference between what the entries say and what is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check.
    pub what: String,
    /// Of what: an account, a campaign, a play.
    pub subject: String,
    /// What the entries say.
    pub expected: String,
    /// What is kept.
    pub found: String,
}

/// What was looked at, and what was found wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Plays.
    pub plays: u64,
    /// Decisions on plays under review.
    pub overlays: u64,
    /// Transfers that are rows of their own.
    pub transfers: u64,
    /// Accounts whose balance was recomputed.
    pub accounts: u64,
    /// Campaigns whose counters were recomputed.
    pub campaigns: u64,
    /// Days of campaigns whose figures were recomputed.
    pub campaign_days: u64,
    /// Daily records and supplements whose hashes were recomputed.
    pub daily_records: u64,
    /// Plays found again in posting lists.
    pub postings: u64,
    /// Impression ids found again in their index.
    pub ids: u64,
    /// Leases that are remembered.
    pub leases: u64,
    /// Payouts whose lines were added up.
    pub payouts: u64,
    /// Uploaded screenshots.
    pub captures: u64,
    /// Devices whose counters of plays were recomputed.
    pub counted_devices: u64,
    /// Disputes.
    pub disputes: u64,
    /// Files of their evidence.
    pub evidence_files: u64,
    /// Leaves of the transparency log that were computed again.
    pub leaves: u64,
    /// Signed checkpoints that they were compared with.
    pub checkpoints: u64,
    /// Differences, the first thousand.
    pub findings: Vec<Finding>,
    /// Differences beyond these.
    pub further_findings: u64,
}

impl AuditReport {
    /// True when nothing differs.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.further_findings == 0
    }

    /// Adds a finding.
    fn add(
        &mut self,
        what: &str,
        subject: impl Display,
        expected: impl Display,
        found: impl Display,
    ) {
        if self.findings.len() >= KEPT_FINDINGS {
            self.further_findings += 1;
            return;
        }
        self.findings.push(Finding {
            what: what.to_owned(),
            subject: subject.to_string(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    /// Adds a finding unless both sides are equal.
    fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        what: &str,
        subject: impl Display,
        expected: &T,
        found: &T,
    ) {
        if expected != found {
            self.add(what, subject, format!("{expected:?}"), format!("{found:?}"));
        }
    }
}

/// Recomputes balances, counters, aggregates, records, posting lists and indexes from the entries
/// alone and compares them with what the store keeps.
///
/// Streams the plays; memory grows with campaigns and days, not with plays. A damaged row is a
/// finding, not an error. Rule: D-07, D-12, D-15, D-22, D-23, D-60, PAY-01, CHB-01.
///
/// # Errors
/// `Store` when the store cannot be read at all.
pub fn audit(store: &Store, settings: &Settings) -> Result<AuditReport, LoadError> {
    let snapshot = store.snapshot()?;
    let mut books = books::Books::open(&snapshot, settings)?;
    books.read_transfers()?;
    books.read_tests()?;
    books.read_plays()?;
    books.compare_balances()?;
    books.compare_tests()?;
    books.compare_campaigns()?;
    books.compare_leases();
    books.compare_reviews()?;
    earned::compare_earned(&mut books)?;
    captures::check_captures(&mut books)?;
    books.finish_counters()?;
    disputes::compare_billed(&mut books)?;
    disputes::check_disputes(&mut books)?;
    days::compare_days(&mut books)?;
    days::check_records(&mut books)?;
    payouts::compare_payouts(&mut books)?;
    indexes::check_ids(&mut books)?;
    indexes::check_transfer_index(&mut books)?;
    books.finish_postings()?;
    log::check_log(&mut books)?;
    Ok(books.report)
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
