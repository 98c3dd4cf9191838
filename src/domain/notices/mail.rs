//! What stands around a message in an e-mail. Rule: OPS-08.

use super::Language;

/// Most characters of a subject line.
const MAX_SUBJECT: usize = 150;

/// The fixed words of an e-mail in one language.
struct Frame {
    language: Language,
    about: &'static str,
    when: &'static str,
    why: &'static str,
}

/// One row a language.
const FRAMES: &[Frame] = &[
    Frame {
        language: Language::En,
        about: "Concerns",
        when: "Time (UTC)",
        why: "You receive this message because your address is registered for notifications.",
    },
    Frame {
        language: Language::Vi,
        about: "Liên quan đến",
        when: "Thời gian (UTC)",
        why: "Bạn nhận được thư này vì địa chỉ của bạn đã được đăng ký nhận thông báo.",
    },
    Frame {
        language: Language::It,
        about: "Riguarda",
        when: "Ora (UTC)",
        why: "Ricevi questo messaggio perché il tuo indirizzo è registrato per le notifiche.",
    },
];

/// The subject line of a message: one line, cut where it is long.
#[must_use]
pub fn subject(message: &str) -> String {
    let one_line: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if one_line.chars().count() <= MAX_SUBJECT {
        return one_line;
    }
    let cut: String = one_line.chars().take(MAX_SUBJECT.saturating_sub(1)).collect();
    format!("{cut}…")
}

/// The plain text of an e-mail.
#[must_use]
pub fn body(message: &str, at: &str, subject_id: Option<&str>, language: Language) -> String {
    let Some(frame) = FRAMES.iter().find(|frame| frame.language == language) else {
        return message.to_owned();
    };
    let mut text = format!("{message}\n\n{}: {at}\n", frame.when);
    if let Some(id) = subject_id {
        text.push_str(&format!("{}: {id}\n", frame.about));
    }
    text.push_str("\n-- \n");
    text.push_str(frame.why);
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_frame() {
        for language in Language::ALL {
            let text = body("Xin chào", "2026-02-05T00:00:00Z", Some("0198"), *language);
            assert!(text.starts_with("Xin chào\n\n") && text.contains("0198"), "{text}");
            assert_eq!(text.lines().filter(|line| *line == "-- ").count(), 1, "{text}");
        }
    }

    #[test]
    fn a_subject_is_one_line_of_bounded_length() {
        let hostile = format!("Paused\r\nBcc: all@example.com {}", "ệ".repeat(500));
        let line = subject(&hostile);
        assert_eq!(line.chars().count(), MAX_SUBJECT);
        assert!(!line.contains(['\r', '\n']) && line.ends_with('…'), "{line}");
        assert_eq!(subject("Tết"), "Tết");
    }
}
