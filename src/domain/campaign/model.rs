//! The campaign entity. Rule: CAM-01.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    blocks::StoreBlock,
    category::Category,
    lifecycle::LifecycleNotes,
    status::{Actor as Who, Asker, CampaignStatus, Circumstances, PauseReason},
    targeting::TargetingCriteria,
    test_mode::TestRun,
    timeline::StatusTimeline,
    warning::ReviewFlag,
};
use crate::domain::{
    catalog::hours::Daypart,
    ids::{AdvertiserNo, AssetNo, CampaignNo, StoreNo},
    money::Amount,
    time::{Timeline, Timestamp},
};

/// How plays of a campaign are priced. Rule: D-27.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PricingMode {
    /// By the rate card in force at `played_at`.
    RateCard,
    /// By a contract: this CPM replaces base × traffic × device quality.
    FixedCpm(Amount),
}

/// What a campaign says about itself that blocking rules look at, as it was over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignText {
    /// Name.
    pub name: String,
    /// Description, empty where absent.
    pub description: String,
    /// Brand.
    pub brand_name: String,
    /// Category.
    pub category: Option<Category>,
}

/// More budget that waits for a person's approval while the campaign runs on. Rule: D-55.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PendingIncrease {
    /// How much; held from the wallet.
    pub amount: Amount,
    /// When it was asked for, server clock.
    pub requested_at: Timestamp,
}

/// A campaign: definition and status. Counters and balances live beside it in the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Number inside rows.
    pub no: CampaignNo,
    /// Id for the outside.
    pub id: Uuid,
    /// The buyer.
    pub advertiser: AdvertiserNo,
    /// Name, unique for the advertiser.
    pub name: String,
    /// At most 500 characters.
    pub description: Option<String>,
    /// Brand, for competitor blocking.
    pub brand_name: Option<String>,
    /// One of ten.
    pub category: Option<Category>,
    /// Total budget.
    pub budget: Option<Amount>,
    /// First moment.
    pub start_date: Option<Timestamp>,
    /// Last moment, inclusive (rule D-43).
    pub end_date: Option<Timestamp>,
    /// Chosen stores.
    pub target_stores: Vec<StoreNo>,
    /// What the stores were chosen by; `None` = by hand.
    pub targeting_criteria: Option<TargetingCriteria>,
    /// Target stores that block it, as judged at the newest change (rule BLK-03).
    pub blocked: Vec<StoreBlock>,
    /// Assets in rotation order.
    pub content_assets: Vec<AssetNo>,
    /// When each asset joined or left: judged as of `played_at`.
    pub assets_over_time: Timeline<Vec<AssetNo>>,
    /// When the target stores were what: judged as of `played_at`.
    pub stores_over_time: Timeline<Vec<StoreNo>>,
    /// 1 to 10; `None` = by the budget (rule D-45).
    pub priority: Option<u8>,
    /// Priority over time, for prices as of `played_at`.
    pub priority_over_time: Timeline<u8>,
    /// Spend limit of a UTC day.
    pub daily_cap: Option<Amount>,
    /// Informational.
    pub impression_goal: Option<u64>,
    /// Store-local hours; empty = always.
    pub dayparts: Vec<Daypart>,
    /// When the hours were what: judged as of a play's beginning.
    pub dayparts_over_time: Timeline<Vec<Daypart>>,
    /// Status over time.
    pub status: StatusTimeline,
    /// Pricing over time.
    pub pricing: Timeline<PricingMode>,
    /// Text over time, for blocking.
    pub text: Timeline<CampaignText>,
    /// Why a person refused it.
    pub rejection_reason: Option<String>,
    /// Submission, server clock.
    pub submitted_at: Option<Timestamp>,
    /// First activation, server clock.
    pub activated_at: Option<Timestamp>,
    /// Newest pause, server clock.
    pub paused_at: Option<Timestamp>,
    /// Newest resume, server clock.
    pub resumed_at: Option<Timestamp>,
    /// Completion, server clock.
    pub completed_at: Option<Timestamp>,
    /// When the rest of the budget was given back.
    pub settled_at: Option<Timestamp>,
    /// More budget that waits for approval (rule D-55).
    pub pending_increase: Option<PendingIncrease>,
    /// Reminders, final report, investigation.
    pub lifecycle: LifecycleNotes,
    /// Why the operator should look at it; it runs all the same.
    pub review_flags: Vec<ReviewFlag>,
    /// Creation, server clock.
    pub created_at: Timestamp,
    /// Last change, server clock.
    pub updated_at: Timestamp,
    /// Tests before the start, oldest first (rule CAM-14).
    pub test_runs: Vec<TestRun>,
    /// Counts changes; the ETag.
    pub revision: u32,
}

impl Campaign {
    /// The status now.
    #[must_use]
    pub fn status_now(&self) -> CampaignStatus {
        self.status.last().map_or(CampaignStatus::Draft, |span| span.status)
    }

    /// The reason of the pause that is on.
    #[must_use]
    pub fn pause_reason(&self) -> Option<PauseReason> {
        self.status.last().and_then(|span| span.pause_reason)
    }

    /// What the clock says about the dates; before they are set neither has come.
    #[must_use]
    pub fn circumstances(&self, now: Timestamp) -> Circumstances {
        match (self.start_date, self.end_date) {
            (Some(start), Some(end)) => Circumstances::at(now, start, end),
            (Some(_) | None, _) => Circumstances::default(),
        }
    }

    /// Somebody who asks for an action now.
    #[must_use]
    pub fn asker(&self, who: Who, now: Timestamp) -> Asker {
        Asker { who, pause_reason: self.pause_reason(), case: self.circumstances(now) }
    }

    /// The budget, zero while none is set.
    #[must_use]
    pub fn budget_or_zero(&self) -> Amount {
        self.budget.unwrap_or(Amount::ZERO)
    }

    /// The priority in force: chosen, or by the budget (rule D-45).
    #[must_use]
    pub fn priority_now(&self) -> u8 {
        self.priority.unwrap_or_else(|| super::priority::default_priority(self.budget_or_zero()))
    }

    /// The priority that held at a moment.
    #[must_use]
    pub fn priority_at(&self, moment: Timestamp) -> u8 {
        self.priority_over_time.at(moment).map_or_else(|| self.priority_now(), |(_, p)| *p)
    }

    /// The pricing that held at a moment.
    #[must_use]
    pub fn pricing_at(&self, moment: Timestamp) -> PricingMode {
        self.pricing.at(moment).map_or(PricingMode::RateCard, |(_, mode)| *mode)
    }

    /// The assets that were in rotation at a moment.
    #[must_use]
    pub fn assets_at(&self, moment: Timestamp) -> &[AssetNo] {
        self.assets_over_time.at(moment).map_or(&self.content_assets, |(_, assets)| assets)
    }

    /// The target stores at a moment.
    #[must_use]
    pub fn stores_at(&self, moment: Timestamp) -> &[StoreNo] {
        self.stores_over_time.at(moment).map_or(&self.target_stores, |(_, stores)| stores)
    }

    /// The hours that held at a moment.
    #[must_use]
    pub fn dayparts_at(&self, moment: Timestamp) -> &[Daypart] {
        self.dayparts_over_time.at(moment).map_or(&self.dayparts, |(_, dayparts)| dayparts)
    }

    /// Whether nothing more can happen to it.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        matches!(
            self.status_now(),
            CampaignStatus::Completed | CampaignStatus::Cancelled | CampaignStatus::Expired
        )
    }
}

/// A blank draft for tests.
#[cfg(test)]
#[must_use]
pub fn sample() -> Campaign {
    let now = Timestamp::from_ms(0);
    Campaign {
        no: CampaignNo(0),
        id: Uuid::from_u128(1),
        advertiser: AdvertiserNo(0),
        name: String::new(),
        description: None,
        brand_name: None,
        category: None,
        budget: None,
        start_date: None,
        end_date: None,
        target_stores: Vec::new(),
        targeting_criteria: None,
        blocked: Vec::new(),
        content_assets: Vec::new(),
        assets_over_time: Timeline::default(),
        stores_over_time: Timeline::default(),
        priority: None,
        priority_over_time: Timeline::default(),
        daily_cap: None,
        impression_goal: None,
        dayparts: Vec::new(),
        dayparts_over_time: Timeline::default(),
        status: StatusTimeline::default(),
        pricing: Timeline::default(),
        text: Timeline::default(),
        rejection_reason: None,
        submitted_at: None,
        activated_at: None,
        paused_at: None,
        resumed_at: None,
        completed_at: None,
        settled_at: None,
        pending_increase: None,
        lifecycle: LifecycleNotes::default(),
        created_at: now,
        updated_at: now,
        test_runs: Vec::new(),
        review_flags: Vec::new(),
        revision: 0,
    }
}
