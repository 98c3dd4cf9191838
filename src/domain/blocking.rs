//! Competitor blocking: which campaigns a store does not show.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    campaign::category::{Category, ScanFlag},
    refusal::Refusal,
    time::{Timeline, Timestamp},
    words::words,
};

/// The longest blocked value, in characters.
const MAX_VALUE_LENGTH: usize = 100;

words! {
    /// What a rule compares.
    RuleType {
        /// The brand's whole name.
        Brand = "BRAND",
        /// The campaign's category, or what the scan of its content found.
        Category = "CATEGORY",
        /// A piece of the name, description or brand.
        Keyword = "KEYWORD",
    }
}

/// A rule of one store. It is switched on and off, never forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockingRule {
    /// What is compared.
    pub rule_type: RuleType,
    /// A brand, a category or flag, or a keyword, as it was written.
    pub blocked_value: String,
    /// Why the store blocks it.
    pub reason: Option<String>,
    /// User or token that made the rule.
    pub created_by: Option<Uuid>,
    /// Whether it was switched on, and when.
    pub active: Timeline<bool>,
}

/// What the rules look at in a campaign, made ready once for many comparisons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    brand: String,
    category: Option<Category>,
    scan_flags: Vec<ScanFlag>,
    text: String,
}

impl Subject {
    /// Takes the compared fields of a campaign and the scan flags of its assets.
    #[must_use]
    pub fn new(
        name: &str,
        description: Option<&str>,
        brand_name: &str,
        category: impl Into<Option<Category>>,
        scan_flags: &[ScanFlag],
    ) -> Self {
        let keywords: Vec<&str> =
            [Some(name), description, Some(brand_name)].into_iter().flatten().collect();
        Self {
            brand: brand_name.trim().to_lowercase(),
            category: category.into(),
            scan_flags: scan_flags.to_vec(),
            text: keywords.join(" ").to_lowercase(),
        }
    }
}

impl BlockingRule {
    /// The reason why this rule blocks a campaign, whether or not it is switched on.
    ///
    /// Letters match in either case. Rule: BLK-01, D-42.
    #[must_use]
    pub fn matches(&self, subject: &Subject) -> Option<String> {
        let value = self.blocked_value.trim();
        let (hit, kind) = match self.rule_type {
            RuleType::Brand => (subject.brand == value.to_lowercase(), "Brand"),
            RuleType::Category => {
                let flagged = subject.scan_flags.iter().any(|flag| same(flag.as_str(), value));
                let category = subject.category.map_or("", Category::as_str);
                (flagged || same(category, value), "Category")
            }
            RuleType::Keyword => (subject.text.contains(&value.to_lowercase()), "Keyword"),
        };
        (hit && !value.is_empty()).then(|| format!("{kind} blocked: {}", self.blocked_value))
    }

    /// Whether the rule was switched on at a moment.
    #[must_use]
    pub fn active_at(&self, moment: Timestamp) -> bool {
        self.active.at(moment).is_some_and(|(_, active)| *active)
    }
}

/// The reason of the first rule that blocks a campaign at a moment.
///
/// Overridden rules are left out by the caller. Rule: BLK-01, D-08.
#[must_use]
pub fn blocked_at<'r>(
    rules: impl IntoIterator<Item = &'r BlockingRule>,
    subject: &Subject,
    moment: Timestamp,
) -> Option<String> {
    rules.into_iter().filter(|rule| rule.active_at(moment)).find_map(|rule| rule.matches(subject))
}

/// Takes the value of a new rule: trimmed, and for CATEGORY one of the known words in capitals.
///
/// # Errors
/// A refusal about the field `blocked_value`. Rule: BLK-01, D-42.
pub fn check_blocked_value(rule_type: RuleType, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    if value.is_empty() || value.chars().count() > MAX_VALUE_LENGTH {
        let message = format!("Blocked value must be 1-{MAX_VALUE_LENGTH} characters");
        return Err(Refusal::field("blocked_value", "LENGTH", message));
    }
    if value.chars().any(char::is_control) {
        let message = "Blocked value must not contain control characters";
        return Err(Refusal::field("blocked_value", "CHARACTERS", message));
    }
    if rule_type != RuleType::Category {
        return Ok(value.to_owned());
    }
    let word = value.to_ascii_uppercase();
    if Category::parse(&word).is_some() || ScanFlag::parse(&word).is_some() {
        return Ok(word);
    }
    let mut known: Vec<&str> = Category::ALL.iter().map(|one| one.as_str()).collect();
    known.extend(ScanFlag::ALL.iter().map(|one| one.as_str()));
    let message = format!("Blocked category must be one of {}", known.join(", "));
    Err(Refusal::field("blocked_value", "UNKNOWN", message))
}

fn same(word: &str, value: &str) -> bool {
    word.eq_ignore_ascii_case(value)
}

#[cfg(test)]
#[path = "blocking_tests.rs"]
mod tests;
