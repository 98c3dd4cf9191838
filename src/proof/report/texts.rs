//! Words of documents: one table, a row a text, in three languages. Rule: POP-04.

use crate::domain::notices::Language;

/// A text of a document: `{name}` stands for a value.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// What the template calls it.
    pub key: &'static str,
    /// English.
    pub en: &'static str,
    /// Vietnamese.
    pub vi: &'static str,
    /// Italian.
    pub it: &'static str,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub const fn of(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Vi => self.vi,
            Language::It => self.it,
        }
    }
}

const fn text(key: &'static str, en: &'static str, vi: &'static str, it: &'static str) -> Text {
    Text { key, en, vi, it }
}

/// All texts of all documents.
pub const TEXTS: &[Text] = &[
    // --- titles and facts ---
    text("proof_of_play", "Proof of play", "Bằng chứng phát quảng cáo", "Prova di trasmissione"),
    text("final_report", "Final report", "Báo cáo kết thúc", "Rapporto finale"),
    text(
        "payout_statement",
        "Payout statement",
        "Bảng kê thanh toán",
        "Estratto conto dei compensi",
    ),
    text("final", "Final", "Chính thức", "Definitivo"),
    text("live", "Provisional", "Tạm tính", "Provvisorio"),
    text(
        "live_note",
        "The period is not over: figures can still grow.",
        "Kỳ báo cáo chưa kết thúc: số liệu có thể còn tăng.",
        "Il periodo non è concluso: i dati possono ancora crescere.",
    ),
    text(
        "final_note",
        "Every day of the period is closed. What came later stands in supplements.",
        "Mọi ngày trong kỳ đã chốt. Phần phát sinh sau nằm trong các bản bổ sung.",
        "Ogni giorno del periodo è chiuso. Ciò che è arrivato dopo è nei supplementi.",
    ),
    text("advertiser", "Advertiser", "Nhà quảng cáo", "Inserzionista"),
    text("brand", "Brand", "Thương hiệu", "Marchio"),
    text("campaign", "Campaign", "Chiến dịch", "Campagna"),
    text("campaign_id", "Campaign ID", "Mã chiến dịch", "ID campagna"),
    text("period", "Period", "Kỳ báo cáo", "Periodo"),
    text("status", "Status", "Trạng thái", "Stato"),
    text("as_of", "As of", "Tính đến", "Aggiornato al"),
    text("days_utc", "Days and hours in UTC", "Ngày và giờ theo UTC", "Giorni e ore in UTC"),
    text("time_zone", "Time zone", "Múi giờ", "Fuso orario"),
    text("currency", "Currency", "Tiền tệ", "Valuta"),
    text("page_of", "Page {page} of {pages}", "Trang {page}/{pages}", "Pagina {page} di {pages}"),
    // --- figures ---
    text("impressions", "Impressions", "Lượt hiển thị", "Impression"),
    text("unique_devices", "Unique devices", "Màn hình duy nhất", "Dispositivi unici"),
    text("unique_stores", "Unique stores", "Cửa hàng duy nhất", "Negozi unici"),
    text("duration", "Time on screen", "Thời lượng phát", "Tempo sullo schermo"),
    text("cost", "Cost", "Chi phí", "Costo"),
    text("effective_cpm", "Effective CPM", "CPM thực tế", "CPM effettivo"),
    text("verified", "Verified", "Đã xác minh", "Verificate"),
    text("rejected", "Rejected", "Bị từ chối", "Respinte"),
    text("under_review", "Under review", "Đang xem xét", "In verifica"),
    text(
        "backfilled",
        "Delivered late by a queue",
        "Gửi bù từ hàng đợi",
        "Arrivate in ritardo da coda",
    ),
    text("submitted", "Submitted plays", "Lượt phát đã gửi", "Trasmissioni inviate"),
    text("share", "Share", "Tỷ lệ", "Quota"),
    text("plays", "Plays", "Lượt phát", "Trasmissioni"),
    // --- charts ---
    text("by_day", "Impressions by day", "Lượt hiển thị theo ngày", "Impression per giorno"),
    text(
        "by_hour_utc",
        "Impressions by hour, UTC",
        "Lượt hiển thị theo giờ UTC",
        "Impression per ora, UTC",
    ),
    text(
        "by_hour_local",
        "Impressions by hour of the store's clock",
        "Lượt hiển thị theo giờ địa phương của cửa hàng",
        "Impression per ora locale del negozio",
    ),
    text(
        "no_plays",
        "No verified play in this period.",
        "Không có lượt phát nào được xác minh trong kỳ này.",
        "Nessuna trasmissione verificata in questo periodo.",
    ),
    // --- places ---
    text("regions", "Regions", "Khu vực", "Regioni"),
    text("region", "Region", "Khu vực", "Regione"),
    text("stores", "Stores", "Cửa hàng", "Negozi"),
    text("store", "Store", "Cửa hàng", "Negozio"),
    text("devices", "Devices", "Màn hình", "Dispositivi"),
    text(
        "more_stores",
        "{count} more stores with {impressions} impressions stand in the CSV and JSON form.",
        "Còn {count} cửa hàng với {impressions} lượt hiển thị trong bản CSV và JSON.",
        "Altri {count} negozi con {impressions} impression sono nelle versioni CSV e JSON.",
    ),
    // --- rejected ---
    text("rejected_plays", "Rejected plays", "Lượt phát bị từ chối", "Trasmissioni respinte"),
    text(
        "rejected_note",
        "Rejected plays are recorded, never billed.",
        "Lượt phát bị từ chối được ghi lại nhưng không tính phí.",
        "Le trasmissioni respinte sono registrate e mai fatturate.",
    ),
    text("reason", "Reason", "Lý do", "Motivo"),
    text("count", "Count", "Số lượng", "Numero"),
    text(
        "none_rejected",
        "No play was rejected.",
        "Không có lượt phát nào bị từ chối.",
        "Nessuna trasmissione è stata respinta.",
    ),
    // --- settlement ---
    text("settlement", "Settlement", "Quyết toán", "Liquidazione"),
    text("budget", "Budget", "Ngân sách", "Budget"),
    text("spent", "Spent", "Đã chi", "Speso"),
    text("refunded", "Refunded", "Đã hoàn", "Rimborsato"),
    text("held", "Held for review", "Giữ lại chờ xem xét", "Trattenuto per verifica"),
    text("absorbed", "Paid by the network", "Mạng lưới chi trả", "A carico della rete"),
    // --- samples ---
    text("samples", "Sample screenshots", "Ảnh chụp màn hình mẫu", "Schermate di esempio"),
    text(
        "samples_note",
        "Frames captured by the screens during playback; each one's SHA-256 was signed with its play.",
        "Khung hình do màn hình chụp khi phát; SHA-256 của mỗi ảnh đã được ký cùng lượt phát.",
        "Fotogrammi catturati dagli schermi durante la trasmissione; lo SHA-256 di ciascuno è stato firmato con essa.",
    ),
    text(
        "no_samples",
        "No screenshot of this period is stored. Hashes of the captured frames remain part of each signed play.",
        "Không có ảnh chụp nào của kỳ này được lưu. Mã băm của khung hình vẫn nằm trong từng lượt phát đã ký.",
        "Nessuna schermata di questo periodo è conservata. Gli hash dei fotogrammi restano in ogni trasmissione firmata.",
    ),
    // --- verification ---
    text("verification", "Verification", "Xác minh", "Verifica"),
    text(
        "verification_note",
        "Each day's record is closed at midnight UTC and never changes. It carries the SHA-256 of its own content and of the record before it, so that none can be altered, removed or moved without breaking the chain.",
        "Bản ghi của mỗi ngày được chốt lúc nửa đêm UTC và không bao giờ thay đổi. Nó mang mã SHA-256 của chính nội dung và của bản ghi trước đó, nên không thể sửa, xóa hay đảo thứ tự mà không làm đứt chuỗi.",
        "Il registro di ogni giorno si chiude a mezzanotte UTC e non cambia più. Contiene lo SHA-256 del proprio contenuto e del registro precedente: nessuno può essere alterato, tolto o spostato senza spezzare la catena.",
    ),
    text(
        "verify_step",
        "Download this report as JSON (format=json) and run:",
        "Tải báo cáo này ở dạng JSON (format=json) và chạy:",
        "Scaricare questo rapporto in JSON (format=json) ed eseguire:",
    ),
    text(
        "verify_scan",
        "The code holds campaign, period, totals and the newest hash.",
        "Mã này chứa chiến dịch, kỳ, tổng số và mã băm mới nhất.",
        "Il codice contiene campagna, periodo, totali e l'hash più recente.",
    ),
    text(
        "verify_scan_url",
        "The code leads to the report at its source.",
        "Mã này dẫn đến báo cáo tại nguồn.",
        "Il codice porta al rapporto alla fonte.",
    ),
    text(
        "newest_hash",
        "Newest hash of the chain",
        "Mã băm mới nhất của chuỗi",
        "Hash più recente della catena",
    ),
    text(
        "checkpoint",
        "Checkpoint of the transparency log",
        "Điểm kiểm tra của nhật ký minh bạch",
        "Checkpoint del registro di trasparenza",
    ),
    text("records", "Records and supplements", "Bản ghi và bản bổ sung", "Registri e supplementi"),
    text(
        "no_records",
        "No record of this period is closed yet.",
        "Chưa có bản ghi nào của kỳ này được chốt.",
        "Nessun registro di questo periodo è ancora chiuso.",
    ),
    text("day", "Day", "Ngày", "Giorno"),
    text("kind", "Kind", "Loại", "Tipo"),
    text("closed_at", "Closed", "Chốt lúc", "Chiuso"),
    text("hash", "SHA-256 of the record", "SHA-256 của bản ghi", "SHA-256 del registro"),
    text("hash_before", "Before it", "Trước đó", "Precedente"),
    text("kind_RECORD", "Record", "Bản ghi", "Registro"),
    text("kind_LATE", "Late plays", "Lượt phát muộn", "Arrivi tardivi"),
    text("kind_REVIEW_RESOLVED", "Reviews decided", "Xem xét xong", "Verifiche concluse"),
    text("kind_CHARGEBACK", "Chargebacks", "Hoàn trả", "Storni"),
    // --- payouts ---
    text("supplier", "Supplier", "Nhà cung cấp màn hình", "Fornitore"),
    text("statement_no", "Statement", "Số bảng kê", "Estratto"),
    text("PENDING", "Pending", "Chờ chi trả", "In attesa"),
    text("COMPLETED", "Completed", "Đã chi trả", "Completato"),
    text("gross", "Earned", "Doanh thu", "Maturato"),
    text("clawback", "Charged back", "Khấu trừ hoàn trả", "Storni trattenuti"),
    text("net", "Paid out", "Thực trả", "Liquidato"),
    text("amount", "Amount", "Số tiền", "Importo"),
    text("lines", "What was earned", "Chi tiết doanh thu", "Dettaglio del maturato"),
    text(
        "no_lines",
        "Nothing was earned in this period.",
        "Không có doanh thu trong kỳ này.",
        "Nulla è maturato in questo periodo.",
    ),
    text("total", "Total", "Tổng cộng", "Totale"),
    text(
        "payout_note",
        "Plays are paid seven days after they were verified; disputed ones wait for the outcome.",
        "Lượt phát được thanh toán bảy ngày sau khi xác minh; lượt đang tranh chấp chờ kết quả.",
        "Le trasmissioni si pagano sette giorni dopo la verifica; quelle contestate attendono l'esito.",
    ),
    // --- why plays are rejected, by recorded reason ---
    text(
        "INVALID_SIGNATURE",
        "Signature does not verify",
        "Chữ ký không hợp lệ",
        "Firma non valida",
    ),
    text(
        "INVALID_TIMESTAMP_FUTURE",
        "Time lies in the future",
        "Thời điểm ở tương lai",
        "Orario nel futuro",
    ),
    text(
        "TIMESTAMP_OUT_OF_BOUNDS",
        "Time out of bounds",
        "Thời điểm ngoài giới hạn",
        "Orario fuori dai limiti",
    ),
    text(
        "CAMPAIGN_NOT_ACTIVE",
        "Campaign was not running",
        "Chiến dịch không hoạt động",
        "Campagna non attiva",
    ),
    text(
        "ASSET_NOT_IN_CAMPAIGN",
        "Content of another campaign",
        "Nội dung không thuộc chiến dịch",
        "Contenuto di altra campagna",
    ),
    text(
        "CONTENT_EXPIRED",
        "Content not approved or expired",
        "Nội dung hết hạn hoặc chưa duyệt",
        "Contenuto scaduto o non approvato",
    ),
    text(
        "DEVICE_NOT_AUTHORIZED",
        "Device not of a chosen store",
        "Thiết bị không được phép",
        "Dispositivo non autorizzato",
    ),
    text("STORE_BLOCKED", "Blocked by the store", "Bị cửa hàng chặn", "Bloccata dal negozio"),
    text("DEVICE_OFFLINE", "Device was offline", "Thiết bị ngoại tuyến", "Dispositivo offline"),
    text("INSUFFICIENT_DURATION", "Played too short", "Phát quá ngắn", "Durata insufficiente"),
    text("DUPLICATE_IMPRESSION", "Already recorded", "Trùng lặp", "Già registrata"),
    text(
        "INVALID_LEASE",
        "Slot of something else",
        "Suất phát không khớp",
        "Slot di altro contenuto",
    ),
    text("COUNTER_REUSED", "Counter used twice", "Bộ đếm bị dùng lại", "Contatore riutilizzato"),
    text(
        "SCREENSHOT_MISSING",
        "Screenshot hash missing",
        "Thiếu mã băm ảnh chụp",
        "Hash della schermata mancante",
    ),
    text(
        "INVALID_LOCATION",
        "Too far from the store",
        "Quá xa cửa hàng",
        "Troppo lontano dal negozio",
    ),
    text("LOW_QUALITY", "Quality too low", "Chất lượng thấp", "Qualità insufficiente"),
    text("INSUFFICIENT_BUDGET", "Budget used up", "Hết ngân sách", "Budget esaurito"),
    text("REVIEW_EXPIRED", "Review not decided in time", "Quá hạn xem xét", "Verifica scaduta"),
    text("REVIEW_REJECTED", "Rejected in review", "Bị từ chối khi xem xét", "Respinta in verifica"),
    text(
        "CHARGEBACK_APPROVED",
        "Charged back after a dispute",
        "Hoàn trả sau tranh chấp",
        "Stornata dopo contestazione",
    ),
];

/// The text of a key in a language; the key itself where there is no such text.
#[must_use]
pub fn word(key: &str, language: Language) -> &str {
    let found = TEXTS.iter().find(|row| row.key == key);
    found.map_or(key, |row| row.of(language))
}

/// The text of a key with values in place of its placeholders.
#[must_use]
pub fn fill(key: &str, language: Language, values: &[(&str, &str)]) -> String {
    let mut text = word(key, language).to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::refusal::Code;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
    }

    /// Rule: POP-04.
    #[test]
    fn every_text_has_three_languages_with_the_same_placeholders() {
        let mut keys = BTreeSet::new();
        for row in TEXTS {
            assert!(keys.insert(row.key), "{} stands twice", row.key);
            for language in Language::ALL {
                let text = row.of(*language);
                assert!(!text.trim().is_empty(), "{} in {language}", row.key);
                assert_eq!(placeholders(text), placeholders(row.en), "{} in {language}", row.key);
            }
        }
    }

    /// A reason that people read as a bare code was forgotten here.
    #[test]
    fn reasons_of_plays_have_words() {
        for code in [
            Code::InvalidProof,
            Code::InvalidTimestampFuture,
            Code::TimestampOutOfBounds,
            Code::CampaignNotActive,
            Code::AssetNotInCampaign,
            Code::ContentExpired,
            Code::DeviceNotAuthorized,
            Code::StoreBlocked,
            Code::DeviceOffline,
            Code::InvalidDuration,
            Code::DuplicateImpression,
            Code::InvalidLease,
            Code::CounterReused,
            Code::ScreenshotMissing,
            Code::InvalidLocation,
            Code::LowQuality,
            Code::InsufficientBudget,
            Code::ReviewExpired,
            Code::ReviewRejected,
            Code::ChargebackApproved,
        ] {
            let reason = code.recorded_reason();
            for language in Language::ALL {
                assert_ne!(word(&reason, *language), reason, "{language}");
            }
        }
    }

    #[test]
    fn values_take_the_place_of_their_names() {
        let values = [("page", "2"), ("pages", "7")];
        assert_eq!(fill("page_of", Language::It, &values), "Pagina 2 di 7");
        assert_eq!(word("no such text", Language::En), "no such text");
    }
}
