//! What time it is for a device: the machine's clock, or the appliance's simulated one.

use anyhow::Context as _;

use super::{api::Api, wall_clock};

/// Where the devices of a fleet read the time. Without `Debug`, so that no log shows the token.
#[derive(Clone)]
pub enum Timebase {
    /// The machine's clock.
    Wall,
    /// `GET /sim/clock`, asked with this token before every use.
    Simulated {
        /// The token that may read the simulated clock.
        token: String,
    },
}

impl Timebase {
    /// Asks the appliance whether its clock is simulated; anything but a 200 means it is not.
    ///
    /// # Errors
    /// The appliance cannot be reached.
    pub async fn detect(api: &Api, token: &str) -> anyhow::Result<Self> {
        let reply = api.get("/sim/clock", token).await?;
        Ok(if reply.status == 200 {
            Self::Simulated { token: token.to_owned() }
        } else {
            Self::Wall
        })
    }

    /// The time in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// The simulated clock does not answer with a readable time.
    pub async fn now_ms(&self, api: &Api) -> anyhow::Result<i64> {
        let Self::Simulated { token } = self else {
            return Ok(wall_clock::now_ms());
        };
        let reply = api.get("/sim/clock", token).await?;
        let text = reply.text_member("now").context("the simulated clock did not tell the time")?;
        parse_ms(&text).with_context(|| format!("{text:?} is not a time"))
    }
}

/// Writes a time as RFC 3339 UTC with milliseconds, as devices send it.
#[must_use]
pub fn rfc3339(ms: i64) -> String {
    let moment = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{moment:.3}")
}

/// Reads an RFC 3339 time, in milliseconds since 1970 UTC.
#[must_use]
pub fn parse_ms(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_decimals_and_a_z() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_770_300_000_007, "2026-02-05T14:00:00.007Z"),
            (1_770_300_000_120, "2026-02-05T14:00:00.120Z"),
        ] {
            assert_eq!(rfc3339(ms), text);
            assert_eq!(parse_ms(text), Some(ms));
        }
        assert_eq!(parse_ms("yesterday"), None);
    }
}
