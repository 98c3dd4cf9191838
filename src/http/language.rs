//! The language that a caller reads. Rule: OPS-08.

use axum::http::{HeaderMap, header};

use super::{auth::Principal, state::AppState};
use crate::domain::{
    catalog::access::Owner,
    notices::{DEFAULT_LANGUAGE, Language},
};

/// The language that the header asks for, else the person's, else that of the party that a
/// program acts for.
#[must_use]
pub fn language_of(state: &AppState, principal: &Principal, headers: &HeaderMap) -> Language {
    accepted(headers).unwrap_or_else(|| match principal {
        Principal::Person { user, .. } => user.language,
        Principal::Program { token } => of_owner(state, token.owner),
        Principal::Device { .. } => DEFAULT_LANGUAGE,
    })
}

fn of_owner(state: &AppState, owner: Owner) -> Language {
    let views = state.views();
    let language = match owner {
        Owner::Operator => None,
        Owner::Advertiser(no) => views.advertisers.get(no.0).map(|row| row.language),
        Owner::Supplier(no) => views.suppliers.get(no.0).map(|row| row.language),
    };
    language.unwrap_or(DEFAULT_LANGUAGE)
}

/// The best known language of `Accept-Language`; `None` where it names none.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let text = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for part in text.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let tag = pieces.next().unwrap_or_default().to_lowercase();
        let language = tag.split('-').next().and_then(Language::parse);
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")?.parse::<f32>().ok());
        let weight = weight.unwrap_or(1.0);
        if let Some(language) = language
            && weight > 0.0
            && best.is_none_or(|(most, _)| weight > most)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_names_languages_by_weight() {
        use Language::{En, It, Vi};
        for (text, expected) in [
            ("vi", Some(Vi)),
            ("it-IT,it;q=0.9,en;q=0.8", Some(It)),
            ("VI-vn", Some(Vi)),
            ("de-DE,de;q=0.9,en;q=0.5,it;q=0.7", Some(It)),
            ("en;q=0.1, vi;q=0.2", Some(Vi)),
            ("en, vi", Some(En)),
            ("it;q=0, en;q=0.1", Some(En)),
            ("de, fr", None),
            ("*", None),
            ("", None),
            (";;q=,,=", None),
            ("it;q=NaN", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
            assert_eq!(accepted(&headers), expected, "{text}");
        }
        assert_eq!(accepted(&HeaderMap::new()), None);
    }
}
