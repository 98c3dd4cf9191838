//! Notices about money that waits for a decision after the end of a campaign or an account.

use super::Message;

/// Rule: BUD-07, CAM-12, CAM-27.
pub const MESSAGES: &[Message] = &[Message {
    code: "CAMPAIGN_CANCELLED_HELD",
    en: "Campaign cancelled: {campaign}. {amount} of its budget stay held until the investigation or suspension is over, and are refunded then",
    vi: "Chiến dịch đã bị hủy: {campaign}. {amount} trong ngân sách được giữ đến khi điều tra hoặc đình chỉ kết thúc, rồi sẽ được hoàn lại",
    it: "Campagna annullata: {campaign}. {amount} del budget restano trattenuti fino alla fine dell'indagine o della sospensione, poi vengono rimborsati",
}];
