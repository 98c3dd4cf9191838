//! What was expected of campaigns before they began, and what they delivered. Rule: CAM-15.
#![allow(clippy::float_arithmetic, reason = "percentages for people; no money is involved")]

use anyhow::{Context as _, anyhow};
use serde::Serialize;
use uuid::Uuid;

use super::bookings::{Act, CampaignCast, When};
use crate::{
    app::App,
    domain::campaign::{
        simulation::{Basis, Range},
        status::CampaignStatus,
    },
    engine::Handle,
    http::routes::campaign_simulation::simulation_of,
};

/// Whether a campaign of the cast runs to an end within the history.
#[must_use]
pub fn ends_within(cast: &CampaignCast) -> bool {
    let cancelled = cast.acts.iter().any(|(_, act)| *act == Act::Cancel);
    matches!(cast.runs.1, When::Percent(_)) && !cancelled
}

/// What the simulation said of a campaign before its start.
#[derive(Clone, Copy, Debug)]
struct Estimate {
    campaign: Uuid,
    plays: Range<u64>,
    basis: Basis,
    promised_coverage_pct: u32,
    measured_coverage_pct: Option<u64>,
}

/// All estimates, in the order of the starts.
#[derive(Clone, Debug, Default)]
pub struct Estimates(Vec<Estimate>);

impl Estimates {
    /// Asks the simulation for a campaign that has not begun, as `POST /campaigns/{id}/simulate`.
    ///
    /// # Errors
    /// The campaign is unknown, or the simulation refuses.
    pub async fn note(&mut self, campaign: Uuid, app: &App) -> anyhow::Result<()> {
        let row = app.handle.views().campaigns.by_id(campaign).context("the campaign")?;
        let view = simulation_of(app.state(), row)
            .await
            .map_err(|error| anyhow!("the simulation: {error:?}"))?;
        self.0.push(Estimate {
            campaign,
            plays: view.estimated_impressions,
            basis: view.evidence.basis,
            promised_coverage_pct: view.evidence.promised_coverage_pct,
            measured_coverage_pct: view.evidence.measured_coverage_pct,
        });
        Ok(())
    }

    /// Compares with what the campaigns delivered that have ended since.
    #[must_use]
    pub fn compare(&self, handle: &Handle) -> Vec<Comparison> {
        let ended = self.0.iter().filter_map(|estimate| {
            let campaign = handle.views().campaigns.by_id(estimate.campaign)?;
            let totals = &handle.views().figures_of(campaign.no).totals;
            let has_ended = campaign.status_now() == CampaignStatus::Completed;
            has_ended.then(|| Comparison::of(campaign.name.clone(), estimate, totals.verified))
        });
        ended.collect()
    }
}

/// An estimate beside what came.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Campaign.
    pub campaign_id: Uuid,
    /// Its name.
    pub campaign: String,
    /// What the range was made with.
    pub basis: Basis,
    /// Plays expected before the start.
    pub estimated: Range<u64>,
    /// Billed plays.
    pub delivered: u64,
    /// (Delivered − mid) ÷ mid, percent; `null` where nothing was expected.
    pub error_pct: Option<f64>,
    /// Whether the range held.
    pub inside: bool,
    /// How often the range should hold for a store's day, percent.
    pub promised_coverage_pct: u32,
    /// How often it held in the back test before the start, percent; `null` without history.
    pub measured_coverage_pct: Option<u64>,
}

impl Comparison {
    fn of(campaign: String, estimate: &Estimate, delivered: u64) -> Self {
        let Range { low, mid, high } = estimate.plays;
        Self {
            campaign_id: estimate.campaign,
            campaign,
            basis: estimate.basis,
            estimated: estimate.plays,
            delivered,
            error_pct: (mid > 0).then(|| (delivered as f64 - mid as f64) / mid as f64 * 100.0),
            inside: (low..=high).contains(&delivered),
            promised_coverage_pct: estimate.promised_coverage_pct,
            measured_coverage_pct: estimate.measured_coverage_pct,
        }
    }

    /// Names of the columns of `to_text`.
    #[must_use]
    pub fn heading() -> String {
        format!(
            "{:<24} {:>24} {:>9} {:>8}  {:<7} {:<13} {}",
            "estimate and outcome",
            "low - mid - high",
            "delivered",
            "error",
            "inside",
            "basis",
            "back test held"
        )
    }

    /// One line of a table.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Range { low, mid, high } = self.estimated;
        let error = self.error_pct.map_or_else(|| "-".to_owned(), |pct| format!("{pct:+.1} %"));
        let held = self.measured_coverage_pct.map_or_else(
            || "-".to_owned(),
            |held| format!("{held} % of {} % promised", self.promised_coverage_pct),
        );
        format!(
            "{:<24} {:>24} {:>9} {error:>8}  {:<7} {:<13} {held}",
            self.campaign,
            format!("{low} - {mid} - {high}"),
            self.delivered,
            if self.inside { "yes" } else { "no" },
            self.basis.as_str(),
        )
    }
}

/// The table as a whole: how many ranges held, and the mean size of the errors.
#[must_use]
pub fn summary(rows: &[Comparison]) -> String {
    let errors: Vec<f64> = rows.iter().filter_map(|row| Some(row.error_pct?.abs())).collect();
    let mean = match errors.len() {
        0 => "-".to_owned(),
        count => format!("{:.1} %", errors.iter().sum::<f64>() / count as f64),
    };
    let inside = rows.iter().filter(|row| row.inside).count();
    format!("{inside} of {} ranges held, mean size of the errors {mean}", rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_counted_from_the_middle() {
        let estimate = |low, mid, high| Estimate {
            campaign: Uuid::nil(),
            plays: Range { low, mid, high },
            basis: Basis::AllStores,
            promised_coverage_pct: 80,
            measured_coverage_pct: Some(77),
        };
        for (range, delivered, error, inside) in [
            ((50, 200, 300), 250, Some(25.0), true),
            ((50, 200, 300), 40, Some(-80.0), false),
            ((50, 200, 300), 50, Some(-75.0), true),
            ((50, 200, 300), 301, Some(50.5), false),
            ((0, 0, 9), 3, None, true),
        ] {
            let row =
                Comparison::of("x".to_owned(), &estimate(range.0, range.1, range.2), delivered);
            assert_eq!((row.error_pct, row.inside), (error, inside), "{delivered} of {range:?}");
        }
    }
}
