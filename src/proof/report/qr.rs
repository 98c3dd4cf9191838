//! Codes to scan, as rows of squares that a template draws.

use qrcodegen::{QrCode, QrCodeEcc};

/// The rows of a code, "1" for dark and "0" for light; empty for a text that no code holds.
pub(super) fn rows(text: &str) -> Vec<String> {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return Vec::new() };
    let side = 0..code.size();
    side.clone()
        .map(|y| side.clone().map(|x| if code.get_module(x, y) { '1' } else { '0' }).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each corner but one has the mark that a reader looks for.
    #[test]
    fn a_code_is_square_with_its_three_marks() {
        let rows = rows("https://vetrina.example/api/v1/campaigns/x/proof-of-play?date=2026-02-05");
        let side = rows.len();
        assert!(side >= 21 && rows.iter().all(|row| row.len() == side));
        let mark = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
        for (at, line) in mark.iter().enumerate() {
            assert_eq!(&rows[at][..7], *line);
            assert_eq!(&rows[at][side - 7..], *line);
            assert_eq!(&rows[side - 7 + at][..7], *line);
        }
    }

    #[test]
    fn what_no_code_holds_gives_none() {
        assert!(rows(&"x".repeat(5_000)).is_empty());
        assert_eq!(rows("").len(), 21);
    }
}
