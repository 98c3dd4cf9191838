//! The offline queue and the play counter of one device, kept on disk so that both survive a
//! restart. One line a play in `<name>.queue.jsonl`, the counter alone in `<name>.counter`.

use std::{
    collections::VecDeque,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::{keys::replace_file, play::Play};

/// How many plays a device keeps while it cannot deliver. Rule: IMP-05.
pub const CAPACITY: usize = 1000;

/// Plays that wait for delivery, oldest first, and the count of plays made.
#[derive(Debug, Default)]
pub struct OfflineQueue {
    plays: VecDeque<Play>,
    counter: u64,
    files: Option<Files>,
}

#[derive(Debug)]
struct Files {
    queue: PathBuf,
    counter: PathBuf,
}

impl OfflineQueue {
    /// A queue in memory only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// Opens the queue kept under this name in a folder, with what an earlier run left.
    ///
    /// A last line cut off by a crash is dropped: that play was never acknowledged as kept.
    ///
    /// # Errors
    /// A file cannot be read, or another line than the last is damaged. Rule: IMP-05.
    pub fn open(folder: &Path, name: &str) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let files = Files {
            queue: folder.join(format!("{name}.queue.jsonl")),
            counter: folder.join(format!("{name}.counter")),
        };
        let text = read_or_empty(&files.queue)?;
        let mut plays = VecDeque::new();
        for (index, line) in text.split_inclusive('\n').enumerate() {
            if !line.ends_with('\n') {
                break;
            }
            let play = serde_json::from_str(line)
                .with_context(|| format!("{} line {}", files.queue.display(), index + 1))?;
            plays.push_back(play);
        }
        let counter = match read_or_empty(&files.counter)?.trim() {
            "" => 0,
            text => text.parse().with_context(|| files.counter.display().to_string())?,
        };
        let mut queue = Self { plays, counter, files: Some(files) };
        queue.rewrite()?;
        Ok(queue)
    }

    /// How many plays wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.plays.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plays.is_empty()
    }

    /// The waiting plays, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Play> {
        self.plays.iter()
    }

    /// Counts one play and gives its number, the first being 1; never twice the same.
    ///
    /// # Errors
    /// The counter cannot be kept on disk. Rule: D-06.
    pub fn next_counter(&mut self) -> anyhow::Result<u64> {
        self.counter += 1;
        if let Some(files) = &self.files {
            replace_file(&files.counter, self.counter.to_string().as_bytes())?;
        }
        Ok(self.counter)
    }

    /// Puts a play at the end; a full queue loses its oldest play, which is given back.
    ///
    /// # Errors
    /// The play cannot be kept on disk. Rule: IMP-05.
    pub fn push(&mut self, play: Play) -> anyhow::Result<Option<Play>> {
        let lost = if self.plays.len() >= CAPACITY { self.plays.pop_front() } else { None };
        let mut line = serde_json::to_vec(&play)?;
        line.push(b'\n');
        self.plays.push_back(play);
        if lost.is_some() {
            self.rewrite()?;
        } else if let Some(files) = &self.files {
            fs::OpenOptions::new()
                .append(true)
                .create(true)
                .open(&files.queue)
                .and_then(|mut file| file.write_all(&line))
                .with_context(|| format!("writing {}", files.queue.display()))?;
        }
        Ok(lost)
    }

    /// Keeps only the plays for which `keep` says so (the others got their answer).
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn retain(&mut self, keep: impl FnMut(&Play) -> bool) -> anyhow::Result<()> {
        self.plays.retain(keep);
        self.rewrite()
    }

    fn rewrite(&mut self) -> anyhow::Result<()> {
        let Some(files) = &self.files else { return Ok(()) };
        let mut bytes = Vec::new();
        for play in &self.plays {
            serde_json::to_writer(&mut bytes, play)?;
            bytes.push(b'\n');
        }
        replace_file(&files.queue, &bytes)
    }
}

fn read_or_empty(path: &Path) -> anyhow::Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::player::play::{Proof, tests::draft};

    fn play(number: u128) -> Play {
        let draft = draft();
        Play {
            campaign_id: draft.campaign_id,
            device_id: draft.device_id,
            content_asset_id: draft.content_asset_id,
            played_at: "2026-02-05T14:00:00.120Z".to_owned(),
            duration_actual: 15,
            proof: Proof {
                screenshot_hash: draft.screenshot_hash,
                device_signature: "c2lnbmVk".to_owned(),
                location: draft.location,
            },
            impression_id: Uuid::from_u128(number),
            lease_id: None,
            variant_id: None,
            key_id: Some("key-1".to_owned()),
            counter: Some(1),
            signature_version: 2,
        }
    }

    fn ids(queue: &OfflineQueue) -> Vec<u128> {
        queue.iter().map(|play| play.impression_id.as_u128()).collect()
    }

    /// Rule: IMP-05.
    #[test]
    fn first_in_first_out_and_at_most_a_thousand() {
        let mut queue = OfflineQueue::in_memory();
        for number in 0..1000 {
            assert_eq!(queue.push(play(number)).unwrap(), None);
        }
        assert_eq!(queue.push(play(1000)).unwrap().unwrap().impression_id, Uuid::from_u128(0));
        assert_eq!(queue.len(), CAPACITY);
        assert_eq!(ids(&queue), (1..=1000).collect::<Vec<_>>());
    }

    /// Rule: IMP-05.
    #[test]
    fn survives_a_restart_and_a_torn_last_line() {
        let folder = tempfile::tempdir().unwrap();
        let mut queue = OfflineQueue::open(folder.path(), "one").unwrap();
        for number in 1..=4 {
            queue.push(play(number)).unwrap();
        }
        queue.retain(|play| play.impression_id.as_u128() != 2).unwrap();
        assert_eq!((queue.next_counter().unwrap(), queue.next_counter().unwrap()), (1, 2));
        drop(queue);

        let file = folder.path().join("one.queue.jsonl");
        let mut text = fs::read_to_string(&file).unwrap();
        text.push_str("{\"campaign_id\":\"0000");
        fs::write(&file, text).unwrap();
        let mut queue = OfflineQueue::open(folder.path(), "one").unwrap();
        assert_eq!(ids(&queue), [1, 3, 4]);
        assert_eq!(queue.iter().next(), Some(&play(1)));
        assert_eq!(queue.next_counter().unwrap(), 3);
        queue.push(play(5)).unwrap();
        drop(queue);
        assert_eq!(ids(&OfflineQueue::open(folder.path(), "one").unwrap()), [1, 3, 4, 5]);
        assert!(OfflineQueue::open(folder.path(), "two").unwrap().is_empty());
    }

    #[test]
    fn a_damaged_line_is_not_silence() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("one.queue.jsonl"), "rubbish\n").unwrap();
        let error = OfflineQueue::open(folder.path(), "one").unwrap_err();
        assert!(format!("{error:#}").contains("one.queue.jsonl line 1"), "{error:#}");
    }
}
