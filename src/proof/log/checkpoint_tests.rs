//! The format's example, a checkpoint of Go's public log, and texts that are none.

use proptest::prelude::*;

use super::*;

const EXAMPLE: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
/// The key of sum.golang.org and a checkpoint it signed, as published in September 2024.
const GO_KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const GO_CHECKPOINT: &str = "go.sum database tree\n30055305\n\
    mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=\n\n\u{2014} sum.golang.org \
    Az3grpgEild5qw7+5dtV13Kf1C2Xurm8q4fhdxvcsDHnqNTaxL2AFjBY+2TyGKevucFcAAlWFJJYle3EJlDCrQ+y3A8=\n";
const ORIGIN: &str = "media.example/plays";

fn signer(name: &str, seed: u8) -> NoteSigner {
    NoteSigner::from_seed(name, [seed; 32]).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint::new(ORIGIN, 7, [9; 32]).unwrap()
}

/// Rule: POP-07.
#[test]
fn published_checkpoints_read_and_verify() {
    let example = Checkpoint::parse(EXAMPLE).unwrap();
    assert_eq!(
        (example.origin(), example.head().size),
        ("example.com/behind-the-sofa", 20_852_163)
    );
    let root = "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62";
    assert_eq!(hex::encode(example.head().root), root);
    assert!(example.extensions().is_empty());
    assert_eq!(example.to_string(), EXAMPLE);

    let key: NoteKey = GO_KEY.parse().unwrap();
    let note = Note::parse(GO_CHECKPOINT.as_bytes()).unwrap();
    assert_eq!(note.verify(&[&key]).unwrap(), [&key]);
    let go = Checkpoint::parse(note.text()).unwrap();
    assert_eq!((go.origin(), go.head().size), ("go.sum database tree", 30_055_305));
    assert_eq!(go.to_string(), note.text());
    let wrong = Checkpoint::open(GO_CHECKPOINT.as_bytes(), &key, &[]).unwrap_err();
    let (expected, found) = ("sum.golang.org".into(), "go.sum database tree".into());
    assert_eq!(wrong, CheckpointError::WrongOrigin { expected, found });
}

/// Rule: POP-07.
#[test]
fn a_checkpoint_is_opened_only_with_the_logs_own_signature() {
    let (log, witness, stranger) =
        (signer(ORIGIN, 1), signer("witness.example", 2), signer(ORIGIN, 3));
    let open = |note: &Note, key: &NoteSigner| {
        Checkpoint::open(note.to_string().as_bytes(), key.key(), &[witness.key()])
            .map(|(read, signed)| (read, signed.len()))
    };
    let note = checkpoint().sign(&[&log, &witness]).unwrap();
    assert_eq!(open(&note, &log), Ok((checkpoint(), 2)));
    assert_eq!(open(&note, &stranger), Err(CheckpointError::NotByTheLog));
    let alone = checkpoint().sign(&[&log]).unwrap();
    assert_eq!(open(&alone, &log), Ok((checkpoint(), 1)));
    let unknown = CheckpointError::Note(NoteError::NoKnownSignature);
    assert_eq!(open(&alone, &stranger), Err(unknown));
    let changed = alone.to_string().replace("\n7\n", "\n8\n");
    let invalid = Checkpoint::open(changed.as_bytes(), log.key(), &[]);
    assert!(matches!(invalid, Err(CheckpointError::Note(NoteError::InvalidSignature { .. }))));
    assert_eq!(checkpoint().sign(&[&witness]), Err(CheckpointError::NotByTheLog));
    assert_eq!(checkpoint().sign(&[]), Err(CheckpointError::NotByTheLog));
}

#[test]
fn extension_lines_are_kept() {
    let extended = checkpoint().with_extension("a b").and_then(|c| c.with_extension("c")).unwrap();
    assert!(extended.to_string().ends_with("\na b\nc\n"));
    assert_eq!(Checkpoint::parse(&extended.to_string()).as_ref(), Ok(&extended));
    assert_eq!(extended.extensions(), ["a b", "c"]);
    for line in ["", "a\nb", "\r"] {
        let refused = extended.clone().with_extension(line);
        assert_eq!(refused, Err(CheckpointError::BadExtension { line: 6 }));
    }
}

#[test]
fn texts_that_are_no_checkpoints_are_refused() {
    let root = STANDARD.encode([9; 32]);
    let empty = STANDARD.encode(empty_root());
    for (text, wanted) in [
        (String::new(), CheckpointError::TooShort),
        ("o\n".into(), CheckpointError::TooShort),
        ("o\n7\n".into(), CheckpointError::TooShort),
        (format!("o\n7\n{root}"), CheckpointError::TooShort),
        (format!("\n7\n{root}\n"), CheckpointError::BadOrigin),
        (format!("o\r\n7\n{root}\n"), CheckpointError::BadOrigin),
        (format!("o\n\n{root}\n"), CheckpointError::BadSize),
        (format!("o\n07\n{root}\n"), CheckpointError::BadSize),
        (format!("o\n+7\n{root}\n"), CheckpointError::BadSize),
        (format!("o\n-7\n{root}\n"), CheckpointError::BadSize),
        (format!("o\n 7\n{root}\n"), CheckpointError::BadSize),
        (format!("o\n0x7\n{root}\n"), CheckpointError::BadSize),
        (format!("o\n18446744073709551616\n{root}\n"), CheckpointError::BadSize),
        (format!("o\n7\n{}\n", &root[..43]), CheckpointError::BadRoot),
        (format!("o\n7\n{root} \n"), CheckpointError::BadRoot),
        (format!("o\n7\n{}\n", STANDARD.encode([9; 31])), CheckpointError::BadRoot),
        (format!("o\n7\n{}\n", STANDARD.encode([9; 33])), CheckpointError::BadRoot),
        ("o\n7\n\n".into(), CheckpointError::BadRoot),
        (format!("o\n0\n{root}\n"), CheckpointError::BadEmptyRoot),
        (format!("o\n7\n{root}\n\n"), CheckpointError::BadExtension { line: 4 }),
        (format!("o\n7\n{root}\na\n\nb\n"), CheckpointError::BadExtension { line: 5 }),
    ] {
        assert_eq!(Checkpoint::parse(&text), Err(wanted), "{text:?}");
    }
    for size in ["0", "18446744073709551615"] {
        assert!(Checkpoint::parse(&format!("o\n{size}\n{empty}\n")).is_ok());
    }
}

proptest! {
    #[test]
    fn any_changed_byte_of_a_signed_checkpoint_is_refused(
        size: u64,
        root: [u8; 32],
        at: prop::sample::Index,
        change in 1..=255_u8,
    ) {
        let log = signer(ORIGIN, 1);
        let note = Checkpoint::new(ORIGIN, size.max(1), root).unwrap().sign(&[&log]).unwrap();
        let mut bytes = note.to_string().into_bytes();
        prop_assert!(Checkpoint::open(&bytes, log.key(), &[]).is_ok());
        let place = at.index(bytes.len());
        bytes[place] ^= change;
        prop_assert!(Checkpoint::open(&bytes, log.key(), &[]).is_err(), "byte {}", place);
    }

    #[test]
    fn reading_a_checkpoint_never_panics(
        text in "(\\PC{0,8}\n?){0,2}([0-9]{0,21}\n)?([A-Za-z0-9+/]{43}=\n)?(\\PC{0,3}\n){0,2}",
    ) {
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
    }
}
