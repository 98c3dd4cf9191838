//! Notices about payouts, and about accounts of suppliers.

use super::Message;

/// Rule: PAY-01, CHB-01.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "PAYOUT_PAID",
        en: "Daily payout: {amount} for {count} plays of {from} to {to}",
        vi: "Khoản chi trả hằng ngày: {amount} cho {count} lượt phát từ {from} đến {to}",
        it: "Pagamento giornaliero: {amount} per {count} riproduzioni dal {from} al {to}",
    },
    Message {
        code: "PAYOUT_PAID_NET",
        en: "Daily payout: {amount} for {count} plays of {from} to {to}, after {clawback} kept back \
             for chargebacks",
        vi: "Khoản chi trả hằng ngày: {amount} cho {count} lượt phát từ {from} đến {to}, sau khi giữ \
             lại {clawback} cho các khoản bồi hoàn",
        it: "Pagamento giornaliero: {amount} per {count} riproduzioni dal {from} al {to}, dopo \
             {clawback} trattenuti per storni",
    },
    Message {
        code: "SUPPLIER_SUSPENDED",
        en: "Your account is suspended: {reason}. Payouts go on, withdrawals wait",
        vi: "Tài khoản của bạn bị tạm ngưng: {reason}. Việc chi trả vẫn tiếp tục, việc rút tiền phải \
             chờ",
        it: "Il tuo account è sospeso: {reason}. I pagamenti continuano, i prelievi attendono",
    },
    Message {
        code: "SUPPLIER_REINSTATED",
        en: "Your account is active again",
        vi: "Tài khoản của bạn đã hoạt động trở lại",
        it: "Il tuo account è di nuovo attivo",
    },
    Message {
        code: "SUPPLIER_TERMINATED",
        en: "Your account is closed: {reason}. What you earned is still paid out, whatever the amount",
        vi: "Tài khoản của bạn đã đóng: {reason}. Những gì bạn kiếm được vẫn được chi trả, dù số tiền \
             bao nhiêu",
        it: "Il tuo account è chiuso: {reason}. Quanto guadagnato viene comunque pagato, qualunque sia \
             l'importo",
    },
];
