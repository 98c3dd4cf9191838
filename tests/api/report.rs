//! Reports for people outside: figures, documents, exports. Rules: POP-01, POP-04, POP-05.

use std::{collections::BTreeMap, io::Write, process::Command};

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::{Method, Response, header};
use serde_json::{Value, json};

use vetrina::engine::proof_file::{check_proof_file, is_proof_file};

use crate::harness::{ADMIN, Plan, Screen, Server, World, make_advertiser, make_store, quiet};

/// A name that a typesetter, a spreadsheet and a shell would each like to run.
const NAME: &str = "=#emph[x] $x$ \"q\", <b> שלום 🎉 Tết";

/// Two stores, three screens, a campaign with a hostile name that runs since 4 February.
struct Network {
    world: World,
    campaign: String,
    far: String,
    screens: Vec<Screen>,
}

impl Network {
    async fn running() -> Self {
        let mut settings = quiet();
        settings.reports.export_chunk = 2;
        let world = World::drafted(Plan { settings, ..Plan::default() }).await;
        let server = &world.server;
        let place = json!({"name": "+Big \"C\", Hà Nội", "region": "Hà Nội"});
        let far = make_store(server, &world.supplier, place).await;
        let mut screens = Vec::new();
        for (store, number) in [(&world.store, 1), (&far, 2)] {
            screens.push(Screen::make(server, store, number).await);
        }
        let body = json!({
            "advertiser_id": world.advertiser, "name": NAME, "brand_name": "Phở Việt",
            "category": "FOOD_BEVERAGE", "budget": 1000.0, "start_date": "2026-02-04T00:00:00Z",
            "end_date": "2026-02-20", "content_assets": [world.asset],
            "target_stores": [world.store, far],
        });
        let made = server.post("/campaigns", body).await.expect(201);
        let campaign = made["id"].as_str().unwrap().to_owned();
        let submit = format!("/campaigns/{campaign}/submit");
        server.post(&submit, json!({"terms_accepted": true})).await.expect(200);
        server.set_clock("2026-02-04T00:00:00Z").await;
        Self { world, campaign, far, screens }
    }

    fn server(&self) -> &Server {
        &self.world.server
    }

    /// Every screen says hello and plays once, one after the other.
    async fn round(&self, at: &str) {
        self.server().set_clock(at).await;
        for screen in &self.screens {
            screen.beat(self.server()).await;
            let mut play = self.world.play().await;
            play.campaign.clone_from(&self.campaign);
            screen.submit(self.server(), &play).await.expect(201);
        }
    }

    /// A play of the first screen that is rejected, and one that is held for review.
    async fn doubtful(&self, at: &str) -> String {
        self.server().set_clock(at).await;
        self.screens[0].beat(self.server()).await;
        let mut play = self.world.play().await;
        play.campaign.clone_from(&self.campaign);
        play.duration = 3;
        assert_eq!(
            self.screens[0].submit(self.server(), &play).await.refused(422),
            "INVALID_DURATION"
        );
        let mut held = self.world.play().await;
        held.campaign.clone_from(&self.campaign);
        // About two kilometres north of the store.
        held.location = Some((10.780_622, 106.660_172));
        self.screens[0].submit(self.server(), &held).await.expect(202);
        held.id
    }

    fn path(&self, rest: &str) -> String {
        format!("/campaigns/{}{rest}", self.campaign)
    }

    async fn report(&self, query: &str) -> Value {
        self.server().get(&self.path(&format!("/proof-of-play?{query}"))).await
    }

    async fn fetch(&self, rest: &str, headers: &[(&str, &str)]) -> Response {
        let url = format!("{}/api/v1{}", self.server().base, self.path(rest));
        let mut request = self.server().client.get(url).bearer_auth(ADMIN);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    async fn text(&self, rest: &str) -> String {
        let response = self.fetch(rest, &[]).await;
        assert_eq!(response.status(), 200, "{rest}");
        response.text().await.unwrap()
    }
}

/// The fields of each line, as RFC 4180 reads them.
fn fields(csv: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut letters = csv.chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                field.push('"');
                letters.next();
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => line.push(std::mem::take(&mut field)),
            '\r' if !is_quoted => {
                assert_eq!(letters.next(), Some('\n'), "a line ends with CR LF");
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            other => field.push(other),
        }
    }
    assert!(!is_quoted && field.is_empty() && line.is_empty(), "the last line is ended");
    lines
}

/// The text of a PDF, where the machine has `pdftotext`.
fn pdf_text(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let run = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().ok()?;
    let text = String::from_utf8(run.stdout).unwrap().replace('\u{200b}', "");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Figures of a CSV by section and key.
fn figures(lines: &[Vec<String>]) -> BTreeMap<(String, String), Vec<String>> {
    let keyed = lines.iter().map(|line| {
        let key = if line[1].is_empty() { &line[3] } else { &line[1] };
        ((line[0].clone(), key.clone()), line.clone())
    });
    keyed.collect()
}

/// Rule: POP-01, POP-04, POP-05: a day from its first play to its last supplement; every form of
/// the report says the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_is_reported_live_then_final_and_all_forms_agree() {
    let network = Network::running().await;
    let server = network.server();
    network.round("2026-02-05T09:30:00Z").await;
    network.round("2026-02-05T18:40:00Z").await;
    let held = network.doubtful("2026-02-05T23:40:00Z").await;
    let held_long = network.doubtful("2026-02-05T23:50:00Z").await;
    // Counted in the commit of the play: seen at once.
    let stats = server.get(&network.path("/stats")).await;
    let live = network.report("date=2026-02-05").await;
    for (name, of_stats, of_report, count) in [
        ("verified", "verified", "total_impressions", 4),
        ("rejected", "rejected", "rejected", 2),
        ("under review", "under_review", "under_review", 2),
    ] {
        assert_eq!((&stats[of_stats], &live[of_report]), (&json!(count), &json!(count)), "{name}");
    }
    assert_eq!(live["status"], "LIVE");
    assert_eq!(live["rejections"], json!({"INSUFFICIENT_DURATION": 2}));
    assert_eq!(live["hourly_breakdown"], json!({"09": 2, "18": 2}));
    assert_eq!(live["hourly_breakdown_local"], json!({"16": 2, "01": 2}));
    assert_eq!(live["geographic_breakdown"]["regions"], json!({"Ho Chi Minh": 2, "Hà Nội": 2}));
    assert_eq!(live["geographic_breakdown"]["screens"].as_array().unwrap().len(), 2);
    assert_eq!((&live["unique_devices"], &live["unique_stores"]), (&json!(2), &json!(2)));
    assert_eq!(live["time_zone"], "UTC");
    assert!(live["record"].is_null());

    // Midnight cuts the record; what comes later is a supplement and never changes it.
    server.set_clock("2026-02-06T00:00:00Z").await;
    let cut = network.report("date=2026-02-05").await;
    assert_eq!((&cut["status"], &cut["total_impressions"]), (&json!("FINAL"), &json!(4)));
    assert_eq!(cut["record"]["under_review"], 2);
    network.screens[1].beat(server).await;
    let mut late = network.world.play().await;
    late.campaign.clone_from(&network.campaign);
    (late.played_at, late.queued, late.sent_at) = ("2026-02-05T23:44:00Z".to_owned(), true, None);
    network.screens[1].submit(server, &late).await.expect(201);
    server.post(&format!("/reviews/{held}/approve"), json!({})).await.expect(200);
    let between = network.report("date=2026-02-05").await;
    assert_eq!((&between["total_impressions"], &between["under_review"]), (&json!(6), &json!(1)));
    server.set_clock("2026-02-07T00:00:00Z").await;
    let whole = network.report("date=2026-02-05").await;
    assert_eq!(whole["record"], cut["record"]);
    let kinds: Vec<&str> = whole["supplements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["LATE", "REVIEW_RESOLVED"]);
    assert_eq!(whole["supplements"][1]["previous_hash"], whole["supplements"][0]["hash"]);
    assert_eq!((&whole["total_impressions"], &whole["under_review"]), (&json!(6), &json!(1)));
    assert_eq!(whole["total_duration_seconds"], 90);
    assert_eq!(whole["backfilled"], 1);
    // Decided a day later: the record of the day after was cut in between.
    let reject = format!("/reviews/{held_long}/reject");
    server.post(&reject, json!({"reason": "not the store"})).await.expect(200);
    server.set_clock("2026-02-08T00:00:00Z").await;
    let last = network.report("date=2026-02-05").await;
    assert_eq!((&last["rejected"], &last["under_review"]), (&json!(3), &json!(0)));
    assert_eq!(last["supplements"].as_array().unwrap().len(), 3);
    for query in ["date=2026-02-05", "from=2026-02-04&to=2026-02-06", "date=2026-02-06"] {
        forms_agree(&network, query).await;
    }
    network.world.server.stop_and_audit().await;
}

/// JSON, CSV and PDF of the same days have the same figures.
async fn forms_agree(network: &Network, query: &str) {
    let report = network.report(query).await;
    let path = |format: &str| format!("/proof-of-play/download?{query}&format={format}");
    let text = network.text(&path("json")).await;
    let check = check_proof_file(text.as_bytes());
    assert!(check.sums_checked && check.findings.is_empty(), "{query}: {check:?}");
    let mut file: Value = serde_json::from_str(&text).unwrap();
    let contents = file.as_object_mut().unwrap().remove("record_contents").unwrap();
    assert_eq!(file.as_object_mut().unwrap().remove("format").unwrap(), "vetrina-proof-of-play/1");
    assert_eq!(file, report, "{query}");
    for record in contents.as_array().unwrap() {
        let content = STANDARD.decode(record["content"].as_str().unwrap()).unwrap();
        let hash = hex::encode(digest(&SHA256, &content));
        assert_eq!(record["hash"], hash, "an outsider can hash a record's content");
    }

    let csv = network.text(&path("csv")).await;
    let lines = fields(csv.strip_prefix('\u{feff}').expect("a mark for spreadsheets"));
    assert!(lines.iter().all(|line| line.len() == lines[0].len()), "{csv}");
    let found = figures(&lines);
    let of = |section: &str, key: &str, column: usize| {
        let line = found.get(&(section.to_owned(), key.to_owned()));
        line.map(|line| line[column].clone()).unwrap_or_default()
    };
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    for (key, member) in [
        ("total_impressions", "total_impressions"),
        ("unique_devices", "unique_devices"),
        ("unique_stores", "unique_stores"),
        ("rejected", "rejected"),
        ("under_review", "under_review"),
        ("backfilled", "backfilled"),
    ] {
        assert_eq!(of("SUMMARY", key, 4), plain(&report[member]), "{query} {key}");
    }
    assert_eq!(of("SUMMARY", "total_impressions", 5), plain(&report["total_duration_seconds"]));
    assert_eq!(of("SUMMARY", "total_impressions", 6), plain(&report["total_cost"]));
    assert_eq!(of("SUMMARY", "campaign", 3), format!("'{NAME}"), "no formula");
    for (section, member) in
        [("HOUR_UTC", "hourly_breakdown"), ("HOUR_LOCAL", "hourly_breakdown_local")]
    {
        for (hour, count) in report[member].as_object().unwrap() {
            assert_eq!(of(section, hour, 4), plain(count), "{query} {section} {hour}");
        }
    }
    for (region, count) in report["geographic_breakdown"]["regions"].as_object().unwrap() {
        assert_eq!(of("REGION", region, 4), plain(count), "{query} {region}");
    }
    let sections = |name: &str| lines.iter().filter(|line| line[0] == name).count();
    let listed = |list: &Value| list.as_array().unwrap().len();
    assert_eq!(sections("STORE"), listed(&report["geographic_breakdown"]["stores"]));
    assert_eq!(sections("SCREEN"), listed(&report["geographic_breakdown"]["screens"]));
    assert_eq!(sections("DAY"), listed(&report["daily_breakdown"]));
    let contents: Vec<&Value> =
        contents.as_array().unwrap().iter().filter(|one| one["in_period"] == true).collect();
    assert_eq!(sections("RECORD"), contents.len());

    let hashes: Vec<&str> =
        contents.iter().map(|record| record["hash"].as_str().unwrap()).collect();
    pdf_agrees(network, query, &report, &hashes).await;
}

async fn pdf_agrees(network: &Network, query: &str, report: &Value, hashes: &[&str]) {
    let path = format!("/proof-of-play/download?{query}");
    let pdf = network.fetch(&path, &[]).await.bytes().await.unwrap();
    let Some(text) = pdf_text(&pdf) else { return };
    let cost = report["total_cost"].to_string();
    for expected in [
        format!("Verified {} ", report["total_impressions"]),
        format!("Rejected {} ", report["rejected"]),
        format!("Under review {} ", report["under_review"]),
        if cost == "0" { "USD 0.00".to_owned() } else { format!("USD {cost}") },
        "=#emph[x] $x$ \"q\", <b>".to_owned(),
    ] {
        assert!(text.contains(&expected), "{query}: {expected}\n{text}");
    }
    for hash in hashes {
        assert!(text.contains(hash), "{query}\n{text}");
    }
}

/// What `vetrina verify` says of a file, and whether it accepts it.
fn verified(text: &str) -> (String, bool) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let mut run = Command::new(env!("CARGO_BIN_EXE_vetrina"));
    let run = run.arg("verify").arg(file.path()).output().unwrap();
    (String::from_utf8(run.stdout).unwrap(), run.status.success())
}

/// Rule: POP-04, D-60: what was handed out is checked without the appliance; a changed byte of a
/// record, a changed figure, a lost or a moved record are found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_downloaded_report_is_checked_offline() {
    let network = Network::running().await;
    network.round("2026-02-05T09:30:00Z").await;
    network.round("2026-02-06T09:30:00Z").await;
    network.server().set_clock("2026-02-07T00:00:00Z").await;
    let path = "/proof-of-play/download?from=2026-02-04&to=2026-02-06&format=json";
    let text = network.text(path).await;
    assert!(is_proof_file(text.as_bytes()));
    let good = check_proof_file(text.as_bytes());
    assert_eq!((good.records, good.sums_checked, good.findings.len()), (3, true, 0), "{good:?}");
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json!(good.newest_hash), file["supplements"][2]["hash"]);
    let found = |changed: &Value| check_proof_file(changed.to_string().as_bytes()).findings;

    let content = STANDARD.decode(file["record_contents"][1]["content"].as_str().unwrap()).unwrap();
    for place in 0..content.len() {
        let mut bytes = content.clone();
        bytes[place] ^= 1;
        let mut changed = file.clone();
        changed["record_contents"][1]["content"] = json!(STANDARD.encode(&bytes));
        assert!(!found(&changed).is_empty(), "byte {place}");
        // Even with its own hash made new, a record no longer fits what refers to it.
        let hash = json!(hex::encode(digest(&SHA256, &bytes)));
        changed["record_contents"][1]["hash"] = hash.clone();
        changed["supplements"][1]["hash"] = hash;
        assert!(!found(&changed).is_empty(), "byte {place}");
    }
    for (name, value) in [
        ("total_impressions", json!(5)),
        ("total_cost", json!(0.1)),
        ("unique_devices", json!(3)),
        ("format", json!("something/2")),
        ("supplements", json!([])),
        ("status", json!("LIVE")),
        ("status", json!("SOMETHING")),
        ("from", json!("2026-02-05")),
        ("to", json!("2026-02-05")),
        ("effective_cpm", json!(1)),
        ("daily_breakdown", json!([])),
        ("hourly_breakdown", json!({"09": 1})),
        ("hourly_breakdown_local", json!({})),
        ("rejections", json!({"LOW_QUALITY": 1})),
        ("backfilled", json!(9)),
    ] {
        let mut changed = file.clone();
        changed[name] = value;
        assert!(!found(&changed).is_empty(), "{name}");
    }
    for (name, value) in [
        ("cost", json!(1000)),
        ("kind", json!("LATE")),
        ("rejected", json!(7)),
        ("duration_seconds", json!(1)),
        ("generated_at", json!("2026-02-05T00:00:01Z")),
    ] {
        let mut changed = file.clone();
        changed["supplements"][0][name] = value;
        assert!(!found(&changed).is_empty(), "{name} of a record");
    }
    let mut lost = file.clone();
    for list in ["supplements", "record_contents"] {
        lost[list].as_array_mut().unwrap().remove(1);
    }
    assert!(!found(&lost).is_empty());
    assert!(!is_proof_file(b"{\"format\": \"other\"}"));
    let (said, is_accepted) = verified(&text);
    assert!(is_accepted && said.contains("that hold: 3") && said.ends_with("ACCEPTED\n"), "{said}");
    assert!(said.contains(&good.newest_hash.unwrap()), "{said}");
    let (said, is_accepted) = verified(&lost.to_string());
    assert!(!is_accepted && said.contains("  FAILS  ") && said.ends_with("REFUSED\n"), "{said}");
    assert!(!check_proof_file(b"no json").findings.is_empty());
}

/// Rule: POP-04, OPS-08: the language of the document, its name, tag and digest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_come_in_the_readers_language_and_the_same_each_time() {
    let network = Network::running().await;
    network.round("2026-02-05T09:30:00Z").await;
    network.server().set_clock("2026-02-06T00:00:00Z").await;
    let path = "/proof-of-play/download?date=2026-02-05";
    for (rest, accepted, title) in [
        ("", "", "PROOF OF PLAY"),
        ("", "vi-VN,en;q=0.5", "BẰNG CHỨNG PHÁT QUẢNG CÁO"),
        ("&language=it", "vi", "PROVA DI TRASMISSIONE"),
    ] {
        let headers: &[(&str, &str)] =
            if accepted.is_empty() { &[] } else { &[("accept-language", accepted)] };
        let response = network.fetch(&format!("{path}{rest}"), headers).await;
        assert_eq!(response.status(), 200);
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        let disposition = header("content-disposition");
        let plain =
            format!("attachment; filename=\"proof-of-play-{}-2026-02-05.pdf\"", network.campaign);
        assert!(disposition.starts_with(&plain), "{disposition}");
        assert!(disposition.contains("filename*=UTF-8''proof-of-play%20%3D%23emph"));
        let (tag, digests) = (header("etag"), header("repr-digest"));
        let bytes = response.bytes().await.unwrap();
        let hash = digest(&SHA256, &bytes);
        assert_eq!(tag, format!("\"{}\"", hex::encode(hash)));
        assert_eq!(digests, format!("sha-256=:{}:", STANDARD.encode(hash)));
        if let Some(text) = pdf_text(&bytes) {
            assert!(text.contains(title), "{text}");
        }
        let mut again: Vec<(&str, &str)> = headers.to_vec();
        again.push(("if-none-match", &tag));
        let again = network.fetch(&format!("{path}{rest}"), &again).await;
        assert_eq!(again.status(), 304, "the same document has the same tag");
    }
    for (format, kind) in [("csv", "text/csv; charset=utf-8"), ("json", "application/json")] {
        let response = network.fetch(&format!("{path}&format={format}"), &[]).await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], kind);
        let name = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.contains(&format!("2026-02-05.{format}\"")), "{name}");
    }
}

/// Rule: POP-01: one store of a campaign, and a range of 400 days.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_store_and_long_ranges_are_reported() {
    let network = Network::running().await;
    let server = network.server();
    network.round("2026-02-05T09:30:00Z").await;
    network.round("2026-02-06T09:30:00Z").await;
    let far = format!("/proof-of-play/stores/{}", network.far);
    let query = "from=2026-02-05&to=2026-02-06";
    let store = server.get(&network.path(&format!("{far}?{query}"))).await;
    assert_eq!(store["total_impressions"], 2);
    assert_eq!(store["unique_devices"], 1);
    assert_eq!(store["store_time_zone"], "Asia/Ho_Chi_Minh");
    assert_eq!(store["daily_breakdown"].as_array().unwrap().len(), 2);
    assert_eq!(store["screens"][0]["device_id"], network.screens[1].id);
    let unknown = network.path("/proof-of-play/stores/0198a000-0000-7000-8000-00000000ffff");
    let asked = format!("{unknown}?{query}");
    let answer = server.send(Method::GET, &asked, ADMIN, Value::Null).await;
    assert_eq!(answer.refused(404), "NOT_FOUND");
    let long = network.report("from=2025-01-03&to=2026-02-06").await;
    assert_eq!((&long["total_impressions"], &long["from"]), (&json!(4), &json!("2025-01-03")));
    assert_eq!(long["daily_breakdown"].as_array().unwrap().len(), 3, "{long}");
    let path = "/proof-of-play/download?from=2025-01-03&to=2026-02-06";
    assert_eq!(network.fetch(path, &[]).await.status(), 200);
    let too_long = network.path("/proof-of-play?from=2025-01-02&to=2026-02-06");
    let answer = server.send(Method::GET, &too_long, ADMIN, Value::Null).await.expect(422);
    assert!(answer["message"].as_str().unwrap().contains("400 days"), "{answer}");
}

/// Rule: POP-04: play logs for other systems, streamed in stretches of two plays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plays_are_exported_for_dv360_and_h782() {
    let network = Network::running().await;
    for at in ["2026-02-05T09:30:00Z", "2026-02-05T11:30:00Z", "2026-02-06T09:30:00Z"] {
        network.round(at).await;
    }
    network.doubtful("2026-02-06T10:40:00Z").await;
    let csv = network.text("/exports/dv360?from=2026-02-04&to=2026-02-06").await;
    let lines = fields(&csv);
    assert_eq!(lines.len(), 7, "a head and six billed plays\n{csv}");
    let start = |line: &[String]| (line[4].clone(), line[5].clone(), line[7].clone());
    let expected = ("2026-02-05T09:29:45Z", "2026-02-05T09:30:00Z", "1");
    let (from, to, plays) = start(&lines[1]);
    assert_eq!((from.as_str(), to.as_str(), plays.as_str()), expected);
    assert_eq!((&lines[1][0], &lines[1][2]), (&network.campaign, &network.screens[0].id));
    assert_eq!(
        (&lines[0][3], &lines[1][3]),
        (&"creativeAssetExternalId".to_owned(), &network.world.asset)
    );
    let cost: f64 = lines[1..].iter().map(|line| line[11].parse::<f64>().unwrap()).sum();
    let report = network.report("from=2026-02-04&to=2026-02-06").await;
    assert!((cost - report["total_cost"].as_f64().unwrap()).abs() < 1e-9, "{cost}");
    let day = network.text("/exports/dv360?date=2026-02-06").await;
    assert_eq!(fields(&day).len(), 3, "{day}");

    let xml = network.text("/exports/h782?from=2026-02-04&to=2026-02-06").await;
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PlayLogs>\n"));
    assert!(xml.ends_with("</PlayLogs>\n"), "{xml}");
    for (tag, count) in
        [("LogItem", 6), ("StartDateTime", 6), ("ProofOfPlay", 6), ("PlayStatus", 6)]
    {
        assert_eq!(xml.matches(&format!("<{tag}>")).count(), count, "{tag}\n{xml}");
        assert_eq!(xml.matches(&format!("</{tag}>")).count(), count, "{tag}");
    }
    let logs = xml.matches("<PlayLog>").count();
    assert_eq!(logs, xml.matches("<TerminalIdRef>").count());
    let proof = xml.split("<ProofOfPlay>").nth(1).unwrap().split('<').next().unwrap();
    let text = proof.split(" text=").nth(1).unwrap().split(' ').next().unwrap();
    let text = String::from_utf8(STANDARD.decode(text).unwrap()).unwrap();
    assert!(proof.starts_with("vetrina-play-v2 impression="), "{proof}");
    assert!(text.starts_with(&format!("vetrina-play-v2\n{}\n", network.screens[0].key_id)));
    assert!(!proof.split("signature=").nth(1).unwrap().is_empty());
    let none = network.text("/exports/h782?date=2026-02-04").await;
    assert!(!none.contains("LogItem") && none.ends_with("<PlayLogs>\n</PlayLogs>\n"), "{none}");
}

/// Rule: CAM-21, POP-04: the final report as a document, once the campaign is settled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_final_report_is_a_document() {
    let network = Network::running().await;
    network.round("2026-02-05T09:30:00Z").await;
    let early = network.fetch("/final-report/download", &[]).await;
    assert_eq!(early.status(), 404, "there is none before the settlement");
    network.server().post(&network.path("/cancel"), json!({})).await.expect(200);
    network.server().set_clock("2026-02-06T09:30:00Z").await;
    let report = network.server().get(&network.path("/final-report")).await;
    let response = network.fetch("/final-report/download?language=it", &[]).await;
    assert_eq!(response.status(), 200);
    let name = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    assert!(name.contains("final-report-"), "{name}");
    let Some(text) = pdf_text(&response.bytes().await.unwrap()) else { return };
    let spent = report["spent"].to_string().replace('.', ",");
    for expected in ["RAPPORTO FINALE", "Liquidazione", "Verificate 2 ", "1.000,00 USD", &spent] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

/// Bad days, formats and languages are problems that say what would do; others see nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_refuse_what_makes_no_sense_and_whom_they_do_not_concern() {
    let network = Network::running().await;
    let server = network.server();
    let forms = ["/proof-of-play/download", "/exports/dv360", "/exports/h782", "/proof-of-play"];
    for form in forms {
        for (query, status) in [
            ("", 422),
            ("date=2026-02-30", 422),
            ("date=yesterday", 422),
            ("date=2026-02-05", 422),
            ("date=2026-02-04&from=2026-02-04", 422),
            ("from=2026-02-04", 422),
            ("from=2026-02-04&to=2026-02-03", 422),
            ("from=0001-01-01&to=2026-02-03", 422),
            ("date=2026-02-04&colour=red", 400),
        ] {
            let path = network.path(&format!("{form}?{query}"));
            let answer = server.send(Method::GET, &path, ADMIN, Value::Null).await.expect(status);
            assert!(answer["message"].is_string(), "{path}: {answer}");
        }
    }
    for query in ["format=doc", "format=PDF", "language=de", "language="] {
        let path = network.path(&format!("/proof-of-play/download?date=2026-02-04&{query}"));
        let answer = server.send(Method::GET, &path, ADMIN, Value::Null).await;
        assert_eq!(answer.refused(400), "MALFORMED_REQUEST", "{query}");
    }
    let other = make_advertiser(server, "Other", 0.0).await;
    for (role, owner, status) in [
        ("ADVERTISER", Some(&network.world.advertiser), 200),
        ("ADVERTISER", Some(&other), 404),
        ("SUPPLIER", Some(&network.world.supplier), 404),
        ("AUDITOR", None, 200),
    ] {
        let body = json!({"name": "reader", "role": role, "owner_id": owner});
        let token = server.post("/api-tokens", body).await.expect(201);
        let token = token["token"].as_str().unwrap();
        for form in forms {
            let path = network.path(&format!("{form}?date=2026-02-04"));
            let answer = server.send(Method::GET, &path, token, Value::Null).await;
            assert_eq!(answer.status.as_u16(), status, "{role} {path}: {}", answer.body);
        }
    }
}
