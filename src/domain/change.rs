//! What an edit says about one field: nothing, a new value, or that it shall be empty.

use serde::{Deserialize, Deserializer};

/// What an edit says about a field that may be empty.
///
/// In JSON an absent member keeps (with `#[serde(default)]`), `null` clears, a value sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// The field stays as it is.
    #[default]
    Keep,
    /// The field becomes empty.
    Clear,
    /// The field takes this value.
    Set(T),
}

impl<T> Change<T> {
    /// The new value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// Whether the edit names the field.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        !matches!(self, Self::Keep)
    }

    /// The same with the new value made into another.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Keep => Change::Keep,
            Self::Clear => Change::Clear,
            Self::Set(value) => Change::Set(change(value)),
        }
    }

    /// What the field holds afterwards.
    pub fn onto(self, stands: Option<T>) -> Option<T> {
        match self {
            Self::Keep => stands,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Keeps the field where `differs` says no of what it would hold (`None`: empty).
    #[must_use]
    pub fn where_it(self, differs: impl FnOnce(Option<&T>) -> bool) -> Self {
        if self.is_given() && differs(self.value()) { self } else { Self::Keep }
    }
}

/// A value where there is one; none says nothing.
impl<T> From<Option<T>> for Change<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Keep, Self::Set)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Edit {
        cap: Change<u32>,
    }

    #[test]
    fn absent_keeps_null_clears_and_a_value_sets() {
        for (json, stands, holds) in [
            ("{}", Some(5), Some(5)),
            ("{}", None, None),
            (r#"{"cap":null}"#, Some(5), None),
            (r#"{"cap":7}"#, Some(5), Some(7)),
            (r#"{"cap":7}"#, None, Some(7)),
        ] {
            let edit: Edit = serde_json::from_str(json).unwrap();
            assert_eq!(edit.cap.onto(stands), holds, "{json}");
            assert_eq!(
                edit.cap.map(u64::from).value().copied(),
                edit.cap.value().map(|v| u64::from(*v))
            );
        }
        assert!(serde_json::from_str::<Edit>(r#"{"cap":"7"}"#).is_err());
        assert_eq!(
            (Change::from(Some(1)), Change::<u32>::from(None)),
            (Change::Set(1), Change::Keep)
        );
    }

    #[test]
    fn what_stands_already_is_no_change() {
        let differs = |change: Change<u32>, stands: Option<u32>| {
            change.where_it(|new| new != stands.as_ref()).is_given()
        };
        assert!(differs(Change::Set(1), None) && differs(Change::Set(1), Some(2)));
        assert!(differs(Change::Clear, Some(1)));
        assert!(!differs(Change::Set(1), Some(1)) && !differs(Change::Clear, None));
        assert!(!differs(Change::Keep, Some(1)));
    }
}
