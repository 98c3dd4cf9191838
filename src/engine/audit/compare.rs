//! Balances, counters and budgets against what the entries add up to.

use super::books::{Books, Expected, read_sealed};
use crate::{
    db::Table,
    domain::{
        campaign::{model::Campaign, status::CampaignStatus},
        ledger::Account,
        money::Currency,
    },
    engine::{
        checkpoint::{META_KEY, Meta},
        live::CampaignTotals,
        load::{LoadError, row, seq_of},
    },
};

impl Books<'_> {
    /// Each balance is what the entries add up to; none is negative; all sum to zero. Rule: D-22.
    pub(super) fn compare_balances(&mut self) -> Result<(), LoadError> {
        let mut sums = [(Currency::Usd, 0_i128), (Currency::Eur, 0)];
        let mut seen = std::collections::BTreeSet::new();
        let snapshot = self.snapshot;
        snapshot.scan(Table::Balances, .., |key, value| {
            let Some(name) = Account::from_key(key) else {
                self.report.add("a balance has an account", hex::encode(key), "an account", "none");
                return Ok(true);
            };
            let read = read_sealed::<i64>(&mut self.report, Table::Balances, key, value);
            let Some(found) = read.map(i128::from) else { return Ok(true) };
            self.report.accounts += 1;
            seen.insert(name);
            let subject = format!("{:?} {}", name.0, name.1.code());
            let expected = self.balances.get(&name).copied().unwrap_or(0);
            self.report.equal("balance in micros", &subject, &expected, &found);
            if found < 0 && !name.0.may_be_negative() {
                self.report.add("no balance below zero", &subject, ">= 0", found);
            }
            if found > 0 && !name.0.may_be_positive() {
                self.report.add("no debt above zero", &subject, "<= 0", found);
            }
            for (currency, sum) in &mut sums {
                *sum += if *currency == name.1 { found } else { 0 };
            }
            Ok(true)
        })?;
        for (currency, sum) in sums {
            self.report.equal("all accounts sum to zero", currency.code(), &0, &sum);
        }
        for (name, expected) in &self.balances {
            if !seen.contains(name) && *expected != 0 {
                let subject = format!("{:?} {}", name.0, name.1.code());
                self.report.add("balance in micros", subject, expected, "no row");
            }
        }
        Ok(())
    }

    /// The counters of each campaign, and where its budget went. Rule: D-12, D-23.
    pub(super) fn compare_campaigns(&mut self) -> Result<(), LoadError> {
        for campaign in std::mem::take(&mut self.campaigns) {
            self.report.campaigns += 1;
            let key = campaign.no.0.to_be_bytes();
            let bytes = self.snapshot.get(Table::CampaignTotals, &key)?;
            let kept: CampaignTotals = bytes
                .and_then(|bytes| {
                    read_sealed(&mut self.report, Table::CampaignTotals, &key, &bytes)
                })
                .unwrap_or_default();
            let expected = self.totals.get(&campaign.no).cloned().unwrap_or_default();
            let found = Expected {
                verified: kept.verified,
                rejected: kept.rejected,
                under_review: kept.under_review,
                reasons: kept.reasons,
                spent: kept.spent.micros().into(),
                absorbed: kept.absorbed.micros().into(),
                absorbed_in_review: kept.absorbed_in_review.micros().into(),
                duration_seconds: kept.duration_seconds,
                fraud: kept.fraud,
            };
            self.report.equal("counters of a campaign", campaign.id, &expected, &found);
            let runs = self.expected_runs(campaign.no);
            self.report.equal("figures of test runs", campaign.id, &runs, &kept.test_runs);
            self.check_budget(&campaign, &expected);
        }
        Ok(())
    }

    /// budget = spent + remaining + held for review, until it is settled; the platform pays at
    /// most its part of it.
    fn check_budget(&mut self, campaign: &Campaign, counted: &Expected) {
        let balance = |account| self.balances.get(&(account, Currency::Usd)).copied().unwrap_or(0);
        let remaining = balance(Account::CampaignEscrow(campaign.no));
        // Of what is held, the platform's own part never was the campaign's.
        let held = balance(Account::CampaignReviewHold(campaign.no)) - counted.absorbed_in_review;
        let budget = i128::from(campaign.budget_or_zero().micros());
        let in_escrow = match campaign.status_now() {
            CampaignStatus::Draft | CampaignStatus::Rejected => Some(0),
            CampaignStatus::Expired => None,
            _ if campaign.settled_at.is_some() => None,
            _ => Some(budget),
        };
        if let Some(expected) = in_escrow {
            let found = counted.spent + remaining + held;
            self.report.equal("budget = spent + remaining + held", campaign.id, &expected, &found);
        }
        self.check_increase(campaign);
        let most = budget * i128::from(self.settings.campaign.absorb_permille) / 1000;
        let absorbed = counted.absorbed + counted.absorbed_in_review;
        if absorbed > most {
            let expected = format!("at most {most} micros");
            self.report.add("what the platform absorbed", campaign.id, expected, absorbed);
        }
        if counted.spent > budget {
            self.report.add("spent within the budget", campaign.id, budget, counted.spent);
        }
    }

    /// What is held for an increase is the increase that waits; after the end it goes back with the
    /// rest. Rule: D-55.
    fn check_increase(&mut self, campaign: &Campaign) {
        let account = (Account::CampaignIncrease(campaign.no), Currency::Usd);
        let held = self.balances.get(&account).copied().unwrap_or(0);
        let waits_for_refund = campaign.is_terminal() && campaign.settled_at.is_none();
        let expected = campaign.pending_increase.map_or(0, |wait| i128::from(wait.amount.micros()));
        if !waits_for_refund {
            self.report.equal("held for an increase", campaign.id, &expected, &held);
        }
    }

    /// A remembered lease is spent by the one accepted play that names it. Rule: D-15.
    pub(super) fn compare_leases(&mut self) {
        let mut leases: Vec<_> = self.leases.values().collect();
        leases.sort_by_key(|lease| lease.id);
        for lease in leases {
            self.report.leases += 1;
            let found: Vec<_> = lease.spent_by.into_iter().collect();
            let expected = self.spent_leases.get(&lease.id).cloned().unwrap_or_default();
            self.report.equal("a lease is spent once", lease.id, &expected, &found);
            if expected.len() > 1 {
                self.report.add("a lease is spent once", lease.id, 1, expected.len());
            }
        }
    }

    /// The plays that wait for review are those that nobody decided, and places are below the next.
    pub(super) fn compare_reviews(&mut self) -> Result<(), LoadError> {
        let mut waiting = std::collections::BTreeSet::new();
        self.snapshot.scan(Table::OpenReviews, .., |key, _| {
            waiting.insert(seq_of(key));
            Ok(true)
        })?;
        self.report.equal("plays that wait for review", "all", &self.open_reviews, &waiting);
        let mut overlays = 0_u64;
        self.snapshot.scan(Table::Overlays, .., |_, _| {
            overlays += 1;
            Ok(true)
        })?;
        let decided = self.report.overlays;
        self.report.equal("decisions belong to plays under review", "all", &decided, &overlays);
        let meta: Meta = match self.snapshot.get(Table::Meta, META_KEY)? {
            Some(bytes) => row(Table::Meta, &bytes)?,
            None => Meta { next_seq: 1, replay_from: 1 },
        };
        for (day, first) in &self.partitions {
            if *first >= meta.next_seq {
                self.report.add("places lie below the next", day, meta.next_seq, first);
            }
        }
        Ok(())
    }
}
