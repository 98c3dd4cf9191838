//! The bundle's README: what each file is, and how to check it.

use crate::domain::dispute::Dispute;

/// The text for one dispute.
pub fn readme(dispute: &Dispute) -> String {
    let evidence = dispute.kind.rule().map(|rule| rule.evidence).unwrap_or_default();
    format!(
        "EVIDENCE OF DISPUTE {id}\n\
         Type: {kind} (asks for: {evidence})\n\
         Opened: {opened}\n\
         What is said: {reason}\n\
         \n\
         {CONTENTS}",
        id = dispute.id,
        kind = dispute.kind,
        opened = dispute.opened_at,
        reason = dispute.reason,
    )
}

const CONTENTS: &str = "\
WHAT IS INSIDE
manifest.json                 every other file with its SHA-256 and size
opened/                       as it was when the dispute was opened
investigation/                the same again when the investigation began
  campaign.json               the campaign and its dates
  stores/, devices/           facts of stores and devices, with the devices' keys
  day.json, device-log.json   for a day with missing plays: figures, devices, warnings they logged
  refused-plays.json          submissions of that day that were refused, and why
  plays/<impression id>/
    trail.json                the submission, each check, the price step by step, every movement
                              of money, the review
    signed-text.txt           the very bytes that the device signed
    signature.bin, key.pem    its signature, and the public key that made it
    screenshot.jpg            the captured frame; not there if it was never uploaded
    location.json             GPS of the device against the store and its geofence
    heartbeats.json           when the device was heard from around the play
    playback-log.json         what the device says it played around it
    device-log.json           the device's own log lines around it
    findings.json             what each check says in plain words, and what follows from it

HOW TO CHECK IT
Hashes:      sha256sum FILE, and compare with manifest.json
Signature:   openssl dgst -sha256 -verify key.pem -signature signature.bin signed-text.txt
Screenshot:  sha256sum screenshot.jpg gives the hash that stands in signed-text.txt

WHAT IT DOES NOT PROVE
A signature proves which key spoke, not what was on the glass. The recommendation in findings.json
follows from the facts by a fixed table; a person decides.
";
