//! Notices about evidence: room for screenshots, plays that never arrived.
//! Rule: OPS-08, POP-03, D-14, D-15.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "DEVICE_PLAYS_MISSING",
        en: "Device {device} made {made} plays, of which {missing} ({percent} %) never arrived: its counter skips {ranges}. Look at its network and its queue. Which campaigns the missing plays belonged to is not known",
        vi: "Thiết bị {device} đã phát {made} lượt, trong đó {missing} lượt ({percent} %) không bao giờ đến: bộ đếm bỏ qua {ranges}. Hãy kiểm tra mạng và hàng đợi của thiết bị. Không biết các lượt thiếu thuộc chiến dịch nào",
        it: "Il dispositivo {device} ha fatto {made} riproduzioni, di cui {missing} ({percent} %) mai arrivate: il contatore salta {ranges}. Controllare la rete e la coda del dispositivo. Non si sa a quali campagne appartenessero quelle mancanti",
    },
    Message {
        code: "DISK_NEARLY_FULL",
        en: "The disk is nearly full: {free} MiB of {total} MiB are free, less than {limit} MiB. Below {refuse} MiB screenshots are refused, and without room no play can be recorded",
        vi: "Ổ đĩa gần đầy: còn trống {free} MiB trên {total} MiB, ít hơn {limit} MiB. Dưới {refuse} MiB ảnh chụp màn hình bị từ chối, và khi hết chỗ không thể ghi nhận lượt phát nào",
        it: "Il disco è quasi pieno: sono liberi {free} MiB di {total} MiB, meno di {limit} MiB. Sotto {refuse} MiB le schermate vengono rifiutate, e senza spazio nessuna riproduzione può essere registrata",
    },
    Message {
        code: "SCREENSHOTS_NEAR_BUDGET",
        en: "Screenshots take {used} MiB, {percent} % or more of the {budget} MiB planned for them. Plan more disk, or keep them for fewer than {days} days",
        vi: "Ảnh chụp màn hình chiếm {used} MiB, từ {percent} % trở lên của {budget} MiB dự kiến. Hãy dành thêm ổ đĩa hoặc giữ ảnh ít hơn {days} ngày",
        it: "Le schermate occupano {used} MiB, il {percent} % o più dei {budget} MiB previsti. Prevedere più disco, oppure conservarle per meno di {days} giorni",
    },
];
