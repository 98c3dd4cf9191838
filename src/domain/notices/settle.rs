//! Notices about money that waits for a decision after the end of a campaign or an account.

use super::Message;

/// Rule: BUD-07, CAM-12, CAM-27.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "CAMPAIGN_CANCELLED_HELD",
        en: "Campaign cancelled: {campaign}. {amount} of its budget stay held until the investigation or suspension is over, and are refunded then",
        vi: "Chiến dịch đã bị hủy: {campaign}. {amount} trong ngân sách được giữ đến khi điều tra hoặc đình chỉ kết thúc, rồi sẽ được hoàn lại",
        it: "Campagna annullata: {campaign}. {amount} del budget restano trattenuti fino alla fine dell'indagine o della sospensione, poi vengono rimborsati",
    },
    Message {
        code: "DEBT_NEEDS_SECOND_PERSON",
        en: "The debt of {amount} that {person} named at the termination of {advertiser} needs a second admin before it is taken",
        vi: "Khoản nợ {amount} mà {person} nêu khi chấm dứt tài khoản {advertiser} cần quản trị viên thứ hai duyệt trước khi thu",
        it: "Il debito di {amount} indicato da {person} alla chiusura di {advertiser} richiede un secondo amministratore prima di essere prelevato",
    },
    Message {
        code: "DEBT_REJECTED",
        en: "The debt of {amount} of {advertiser} was rejected by {person}: {reason}",
        vi: "Khoản nợ {amount} của {advertiser} đã bị {person} từ chối: {reason}",
        it: "Il debito di {amount} di {advertiser} è stato respinto da {person}: {reason}",
    },
    Message {
        code: "DEBT_TAKEN",
        en: "{amount} were taken from your wallet for the debts of your terminated account",
        vi: "{amount} đã được trừ từ ví của bạn cho khoản nợ của tài khoản đã chấm dứt",
        it: "{amount} sono stati prelevati dal portafoglio per i debiti del tuo account chiuso",
    },
];
