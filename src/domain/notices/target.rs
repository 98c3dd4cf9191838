//! Messages about stores that block a campaign. Rule: OPS-08, BLK-03, BLK-05, EC3.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "STORE_NOW_BLOCKS",
        en: "Store {store} now blocks your campaign due to: {reason}. {campaign} goes on in {stores} {stores?store|stores} and now expects {impressions} {impressions?impression|impressions} for {cost} of {budget} left. Remove the store or continue with fewer",
        vi: "Cửa hàng {store} hiện chặn chiến dịch của bạn vì: {reason}. {campaign} tiếp tục ở {stores} cửa hàng, dự kiến {impressions} lượt hiển thị với {cost} trong {budget} còn lại. Hãy bỏ cửa hàng hoặc tiếp tục với ít cửa hàng hơn",
        it: "Il negozio {store} ora blocca la tua campagna: {reason}. {campaign} prosegue in {stores} {stores?negozio|negozi} e prevede {impressions} impression per {cost} dei {budget} rimasti. Rimuovi il negozio o continua con meno negozi",
    },
    Message {
        code: "STORES_NOW_BLOCK",
        en: "{count} {count?store now blocks|stores now block} your campaign: {store}. First reason: {reason}. {campaign} goes on in {stores} {stores?store|stores} and now expects {impressions} {impressions?impression|impressions} for {cost} of {budget} left. Remove the stores or continue with fewer",
        vi: "{count} cửa hàng hiện chặn chiến dịch của bạn: {store}. Lý do đầu tiên: {reason}. {campaign} tiếp tục ở {stores} cửa hàng, dự kiến {impressions} lượt hiển thị với {cost} trong {budget} còn lại. Hãy bỏ các cửa hàng này hoặc tiếp tục với ít cửa hàng hơn",
        it: "{count} {count?negozio ora blocca|negozi ora bloccano} la tua campagna: {store}. Primo motivo: {reason}. {campaign} prosegue in {stores} {stores?negozio|negozi} e prevede {impressions} impression per {cost} dei {budget} rimasti. Rimuovi i negozi o continua con meno negozi",
    },
    Message {
        code: "STORE_OPEN_AGAIN",
        en: "No longer blocked: {store}. {campaign} has {stores} {stores?store|stores} and now expects {impressions} {impressions?impression|impressions} for {cost} of {budget} left",
        vi: "Không còn bị chặn: {store}. {campaign} có {stores} cửa hàng, dự kiến {impressions} lượt hiển thị với {cost} trong {budget} còn lại",
        it: "Non più bloccata: {store}. {campaign} ha {stores} {stores?negozio|negozi} e prevede {impressions} impression per {cost} dei {budget} rimasti",
    },
    Message {
        code: "STORE_OPEN_AGAIN_RESUME",
        en: "No longer blocked: {store}. Campaign {campaign} has {stores} {stores?store|stores} again and can be resumed; it would expect {impressions} {impressions?impression|impressions} for {cost} of {budget} left",
        vi: "Không còn bị chặn: {store}. Chiến dịch {campaign} lại có {stores} cửa hàng và có thể chạy tiếp; dự kiến {impressions} lượt hiển thị với {cost} trong {budget} còn lại",
        it: "Non più bloccata: {store}. La campagna {campaign} ha di nuovo {stores} {stores?negozio|negozi} e può essere ripresa; prevederebbe {impressions} impression per {cost} dei {budget} rimasti",
    },
    Message {
        code: "CAMPAIGN_ALL_STORES_BLOCKED",
        en: "All target stores have blocked your campaign {campaign}. It cannot run until you add new target stores or a store lifts its rule",
        vi: "Tất cả cửa hàng mục tiêu đã chặn chiến dịch {campaign}. Chiến dịch không thể chạy cho đến khi bạn thêm cửa hàng mới hoặc một cửa hàng gỡ quy tắc",
        it: "Tutti i negozi scelti hanno bloccato la tua campagna {campaign}. Non può girare finché non aggiungi negozi o un negozio non toglie la regola",
    },
    Message {
        code: "CAMPAIGN_NO_ELIGIBLE_STORES",
        en: "All target stores have blocked your campaign. {campaign} is paused and its budget stays held. Options: add new target stores, contact blocked stores for exemption, or cancel the campaign (refund of the remaining budget)",
        vi: "Tất cả cửa hàng mục tiêu đã chặn chiến dịch của bạn. {campaign} tạm dừng và ngân sách vẫn được giữ. Lựa chọn: thêm cửa hàng mới, liên hệ các cửa hàng đã chặn để xin miễn trừ, hoặc hủy chiến dịch (hoàn lại ngân sách còn lại)",
        it: "Tutti i negozi scelti hanno bloccato la tua campagna. {campaign} è in pausa e il budget resta bloccato. Opzioni: aggiungi nuovi negozi, contatta i negozi per un'esenzione o annulla la campagna (rimborso del budget rimasto)",
    },
    Message {
        code: "BLOCKING_OVERRIDDEN",
        en: "Admin override: Campaign {campaign} approved for your store {store} until {until}. Justification: {reason}",
        vi: "Quản trị viên cho phép: Chiến dịch {campaign} được duyệt cho cửa hàng {store} của bạn đến {until}. Lý do: {reason}",
        it: "Deroga dell'amministratore: campagna {campaign} approvata per il tuo negozio {store} fino al {until}. Motivazione: {reason}",
    },
];
