//! Messages about approvals, pauses by rule, licences, accounts and investigations. Rule: OPS-08.

use super::Message;

/// The table.
pub const MESSAGES: &[Message] = &[
    Message {
        code: "CAMPAIGN_CHANGES_REQUESTED",
        en: "Changes requested for campaign {campaign}: {reason}. Your budget was released; edit and submit again",
        vi: "Chiến dịch {campaign} cần chỉnh sửa: {reason}. Ngân sách đã được giải phóng; hãy sửa và gửi lại",
        it: "Modifiche richieste per la campagna {campaign}: {reason}. Il budget è stato sbloccato; modifica e invia di nuovo",
    },
    Message {
        code: "CAMPAIGN_PENDING_LONG",
        en: "Campaign pending approval for {days} {days?day|days}: {campaign}. It expires in {left} {left?day|days}; contact support to speed it up",
        vi: "Chiến dịch đã chờ phê duyệt {days} ngày: {campaign}. Sẽ hết hạn sau {left} ngày; hãy liên hệ bộ phận hỗ trợ",
        it: "Campagna in attesa di approvazione da {days} {days?giorno|giorni}: {campaign}. Scade tra {left} {left?giorno|giorni}; contatta l'assistenza",
    },
    Message {
        code: "APPROVAL_OVERDUE",
        en: "Campaign {campaign} waits for approval since {days} {days?day|days} and expires in {left} {left?day|days}. Please review it",
        vi: "Chiến dịch {campaign} đã chờ phê duyệt {days} ngày và sẽ hết hạn sau {left} ngày. Vui lòng xem xét",
        it: "La campagna {campaign} attende l'approvazione da {days} {days?giorno|giorni} e scade tra {left} {left?giorno|giorni}. Esaminala",
    },
    Message {
        code: "CAMPAIGN_EXPIRED",
        en: "Campaign expired due to prolonged pending status: {campaign}. Your budget was released; submit it as a new campaign",
        vi: "Chiến dịch đã hết hạn do chờ phê duyệt quá lâu: {campaign}. Ngân sách đã được giải phóng; hãy gửi lại thành chiến dịch mới",
        it: "Campagna scaduta per attesa prolungata: {campaign}. Il budget è stato sbloccato; inviala come nuova campagna",
    },
    Message {
        code: "APPROVAL_EXPIRED",
        en: "Expired campaign - review queue: {campaign} was not decided within {days} {days?day|days}",
        vi: "Chiến dịch hết hạn - hàng chờ duyệt: {campaign} không được quyết định trong {days} ngày",
        it: "Campagna scaduta - coda di revisione: {campaign} non è stata decisa entro {days} {days?giorno|giorni}",
    },
    Message {
        code: "CAMPAIGN_PAUSED_DEVICES_OFFLINE",
        en: "Campaign auto-paused: no device was online for {hours} {hours?hour|hours}: {campaign} (last seen {last_seen}). It resumes by itself when a device is back",
        vi: "Chiến dịch tự động tạm dừng: không có thiết bị trực tuyến trong {hours} giờ: {campaign} (lần cuối {last_seen}). Sẽ tự chạy tiếp khi có thiết bị trở lại",
        it: "Campagna messa in pausa: nessun dispositivo online per {hours} {hours?ora|ore}: {campaign} (ultimo contatto {last_seen}). Riprende da sola al ritorno di un dispositivo",
    },
    Message {
        code: "CAMPAIGN_RESUMED_DEVICE_BACK",
        en: "Campaign resumed: device {device} is back: {campaign}",
        vi: "Chiến dịch chạy tiếp: thiết bị {device} đã trở lại: {campaign}",
        it: "Campagna ripresa: il dispositivo {device} è di nuovo online: {campaign}",
    },
    Message {
        code: "CAMPAIGN_RESUMED_REFUND",
        en: "Campaign resumed: a review gave money back: {campaign}",
        vi: "Chiến dịch chạy tiếp: một lượt xét duyệt đã hoàn tiền: {campaign}",
        it: "Campagna ripresa: una revisione ha restituito denaro: {campaign}",
    },
    Message {
        code: "CAMPAIGN_PAUSED_POLICY",
        en: "Campaign auto-paused: policy violation: {campaign}: {reason}. Contact support; only an administrator can resume it",
        vi: "Chiến dịch tự động tạm dừng: vi phạm chính sách: {campaign}: {reason}. Hãy liên hệ bộ phận hỗ trợ; chỉ quản trị viên mới có thể cho chạy tiếp",
        it: "Campagna messa in pausa: violazione delle regole: {campaign}: {reason}. Contatta l'assistenza; solo un amministratore può riprenderla",
    },
    Message {
        code: "CAMPAIGN_PAUSED_SUSPENDED",
        en: "Campaign auto-paused: account suspended: {campaign}. Resolve the account issue first",
        vi: "Chiến dịch tự động tạm dừng: tài khoản bị đình chỉ: {campaign}. Hãy giải quyết vấn đề tài khoản trước",
        it: "Campagna messa in pausa: account sospeso: {campaign}. Risolvi prima il problema dell'account",
    },
    Message {
        code: "CAMPAIGN_PAUSED_CONTENT_EXPIRED",
        en: "Campaign auto-paused: content expired: {campaign}. Add approved content or extend the licence; after {days} {days?day|days} without action it is cancelled",
        vi: "Chiến dịch tự động tạm dừng: nội dung hết hạn: {campaign}. Hãy thêm nội dung đã duyệt hoặc gia hạn giấy phép; sau {days} ngày không xử lý sẽ bị hủy",
        it: "Campagna messa in pausa: contenuto scaduto: {campaign}. Aggiungi contenuti approvati o prolunga la licenza; dopo {days} {days?giorno|giorni} senza intervento viene annullata",
    },
    Message {
        code: "CONTENT_LEFT_ROTATION",
        en: "{asset} may not play any more and left campaign {campaign}, which goes on with its other content",
        vi: "{asset} không được phát nữa và đã rời chiến dịch {campaign}; chiến dịch tiếp tục với nội dung khác",
        it: "{asset} non può più essere riprodotto ed è uscito dalla campagna {campaign}, che prosegue con gli altri contenuti",
    },
    Message {
        code: "CONTENT_NONE_LEFT",
        en: "{asset} may not play any more: campaign {campaign} has no content left. Add approved content or extend the licence before it runs",
        vi: "{asset} không được phát nữa: chiến dịch {campaign} không còn nội dung. Hãy thêm nội dung đã duyệt hoặc gia hạn giấy phép trước khi chạy",
        it: "{asset} non può più essere riprodotto: la campagna {campaign} non ha più contenuti. Aggiungi contenuti approvati o prolunga la licenza",
    },
    Message {
        code: "LICENCE_ENDS_SOON",
        en: "The licence of {asset} ends in {days} {days?day|days}, at {end}. Extend it or add other content",
        vi: "Giấy phép của {asset} hết hạn sau {days} ngày, lúc {end}. Hãy gia hạn hoặc thêm nội dung khác",
        it: "La licenza di {asset} termina tra {days} {days?giorno|giorni}, il {end}. Prolungala o aggiungi altri contenuti",
    },
    Message {
        code: "CONTENT_BACK",
        en: "The licence of {asset} was extended: campaign {campaign} can be resumed",
        vi: "Giấy phép của {asset} đã được gia hạn: chiến dịch {campaign} có thể chạy tiếp",
        it: "La licenza di {asset} è stata prolungata: la campagna {campaign} può essere ripresa",
    },
    Message {
        code: "CAMPAIGN_CANCELLED_NO_CONTENT",
        en: "Campaign cancelled: no content for {days} {days?day|days}: {campaign}. The unused budget is refunded",
        vi: "Chiến dịch bị hủy: không có nội dung trong {days} ngày: {campaign}. Ngân sách chưa dùng được hoàn lại",
        it: "Campagna annullata: nessun contenuto per {days} {days?giorno|giorni}: {campaign}. Il budget non usato viene rimborsato",
    },
    Message {
        code: "CAMPAIGN_CANCELLED_NOT_RESUMED",
        en: "Campaign cancelled: not resumed within {days} {days?day|days} after the suspension was lifted: {campaign}. The unused budget is refunded",
        vi: "Chiến dịch bị hủy: không được chạy tiếp trong {days} ngày sau khi bỏ đình chỉ: {campaign}. Ngân sách chưa dùng được hoàn lại",
        it: "Campagna annullata: non ripresa entro {days} {days?giorno|giorni} dalla fine della sospensione: {campaign}. Il budget non usato viene rimborsato",
    },
    Message {
        code: "CAMPAIGN_CANCELLED_ACCOUNT",
        en: "Campaign cancelled: the account was terminated: {campaign}",
        vi: "Chiến dịch bị hủy: tài khoản đã bị chấm dứt: {campaign}",
        it: "Campagna annullata: l'account è stato chiuso: {campaign}",
    },
    Message {
        code: "ACCOUNT_SUSPENDED",
        en: "Your account was suspended ({reason}); {count} {count?campaign is|campaigns are} paused. Budgets stay held until this is resolved",
        vi: "Tài khoản của bạn bị đình chỉ ({reason}); {count} chiến dịch tạm dừng. Ngân sách vẫn được giữ cho đến khi giải quyết xong",
        it: "Il tuo account è stato sospeso ({reason}); {count} {count?campagna è|campagne sono} in pausa. I budget restano bloccati fino alla soluzione",
    },
    Message {
        code: "ACCOUNT_REINSTATED",
        en: "The suspension of your account was lifted. {count} {count?campaign waits|campaigns wait} to be resumed within {days} {days?day|days}; then {count?it is|they are} cancelled and refunded",
        vi: "Tài khoản của bạn đã được bỏ đình chỉ. {count} chiến dịch chờ chạy tiếp trong {days} ngày; sau đó sẽ bị hủy và hoàn tiền",
        it: "La sospensione del tuo account è stata revocata. {count} {count?campagna va ripresa|campagne vanno riprese} entro {days} {days?giorno|giorni}; poi {count?viene annullata e rimborsata|vengono annullate e rimborsate}",
    },
    Message {
        code: "ACCOUNT_TERMINATED",
        en: "Your account was terminated ({reason}). Refunded: {refund}, taken for debts: {debt}; it is settled within {days} {days?day|days}",
        vi: "Tài khoản của bạn đã bị chấm dứt ({reason}). Hoàn lại: {refund}, trừ nợ: {debt}; sẽ quyết toán trong {days} ngày",
        it: "Il tuo account è stato chiuso ({reason}). Rimborsati: {refund}, trattenuti per debiti: {debt}; il saldo avviene entro {days} {days?giorno|giorni}",
    },
    Message {
        code: "SETTLEMENT_NEEDED",
        en: "The account of {advertiser} was terminated ({reason}); settle it within {days} {days?day|days}",
        vi: "Tài khoản của {advertiser} đã bị chấm dứt ({reason}); hãy quyết toán trong {days} ngày",
        it: "L'account di {advertiser} è stato chiuso ({reason}); va saldato entro {days} {days?giorno|giorni}",
    },
    Message {
        code: "SETTLEMENT_OVERDUE",
        en: "The settlement of {advertiser} is overdue: {amount} wait in its wallet",
        vi: "Quyết toán của {advertiser} đã quá hạn: còn {amount} trong ví",
        it: "Il saldo di {advertiser} è in ritardo: {amount} restano nel portafoglio",
    },
    Message {
        code: "ACCOUNT_SETTLED",
        en: "Your account was settled: {amount} were paid out ({reference})",
        vi: "Tài khoản của bạn đã được quyết toán: {amount} đã được chi trả ({reference})",
        it: "Il tuo account è stato saldato: pagati {amount} ({reference})",
    },
    Message {
        code: "SUPPLIER_CAMPAIGNS_HELD",
        en: "{count} {count?campaign|campaigns} of {advertiser} on your screens {count?is|are} paused: the advertiser's account is suspended. Your payouts go on",
        vi: "{count} chiến dịch của {advertiser} trên màn hình của bạn tạm dừng: tài khoản nhà quảng cáo bị đình chỉ. Các khoản thanh toán cho bạn vẫn tiếp tục",
        it: "{count} {count?campagna|campagne} di {advertiser} sui tuoi schermi {count?è|sono} in pausa: l'account dell'inserzionista è sospeso. I tuoi pagamenti proseguono",
    },
    Message {
        code: "SUPPLIER_CAMPAIGNS_ENDED",
        en: "{count} {count?campaign|campaigns} of {advertiser} on your screens {count?is|are} cancelled: the advertiser's account was terminated. Your payouts go on",
        vi: "{count} chiến dịch của {advertiser} trên màn hình của bạn bị hủy: tài khoản nhà quảng cáo đã bị chấm dứt. Các khoản thanh toán cho bạn vẫn tiếp tục",
        it: "{count} {count?campagna|campagne} di {advertiser} sui tuoi schermi {count?è annullata|sono annullate}: l'account dell'inserzionista è stato chiuso. I tuoi pagamenti proseguono",
    },
    Message {
        code: "INVESTIGATION_DEVICE_ISSUES",
        en: "{campaign} had no impressions because stores or devices were not available. {refund} were refunded in full, and the campaign may run again free of charge: accept the extension, and its budget is credited to your wallet",
        vi: "{campaign} không có lượt hiển thị vì cửa hàng hoặc thiết bị không hoạt động. Đã hoàn toàn bộ {refund}, và chiến dịch có thể chạy lại miễn phí: hãy chấp nhận gia hạn, ngân sách sẽ được cộng vào ví của bạn",
        it: "{campaign} non ha avuto impression perché negozi o dispositivi non erano disponibili. {refund} sono stati rimborsati per intero e la campagna può ripartire senza costi: accetti l'estensione e il suo budget sarà accreditato sul portafoglio",
    },
    Message {
        code: "INVESTIGATION_BLOCKING",
        en: "{campaign} had no impressions because stores blocked it after its start ({stores}). {refund} were refunded in full",
        vi: "{campaign} không có lượt hiển thị vì các cửa hàng đã chặn sau khi bắt đầu ({stores}). Đã hoàn toàn bộ {refund}",
        it: "{campaign} non ha avuto impression perché i negozi l'hanno bloccata dopo l'avvio ({stores}). {refund} sono stati rimborsati per intero",
    },
    Message {
        code: "INVESTIGATION_PLATFORM_FAULT",
        en: "{campaign} had no impressions through our fault. {refund} were refunded in full, and {credit} were credited to your wallet",
        vi: "{campaign} không có lượt hiển thị do lỗi của chúng tôi. Đã hoàn toàn bộ {refund} và cộng {credit} vào ví của bạn",
        it: "{campaign} non ha avuto impression per colpa nostra. {refund} sono stati rimborsati per intero e {credit} accreditati sul tuo portafoglio",
    },
    Message {
        code: "INVESTIGATION_FORCE_MAJEURE",
        en: "{campaign} had no impressions through force majeure. {refund} were refunded in full",
        vi: "{campaign} không có lượt hiển thị do bất khả kháng. Đã hoàn toàn bộ {refund}",
        it: "{campaign} non ha avuto impression per forza maggiore. {refund} sono stati rimborsati per intero",
    },
];
