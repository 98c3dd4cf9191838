//! Just enough of Rust's grammar: what is code, what is comment or text, and which words stand
//! next to each other.

/// A word or sign of the code, and the byte at which it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    pub at: usize,
}

/// Blanks comments, texts and character literals; every byte keeps its place, every line its
/// number.
pub fn scrub(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => line_end(&bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => block_comment_end(&bytes, at),
            b'"' => text_end(&bytes, at),
            b'r' if !follows_word(&bytes, at) => raw_text_end(&bytes, at),
            b'\'' => char_end(&bytes, at),
            _ => at,
        };
        for byte in &mut bytes[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end.max(at + 1);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
}

fn block_comment_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

fn text_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// True when the byte before belongs to the same word; `br` and `cr` still begin a raw text.
fn follows_word(bytes: &[u8], at: usize) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match at.checked_sub(1).map(|before| bytes[before]) {
        Some(b'b' | b'c') => at >= 2 && word(bytes[at - 2]),
        Some(byte) => word(byte),
        None => false,
    }
}

fn raw_text_end(bytes: &[u8], start: usize) -> usize {
    let hashes = bytes[start + 1..].iter().take_while(|byte| **byte == b'#').count();
    let open = start + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return start;
    }
    let mut closing = vec![b'"'];
    closing.extend(std::iter::repeat_n(b'#', hashes));
    bytes[open + 1..]
        .windows(closing.len())
        .position(|window| window == closing)
        .map_or(bytes.len(), |length| open + 1 + length + closing.len())
}

/// The end of a character literal, or `start` where the quote begins a lifetime.
fn char_end(bytes: &[u8], start: usize) -> usize {
    let first = bytes.get(start + 1).copied().unwrap_or(b' ');
    if first == b'\\' {
        let rest = &bytes[(start + 3).min(bytes.len())..];
        let close = rest.iter().position(|byte| *byte == b'\'');
        return close.map_or(bytes.len(), |length| start + 3 + length + 1);
    }
    let width = match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    };
    if bytes.get(start + 1 + width) == Some(&b'\'') { start + width + 2 } else { start }
}

/// The words and signs of scrubbed code; `::` is one sign.
pub fn tokens(scrubbed: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = scrubbed[at..].chars().next() {
        let rest = &scrubbed[at..];
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() {
            found.push(Token { text: &rest[..length], at });
        }
        at += length;
    }
    found
}

/// The word at a place, or nothing past the end.
pub fn word<'a>(tokens: &[Token<'a>], index: usize) -> &'a str {
    tokens.get(index).map_or("", |token| token.text)
}

/// The line, counted from 1, in which a byte stands.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The inline modules (`mod x { … }`) around each token.
pub fn inline_modules<'a>(tokens: &[Token<'a>]) -> Vec<Vec<&'a str>> {
    let mut open: Vec<Option<&str>> = Vec::new();
    let mut around = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        if token.text == "}" {
            open.pop();
        }
        around.push(open.iter().flatten().copied().collect());
        if token.text == "{" {
            let named = index >= 2 && tokens[index - 2].text == "mod";
            open.push(named.then(|| tokens[index - 1].text));
        }
    }
    around
}

#[test]
fn scrubbing_keeps_code_and_places() {
    let text =
        "a // crate::x\n\"crate::y \\\" z\" b /* /* c */ d */ r#\"e\"f\"# 'g' '\\'' h<'i> br\"j\"";
    let scrubbed = scrub(text);
    assert_eq!(scrubbed.len(), text.len());
    let words: Vec<_> = tokens(&scrubbed).into_iter().map(|token| token.text).collect();
    assert_eq!(words, ["a", "b", "h", "<", "'", "i", ">", "b"]);
    assert_eq!(line_of(text, text.find(" b ").unwrap()), 2);
}

#[test]
fn scrubbing_survives_odd_ends() {
    for text in ["\"", "'", "'\\", "/*", "r#\"", "r", "'→'", "x = '→';", "\"\\", "/**"] {
        assert_eq!(scrub(text).len(), text.len(), "{text}");
    }
    assert_eq!(scrub("'→' 'a").trim(), "'a");
}

#[test]
fn inline_modules_end_with_their_brace() {
    let scrubbed = scrub("mod a { fn f() { x } y } z");
    let tokens = tokens(&scrubbed);
    let around = inline_modules(&tokens);
    for (index, token) in tokens.iter().enumerate() {
        match token.text {
            "x" | "y" => assert_eq!(around[index], ["a"]),
            "z" => assert!(around[index].is_empty()),
            _ => {}
        }
    }
}
