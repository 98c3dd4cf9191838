//! Messages about distribution, device commands and emergency stops. Rule: CAM-10, CAM-12, OPS-08.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "CAMPAIGN_NO_ONLINE_DEVICES",
        en: "No online devices for campaign {campaign} ({id}); content is pushed again every {minutes} {minutes?minute|minutes}",
        vi: "Không có thiết bị trực tuyến cho chiến dịch {campaign} ({id}); nội dung được gửi lại mỗi {minutes} phút",
        it: "Nessun dispositivo online per la campagna {campaign} ({id}); il contenuto viene inviato di nuovo ogni {minutes} {minutes?minuto|minuti}",
    },
    Message {
        code: "CAMPAIGN_DEVICES_OFFLINE",
        en: "No device of campaign {campaign} has been online for {minutes} {minutes?minute|minutes}. Nothing is billed until the first impression; consider pausing the campaign",
        vi: "Không thiết bị nào của chiến dịch {campaign} trực tuyến trong {minutes} phút. Không tính phí cho đến lượt hiển thị đầu tiên; hãy cân nhắc tạm dừng chiến dịch",
        it: "Nessun dispositivo della campagna {campaign} è online da {minutes} {minutes?minuto|minuti}. Nulla viene addebitato fino alla prima impressione; valuta di mettere in pausa la campagna",
    },
    Message {
        code: "CAMPAIGN_DISTRIBUTION_FAILED",
        en: "URGENT: the content of campaign {campaign} could not be distributed after {tries} tries: {error}. Pause campaign or retry",
        vi: "KHẨN CẤP: không thể phân phối nội dung của chiến dịch {campaign} sau {tries} lần thử: {error}. Hãy tạm dừng chiến dịch hoặc thử lại",
        it: "URGENTE: il contenuto della campagna {campaign} non è stato distribuito dopo {tries} tentativi: {error}. Metti in pausa la campagna o riprova",
    },
    Message {
        code: "CAMPAIGN_LATE_ACTIVATION",
        en: "Campaign {campaign} was activated {minutes} {minutes?minute|minutes} after its start date {start}",
        vi: "Chiến dịch {campaign} được kích hoạt {minutes} phút sau ngày bắt đầu {start}",
        it: "La campagna {campaign} è stata attivata {minutes} {minutes?minuto|minuti} dopo la data di inizio {start}",
    },
    Message {
        code: "CAMPAIGN_NO_FIRST_IMPRESSION",
        en: "Campaign {campaign} has been active for {hours} {hours?hour|hours} without a single impression",
        vi: "Chiến dịch {campaign} đã hoạt động {hours} giờ mà chưa có lượt hiển thị nào",
        it: "La campagna {campaign} è attiva da {hours} {hours?ora|ore} senza una sola impressione",
    },
    Message {
        code: "DEVICE_COMMAND_FAILED",
        en: "Device {device} could not do {kind}: {detail}",
        vi: "Thiết bị {device} không thực hiện được {kind}: {detail}",
        it: "Il dispositivo {device} non ha potuto eseguire {kind}: {detail}",
    },
    Message {
        code: "CAMPAIGN_EMERGENCY_STOPPED",
        en: "URGENT: campaign {campaign} was stopped by an emergency stop ({reason}). It resumes only after a review",
        vi: "KHẨN CẤP: chiến dịch {campaign} đã bị dừng khẩn cấp ({reason}). Chỉ được tiếp tục sau khi xem xét",
        it: "URGENTE: la campagna {campaign} è stata fermata con un arresto d'emergenza ({reason}). Riprende solo dopo una verifica",
    },
    Message {
        code: "SUPPLIER_CAMPAIGN_STOPPED",
        en: "Campaign {campaign} was stopped by an emergency stop ({reason}) on {devices} {devices?device|devices} in your stores",
        vi: "Chiến dịch {campaign} đã bị dừng khẩn cấp ({reason}) trên {devices} thiết bị tại các cửa hàng của bạn",
        it: "La campagna {campaign} è stata fermata con un arresto d'emergenza ({reason}) su {devices} {devices?dispositivo|dispositivi} nei tuoi negozi",
    },
    Message {
        code: "INCIDENT_OPENED",
        en: "URGENT: emergency stop of campaign {campaign} by {by} ({reason}): {devices} {devices?device was|devices were} told to stop, {unreachable} of them {unreachable?is|are} unreachable. The investigation is due at {due}",
        vi: "KHẨN CẤP: {by} dừng khẩn cấp chiến dịch {campaign} ({reason}): đã yêu cầu {devices} thiết bị dừng, {unreachable} thiết bị không liên lạc được. Hạn điều tra: {due}",
        it: "URGENTE: arresto d'emergenza della campagna {campaign} da parte di {by} ({reason}): {devices} {devices?dispositivo ha|dispositivi hanno} ricevuto l'ordine, {unreachable} {unreachable?non è raggiungibile|non sono raggiungibili}. L'indagine scade il {due}",
    },
    Message {
        code: "INCIDENT_NOT_DARK",
        en: "URGENT: {open} of {devices} {devices?device|devices} {open?has|have} not confirmed the stop of campaign {campaign} within {seconds} {seconds?second|seconds}",
        vi: "KHẨN CẤP: {open} trong {devices} thiết bị chưa xác nhận dừng chiến dịch {campaign} trong {seconds} giây",
        it: "URGENTE: {open} {open?dispositivo|dispositivi} su {devices} non {open?ha|hanno} confermato l'arresto della campagna {campaign} entro {seconds} {seconds?secondo|secondi}",
    },
    Message {
        code: "INCIDENT_DARK",
        en: "{devices?The only device has|All devices have} confirmed the stop of campaign {campaign} ({devices}); time to dark {seconds} s",
        vi: "Tất cả {devices} thiết bị đã xác nhận dừng chiến dịch {campaign}; thời gian tắt {seconds} giây",
        it: "{devices?L'unico dispositivo ha|Tutti i dispositivi hanno} confermato l'arresto della campagna {campaign} ({devices}); tempo di spegnimento {seconds} s",
    },
    Message {
        code: "INCIDENT_OVERDUE",
        en: "The investigation of the emergency stop of campaign {campaign} is overdue: it was due at {due}",
        vi: "Điều tra về việc dừng khẩn cấp chiến dịch {campaign} đã quá hạn: hạn là {due}",
        it: "L'indagine sull'arresto d'emergenza della campagna {campaign} è in ritardo: scadeva il {due}",
    },
    Message {
        code: "INCIDENT_FALSE_ALARM",
        en: "The emergency stop of campaign {campaign} was a false alarm: it may resume. Compensation: {compensation}",
        vi: "Việc dừng khẩn cấp chiến dịch {campaign} là báo động giả: chiến dịch có thể tiếp tục. Bồi thường: {compensation}",
        it: "L'arresto d'emergenza della campagna {campaign} era un falso allarme: può riprendere. Compensazione: {compensation}",
    },
    Message {
        code: "INCIDENT_VALID_CONCERN",
        en: "The concern about campaign {campaign} is valid: {findings}. Resolve the issue; content to be approved again: {reapprove}",
        vi: "Lo ngại về chiến dịch {campaign} là có cơ sở: {findings}. Hãy khắc phục vấn đề; nội dung cần duyệt lại: {reapprove}",
        it: "Il problema sulla campagna {campaign} è fondato: {findings}. Risolvi il problema; contenuti da approvare di nuovo: {reapprove}",
    },
    Message {
        code: "INCIDENT_POLICY_VIOLATION",
        en: "FORMAL WARNING: campaign {campaign} violates the policy and remains paused: {findings}",
        vi: "CẢNH CÁO CHÍNH THỨC: chiến dịch {campaign} vi phạm chính sách và tiếp tục bị tạm dừng: {findings}",
        it: "AVVISO FORMALE: la campagna {campaign} viola le regole e resta in pausa: {findings}",
    },
    Message {
        code: "INCIDENT_FRAUD_CONFIRMED",
        en: "Fraud was confirmed in campaign {campaign}: it is terminated and the account is investigated. {findings}",
        vi: "Đã xác nhận gian lận trong chiến dịch {campaign}: chiến dịch bị chấm dứt và tài khoản bị điều tra. {findings}",
        it: "Frode confermata nella campagna {campaign}: è terminata e l'account è sotto indagine. {findings}",
    },
    Message {
        code: "STOP_REQUEST_RECEIVED",
        en: "URGENT: {supplier} asks for an emergency stop of campaign {campaign} ({reason}); {stores} of its stores {stores?is|are} dark already",
        vi: "KHẨN CẤP: {supplier} yêu cầu dừng khẩn cấp chiến dịch {campaign} ({reason}); {stores} cửa hàng của họ đã tắt",
        it: "URGENTE: {supplier} chiede l'arresto d'emergenza della campagna {campaign} ({reason}); {stores} dei suoi negozi {stores?è già spento|sono già spenti}",
    },
    Message {
        code: "STOP_REQUEST_APPROVED",
        en: "Your request was approved: campaign {campaign} is stopped everywhere",
        vi: "Yêu cầu của bạn đã được chấp thuận: chiến dịch {campaign} đã dừng ở mọi nơi",
        it: "La tua richiesta è stata approvata: la campagna {campaign} è ferma ovunque",
    },
    Message {
        code: "STOP_REQUEST_DECLINED",
        en: "Your request to stop campaign {campaign} everywhere was declined: {note}",
        vi: "Yêu cầu dừng chiến dịch {campaign} ở mọi nơi đã bị từ chối: {note}",
        it: "La tua richiesta di fermare ovunque la campagna {campaign} è stata respinta: {note}",
    },
    Message {
        code: "CAMPAIGN_STORE_STOPPED",
        en: "A supplier stopped campaign {campaign} in {stores} {stores?store|stores} for safety ({reason}); it runs on elsewhere while this is investigated",
        vi: "Một nhà cung cấp đã dừng chiến dịch {campaign} tại {stores} cửa hàng vì lý do an toàn ({reason}); chiến dịch vẫn chạy ở nơi khác trong khi điều tra",
        it: "Un fornitore ha fermato la campagna {campaign} in {stores} {stores?negozio|negozi} per sicurezza ({reason}); altrove continua durante l'indagine",
    },
];
