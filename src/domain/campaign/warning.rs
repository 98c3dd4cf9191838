//! Warnings that a submission must acknowledge, and what a campaign is flagged for.

use crate::domain::words::words;

words! {
    /// What a submission may have overlooked; it goes on when the code is acknowledged.
    WarningCode {
        /// The advertiser has a campaign much like it (rule CAM-23).
        SimilarCampaign = "SIMILAR_CAMPAIGN",
        /// A store is never open in the campaign's hours (rule CAM-24).
        ScheduleConflict = "SCHEDULE_CONFLICT",
    }
}

words! {
    /// Why the operator should look at a campaign; it runs all the same.
    ReviewFlag {
        /// The advertiser has many campaigns much like it (rule CAM-23).
        NearDuplicates = "NEAR_DUPLICATES",
    }
}
