//! The command stream of one screen: one connection, kept open, obeyed between two plays.

use std::{sync::Arc, time::Duration};

use serde::Deserialize;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::site::Site;

/// The first wait before the stream is opened again; it doubles each time.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait before the stream is opened again.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Commands that may wait for a screen that plays.
pub(super) const ORDERS_WAITING: usize = 64;
/// A line of the stream that is longer is no command.
const LONGEST_EVENT: usize = 1024 * 1024;

/// What the appliance tells a screen to do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// Names it in the answer.
    pub command_id: Uuid,
    /// `STOP`, `MANIFEST_CHANGED`, `ROTATE_KEY`, `SCREENSHOT`, or what later versions add.
    pub kind: String,
    /// The campaigns that it is about.
    #[serde(default)]
    pub campaign_ids: Vec<Uuid>,
}

/// Reads the stream of a screen and hands its commands on, until the run ends. What the appliance
/// does not know (404) is not asked for again.
pub(super) async fn listen(
    site: Arc<Site>,
    (device_id, token): (Uuid, String),
    orders: mpsc::Sender<Order>,
) {
    let path = format!("/devices/{device_id}/commands");
    let mut last_id: Option<String> = None;
    let mut wait = FIRST_WAIT;
    while !site.api.is_stopped() {
        match site.api.stream(&path, &token, last_id.as_deref()).await {
            Ok(response) if response.status().is_success() => {
                wait = FIRST_WAIT;
                if follow(response, &mut last_id, &orders).await.is_none() {
                    return;
                }
            }
            Ok(response) if matches!(response.status().as_u16(), 401 | 403 | 404 | 405) => return,
            Ok(_) | Err(_) => {}
        }
        site.api.pause(wait).await;
        wait = wait.saturating_mul(2).min(LONGEST_WAIT);
    }
}

/// Reads until the connection ends; `None` when nobody takes commands any more.
async fn follow(
    mut response: reqwest::Response,
    last_id: &mut Option<String>,
    orders: &mpsc::Sender<Order>,
) -> Option<()> {
    let mut events = Events::default();
    while let Ok(Some(bytes)) = response.chunk().await {
        for (id, data) in events.read(&bytes) {
            *last_id = id.or_else(|| last_id.take());
            if let Ok(order) = serde_json::from_str::<Order>(&data) {
                orders.send(order).await.ok()?;
            }
        }
    }
    Some(())
}

/// Server-sent events, as their bytes come in.
#[derive(Debug, Default)]
struct Events {
    rest: Vec<u8>,
    id: Option<String>,
    data: String,
}

impl Events {
    /// Takes bytes; gives the events that are whole, with their ids.
    fn read(&mut self, bytes: &[u8]) -> Vec<(Option<String>, String)> {
        self.rest.extend_from_slice(bytes);
        let mut found = Vec::new();
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                if !self.data.is_empty() {
                    found.push((self.id.take(), std::mem::take(&mut self.data)));
                }
            } else if let Some(id) = line.strip_prefix("id:") {
                self.id = Some(id.trim().to_owned());
            } else if let Some(data) = line.strip_prefix("data:") {
                self.data.push_str(data.trim_start());
            }
        }
        if self.rest.len() + self.data.len() > LONGEST_EVENT {
            self.rest.clear();
            self.data.clear();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_however_the_bytes_are_cut() {
        let text = "retry: 3\n\nid: 7\nevent: command\ndata: {\"a\":1}\n\n: a comment\n\n\
                    id: 8\r\ndata: {\"b\":\ndata: 2}\r\n\r\n";
        let expected = [
            (Some("7".to_owned()), "{\"a\":1}".to_owned()),
            (Some("8".into()), "{\"b\":2}".into()),
        ];
        for step in 1..text.len() {
            let mut events = Events::default();
            let found: Vec<_> =
                text.as_bytes().chunks(step).flat_map(|bytes| events.read(bytes)).collect();
            assert_eq!(found, expected, "{step}");
        }
    }

    #[test]
    fn an_endless_line_is_dropped() {
        let mut events = Events::default();
        assert!(events.read(&vec![b'x'; LONGEST_EVENT + 1]).is_empty());
        assert_eq!(events.read(b"\ndata: 1\n\n"), [(None, "1".to_owned())]);
    }

    #[test]
    fn an_order_names_itself_and_may_know_more() {
        let text = r#"{"command_id":"00000000-0000-0000-0000-000000000007","kind":"STOP",
            "campaign_ids":["00000000-0000-0000-0000-000000000009"],"new_member":1}"#;
        let order: Order = serde_json::from_str(text).unwrap();
        assert_eq!((order.kind.as_str(), order.campaign_ids.len()), ("STOP", 1));
    }
}
