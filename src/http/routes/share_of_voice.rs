//! Share of voice: what draws promised, what leases offered, what was billed, by campaign, store or
//! device. Rule: CAM-17, CAM-18.

use std::collections::BTreeMap;

use axum::extract::State;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{periods::read_period, reading::from_store};
use crate::{
    domain::{
        catalog::access::Owner,
        ids::{CampaignNo, DeviceNo, StoreNo},
        money::Amount,
        refusal::Refusal,
        share_of_voice::ShareTally,
        time::Day,
    },
    engine::{publish::Views, reads},
    http::{AppState, Caller, Json, Page, Problem, Query, error::ApiResult},
};

/// Handlers of the share-of-voice report.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(show_share_of_voice))
}

/// What shares are counted within.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// All screens together.
    #[default]
    Campaign,
    /// Each store by itself.
    Store,
    /// Each screen in each store by itself.
    Device,
}

/// Which days and rows are wanted.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShareQuery {
    /// First UTC day.
    pub from: String,
    /// Last UTC day, inclusive, today at the latest.
    pub to: String,
    /// What shares are counted within: `campaign` (default), `store` or `device`.
    #[serde(default)]
    pub by: Grouping,
    /// Only rows of this campaign; its shares are still of everything.
    pub campaign: Option<Uuid>,
    /// Only what happened in this store.
    pub store: Option<Uuid>,
    /// Only what happened on this device.
    pub device: Option<Uuid>,
}

/// One campaign, within all screens, a store or a screen.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ShareRow {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Its name.
    pub campaign_name: String,
    /// Who buys it.
    pub advertiser_id: Option<Uuid>,
    /// The buyer's name.
    pub advertiser_name: Option<String>,
    /// The store, where shares are counted within stores or devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<Uuid>,
    /// The device, where shares are counted within devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<Uuid>,
    /// Slots that the draws promised by weight: the sum of its parts of each slot.
    pub promised_plays: Amount,
    /// Of all promised slots, percent with 2 decimals.
    pub promised_share_pct: Amount,
    /// Leases granted.
    pub offered_plays: u64,
    /// Of all leases granted, percent with 2 decimals.
    pub offered_share_pct: Amount,
    /// Billed plays, also those without a lease.
    pub delivered_plays: u64,
    /// Of all billed plays, percent with 2 decimals.
    pub delivered_share_pct: Amount,
    /// Delivered share less promised share, points with 2 decimals.
    pub difference_points: Amount,
    /// Draws that it was left out of because of its daily cap.
    pub daily_cap_skips: u64,
}

/// Promised against delivered over some days.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ShareReport {
    /// First UTC day.
    pub from: Day,
    /// Last UTC day.
    pub to: Day,
    /// What shares are counted within.
    pub by: Grouping,
    /// Slots given out.
    pub draws: u64,
    /// Plays billed.
    pub delivered_plays: u64,
    /// By group, the largest promise first.
    pub items: Vec<ShareRow>,
    /// Gets the next page; absent (null) on the last one.
    pub next_cursor: Option<String>,
}

/// Compares what draws promised each campaign with what was billed. Advertisers see rows of their own
/// campaigns, suppliers those of their own stores; shares are always of everything.
///
/// Promises count on the day of the draw, plays on the day they were played.
#[utoipa::path(
    get,
    path = "/reports/share-of-voice",
    tag = "reports",
    params(ShareQuery, Page),
    responses(
        (status = 200, body = ShareReport),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, description = "Days that cannot be reported", body = Problem),
    ),
)]
pub async fn show_share_of_voice(
    State(state): State<AppState>,
    caller: Caller,
    page: Page,
    Query(query): Query<ShareQuery>,
) -> ApiResult<Json<ShareReport>> {
    let max_days = state.settings().reports.max_days;
    let (from, to) = read_period(&query.from, &query.to, state.now().day(), max_days)?;
    let scope = Scope::read(state.views(), &caller, &query)?;
    let mut figures = Figures::default();
    // Counters first: a cut in between only adds records, and those are told from the known ones.
    let live = live_plays(&state, from, to).await?;
    for (place, plays) in live.plays {
        figures.deliver(&scope, place, plays);
    }
    let (wanted, known) = (scope, live.record_counts);
    let figures = from_store(&state, move |snapshot| {
        for record in reads::daily_records_of_all(snapshot, from, to)? {
            if record.number < known.get(&(record.campaign, record.day)).copied().unwrap_or(0) {
                for ((store, device), plays) in &record.aggregate.screens {
                    let place = Place { campaign: record.campaign, store: *store, device: *device };
                    figures.deliver(&wanted, place, *plays);
                }
            }
        }
        reads::share_days(snapshot, from, to, |key, day| {
            if wanted.fits(key.store, key.device) {
                figures.draws += day.draws;
            }
            for (campaign, tally) in &day.campaigns {
                let place = Place { campaign: *campaign, store: key.store, device: key.device };
                figures.promise(&wanted, place, tally);
            }
        })?;
        Ok(figures)
    })
    .await?;
    let views = state.views();
    let rows = figures.rows(views, query.by, |place| is_shown(views, &caller, &query, place));
    let list = page.slice(rows);
    Ok(Json(ShareReport {
        from,
        to,
        by: query.by,
        draws: figures.draws,
        delivered_plays: figures.delivered,
        items: list.items,
        next_cursor: list.next_cursor,
    }))
}

/// Whether the caller may see a row, and wants to.
fn is_shown(views: &Views, caller: &Caller, query: &ShareQuery, place: Place) -> bool {
    let Some(campaign) = views.campaigns.get(place.campaign.0) else { return false };
    let is_wanted = query.campaign.is_none_or(|id| id == campaign.id);
    let owner_of_store =
        || views.stores.get(place.store.0).map(|row| Owner::Supplier(row.supplier));
    let actor = &caller.actor;
    is_wanted
        && (actor.sees(Owner::Advertiser(campaign.advertiser))
            || owner_of_store().is_some_and(|owner| actor.sees(owner)))
}

/// A campaign on a screen in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    campaign: CampaignNo,
    store: StoreNo,
    device: DeviceNo,
}

/// Where things must have happened to count.
#[derive(Clone, Copy, Debug, Default)]
struct Scope {
    store: Option<StoreNo>,
    device: Option<DeviceNo>,
}

impl Scope {
    fn read(views: &Views, caller: &Caller, query: &ShareQuery) -> ApiResult<Self> {
        if let Some(id) = query.campaign {
            let row = views.campaigns.by_id(id).ok_or_else(|| Refusal::not_found("Campaign"))?;
            let supplier = matches!(caller.actor.owner, Owner::Supplier(_));
            if !supplier {
                caller.require_sight(Owner::Advertiser(row.advertiser), "Campaign")?;
            }
        }
        let store = match query.store {
            Some(id) => Some(views.stores.by_id(id).ok_or_else(|| Refusal::not_found("Store"))?.no),
            None => None,
        };
        let device = match query.device {
            Some(id) => {
                Some(views.devices.by_id(id).ok_or_else(|| Refusal::not_found("Device"))?.no)
            }
            None => None,
        };
        Ok(Self { store, device })
    }

    fn fits(self, store: StoreNo, device: DeviceNo) -> bool {
        self.store.is_none_or(|wanted| wanted == store)
            && self.device.is_none_or(|wanted| wanted == device)
    }
}

/// Plays that no record holds yet.
struct LivePlays {
    plays: Vec<(Place, u64)>,
    record_counts: BTreeMap<(CampaignNo, Day), u32>,
}

async fn live_plays(state: &AppState, from: Day, to: Day) -> ApiResult<LivePlays> {
    let part = state.handle().with_engine(move |engine| {
        let live = engine.live();
        let within = |day: Day| (from..=to).contains(&day);
        let mut plays = Vec::new();
        for (key, found) in live.aggregates.iter().filter(|(key, _)| within(key.day)) {
            plays.extend(found.aggregate.screens.iter().map(|((store, device), count)| {
                (Place { campaign: key.campaign, store: *store, device: *device }, *count)
            }));
        }
        let counts = live.record_counts.iter().filter(|((_, day), _)| within(*day));
        LivePlays { plays, record_counts: counts.map(|(key, count)| (*key, *count)).collect() }
    });
    Ok(part.await?)
}

/// What a campaign was promised, offered and billed for.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    shares: ShareTally,
    delivered: u64,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.shares.merge(&other.shares);
        self.delivered += other.delivered;
    }
}

/// Everything that was counted.
#[derive(Debug, Default)]
struct Figures {
    draws: u64,
    delivered: u64,
    by_place: BTreeMap<Place, Sums>,
}

impl Figures {
    fn deliver(&mut self, scope: &Scope, place: Place, plays: u64) {
        if scope.fits(place.store, place.device) {
            self.delivered += plays;
            self.by_place.entry(place).or_default().delivered += plays;
        }
    }

    fn promise(&mut self, scope: &Scope, place: Place, tally: &ShareTally) {
        if scope.fits(place.store, place.device) {
            self.by_place.entry(place).or_default().shares.merge(tally);
        }
    }

    /// Rows by group. What is not shown still counts into the whole of its group; a campaign on all
    /// screens is shown with what happened where it may be seen.
    fn rows(&self, views: &Views, by: Grouping, is_shown: impl Fn(Place) -> bool) -> Vec<ShareRow> {
        type Group = (Option<StoreNo>, Option<DeviceNo>);
        let group_of = |place: &Place| -> Group {
            match by {
                Grouping::Campaign => (None, None),
                Grouping::Store => (Some(place.store), None),
                Grouping::Device => (Some(place.store), Some(place.device)),
            }
        };
        let mut wholes: BTreeMap<Group, Sums> = BTreeMap::new();
        let mut parts: BTreeMap<(Group, CampaignNo), Sums> = BTreeMap::new();
        for (place, sums) in &self.by_place {
            let group = group_of(place);
            wholes.entry(group).or_default().add(sums);
            if is_shown(*place) {
                parts.entry((group, place.campaign)).or_default().add(sums);
            }
        }
        let mut rows: Vec<((Group, CampaignNo), Sums)> = parts.into_iter().collect();
        rows.sort_by_key(|((group, campaign), sums)| {
            (*group, std::cmp::Reverse(sums.shares.promised), *campaign)
        });
        let row = |((group, campaign), sums): ((Group, CampaignNo), Sums)| {
            let whole = wholes.get(&group).copied().unwrap_or_default();
            share_row(views, group, campaign, &sums, &whole)
        };
        rows.into_iter().filter_map(row).collect()
    }
}

fn share_row(
    views: &Views,
    (store, device): (Option<StoreNo>, Option<DeviceNo>),
    campaign: CampaignNo,
    sums: &Sums,
    whole: &Sums,
) -> Option<ShareRow> {
    let row = views.campaigns.get(campaign.0)?;
    let advertiser = views.advertisers.get(row.advertiser.0);
    let promised = percent(sums.shares.promised, whole.shares.promised);
    let delivered = percent(sums.delivered, whole.delivered);
    Some(ShareRow {
        campaign_id: row.id,
        campaign_name: row.name.clone(),
        advertiser_id: advertiser.as_ref().map(|row| row.id),
        advertiser_name: advertiser.map(|row| row.name.clone()),
        store_id: store.and_then(|no| views.stores.get(no.0)).map(|store| store.id),
        device_id: device.and_then(|no| views.devices.get(no.0)).map(|device| device.id),
        promised_plays: Amount::from_micros(i64::try_from(sums.shares.promised).ok()?),
        promised_share_pct: promised,
        offered_plays: sums.shares.offered,
        offered_share_pct: percent(sums.shares.offered, whole.shares.offered),
        delivered_plays: sums.delivered,
        delivered_share_pct: delivered,
        difference_points: delivered.checked_sub(promised)?,
        daily_cap_skips: sums.shares.capped,
    })
}

/// Percent with 2 decimals, half-even; zero of nothing.
pub(super) fn percent(part: u64, whole: u64) -> Amount {
    let hundredfold = Decimal::from(part).checked_mul(Decimal::ONE_HUNDRED);
    let exact = hundredfold.and_then(|hundredfold| hundredfold.checked_div(Decimal::from(whole)));
    Amount::from_decimal_half_even(exact.unwrap_or_default(), 2).unwrap_or(Amount::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_have_two_decimals() {
        for (part, whole, expected) in
            [(1, 3, "33.33"), (2, 3, "66.67"), (5, 5, "100"), (1, 0, "0")]
        {
            assert_eq!(percent(part, whole), Amount::parse(expected).unwrap(), "{part} {whole}");
        }
    }
}
