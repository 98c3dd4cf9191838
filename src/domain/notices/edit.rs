//! Messages about near-duplicates and edits. Rule: OPS-08, CAM-11, CAM-23.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "NEAR_DUPLICATE_CAMPAIGNS",
        en: "{advertiser} submitted {campaign}, which is much like {count} {count?other|others} of its campaigns. Look for an attempt to manipulate budgets",
        vi: "{advertiser} đã gửi {campaign}, rất giống {count} chiến dịch khác của họ. Hãy kiểm tra khả năng thao túng ngân sách",
        it: "{advertiser} ha inviato {campaign}, molto simile {count?a un'altra sua campagna|ad altre sue campagne} ({count}). Verifica se si tenta di manipolare i budget",
    },
    Message {
        code: "CAMPAIGN_RESUBMITTED",
        en: "The content of {campaign} changed while it waited for approval; it counts as submitted again. To look at: {reasons}",
        vi: "Nội dung của {campaign} đã thay đổi trong khi chờ duyệt; chiến dịch được tính là gửi lại. Cần xem: {reasons}",
        it: "Il contenuto di {campaign} è cambiato in attesa di approvazione; vale come un nuovo invio. Da esaminare: {reasons}",
    },
];
