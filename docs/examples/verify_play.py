#!/usr/bin/env python3
"""Checks the evidence of one play with Python's standard library and openssl alone.

    verify_play.py EVIDENCE.json [LOG_KEY]

LOG_KEY is the log's key (name+id+base64) from a place that you trust; without it the file can only
be checked against itself. Exit code 0 when everything holds, 1 when something does not.
docs/verification.md explains each step.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")


class Refused(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Refused(what)


def openssl(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True)
    return done.returncode == 0


def in_folder(files, arguments):
    """Runs openssl with some bytes as files; $NAME in the arguments becomes the file's path."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name, content in files.items():
            path = Path(folder) / name
            path.write_bytes(content)
            paths["$" + name] = str(path)
        return openssl(*[paths.get(argument, argument) for argument in arguments])


def pem(der):
    text = base64.b64encode(der).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""])


def sha256(data):
    return hashlib.sha256(data).digest()


# --- signed notes (C2SP signed-note): text, empty line, signature lines ---


def read_key(text):
    """name+id+base64 of an Ed25519 key: name, id, the 32 bytes of the key."""
    name, key_id, rest = text.split("+", 2)
    typed = base64.b64decode(rest, validate=True)
    check(len(typed) == 33 and typed[0] == 1, "the log's key is no Ed25519 key")
    wanted = sha256(name.encode() + b"\n" + typed)[:4].hex()
    check(wanted == key_id, "the id of the log's key does not belong to it")
    return name, bytes.fromhex(key_id), typed[1:]


def open_note(note, key):
    """The text of a note, once the key is known to have signed it."""
    name, key_id, public = read_key(key)
    text, lines = note.rsplit("\n\n", 1)
    text += "\n"
    for line in lines.strip("\n").split("\n"):
        mark, by, signed = line.split(" ")
        raw = base64.b64decode(signed, validate=True)
        if mark == "\u2014" and by == name and raw[:4] == key_id:
            holds = in_folder(
                {"key": pem(ED25519_SPKI + public).encode(), "text": text.encode(), "sig": raw[4:]},
                ["pkeyutl", "-verify", "-pubin", "-inkey", "$key", "-rawin", "-in", "$text",
                 "-sigfile", "$sig"],
            )
            check(holds, f"the signature of {name} does not hold")
            return text
    raise Refused(f"{name} did not sign")


# --- the Merkle tree of RFC 6962 ---


def leaf_hash(entry):
    return sha256(b"\x00" + entry)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def root_from(index, size, leaf, proof):
    """The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2)."""
    check(index < size, "the leaf lies beyond the tree")
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        check(last > 0, "the proof is too long")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    check(last == 0, "the proof is too short")
    return found


def check_leaf(leaf, size, root):
    check(leaf_hash(leaf["entry"].encode()).hex() == leaf["hash"], "the leaf has another hash")
    proof = [bytes.fromhex(one) for one in leaf["inclusion"]]
    found = root_from(leaf["index"], size, bytes.fromhex(leaf["hash"]), proof)
    check(found == root, "the proof leads to another root than the checkpoint's")


# --- the parts of the file ---


def check_spelling(raw, doc):
    written = json.dumps(doc, indent=2, ensure_ascii=False) + "\n"
    check(written.encode() == raw, "the file is not in its one spelling")
    check(doc["format"] == "vetrina-evidence-v1", "the file is of another version")


def check_seal(doc, key):
    evidence = doc["evidence"]
    compact = json.dumps(evidence, separators=(",", ":"), ensure_ascii=False).encode()
    digest = base64.b64encode(sha256(compact)).decode()
    wanted = f"{doc['format']}\n{evidence['impression_id']}\n{digest}\n"
    check(open_note(doc["seal"], key) == wanted, "something in the file was changed")


def signed_text(sent):
    """The text that the device signs, version 1 or 2."""
    if sent["signature_version"] == 1:
        return sent["campaign_id"] + sent["played_at"] + sent["screenshot_hash"]

    def degrees(value):
        if value is None:
            return ""
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 1_000_000}.{abs(value) % 1_000_000:06}"

    return "\n".join([
        "vetrina-play-v2", sent["key_id"], sent["device_id"], str(sent["counter"]),
        sent["impression_id"], sent["campaign_id"].lower(), sent["content_asset_id"],
        sent["variant_id"] or "", sent["played_at"], str(sent["duration_actual"]),
        sent["screenshot_hash"], degrees(sent["lat_microdegrees"]),
        degrees(sent["lng_microdegrees"]),
    ])


def check_device(evidence):
    sent, device = evidence["submission"], evidence["device"]
    text = signed_text(sent).encode()
    check(text == sent["signed_text"].encode(), "the signed text says something else")
    signature = base64.b64decode(sent["device_signature"], validate=True)
    holds = in_folder(
        {"key": device["public_key_pem"].encode(), "text": text, "sig": signature},
        ["dgst", "-sha256", "-verify", "$key", "-signature", "$sig", "$text"],
    )
    check(holds, "the device's key did not sign this play")
    check(sha256(text + signature).hex() == sent["proof_hash"], "the proof hash is another")


def half_even(numerator, denominator):
    """Micros, rounded half-even to 4 decimals."""
    step = denominator * 100
    quotient, rest = divmod(numerator, step)
    up = 2 * rest > step or (2 * rest == step and quotient % 2 == 1)
    return (quotient + up) * 100


def check_money(evidence):
    price, money = evidence["price"], evidence["money"]
    factors = (price["base_micros"] * price["traffic_percent"] * price["device_percent"]
               * price["paid_seconds"] * price["priority_percent"] * price["quality_percent"])
    cost = half_even(factors, 100**4 * price["full_seconds"] * 1000)
    check(cost == price["cost_micros"] == money["cost_micros"], f"the price should be {cost}")
    supplier = half_even(cost * money["supplier_percent"], 100)
    check(supplier == money["supplier_micros"], f"the supplier's share should be {supplier}")
    check(supplier + money["platform_micros"] == cost, "the shares are not the whole price")
    check(money["charged_micros"] + money["absorbed_micros"] == cost, "the parts are not the price")
    net = {}
    for leg in money["legs"]:
        check(leg["amount_micros"] > 0, "a movement of nothing")
        for account, amount in ((leg["debit"], -1), (leg["credit"], 1)):
            side = account.split(":")[0].replace("campaign", "advertiser")
            net[side] = net.get(side, 0) + amount * leg["amount_micros"]
    kept = 0 if evidence["reversal"] else 1
    check(net.get("advertiser", 0) == -kept * money["charged_micros"], "the advertiser's net")
    check(net.get("supplier", 0) == kept * supplier, "the supplier's net")
    check(sum(net.values()) == 0, "the movements do not sum to zero")


def check_entry(evidence):
    """The leaf says what the file says, for what decides the money."""
    lines = evidence["leaf"]["entry"].split("\n")
    said = dict(line.split(" ", 1) for line in lines[1:] if line)
    sent, device, money = evidence["submission"], evidence["device"], evidence["money"]
    for name, value in [
        ("impression", evidence["impression_id"]), ("device", device["id"]),
        ("store", device["store_id"]), ("supplier", device["supplier_id"]),
        ("key", device["key_id"]), ("asset", sent["content_asset_id"]),
        ("duration_actual", sent["duration_actual"]), ("proof", sent["proof_hash"]),
        ("cost", money["cost_micros"]), ("charged", money["charged_micros"]),
        ("absorbed", money["absorbed_micros"]), ("supplier_share", money["supplier_micros"]),
        ("quality", evidence["verdict"]["quality"]),
    ]:
        check(said.get(name) == str(value), f"the leaf says another {name}")


def check_records(evidence):
    for record in evidence["daily"]["records"]:
        if record["hashed"] is not None:
            found = sha256(base64.b64decode(record["hashed"], validate=True)).hex()
            check(found == record["hash"], "a daily record has another hash")


def verify(path, pinned):
    raw = Path(path).read_bytes()
    doc = json.loads(raw)
    check_spelling(raw, doc)
    evidence = doc["evidence"]
    key = pinned or evidence["log"]["key"]
    check(key == evidence["log"]["key"], "the file is of another log")
    check_seal(doc, key)
    check_device(evidence)
    check_money(evidence)
    check_entry(evidence)
    check_records(evidence)
    origin, size, root = open_note(evidence["checkpoint"], key).split("\n")[:3]
    check(origin == evidence["log"]["origin"], "the checkpoint is of another log")
    size, root = int(size), base64.b64decode(root, validate=True)
    check_leaf(evidence["leaf"], size, root)
    if evidence["reversal"]:
        check_leaf(evidence["reversal"]["leaf"], size, root)
    print(f"The play {evidence['impression_id']} was signed by its device, priced as shown, and is")
    print(f"leaf {evidence['leaf']['index']} of {size} in the log {origin}.")
    if evidence["reversal"]:
        print(f"It was taken back: {evidence['reversal']['reason']}.")
    if not pinned:
        print("Whose log that is, the file alone does not prove: get the key by another way.")
    print("What was on the glass is not proved by any of this.")


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        verify(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None)
    except (Refused, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        print(f"REFUSED: {error}")
        return 1
    print("ACCEPTED")
    return 0


if __name__ == "__main__":
    sys.exit(main())
