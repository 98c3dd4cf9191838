//! The daily cap of a campaign, which its advertiser may change or take away at any time.
//! Rule: CAM-18.

use std::sync::Arc;

use uuid::Uuid;

use super::status::{StatusChanged, editable};
use crate::{
    domain::{
        campaign::validation::{CampaignInput, Mode, Stored, failures},
        money::Amount,
        refusal::{Code, Detail, Refusal},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Sets the daily cap, or takes it away. Rule: CAM-18.
#[derive(Clone, Copy, Debug)]
pub struct SetDailyCap {
    /// Campaign.
    pub id: Uuid,
    /// From 10.00 to the budget; `None` = no limit of a day.
    pub daily_cap: Option<Amount>,
}

impl Command for SetDailyCap {
    type Output = StatusChanged;

    fn decide(
        self,
        live: &Live,
        context: &mut Context<'_>,
    ) -> Result<(Changes, StatusChanged), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        let status = campaign.status_now();
        if campaign.is_terminal() {
            return Err(Refusal::new(
                Code::FieldNotEditable,
                format!("A campaign that is {status} has no daily cap to change"),
            )
            .with("status", Detail::Text(status.to_string())));
        }
        let input = CampaignInput {
            daily_cap: self.daily_cap,
            now: context.now,
            stored: Stored { budget: campaign.budget, ..Stored::default() },
            ..CampaignInput::default()
        };
        let wrong = failures(&input, Mode::Draft);
        if !wrong.is_empty() {
            return Err(Refusal::validation(wrong));
        }
        let mut changes = Changes::default();
        if campaign.daily_cap != self.daily_cap {
            let mut next = (*campaign).clone();
            next.daily_cap = self.daily_cap;
            next.updated_at = context.now;
            next.revision += 1;
            let text = |cap: Option<Amount>| cap.map_or_else(String::new, |cap| cap.to_string());
            let entry = AuditDraft::new("campaign.edit", "campaign", campaign.id);
            let (old, new) = (text(campaign.daily_cap), text(self.daily_cap));
            changes.audit(entry.change("daily_cap", old, new));
            changes.put(Record::Campaign(Arc::new(next)));
        }
        Ok((changes, StatusChanged { id: campaign.id, status }))
    }
}
