//! What notifications say: one table a part of the product, a row a code, in three languages.
//! Lives here: the tables and the rendering of a row with the values of a case.
//! Must not live here: who is told, by which way, when.

pub mod ab;
pub mod core;
pub mod devices;
pub mod edit;
pub mod life;
pub mod mail;
pub mod money;
pub mod settle;
pub mod stop;
pub mod target;
pub mod webhooks;

use crate::domain::words::words;

words! {
    /// The language of a person. Rule: OPS-08.
    Language {
        /// English, the default.
        En = "en",
        /// Vietnamese.
        Vi = "vi",
        /// Italian.
        It = "it",
    }
}

/// The language where nobody chose one.
pub const DEFAULT_LANGUAGE: Language = Language::En;

/// What a notification says: `{name}` stands for the case's value of that name, `{name?one|many}`
/// for one of two words, by whether that value is 1. Rule: OPS-08.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// Stable word: `CAMPAIGN_SCHEDULED`…
    pub code: &'static str,
    /// English.
    pub en: &'static str,
    /// Vietnamese.
    pub vi: &'static str,
    /// Italian.
    pub it: &'static str,
}

impl Message {
    /// The sentence in a language, its placeholders open.
    #[must_use]
    pub const fn template(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Vi => self.vi,
            Language::It => self.it,
        }
    }
}

/// All tables.
pub const TABLES: &[&[Message]] = &[
    ab::MESSAGES,
    core::MESSAGES,
    devices::MESSAGES,
    edit::MESSAGES,
    life::MESSAGES,
    money::MESSAGES,
    settle::MESSAGES,
    stop::MESSAGES,
    target::MESSAGES,
    webhooks::MESSAGES,
];

/// The row of a code.
#[must_use]
pub fn message(code: &str) -> Option<&'static Message> {
    TABLES.iter().flat_map(|table| table.iter()).find(|row| row.code == code)
}

/// The sentence of a code in a language with the values of a case; `None` for an unknown code.
#[must_use]
pub fn render(code: &str, values: &[(String, String)], language: Language) -> Option<String> {
    message(code).map(|row| fill(row.template(language), values))
}

/// Puts values into a template, once: braces inside a value stay as they are.
///
/// A placeholder without a value stays, so that its absence is seen.
fn fill(template: &str, values: &[(String, String)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        let (wanted, words) = placeholder(name);
        let value = values.iter().find(|(given, _)| given == wanted).map(|(_, value)| value);
        match (value, words) {
            (Some(value), None) => text.push_str(value),
            (Some(value), Some((one, many))) => {
                text.push_str(if value == "1" { one } else { many })
            }
            (None, _) => {
                text.push('{');
                text.push_str(name);
                text.push('}');
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The name of a placeholder, and its words for one and for many where it chooses between two.
fn placeholder(inside: &str) -> (&str, Option<(&str, &str)>) {
    match inside.split_once('?') {
        Some((name, words)) => (name, Some(words.split_once('|').unwrap_or((words, words)))),
        None => (inside, None),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn placeholders(template: &str) -> BTreeSet<&str> {
        let inside = template.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0));
        inside.map(|inside| placeholder(inside).0).collect()
    }

    /// Rule: OPS-08.
    #[test]
    fn every_message_has_three_languages_with_the_same_placeholders() {
        let mut codes = BTreeSet::new();
        for row in TABLES.iter().flat_map(|table| table.iter()) {
            assert!(codes.insert(row.code), "{} has two rows", row.code);
            let wanted = placeholders(row.en);
            for language in Language::ALL {
                let template = row.template(*language);
                assert!(!template.trim().is_empty(), "{} says nothing in {language}", row.code);
                assert_eq!(placeholders(template), wanted, "{} in {language}", row.code);
                let open = template.matches('{').count();
                assert_eq!(open, template.matches('}').count(), "{} in {language}", row.code);
            }
            assert!(row.en != row.vi && row.en != row.it, "{} is not translated", row.code);
        }
        assert!(codes.len() >= 19);
    }

    #[test]
    fn values_are_put_in_once() {
        let value = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let values = [value("a", "{b}"), value("b", "x{a}")];
        for (template, expected) in [
            ("{a} and {b}", "{b} and x{a}"),
            ("{c} stays, {a", "{c} stays, {a"),
            ("no braces", "no braces"),
            ("", ""),
        ] {
            assert_eq!(fill(template, &values), expected, "{template}");
        }
        let days = |days: &str| {
            let values = [value("days", days)];
            fill("within {days} {days?day|days}, {left?one is|some are} left", &values)
        };
        assert_eq!(days("1"), "within 1 day, {left?one is|some are} left");
        assert_eq!(days("21"), "within 21 days, {left?one is|some are} left");
        let campaign = [value("campaign", "Tết")];
        let shown = render("CAMPAIGN_LIVE", &campaign, Language::It);
        assert_eq!(shown.as_deref(), Some("La campagna è ora attiva: Tết"));
        assert_eq!(render("NO_SUCH_CODE", &campaign, Language::It), None);
    }
}
