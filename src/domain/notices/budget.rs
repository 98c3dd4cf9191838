//! Notices about budgets.

use super::Message;

/// Rule: BUD-04, D-55.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "BUDGET_ADDED",
        en: "Budget added: {amount} to {name}, now {budget}",
        vi: "Đã thêm ngân sách: {amount} cho {name}, hiện là {budget}",
        it: "Budget aggiunto: {amount} a {name}, ora {budget}",
    },
    Message {
        code: "BUDGET_ADDED_RESUMED",
        en: "Campaign resumed: {name}. Budget added: {amount}, now {budget}",
        vi: "Chiến dịch đã chạy lại: {name}. Đã thêm ngân sách: {amount}, hiện là {budget}",
        it: "Campagna ripresa: {name}. Budget aggiunto: {amount}, ora {budget}",
    },
    Message {
        code: "BUDGET_INCREASE_NEEDS_APPROVAL",
        en: "The budget of {name} is to grow by {amount} and needs approval",
        vi: "Ngân sách của {name} cần tăng thêm {amount} và chờ phê duyệt",
        it: "Il budget di {name} deve crescere di {amount} e richiede approvazione",
    },
    Message {
        code: "BUDGET_INCREASE_REJECTED",
        en: "The increase of {amount} for {name} was rejected: {reason}",
        vi: "Yêu cầu tăng {amount} cho {name} bị từ chối: {reason}",
        it: "L'aumento di {amount} per {name} è stato rifiutato: {reason}",
    },
];
