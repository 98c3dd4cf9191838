//! Documents for people outside: reports of campaigns and statements of payouts as PDF.
//! Lives here: their data, words in three languages, numbers and dates, templates, fonts, rendering.
//! Must not live here: storage, HTTP, who may read a document, caches. Rule: POP-04.

pub mod data;
pub mod format;
#[cfg(feature = "pdf")]
mod layout;
#[cfg(feature = "pdf")]
mod payout;
#[cfg(feature = "pdf")]
mod qr;
#[cfg(feature = "pdf")]
mod render;
pub mod texts;
#[cfg(feature = "pdf")]
mod view;

pub use data::{
    CampaignReport, Checked, DayLine, PayoutLine, PayoutStatement, RecordLine, RegionLine,
    RejectionLine, ReportKind, Sample, Settlement, StoreLine, Totals,
};

use crate::domain::notices::Language;

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The build has no PDF (cargo feature `pdf`).
    #[error("this build makes no PDF")]
    Unavailable,
    /// The template and its data do not go together: a defect of the appliance.
    #[error("the document cannot be set: {0}")]
    Template(String),
}

/// Whether this build makes PDF.
pub const HAS_PDF: bool = cfg!(feature = "pdf");

/// Sets a campaign's report. The same report in the same language gives the same bytes.
///
/// Takes a second or more; call it on a thread that may block.
///
/// # Errors
/// `Unavailable`, `Template`. Rule: POP-04, CAM-21.
#[cfg(feature = "pdf")]
pub fn campaign_pdf(report: &CampaignReport, language: Language) -> Result<Vec<u8>, DocumentError> {
    let samples = report.samples.iter().map(|sample| sample.jpeg.as_slice());
    render::render(render::Template::Campaign, &view::campaign(report, language), samples)
}

/// Sets the statement of a payout. The same statement in the same language gives the same bytes.
///
/// # Errors
/// `Unavailable`, `Template`. Rule: POP-04.
#[cfg(feature = "pdf")]
pub fn payout_pdf(
    statement: &PayoutStatement,
    language: Language,
) -> Result<Vec<u8>, DocumentError> {
    let view = payout::statement(statement, language);
    render::render(render::Template::Payout, &view, std::iter::empty())
}

/// Sets nothing: this build has no PDF.
///
/// # Errors
/// `Unavailable`.
#[cfg(not(feature = "pdf"))]
pub fn campaign_pdf(_: &CampaignReport, _: Language) -> Result<Vec<u8>, DocumentError> {
    Err(DocumentError::Unavailable)
}

/// Sets nothing: this build has no PDF.
///
/// # Errors
/// `Unavailable`.
#[cfg(not(feature = "pdf"))]
pub fn payout_pdf(_: &PayoutStatement, _: Language) -> Result<Vec<u8>, DocumentError> {
    Err(DocumentError::Unavailable)
}

#[cfg(test)]
#[cfg(feature = "pdf")]
#[path = "report_tests.rs"]
mod tests;
