//! The published examples of signed notes (C2SP, and Go's `sumdb/note`), and notes that are none.

use proptest::{collection::vec, prelude::*};

use super::*;
use crate::proof::log::note_key::KeyError;

const FOO_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const FOO_NOTE: &str = "This is an example message.\n\n\u{2014} example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const PETER_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const ENOCH_KEY: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n";
const PETER_LINE: &str = "\u{2014} PeterNeumann \
    x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "\u{2014} EnochRoot \
    rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn key(text: &str) -> NoteKey {
    text.parse().unwrap()
}

fn peter() -> NoteSigner {
    NoteSigner::from_secret_text(PETER_SECRET).unwrap()
}

fn message(lines: &[&str]) -> String {
    format!("{TEXT}\n{}", lines.concat())
}

fn names(message: &str, keys: &[&NoteKey]) -> Result<Vec<String>, NoteError> {
    let signed = Note::parse(message.as_bytes())?.verify(keys)?;
    Ok(signed.into_iter().map(|key| key.name().to_owned()).collect())
}

/// Rule: POP-07.
#[test]
fn published_notes_verify() {
    assert_eq!(names(FOO_NOTE, &[&key(FOO_KEY)]).unwrap(), ["example.com/foo"]);
    let (peter, enoch) = (key(PETER_KEY), key(ENOCH_KEY));
    let both = message(&[PETER_LINE, ENOCH_LINE]);
    assert_eq!(names(&both, &[&peter]).unwrap(), ["PeterNeumann"]);
    assert_eq!(names(&both, &[&enoch, &peter]).unwrap(), ["PeterNeumann", "EnochRoot"]);
    assert_eq!(names(&both, &[]), Err(NoteError::NoKnownSignature));
    assert_eq!(names(&both, &[&key(FOO_KEY)]), Err(NoteError::NoKnownSignature));
    let note = Note::parse(both.as_bytes()).unwrap();
    assert_eq!((note.text(), note.signatures().len()), (TEXT, 2));
    assert_eq!(
        (note.signatures()[1].name(), note.signatures()[1].id()),
        ("EnochRoot", 0xaf0c_fe78)
    );
    assert_eq!(note.signatures()[1].bytes().len(), 64);
    assert_eq!(note.to_string(), both);
}

#[test]
fn published_signatures_come_out() {
    let mut note = Note::sign(TEXT.to_owned(), &[&peter()]).unwrap();
    assert_eq!(note.to_string(), message(&[PETER_LINE]));
    note.add_signature(&peter()).unwrap();
    assert_eq!(note.to_string(), message(&[PETER_LINE]), "replaced, not repeated");
}

#[test]
fn one_known_key_twice_is_ambiguous_only_where_it_signed() {
    let (peter, enoch) = (key(PETER_KEY), key(ENOCH_KEY));
    let keys = [&enoch, &peter, &enoch];
    let ambiguous = NoteError::AmbiguousKey { name: "EnochRoot".into(), id: 0xaf0c_fe78 };
    assert_eq!(names(&message(&[ENOCH_LINE]), &keys), Err(ambiguous));
    assert_eq!(names(&message(&[PETER_LINE]), &keys).unwrap(), ["PeterNeumann"]);
}

#[test]
fn a_wrong_line_of_a_known_key_refuses_the_note() {
    let peter = key(PETER_KEY);
    let invalid = NoteError::InvalidSignature { name: "PeterNeumann".into(), id: 0xc74f_20a3 };
    let longer = format!("{}ABCD{}", &PETER_LINE[..60], &PETER_LINE[60..]);
    let other = PETER_LINE.replace("ZJku", "ZJkv");
    for lines in [vec![&*longer], vec![&other], vec![PETER_LINE, &other], vec![ENOCH_LINE, &other]]
    {
        assert_eq!(names(&message(&lines), &[&peter]), Err(invalid.clone()));
    }
    let text = message(&[PETER_LINE]).replace("cryptography", "Cryptography");
    assert_eq!(names(&text, &[&peter]), Err(invalid));
    let twice = message(&[PETER_LINE, PETER_LINE, ENOCH_LINE, ENOCH_LINE]);
    assert_eq!(names(&twice, &[&peter]).unwrap(), ["PeterNeumann"]);
}

#[test]
fn a_line_in_another_name_or_id_is_of_another_key() {
    for line in
        [PETER_LINE.replace("PeterNeumann", "CarmenSandiego"), PETER_LINE.replace("x08g", "xxxx")]
    {
        let found = names(&message(&[&line]), &[&key(PETER_KEY)]);
        assert_eq!(found, Err(NoteError::NoKnownSignature));
    }
}

#[test]
fn messages_that_are_no_notes_are_refused() {
    let whole = message(&[PETER_LINE]);
    let many = message(&[PETER_LINE; MAX_SIGNATURES + 1]);
    let line = |line: &str| message(&[PETER_LINE, line]);
    for (bytes, wanted) in [
        (Vec::new(), NoteError::NoFinalNewline),
        (TEXT.into(), NoteError::NoSignatures),
        (format!("{TEXT}\n").into(), NoteError::NoSignatures),
        (format!("{TEXT}\n\n").into(), NoteError::NoSignatures),
        (format!("\n{PETER_LINE}").into(), NoteError::NoSignatures),
        (whole.trim_end().into(), NoteError::NoFinalNewline),
        (format!("\x01{whole}").into(), NoteError::ControlCharacter { line: 1 }),
        (whole.replace("then", "\tthen").into(), NoteError::ControlCharacter { line: 2 }),
        (whole.replace('\n', "\r\n").into(), NoteError::ControlCharacter { line: 1 }),
        ([b"\xff", whole.as_bytes()].concat(), NoteError::NotUtf8),
        (line("Unexpected line.\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("- EnochRoot rwz+eBzm\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("\u{2014} Bad Name rwz+eBzm\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("\u{2014} a+b rwz+eBzm\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("\u{2014}  rwz+eBzm\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("\u{2014} a\u{a0}b rwz+eBzm\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("\u{2014} short rwz+eA==\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("\u{2014} open rwz+eBz\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (line("\u{2014} bits rwz+eBx=\n").into(), NoteError::BadSignatureLine { line: 5 }),
        (many.into(), NoteError::TooManySignatures(MAX_SIGNATURES + 1)),
        (vec![b'\n'; MAX_NOTE_BYTES + 1], NoteError::TooLong(MAX_NOTE_BYTES + 1)),
    ] {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).into_owned();
        assert_eq!(Note::parse(&bytes), Err(wanted), "{shown}");
    }
}

#[test]
fn a_text_may_hold_empty_lines_and_signature_lines() {
    let text = format!("first\n\n{PETER_LINE}\n\n");
    let note = Note::sign(text.clone(), &[&peter()]).unwrap();
    let read = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!((read.text(), &read), (&*text, &note));
    assert_eq!(read.verify(&[peter().key()]).unwrap(), [peter().key()]);
}

#[test]
fn texts_that_cannot_be_signed_are_refused() {
    let sign = |text: &str| Note::sign(text.to_owned(), &[&peter()]);
    assert_eq!(sign("abc"), Err(NoteError::NoFinalNewline));
    assert_eq!(sign(""), Err(NoteError::NoFinalNewline));
    assert_eq!(sign("a\0\n"), Err(NoteError::ControlCharacter { line: 1 }));
    assert_eq!(Note::sign(TEXT.to_owned(), &[]), Err(NoteError::NoSignatures));
}

#[test]
fn many_signers_sign_one_note() {
    let signers: Vec<_> = (0..MAX_SIGNATURES as u8 + 1)
        .map(|n| NoteSigner::from_seed(&format!("witness.example/{n}"), [n; 32]).unwrap())
        .collect();
    let most: Vec<_> = signers[..MAX_SIGNATURES].iter().collect();
    let mut note = Note::sign(TEXT.to_owned(), &most).unwrap();
    let keys: Vec<_> = most.iter().map(|signer| signer.key()).collect();
    assert_eq!(Note::parse(note.to_string().as_bytes()).unwrap().verify(&keys).unwrap(), keys);
    let full = Err(NoteError::TooManySignatures(MAX_SIGNATURES + 1));
    assert_eq!(note.add_signature(&signers[MAX_SIGNATURES]), full);
}

/// Rule: POP-07.
#[test]
fn published_keys_survive_their_text() {
    for text in [FOO_KEY, PETER_KEY, ENOCH_KEY] {
        assert_eq!(key(text).to_string(), text);
    }
    assert_eq!(peter().key(), &key(PETER_KEY));
    assert_eq!(peter().to_secret_text(), PETER_SECRET);
    let shown = format!("{:?}", peter());
    assert!(!shown.contains("AYEK") && !shown.contains("129, 10, 20"), "{shown}");
}

#[test]
fn any_mangled_key_is_refused() {
    fn mangled(text: &str, refuses: impl Fn(&str) -> bool) {
        for from in 0..=text.len() {
            for to in from..=text.len() {
                assert!(to - from == text.len() || refuses(&text[from..to]), "{from}..{to}");
            }
        }
        for at in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] += 1;
            assert!(refuses(str::from_utf8(&bytes).unwrap()), "byte {at}");
        }
    }
    mangled(PETER_KEY, |text| text.parse::<NoteKey>().is_err());
    mangled(PETER_SECRET, |text| NoteSigner::from_secret_text(text).is_err());
}

#[test]
fn a_refused_key_says_why() {
    let key = PETER_KEY.rsplit('+').next().unwrap();
    for (text, wanted) in [
        (String::new(), KeyError::Malformed),
        ("a+b".into(), KeyError::Malformed),
        (format!("PeterNeumann+C74F20A3+{key}"), KeyError::Malformed),
        (format!("PeterNeumann++74f20a3+{key}"), KeyError::Malformed),
        (format!("PeterNeumann+c74f20a3+{key}="), KeyError::Malformed),
        (format!("{}+c74f20a3+{key}", "n".repeat(400)), KeyError::Malformed),
        ("PeterNeumann+c74f20a3+".into(), KeyError::Malformed),
        (format!("+c74f20a3+{key}"), KeyError::BadName),
        (format!("Peter Neumann+c74f20a3+{key}"), KeyError::BadName),
        (format!("PeterNeumann\n+c74f20a3+{key}"), KeyError::BadName),
        (format!("PeterNeumann+173116ae+Z{}", &key[1..]), KeyError::UnknownType(101)),
        (format!("PeterNeumann+cc469956+{key}BADKEY=="), KeyError::Malformed),
        (format!("PeterNeumann+cc469956+{key}BADK"), KeyError::WrongLength(35)),
        (
            format!("PeterNeumann+c74f20a4+{key}"),
            KeyError::WrongId { expected: 0xc74f_20a3, found: 0xc74f_20a4 },
        ),
    ] {
        assert_eq!(text.parse::<NoteKey>(), Err(wanted), "{text}");
    }
    assert_eq!(NoteSigner::from_secret_text(PETER_KEY).err(), Some(KeyError::Malformed));
    assert_eq!(NoteSigner::from_seed("a b", [1; 32]).err(), Some(KeyError::BadName));
}

proptest! {
    #[test]
    fn what_is_signed_is_read_and_any_changed_bit_is_refused(
        text in "(\\PC{0,20}\n){1,4}",
        seed: [u8; 32],
        at: prop::sample::Index,
        bit in 0..8_u8,
    ) {
        let signer = NoteSigner::from_seed("log.example/plays", seed).unwrap();
        let note = Note::sign(text, &[&signer]).unwrap();
        let mut bytes = note.to_string().into_bytes();
        prop_assert_eq!(&Note::parse(&bytes).unwrap(), &note);
        prop_assert!(note.verify(&[signer.key()]).is_ok());
        let place = at.index(bytes.len());
        bytes[place] ^= 1_u8 << bit;
        let changed = Note::parse(&bytes).and_then(|note| note.verify(&[signer.key()]).map(drop));
        prop_assert!(changed.is_err(), "byte {}", place);
    }

    #[test]
    fn reading_a_note_never_panics(
        pieces in vec(prop_oneof![
            Just("\n".to_owned()), Just("\u{2014} ".to_owned()), Just(PETER_LINE.to_owned()),
            Just(TEXT.to_owned()), "[a-zA-Z0-9+/= ]{0,12}", "\\PC{0,4}",
        ], 0..12),
        noise in vec(any::<u8>(), 0..8),
    ) {
        let read = [pieces.concat().as_bytes(), &noise].concat();
        for bytes in [&read[..read.len() - noise.len()], &read] {
            if let Ok(note) = Note::parse(bytes) {
                prop_assert_eq!(note.to_string().into_bytes(), bytes);
                let _ = note.verify(&[&key(PETER_KEY)]);
            }
        }
    }

    #[test]
    fn reading_a_key_never_panics(text in "(PRIVATE\\+KEY\\+)?\\PC{0,6}\\+[0-9a-f]{7,9}\\+[A-Za-z0-9+/]{0,48}=?") {
        prop_assert!(text.parse::<NoteKey>().is_err());
        prop_assert!(NoteSigner::from_secret_text(&text).is_err());
    }
}
