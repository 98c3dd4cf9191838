//! Whole or not at all, found again, damage noticed.

use std::thread;

use super::*;

fn store() -> (tempfile::TempDir, BlobStore) {
    let directory = tempfile::tempdir().unwrap();
    let store = BlobStore::open(&directory.path().join("data")).unwrap();
    (directory, store)
}

fn unfinished(store: &BlobStore) -> usize {
    fs::read_dir(&store.incoming).unwrap().count()
}

#[test]
fn a_blob_is_found_under_its_hash() {
    let (_directory, store) = store();
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| n as u8).collect();
    let (hash, len) = store.put(bytes.as_slice(), 200_000).unwrap();
    assert_eq!(len, 200_000);
    let name = hex::encode(hash);
    assert!(store.path(&hash).ends_with(format!("blobs/{}/{}/{name}", &name[..2], &name[2..4])));
    let mut back = Vec::new();
    store.open_blob(&hash).unwrap().unwrap().read_to_end(&mut back).unwrap();
    assert_eq!(back, bytes);
    assert_eq!(store.verify(&hash).unwrap(), BlobState::Intact);
    assert_eq!(unfinished(&store), 0);
}

#[test]
fn the_hash_is_sha_256_of_everything_appended() {
    let (_directory, store) = store();
    let mut incoming = store.begin(3).unwrap();
    incoming.append(b"a").unwrap();
    incoming.append(b"bc").unwrap();
    let received = incoming.finish().unwrap();
    assert_eq!(received.len, 3);
    assert_eq!(fs::read(received.path()).unwrap(), b"abc");
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hex::encode(received.hash), abc);
    let hash = received.hash;
    assert_eq!(store.verify(&hash).unwrap(), BlobState::Missing);
    store.keep(received).unwrap();
    assert_eq!(store.verify(&hash).unwrap(), BlobState::Intact);
}

#[test]
fn past_the_limit_nothing_is_left() {
    let (_directory, store) = store();
    let error = store.put([7; 1001].as_slice(), 1000).unwrap_err();
    let BlobError::Refused(refusal) = error else { panic!("a refusal, not {error}") };
    assert_eq!(refusal.code, Code::BodyTooLarge);
    assert_eq!(refusal.members(), vec![("limit_bytes", Detail::Int(1000))]);
    assert_eq!(unfinished(&store), 0);
    assert_eq!(fs::read_dir(&store.blobs).unwrap().count(), 1);
}

#[test]
fn a_dropped_or_failing_upload_leaves_nothing() {
    struct Failing(usize);
    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            match self.0 {
                1 => Err(io::Error::from(io::ErrorKind::Interrupted)),
                2 => Ok(out.len()),
                _ => Err(io::Error::other("the connection broke")),
            }
        }
    }
    let (_directory, store) = store();
    assert!(matches!(store.put(Failing(0), u64::MAX), Err(BlobError::Incoming(_))));
    let mut incoming = store.begin(10).unwrap();
    incoming.append(b"half").unwrap();
    assert_eq!(unfinished(&store), 1);
    drop(incoming);
    drop(store.begin(10).unwrap().finish().unwrap());
    assert_eq!(unfinished(&store), 0);
}

#[test]
fn a_start_removes_what_was_left_unfinished_and_nothing_else() {
    let (directory, store) = store();
    let (hash, _) = store.put(b"kept".as_slice(), 10).unwrap();
    fs::write(store.incoming.join("0.part"), b"half").unwrap();
    let root = directory.path().join("data");
    drop(store);
    let store = BlobStore::open(&root).unwrap();
    assert_eq!(unfinished(&store), 0);
    assert_eq!(store.verify(&hash).unwrap(), BlobState::Intact);
    assert!(store.begin(1).is_ok());
}

#[test]
fn damage_is_noticed_and_healed_by_the_next_put() {
    let (_directory, store) = store();
    let (hash, _) = store.put(b"creative".as_slice(), 10).unwrap();
    fs::write(store.path(&hash), b"creativE").unwrap();
    assert_eq!(store.verify(&hash).unwrap(), BlobState::Damaged);
    assert_eq!(store.put(b"creative".as_slice(), 10).unwrap().0, hash);
    assert_eq!(store.verify(&hash).unwrap(), BlobState::Intact);
    assert!(store.remove(&hash).unwrap());
    assert!(!store.remove(&hash).unwrap());
    assert!(store.open_blob(&hash).unwrap().is_none());
}

#[test]
fn many_threads_may_put_the_same_bytes() {
    let (_directory, store) = store();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| store.put(b"the same".as_slice(), 10).unwrap());
        }
    });
    assert_eq!(unfinished(&store), 0);
    let (hash, _) = store.put(b"the same".as_slice(), 10).unwrap();
    assert_eq!(store.verify(&hash).unwrap(), BlobState::Intact);
}

#[test]
fn names_are_listed_by_their_first_byte() {
    let directory = tempfile::tempdir().unwrap();
    let store = BlobStore::open_at(&directory.path().join("shots")).unwrap();
    let (hash, _) = store.put(b"one".as_slice(), 10).unwrap();
    let received = store.begin(10).unwrap().finish().unwrap();
    store.keep_as(received, &[7; 32]).unwrap();
    fs::write(store.path(&hash).with_file_name("README"), b"no blob").unwrap();
    assert_eq!(store.names_from(hash[0]).unwrap(), [hash]);
    assert_eq!(store.names_from(7).unwrap(), [[7; 32]]);
    assert!(store.names_from(8).unwrap().is_empty());
    assert!(store.path(&hash).starts_with(directory.path().join("shots")));
}
