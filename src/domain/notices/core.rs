//! What is told about campaigns, budgets, assets and reviews. Rule: OPS-08.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "CAMPAIGN_PENDING_APPROVAL",
        en: "Campaign pending approval: {campaign}",
        vi: "Chiến dịch đang chờ phê duyệt: {campaign}",
        it: "Campagna in attesa di approvazione: {campaign}",
    },
    Message {
        code: "CAMPAIGN_NEEDS_APPROVAL",
        en: "Campaign {campaign} needs approval: {reasons}",
        vi: "Chiến dịch {campaign} cần được phê duyệt: {reasons}",
        it: "La campagna {campaign} richiede un'approvazione: {reasons}",
    },
    Message {
        code: "CAMPAIGN_SCHEDULED",
        en: "Campaign scheduled: {campaign}",
        vi: "Chiến dịch đã được lên lịch: {campaign}",
        it: "Campagna programmata: {campaign}",
    },
    Message {
        code: "CAMPAIGN_APPROVED",
        en: "Campaign approved: {campaign}",
        vi: "Chiến dịch đã được phê duyệt: {campaign}",
        it: "Campagna approvata: {campaign}",
    },
    Message {
        code: "CAMPAIGN_REJECTED",
        en: "Campaign rejected: {reason} ({campaign})",
        vi: "Chiến dịch bị từ chối: {reason} ({campaign})",
        it: "Campagna respinta: {reason} ({campaign})",
    },
    Message {
        code: "CAMPAIGN_LIVE",
        en: "Campaign is now live: {campaign}",
        vi: "Chiến dịch đã bắt đầu chạy: {campaign}",
        it: "La campagna è ora attiva: {campaign}",
    },
    Message {
        code: "CAMPAIGN_ENDED",
        en: "Campaign ended. Refund: {refund}. {campaign}: {plays} {plays?impression|impressions}, {spent} spent",
        vi: "Chiến dịch đã kết thúc. Hoàn tiền: {refund}. {campaign}: {plays} lượt hiển thị, đã chi \
             {spent}",
        it: "Campagna terminata. Rimborso: {refund}. {campaign}: {plays} impression, spesi {spent}",
    },
    Message {
        code: "CAMPAIGN_ZERO_IMPRESSIONS",
        en: "Campaign ended without a single impression: {campaign}",
        vi: "Chiến dịch kết thúc mà không có lượt hiển thị nào: {campaign}",
        it: "Campagna terminata senza alcuna impression: {campaign}",
    },
    Message {
        code: "CAMPAIGN_BUDGET_EXHAUSTED",
        en: "Campaign paused - budget exhausted: {campaign}. Spent {spent} on {plays} {plays?impression|impressions}, \
             effective CPM {cpm}; add budget to resume",
        vi: "Chiến dịch tạm dừng - đã hết ngân sách: {campaign}. Đã chi {spent} cho {plays} lượt \
             hiển thị, CPM thực tế {cpm}; hãy thêm ngân sách để chạy tiếp",
        it: "Campagna in pausa - budget esaurito: {campaign}. Spesi {spent} per {plays} impression, \
             CPM effettivo {cpm}; aggiungere budget per riprendere",
    },
    Message {
        code: "CAMPAIGN_AUTO_PAUSED",
        en: "Campaign auto-paused: {reason}: {campaign}",
        vi: "Chiến dịch tự động tạm dừng: {reason}: {campaign}",
        it: "Campagna messa in pausa automaticamente: {reason}: {campaign}",
    },
    Message {
        code: "CAMPAIGN_PAUSED",
        en: "Campaign paused successfully: {campaign}",
        vi: "Đã tạm dừng chiến dịch: {campaign}",
        it: "Campagna messa in pausa: {campaign}",
    },
    Message {
        code: "CAMPAIGN_RESUMED",
        en: "Campaign resumed successfully: {campaign}",
        vi: "Chiến dịch đã chạy tiếp: {campaign}",
        it: "Campagna ripresa: {campaign}",
    },
    Message {
        code: "CAMPAIGN_CANCELLED",
        en: "Campaign cancelled: {campaign}",
        vi: "Chiến dịch đã bị hủy: {campaign}",
        it: "Campagna annullata: {campaign}",
    },
    Message {
        code: "BUDGET_90_PERCENT",
        en: "Campaign budget 90% depleted: {campaign}",
        vi: "Ngân sách chiến dịch đã dùng 90%: {campaign}",
        it: "Budget della campagna esaurito al 90%: {campaign}",
    },
    Message {
        code: "ASSET_APPROVED",
        en: "The asset {asset} was approved",
        vi: "Nội dung {asset} đã được phê duyệt",
        it: "Il contenuto {asset} è stato approvato",
    },
    Message {
        code: "ASSET_REJECTED",
        en: "The asset {asset} was rejected: {reason}",
        vi: "Nội dung {asset} bị từ chối: {reason}",
        it: "Il contenuto {asset} è stato respinto: {reason}",
    },
    Message {
        code: "IMPRESSIONS_REJECTED",
        en: "{count} {count?impression on your screens was|impressions on your screens were} rejected in review",
        vi: "{count} lượt hiển thị trên màn hình của bạn bị từ chối khi xét duyệt",
        it: "{count} impression sui tuoi schermi {count?è stata respinta|sono state respinte} in revisione",
    },
    Message {
        code: "REVIEW_REMINDER",
        en: "An impression of {campaign} waits for review since {hours} {hours?hour|hours}",
        vi: "Một lượt hiển thị của {campaign} đã chờ xét duyệt {hours} giờ",
        it: "Un'impression di {campaign} attende la revisione da {hours} {hours?ora|ore}",
    },
];
