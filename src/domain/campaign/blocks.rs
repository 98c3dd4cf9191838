//! Which rule keeps a campaign from a store, overrides considered. Rule: BLK-01, BLK-05, D-08.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{model::Campaign, timeline::last_moment};
use crate::domain::{
    blocking::Subject,
    campaign::category::ScanFlag,
    catalog::StoreRule,
    ids::{CampaignNo, RuleNo, StoreNo},
    time::Timestamp,
};

/// A target store that blocks a campaign. Rule: BLK-03.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreBlock {
    /// The store.
    pub store: StoreNo,
    /// The rule that blocks.
    pub rule: RuleNo,
    /// Why, in words.
    pub reason: String,
    /// Since when, server clock.
    pub since: Timestamp,
}

/// An administrator lets one campaign into a store in spite of a rule. Rule: BLK-05.
///
/// It holds from its approval to the end of the campaign, also where that is extended later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleOverride {
    /// Id for the outside.
    pub id: Uuid,
    /// The campaign that is let in.
    pub campaign: CampaignNo,
    /// The business justification.
    pub reason: String,
    /// Who approved it.
    pub approved_by: Option<Uuid>,
    /// Name for people.
    pub approved_by_name: String,
    /// Since when, server clock.
    pub from: Timestamp,
}

/// The last moment at which overrides of a campaign hold; `None` while it has no end.
#[must_use]
pub fn override_end(campaign: &Campaign) -> Option<Timestamp> {
    campaign.end_date.map(last_moment)
}

/// Whether a rule was overridden for a campaign at a moment. Rule: BLK-05.
#[must_use]
pub fn is_overridden(rule: &StoreRule, campaign: &Campaign, moment: Timestamp) -> bool {
    let lasts = override_end(campaign).is_none_or(|end| moment <= end);
    let of_campaign = |one: &RuleOverride| one.campaign == campaign.no && one.from <= moment;
    lasts && rule.overrides.iter().any(of_campaign)
}

/// What rules compare in a campaign as it was at a moment, with the flags of its assets then.
#[must_use]
pub fn subject_at(campaign: &Campaign, flags: &[ScanFlag], moment: Timestamp) -> Subject {
    match campaign.text.at(moment) {
        Some((_, text)) => Subject::new(
            &text.name,
            Some(&text.description),
            &text.brand_name,
            text.category,
            flags,
        ),
        None => Subject::new(
            &campaign.name,
            campaign.description.as_deref(),
            campaign.brand_name.as_deref().unwrap_or_default(),
            campaign.category,
            flags,
        ),
    }
}

/// The first rule that blocked a campaign at a moment, and its reason. Rule: BLK-01, BLK-05.
#[must_use]
pub fn blocking_rule<'r>(
    rules: impl IntoIterator<Item = &'r StoreRule>,
    campaign: &Campaign,
    subject: &Subject,
    moment: Timestamp,
) -> Option<(&'r StoreRule, String)> {
    let on = rules.into_iter().filter(|row| row.rule.active_at(moment));
    on.filter_map(|row| row.rule.matches(subject).map(|reason| (row, reason)))
        .find(|(row, _)| !is_overridden(row, campaign, moment))
}

impl Campaign {
    /// Why a target store blocks it now, if it does. Rule: BLK-03.
    #[must_use]
    pub fn block_of(&self, store: StoreNo) -> Option<&StoreBlock> {
        self.blocked.iter().find(|block| block.store == store)
    }

    /// Whether every target store blocks it. Rule: EC3.
    #[must_use]
    pub fn is_blocked_everywhere(&self) -> bool {
        let all = self.target_stores.iter().all(|store| self.block_of(*store).is_some());
        all && !self.target_stores.is_empty()
    }
}

#[cfg(test)]
#[path = "blocks_tests.rs"]
mod tests;
