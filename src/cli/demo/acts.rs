//! What people do with a campaign of the demo, as commands of those people.

use anyhow::Context as _;
use uuid::Uuid;

use super::{
    bookings::Act,
    cast::BLOCKED,
    stage::{Stage, run},
};
use crate::{
    domain::{
        campaign::{
            ab_test::{TestMetric, VariantInput},
            emergency::{Grounds, Outcome, RequestStatus, StopReason},
            model::Campaign,
        },
        dispute::{DisputeKind, DisputeOutcome},
        ids::Seq,
        impression::record::PlayStatus,
        money::Amount,
    },
    engine::{
        Actor, Handle,
        commands::{
            ab_tests::StartAbTest,
            blocking::OverrideRule,
            credits::GiveCredit,
            dispute_resolution::ResolveDispute,
            emergency::StopCampaigns,
            incidents::{DecideStopRequest, RequestStop, ResolveIncident},
            status::{Approve, Cancel, Pause, Reject, Resume, TopUp},
            test_mode::StartTest,
        },
        reads,
    },
    http::{
        AppState,
        routes::disputes::{self, NewDispute},
    },
};

/// A campaign with those who act on it.
pub struct Scene<'a> {
    /// The engine.
    pub handle: &'a Handle,
    /// What handlers use, for what is more than a command.
    pub state: &'a AppState,
    /// Everybody and everything.
    pub stage: &'a Stage,
    /// Whose campaign it is: the place in `ADVERTISERS`.
    pub advertiser: usize,
    /// The campaign.
    pub campaign: Uuid,
}

fn grounds(reason: StopReason, detail: &str) -> Grounds {
    Grounds { reason, detail: Some(detail.to_owned()), evidence_urls: Vec::new() }
}

impl Scene<'_> {
    /// Does what the table says.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn play(&self, act: Act) -> anyhow::Result<()> {
        let (id, handle) = (self.campaign, self.handle);
        let (operator, reviewer) = (&self.stage.operator, &self.stage.reviewer);
        let buyer = self.buyer();
        match act {
            Act::Approve => _ = run(handle, operator, Approve { id }).await?,
            Act::Reject(why) => {
                run(handle, reviewer, Reject { id, reason: why.to_owned() }).await?;
            }
            Act::Pause => _ = run(handle, buyer, Pause { id }).await?,
            Act::Cancel => _ = run(handle, buyer, Cancel { id }).await?,
            Act::Resume => _ = run(handle, operator, Resume { id }).await?,
            Act::TopUp(dollars) => {
                let additional_budget = Amount::from_units(dollars);
                run(handle, buyer, TopUp { id, additional_budget }).await?;
            }
            Act::AbTest(variants) => self.begin_ab_test(variants).await?,
            Act::Test(places, hours, dollars) => self.begin_test(places, hours, dollars).await?,
            Act::Stop(reason, detail) => self.stop(operator, grounds(reason, detail)).await?,
            Act::OwnStop(reason, detail) => self.stop(buyer, grounds(reason, detail)).await?,
            Act::AskForStop(supplier, reason, detail) => {
                let command = RequestStop { campaign: id, grounds: grounds(reason, detail) };
                run(handle, &self.stage.suppliers[supplier].1, command).await?;
            }
            Act::GrantStop(note) => self.grant_stop(note).await?,
            Act::Resolve(outcome, findings, dollars) => {
                self.resolve(outcome, findings, dollars).await?;
            }
            Act::Block(block) => _ = self.stage.block(handle, block).await?,
            Act::Override(place, why) => self.let_in(place, why).await?,
            Act::Credit(dollars, why) => self.credit(dollars, why).await?,
            Act::Dispute(kind, count, why) => self.dispute(kind, count, why).await?,
            Act::ChargeBack(findings) => self.charge_back(findings).await?,
        }
        Ok(())
    }

    async fn dispute(&self, kind: DisputeKind, count: usize, why: &str) -> anyhow::Result<()> {
        let snapshot = self.handle.store().snapshot()?;
        let is_billed = |play: &reads::Impression| play.status() == PlayStatus::Verified;
        let campaign = self.row()?.no;
        let plays = reads::campaign_plays(&snapshot, campaign, Seq::MAX, count, is_billed)?;
        let value = NewDispute {
            impression_ids: Some(plays.iter().map(|play| play.row.id).collect()),
            campaign_id: None,
            date: None,
            r#type: kind,
            reason: why.to_owned(),
        };
        let opened = disputes::open(self.state, self.buyer(), value, None).await;
        opened.map_err(|error| anyhow::anyhow!("the dispute is refused: {error:?}"))?;
        Ok(())
    }

    async fn charge_back(&self, findings: &str) -> anyhow::Result<()> {
        let campaign = self.row()?.no;
        let rows = &self.handle.views().disputes.rows;
        let mut open = rows.iter().filter(|row| row.campaign == campaign && row.is_open());
        let id = open.next().context("an open dispute")?.id;
        let operator = &self.stage.operator;
        let taken_up = disputes::investigate(self.state, operator, id, None).await;
        taken_up.map_err(|error| anyhow::anyhow!("the investigation is refused: {error:?}"))?;
        let command = ResolveDispute {
            id,
            outcome: DisputeOutcome::Chargeback,
            reason: None,
            findings: findings.to_owned(),
            impression_ids: None,
        };
        run(self.handle, operator, command).await?;
        Ok(())
    }

    fn buyer(&self) -> &Actor {
        &self.stage.advertisers[self.advertiser].1
    }

    fn row(&self) -> anyhow::Result<std::sync::Arc<Campaign>> {
        self.handle.views().campaigns.by_id(self.campaign).context("the campaign just booked")
    }

    async fn begin_ab_test(&self, creatives: [(&str, &str); 2]) -> anyhow::Result<()> {
        let mut variants = Vec::new();
        for (name, creative) in creatives {
            let asset = self.stage.assets.get(creative).copied();
            let content_assets = vec![asset.with_context(|| format!("the creative {creative}"))?];
            variants.push(VariantInput {
                id: None,
                name: name.to_owned(),
                content_assets,
                weight: 50,
            });
        }
        let command = StartAbTest {
            campaign: self.campaign,
            variants,
            metric: TestMetric::CompletionRate,
            confidence_threshold: None,
            auto_winner: true,
            planned_end: None,
        };
        run(self.handle, self.buyer(), command).await?;
        Ok(())
    }

    async fn begin_test(
        &self,
        places: &[usize],
        duration_hours: i64,
        dollars: i64,
    ) -> anyhow::Result<()> {
        let command = StartTest {
            campaign: self.campaign,
            stores: places.iter().map(|place| self.stage.stores[*place]).collect(),
            duration_hours,
            test_budget: Amount::from_units(dollars),
        };
        run(self.handle, self.buyer(), command).await?;
        Ok(())
    }

    async fn stop(&self, by: &Actor, grounds: Grounds) -> anyhow::Result<()> {
        let command = StopCampaigns { ids: vec![self.campaign], grounds, several: false };
        run(self.handle, by, command).await?;
        Ok(())
    }

    async fn grant_stop(&self, note: &str) -> anyhow::Result<()> {
        let campaign = self.row()?.no;
        let requests = self.handle.views().fleet.requests.iter();
        let mut open = requests.filter(|request| {
            request.campaign == campaign && request.status == RequestStatus::Pending
        });
        let id = open.next().context("a supplier has asked")?.id;
        let command = DecideStopRequest { id, approve: true, note: Some(note.to_owned()) };
        run(self.handle, &self.stage.operator, command).await?;
        Ok(())
    }

    async fn resolve(
        &self,
        outcome: Outcome,
        findings: &str,
        dollars: Option<i64>,
    ) -> anyhow::Result<()> {
        let campaign = self.row()?.no;
        let incidents = self.handle.views().fleet.incidents.iter();
        let newest = incidents.filter(|one| one.campaign == campaign).max_by_key(|one| one.no);
        let command = ResolveIncident {
            id: newest.context("it was stopped")?.id,
            outcome,
            findings: findings.to_owned(),
            compensation: dollars.map(Amount::from_units),
            reapprove_content: false,
        };
        run(self.handle, &self.stage.operator, command).await?;
        Ok(())
    }

    async fn let_in(&self, place: usize, why: &str) -> anyhow::Result<()> {
        let rule_id = *self
            .stage
            .rules
            .get(place)
            .with_context(|| format!("{} rules were made at the beginning", BLOCKED.len()))?;
        let command = OverrideRule { rule_id, campaign_id: self.campaign, reason: why.to_owned() };
        run(self.handle, &self.stage.operator, command).await?;
        Ok(())
    }

    async fn credit(&self, dollars: i64, why: &str) -> anyhow::Result<()> {
        let command = GiveCredit {
            owner_id: self.stage.advertisers[self.advertiser].0,
            amount: Amount::from_units(dollars),
            reason: why.to_owned(),
        };
        run(self.handle, &self.stage.operator, command).await?;
        Ok(())
    }
}
