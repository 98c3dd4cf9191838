//! What must hold: the model's money is the engine's money, everything acknowledged is there, and
//! the auditor finds nothing.

use std::sync::Arc;

use rand::Rng;
use vetrina::{
    domain::{
        campaign::status::{CampaignStatus, PauseReason},
        catalog::PartyStatus,
        ids::{AdvertiserNo, CampaignNo, SupplierNo},
        ledger::Account as Money,
        money::Currency,
        time::Timestamp,
    },
    engine::{audit::audit, commands::wallets::held_balance, live::Live, reads},
};

use crate::{
    model::{Account, MCampaign, Stand},
    world::{Answered, World},
};

/// Acknowledged plays that are submitted again after a crash.
const REPLAYS: usize = 5;

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap()
}

/// What the engine calls a stand.
pub fn status_of(stand: Stand) -> (CampaignStatus, Option<PauseReason>) {
    let paused = |reason| (CampaignStatus::Paused, Some(reason));
    match stand {
        Stand::Draft => (CampaignStatus::Draft, None),
        Stand::Pending => (CampaignStatus::PendingApproval, None),
        Stand::Rejected => (CampaignStatus::Rejected, None),
        Stand::Scheduled => (CampaignStatus::Scheduled, None),
        Stand::Active => (CampaignStatus::Active, None),
        Stand::PausedByUser => paused(PauseReason::UserRequested),
        Stand::Exhausted => paused(PauseReason::BudgetExhausted),
        Stand::Insufficient => paused(PauseReason::InsufficientBudget),
        Stand::Silent => paused(PauseReason::DevicesOffline),
        Stand::Policy => paused(PauseReason::PolicyViolation),
        Stand::NoContent => paused(PauseReason::ContentExpired),
        Stand::Error => (CampaignStatus::Error, None),
        Stand::Suspended => paused(PauseReason::AccountSuspended),
        Stand::Dark => paused(PauseReason::NoEligibleStores),
        Stand::Stopped => paused(PauseReason::EmergencyStop),
        Stand::Completed => (CampaignStatus::Completed, None),
        Stand::Cancelled | Stand::CutOff => (CampaignStatus::Cancelled, None),
        Stand::Expired => (CampaignStatus::Expired, None),
    }
}

fn check_campaign(live: &Live, index: usize, wanted: &MCampaign) {
    let no = CampaignNo(number(index));
    let balance = |account| live.accounts.balance(account, Currency::Usd).micros();
    let campaign = live.campaigns.get(no.0).expect("the campaign is there");
    let totals = live.totals(no).expect("a campaign has counters");
    let reason =
        campaign.pause_reason().filter(|_| campaign.status_now() == CampaignStatus::Paused);
    let found = (campaign.id, campaign.status_now(), reason);
    let (status, reason) = status_of(wanted.stand());
    assert_eq!(found, (wanted.id, status, reason), "campaign {index}: {:?}", wanted.stands);
    assert_eq!(campaign.budget_or_zero().micros(), wanted.budget, "budget of {index}");
    assert_eq!(
        balance(Money::CampaignEscrow(no)),
        wanted.escrow,
        "escrow of {index}: {:?}",
        wanted.stands
    );
    assert_eq!(balance(Money::CampaignReviewHold(no)), wanted.hold, "hold of {index}");
    assert_eq!(balance(Money::CampaignIncrease(no)), wanted.increase, "increase of {index}");
    assert_eq!(campaign.pending_increase.is_some(), wanted.asks, "increase of {index} waits");
    assert_eq!(totals.spent.micros(), wanted.spent, "spent by {index}");
    assert_eq!(totals.absorbed.micros(), wanted.absorbed, "absorbed for {index}");
    assert_eq!(totals.verified, wanted.verified, "verified of {index}");
    assert_eq!(totals.rejected, wanted.rejected, "rejected of {index}");
    assert_eq!(totals.under_review, wanted.held.len() as u64, "under review of {index}");
    assert_eq!(campaign.settled_at.is_some(), wanted.settled.is_some(), "settled {index}");
    let investigated = campaign.lifecycle.investigation.is_some();
    assert_eq!(investigated, wanted.investigated, "end of {index} without a play");
    assert_eq!(campaign.test_runs.len(), wanted.tests.len(), "tests of {index}");
    for (place, test) in wanted.tests.iter().enumerate() {
        let used = live.test_figures(no, place).used.micros();
        let ended = campaign.test_runs[place].ended_at.map(Timestamp::ms);
        assert_eq!((used, ended), (test.used, test.ended), "test {place} of {index}");
    }
    assert!(wanted.spent <= wanted.budget, "campaign {index} spends within its budget");
}

impl World {
    /// Balances, counters and statuses as the model has them.
    pub fn check_model(&mut self) {
        let model = self.model.clone();
        let live = self.engine().live();
        let balance = |account| live.accounts.balance(account, Currency::Usd).micros();
        for (index, wanted) in model.campaigns.iter().enumerate() {
            check_campaign(live, index, wanted);
        }
        for (no, wallet) in model.wallets.iter().enumerate() {
            let account = Money::AdvertiserAvailable(AdvertiserNo(number(no)));
            assert_eq!(balance(account), *wallet, "wallet of advertiser {no}");
        }
        for (no, pending) in model.pending.iter().enumerate() {
            let account = Money::SupplierPending(SupplierNo(number(no)));
            assert_eq!(balance(account), *pending, "supplier {no}");
            let account = Money::SupplierAvailable(SupplierNo(number(no)));
            assert_eq!(balance(account), model.available[no], "paid to supplier {no}");
            let account = Money::SupplierClawback(SupplierNo(number(no)));
            assert_eq!(balance(account), -model.owed[no], "owed by supplier {no}");
        }
        assert_eq!(balance(Money::PlatformRevenue), model.revenue, "platform revenue");
        assert_eq!(balance(Money::PlatformAbsorbed), model.absorbed, "platform absorbed");
        assert_eq!(balance(Money::External), model.outside, "outside");
        assert_eq!(live.accounts.total(Currency::Usd), 0, "all accounts sum to zero");
        for (no, buyer) in model.advertisers.iter().enumerate() {
            let row = live.advertisers.get(number(no)).expect("the advertiser is there");
            let account = match buyer.account() {
                Account::Active => PartyStatus::Active,
                Account::Suspended => PartyStatus::Suspended,
                Account::Terminated => PartyStatus::Terminated,
            };
            assert_eq!(row.status_now(), account, "account of advertiser {no}");
            let own = model.campaigns.iter().filter(|campaign| campaign.advertiser == no);
            let held: i64 = own.map(|c| c.escrow + c.hold + c.increase).sum();
            let found = held_balance(live, AdvertiserNo(number(no))).micros();
            assert_eq!(found, held, "held of advertiser {no}");
        }
    }

    pub fn check_audit(&mut self) {
        let store = self.engine().store();
        let report = audit(&store, &self.settings).expect("the store can be read");
        assert!(report.is_clean(), "the auditor found: {:#?}", report.findings);
        assert_eq!(report.plays, self.acknowledged.len() as u64, "as many plays as acknowledged");
    }

    /// After a restart: everything acknowledged is there with its answer, nothing else is.
    pub fn check_reopened(&mut self, lost: &[Answered]) {
        self.check_model();
        self.check_audit();
        let live = self.engine().live();
        let windows: Vec<_> = live.device_live.iter().map(|d| d.windows.clone()).collect();
        assert_eq!(windows, self.windows, "the windows of devices equal those before");
        let views = self.engine().views();
        let snapshot = self.engine().store().snapshot().expect("the store can be read");
        let find = |id| {
            let recent = views.recent_ids.get(id);
            reads::impression(&snapshot, id, recent).expect("the store can be read")
        };
        for (_, row) in &self.acknowledged {
            let found = find(row.id);
            let found = found.unwrap_or_else(|| panic!("acknowledged play {} is lost", row.id));
            assert_eq!(&found.row, &**row);
        }
        for (_, row) in lost {
            let found = find(row.id);
            assert!(found.is_none(), "a play of a lost group is there");
        }
        drop(snapshot);
        self.check_lists();
        self.repeat_deposit();
        for _ in 0..REPLAYS.min(self.acknowledged.len()) {
            let at = self.random.random_range(0..self.acknowledged.len());
            let (judged, row) = &self.acknowledged[at];
            let (judged, row) = (judged.clone(), Arc::clone(row));
            self.expect_replay(&judged, &row);
        }
    }

    /// The list of a campaign's plays is what was acknowledged, newest first.
    fn check_lists(&mut self) {
        let snapshot = self.engine().store().snapshot().expect("the store can be read");
        for index in 0..self.model.campaigns.len() {
            let no = CampaignNo(number(index));
            let limit = usize::MAX;
            let plays = reads::campaign_plays(&snapshot, no, u64::MAX, limit, |_| true);
            let found: Vec<_> = plays.expect("readable").iter().map(|play| play.row.id).collect();
            let own = self.acknowledged.iter().rev().filter(|(_, row)| row.campaign == Some(no));
            let wanted: Vec<_> = own.map(|(_, row)| row.id).collect();
            assert_eq!(found, wanted, "plays of campaign {index}");
        }
    }

    /// At the end of a run.
    pub fn check_everything(&mut self) {
        self.check_lists();
        self.check_model();
        self.check_audit();
    }
}
