//! A file made by hand, and what is said of each way to spoil it.

use uuid::Uuid;

use super::{
    model::{
        ActPart, CheckPart, ConsistencyPart, DailyPart, DevicePart, Evidence, File, LeafPart,
        LegPart, LogPart, MoneyPart, PricePart, RatePart, RecordPart, ReversalPart, ReviewPart,
        SubmissionPart, VerdictPart,
    },
    *,
};
use crate::{
    domain::{
        ids::CampaignNo,
        impression::{
            fraud::Flag,
            quality::{Deduction, DeductionEntry, QualityBand},
            record::PlayStatus,
        },
        pricing::{price::PricingMode, rates::DEFAULT_RATES, rates::StoreCategory},
        proof_of_play::{AggregateKind, DailyRecord, DayAggregate},
        time::{Day, Timestamp},
    },
    proof::{
        key::DeviceKey,
        leaf::{PlayIds, PlayLeaf, ReversalLeaf},
        log::{
            checkpoint::Checkpoint,
            hash::leaf_hash,
            note_key::NoteSigner,
            prove::{prove_consistency, prove_inclusion},
            source::root_at,
            testing::{Kept, leaf},
        },
        verify::{proof_hash, sha256},
    },
};

const KEY: &str = include_str!("../../../tests/fixtures/proof/device_2048.pem");
const TEXT: &str = include_str!("../../../tests/fixtures/proof/play_v2.txt");
const SIGNATURE: &str = include_str!("../../../tests/fixtures/proof/play_v2.sig");
const CAMPAIGN: Uuid = Uuid::from_u128(0x0192_f7a0_5b1e_7c3d_8a4f_1234_5678_90ab);
/// Leaves before the play's, and all of them.
const INDEX: u64 = 5;
const SIZE: u64 = 11;

fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0192_f7a0_0000_7000_8000_0000_0000_0000 + last)
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn signer() -> NoteSigner {
    NoteSigner::from_seed("test.example/log", [5; 32]).unwrap()
}

fn submission() -> SubmissionPart {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let signature = STANDARD.decode(SIGNATURE.trim()).unwrap();
    SubmissionPart {
        signature_version: 2,
        impression_id: id(0xc),
        device_id: id(0xb),
        campaign_id: CAMPAIGN.to_string(),
        content_asset_id: id(0xd),
        variant_id: None,
        played_at: "2026-02-05T14:30:00Z".to_owned(),
        duration_actual: 28,
        screenshot_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            .to_owned(),
        lat_microdegrees: Some(10_776_900),
        lng_microdegrees: Some(-500_001),
        key_id: Some(id(0xa)),
        counter: Some(4711),
        sent_at: Some(at("2026-02-05T14:30:01.5Z")),
        queued: false,
        lease_id: None,
        signed_text: TEXT.to_owned(),
        device_signature: SIGNATURE.trim().to_owned(),
        proof_hash: hex::encode(proof_hash(TEXT.as_bytes(), &signature)),
    }
}

fn device() -> DevicePart {
    let key = DeviceKey::from_pem(KEY).unwrap();
    DevicePart {
        id: id(0xb),
        name: "Sảnh chính".to_owned(),
        store_id: id(0xe),
        store_name: "Vincom Center".to_owned(),
        supplier_id: id(0xf),
        key_id: id(0xa),
        public_key_pem: pem(key.spki_der()),
        key_fingerprint: hex::encode(key.fingerprint()),
        key_valid_from: at("2026-02-01T00:00:00Z"),
        key_valid_until: None,
        enrolment: vec![ActPart {
            action: "device.create".to_owned(),
            at: at("2026-02-01T00:00:00Z"),
            by: "Ann".to_owned(),
        }],
    }
}

fn verdict() -> VerdictPart {
    VerdictPart {
        received_at: at("2026-02-05T14:30:02Z"),
        status: PlayStatus::Verified,
        checks: vec![CheckPart { check: "signature".to_owned(), outcome: "PASSED".to_owned() }],
        duration_expected: 30,
        delayed: false,
        quality: 95,
        deductions: vec![DeductionEntry { reason: Deduction::PlayedBelow95Percent, points: 5 }],
        flags: Vec::new(),
        ab_test: None,
        ab_variant: None,
        test_run: None,
    }
}

fn price() -> PricePart {
    let rate = |row: &crate::domain::pricing::rates::CategoryRate| RatePart {
        category: row.category,
        peak_micros: row.peak.micros(),
        off_peak_micros: row.off_peak.micros(),
    };
    PricePart {
        mode: PricingMode::RateCard,
        rate_version: 1,
        rates_effective_at: Timestamp::from_ms(0),
        rates: DEFAULT_RATES.iter().map(rate).collect(),
        category: StoreCategory::PremiumMall,
        is_peak: true,
        base_micros: 50_000_000,
        daily_foot_traffic: 8000,
        traffic_percent: 120,
        screen_inches_x10: 550,
        screen_width: 3840,
        screen_height: 2160,
        device_percent: 130,
        paid_seconds: 15,
        full_seconds: 15,
        priority: 5,
        priority_percent: 100,
        band: QualityBand::Premium,
        quality_percent: 100,
        cpm_micros: 78_000_000,
        cost_micros: 78_000,
    }
}

fn leg(debit: &str, credit: &str, amount_micros: i64) -> LegPart {
    LegPart {
        debit: debit.to_owned(),
        credit: credit.to_owned(),
        amount_micros,
        kind: "PLAY".to_owned(),
        at: at("2026-02-05T14:30:02Z"),
        transfer_id: None,
    }
}

fn money() -> MoneyPart {
    let (escrow, supplier) = (format!("campaign:{CAMPAIGN}:escrow"), id(0xf));
    MoneyPart {
        currency: "USD".to_owned(),
        cost_micros: 78_000,
        charged_micros: 70_000,
        absorbed_micros: 8_000,
        supplier_percent: 80,
        supplier_micros: 62_400,
        platform_micros: 15_600,
        remaining_micros: 0,
        legs: vec![
            leg("platform:absorbed", &escrow, 8_000),
            leg(&escrow, &format!("supplier:{supplier}:pending"), 62_400),
            leg(&escrow, "platform:revenue", 15_600),
        ],
    }
}

fn record() -> RecordPart {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let record = DailyRecord {
        campaign: CampaignNo(3),
        day: Day::parse("2026-02-05").unwrap(),
        number: 0,
        kind: AggregateKind::Record,
        generated_at: at("2026-02-06T00:00:00Z"),
        aggregate: DayAggregate { verified: 1, ..DayAggregate::default() },
        previous_hash: [7; 32],
        hash: [0; 32],
    };
    let bytes = [vec![1], postcard::to_allocvec(&record).unwrap()].concat();
    RecordPart {
        number: 0,
        kind: AggregateKind::Record,
        generated_at: record.generated_at,
        previous_hash: hex::encode(record.previous_hash),
        hash: hex::encode(sha256(&bytes)),
        hashed: Some(STANDARD.encode(bytes)),
    }
}

/// What the leaf of the sample says, from the sample's own constants.
fn entry(evidence: &Evidence) -> Vec<u8> {
    let mut entry = Vec::new();
    let (sent, money) = (&evidence.submission, &evidence.money);
    PlayLeaf {
        impression: id(0xc),
        ids: PlayIds {
            campaign: CAMPAIGN,
            device: id(0xb),
            store: id(0xe),
            supplier: id(0xf),
            asset: id(0xd),
            key: id(0xa),
        },
        key_named: Some(id(0xa)),
        signature_version: 2,
        counter: Some(4711),
        lease: None,
        variant: None,
        ab_test: None,
        test_run: None,
        played_at: at("2026-02-05T14:30:00Z"),
        received_at: at("2026-02-05T14:30:02Z"),
        sent_at: sent.sent_at,
        queued: false,
        delayed: false,
        duration_expected: 30,
        duration_actual: 28,
        location: Some((10_776_900, -500_001)),
        screenshot: Some(read32(&sent.screenshot_hash)),
        quality: 95,
        deductions: [Deduction::PlayedBelow95Percent]
            .into_iter()
            .collect::<crate::domain::impression::quality::Deductions>()
            .bits(),
        flags: evidence
            .verdict
            .flags
            .iter()
            .copied()
            .collect::<crate::domain::impression::fraud::Flags>()
            .bits(),
        reviewed: evidence.verdict.status == PlayStatus::UnderReview,
        peak: true,
        rate_version: 1,
        cpm: 78_000_000,
        cost: money.cost_micros,
        charged: money.charged_micros,
        absorbed: money.absorbed_micros,
        supplier_share: money.supplier_micros,
        remaining: money.remaining_micros,
        raw: [None; 3],
        proof: read32(&sent.proof_hash),
    }
    .write(&mut entry);
    entry
}

fn read32(text: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).unwrap();
    hash
}

fn part(index: u64, entry: Vec<u8>, log: &Kept) -> LeafPart {
    let proof = prove_inclusion(log, index, log.range.size()).unwrap();
    LeafPart {
        index,
        hash: hex::encode(leaf_hash(&entry)),
        entry: String::from_utf8(entry).unwrap(),
        inclusion: proof.iter().map(hex::encode).collect(),
    }
}

/// Puts the play, and its reversal where it has one, into a log, and writes down the proofs.
fn logged(mut evidence: Evidence) -> Evidence {
    let entry = entry(&evidence);
    let reversal = evidence.reversal.as_ref().map(|reversal| {
        let mut bytes = Vec::new();
        ReversalLeaf {
            impression: evidence.impression_id,
            play_leaf: INDEX,
            proof: read32(&evidence.submission.proof_hash),
            reason: &reversal.reason,
            decided_at: reversal.decided_at,
        }
        .write(&mut bytes);
        bytes
    });
    let hash = |index: u64| match (&reversal, index) {
        (_, INDEX) => leaf_hash(&entry),
        (Some(reversal), 9) => leaf_hash(reversal),
        _ => leaf(index),
    };
    let log = Kept::of_leaves((0..SIZE).map(hash));
    let root = root_at(&log, SIZE).unwrap();
    let checkpoint = Checkpoint::new("test.example/log", SIZE, root).unwrap();
    evidence.checkpoint = checkpoint.sign(&[&signer()]).unwrap().to_string();
    let growth = prove_consistency(&log, 8, SIZE).unwrap();
    evidence.consistency =
        Some(ConsistencyPart { from: 8, hashes: growth.iter().map(hex::encode).collect() });
    evidence.leaf = part(INDEX, entry.clone(), &log);
    if let (Some(placed), Some(bytes)) = (&mut evidence.reversal, reversal.clone()) {
        placed.leaf = part(9, bytes, &log);
    }
    evidence
}

fn sample() -> Evidence {
    let empty =
        LeafPart { index: 0, entry: String::new(), hash: String::new(), inclusion: Vec::new() };
    let key = signer().key().to_string();
    logged(Evidence {
        impression_id: id(0xc),
        made_at: at("2026-02-06T08:00:00Z"),
        log: LogPart { origin: "test.example/log".to_owned(), key },
        submission: submission(),
        device: device(),
        verdict: verdict(),
        price: price(),
        money: money(),
        daily: DailyPart {
            day: Day::parse("2026-02-05").unwrap(),
            status: "FINAL".to_owned(),
            records: vec![record()],
        },
        leaf: empty,
        review: None,
        reversal: None,
        checkpoint: String::new(),
        consistency: None,
    })
}

fn transfer(debit: &str, credit: &str, amount_micros: i64, kind: &str) -> LegPart {
    LegPart {
        kind: kind.to_owned(),
        transfer_id: Some(id(0x77)),
        ..leg(debit, credit, amount_micros)
    }
}

/// Held for review, approved, then taken back.
fn taken_back() -> Evidence {
    let mut evidence = sample();
    let (escrow, hold) =
        (format!("campaign:{CAMPAIGN}:escrow"), format!("campaign:{CAMPAIGN}:review_hold"));
    let supplier = format!("supplier:{}:pending", id(0xf));
    evidence.verdict.status = PlayStatus::UnderReview;
    evidence.verdict.flags = vec![Flag::NewDevice];
    evidence.review = Some(ReviewPart {
        status: PlayStatus::Verified,
        reason: None,
        decided_at: at("2026-02-06T14:30:02Z"),
        decided_by: "system".to_owned(),
        note: None,
    });
    evidence.money.legs = vec![
        leg("platform:absorbed", &escrow, 8_000),
        leg(&escrow, &hold, 78_000),
        transfer(&hold, &supplier, 62_400, "SUPPLIER_SHARE"),
        transfer(&hold, "platform:revenue", 15_600, "PLATFORM_SHARE"),
        transfer(&supplier, &escrow, 62_400, "CHARGEBACK"),
        transfer("platform:revenue", &escrow, 7_600, "CHARGEBACK"),
        transfer("platform:revenue", "platform:absorbed", 8_000, "CHARGEBACK"),
    ];
    let empty =
        LeafPart { index: 0, entry: String::new(), hash: String::new(), inclusion: Vec::new() };
    evidence.reversal = Some(ReversalPart {
        reason: "CHARGEBACK".to_owned(),
        decided_at: at("2026-02-20T09:00:00Z"),
        leaf: empty,
    });
    logged(evidence)
}

fn failures(evidence: Evidence) -> Vec<Part> {
    let report = verify(&seal(evidence, &signer()).unwrap(), &Trust::default());
    assert_eq!(report.accepted, report.failures().next().is_none());
    report.failures().map(|part| part.part).collect()
}

/// Rule: POP-07.
#[test]
fn a_good_file_is_accepted_and_says_what_it_does_not_prove() {
    for evidence in [sample(), taken_back()] {
        let bytes = seal(evidence.clone(), &signer()).unwrap();
        let report = verify(&bytes, &Trust::default());
        assert!(report.accepted, "{report:#?}");
        let told = report.not_proved.join("\n");
        for wanted in ["on the glass", "--log-key", "--checkpoint", "left a bank"] {
            assert!(told.contains(wanted), "{wanted}: {told}");
        }
        let proved = report.proved.join("\n");
        assert_eq!(proved.contains("taken back"), evidence.reversal.is_some(), "{proved}");
    }
}

type Lie = fn(&mut Evidence);

/// Lies about a play that was billed at once, and the part that shows each.
const LIES: &[(Part, Lie)] = &[
    (Part::LogKey, |e| e.log.origin = "other.example/log".to_owned()),
    (Part::LogKey, |e| e.log.key = "nonsense".to_owned()),
    (Part::DeviceSignature, |e| e.submission.duration_actual = 30),
    (Part::DeviceSignature, |e| e.submission.signed_text.push('\n')),
    (Part::DeviceSignature, |e| e.submission.counter = Some(4712)),
    (Part::DeviceSignature, |e| e.submission.impression_id = id(1)),
    (Part::DeviceSignature, |e| e.submission.proof_hash = "00".repeat(32)),
    (Part::DeviceSignature, |e| e.submission.device_signature.truncate(4)),
    (Part::DeviceSignature, |e| e.submission.key_id = Some(id(2))),
    (Part::DeviceSignature, |e| e.submission.signature_version = 1),
    (Part::DeviceKey, |e| e.device.id = id(1)),
    (Part::DeviceKey, |e| e.device.public_key_pem.push('\n')),
    (Part::DeviceKey, |e| e.device.key_fingerprint = "00".repeat(32)),
    (Part::DeviceKey, |e| e.device.key_valid_from = at("2026-02-06T00:00:00Z")),
    (Part::DeviceKey, |e| e.device.key_valid_until = Some(at("2026-02-05T14:30:00Z"))),
    (Part::Verdict, |e| e.verdict.checks[0].outcome = "FAILED".to_owned()),
    (Part::Verdict, |e| e.verdict.checks.clear()),
    (Part::Verdict, |e| e.verdict.quality = 100),
    (Part::Verdict, |e| e.verdict.deductions[0].points = 4),
    (Part::Verdict, |e| e.verdict.flags.push(Flag::NewDevice)),
    (Part::Price, |e| e.price.cost_micros = 78_100),
    (Part::Price, |e| e.price.cpm_micros = 78_000_100),
    (Part::Price, |e| e.price.traffic_percent = 150),
    (Part::Price, |e| e.price.device_percent = 100),
    (Part::Price, |e| e.price.priority = 9),
    (Part::Price, |e| e.price.band = QualityBand::Basic),
    (Part::Price, |e| e.price.base_micros = 30_000_000),
    (Part::Price, |e| e.price.rates.clear()),
    (Part::Price, |e| e.price.paid_seconds = 14),
    (Part::Price, |e| e.price.full_seconds = 0),
    (Part::Price, |e| e.price.mode = PricingMode::FixedCpm),
    (Part::Split, |e| e.money.supplier_micros = 62_500),
    (Part::Split, |e| e.money.absorbed_micros = 0),
    (Part::Split, |e| e.money.charged_micros = i64::MAX),
    (Part::Split, |e| e.money.currency = "EUR".to_owned()),
    (Part::Ledger, |e| e.money.legs[1].amount_micros += 1),
    (Part::Ledger, |e| e.money.legs[0].amount_micros = 0),
    (Part::Ledger, |e| e.money.legs.swap(1, 2)),
    (Part::Ledger, |e| e.money.legs[2].credit = "external".to_owned()),
    (Part::Ledger, |e| e.money.legs[1].credit = format!("supplier:{}:pending", id(1))),
    (Part::Ledger, |e| e.money.legs.push(e.money.legs[1].clone())),
    (Part::DailyRecord, |e| e.daily.day = e.daily.day.next()),
    (Part::DailyRecord, |e| e.daily.status = "LIVE".to_owned()),
    (Part::DailyRecord, |e| e.daily.records[0].hash = "00".repeat(32)),
    (Part::DailyRecord, |e| e.daily.records[0].kind = AggregateKind::Late),
    (Part::DailyRecord, |e| e.daily.records[0].previous_hash = "00".repeat(32)),
    (Part::DailyRecord, |e| e.daily.records[0].number = 1),
    (Part::DailyRecord, |e| e.daily.records[0].hashed = Some("AQ==".to_owned())),
    (Part::Leaf, |e| e.leaf.entry.push('\n')),
    (Part::Leaf, |e| e.leaf.hash = "00".repeat(32)),
    (Part::Leaf, |e| e.money.remaining_micros = 1),
    (Part::Leaf, |e| e.verdict.received_at = e.verdict.received_at.plus_ms(1)),
    (Part::Leaf, |e| e.device.store_id = id(1)),
    (Part::Leaf, |e| e.submission.queued = true),
    (Part::Leaf, |e| e.submission.sent_at = None),
    (Part::Leaf, |e| e.verdict.ab_test = Some(1)),
    (Part::Leaf, |e| e.submission.lng_microdegrees = None),
    (Part::Inclusion, |e| e.leaf.index = 6),
    (Part::Inclusion, |e| drop(e.leaf.inclusion.pop())),
    (Part::Inclusion, |e| e.leaf.inclusion[0] = "00".repeat(32)),
    (Part::Inclusion, |e| e.leaf.inclusion[0].make_ascii_uppercase()),
    (Part::Checkpoint, |e| e.checkpoint = e.checkpoint.replace("\n11\n", "\n12\n")),
    (Part::Checkpoint, |e| e.checkpoint.push('\n')),
    (Part::Review, |e| e.review = taken_back().review),
    (Part::Reversal, |e| e.reversal = taken_back().reversal),
    (Part::OlderCheckpoint, |e| e.consistency.as_mut().unwrap().from = 12),
];

/// Lies about a play that was held, approved and taken back.
const LATER_LIES: &[(Part, Lie)] = &[
    (Part::Review, |e| e.review.as_mut().unwrap().decided_at = Timestamp::from_ms(0)),
    (Part::Review, |e| e.review.as_mut().unwrap().status = PlayStatus::Rejected),
    (Part::Reversal, |e| e.reversal.as_mut().unwrap().reason.push('S')),
    (Part::Reversal, |e| e.reversal.as_mut().unwrap().leaf.index = 2),
    (Part::Ledger, |e| drop(e.money.legs.remove(5))),
    (Part::Ledger, |e| e.reversal = None),
];

/// An appliance that lies and seals its lie: each part still shows it. Rule: POP-07.
#[test]
fn the_part_that_lies_is_named() {
    for (at, (part, lie)) in LIES.iter().enumerate() {
        let mut evidence = sample();
        lie(&mut evidence);
        let found = failures(evidence);
        assert!(found.contains(part), "lie {at}: {part:?} is not among {found:?}");
    }
    for (at, (part, lie)) in LATER_LIES.iter().enumerate() {
        let mut evidence = taken_back();
        lie(&mut evidence);
        let found = failures(evidence);
        assert!(found.contains(part), "lie {at}: {part:?} is not among {found:?}");
    }
}

/// Rule: POP-07.
#[test]
fn a_file_is_read_in_its_one_spelling_only() {
    let good = seal(sample(), &signer()).unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let spoiled = [
        serde_json::to_string(&value).unwrap(),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        format!(" {text}"),
        text.replace("\"queued\": false", "\"queued\": false,\n      \"more\": 1"),
        text.replace("ả", "\\u1ea3"),
        text.replace("\"lease_id\": null,\n", ""),
        text.replace("14:30:02Z", "14:30:02.000Z"),
        text.replace("vetrina-evidence-v1\",", "vetrina-evidence-v2\","),
        text.replace("\"variant_id\": null,", "\"variant_id\": null,\n      \"variant_id\": null,"),
    ];
    for (at, spoiled) in spoiled.iter().enumerate() {
        assert_ne!(spoiled, &text, "{at}");
        let report = verify(spoiled.as_bytes(), &Trust::default());
        assert!(report.fails(Part::Format), "{at}: {report:?}");
    }
    for noise in [&b""[..], b"{}", b"null", &[0xff; 40], &good[..good.len() / 2]] {
        assert!(verify(noise, &Trust::default()).fails(Part::Format));
    }
    let mut file: File = serde_json::from_str(&text).unwrap();
    let last = file.seal.lines().last().unwrap().to_owned();
    file.seal.push_str(&last);
    file.seal.push('\n');
    assert!(verify(&spelling(&file), &Trust::default()).fails(Part::Seal));
}

/// Rule: POP-07.
#[test]
fn a_pinned_key_and_an_older_checkpoint_prove_more() {
    let bytes = seal(sample(), &signer()).unwrap();
    let log = Kept::of_leaves((0..SIZE).map(|index| match index {
        INDEX => leaf_hash(&entry(&sample())),
        _ => leaf(index),
    }));
    let kept = |size: u64, root| {
        let checkpoint = Checkpoint::new("test.example/log", size, root).unwrap();
        Some(checkpoint.sign(&[&signer()]).unwrap().to_string().into_bytes())
    };
    let honest = |size: u64| kept(size, root_at(&log, size).unwrap());
    let stranger = NoteSigner::from_seed("test.example/log", [6; 32]).unwrap();
    let cases = [
        (Some(signer().key().clone()), honest(8), None),
        (Some(signer().key().clone()), honest(SIZE), None),
        (Some(stranger.key().clone()), None, Some(Part::LogKey)),
        (None, honest(7), Some(Part::OlderCheckpoint)),
        (None, kept(8, [1; 32]), Some(Part::OlderCheckpoint)),
        (None, kept(SIZE, [1; 32]), Some(Part::OlderCheckpoint)),
        (None, kept(SIZE + 1, [1; 32]), Some(Part::OlderCheckpoint)),
        (None, Some(b"no checkpoint\n".to_vec()), Some(Part::OlderCheckpoint)),
    ];
    for (at, (log_key, older_checkpoint, fails)) in cases.into_iter().enumerate() {
        let report = verify(&bytes, &Trust { log_key, older_checkpoint });
        let found: Vec<Part> = report.failures().map(|part| part.part).collect();
        assert_eq!(found, fails.into_iter().collect::<Vec<_>>(), "case {at}: {report:#?}");
        let told = report.not_proved.join("\n");
        assert_eq!(at > 1 || told.contains("Whose log"), at > 1, "case {at}: {told}");
    }
}
