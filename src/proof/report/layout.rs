//! What templates are given: texts that are ready to be shown, and places on charts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{format, texts};
use crate::domain::notices::Language;

/// Texts by key, as templates look them up.
pub(super) fn texts_of(language: Language) -> BTreeMap<&'static str, &'static str> {
    texts::TEXTS.iter().map(|row| (row.key, row.of(language))).collect()
}

/// What every document has.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    pub lang: &'static str,
    pub title: String,
    pub name: String,
    pub subtitle: String,
    pub period: String,
    pub pill: String,
    pub pill_live: bool,
    pub footer: String,
    pub page_of: &'static str,
    pub cards: Vec<Card>,
    pub facts: Vec<Fact>,
    pub t: BTreeMap<&'static str, &'static str>,
}

/// A figure in a box of its own.
#[derive(Debug, Serialize)]
pub(super) struct Card {
    pub label: String,
    pub value: String,
    pub note: String,
}

impl Card {
    pub fn new(key: &str, value: String, language: Language) -> Self {
        Self { label: texts::word(key, language).to_owned(), value, note: String::new() }
    }

    pub fn with_note(mut self, note: String) -> Self {
        self.note = note;
        self
    }
}

/// A line of a list of facts.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    pub label: String,
    pub value: String,
    /// Whether it is an id or a hash.
    pub mono: bool,
}

impl Fact {
    pub fn new(key: &str, value: impl Into<String>, language: Language) -> Self {
        let label = texts::word(key, language).to_owned();
        Self { label, value: value.into(), mono: false }
    }

    pub fn code(key: &str, value: impl Into<String>, language: Language) -> Self {
        Self { mono: true, ..Self::new(key, value, language) }
    }
}

/// A text at a place of an axis.
#[derive(Debug, Serialize)]
pub(super) struct Mark {
    /// Bar that it stands below, from 0.
    pub at: usize,
    pub text: String,
}

/// A line across a chart.
#[derive(Debug, Serialize)]
pub(super) struct Tick {
    pub permille: u64,
    pub text: String,
}

/// Bars with their axes, heights in thousandths of the axis.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    pub title: String,
    pub bars: Vec<u64>,
    pub labels: Vec<Mark>,
    pub ticks: Vec<Tick>,
    /// The same in words, for those who do not see it.
    pub summary: String,
}

/// Labels below a chart at most.
const MOST_LABELS: usize = 12;

/// A chart of counts, each with the text of its place; labels are thinned out to what fits.
pub(super) fn chart(key: &str, values: &[(String, u64)], language: Language) -> Chart {
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let top = format::axis_top(most);
    let middle = (top >= 2).then_some((500, top / 2));
    let ticks = [Some((0, 0)), middle, Some((1000, top))].into_iter().flatten();
    let step = values.len().div_ceil(MOST_LABELS).max(1);
    let labels = values.iter().enumerate().step_by(step);
    let title = texts::word(key, language).to_owned();
    let best = values.iter().max_by_key(|(_, value)| *value);
    let best = best.map_or_else(String::new, |(label, value)| {
        format!(": max {} ({label})", format::count(*value, language))
    });
    Chart {
        summary: format!("{title}{best}"),
        title,
        bars: values.iter().map(|(_, value)| format::permille(*value, top)).collect(),
        labels: labels.map(|(at, (text, _))| Mark { at, text: text.clone() }).collect(),
        ticks: ticks
            .map(|(permille, value)| Tick { permille, text: format::count(value, language) })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_keep_their_proportions_and_thin_out_their_labels() {
        let values: Vec<(String, u64)> = (0_u64..400).map(|n| (n.to_string(), n)).collect();
        let made = chart("by_day", &values, Language::En);
        assert_eq!(made.bars.len(), 400);
        assert_eq!((made.bars[0], made.bars[200]), (0, 500));
        assert!(made.labels.len() <= MOST_LABELS);
        assert_eq!(made.ticks.last().unwrap().text, "400");
        assert_eq!(made.summary, "Impressions by day: max 399 (399)");
        let empty = chart("by_day", &[], Language::En);
        assert_eq!(empty.bars.len() + empty.labels.len(), 0);
        assert_eq!(empty.ticks.len(), 2);
    }
}
