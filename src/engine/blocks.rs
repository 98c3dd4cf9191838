//! What the stores' rules say about a campaign, from the live state. Rule: BLK-01…BLK-05, D-08.

use super::live::Live;
use crate::domain::{
    blocking::Subject,
    campaign::{
        blocks::{StoreBlock, blocking_rule, subject_at},
        model::Campaign,
    },
    catalog::StoreRule,
    ids::StoreNo,
    time::Timestamp,
};

impl Live {
    /// What rules compare in a campaign as it was at a moment.
    #[must_use]
    pub fn blocking_subject(&self, campaign: &Campaign, moment: Timestamp) -> Subject {
        let assets = campaign.assets_at(moment).iter().filter_map(|no| self.assets.get(no.0));
        let flags: Vec<_> =
            assets.flat_map(|asset| asset.scan_flags_at(moment).iter().copied()).collect();
        subject_at(campaign, &flags, moment)
    }

    fn rules_of(&self, store: StoreNo) -> impl Iterator<Item = &StoreRule> {
        let numbers = self.store_rules.get(&store).into_iter().flatten();
        numbers.filter_map(|no| self.rules.get(no.0)).map(|rule| &**rule)
    }

    /// Why a store blocked a campaign at a moment, if it did: by a rule or by a stop there.
    /// Rule: BLK-01, BLK-02, BLK-03, CAM-12.
    #[must_use]
    pub fn blocked_reason(
        &self,
        campaign: &Campaign,
        store: StoreNo,
        moment: Timestamp,
    ) -> Option<String> {
        if let Some(reason) = self.fleet.store_stop(campaign.no, store, moment) {
            return Some(reason);
        }
        self.store_rules.get(&store).filter(|rules| !rules.is_empty())?;
        let subject = self.blocking_subject(campaign, moment);
        blocking_rule(self.rules_of(store), campaign, &subject, moment).map(|(_, reason)| reason)
    }

    /// The target stores that block a campaign now; a block that stood before keeps its beginning.
    #[must_use]
    pub fn blocks_now(&self, campaign: &Campaign, now: Timestamp) -> Vec<StoreBlock> {
        let with_rules =
            campaign.target_stores.iter().filter(|store| self.store_rules.contains_key(store));
        let mut subject = None;
        let mut blocks = Vec::new();
        for store in with_rules {
            let subject = subject.get_or_insert_with(|| self.blocking_subject(campaign, now));
            let rules = self.rules_of(*store);
            let Some((rule, reason)) = blocking_rule(rules, campaign, subject, now) else {
                continue;
            };
            let before = campaign.block_of(*store).filter(|old| old.rule == rule.no);
            let since = before.map_or(now, |old| old.since);
            blocks.push(StoreBlock { store: *store, rule: rule.no, reason, since });
        }
        blocks
    }
}
