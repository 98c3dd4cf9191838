//! What several nouns need to read: the store's snapshot off the async threads, moments of a
//! filter, accounts by name.

use std::sync::Arc;

use uuid::Uuid;

use crate::{
    db::{Snapshot, StoreError},
    domain::{
        campaign::{
            model::Campaign,
            validation::{parse_end_date, parse_start_date},
        },
        catalog::access::Owner,
        ids::Seq,
        ledger::Account,
        refusal::Refusal,
        time::Timestamp,
    },
    engine::{actor::Actor, publish::Views},
    http::{ApiError, AppState, Page, error::ApiResult},
};

/// The campaign of an id, if the caller may see it.
///
/// # Errors
/// `NOT_FOUND`.
pub(super) fn find_campaign(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> Result<Arc<Campaign>, Refusal> {
    let campaign = state.views().campaigns.by_id(id);
    let campaign = campaign.ok_or_else(|| Refusal::not_found("Campaign"))?;
    actor.require_sight(Owner::Advertiser(campaign.advertiser), "Campaign")?;
    Ok(campaign)
}

/// Reads from a fresh snapshot of the store on a thread that may block.
///
/// # Errors
/// A failure of the appliance when the store cannot be read.
pub(super) async fn from_store<T: Send + 'static>(
    state: &AppState,
    read: impl FnOnce(&Snapshot) -> Result<T, StoreError> + Send + 'static,
) -> ApiResult<T> {
    let state = state.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let snapshot = state.handle().store().snapshot()?;
        read(&snapshot)
    });
    reading.await.map_err(ApiError::internal)?.map_err(ApiError::internal)
}

/// The place that a page of entries, newest first, lies before.
pub(super) fn before(page: &Page) -> Seq {
    page.after.unwrap_or(Seq::MAX)
}

/// Reads the two ends of a filter: RFC 3339 or dates, both inclusive.
///
/// # Errors
/// `VALIDATION_FAILED` with the field.
pub(super) fn span(
    from: Option<&str>,
    to: Option<&str>,
) -> Result<(Option<Timestamp>, Option<Timestamp>), Refusal> {
    let wrong =
        |field: &str, why: String| Refusal::field(field, "INVALID", format!("{field} is {why}"));
    let first = from.map(parse_start_date).transpose().map_err(|why| wrong("from", why))?;
    let last = to.map(parse_end_date).transpose().map_err(|why| wrong("to", why))?;
    if let (Some(first), Some(last)) = (first, last)
        && first > last
    {
        return Err(Refusal::field("from", "ORDER", format!("from {first} lies after to {last}")));
    }
    Ok((first, last))
}

/// An account as people and programs read it.
pub(super) fn account_name(views: &Views, account: Account) -> String {
    let advertiser = |no| views.advertisers.get(no).map(|row| row.id).unwrap_or_default();
    let campaign = |no| views.campaigns.get(no).map(|row| row.id).unwrap_or_default();
    let supplier = |no| views.suppliers.get(no).map(|row| row.id).unwrap_or_default();
    match account {
        Account::External => "external".to_owned(),
        Account::AdvertiserAvailable(no) => format!("advertiser:{}:available", advertiser(no.0)),
        Account::CampaignEscrow(no) => format!("campaign:{}:escrow", campaign(no.0)),
        Account::CampaignReviewHold(no) => format!("campaign:{}:review_hold", campaign(no.0)),
        Account::SupplierPending(no) => format!("supplier:{}:pending", supplier(no.0)),
        Account::SupplierAvailable(no) => format!("supplier:{}:available", supplier(no.0)),
        Account::SupplierClawback(no) => format!("supplier:{}:clawback", supplier(no.0)),
        Account::CampaignIncrease(no) => format!("campaign:{}:increase", campaign(no.0)),
        Account::PlatformRevenue => "platform:revenue".to_owned(),
        Account::PlatformAbsorbed => "platform:absorbed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_span_are_inclusive_dates_or_times() {
        let (from, to) = span(Some("2026-02-05"), Some("2026-02-05")).unwrap();
        assert_eq!(from.unwrap().to_string(), "2026-02-05T00:00:00Z");
        assert_eq!(to.unwrap().to_string(), "2026-02-05T23:59:59Z");
        assert_eq!(span(None, None).unwrap(), (None, None));
        for (from, to, field) in [
            (Some("yesterday"), None, "from"),
            (None, Some("2026-02-30"), "to"),
            (Some("2026-02-06"), Some("2026-02-05"), "from"),
        ] {
            let refusal = span(from, to).unwrap_err();
            assert_eq!(refusal.fields[0].field, field, "{from:?} {to:?}");
        }
    }
}
