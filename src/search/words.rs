//! Words of texts and queries: lower case, without diacritics (đ becomes d too).

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer,
};

/// Name of the analyser inside the index.
pub const FOLDED: &str = "folded";
/// Longer words are not indexed (bytes).
const LONGEST_WORD: usize = 64;
/// Characters of one text that are indexed.
const LONGEST_TEXT: usize = 20_000;

/// The analyser of texts and queries.
#[must_use]
pub fn analyser() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The text without combining marks, so that composed and decomposed letters are the same.
#[must_use]
pub fn composed(text: &str) -> String {
    text.chars().filter(|c| !is_combining(*c)).take(LONGEST_TEXT).collect()
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// The folded words of a text.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let text = composed(text);
    let mut analyser = analyser();
    let mut stream = analyser.token_stream(&text);
    let mut words = Vec::new();
    while stream.advance() {
        words.push(stream.token().text.clone());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: OPS-09.
    #[test]
    fn diacritics_fold() {
        for (text, expected) in [
            ("Phở Việt", "pho viet"),
            ("Đặc sản ĐÀ NẴNG", "dac san da nang"),
            ("Nguyễn Huệ, Quận 1", "nguyen hue quan 1"),
            ("ưu đãi Tết Giáp Thìn", "uu dai tet giap thin"),
            ("Pho\u{31b}\u{309} Vie\u{323}\u{302}t", "pho viet"),
            ("Caffè già più così perché È", "caffe gia piu cosi perche e"),
            ("Straße œuvre", "strasse oeuvre"),
            ("campaign.submit / A-17_b", "campaign submit a 17 b"),
            ("東京 café 🦀", "東京 cafe"),
            ("", ""),
            ("!!! \u{0} \u{202e}", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
        assert!(words(&"ệ".repeat(100)).is_empty(), "no word is that long");
    }
}
