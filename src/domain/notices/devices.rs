//! Notices about devices.

use super::Message;

/// Rule: IMP-10 (edge case 5).
pub const MESSAGES: &[Message] = &[Message {
    code: "DEVICE_CLOCK_TROUBLE",
    en: "The clock of device {device} is wrong: {count} {count?play|plays} in 24 hours, the newest {difference}. \
         Sync device clock with NTP, or set the device to MAINTENANCE",
    vi: "Đồng hồ của thiết bị {device} bị sai: {count} lượt phát trong 24 giờ, lượt mới nhất \
         {difference}. Hãy đồng bộ đồng hồ thiết bị qua NTP hoặc chuyển thiết bị sang MAINTENANCE",
    it: "L'orologio del dispositivo {device} è sbagliato: {count} {count?riproduzione|riproduzioni} in 24 ore, l'ultima \
         {difference}. Sincronizzare l'orologio con NTP oppure mettere il dispositivo in MAINTENANCE",
}];
