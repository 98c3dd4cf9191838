//! Campaigns of one advertiser that resemble each other: what is compared, and when it is too much.
//! Source: EC13. Rule: CAM-23.

use std::{borrow::Borrow, collections::BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    model::Campaign,
    status::{CampaignStatus, CampaignStatus as S},
};
use crate::domain::{
    ids::{AssetNo, StoreNo},
    time::Timestamp,
    words::words,
};

/// The word that acknowledges the warnings.
pub const SIMILAR_CAMPAIGN: &str = "SIMILAR_CAMPAIGN";

/// When campaigns are alike. Rule: CAM-23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SimilarityLimits {
    /// So many of the five criteria make two campaigns alike; 0 = nothing is compared.
    pub criteria: u8,
    /// Percent of a campaign's stores that the other one has too, for the criterion of stores.
    pub store_percent: u8,
    /// A campaign with more near-duplicates than this is flagged for the operator; 0 = never.
    pub flagged_above: u32,
    /// Near-duplicates that a warning compares one by one, the newest first.
    pub shown: u16,
}

impl Default for SimilarityLimits {
    fn default() -> Self {
        Self { criteria: 3, store_percent: 80, flagged_above: 5, shown: 20 }
    }
}

words! {
    /// What two campaigns are compared by. Rule: CAM-23.
    Criterion {
        /// The same brand; letters match in either case.
        BrandName = "BRAND_NAME",
        /// The same category.
        Category = "CATEGORY",
        /// Most of its stores are the other one's too.
        TargetStores = "TARGET_STORES",
        /// The same content, in whatever order.
        ContentAssets = "CONTENT_ASSETS",
        /// They run at the same time, be it for a moment.
        Dates = "DATES",
    }
}

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ComparedBy {
    /// What is compared.
    pub criterion: Criterion,
    /// Of the campaign in question.
    pub this: String,
    /// Of the other one.
    pub other: String,
    /// Whether they match.
    pub matches: bool,
}

/// A campaign that resembles the one in question: a warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SimilarCampaign {
    /// `SIMILAR_CAMPAIGN`.
    pub code: String,
    /// What was found, in words.
    pub message: String,
    /// The other campaign.
    pub campaign_id: Uuid,
    /// Its name.
    pub campaign_name: String,
    /// Its status.
    pub status: CampaignStatus,
    /// How many of the five criteria match.
    pub matches: u8,
    /// The five criteria side by side.
    pub comparison: Vec<ComparedBy>,
}

/// What was found about one campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Similar {
    /// Near-duplicates in all.
    pub count: u32,
    /// The newest of them, compared.
    pub campaigns: Vec<SimilarCampaign>,
}

impl Similar {
    /// Whether a person of the operator shall look at it.
    #[must_use]
    pub const fn is_flagged(&self, limits: &SimilarityLimits) -> bool {
        limits.flagged_above > 0 && self.count > limits.flagged_above
    }
}

/// That a campaign was submitted as one near-duplicate too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SimilarFlag {
    /// The submission, server clock.
    pub at: Timestamp,
    /// Near-duplicates at that moment.
    pub count: u32,
}

/// Whether a campaign counts as one that exists: it was submitted and was not turned down, given up
/// or left undecided. Those that ran count, since a renewal is a near-duplicate too.
#[must_use]
pub const fn exists(status: CampaignStatus) -> bool {
    match status {
        S::PendingApproval | S::Scheduled | S::Active | S::Paused | S::Error | S::Completed => true,
        S::Draft | S::Rejected | S::Cancelled | S::Expired => false,
    }
}

/// Finds the advertiser's other campaigns that resemble one. `others` may hold any campaigns, oldest
/// first; the newest near-duplicates are shown. Rule: CAM-23.
#[must_use]
pub fn find_similar<C: Borrow<Campaign>>(
    campaign: &Campaign,
    others: impl DoubleEndedIterator<Item = C>,
    limits: &SimilarityLimits,
    asset_name: impl Fn(AssetNo) -> Option<String>,
) -> Similar {
    let mut found = Similar::default();
    if limits.criteria == 0 {
        return found;
    }
    let this = Profile::of(campaign);
    for other in others.rev() {
        let other: &Campaign = other.borrow();
        let counts = other.advertiser == campaign.advertiser && other.no != campaign.no;
        if !counts || !exists(other.status_now()) {
            continue;
        }
        let matched = this.matched(other, limits);
        let matches = u8::try_from(matched.len()).unwrap_or(u8::MAX);
        if matches < limits.criteria {
            continue;
        }
        found.count = found.count.saturating_add(1);
        if found.campaigns.len() < usize::from(limits.shown) {
            found.campaigns.push(SimilarCampaign {
                code: SIMILAR_CAMPAIGN.to_owned(),
                message: format!("Similar campaign detected: {}", other.name),
                campaign_id: other.id,
                campaign_name: other.name.clone(),
                status: other.status_now(),
                matches,
                comparison: this.compare(other, &matched, &asset_name),
            });
        }
    }
    found
}

/// A campaign made ready for many comparisons.
struct Profile<'a> {
    campaign: &'a Campaign,
    brand: Option<String>,
    assets: BTreeSet<AssetNo>,
    /// One flag for each store number.
    stores: Vec<bool>,
}

impl<'a> Profile<'a> {
    fn of(campaign: &'a Campaign) -> Self {
        let last = campaign.target_stores.iter().map(|no| no.index()).max();
        let mut stores = vec![false; last.map_or(0, |last| last.saturating_add(1))];
        for no in &campaign.target_stores {
            if let Some(flag) = stores.get_mut(no.index()) {
                *flag = true;
            }
        }
        Self {
            campaign,
            brand: brand(campaign),
            assets: campaign.content_assets.iter().copied().collect(),
            stores,
        }
    }

    fn matched(&self, other: &Campaign, limits: &SimilarityLimits) -> Vec<Criterion> {
        let this = self.campaign;
        let holds = |criterion: &Criterion| match criterion {
            Criterion::BrandName => self.brand.is_some() && self.brand == brand(other),
            Criterion::Category => this.category.is_some() && this.category == other.category,
            Criterion::TargetStores => self.shares_stores(other, limits.store_percent),
            Criterion::ContentAssets => {
                let assets: BTreeSet<AssetNo> = other.content_assets.iter().copied().collect();
                !assets.is_empty() && assets == self.assets
            }
            Criterion::Dates => overlap(this, other),
        };
        Criterion::ALL.iter().copied().filter(holds).collect()
    }

    fn shared_stores(&self, other: &Campaign) -> usize {
        let is_own = |no: &&StoreNo| self.stores.get(no.index()).is_some_and(|own| *own);
        other.target_stores.iter().filter(is_own).count()
    }

    fn shares_stores(&self, other: &Campaign, percent: u8) -> bool {
        let own = self.campaign.target_stores.len();
        let needed = own.saturating_mul(usize::from(percent));
        own > 0 && self.shared_stores(other).saturating_mul(100) >= needed.max(1)
    }

    fn compare(
        &self,
        other: &Campaign,
        matched: &[Criterion],
        asset_name: &impl Fn(AssetNo) -> Option<String>,
    ) -> Vec<ComparedBy> {
        let lines = Criterion::ALL.iter().map(|criterion| {
            let (this, that) = match criterion {
                Criterion::BrandName => (text(&self.campaign.brand_name), text(&other.brand_name)),
                Criterion::Category => (text(&self.campaign.category), text(&other.category)),
                Criterion::TargetStores => {
                    let shared = self.shared_stores(other);
                    let own = self.campaign.target_stores.len();
                    let theirs = other.target_stores.len();
                    (format!("{own} stores"), format!("{theirs} stores, {shared} of them shared"))
                }
                Criterion::ContentAssets => {
                    (names(self.campaign, asset_name), names(other, asset_name))
                }
                Criterion::Dates => (dates(self.campaign), dates(other)),
            };
            let matches = matched.contains(criterion);
            ComparedBy { criterion: *criterion, this, other: that, matches }
        });
        lines.collect()
    }
}

fn brand(campaign: &Campaign) -> Option<String> {
    let brand = campaign.brand_name.as_deref().map(|name| name.trim().to_lowercase());
    brand.filter(|name| !name.is_empty())
}

/// Both ends count: the end date is a campaign's last moment (rule D-43).
fn overlap(one: &Campaign, other: &Campaign) -> bool {
    let span = |campaign: &Campaign| Some((campaign.start_date?, campaign.end_date?));
    match (span(one), span(other)) {
        (Some((start, end)), Some((from, to))) => start <= to && from <= end,
        _ => false,
    }
}

fn text<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(String::new, ToString::to_string)
}

fn names(campaign: &Campaign, asset_name: &impl Fn(AssetNo) -> Option<String>) -> String {
    let names = campaign.content_assets.iter().filter_map(|no| asset_name(*no));
    names.collect::<Vec<_>>().join(", ")
}

fn dates(campaign: &Campaign) -> String {
    format!("{} to {}", text(&campaign.start_date), text(&campaign.end_date))
}

#[cfg(test)]
#[path = "similar_tests.rs"]
mod tests;
