//! Queries: words, each the beginning of a word that must be there; no operators to misuse.

use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query as Clause, TermQuery,
    },
    schema::IndexRecordOption,
};

use super::{
    document::Kind,
    shelf::{Fields, owner_word},
    words::words,
};
use crate::domain::catalog::access::Owner;

/// Most characters of a query.
pub const MAX_CHARS: usize = 200;
/// Most words of a query.
pub const MAX_WORDS: usize = 16;
/// A whole word counts so much more than its beginning.
const WHOLE_WORD: f32 = 2.0;

/// Whose things are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's, for the operator's people.
    All,
    /// Those of one owner.
    Of(Owner),
}

impl Scope {
    /// What somebody who acts for an owner may find.
    #[must_use]
    pub fn of(owner: Owner) -> Self {
        if owner == Owner::Operator { Self::All } else { Self::Of(owner) }
    }
}

/// Why a query is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// More than [`MAX_CHARS`].
    #[error("a search has at most {MAX_CHARS} characters")]
    TooLong,
    /// More than [`MAX_WORDS`].
    #[error("a search has at most {MAX_WORDS} words")]
    TooManyWords,
}

/// A query that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// Reads a query; `None` for a blank one, which asks for nothing.
    ///
    /// # Errors
    /// `TooLong`, `TooManyWords`.
    pub fn read(text: &str) -> Result<Option<Self>, QueryError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        if text.chars().count() > MAX_CHARS {
            return Err(QueryError::TooLong);
        }
        let words = words(text);
        if words.len() > MAX_WORDS {
            return Err(QueryError::TooManyWords);
        }
        Ok(Some(Self(words)))
    }

    /// True for a query of signs only: it finds nothing.
    #[must_use]
    pub fn has_no_words(&self) -> bool {
        self.0.is_empty()
    }

    /// The query as the index takes it: all words, of one of the kinds, within the scope.
    pub(super) fn clause(&self, fields: &Fields, kinds: &[Kind], scope: Scope) -> BooleanQuery {
        let mut clauses: Vec<(Occur, Box<dyn Clause>)> = Vec::new();
        for word in &self.0 {
            let term = Term::from_field_text(fields.text, word);
            let begins = FuzzyTermQuery::new_prefix(term.clone(), 0, true);
            clauses.push((Occur::Must, Box::new(begins)));
            let whole = TermQuery::new(term, IndexRecordOption::WithFreqs);
            let whole = BoostQuery::new(Box::new(whole), WHOLE_WORD);
            clauses.push((Occur::Should, Box::new(whole)));
        }
        clauses.push((Occur::Must, unscored(any_kind(fields, kinds))));
        if let Scope::Of(owner) = scope {
            let term = Term::from_field_text(fields.owner, &owner_word(owner));
            let own = TermQuery::new(term, IndexRecordOption::Basic);
            clauses.push((Occur::Must, unscored(Box::new(own))));
        }
        BooleanQuery::new(clauses)
    }
}

fn any_kind(fields: &Fields, kinds: &[Kind]) -> Box<dyn Clause> {
    if kinds.len() == Kind::ALL.len() {
        return Box::new(AllQuery);
    }
    let terms = kinds.iter().map(|kind| {
        let term = Term::from_field_u64(fields.kind, kind.number());
        let clause: Box<dyn Clause> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        (Occur::Should, clause)
    });
    Box::new(BooleanQuery::new(terms.collect()))
}

/// A condition that says nothing about how good a hit is.
fn unscored(clause: Box<dyn Clause>) -> Box<dyn Clause> {
    Box::new(BoostQuery::new(clause, 0.0))
}

/// Something found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its number; for audit entries their place.
    pub number: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_words_and_nothing_else() {
        let words =
            |text: &str| Query::read(text).map(|query| query.map(|query| query.0.join(" ")));
        for (text, expected) in [
            ("", Ok(None)),
            (" \t\n", Ok(None)),
            ("Tết Đà", Ok(Some("tet da"))),
            ("name:(\"a\" OR b*) AND NOT c^2 ~ [1 TO *]", Ok(Some("name a or b and not c 2 1 to"))),
            ("%' OR 1=1 --", Ok(Some("or 1 1"))),
            ("***", Ok(Some(""))),
            ("\u{0}\u{202e}\u{feff}", Ok(Some(""))),
        ] {
            assert_eq!(
                words(text),
                expected.map(|it: Option<&str>| it.map(str::to_owned)),
                "{text}"
            );
        }
        assert_eq!(words(&"a".repeat(MAX_CHARS + 1)), Err(QueryError::TooLong));
        assert_eq!(words(&"a ".repeat(MAX_WORDS + 1)), Err(QueryError::TooManyWords));
        assert!(words(&"ệ".repeat(MAX_CHARS)).is_ok());
    }
}
