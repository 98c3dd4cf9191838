//! Texts that people write: names on one line, reasons and findings on several.

use super::refusal::Refusal;

/// Whether a name holds control characters, or invisible ones that would make two names look alike or
/// turn the letters around it; line breaks too, unless it may have several lines.
///
/// Joiners (U+200C, U+200D) stay allowed: several scripts need them.
#[must_use]
pub fn is_unreadable(text: &str, many_lines: bool) -> bool {
    text.trim().chars().any(|letter| match letter {
        '\n' | '\r' | '\t' => !many_lines,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{FEFF}' => true,
        other => other.is_control(),
    })
}

/// Whether a text has 1 to `max` characters and no control characters but line breaks.
#[must_use]
pub fn is_plain_text(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.chars().count()) && !has_controls(text)
}

/// The trimmed text of a field that must have 1 to `max` characters, none of them a control character
/// but line breaks; `message` is the sentence that says so.
///
/// # Errors
/// `VALIDATION_FAILED`: `REQUIRED` where it is empty, `LENGTH` with the number of characters where it
/// is too long, `CHARACTERS` where it holds what cannot be read.
pub fn required(
    field: &str,
    text: &str,
    max: usize,
    message: impl Into<String>,
) -> Result<String, Refusal> {
    let (text, message) = (text.trim(), message.into());
    let length = text.chars().count();
    if length == 0 {
        return Err(Refusal::field(field, "REQUIRED", message));
    }
    if length > max {
        return Err(Refusal::field(field, "LENGTH", format!("{message}, not {length}")));
    }
    if has_controls(text) {
        let message = format!("{field} must not contain control characters");
        return Err(Refusal::field(field, "CHARACTERS", message));
    }
    Ok(text.to_owned())
}

fn has_controls(text: &str) -> bool {
    text.chars().any(|letter| letter.is_control() && letter != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_text_says_which_way_it_is_wrong() {
        let wrong = |text: &str| {
            let refusal = required("reason", text, 5, "A reason has 1-5 characters").unwrap_err();
            let field = refusal.fields.into_iter().next().unwrap();
            (field.error, field.message)
        };
        let said = |error: &str, message: &str| (error.to_owned(), message.to_owned());
        assert_eq!(wrong(" \n "), said("REQUIRED", "A reason has 1-5 characters"));
        assert_eq!(wrong("ärgern"), said("LENGTH", "A reason has 1-5 characters, not 6"));
        let controls = "reason must not contain control characters";
        assert_eq!(wrong("a\u{7}b"), said("CHARACTERS", controls));
        let kept = required("reason", "  a\nüb ", 5, "unused").unwrap();
        assert_eq!(kept, "a\nüb");
    }

    #[test]
    fn names_that_turn_letters_around_are_unreadable() {
        for text in ["a\u{202E}b", "a\u{2066}b", "a\u{200B}b", "a\u{7}b", "a\nb"] {
            assert!(is_unreadable(text, false), "{text:?}");
        }
        assert!(!is_unreadable("a\nb", true));
        // A joiner of an emoji, right-to-left letters.
        assert!(!is_unreadable(" 👩\u{200D}🌾 שלום ", false));
    }
}
