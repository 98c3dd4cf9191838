//! Previews: when each kind is available, and the screens they are drawn for. Rule: CAM-13.

use serde::{Deserialize, Serialize};

use super::status::CampaignStatus as S;
use crate::domain::{
    catalog::Orientation,
    refusal::{Code, Detail, Refusal},
    words::words,
};

words! {
    /// What a preview shows. Rule: CAM-13.
    PreviewKind {
        /// The content as it will appear, at the target resolution.
        Content = "content",
        /// The content on a screen of a size, resolution and orientation, with safe zones.
        Device = "device",
        /// The content in a store, beside other campaigns.
        Store = "store",
        /// How an hour of rotation will work.
        Schedule = "schedule",
    }
}

words! {
    /// The resolution of a screen that is simulated.
    Resolution {
        /// 1920 × 1080.
        FullHd = "1080p",
        /// 3840 × 2160.
        Uhd = "4k",
    }
}

/// The screen sizes that are simulated, inches. Rule: CAM-13.
pub const SCREEN_INCHES: [u32; 4] = [32, 42, 55, 65];

/// The numbers of previews.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PreviewLimits {
    /// Width of the safe zone's margin, thousandths of the picture's width and height.
    pub safe_margin_permille: u32,
    /// Pixels of the drawing for an inch of a screen, the same for all sizes.
    pub pixels_per_inch: u32,
    /// Width of the drawn frame of a screen, tenths of an inch.
    pub bezel_tenths: u32,
    /// Memory that decoding an asset may take, MiB.
    pub decode_mib: u64,
}

impl Default for PreviewLimits {
    fn default() -> Self {
        Self { safe_margin_permille: 50, pixels_per_inch: 16, bezel_tenths: 8, decode_mib: 256 }
    }
}

/// When each kind is available. Rule: CAM-13, D-41.
///
/// The seed names DRAFT, PENDING_APPROVAL and SCHEDULED for the content; REJECTED counts as DRAFT.
/// It takes the store's preview away from ACTIVE campaigns, whose live figures show it better, and
/// says nothing of the other two: they are there until the campaign is over.
const AVAILABLE: &[(PreviewKind, &[S])] = &[
    (PreviewKind::Content, &[S::Draft, S::PendingApproval, S::Scheduled, S::Rejected]),
    (
        PreviewKind::Device,
        &[S::Draft, S::PendingApproval, S::Scheduled, S::Rejected, S::Active, S::Paused, S::Error],
    ),
    (
        PreviewKind::Store,
        &[S::Draft, S::PendingApproval, S::Scheduled, S::Rejected, S::Paused, S::Error],
    ),
    (
        PreviewKind::Schedule,
        &[S::Draft, S::PendingApproval, S::Scheduled, S::Rejected, S::Active, S::Paused, S::Error],
    ),
];

/// Checks that a kind of preview is available in a status.
///
/// # Errors
/// `ILLEGAL_TRANSITION` with the statuses in which it is.
pub fn check_available(kind: PreviewKind, status: S) -> Result<(), Refusal> {
    let allowed = AVAILABLE.iter().find(|(one, _)| *one == kind).map_or(&[][..], |(_, all)| all);
    if allowed.contains(&status) {
        return Ok(());
    }
    let names: Vec<String> = allowed.iter().map(ToString::to_string).collect();
    let hint = if kind == PreviewKind::Store && status == S::Active {
        "; a running campaign has live figures instead"
    } else {
        ""
    };
    let message = format!(
        "The {kind} preview is not available for a campaign that is {status}, only for {}{hint}",
        names.join(", ")
    );
    Err(Refusal::new(Code::IllegalTransition, message)
        .with("status", Detail::Text(status.to_string()))
        .with("available_in", Detail::List(names)))
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Area {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// A simulated screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreviewScreen {
    /// Diagonal, inches.
    pub inches: u32,
    /// Pixels.
    pub resolution: Resolution,
    /// How it hangs.
    pub orientation: Orientation,
}

impl PreviewScreen {
    /// Pixels across and down as it hangs.
    #[must_use]
    pub const fn pixels(self) -> (u32, u32) {
        let (long, short) = match self.resolution {
            Resolution::FullHd => (1920, 1080),
            Resolution::Uhd => (3840, 2160),
        };
        self.turned(long, short)
    }

    /// Width and height of the picture in millimetres, rounded down: 16:9 of the diagonal.
    #[must_use]
    pub const fn millimetres(self) -> (u32, u32) {
        // 16 ÷ √(16² + 9²) = 0.87158 and 9 ÷ √(16² + 9²) = 0.49026 of the diagonal; 25.4 mm an inch.
        let (long, short) =
            (self.inches.saturating_mul(22_138), self.inches.saturating_mul(12_452));
        self.turned(long.saturating_div(1000), short.saturating_div(1000))
    }

    /// The drawing's pixels across and down, so that sizes can be compared by eye.
    #[must_use]
    pub const fn drawn(self, limits: &PreviewLimits) -> (u32, u32) {
        let (width, height) = self.millimetres();
        let scale = limits.pixels_per_inch.saturating_mul(10);
        (
            width.saturating_mul(scale).saturating_div(254),
            height.saturating_mul(scale).saturating_div(254),
        )
    }

    const fn turned(self, long: u32, short: u32) -> (u32, u32) {
        match self.orientation {
            Orientation::Landscape => (long, short),
            Orientation::Portrait => (short, long),
        }
    }
}

/// The part of a picture in which text and logos are safe from bezels and overscan.
#[must_use]
pub fn safe_zone((width, height): (u32, u32), limits: &PreviewLimits) -> Area {
    let permille = limits.safe_margin_permille.min(499);
    let margin = |side: u32| side.saturating_mul(permille).saturating_div(1000);
    let (x, y) = (margin(width), margin(height));
    Area {
        x,
        y,
        width: width.saturating_sub(x.saturating_mul(2)),
        height: height.saturating_sub(y.saturating_mul(2)),
    }
}

/// Where a picture lies on a screen that shows it whole: bars on two sides where they differ.
#[must_use]
pub fn fitted(picture: (u32, u32), screen: (u32, u32)) -> Area {
    let (width, height) = (u64::from(picture.0.max(1)), u64::from(picture.1.max(1)));
    let (across, down) = (u64::from(screen.0), u64::from(screen.1));
    let by_width = across.saturating_mul(height) <= down.saturating_mul(width);
    let (w, h) = if by_width {
        (across, across.saturating_mul(height).checked_div(width).unwrap_or(0))
    } else {
        (down.saturating_mul(width).checked_div(height).unwrap_or(0), down)
    };
    let narrow = |value: u64| u32::try_from(value).unwrap_or(u32::MAX).max(1);
    let (width, height) = (narrow(w), narrow(h));
    Area {
        x: screen.0.saturating_sub(width).saturating_div(2),
        y: screen.1.saturating_sub(height).saturating_div(2),
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: CAM-13.
    #[test]
    fn each_kind_has_its_statuses() {
        for (kind, status, expected) in [
            (PreviewKind::Content, S::Draft, true),
            (PreviewKind::Content, S::PendingApproval, true),
            (PreviewKind::Content, S::Scheduled, true),
            (PreviewKind::Content, S::Rejected, true),
            (PreviewKind::Content, S::Active, false),
            (PreviewKind::Content, S::Completed, false),
            (PreviewKind::Device, S::Active, true),
            (PreviewKind::Device, S::Expired, false),
            (PreviewKind::Store, S::Scheduled, true),
            (PreviewKind::Store, S::Active, false),
            (PreviewKind::Store, S::Cancelled, false),
            (PreviewKind::Schedule, S::Paused, true),
            (PreviewKind::Schedule, S::Completed, false),
        ] {
            let found = check_available(kind, status);
            assert_eq!(found.is_ok(), expected, "{kind} {status}");
        }
        let refusal = check_available(PreviewKind::Store, S::Active).unwrap_err();
        assert!(refusal.message.contains("live figures"), "{}", refusal.message);
        assert!(PreviewKind::ALL.iter().all(|kind| check_available(*kind, S::Draft).is_ok()));
    }

    #[test]
    fn screens_have_their_real_size() {
        let screen = |inches, orientation| PreviewScreen {
            inches,
            resolution: Resolution::FullHd,
            orientation,
        };
        // A 55-inch screen is 1218 × 685 mm, a 32-inch one 708 × 398.
        let (width, height) = screen(55, Orientation::Landscape).millimetres();
        assert!(
            (1216..=1219).contains(&width) && (683..=686).contains(&height),
            "{width}×{height}"
        );
        assert_eq!(screen(32, Orientation::Portrait).millimetres(), (398, 708));
        assert_eq!(screen(32, Orientation::Portrait).pixels(), (1080, 1920));
        let limits = PreviewLimits::default();
        let drawn =
            SCREEN_INCHES.map(|inches| screen(inches, Orientation::Landscape).drawn(&limits));
        assert!(drawn.is_sorted() && drawn[3].0 > drawn[0].0 * 2 - 10, "{drawn:?}");
    }

    #[test]
    fn pictures_fit_whole_and_safe_zones_lie_inside() {
        for (picture, screen, expected) in [
            ((1920, 1080), (1920, 1080), (0, 0, 1920, 1080)),
            ((1080, 1920), (1920, 1080), (656, 0, 607, 1080)),
            ((1920, 1080), (1080, 1920), (0, 656, 1080, 607)),
            ((4000, 1000), (1920, 1080), (0, 300, 1920, 480)),
            ((1, 100_000), (1920, 1080), (959, 0, 1, 1080)),
        ] {
            let found = fitted(picture, screen);
            assert_eq!((found.x, found.y, found.width, found.height), expected, "{picture:?}");
        }
        let zone = safe_zone((1920, 1080), &PreviewLimits::default());
        assert_eq!((zone.x, zone.y, zone.width, zone.height), (96, 54, 1728, 972));
        let wide = PreviewLimits { safe_margin_permille: 9999, ..PreviewLimits::default() };
        assert!(safe_zone((10, 10), &wide).width > 0);
    }
}
