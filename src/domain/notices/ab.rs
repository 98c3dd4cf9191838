//! Messages about A/B tests and test mode. Rule: ABT-03, ABT-04, CAM-14, OPS-08.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "AB_TEST_STARTED",
        en: "A/B test of campaign {campaign} started: {variants} variants compared by {metric}, until {until}",
        vi: "Đã bắt đầu thử nghiệm A/B của chiến dịch {campaign}: {variants} biến thể, so sánh theo {metric}, đến {until}",
        it: "Test A/B della campagna {campaign} avviato: {variants} varianti confrontate per {metric}, fino al {until}",
    },
    Message {
        code: "AB_TEST_WINNER",
        en: "A/B test of campaign {campaign} has a winner: {winner}, with {confidence}% confidence. It gets all slots from now on",
        vi: "Thử nghiệm A/B của chiến dịch {campaign} đã có biến thể thắng: {winner}, độ tin cậy {confidence}%. Từ nay biến thể này nhận toàn bộ lượt phát",
        it: "Il test A/B della campagna {campaign} ha un vincitore: {winner}, con una confidenza del {confidence}%. Da ora riceve tutti gli spazi",
    },
    Message {
        code: "AB_TEST_RESULT_READY",
        en: "A/B test of campaign {campaign} recommends {winner}, with {confidence}% confidence. Choose the winner; the test continues until then",
        vi: "Thử nghiệm A/B của chiến dịch {campaign} đề xuất {winner}, độ tin cậy {confidence}%. Hãy chọn biến thể thắng; thử nghiệm tiếp tục cho đến lúc đó",
        it: "Il test A/B della campagna {campaign} consiglia {winner}, con una confidenza del {confidence}%. Scegli il vincitore; il test continua fino ad allora",
    },
    Message {
        code: "AB_TEST_NO_DIFFERENCE",
        en: "A/B test of campaign {campaign} shows no significant difference. Run it longer or accept any variant",
        vi: "Thử nghiệm A/B của chiến dịch {campaign} không cho thấy khác biệt đáng kể. Hãy chạy lâu hơn hoặc chấp nhận bất kỳ biến thể nào",
        it: "Il test A/B della campagna {campaign} non mostra differenze significative. Prolungalo o accetta una variante qualsiasi",
    },
    Message {
        code: "AB_TEST_LOW_VOLUME",
        en: "A/B test of campaign {campaign} has too few plays at its planned end {end}: {plays} of the {needed} that each variant needs. It continues; extend it, end it without a winner, or cancel it",
        vi: "Thử nghiệm A/B của chiến dịch {campaign} có quá ít lượt phát vào thời điểm kết thúc dự kiến {end}: {plays} trên {needed} lượt cần cho mỗi biến thể. Thử nghiệm tiếp tục; hãy gia hạn, kết thúc không có biến thể thắng hoặc hủy",
        it: "Il test A/B della campagna {campaign} ha troppe poche riproduzioni alla fine prevista {end}: {plays} delle {needed} necessarie a ogni variante. Continua; prolungalo, terminalo senza vincitore o annullalo",
    },
    Message {
        code: "AB_TEST_VARIANT_REMOVED",
        en: "Variant {variant} left the A/B test of campaign {campaign}: none of its content may play. {left} {left?variant remains and takes|variants remain and share} its weight",
        vi: "Biến thể {variant} đã rời thử nghiệm A/B của chiến dịch {campaign}: không nội dung nào của nó được phép phát. Còn {left} biến thể chia nhau tỷ trọng của nó",
        it: "La variante {variant} è uscita dal test A/B della campagna {campaign}: nessun suo contenuto può essere riprodotto. {left?Resta|Restano} {left} {left?variante, che prende|varianti, che si dividono} il suo peso",
    },
    Message {
        code: "AB_TEST_ENDED",
        en: "A/B test of campaign {campaign} ended: {outcome}. Winner: {winner}",
        vi: "Thử nghiệm A/B của chiến dịch {campaign} đã kết thúc: {outcome}. Biến thể thắng: {winner}",
        it: "Test A/B della campagna {campaign} terminato: {outcome}. Vincitore: {winner}",
    },
    Message {
        code: "CAMPAIGN_TEST_STARTED",
        en: "Test of campaign {campaign} started in {stores} {stores?store|stores} with {budget}, until {until}",
        vi: "Đã bắt đầu chạy thử chiến dịch {campaign} tại {stores} cửa hàng với {budget}, đến {until}",
        it: "Prova della campagna {campaign} avviata in {stores} {stores?negozio|negozi} con {budget}, fino al {until}",
    },
    Message {
        code: "CAMPAIGN_TEST_ENDED",
        en: "Test of campaign {campaign} ended ({reason}): {plays} {plays?impression|impressions}, {spent} spent, CPM {cpm}, quality score {quality}. Proceed, modify or cancel the campaign",
        vi: "Chạy thử chiến dịch {campaign} đã kết thúc ({reason}): {plays} lượt hiển thị, chi {spent}, CPM {cpm}, điểm chất lượng {quality}. Hãy tiếp tục, sửa đổi hoặc hủy chiến dịch",
        it: "Prova della campagna {campaign} terminata ({reason}): {plays} {plays?impressione|impressioni}, {spent} spesi, CPM {cpm}, punteggio di qualità {quality}. Prosegui, modifica o annulla la campagna",
    },
];
