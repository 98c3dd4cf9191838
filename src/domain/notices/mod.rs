//! What notifications say: one table a part of the product, a row a code, in three languages.
//! Lives here: the tables and the rendering of a row with the values of a case.
//! Must not live here: who is told, by which way, when.

pub mod devices;
pub mod edit;
pub mod money;

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

/// What a notification says: `{name}` stands for the case's value of that name. Rule: OPS-08.
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

/// All tables.
pub const TABLES: &[&[Message]] = &[devices::MESSAGES, edit::MESSAGES, money::MESSAGES];

/// The row of a code.
#[must_use]
pub fn message(code: &str) -> Option<&'static Message> {
    TABLES.iter().flat_map(|table| table.iter()).find(|row| row.code == code)
}

/// The sentence of a code in a language with the values of a case; `None` for an unknown code.
#[must_use]
pub fn render(code: &str, values: &[(String, String)], language: Language) -> Option<String> {
    let row = message(code)?;
    let mut text = match language {
        Language::En => row.en,
        Language::Vi => row.vi,
        Language::It => row.it,
    }
    .to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    Some(text)
}
