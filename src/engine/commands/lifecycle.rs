//! What happens to campaigns by itself: start, end, refund. Rule: CAM-10, CAM-21, BUD-05, D-58.

use std::sync::Arc;

use super::{approval, closing, status::moved, top_up};
use crate::{
    config::Settings,
    domain::{
        campaign::{
            model::Campaign,
            status::{Action, Actor as Who, CampaignStatus, Circumstances, PauseReason},
        },
        catalog::access::Owner,
        ids::CampaignNo,
        ledger::{Account, TransferDraft, TransferKind},
        money::{Amount, Currency, Dollars},
        time::{MINUTE_MS, Timestamp},
    },
    engine::{
        command::{Changes, Record},
        live::Live,
        plays::cheapest_cost,
    },
};

/// Activates a scheduled campaign at its start, also late after a downtime (case 3); one whose end
/// has passed too is completed and refunded (D-58). Rule: CAM-10.
pub fn start(
    live: &Live,
    settings: &Settings,
    no: CampaignNo,
    due: Timestamp,
    now: Timestamp,
) -> Changes {
    let mut changes = Changes::default();
    let Some(campaign) = live.campaigns.get(no.0) else { return changes };
    if campaign.status_now() != CampaignStatus::Scheduled {
        return changes;
    }
    if campaign.end_date.is_some_and(|end| end < now) {
        return complete(live, no, now);
    }
    if let Some(changes) = approval::hold_back(live, campaign, due, now) {
        return changes;
    }
    let remaining = live.remaining(no);
    let cheapest = cheapest_cost(live, settings, campaign, due);
    if !remaining.is_positive() || cheapest.is_some_and(|least| remaining < least) {
        return super::status::pause_changes(live, no, PauseReason::InsufficientBudget, due)
            .unwrap_or_default();
    }
    if let Some(dark) = super::blocking::dark_at_start(live, campaign, due) {
        return dark;
    }
    let case = Circumstances { started: true, ..Circumstances::default() };
    let Ok((next, audit)) = moved(campaign, Action::Activate, None, Who::System, case, due) else {
        return changes;
    };
    changes.audit(audit);
    let name = ("campaign", campaign.name.clone());
    let to = Owner::Advertiser(campaign.advertiser);
    changes.tell(to, "CAMPAIGN_LIVE", campaign.id, &[name]);
    if no_device_online(live, settings, campaign, due) {
        let minutes = settings.distribution.offline_retry_ms() / MINUTE_MS;
        let values = [
            ("campaign", campaign.name.clone()),
            ("id", campaign.id.to_string()),
            ("minutes", minutes.to_string()),
        ];
        changes.tell(Owner::Operator, "CAMPAIGN_NO_ONLINE_DEVICES", campaign.id, &values);
        tracing::warn!(campaign = %campaign.id, "no online devices for the campaign");
    }
    let late_minutes = now.since_ms(due) / MINUTE_MS;
    if late_minutes > 0 {
        let values = [
            ("campaign", campaign.name.clone()),
            ("minutes", late_minutes.to_string()),
            ("start", due.to_string()),
        ];
        changes.tell(Owner::Operator, "CAMPAIGN_LATE_ACTIVATION", campaign.id, &values);
        tracing::warn!(campaign = %campaign.id, late_minutes, "late activation");
    }
    changes.put(Record::Campaign(Arc::new(next)));
    changes
}

fn no_device_online(live: &Live, settings: &Settings, campaign: &Campaign, now: Timestamp) -> bool {
    let devices = campaign.target_stores.iter().filter_map(|store| live.store_devices.get(store));
    !devices
        .flatten()
        .any(|device| live.device_live[device.index()].online.online_at(now, &settings.heartbeat))
}

/// Completes a campaign at its end; plays on screen still have their grace. Rule: CAM-21.
pub fn complete(live: &Live, no: CampaignNo, due: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(campaign) = live.campaigns.get(no.0) else { return changes };
    let case = Circumstances { started: true, ended: true, ..Circumstances::default() };
    let Ok((next, audit)) = moved(campaign, Action::Complete, None, Who::System, case, due) else {
        return changes;
    };
    changes.audit(audit);
    changes.put(Record::Campaign(Arc::new(next)));
    changes
}

/// Gives the rest of the budget back at the end of the grace. Rule: CAM-21, BUD-05, D-24.
pub fn settle(live: &Live, settings: &Settings, no: CampaignNo, due: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let Some(campaign) = live.campaigns.get(no.0) else { return changes };
    // Nothing is refunded while the account is suspended or a stop is looked into; the end of that
    // settles (rules CAM-12, CAM-27).
    if campaign.settled_at.is_some() || closing::is_frozen(live, campaign) {
        return changes;
    }
    let mut next = (**campaign).clone();
    next.updated_at = due;
    next.revision += 1;
    let refund = live.remaining(no).floor_cents();
    changes.transfers.extend(closing::close(live, settings, campaign, &mut next, due));
    let totals = live.totals(no);
    let spent = totals.map_or(Amount::ZERO, |totals| totals.spent);
    let plays = totals.map_or(0, |totals| totals.verified);
    let name = ("campaign", campaign.name.clone());
    changes.tell(
        Owner::Advertiser(campaign.advertiser),
        "CAMPAIGN_ENDED",
        campaign.id,
        &[
            name.clone(),
            ("refund", Dollars(refund).to_string()),
            ("plays", plays.to_string()),
            ("spent", Dollars(spent).to_string()),
        ],
    );
    if next.lifecycle.investigation.is_some() {
        changes.tell(Owner::Operator, "CAMPAIGN_ZERO_IMPRESSIONS", campaign.id, &[name]);
    }
    changes.put(Record::Campaign(Arc::new(next)));
    changes
}

/// The refund of whole cents, and the residue below a cent to the platform. Rule: BUD-05, D-24.
#[must_use]
pub fn refund_transfers(live: &Live, campaign: &Campaign) -> Vec<TransferDraft> {
    let rest = live.remaining(campaign.no);
    let refund = rest.floor_cents();
    let residue = rest.minus_or_zero(refund);
    let wallet = Account::AdvertiserAvailable(campaign.advertiser);
    let parts = [
        (refund, wallet, TransferKind::Refund, "Unused budget refund"),
        (residue, Account::PlatformRevenue, TransferKind::Rounding, "Residue below one cent"),
    ];
    let positive = parts.into_iter().filter(|(amount, ..)| amount.is_positive());
    let drafts = positive.map(|(amount, credit, kind, description)| TransferDraft {
        debit: Account::CampaignEscrow(campaign.no),
        credit,
        amount,
        currency: Currency::Usd,
        kind,
        campaign: Some(campaign.no),
        reference: None,
        description: description.to_owned(),
    });
    drafts.chain(top_up::release(live, campaign)).collect()
}
