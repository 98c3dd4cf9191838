//! Rows of comma-separated values as RFC 4180 has them, safe to open in a spreadsheet.
//! Rule: POP-04.

use std::fmt::Display;

/// The byte order mark: a spreadsheet reads the file as UTF-8 only where it stands in front.
pub const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// What a spreadsheet takes for the start of a formula, the wide forms of some keyboards included.
const FORMULA_STARTS: &[char] =
    &['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// Lines of fields, separated by commas and ended by CR LF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvText {
    text: String,
    has_fields: bool,
}

impl CsvText {
    /// Adds what the appliance made itself: a number, a date, an id, a word of a closed list.
    pub fn plain(&mut self, value: impl Display) -> &mut Self {
        self.separate();
        self.text.push_str(&value.to_string());
        self
    }

    /// Adds what a person wrote: always in quotes; what would be a formula gets an apostrophe.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.separate();
        self.text.push('"');
        if value.starts_with(FORMULA_STARTS) {
            self.text.push('\'');
        }
        self.text.push_str(&value.replace('"', "\"\""));
        self.text.push('"');
        self
    }

    /// Adds a field without content.
    pub fn empty(&mut self) -> &mut Self {
        self.separate();
        self
    }

    /// Adds what may be absent.
    pub fn optional(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.plain(value),
            None => self.empty(),
        }
    }

    /// Ends the line.
    pub fn end(&mut self) -> &mut Self {
        self.text.push_str("\r\n");
        self.has_fields = false;
        self
    }

    /// Adds a line of plain words, such as the header.
    pub fn line(&mut self, words: &[&str]) -> &mut Self {
        for word in words {
            self.plain(word);
        }
        self.end()
    }

    /// All lines so far; what is added next stands in a text of its own.
    #[must_use]
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn separate(&mut self) {
        if self.has_fields {
            self.text.push(',');
        }
        self.has_fields = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: POP-04.
    #[test]
    fn texts_are_quoted_and_never_formulas() {
        for (given, expected) in [
            ("Tết 2026", "\"Tết 2026\""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+84 1", "\"'+84 1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\tx", "\"'\tx\""),
            ("\u{FF1D}1", "\"'\u{FF1D}1\""),
            ("1=1", "\"1=1\""),
            ("", "\"\""),
        ] {
            let mut csv = CsvText::default();
            csv.text(given);
            assert_eq!(csv.take(), expected, "{given:?}");
        }
    }

    #[test]
    fn lines_have_as_many_fields_as_were_added() {
        let mut csv = CsvText::default();
        csv.line(&["a", "b", "c"]);
        csv.plain(1).empty().text("x").end();
        csv.empty().optional(None::<u8>).optional(Some(2)).end();
        assert_eq!(csv.take(), "a,b,c\r\n1,,\"x\"\r\n,,2\r\n");
        csv.plain(1).end();
        assert_eq!(csv.take(), "1\r\n");
    }
}
