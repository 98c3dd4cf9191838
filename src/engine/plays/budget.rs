//! Who pays for a play: the campaign's escrow, or within narrow limits the platform.
//! Rule: BUD-02, BUD-03, D-12, D-13.

use super::checks::{Case, PricedPlay, price_play};
use crate::{
    domain::{
        campaign::{model::Campaign, status::PauseReason, test_mode::TestRun, timeline::Running},
        catalog::DeviceStatus,
        impression::{quality::QualityBand, time_rules::TimeVerdict},
        money::{Amount, Dollars},
        refusal::{Code, Detail, Refusal},
        time::{HOUR_MS, Timestamp},
    },
    engine::{core::Engine, live::Live},
};

/// cost = charged + absorbed. Rule: D-23.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// From the campaign's escrow.
    pub charged: Amount,
    /// From the platform.
    pub absorbed: Amount,
}

/// Decides who pays.
///
/// # Errors
/// `INSUFFICIENT_BUDGET` with the numbers of edge case 7.
pub(super) fn pay(
    case: &Case<'_>,
    campaign: &Campaign,
    running: &Running,
    time: &TimeVerdict,
    cost: Amount,
) -> Result<Payment, Refusal> {
    if let Some(run) = case.test_run(campaign) {
        return pay_in_test(case, campaign, run, cost);
    }
    let remaining = case.live.remaining(campaign.no);
    if remaining >= cost {
        return Ok(Payment { charged: cost, absorbed: Amount::ZERO });
    }
    let shortfall = cost.minus_or_zero(remaining);
    // A play that was made before the rest of the budget went back, live or queued, finds nothing.
    let came_after_refund = campaign.settled_at.is_some_and(|at| case.sent.played_at < at);
    let may_absorb = leased_in_time(case, running)
        || ((time.delayed || came_after_refund) && was_affordable(case, campaign, cost));
    let cap = case.live.absorbable(campaign, case.settings.campaign.absorb_permille);
    if may_absorb && shortfall <= cap {
        Ok(Payment { charged: remaining, absorbed: shortfall })
    } else {
        Err(insufficient(case, campaign, Some(cost)))
    }
}

/// A play of a test is paid from the test's own part of the budget, and nobody else pays.
/// Rule: CAM-14, D-57.
fn pay_in_test(
    case: &Case<'_>,
    campaign: &Campaign,
    run: &TestRun,
    cost: Amount,
) -> Result<Payment, Refusal> {
    let place = campaign.test_at(case.sent.played_at).unwrap_or_default();
    let left = case.live.test_remaining(campaign, place);
    if left >= cost {
        return Ok(Payment { charged: cost, absorbed: Amount::ZERO });
    }
    let message = format!(
        "The test budget of {} has {} left; the play costs {}",
        Dollars(run.budget),
        Dollars(left),
        Dollars(cost)
    );
    Err(Refusal::new(Code::InsufficientBudget, message)
        .with("remaining_budget", Detail::Amount(left))
        .with("required_budget", Detail::Amount(cost)))
}

/// Whether the play holds an unexpired lease granted before the exhaustion. Rule: D-12.
fn leased_in_time(case: &Case<'_>, running: &Running) -> bool {
    case.subject.valid_lease(case.play.received_at).is_some_and(|lease| {
        running.exhausted_at.is_none_or(|exhausted| lease.granted_at <= exhausted)
    })
}

/// The moment of the exhaustion, if the play holds an unexpired lease from before it.
pub(super) fn lease_before_exhaustion(case: &Case<'_>, campaign: &Campaign) -> Option<Timestamp> {
    let (since, span) = campaign.status.at(case.sent.played_at)?;
    let lease = case.subject.valid_lease(case.play.received_at)?;
    let exhausted = span.pause_reason == Some(PauseReason::BudgetExhausted);
    (exhausted && lease.granted_at <= since).then_some(since)
}

/// Whether the snapshot of the hour of `played_at` says that the play could be paid then.
/// Rule: D-13.
fn was_affordable(case: &Case<'_>, campaign: &Campaign, cost: Amount) -> bool {
    let played_at = case.sent.played_at;
    let Some(totals) = case.live.totals(campaign.no) else { return false };
    let at_hour = totals.snapshots.iter().rev().find(|(hour, _)| *hour <= played_at);
    match at_hour {
        Some((hour, remaining)) => played_at.since_ms(*hour) < 2 * HOUR_MS && *remaining >= cost,
        // No full hour has passed since the campaign began: its whole budget was there.
        None => campaign.budget_or_zero() >= cost,
    }
}

/// The refusal of edge case 7; without a cost, what the cheapest play would cost.
pub(super) fn insufficient(case: &Case<'_>, campaign: &Campaign, cost: Option<Amount>) -> Refusal {
    let remaining = case.live.remaining(campaign.no);
    let required = cost.unwrap_or_else(|| {
        cheapest_cost(case.live, case.settings, campaign, case.play.received_at)
            .unwrap_or(Amount::ZERO)
    });
    let missing = required.minus_or_zero(remaining);
    let message = if campaign.is_terminal() {
        format!(
            "The campaign is {} and has {} left; the play costs {}",
            campaign.status_now(),
            Dollars(remaining),
            Dollars(required)
        )
    } else {
        format!("Please add at least {} to resume", Dollars(missing))
    };
    Refusal::new(Code::InsufficientBudget, message)
        .with("remaining_budget", Detail::Amount(remaining))
        .with("required_budget", Detail::Amount(required))
}

/// The cheapest play that the campaign can have now: any eligible device, its shortest asset,
/// peak or off-peak, full quality. `None` when no device is eligible. Rule: D-54.
pub(crate) fn cheapest_cost(
    live: &Live,
    settings: &crate::config::Settings,
    campaign: &Campaign,
    now: Timestamp,
) -> Option<Amount> {
    let card = live.rate_cards.at(now);
    let mut cheapest: Option<Amount> = None;
    for store_no in &campaign.target_stores {
        let Some(store) = live.store(*store_no) else { continue };
        if live.blocked_reason(campaign, *store_no, now).is_some() {
            continue;
        }
        for device_no in live.store_devices.get(store_no).into_iter().flatten() {
            let Some(device) = live.devices.get(device_no.0) else { continue };
            if device.status_now() != DeviceStatus::Active {
                continue;
            }
            let display = device
                .habits_now()
                .image_display_seconds
                .unwrap_or(settings.serving.image_display_seconds);
            let assets = campaign.content_assets.iter().filter_map(|no| live.assets.get(no.0));
            let Some(content_seconds) = assets.map(|a| a.play_seconds(display)).min() else {
                continue;
            };
            let play = PricedPlay {
                campaign,
                store,
                device,
                content_seconds,
                played_at: now,
                band: QualityBand::Premium,
            };
            let cost = price_play(live, settings, &play, card).cost;
            cheapest = Some(cheapest.map_or(cost, |least| least.min(cost)));
        }
    }
    cheapest
}

impl Engine {
    /// Pauses a campaign that cannot pay its cheapest play any more, and says when 90 % are gone.
    /// Rule: BUD-02, BUD-03, D-54.
    pub(super) fn watch_budget(&mut self, campaign: &Campaign, cost: Amount, now: Timestamp) {
        let remaining = self.live.remaining(campaign.no);
        let budget = campaign.budget_or_zero();
        let notice_sent = self.live.campaign_live[campaign.no.index()].totals.notice_sent;
        if !notice_sent && remaining.micros() < budget.micros() / 10 {
            self.send_depletion_notice(campaign, now);
        }
        // A play costs at most a few times the cheapest one: the exact search waits until near.
        let near = Amount::from_micros(cost.micros().saturating_mul(4));
        if remaining < near && campaign.is_active() {
            let cheapest = cheapest_cost(&self.live, &self.settings, campaign, now);
            if remaining.is_zero() || cheapest.is_none_or(|least| remaining < least) {
                self.pause_exhausted(campaign.no, now);
            }
        }
    }
}
