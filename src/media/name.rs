//! Display names of uploaded files.

use crate::domain::refusal::Refusal;

/// The most characters of a display name.
pub const MAX_NAME_CHARS: usize = 200;

/// Characters that change how the text around them looks, or that show nothing at all.
const INVISIBLE: &[std::ops::RangeInclusive<char>] = &[
    '\u{00ad}'..='\u{00ad}', // soft hyphen
    '\u{061c}'..='\u{061c}', // Arabic letter mark
    '\u{180e}'..='\u{180e}', // Mongolian vowel separator
    '\u{200b}'..='\u{200b}', // zero-width space (joiners stay: scripts and emoji need them)
    '\u{200e}'..='\u{200f}', // left-to-right and right-to-left marks
    '\u{2028}'..='\u{202e}', // line separators, embeddings and overrides
    '\u{2060}'..='\u{2064}', // invisible operators
    '\u{2066}'..='\u{206f}', // isolates, deprecated formats
    '\u{feff}'..='\u{feff}', // byte order mark
];

/// Cleans a display name: the last part of a path, trimmed, 1 to 200 characters.
///
/// # Errors
/// `VALIDATION_FAILED` on `field` where nothing usable remains.
pub fn display_name(field: &str, raw: &str) -> Result<String, Refusal> {
    let name = raw.rsplit(['/', '\\']).next().unwrap_or(raw).trim();
    if name.is_empty() || name == "." || name == ".." {
        return Err(Refusal::field(field, "REQUIRED", "A name of 1 to 200 characters is required"));
    }
    let chars = name.chars().count();
    if chars > MAX_NAME_CHARS {
        let message = format!("The name has {chars} characters; at most {MAX_NAME_CHARS} are kept");
        return Err(Refusal::field(field, "TOO_LONG", message));
    }
    match name.chars().find(|c| is_unusable(*c)) {
        None => Ok(name.to_owned()),
        Some(found) => {
            let code = u32::from(found);
            let message = format!("The name holds the invisible character U+{code:04X}");
            Err(Refusal::field(field, "INVALID_CHARACTER", message))
        }
    }
}

fn is_unusable(c: char) -> bool {
    c.is_control() || INVISIBLE.iter().any(|range| range.contains(&c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_keep_their_last_part() {
        for (raw, expected) in [
            ("summer.mp4", "summer.mp4"),
            ("  Tết 2026 – phở  ", "Tết 2026 – phở"),
            ("../../etc/passwd", "passwd"),
            ("C:\\ads\\spot.mp4", "spot.mp4"),
            ("a/b\\c", "c"),
            ("👩\u{200d}🍳.png", "👩\u{200d}🍳.png"),
            ("\0/ok.png", "ok.png"),
        ] {
            assert_eq!(display_name("name", raw).unwrap(), expected);
        }
    }

    #[test]
    fn what_remains_unusable_is_refused() {
        let long = "é".repeat(201);
        for (raw, error) in [
            ("", "REQUIRED"),
            ("   ", "REQUIRED"),
            ("ads/", "REQUIRED"),
            ("..", "REQUIRED"),
            ("a/.", "REQUIRED"),
            (long.as_str(), "TOO_LONG"),
            ("a\0b.png", "INVALID_CHARACTER"),
            ("a\nb.png", "INVALID_CHARACTER"),
            ("gpj.\u{202e}exe", "INVALID_CHARACTER"),
            ("a\u{2066}b", "INVALID_CHARACTER"),
            ("a\u{feff}b", "INVALID_CHARACTER"),
        ] {
            let refusal = display_name("file", raw).unwrap_err();
            assert_eq!(refusal.fields.len(), 1);
            assert_eq!(
                (refusal.fields[0].field.as_str(), refusal.fields[0].error.as_str()),
                ("file", error)
            );
        }
        assert!(display_name("name", &"é".repeat(200)).is_ok());
    }

    proptest! {
        #[test]
        fn a_clean_name_is_a_plain_file_name(raw in "\\PC{0,40}|.{0,40}|[./\\\\a]{0,12}") {
            if let Ok(name) = display_name("name", &raw) {
                prop_assert!(!name.contains(['/', '\\', '\0']));
                prop_assert!(name != ".." && name != "." && name.trim() == name);
                prop_assert_eq!(display_name("name", &name).unwrap(), name);
            }
        }
    }
}
