//! Notices about budgets, wallets and rates.

use super::Message;

/// Rule: BUD-04, BUD-07, CAM-29, D-55.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "BUDGET_INCREASE_NEEDS_APPROVAL",
        en: "Budget increase of {amount} needs approval: {campaign}, budget {budget}. The campaign \
             runs on",
        vi: "Khoản tăng ngân sách {amount} cần được duyệt: {campaign}, ngân sách {budget}. Chiến \
             dịch vẫn tiếp tục chạy",
        it: "L'aumento del budget di {amount} richiede un'approvazione: {campaign}, budget {budget}. \
             La campagna continua",
    },
    Message {
        code: "BUDGET_INCREASE_WAITS",
        en: "Your budget increase of {amount} is held until it is approved: {campaign}. The campaign \
             runs on with {budget}",
        vi: "Khoản tăng ngân sách {amount} của bạn được giữ cho đến khi được duyệt: {campaign}. Chiến \
             dịch vẫn chạy với {budget}",
        it: "L'aumento del budget di {amount} resta trattenuto fino all'approvazione: {campaign}. La \
             campagna continua con {budget}",
    },
    Message {
        code: "BUDGET_INCREASE_APPROVED",
        en: "Budget increase of {amount} approved: {campaign}. The budget is {budget} now",
        vi: "Khoản tăng ngân sách {amount} đã được duyệt: {campaign}. Ngân sách hiện là {budget}",
        it: "Aumento del budget di {amount} approvato: {campaign}. Il budget ora è {budget}",
    },
    Message {
        code: "BUDGET_INCREASE_REJECTED",
        en: "Budget increase of {amount} rejected: {campaign}. {reason}. The money is back in your \
             wallet",
        vi: "Khoản tăng ngân sách {amount} bị từ chối: {campaign}. {reason}. Tiền đã trở lại ví của \
             bạn",
        it: "Aumento del budget di {amount} respinto: {campaign}. {reason}. L'importo è tornato nel \
             portafoglio",
    },
    Message {
        code: "CREDIT_NEEDS_SECOND_PERSON",
        en: "A credit of {amount} to {owner} by {person} needs a second admin: {reason}",
        vi: "Khoản ghi có {amount} cho {owner} do {person} tạo cần quản trị viên thứ hai duyệt: \
             {reason}",
        it: "Un accredito di {amount} a {owner}, chiesto da {person}, richiede un secondo \
             amministratore: {reason}",
    },
    Message {
        code: "CREDIT_REJECTED",
        en: "The credit of {amount} to {owner} was rejected by {person}: {reason}",
        vi: "Khoản ghi có {amount} cho {owner} đã bị {person} từ chối: {reason}",
        it: "L'accredito di {amount} a {owner} è stato respinto da {person}: {reason}",
    },
    Message {
        code: "WALLET_CREDITED",
        en: "{amount} credited to your wallet: {reason}. Available: {available}",
        vi: "{amount} đã được ghi có vào ví của bạn: {reason}. Khả dụng: {available}",
        it: "{amount} accreditati sul portafoglio: {reason}. Disponibile: {available}",
    },
    Message {
        code: "WALLET_WITHDRAWN",
        en: "{amount} withdrawn from your wallet: {reference}. Available: {available}",
        vi: "{amount} đã được rút khỏi ví của bạn: {reference}. Khả dụng: {available}",
        it: "{amount} prelevati dal portafoglio: {reference}. Disponibile: {available}",
    },
    Message {
        code: "RATES_ANNOUNCED",
        en: "New rates (version {version}) take effect at {effective_at}. Plays before are not \
             affected",
        vi: "Bảng giá mới (phiên bản {version}) có hiệu lực từ {effective_at}. Các lượt phát trước đó \
             không bị ảnh hưởng",
        it: "Le nuove tariffe (versione {version}) valgono dal {effective_at}. Le riproduzioni \
             precedenti non cambiano",
    },
    Message {
        code: "RATE_CHANGE_IMPACT",
        en: "New rates from {effective_at} for {campaign}: mean CPM {current_cpm} becomes {new_cpm}, \
             projected cost {projected_cost} becomes {new_projected_cost}. The budget lasts to the \
             end",
        vi: "Bảng giá mới từ {effective_at} cho {campaign}: CPM trung bình {current_cpm} thành \
             {new_cpm}, chi phí dự kiến {projected_cost} thành {new_projected_cost}. Ngân sách đủ đến \
             ngày kết thúc",
        it: "Nuove tariffe dal {effective_at} per {campaign}: il CPM medio passa da {current_cpm} a \
             {new_cpm}, il costo previsto da {projected_cost} a {new_projected_cost}. Il budget basta \
             fino alla fine",
    },
    Message {
        code: "RATE_CHANGE_EXHAUSTS_BUDGET",
        en: "New rates from {effective_at} for {campaign}: mean CPM {current_cpm} becomes {new_cpm}, \
             projected cost {projected_cost} becomes {new_projected_cost}. The budget would be used \
             up on {exhausted_at}, earlier than now. Consider adding {increase}",
        vi: "Bảng giá mới từ {effective_at} cho {campaign}: CPM trung bình {current_cpm} thành \
             {new_cpm}, chi phí dự kiến {projected_cost} thành {new_projected_cost}. Ngân sách sẽ hết \
             vào {exhausted_at}, sớm hơn hiện nay. Hãy cân nhắc thêm {increase}",
        it: "Nuove tariffe dal {effective_at} per {campaign}: il CPM medio passa da {current_cpm} a \
             {new_cpm}, il costo previsto da {projected_cost} a {new_projected_cost}. Il budget si \
             esaurirebbe il {exhausted_at}, prima di quanto previsto ora. Valutare un aumento di {increase}",
    },
];
