//! Messages about disputes and chargebacks. Source: S3 5.3 "Notify both parties". Rule: CHB-01.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "DISPUTE_OPENED",
        en: "{advertiser} disputes {count} plays of {campaign} ({amount}): {type}",
        vi: "{advertiser} khiếu nại {count} lượt phát của {campaign} ({amount}): {type}",
        it: "{advertiser} contesta {count} riproduzioni di {campaign} ({amount}): {type}",
    },
    Message {
        code: "DISPUTE_OPENED_SUPPLIER",
        en: "{count} plays of {campaign} on your screens are disputed ({amount}): {type}. Their \
             payout waits; upload missing screenshots and device logs now",
        vi: "{count} lượt phát của {campaign} trên màn hình của bạn bị khiếu nại ({amount}): {type}. \
             Việc chi trả tạm chờ; hãy tải lên ảnh chụp màn hình và nhật ký thiết bị còn thiếu ngay",
        it: "{count} riproduzioni di {campaign} sui tuoi schermi sono contestate ({amount}): {type}. \
             Il pagamento attende; carica ora gli screenshot e i log dei dispositivi mancanti",
    },
    Message {
        code: "DISPUTE_INVESTIGATED",
        en: "Your dispute about {count} plays of {campaign} ({type}) is being investigated",
        vi: "Khiếu nại của bạn về {count} lượt phát của {campaign} ({type}) đang được điều tra",
        it: "La tua contestazione su {count} riproduzioni di {campaign} ({type}) è in esame",
    },
    Message {
        code: "DISPUTE_REMINDER",
        en: "The dispute of {advertiser} about {campaign} ({type}, {count} plays, {amount}) has \
             waited for {days} days: {status}",
        vi: "Khiếu nại của {advertiser} về {campaign} ({type}, {count} lượt phát, {amount}) đã chờ \
             {days} ngày: {status}",
        it: "La contestazione di {advertiser} su {campaign} ({type}, {count} riproduzioni, {amount}) \
             attende da {days} giorni: {status}",
    },
    Message {
        code: "REFUND_ISSUED",
        en: "Refund issued: {cost} for {back} of {count} disputed plays of {campaign}. {findings}",
        vi: "Đã hoàn tiền: {cost} cho {back} trên {count} lượt phát bị khiếu nại của {campaign}. \
             {findings}",
        it: "Rimborso emesso: {cost} per {back} di {count} riproduzioni contestate di {campaign}. \
             {findings}",
    },
    Message {
        code: "CHARGEBACK",
        en: "Chargeback: {cost} - {reason} ({back} of {count} disputed plays of {campaign})",
        vi: "Bồi hoàn: {cost} - {reason} ({back} trên {count} lượt phát bị khiếu nại của {campaign})",
        it: "Storno: {cost} - {reason} ({back} di {count} riproduzioni contestate di {campaign})",
    },
    Message {
        code: "DISPUTE_REJECTED",
        en: "Your dispute about {campaign} ({type}, {count} plays) was rejected: {findings}",
        vi: "Khiếu nại của bạn về {campaign} ({type}, {count} lượt phát) bị bác: {findings}",
        it: "La tua contestazione su {campaign} ({type}, {count} riproduzioni) è respinta: {findings}",
    },
    Message {
        code: "DISPUTE_NO_CHARGEBACK",
        en: "Your dispute about missing plays of {campaign} is closed without a chargeback: {findings}",
        vi: "Khiếu nại của bạn về lượt phát bị thiếu của {campaign} đã đóng, không bồi hoàn: {findings}",
        it: "La tua contestazione sulle riproduzioni mancanti di {campaign} è chiusa senza storno: \
             {findings}",
    },
    Message {
        code: "DISPUTE_WITHDRAWN",
        en: "{advertiser} took back the dispute about {campaign} ({type}, {count} plays)",
        vi: "{advertiser} đã rút khiếu nại về {campaign} ({type}, {count} lượt phát)",
        it: "{advertiser} ha ritirato la contestazione su {campaign} ({type}, {count} riproduzioni)",
    },
    Message {
        code: "DISPUTE_ENDED_SUPPLIER",
        en: "The dispute about {count} plays of {campaign} on your screens ended; they stand and are \
             paid out",
        vi: "Khiếu nại về {count} lượt phát của {campaign} trên màn hình của bạn đã kết thúc; chúng \
             được giữ nguyên và được chi trả",
        it: "La contestazione su {count} riproduzioni di {campaign} sui tuoi schermi è finita; restano \
             valide e vengono pagate",
    },
    Message {
        code: "SUPPLIER_CHARGEBACK_RATE",
        en: "{supplier} is flagged: {charged_back} of {billed} billed plays of {days} days were \
             charged back ({rate} %, more than {limit} %)",
        vi: "{supplier} bị gắn cờ: {charged_back} trên {billed} lượt phát tính phí trong {days} ngày \
             bị bồi hoàn ({rate} %, hơn {limit} %)",
        it: "{supplier} è segnalato: {charged_back} di {billed} riproduzioni fatturate in {days} \
             giorni sono state stornate ({rate} %, più del {limit} %)",
    },
    Message {
        code: "CHARGEBACK_RATE_HIGH",
        en: "Your account {supplier} is under review: {charged_back} of {billed} billed plays of \
             {days} days were charged back ({rate} %, more than {limit} %)",
        vi: "Tài khoản {supplier} của bạn đang được xem xét: {charged_back} trên {billed} lượt phát \
             tính phí trong {days} ngày bị bồi hoàn ({rate} %, hơn {limit} %)",
        it: "Il tuo account {supplier} è sotto esame: {charged_back} di {billed} riproduzioni \
             fatturate in {days} giorni sono state stornate ({rate} %, più del {limit} %)",
    },
    Message {
        code: "CHARGEBACK_FLAG_CLEARED",
        en: "{supplier} is no longer flagged: {charged_back} of {billed} billed plays of {days} days \
             were charged back ({rate} %, limit {limit} %)",
        vi: "{supplier} không còn bị gắn cờ: {charged_back} trên {billed} lượt phát tính phí trong \
             {days} ngày bị bồi hoàn ({rate} %, giới hạn {limit} %)",
        it: "{supplier} non è più segnalato: {charged_back} di {billed} riproduzioni fatturate in \
             {days} giorni sono state stornate ({rate} %, limite {limit} %)",
    },
];
