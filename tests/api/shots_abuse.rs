//! Screenshots by those who mean harm, or err: refused, and nothing of it is left.
//! Rules: POP-03, D-14.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use vetrina::media::sample::{sample_jpeg, sample_png};

use crate::{
    harness::{ADMIN, Plan, Screen, World},
    shots::{files, picture, played, put, sha256},
};

/// A JPEG whose header promises other measures than it holds.
fn promising(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = sample_jpeg(64, 64, 9);
    let frame =
        jpeg.windows(2).position(|pair| pair[0] == 0xff && (0xc0..=0xc2).contains(&pair[1]));
    let at = frame.unwrap() + 5;
    jpeg[at..at + 2].copy_from_slice(&height.to_be_bytes());
    jpeg[at + 2..at + 4].copy_from_slice(&width.to_be_bytes());
    jpeg
}

/// The same scan again and again: each would be a pass over the whole picture.
fn endless_scans() -> Vec<u8> {
    let jpeg = sample_jpeg(64, 64, 9);
    let scan = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let (head, rest) = jpeg.split_at(scan);
    let scan = &rest[..rest.len() - 2];
    let mut many = head.to_vec();
    for _ in 0..500 {
        many.extend_from_slice(scan);
    }
    many.extend_from_slice(&[0xff, 0xd9]);
    many
}

/// Given plays whose signed hash is that of rubbish; when the rubbish is put up; then it is refused
/// with its reason, and neither a file nor a temporary one is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_left_of_what_is_refused() {
    let world = World::running(Plan::default()).await;
    let whole = sample_jpeg(640, 360, 1);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a PNG named JPEG", sample_png(64, 64, 1), "not a JPEG"),
        ("a truncated JPEG", whole[..whole.len() / 2].to_vec(), "cut off"),
        ("a JPEG without its end", whole[..whole.len() - 2].to_vec(), "cut off"),
        ("a decompression bomb", promising(65_500, 65_500), "pixels a side"),
        ("a bomb within the sides", promising(4_000, 4_000), "too short"),
        ("too many scans", endless_scans(), "too many scans"),
        ("an empty body", Vec::new(), "not a JPEG"),
        ("text", b"<script>alert(1)</script>".to_vec(), "not a JPEG"),
        ("a head without a picture", vec![0xff, 0xd8, 0xff, 0xd9], "no frame"),
    ];
    for (name, body, reason) in cases {
        let play = played(&world, &world.screen, &sha256(&body)).await;
        let answer = put(&world.server, &world.screen.token, &play.id, "image/jpeg", body).await;
        let refused = answer.expect(422);
        assert_eq!(refused["error"], "INVALID_MEDIA", "{name}: {refused}");
        assert!(refused["message"].as_str().unwrap().contains(reason), "{name}: {refused}");
        assert!(files(&world.server).is_empty(), "{name}: {:?}", files(&world.server));
        let shown = world.server.get(&format!("/impressions/{}", play.id)).await;
        assert_eq!(
            (&shown["status"], &shown["proof_available"]),
            (&json!("VERIFIED"), &json!(false))
        );
        world.server.advance(400).await;
    }
    let (jpeg, hash) = picture(7);
    let play = played(&world, &world.screen, &sha256(b"something else")).await;
    let answer =
        put(&world.server, &world.screen.token, &play.id, "image/jpeg", jpeg.clone()).await;
    let refused = answer.expect(422);
    assert_eq!(refused["error"], "SCREENSHOT_MISMATCH");
    assert_eq!(refused["received_sha256"], hash.as_str());
    assert_eq!(refused["signed_sha256"], sha256(b"something else").as_str());
    for media_type in ["image/png", "application/json", "application/octet-stream", "image/jpegx"] {
        let answer =
            put(&world.server, &world.screen.token, &play.id, media_type, jpeg.clone()).await;
        assert_eq!(answer.refused(415), "UNSUPPORTED_MEDIA_TYPE", "{media_type}");
    }
    assert!(files(&world.server).is_empty());
    let storage = world.server.get("/system/storage").await;
    assert_eq!(storage["screenshots"]["uploaded"]["count"], 0);
    world.server.stop_and_audit().await;
}

/// A play of somebody else, one that is not there, a rejected one, callers who are no device.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn screenshots_of_others_are_refused() {
    let world = World::running(Plan::default()).await;
    let other = Screen::make(&world.server, &world.store, 1).await;
    let (jpeg, hash) = picture(1);
    let play = played(&world, &world.screen, &hash).await;
    let mut short = world.play().await;
    (short.duration, short.screenshot_hash) = (3, hash.clone());
    world.submit(&short).await.expect(422);
    let unknown = "0198a000-0000-7000-8000-00000000ffff";
    for (token, id, status, word) in [
        (other.token.as_str(), play.id.as_str(), 404, "NOT_FOUND"),
        (&world.screen.token, unknown, 404, "NOT_FOUND"),
        (&world.screen.token, &short.id, 409, "ILLEGAL_TRANSITION"),
        (&world.screen.token, "no-uuid", 400, "MALFORMED_REQUEST"),
        (ADMIN, &play.id, 403, "FORBIDDEN"),
        ("nonsense", &play.id, 401, "UNAUTHENTICATED"),
        ("", &play.id, 401, "UNAUTHENTICATED"),
    ] {
        let answer = put(&world.server, token, id, "image/jpeg", jpeg.clone()).await;
        assert_eq!(answer.refused(status), word, "{id}");
    }
    assert!(files(&world.server).is_empty());
    // Rejected by a person, it is as any other refused play.
    world.server.advance(400).await;
    let mut held = world.play().await;
    let (jpeg, hash) = picture(2);
    (held.location, held.screenshot_hash) = (Some((10.785, 106.660_172)), hash);
    world.screen.beat(&world.server).await;
    world.submit(&held).await.expect(202);
    let path = format!("/reviews/{}/reject", held.id);
    world.server.post(&path, json!({"reason": "in a van"})).await.expect(200);
    let answer = put(&world.server, &world.screen.token, &held.id, "image/jpeg", jpeg).await;
    assert_eq!(answer.refused(409), "ILLEGAL_TRANSITION");
    assert!(files(&world.server).is_empty());
    world.server.stop_and_audit().await;
}

/// The same picture many times at one moment: for one play it is one, and for several plays one file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploads_at_one_moment_are_one() {
    let world = World::running(Plan::default()).await;
    let other = Screen::make(&world.server, &world.store, 1).await;
    let (jpeg, hash) = picture(1);
    let first = played(&world, &world.screen, &hash).await;
    let second = played(&world, &other, &hash).await;
    let calls = (0..24).map(|n| {
        let (screen, play) = if n % 2 == 0 { (&world.screen, &first) } else { (&other, &second) };
        put(&world.server, &screen.token, &play.id, "image/jpeg", jpeg.clone())
    });
    let answers = futures_util::future::join_all(calls).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    let known = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((made, known), (2, 22), "{answers:?}");
    let storage = world.server.get("/system/storage").await;
    let of = |name: &str| {
        let sum = &storage["screenshots"][name];
        (sum["count"].as_u64().unwrap(), sum["bytes"].as_u64().unwrap())
    };
    let length = jpeg.len() as u64;
    assert_eq!(
        (of("uploaded"), of("kept"), of("files")),
        ((2, 2 * length), (2, 2 * length), (1, length))
    );
    assert_eq!(files(&world.server).len(), 1);
    world.server.stop_and_audit().await;
}

/// Sends the head of an upload and then as much as is taken, up to a hundred megabytes; answers what
/// came back and how much was taken.
async fn flood(world: &World, id: &str, head: &str, chunk: &[u8]) -> (String, usize) {
    let address = world.server.base.trim_start_matches("http://").to_owned();
    let stream = TcpStream::connect(&address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let request = format!(
        "PUT /api/v1/impressions/{id}/screenshot HTTP/1.1\r\nhost: {address}\r\n\
         authorization: Bearer {}\r\ncontent-type: image/jpeg\r\n{head}\r\n\r\n",
        world.screen.token
    );
    write.write_all(request.as_bytes()).await.unwrap();
    let mut sent = 0;
    let sending = async {
        while sent < 100 * 1024 * 1024 && write.write_all(chunk).await.is_ok() {
            sent += chunk.len();
        }
    };
    let mut answer = vec![0; 4096];
    let mut length = 0;
    let reading = async {
        while length < answer.len() {
            match read.read(&mut answer[length..]).await {
                Ok(0) | Err(_) => break,
                Ok(more) => length += more,
            }
        }
    };
    let both = async { tokio::join!(sending, reading) };
    tokio::time::timeout(Duration::from_secs(60), both).await.expect("it is cut off");
    (String::from_utf8_lossy(&answer[..length]).into_owned(), sent)
}

/// A hundred megabytes: refused by their announced length before they are sent, or cut off soon after
/// the limit; nothing of them is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_megabytes_are_cut_off_early() {
    let world = World::running(Plan::default()).await;
    let (_, hash) = picture(1);
    let play = played(&world, &world.screen, &hash).await;
    let data = vec![0xff; 64 * 1024];
    let announced = "content-length: 104857600\r\nexpect: 100-continue";
    for (head, chunk) in [
        (announced, data.clone()),
        ("content-length: 104857600", data.clone()),
        ("transfer-encoding: chunked", {
            let mut chunk = format!("{:x}\r\n", data.len()).into_bytes();
            chunk.extend_from_slice(&data);
            chunk.extend_from_slice(b"\r\n");
            chunk
        }),
    ] {
        let (answer, sent) = flood(&world, &play.id, head, &chunk).await;
        assert!(sent < 32 * 1024 * 1024, "{head}: {sent} bytes were taken");
        // What was sent into a closed connection may cost the sender the answer, never the appliance.
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{head}: {answer}");
        assert!(files(&world.server).is_empty(), "{head}");
    }
    let jpeg = vec![0xff; 2 * 1024 * 1024 + 1];
    let answer = put(&world.server, &world.screen.token, &play.id, "image/jpeg", jpeg).await;
    let refused = answer.expect(413);
    assert_eq!(refused["limit_bytes"], 2 * 1024 * 1024);
    assert!(files(&world.server).is_empty());
    world.server.send(Method::GET, "/system", ADMIN, Value::Null).await.expect(200);
}
