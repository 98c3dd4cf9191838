//! Plain sentences: counts with the right plural, lists as people write them.

use std::fmt::Display;

/// A number with its noun: `1 day`, `2 days`.
#[must_use]
pub fn count<N: Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let noun = if number == N::from(1) { one } else { many };
    format!("{number} {noun}")
}

/// A list as people write it, `last` before its last item: `A`, `A or B`, `A, B or C`.
pub fn listed<T: Display>(items: impl IntoIterator<Item = T>, last: &str) -> String {
    let mut words: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match words.pop() {
        Some(only) if words.is_empty() => only,
        Some(end) => format!("{} {last} {end}", words.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        let days = |number: u32| count(number, "day", "days");
        assert_eq!([days(0), days(1), days(2)], ["0 days", "1 day", "2 days"]);
        assert_eq!(count(1_usize, "play is", "plays are"), "1 play is");
    }

    #[test]
    fn lists_end_in_a_word() {
        for (items, expected) in
            [(&[][..], ""), (&["A"], "A"), (&["A", "B"], "A or B"), (&["A", "B", "C"], "A, B or C")]
        {
            assert_eq!(listed(items, "or"), expected);
        }
    }
}
