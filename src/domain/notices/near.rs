//! Messages about campaigns that resemble each other. Rule: OPS-08, CAM-23, EC13.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[Message {
    code: "MANY_SIMILAR_CAMPAIGNS",
    en: "{advertiser} submitted {campaign}, which resembles {count} of its other campaigns (more than {limit}). Please review: it may be an attempt to manipulate budgets",
    vi: "{advertiser} đã gửi {campaign}, giống với {count} chiến dịch khác của họ (hơn {limit}). Vui lòng xem xét: có thể là hành vi thao túng ngân sách",
    it: "{advertiser} ha inviato {campaign}, simile ad altre {count} sue campagne (più di {limit}). Da verificare: potrebbe essere un tentativo di manipolare i budget",
}];
