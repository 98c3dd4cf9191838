//! Validators and byte ranges of files (RFC 9110 §13 and §14), as far as players need them.

use axum::http::{HeaderMap, HeaderName, header};

/// What of a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it.
    Whole,
    /// From the first to the last byte, both inclusive and inside the file.
    Part { first: u64, last: u64 },
    /// Nothing that is there.
    Unsatisfiable,
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether the caller holds the tagged version already (`If-None-Match`).
pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).into_iter();
    let mut tags = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    tags.any(|tag| {
        let tag = tag.trim();
        tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag
    })
}

/// The part of a file of `len` bytes that `Range` asks for; several ranges, or an `If-Range` for
/// another version, give the whole file.
pub(super) fn wanted(headers: &HeaderMap, etag: &str, len: u64) -> Wanted {
    let Some(range) = text(headers, header::RANGE) else { return Wanted::Whole };
    if headers.contains_key(header::IF_RANGE) && text(headers, header::IF_RANGE) != Some(etag) {
        return Wanted::Whole;
    }
    parse(range, len).unwrap_or(Wanted::Whole)
}

/// Reads one range; `None` for what is no single byte range and therefore counts as absent.
fn parse(range: &str, len: u64) -> Option<Wanted> {
    let (unit, spec) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || spec.contains(',') {
        return None;
    }
    let (first, last) = spec.trim().split_once('-')?;
    let end = len.checked_sub(1);
    if first.is_empty() {
        let suffix = number(last)?;
        let part = end.filter(|_| suffix > 0);
        return Some(part.map_or(Wanted::Unsatisfiable, |last| Wanted::Part {
            first: len.saturating_sub(suffix),
            last,
        }));
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    let part = end.filter(|end| first <= *end);
    let part = part.map(|end| Wanted::Part { first, last: last.min(end) });
    Some(part.unwrap_or(Wanted::Unsatisfiable))
}

/// Digits alone; more than fit are a number beyond every file.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const fn part(first: u64, last: u64) -> Wanted {
        Wanted::Part { first, last }
    }

    #[test]
    fn single_ranges() {
        for (range, len, expected) in [
            ("bytes=0-0", 10, Some(part(0, 0))),
            ("bytes=0-", 10, Some(part(0, 9))),
            ("bytes=4-100", 10, Some(part(4, 9))),
            ("Bytes= 4-5 ", 10, Some(part(4, 5))),
            ("bytes=-3", 10, Some(part(7, 9))),
            ("bytes=-100", 10, Some(part(0, 9))),
            ("bytes=9-9", 10, Some(part(9, 9))),
            ("bytes=10-", 10, Some(Wanted::Unsatisfiable)),
            ("bytes=-0", 10, Some(Wanted::Unsatisfiable)),
            ("bytes=0-", 0, Some(Wanted::Unsatisfiable)),
            ("bytes=-1", 0, Some(Wanted::Unsatisfiable)),
            ("bytes=99999999999999999999-", 10, Some(Wanted::Unsatisfiable)),
            ("bytes=5-4", 10, None),
            ("bytes=0-1,3-4", 10, None),
            ("bytes=+1-2", 10, None),
            ("bytes=-", 10, None),
            ("lines=0-1", 10, None),
            ("0-1", 10, None),
        ] {
            assert_eq!(parse(range, len), expected, "{range} of {len}");
        }
    }

    #[test]
    fn validators_decide_first() {
        let tag = "\"abc\"";
        for (name, value, known) in [
            (header::IF_NONE_MATCH, "\"abc\"", true),
            (header::IF_NONE_MATCH, "\"x\", W/\"abc\"", true),
            (header::IF_NONE_MATCH, "*", true),
            (header::IF_NONE_MATCH, "\"abcd\"", false),
            (header::IF_MATCH, "\"abc\"", false),
        ] {
            let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
            assert_eq!(is_known(&headers, tag), known, "{value}");
        }
        for (if_range, expected) in
            [(None, part(0, 1)), (Some("\"abc\""), part(0, 1)), (Some("\"old\""), Wanted::Whole)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static("bytes=0-1"));
            if let Some(value) = if_range {
                headers.insert(header::IF_RANGE, HeaderValue::from_static(value));
            }
            assert_eq!(wanted(&headers, tag, 10), expected, "{if_range:?}");
        }
    }

    proptest! {
        #[test]
        fn a_part_lies_inside_the_file(range in "bytes=[0-9]{0,3}-[0-9]{0,3}", len in 0_u64..500) {
            if let Some(Wanted::Part { first, last }) = parse(&range, len) {
                prop_assert!(first <= last && last < len);
            }
        }
    }
}
