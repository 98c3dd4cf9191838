import { defineTexts } from "../../lib/texts";

/** What both the page of a screen and that of a store say. */
export const usePlaceTexts = defineTexts("places", {
  en: {
    noPlays: "No play in the last 7 days",
    noPlaysText: "As soon as a campaign plays here, its plays are counted.",
    dayTitle: "{{day}}: {{count}} billed plays, {{draws}} slots given out",
    daysLabel: "{{count}} billed plays in {{days}} days",
    plays_one: "{{count}} play",
    plays_other: "{{count}} plays",
    others_one: "{{count}} more campaign.",
    others_other: "{{count}} more campaigns.",
    voiceLegend: "Bar: share of the billed plays. Mark: the share that was promised.",
    voiceLabel: "{{name}}: {{delivered}} of the plays, {{promised}} promised",
    utcDays: "last 7 days, UTC",
  },
  vi: {
    noPlays: "Không có lượt phát trong 7 ngày qua",
    noPlaysText: "Khi có chiến dịch phát ở đây, lượt phát sẽ được đếm.",
    dayTitle: "{{day}}: {{count}} lượt tính tiền, {{draws}} suất đã cấp",
    daysLabel: "{{count}} lượt tính tiền trong {{days}} ngày",
    plays_one: "{{count}} lượt",
    plays_other: "{{count}} lượt",
    others_one: "Còn {{count}} chiến dịch.",
    others_other: "Còn {{count}} chiến dịch.",
    voiceLegend: "Thanh: tỷ lệ lượt tính tiền. Vạch: tỷ lệ đã cam kết.",
    voiceLabel: "{{name}}: {{delivered}} lượt phát, cam kết {{promised}}",
    utcDays: "7 ngày qua, UTC",
  },
  it: {
    noPlays: "Nessun passaggio negli ultimi 7 giorni",
    noPlaysText: "Appena una campagna va in onda qui, i passaggi vengono contati.",
    dayTitle: "{{day}}: {{count}} passaggi fatturati, {{draws}} slot assegnati",
    daysLabel: "{{count}} passaggi fatturati in {{days}} giorni",
    plays_one: "{{count}} passaggio",
    plays_other: "{{count}} passaggi",
    others_one: "Un'altra campagna ({{count}}).",
    others_other: "Altre {{count}} campagne.",
    voiceLegend: "Barra: quota dei passaggi fatturati. Segno: la quota promessa.",
    voiceLabel: "{{name}}: {{delivered}} dei passaggi, {{promised}} promesso",
    utcDays: "ultimi 7 giorni, UTC",
  },
});
