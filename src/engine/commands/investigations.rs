//! Campaigns that ended without a play: a person's finding, and what follows from it.
//! Rule: CAM-26.

use std::sync::Arc;

use uuid::Uuid;

use super::{
    campaigns::{CampaignFields, CreateCampaign},
    credits::{ask_for_extension, require_given_alone},
    parties::ADMINS,
    status::{editable, visible},
};
use crate::{
    domain::{
        campaign::{
            investigation::{Cause, Extension, Finding, Investigation, Resolution},
            model::Campaign,
            validation::parse_start_date,
        },
        catalog::{access::Owner, hours::DaypartInput},
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        refusal::{Code, Refusal},
    },
    engine::{
        actor::AuditDraft,
        command::{Changes, Command, Context, Record},
        live::Live,
    },
};

/// Most characters of a campaign's name.
const MAX_NAME: usize = 100;

fn case_of(campaign: &Campaign) -> Result<&Investigation, Refusal> {
    let case = campaign.lifecycle.investigation.as_deref();
    case.ok_or_else(|| Refusal::not_found("Investigation"))
}

/// Ends a case. Rule: CAM-26.
#[derive(Clone, Debug)]
pub struct ResolveInvestigation {
    /// Campaign.
    pub id: Uuid,
    /// What was found.
    pub finding: Finding,
}

impl Command for ResolveInvestigation {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        context.actor.require_role(&ADMINS)?;
        let campaign = visible(live, context.actor, self.id)?;
        let case = case_of(&campaign)?;
        if let Some(done) = &case.resolution {
            let message = format!("The case was resolved at {} as {}", done.at, done.cause);
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        let percent = context.settings.lifecycle.service_credit_percent;
        let cause = self.finding.check(part_of(campaign.budget_or_zero(), percent))?;
        let credit = self.finding.service_credit;
        if let Some(amount) = credit {
            require_given_alone(live, context, campaign.advertiser, amount, "service_credit")?;
        }
        let mut changes = Changes::default();
        changes.transfers.extend(credit.map(|amount| credit_draft(&campaign, amount)));
        tell(&campaign, case, cause, &self.finding, &mut changes);
        let entry = AuditDraft::new("campaign.investigation", "campaign", campaign.id);
        let entry = entry.change("cause", "", cause);
        changes.audit(entry.because(Some(self.finding.findings.trim())));
        let mut next = (*campaign).clone();
        if let Some(case) = next.lifecycle.investigation.as_mut() {
            let trimmed = |text: Option<String>| text.map(|text| text.trim().to_owned());
            case.resolution = Some(Resolution {
                at: context.now,
                by: context.actor.name.clone(),
                cause,
                findings: self.finding.findings.trim().to_owned(),
                service_credit: credit,
                post_mortem: trimmed(self.finding.post_mortem),
                documentation: trimmed(self.finding.documentation),
                extension: (cause == Cause::DeviceIssues).then(Extension::default),
            });
        }
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, campaign.id))
    }
}

fn part_of(amount: Amount, percent: u32) -> Amount {
    Amount::from_micros(amount.micros() / 100 * i64::from(percent))
}

/// Paid by the platform, not by anybody's campaign. Rule: CAM-26.
fn credit_draft(campaign: &Campaign, amount: Amount) -> TransferDraft {
    TransferDraft {
        debit: Account::PlatformAbsorbed,
        credit: Account::AdvertiserAvailable(campaign.advertiser),
        amount,
        currency: Currency::Usd,
        kind: TransferKind::ServiceCredit,
        campaign: Some(campaign.no),
        reference: None,
        description: format!("Service credit for campaign: {}", campaign.name),
    }
}

/// The advertiser reads what it was and what follows.
fn tell(
    campaign: &Campaign,
    case: &Investigation,
    cause: Cause,
    finding: &Finding,
    changes: &mut Changes,
) {
    let code = match cause {
        Cause::DeviceIssues => "INVESTIGATION_DEVICE_ISSUES",
        Cause::BlockingRules => "INVESTIGATION_BLOCKING",
        Cause::PlatformFault => "INVESTIGATION_PLATFORM_FAULT",
        Cause::ForceMajeure => "INVESTIGATION_FORCE_MAJEURE",
    };
    let stores: Vec<&str> =
        case.evidence.blocked.iter().map(|store| store.store_name.as_str()).collect();
    let credit = finding.service_credit.unwrap_or(Amount::ZERO);
    let values = [
        ("campaign", campaign.name.clone()),
        ("refund", Dollars(case.refunded).to_string()),
        ("stores", stores.join(", ")),
        ("credit", Dollars(credit).to_string()),
    ];
    changes.tell(Owner::Advertiser(campaign.advertiser), code, campaign.id, &values);
}

/// Takes the offer to run again: a draft like the campaign, as long, from a new start.
/// Rule: CAM-26.
#[derive(Clone, Debug)]
pub struct AcceptExtension {
    /// Campaign that had no plays.
    pub id: Uuid,
    /// RFC 3339, or a date (00:00 UTC).
    pub start_date: String,
}

impl Command for AcceptExtension {
    type Output = Uuid;

    fn decide(self, live: &Live, context: &mut Context<'_>) -> Result<(Changes, Uuid), Refusal> {
        let campaign = editable(live, context.actor, self.id)?;
        let resolution = case_of(&campaign)?.resolution.as_ref();
        let offer = resolution.and_then(|resolution| resolution.extension.as_ref());
        let offer = offer.ok_or_else(|| {
            Refusal::new(Code::IllegalTransition, "No extension was offered for this campaign")
        })?;
        if let Some(made) = offer.campaign_id {
            let message = format!("The extension was accepted already: campaign {made}");
            return Err(Refusal::new(Code::IllegalTransition, message));
        }
        let fields = again(live, &campaign, &self.start_date)?;
        let advertiser = live.advertisers.get(campaign.advertiser.0).map(|row| row.id);
        let create = CreateCampaign { advertiser_id: advertiser, fields };
        let (mut changes, made) = create.decide(live, context)?;
        let mut next = (*campaign).clone();
        let case = next.lifecycle.investigation.as_mut();
        if let Some(resolution) = case.and_then(|case| case.resolution.as_mut()) {
            let accepted_at = Some(context.now);
            resolution.extension = Some(Extension { campaign_id: Some(made), accepted_at });
        }
        changes.join(ask_for_extension(live, context, &campaign)?);
        let entry = AuditDraft::new("campaign.extension", "campaign", campaign.id);
        changes.audit(entry.change("extension", "", made));
        changes.put(Record::Campaign(Arc::new(next)));
        Ok((changes, made))
    }
}

/// The fields of a campaign, moved to another start.
fn again(live: &Live, campaign: &Campaign, start: &str) -> Result<CampaignFields, Refusal> {
    let begin = parse_start_date(start).map_err(|sentence| {
        Refusal::field("start_date", "INVALID", format!("start_date is {sentence}"))
    })?;
    let (Some(first), Some(last)) = (campaign.start_date, campaign.end_date) else {
        return Err(Refusal::not_found("Investigation"));
    };
    let end = begin.plus_ms(last.since_ms(first));
    let suffix = " (extension)";
    let kept: String =
        campaign.name.chars().take(MAX_NAME.saturating_sub(suffix.chars().count())).collect();
    let dayparts = campaign.dayparts.iter().map(|part| DaypartInput {
        days: part.days.iter().map(ToString::to_string).collect(),
        from: part.from.to_string(),
        to: part.to.to_string(),
    });
    let stores = campaign.target_stores.iter().filter_map(|no| live.store(*no));
    let assets = campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0));
    Ok(CampaignFields {
        name: Some(format!("{kept}{suffix}")),
        description: campaign.description.clone().into(),
        brand_name: campaign.brand_name.clone(),
        category: campaign.category.map(|category| category.as_str().to_owned()),
        budget: campaign.budget,
        start_date: Some(begin.to_string()),
        end_date: Some(end.to_string()),
        reason: None,
        daily_cap: campaign.daily_cap.into(),
        priority: campaign.priority.map(i64::from).into(),
        impression_goal: campaign.impression_goal.and_then(|goal| i64::try_from(goal).ok()).into(),
        dayparts: (!campaign.dayparts.is_empty()).then(|| dayparts.collect()).into(),
        target_stores: Some(stores.map(|store| store.id).collect()),
        content_assets: Some(assets.map(|asset| asset.id).collect()),
    })
}
