//! A payout's statement as its template wants it. Rule: POP-04.

use serde::Serialize;

use super::{
    data::PayoutStatement,
    format::{self, amount, count},
    layout::{Card, Fact, Frame, texts_of},
    texts::word,
};
use crate::domain::notices::Language;

/// A statement in words.
#[derive(Debug, Serialize)]
pub(super) struct StatementView {
    #[serde(flatten)]
    frame: Frame,
    lines: Vec<Line>,
    sums: Vec<Sum>,
}

#[derive(Debug, Serialize)]
struct Line {
    day: String,
    campaign: String,
    store: String,
    plays: String,
    amount: String,
}

#[derive(Debug, Serialize)]
struct Sum {
    label: &'static str,
    value: String,
    strong: bool,
}

/// Puts a statement into words.
pub(super) fn statement(statement: &PayoutStatement, language: Language) -> StatementView {
    let money = |value| amount(value, statement.currency, language);
    let plays = statement.lines.iter().fold(0_u64, |sum, line| sum.saturating_add(line.plays));
    let id = statement.payout_id.to_string();
    let frame = Frame {
        lang: language.as_str(),
        title: word("payout_statement", language).to_owned(),
        name: statement.supplier.clone(),
        subtitle: format::moment(statement.paid_at, language),
        period: format::period(statement.from, statement.to, language),
        pill: word(&statement.status, language).to_owned(),
        pill_live: statement.is_open,
        footer: format!("Vetrina · {} {id}", word("statement_no", language)),
        page_of: word("page_of", language),
        cards: vec![
            Card::new("plays", count(plays, language), language),
            Card::new("gross", money(statement.gross), language),
            Card::new("clawback", money(statement.clawback), language),
            Card::new("net", money(statement.net), language),
        ],
        facts: vec![
            Fact::code("statement_no", id, language),
            Fact::new("supplier", &statement.supplier, language),
            Fact::new("currency", statement.currency.code(), language),
            Fact::new("time_zone", word("days_utc", language), language),
        ],
        t: texts_of(language),
    };
    let lines = statement.lines.iter().map(|line| Line {
        day: format::short_date(line.day, language),
        campaign: line.campaign.clone(),
        store: line.store.clone(),
        plays: count(line.plays, language),
        amount: money(line.amount),
    });
    let sums = [
        ("gross", statement.gross, false),
        ("clawback", statement.clawback, false),
        ("net", statement.net, true),
    ];
    let sums = sums.map(|(key, value, strong)| Sum {
        label: word(key, language),
        value: money(value),
        strong,
    });
    StatementView { frame, lines: lines.collect(), sums: sums.into() }
}
