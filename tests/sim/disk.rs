//! A disk in memory that keeps what is synced apart from what is not. A crash loses, tears and
//! reorders what was not synced; an operation can be told to fail.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard},
};

use rand::{Rng, rngs::StdRng, seq::SliceRandom};
use redb::StorageBackend;

/// Bytes that a disk writes as one.
const SECTOR: usize = 512;

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// What ends the life of the disk at an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The machine stops.
    Crash,
    /// The operation fails, and all after it (disk full, gone).
    Error,
}

#[derive(Debug, Default)]
struct State {
    synced: Vec<u8>,
    current: Vec<u8>,
    unsynced: Vec<Change>,
    operations: u64,
    fault: Option<(u64, Fault)>,
    happened: Option<Fault>,
}

/// A handle on the disk; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Disk(Arc<Mutex<State>>);

fn apply(image: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Length(length) => image.resize(*length, 0),
        Change::Write(at, bytes) => {
            let end = at + bytes.len();
            if image.len() < end {
                image.resize(end, 0);
            }
            image[*at..end].copy_from_slice(bytes);
        }
    }
}

impl Disk {
    /// A disk that holds an image.
    pub fn holding(image: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(State {
            synced: image.clone(),
            current: image,
            ..State::default()
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no holder panics")
    }

    /// Sets a fault `after` so many further operations.
    pub fn fail_after(&self, after: u64, fault: Fault) {
        let mut state = self.state();
        state.fault = Some((state.operations + after, fault));
    }

    /// Operations so far.
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Takes the fault back; answers whether it happened.
    pub fn disarm(&self) -> bool {
        let mut state = self.state();
        state.fault = None;
        state.happened.is_some()
    }

    /// What is on the disk after the machine stopped now.
    pub fn crash(&self, random: &mut StdRng) -> Vec<u8> {
        let mut state = self.state();
        state.happened.get_or_insert(Fault::Crash);
        let mut image = std::mem::take(&mut state.synced);
        let mut changes = std::mem::take(&mut state.unsynced);
        match random.random_range(0..4) {
            // Power lost before anything got through.
            0 => {}
            // Only the process was killed: the system still writes all of it.
            1 => changes.iter().for_each(|change| apply(&mut image, change)),
            // A part got through in order.
            2 => {
                let kept = random.random_range(0..=changes.len());
                changes[..kept].iter().for_each(|change| apply(&mut image, change));
            }
            // Anything, in any order, torn.
            _ => {
                changes.shuffle(random);
                for change in &changes {
                    scatter(&mut image, change, random);
                }
            }
        }
        image
    }

    fn operation(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.operations += 1;
        if let Some((at, fault)) = state.fault
            && state.operations > at
        {
            state.happened.get_or_insert(fault);
        }
        match state.happened {
            None => Ok(state),
            Some(_) => Err(io::Error::new(io::ErrorKind::StorageFull, "injected fault")),
        }
    }
}

/// A change gets through, or not, or in part.
fn scatter(image: &mut Vec<u8>, change: &Change, random: &mut StdRng) {
    match (change, random.random_range(0..3)) {
        (_, 0) => {}
        (Change::Write(at, bytes), 1) => {
            let mut from = 0;
            while from < bytes.len() {
                // Sectors lie on multiples of their size.
                let to = bytes.len().min(from + SECTOR - (at + from) % SECTOR);
                if random.random_bool(0.5) {
                    apply(image, &Change::Write(at + from, bytes[from..to].to_vec()));
                }
                from = to;
            }
        }
        (change, _) => apply(image, change),
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().current.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let from = usize::try_from(offset).map_err(io::Error::other)?;
        let bytes = state.current.get(from..from + out.len());
        out.copy_from_slice(bytes.ok_or_else(|| io::Error::other("read past the end"))?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.operation()?;
        let change = Change::Length(usize::try_from(len).map_err(io::Error::other)?);
        apply(&mut state.current, &change);
        state.unsynced.push(change);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut guard = self.operation()?;
        let state = &mut *guard;
        for change in state.unsynced.drain(..) {
            apply(&mut state.synced, &change);
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.operation()?;
        let change =
            Change::Write(usize::try_from(offset).map_err(io::Error::other)?, data.to_vec());
        apply(&mut state.current, &change);
        state.unsynced.push(change);
        Ok(())
    }
}
