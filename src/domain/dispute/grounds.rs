//! What a chargeback may be based on, and what not. Source: S3 5.3. Rule: CHB-01.

use crate::domain::{
    refusal::{Code, Detail, Refusal},
    words::words,
};

words! {
    /// Why money is taken back from a supplier. Source: S3 5.3. Rule: CHB-01.
    ChargebackReason {
        /// The proof of the play does not hold.
        ProofInvalid = "PROOF_INVALID",
        /// The device was not online when it says it played.
        DeviceOffline = "DEVICE_OFFLINE",
        /// The same play was billed before.
        Duplicate = "DUPLICATE",
    }
}

impl ChargebackReason {
    /// The seed's words, as messages to people have them.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ProofInvalid => "Proof invalid",
            Self::DeviceOffline => "Device offline",
            Self::Duplicate => "Duplicate",
        }
    }

    /// Reads the reason of a resolution.
    ///
    /// # Errors
    /// `VALIDATION_FAILED` with `valid_reasons`; it says so where the word is known as no ground.
    pub fn read(word: &str) -> Result<Self, Refusal> {
        if let Some(reason) = Self::parse(word) {
            return Ok(reason);
        }
        let (error, message) = match invalid_ground(word) {
            Some(ground) => ("NOT_VALID_GROUNDS", not_grounds(ground)),
            None => ("UNKNOWN", format!("{word:?} is no reason for a chargeback")),
        };
        let valid: Vec<String> = Self::ALL.iter().map(ToString::to_string).collect();
        let message = format!("{message}; valid are {}", valid.join(", "));
        Err(Refusal::field("reason", error, message).with("valid_reasons", Detail::List(valid)))
    }
}

/// A reason that is no ground for a dispute. Source: S3 5.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidGround {
    /// The seed's words.
    pub label: &'static str,
    /// How people write it, in the languages of the product, without its filling words.
    phrases: &'static [&'static str],
}

/// All of them. Source: S3 5.3 "Invalid reasons".
pub const INVALID_GROUNDS: &[InvalidGround] = &[
    InvalidGround {
        label: "Too expensive",
        phrases: &[
            "too expensive",
            "too costly",
            "quá đắt",
            "đắt quá",
            "troppo caro",
            "troppo cara",
        ],
    },
    InvalidGround {
        label: "Changed mind",
        phrases: &["changed mind", "change mind", "đổi ý", "cambiato idea", "ripensamento"],
    },
];

/// Words that say nothing about the reason itself.
const FILLING: &[&str] = &[
    "a", "abbiamo", "ad", "are", "been", "campaign", "campagna", "chiến", "chúng", "cost", "costs",
    "dịch", "giá", "have", "has", "ho", "i", "is", "it", "just", "la", "my", "our", "plays",
    "price", "prices", "prezzo", "simply", "that", "the", "these", "they", "this", "tôi", "was",
    "we", "were", "your", "è",
];

/// The invalid ground that a text names and nothing else; `None` for any other text.
///
/// Letters count in either case, signs and filling words do not. A text that says more than the
/// invalid ground is left to a person.
#[must_use]
pub fn invalid_ground(text: &str) -> Option<&'static InvalidGround> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let said: Vec<&str> = words.filter(|word| !FILLING.contains(word)).collect();
    let said = said.join(" ");
    INVALID_GROUNDS.iter().find(|ground| ground.phrases.contains(&said.as_str()))
}

/// The sentence about an invalid ground.
fn not_grounds(ground: &InvalidGround) -> String {
    format!("\"{}\" is no ground for a dispute", ground.label)
}

/// Refuses a text that names an invalid ground alone.
///
/// # Errors
/// `VALIDATION_FAILED` with `valid_reasons`. Rule: CHB-01.
pub fn require_valid_ground(field: &str, text: &str) -> Result<(), Refusal> {
    let Some(ground) = invalid_ground(text) else { return Ok(()) };
    let valid: Vec<String> = ChargebackReason::ALL.iter().map(|r| r.label().to_owned()).collect();
    let message = format!(
        "{}: what was agreed is owed. A dispute says what is wrong with the plays; grounds are: {}",
        not_grounds(ground),
        valid.join(", ")
    );
    let refusal = Refusal::field(field, "NOT_VALID_GROUNDS", message);
    debug_assert_eq!(refusal.code, Code::ValidationFailed);
    Err(refusal.with("valid_reasons", Detail::List(valid)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: CHB-01 (S3 5.3 "Invalid reasons").
    #[test]
    fn what_is_no_ground_is_recognised_in_three_languages() {
        for (text, label) in [
            ("Too expensive", Some("Too expensive")),
            ("TOO_EXPENSIVE", Some("Too expensive")),
            ("  it was too expensive!!", Some("Too expensive")),
            ("The campaign is just too expensive.", Some("Too expensive")),
            ("Giá quá đắt", Some("Too expensive")),
            ("Troppo caro", Some("Too expensive")),
            ("Changed mind", Some("Changed mind")),
            ("CHANGED_MIND", Some("Changed mind")),
            ("We simply changed our mind", Some("Changed mind")),
            ("Chúng tôi đổi ý", Some("Changed mind")),
            ("Abbiamo cambiato idea", Some("Changed mind")),
            ("The screen was dark, and it was too expensive", None),
            ("expensive", None),
            ("mind changed", None),
            ("", None),
            ("Screenshot shows another campaign", None),
        ] {
            let found = invalid_ground(text).map(|ground| ground.label);
            assert_eq!(found, label, "{text}");
            let refused = require_valid_ground("reason", text).err();
            assert_eq!(refused.map(|r| r.fields[0].error.clone()).is_some(), label.is_some());
        }
    }

    /// Rule: CHB-01 (S3 5.3 "Valid reasons").
    #[test]
    fn three_reasons_are_valid_and_others_say_which() {
        for (word, expected) in [
            ("PROOF_INVALID", Ok(ChargebackReason::ProofInvalid)),
            ("DEVICE_OFFLINE", Ok(ChargebackReason::DeviceOffline)),
            ("DUPLICATE", Ok(ChargebackReason::Duplicate)),
            ("TOO_EXPENSIVE", Err("NOT_VALID_GROUNDS")),
            ("Changed mind", Err("NOT_VALID_GROUNDS")),
            ("proof_invalid", Err("UNKNOWN")),
            ("", Err("UNKNOWN")),
        ] {
            let read = ChargebackReason::read(word);
            let error = read.as_ref().err().map(|refusal| refusal.fields[0].error.as_str());
            assert_eq!(error, expected.err(), "{word}");
            assert_eq!(read.ok(), expected.ok(), "{word}");
        }
        let message = ChargebackReason::read("TOO_EXPENSIVE").unwrap_err().message;
        assert!(message.contains("\"Too expensive\" is no ground"), "{message}");
        assert!(message.contains("PROOF_INVALID, DEVICE_OFFLINE, DUPLICATE"), "{message}");
    }
}
