//! The fields of a campaign: one table of rules with their messages, and the loop that reads it.

use super::{category::Category, priority::check_priority};
use crate::domain::{
    catalog::hours::{DaypartInput, check_dayparts},
    money::Amount,
    refusal::{FieldError, Refusal},
    text::is_unreadable,
    time::{DAY_MS, Day, HOUR_MS, SECOND_MS, Timestamp},
};

/// The shortest and longest duration, prices and counts of the matrix.
const MIN_BUDGET: Amount = Amount::from_units(100);
const MAX_BUDGET: Amount = Amount::from_units(1_000_000);
const MIN_DAILY_CAP: Amount = Amount::from_units(10);
const MAX_LENGTH_MS: i64 = 365 * DAY_MS;

/// What is asked of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only the given fields are checked: a draft is filled step by step.
    Draft,
    /// The required fields must be there too.
    Submit,
}

/// What the campaign holds already, as the other side of comparisons in a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Its budget.
    pub budget: Option<Amount>,
    /// Its daily cap.
    pub daily_cap: Option<Amount>,
    /// Its start.
    pub start_date: Option<Timestamp>,
    /// Its end.
    pub end_date: Option<Timestamp>,
}

/// The fields as given, none of them owned. `None` means "not given".
#[derive(Clone, Copy, Debug, Default)]
pub struct CampaignInput<'a> {
    /// 3 to 100 characters.
    pub name: Option<&'a str>,
    /// Whether another campaign of the advertiser has this name.
    pub name_taken: bool,
    /// Up to 500 characters.
    pub description: Option<&'a str>,
    /// 2 to 50 characters.
    pub brand_name: Option<&'a str>,
    /// One of the ten words.
    pub category: Option<&'a str>,
    /// 100 to 1,000,000, whole cents.
    pub budget: Option<Amount>,
    /// From 10 up to the budget, whole cents.
    pub daily_cap: Option<Amount>,
    /// The first moment.
    pub start_date: Option<Timestamp>,
    /// The last moment, inclusive.
    pub end_date: Option<Timestamp>,
    /// How many stores are targeted.
    pub target_store_count: Option<usize>,
    /// How many assets are chosen.
    pub content_asset_count: Option<usize>,
    /// 1 to 10, within the leeway of the budget.
    pub priority: Option<i64>,
    /// Wanted impressions, informational.
    pub impression_goal: Option<i64>,
    /// Windows of the week.
    pub dayparts: Option<&'a [DaypartInput]>,
    /// The time of the check.
    pub now: Timestamp,
    /// How long before its start a campaign must be known; 0 turns the rule off.
    pub min_lead_hours: u32,
    /// What the draft holds already.
    pub stored: Stored,
}

impl CampaignInput<'_> {
    fn any_budget(&self) -> Option<Amount> {
        self.budget.or(self.stored.budget)
    }

    /// Start and end, when both are known and at least one is given.
    fn dates(&self) -> Option<(Timestamp, Timestamp)> {
        self.start_date.or(self.end_date)?;
        self.start_date.or(self.stored.start_date).zip(self.end_date.or(self.stored.end_date))
    }

    /// Daily cap and budget, when both are known and at least one is given.
    fn cap_and_budget(&self) -> Option<(Amount, Amount)> {
        self.daily_cap.or(self.budget)?;
        self.daily_cap.or(self.stored.daily_cap).zip(self.any_budget())
    }

    fn starts_too_early(&self) -> bool {
        let lead_ms = i64::from(self.min_lead_hours).saturating_mul(HOUR_MS);
        let earliest = self.now.plus_ms(lead_ms);
        self.min_lead_hours > 0 && self.start_date.is_some_and(|start| start < earliest)
    }
}

/// One row of the matrix.
struct Rule {
    field: &'static str,
    error: &'static str,
    /// `{hours}` stands for the lead time.
    message: &'static str,
    broken: fn(&CampaignInput<'_>) -> bool,
}

const fn rule(
    field: &'static str,
    error: &'static str,
    message: &'static str,
    broken: fn(&CampaignInput<'_>) -> bool,
) -> Rule {
    Rule { field, error, message, broken }
}

const BRAND_REQUIRED: &str = "Brand name required for competitor blocking";
const STORE_REQUIRED: &str = "At least 1 target store required";
const ASSET_REQUIRED: &str = "At least 1 content asset required";

/// The validation matrix and the field rules around it; a field that is not given breaks none.
///
/// Rule: CAM-01, CAM-05, CAM-06, CAM-07.
const RULES: &[Rule] = &[
    rule("name", "LENGTH", "Name must be 3-100 characters", |c| {
        c.name.is_some_and(|text| !has_length(text, 3, 100))
    }),
    rule("name", "TAKEN", "Campaign name already exists", |c| c.name.is_some() && c.name_taken),
    rule("name", "CHARACTERS", "Name must not contain control or invisible characters", |c| {
        c.name.is_some_and(|text| is_unreadable(text, false))
    }),
    rule("description", "LENGTH", "Description cannot exceed 500 characters", |c| {
        c.description.is_some_and(|text| !has_length(text, 0, 500))
    }),
    rule(
        "description",
        "CHARACTERS",
        "Description must not contain control or invisible characters",
        |c| c.description.is_some_and(|text| is_unreadable(text, true)),
    ),
    rule("brand_name", "REQUIRED", BRAND_REQUIRED, |c| {
        c.brand_name.is_some_and(|text| has_length(text, 0, 0))
    }),
    rule("brand_name", "LENGTH", "Brand name must be 2-50 characters", |c| {
        c.brand_name.is_some_and(|text| !has_length(text, 0, 0) && !has_length(text, 2, 50))
    }),
    rule(
        "brand_name",
        "CHARACTERS",
        "Brand name must not contain control or invisible characters",
        |c| c.brand_name.is_some_and(|text| is_unreadable(text, false)),
    ),
    rule(
        "category",
        "UNKNOWN",
        "Category must be one of FOOD_BEVERAGE, ELECTRONICS, FASHION_APPAREL, HEALTH_BEAUTY, \
         HOME_GARDEN, AUTOMOTIVE, ENTERTAINMENT, FINANCIAL_SERVICES, TELECOM, OTHER",
        |c| c.category.is_some_and(|word| Category::parse(word).is_none()),
    ),
    rule("budget", "MINIMUM", "Minimum budget is $100.00", |c| {
        c.budget.is_some_and(|budget| budget < MIN_BUDGET)
    }),
    rule("budget", "MAXIMUM", "Maximum budget is $1,000,000.00", |c| {
        c.budget.is_some_and(|budget| budget > MAX_BUDGET)
    }),
    rule("budget", "DECIMALS", "Budget must have max 2 decimal places", |c| {
        c.budget.is_some_and(|budget| !budget.is_whole_cents())
    }),
    rule("start_date", "LEAD_TIME", "Start date must be at least {hours} hours in future", |c| {
        c.starts_too_early()
    }),
    rule("start_date", "ORDER", "Start date must be before end date", |c| {
        c.dates().is_some_and(|(start, end)| start >= end)
    }),
    rule("end_date", "DURATION", "Campaign duration cannot exceed 1 year", |c| {
        c.dates().is_some_and(|(start, end)| end.since_ms(start) > MAX_LENGTH_MS)
    }),
    rule("target_stores", "MINIMUM", STORE_REQUIRED, |c| c.target_store_count == Some(0)),
    rule("target_stores", "MAXIMUM", "Maximum 1000 target stores allowed", |c| {
        c.target_store_count.is_some_and(|count| count > 1000)
    }),
    rule("content_assets", "MINIMUM", ASSET_REQUIRED, |c| c.content_asset_count == Some(0)),
    rule("content_assets", "MAXIMUM", "Maximum 10 content assets allowed", |c| {
        c.content_asset_count.is_some_and(|count| count > 10)
    }),
    rule("daily_cap", "MINIMUM", "Minimum daily cap is $10.00", |c| {
        c.daily_cap.is_some_and(|cap| cap < MIN_DAILY_CAP)
    }),
    rule("daily_cap", "MAXIMUM", "Daily cap cannot exceed total budget", |c| {
        c.cap_and_budget().is_some_and(|(cap, budget)| cap > budget)
    }),
    rule("daily_cap", "DECIMALS", "Daily cap must have max 2 decimal places", |c| {
        c.daily_cap.is_some_and(|cap| !cap.is_whole_cents())
    }),
    rule("impression_goal", "MINIMUM", "Impression goal must be greater than 0", |c| {
        c.impression_goal.is_some_and(|goal| goal <= 0)
    }),
];

/// What a submission cannot do without. Rule: CAM-08.
const REQUIRED: &[Rule] = &[
    rule("name", "REQUIRED", "Name is required", |c| c.name.is_none()),
    rule("brand_name", "REQUIRED", BRAND_REQUIRED, |c| c.brand_name.is_none()),
    rule("category", "REQUIRED", "Category is required", |c| c.category.is_none()),
    rule("budget", "REQUIRED", "Budget is required", |c| c.budget.is_none()),
    rule("start_date", "REQUIRED", "Start date is required", |c| c.start_date.is_none()),
    rule("end_date", "REQUIRED", "End date is required", |c| c.end_date.is_none()),
    rule("target_stores", "REQUIRED", STORE_REQUIRED, |c| c.target_store_count.is_none()),
    rule("content_assets", "REQUIRED", ASSET_REQUIRED, |c| c.content_asset_count.is_none()),
];

/// Every field that breaks a rule, in the order of the table; empty when all is well.
///
/// Lengths count characters after trimming. Rule: CAM-05.
#[must_use]
pub fn failures(input: &CampaignInput<'_>, mode: Mode) -> Vec<FieldError> {
    let required = match mode {
        Mode::Draft => &[],
        Mode::Submit => REQUIRED,
    };
    let hours = input.min_lead_hours.to_string();
    let mut fields: Vec<FieldError> = required
        .iter()
        .chain(RULES)
        .filter(|rule| (rule.broken)(input))
        .map(|rule| field_error(rule.field, rule.error, rule.message.replace("{hours}", &hours)))
        .collect();
    if let Some(Err(refusal)) = input.priority.map(|p| check_priority(input.any_budget(), p)) {
        fields.extend(refusal.fields);
    }
    if let Some(Err(wrong)) = input.dayparts.map(check_dayparts) {
        for (place, sentence) in wrong {
            fields.push(field_error(&format!("dayparts.{place}"), "WINDOW", sentence));
        }
    }
    fields
}

/// Checks the fields and reports all failures at once.
///
/// # Errors
/// `VALIDATION_FAILED` with all fields; for a submission the sentence begins with "Campaign
/// validation failed". Rule: CAM-05, CAM-08.
pub fn validate(input: &CampaignInput<'_>, mode: Mode) -> Result<(), Refusal> {
    let fields = failures(input, mode);
    if fields.is_empty() {
        return Ok(());
    }
    let reasons: Vec<&str> = fields.iter().map(|field| field.message.as_str()).collect();
    let submitted = format!("Campaign validation failed: {}", reasons.join("; "));
    let mut refusal = Refusal::validation(fields);
    if mode == Mode::Submit {
        refusal.message = submitted;
    }
    Err(refusal)
}

/// Reads a start: a time, or a date that means its first second in UTC. Rule: D-43.
///
/// # Errors
/// A sentence that says what was expected.
pub fn parse_start_date(text: &str) -> Result<Timestamp, String> {
    parse_date(text, 0)
}

/// Reads an inclusive end: a time, or a date that means 23:59:59 of that day in UTC. Rule: D-43.
///
/// # Errors
/// A sentence that says what was expected.
pub fn parse_end_date(text: &str) -> Result<Timestamp, String> {
    parse_date(text, DAY_MS - SECOND_MS)
}

fn parse_date(text: &str, ms_of_day: i64) -> Result<Timestamp, String> {
    let text = text.trim();
    let expected = || "not a date such as 2026-02-05 or a time such as 2026-02-05T14:30:00Z";
    if text.len() != 10 {
        return Timestamp::parse(text).map_err(|_| expected().to_owned());
    }
    let midnight = Day::parse(text).map_err(|_| expected().to_owned())?.start();
    let moment = midnight.plus_ms(ms_of_day);
    // The calendar that shows times ends two days before the year 10,000.
    if midnight.ms() < 0 || moment.to_jiff().as_millisecond() != moment.ms() {
        return Err("outside 1970 to 9999".to_owned());
    }
    Ok(moment)
}

fn field_error(field: &str, error: &str, message: String) -> FieldError {
    FieldError { field: field.to_owned(), error: error.to_owned(), message }
}

fn has_length(text: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&text.trim().chars().count())
}

#[cfg(test)]
#[path = "validation_tests.rs"]
mod tests;
