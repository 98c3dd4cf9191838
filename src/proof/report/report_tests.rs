//! Whole documents: set, read back as text, compared.

use std::{collections::BTreeMap, io::Write, process::Command};

use super::*;
use crate::domain::{
    money::{Amount, Currency},
    time::{Day, Timestamp},
};
use uuid::Uuid;

/// Markup of the typesetter, other scripts, pictures, all in the 100 characters of a name.
const HOSTILE: &str = "#emph[x] $x^2$ \"q\" @a <b> `c` \\ = * _ مرحبا שלום 🎉 Tiếng Việt \
                       WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn regions(all: u64) -> Vec<RegionLine> {
    let names = ["Hồ Chí Minh", "Hà Nội", "Đà Nẵng"].into_iter().filter(|_| all > 0);
    names.map(|name| RegionLine { name: name.to_owned(), impressions: all / 3 }).collect()
}

fn store(number: u64, plays: u64) -> StoreLine {
    StoreLine {
        name: format!("Vincom Center {number}"),
        region: "Hồ Chí Minh".to_owned(),
        devices: 3,
        duration_seconds: plays * 15,
        impressions: plays,
    }
}

/// A report over some days and stores; without stores an empty one.
fn report(stores: u64, days: u32) -> CampaignReport {
    let plays = |place: u64| 1_000 + place * 37;
    let all: u64 = (0..stores).map(plays).sum();
    let is_empty = stores == 0;
    let from = day("2026-02-01");
    let to = Day::from_number(from.number() + i32::try_from(days).unwrap() - 1);
    let hash = |n: u32| format!("{n:064x}");
    let each = move |n: u32| Day::from_number(from.number() + i32::try_from(n).unwrap());
    CampaignReport {
        kind: ReportKind::ProofOfPlay,
        advertiser: "Phở Việt JSC".to_owned(),
        brand: Some("Phở Việt".to_owned()),
        campaign: "Tết 2026".to_owned(),
        campaign_id: Uuid::from_u128(0x0198_a000_0000_7000_8000_0000_0000_ffff),
        from,
        to,
        is_live: false,
        as_of: Timestamp::parse("2026-03-01T00:00:00Z").unwrap(),
        currency: Currency::Usd,
        totals: Totals {
            impressions: all,
            unique_devices: stores * 3,
            unique_stores: stores,
            duration_seconds: all * 15,
            cost: Amount::from_micros(i64::try_from(all).unwrap() * 78_000),
            effective_cpm: (!is_empty).then(|| Amount::from_units(78)),
            rejected: if is_empty { 0 } else { 431 },
            under_review: if is_empty { 0 } else { 17 },
            backfilled: stores,
        },
        days: (0..days)
            .map(|n| DayLine { day: each(n), impressions: u64::from(n * 7919 % 1009) })
            .collect(),
        hours: (1_u8..16).map(|hour| (hour, u64::from(hour) * 97 % 311)).collect(),
        hours_local: (8_u8..23).map(|hour| (hour, u64::from(hour) * 97 % 311)).collect(),
        regions: regions(all),
        stores: (0..stores).rev().map(|n| store(n, plays(n))).collect(),
        more_stores: None,
        rejections: ["DEVICE_OFFLINE", "DUPLICATE_IMPRESSION", "NEW_REASON"]
            .iter()
            .filter(|_| !is_empty)
            .map(|reason| RejectionLine { reason: (*reason).to_owned(), count: 120 })
            .collect(),
        settlement: None,
        samples: Vec::new(),
        records: (0..if is_empty { 0 } else { days })
            .map(|n| RecordLine {
                day: each(n),
                kind: "RECORD".to_owned(),
                impressions: u64::from(n),
                hash: hash(n + 1),
                previous_hash: hash(n),
            })
            .collect(),
        checked: Checked {
            newest_hash: (!is_empty).then(|| hash(days)),
            checkpoint: None,
            url: None,
            file_name: "proof-of-play.json".to_owned(),
        },
    }
}

fn statement(lines: u64) -> PayoutStatement {
    PayoutStatement {
        supplier: "Saigon Screens".to_owned(),
        payout_id: Uuid::from_u128(7),
        from: day("2026-02-01"),
        to: day("2026-02-07"),
        paid_at: Timestamp::parse("2026-02-14T00:00:00Z").unwrap(),
        status: "COMPLETED".to_owned(),
        is_open: false,
        currency: Currency::Usd,
        gross: Amount::from_units(1_234),
        clawback: Amount::from_units(34),
        net: Amount::from_units(1_200),
        lines: (0..lines)
            .map(|n| PayoutLine {
                day: day("2026-02-03"),
                campaign: if n == 0 { HOSTILE.to_owned() } else { format!("Campaign {n}") },
                store: "Vincom Center".to_owned(),
                plays: 100 + n,
                amount: Amount::from_micros(6_240_000),
            })
            .collect(),
    }
}

/// A frame of one colour.
fn frame(shade: u8) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 75);
    let pixels = vec![shade.wrapping_mul(60); 640 * 360 * 3];
    encoder.encode(&pixels, 640, 360, jpeg_encoder::ColorType::Rgb).unwrap();
    jpeg
}

/// Puts a document where `DOCUMENTS_DIR` says, for people to look at.
fn keep(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("DOCUMENTS_DIR") {
        let path = std::path::Path::new(&folder).join(format!("{name}.pdf"));
        std::fs::write(path, pdf).unwrap();
    }
}

/// The text of a document, by `pdftotext` where the machine has it. Breaks of long words are
/// places of no width and no part of the text.
fn text_of(pdf: &[u8]) -> Option<String> {
    raw_text_of(pdf).map(|text| text.replace('\u{200b}', ""))
}

/// The same, letter by letter as whoever copies it gets it.
fn raw_text_of(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let run = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().ok()?;
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).unwrap())
}

/// Rule: POP-04, POP-07: what a reader copies to compare or to check stands whole on its line.
#[test]
fn hashes_checkpoints_and_commands_are_copied_as_they_are() {
    let mut given = report(2, 3);
    let hash = "c9a0bebb29d81b6a5a0ae96180a45f585cae312d4878bc45de6215a4efde0b06";
    let note = [
        "ads.example.com/log/of/a/long/name".to_owned(),
        "29088".to_owned(),
        "qc9ArLmomo/aVCOcj+Y5RhQynhWEmeN1a19vjac3f3c=".to_owned(),
        format!("\u{2014} ads.example.com/log/of/a/long/name {}", "Az3g+/8=".repeat(12)),
    ];
    given.checked.newest_hash = Some(hash.to_owned());
    given.checked.checkpoint =
        Some(format!("{}\n{}\n{}\n\n{}\n", note[0], note[1], note[2], note[3]));
    let pdf = campaign_pdf(&given, Language::En).unwrap();
    keep("copied", &pdf);
    let Some(text) = raw_text_of(&pdf) else { return };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for expected in note.iter().map(String::as_str).chain([hash]) {
        assert!(lines.iter().any(|line| line.contains(expected)), "{expected}\n{text}");
    }
    let command = format!("vetrina verify {}", given.checked.file_name);
    assert!(text.contains(&command), "{command}\n{text}");
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Rule: POP-04.
#[test]
fn a_report_is_set_in_each_language_with_its_figures() {
    for (language, title, cost, impressions, page) in [
        (Language::En, "PROOF OF PLAY", "USD 511.29", "6,555", "Page 1 of"),
        (Language::Vi, "BẰNG CHỨNG PHÁT QUẢNG CÁO", "511,29 USD", "6.555", "Trang 1/"),
        (Language::It, "PROVA DI TRASMISSIONE", "511,29 USD", "6.555", "Pagina 1 di"),
    ] {
        let mut given = report(6, 28);
        given.is_live = language == Language::It;
        let pdf = campaign_pdf(&given, language).unwrap();
        keep(&format!("report-{language}"), &pdf);
        assert!(pdf.starts_with(b"%PDF-"));
        let Some(text) = text_of(&pdf) else { continue };
        for expected in [title, cost, impressions, page, "Tết 2026", "Phở Việt JSC", "NEW_REASON"]
        {
            assert!(text.contains(expected), "{language}: {expected}\n{text}");
        }
        let hash = given.checked.newest_hash.unwrap();
        assert!(squeezed(&text).replace(' ', "").contains(&hash), "{language}\n{text}");
        assert!(text.contains("vetrina verify proof-of-play.json"), "{language}");
    }
}

/// The same data gives the same bytes, other data other ones: a document can be hashed.
#[test]
fn documents_are_made_the_same_each_time() {
    let first = campaign_pdf(&report(3, 2), Language::Vi).unwrap();
    assert_eq!(first, campaign_pdf(&report(3, 2), Language::Vi).unwrap());
    assert_ne!(first, campaign_pdf(&report(3, 2), Language::It).unwrap());
    let mut other = report(3, 2);
    other.totals.impressions += 1;
    assert_ne!(first, campaign_pdf(&other, Language::Vi).unwrap());
}

/// Rule: POP-04: what people write is shown as they wrote it, wherever it stands.
#[test]
fn hostile_names_are_shown_as_written() {
    let mut given = report(2, 3);
    for name in [&mut given.campaign, &mut given.advertiser] {
        HOSTILE.clone_into(name);
    }
    given.brand = Some("\u{202E}#pagebreak()".to_owned());
    HOSTILE.clone_into(&mut given.stores[0].name);
    HOSTILE.clone_into(&mut given.regions[0].name);
    given.checked.checkpoint = Some("#sys.inputs\n— x Az3g+/=".to_owned());
    let pdf = campaign_pdf(&given, Language::En).unwrap();
    keep("hostile", &pdf);
    let Some(text) = text_of(&pdf) else { return };
    let text = squeezed(&text);
    for expected in [
        "#emph[x] $x^2$ \"q\" @a <b> `c` \\ = * _",
        "#sys.inputs",
        "Tiếng Việt",
        "\u{25A1}#pagebreak()",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let letters = text.matches('W').count();
    assert!(letters >= 4 * 39, "{letters} letters of the long word are left\n{text}");
}

/// Rule: POP-04: a campaign without plays, one of many stores over a year, one with frames.
#[test]
fn empty_and_long_reports_are_set() {
    let empty = campaign_pdf(&report(0, 1), Language::En).unwrap();
    keep("empty", &empty);
    let mut long = report(700, 400);
    long.more_stores = Some((1_234, 56_789));
    long.kind = ReportKind::Final;
    long.settlement = Some(Settlement {
        budget: Amount::from_units(1_000),
        spent: Amount::from_units(900),
        refunded: Amount::from_units(100),
        ..Settlement::default()
    });
    let long = campaign_pdf(&long, Language::It).unwrap();
    keep("long", &long);
    let mut shown = report(5, 7);
    shown.samples = (0..4)
        .map(|n| Sample {
            jpeg: frame(n),
            caption: format!("Vincom Center · Screen {n} · 2026-02-05 09:30"),
            sha256: format!("{n:064x}"),
        })
        .collect();
    let shown = campaign_pdf(&shown, Language::Vi).unwrap();
    keep("samples", &shown);
    if let (Some(empty), Some(long), Some(shown)) =
        (text_of(&empty), text_of(&long), text_of(&shown))
    {
        assert!(empty.contains("No verified play in this period."), "{empty}");
        assert!(empty.contains("No record of this period is closed yet."), "{empty}");
        assert!(long.contains("Altri 1.234 negozi"), "{long}");
        assert!(long.contains("RAPPORTO FINALE") && long.contains("Liquidazione"));
        let heads = long.matches("Negozio").count();
        assert!(heads > 10, "the head stands on each page of the stores: {heads}");
        assert!(shown.contains("Ảnh chụp màn hình mẫu") && shown.contains("Screen 3"));
    }
}

/// A frame that is no picture is told, never shown as something else.
#[test]
fn a_frame_that_is_no_picture_is_an_error() {
    let mut given = report(1, 1);
    given.samples = vec![Sample { jpeg: b"no picture".to_vec(), ..Sample::default() }];
    let error = campaign_pdf(&given, Language::En).unwrap_err();
    assert!(matches!(error, DocumentError::Template(_)), "{error}");
}

/// Rule: POP-04.
#[test]
fn a_payouts_statement_adds_up_in_each_language() {
    for (language, title, net, status) in [
        (Language::En, "PAYOUT STATEMENT", "USD 1,200.00", "Completed"),
        (Language::Vi, "BẢNG KÊ THANH TOÁN", "1.200,00 USD", "Đã chi trả"),
        (Language::It, "ESTRATTO CONTO DEI COMPENSI", "1.200,00 USD", "Completato"),
    ] {
        let pdf = payout_pdf(&statement(60), language).unwrap();
        keep(&format!("payout-{language}"), &pdf);
        let Some(text) = text_of(&pdf) else { continue };
        for expected in [title, net, status, "Saigon Screens", "Campaign 59", "#emph[x]"] {
            assert!(text.contains(expected), "{language}: {expected}\n{text}");
        }
    }
    assert!(payout_pdf(&statement(0), Language::En).is_ok());
}

/// Each text that a template names exists.
#[test]
fn templates_name_texts_that_exist() {
    let known: BTreeMap<_, _> = layout::texts_of(Language::En);
    for source in [include_str!("campaign.typ"), include_str!("payout.typ")] {
        let named = source.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_'));
        for key in named.filter_map(|word| word.strip_prefix("t.")) {
            assert!(known.contains_key(key), "{key}");
        }
    }
}
