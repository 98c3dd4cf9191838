//! The log of one simulated screen: lines gathered, then sent together. Rule: DEV-07.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    play::Play,
    receipt::Verdict,
    site::{DeviceCredentials, Site},
    timebase::rfc3339,
};

/// Lines that are worth a call.
const ENOUGH: usize = 12;
/// Lines kept while the appliance does not answer; the oldest go.
const MOST: usize = 500;

/// Lines that wait to be sent, oldest first.
#[derive(Debug, Default)]
pub struct ScreenLog {
    lines: Vec<Value>,
}

impl ScreenLog {
    /// Notes how a play went.
    pub fn note_play(&mut self, play: &Play, verdict: &Verdict) {
        let message = format!(
            "campaign {} was on the screen for {} s: {}",
            play.campaign_id,
            play.duration_actual,
            verdict.outcome()
        );
        let level = if verdict.is_accepted() { "INFO" } else { "WARN" };
        self.note((&play.played_at, level, "PLAYBACK"), Some(play.impression_id), &message);
    }

    /// Notes that a play could not be delivered.
    pub fn note_queued(&mut self, play: &Play) {
        let message = "no network: the play waits in the queue";
        self.note((&play.played_at, "WARN", "DEVICE"), Some(play.impression_id), message);
    }

    /// Notes that the screen starts.
    pub fn note_start(&mut self, now_ms: i64) {
        self.note((&rfc3339(now_ms), "INFO", "DEVICE"), None, "the player has started");
    }

    fn note(&mut self, (at, level, kind): (&str, &str, &str), play: Option<Uuid>, message: &str) {
        if self.lines.len() >= MOST {
            self.lines.remove(0);
        }
        self.lines.push(json!({ "at": at, "level": level, "kind": kind,
            "impression_id": play, "message": message }));
    }

    /// Sends the lines once there are enough. What the appliance refuses is dropped: a log is no
    /// reason to stop playing.
    pub async fn send(&mut self, site: &Site, credentials: &DeviceCredentials) {
        if self.lines.len() < ENOUGH {
            return;
        }
        let path = format!("/devices/{}/logs", credentials.device_id);
        let body = json!({ "entries": self.lines });
        let reply = site.api.post(&path, &credentials.device_token, &body).await;
        if reply.is_ok_and(|reply| reply.status < 500 && !reply.is_busy()) {
            self.lines.clear();
        }
    }

    /// Lines that wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_lines_go() {
        let mut log = ScreenLog::default();
        assert!(log.is_empty());
        for second in 0..600 {
            log.note_start(second * 1_000);
        }
        assert_eq!(log.len(), MOST);
        assert_eq!(log.lines[0]["at"], "1970-01-01T00:01:40.000Z");
        assert_eq!(log.lines[0]["kind"], "DEVICE");
    }
}
