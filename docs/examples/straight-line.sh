#!/bin/sh
# From an empty appliance to a billed, signed play, step by step. docs/devices.md explains each step.
#
# In one terminal:
#
#     export VETRINA_BOOTSTRAP_TOKEN=my-first-token-0123456789
#     VETRINA_REVIEW__NEW_DEVICE_IMPRESSIONS=0 \
#         vetrina serve --data my-data --sim-clock 2026-02-02T01:00:00Z
#
# In another, with the same token:
#
#     VETRINA_BOOTSTRAP_TOKEN=my-first-token-0123456789 docs/examples/straight-line.sh
#
# The first argument is the appliance, by default http://127.0.0.1:8420. Needs curl, openssl and
# python3 (for JSON and for a test picture). Run twice, it makes everything a second time.
set -eu

BASE="${1:-http://127.0.0.1:8420}/api/v1"
ADMIN="${VETRINA_BOOTSTRAP_TOKEN:?set it to the token that the appliance was started with}"
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
LAT=10.762622
LNG=106.660172

# --- tools -------------------------------------------------------------------------------------
step() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

# get FIELD: a field of the last answer; a dotted path such as rejections.DUPLICATE_IMPRESSION.
get() {
    python3 -c '
import json, sys
value = json.load(open(sys.argv[1], encoding="utf-8"))
for name in sys.argv[2].split("."):
    value = value[int(name)] if isinstance(value, list) else value[name]
print(value if isinstance(value, str) else json.dumps(value))' "$DIR/answer" "$1"
}

# show FIELD...: prints chosen fields of the last answer in one line.
show() {
    for name in "$@"; do printf '   %s = %s\n' "$name" "$(get "$name")"; done
}

# call STATUS METHOD PATH TOKEN [BODY]: asks, and stops unless the status is the expected one.
call() {
    expected=$1 method=$2 path=$3 token=$4
    set -- -sS -o "$DIR/answer" -w '%{http_code}' -X "$method" -H "Authorization: Bearer $token" \
        ${5+-H} ${5+"Content-Type: application/json"} ${5+--data-binary} ${5+"$5"}
    status=$(curl "$@" "$BASE$path")
    printf '%s %s -> %s\n' "$method" "$path" "$status"
    [ "$status" = "$expected" ] || fail "expected $expected: $(cat "$DIR/answer")"
}

# later TIME SECONDS: a time in UTC so many seconds later.
later() {
    python3 -c '
import datetime as d, sys
at = d.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")) + d.timedelta(seconds=int(sys.argv[2]))
print(at.strftime("%Y-%m-%dT%H:%M:%SZ"))' "$1" "$2"
}

uuid() { python3 -c 'import uuid; print(uuid.uuid4())'; }

# frame FILE: a tiny JPEG with a comment of its own, in place of the captured screen.
frame() {
    python3 -c '
import base64, os, sys
jpeg = base64.b64decode("/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/"
    "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z")
comment = os.urandom(16).hex().encode()
part = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
open(sys.argv[1], "wb").write(jpeg[:2] + part + jpeg[2:])' "$1"
}

sha256() { openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1; }

# sign FILE: base64 of the RSASSA-PKCS1-v1_5 SHA-256 signature, in one line.
sign() { openssl dgst -sha256 -sign "$DIR/device.pem" "$1" | openssl base64 -A; }

TAG=$(uuid | cut -c 1-8)

# --- the line ----------------------------------------------------------------------------------
step "0. the simulated clock"
call 200 GET /sim/clock "$ADMIN"
NOW=$(get now)
START="$(later "$NOW" 172800 | cut -c 1-10)T00:00:00Z"
PEAK="$(later "$NOW" 172800 | cut -c 1-10)T11:30:00Z"
END=$(later "$NOW" 1296000 | cut -c 1-10)
echo "   now $NOW; the campaign starts $START; 11:30 UTC is 18:30 in the store, a peak hour"

step "1. an advertiser"
call 201 POST /advertisers "$ADMIN" "{\"name\":\"Phở Việt $TAG\",\"email\":\"ads-$TAG@example.com\"}"
ADVERTISER=$(get id)
show id status email_verified
call 200 POST "/advertisers/$ADVERTISER/verify-email" "$ADMIN" '{}'

step "2. its money"
call 201 POST "/wallets/$ADVERTISER/deposits" "$ADMIN" '{"amount":50000,"reference":"wire 1"}'
show transaction_id available_balance held_balance currency
call 200 GET "/wallets/$ADVERTISER" "$ADMIN"
show available_balance held_balance

step "3. a supplier, the owner of stores"
call 201 POST /suppliers "$ADMIN" "{\"name\":\"Saigon Screens $TAG\",\"email\":\"shop-$TAG@example.com\"}"
SUPPLIER=$(get id)

step "4. a store"
call 201 POST /stores "$ADMIN" "{\"supplier_id\":\"$SUPPLIER\",\"name\":\"Vincom Center\",
    \"category\":\"PREMIUM_MALL\",\"region\":\"Ho Chi Minh\",\"address\":\"72 Lê Thánh Tôn\",
    \"lat\":$LAT,\"lng\":$LNG,\"timezone\":\"Asia/Ho_Chi_Minh\",\"country\":\"VN\",
    \"daily_foot_traffic\":8000,\"avg_dwell_time_minutes\":30}"
STORE=$(get id)
show id status

step "5. a device with its key"
openssl genrsa -out "$DIR/device.pem" 2048 2>/dev/null
openssl rsa -in "$DIR/device.pem" -pubout -out "$DIR/device.pub.pem" 2>/dev/null
PEM=$(python3 -c 'import json, sys; print(json.dumps(open(sys.argv[1]).read()))' "$DIR/device.pub.pem")
call 201 POST /devices "$ADMIN" "{\"store_id\":\"$STORE\",\"name\":\"Screen 1\",\"screen_inches\":55,
    \"width\":3840,\"height\":2160,\"orientation\":\"LANDSCAPE\",\"public_key_pem\":$PEM}"
DEVICE=$(get id)
TOKEN=$(get device_token)
KEY=$(get key_id)
show id status key_id

step "6. an asset"
python3 -c '
import struct, sys, zlib
def part(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\0" + bytes((y * 255 // 1080, 80, 160)) * 1920 for y in range(1080))
head = struct.pack(">IIBBBBB", 1920, 1080, 8, 2, 0, 0, 0)
open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head)
    + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b""))' "$DIR/picture.png"
status=$(curl -sS -o "$DIR/answer" -w '%{http_code}' -H "Authorization: Bearer $ADMIN" \
    -F "name=Tết 2026" -F "advertiser_id=$ADVERTISER" \
    -F "file=@$DIR/picture.png;type=image/png" "$BASE/assets")
echo "POST /assets -> $status"
[ "$status" = 201 ] || fail "$(cat "$DIR/answer")"
ASSET=$(get id)
show id status kind width height duration_seconds sha256
call 200 POST "/assets/$ASSET/approve" "$ADMIN" '{"scan_flags":[]}'
show status

step "7. a campaign"
call 201 POST /campaigns "$ADMIN" "{\"advertiser_id\":\"$ADVERTISER\",\"name\":\"Tết 2026 $TAG\",
    \"brand_name\":\"Phở Việt\",\"category\":\"FOOD_BEVERAGE\",\"budget\":1000,
    \"start_date\":\"$START\",\"end_date\":\"$END\",
    \"content_assets\":[\"$ASSET\"],\"target_stores\":[\"$STORE\"]}"
CAMPAIGN=$(get id)
show id status priority

step "8. submit it: the budget is held"
call 200 POST "/campaigns/$CAMPAIGN/submit" "$ADMIN" '{"terms_accepted":true}'
show status
if [ "$(get status)" = PENDING_APPROVAL ]; then
    call 200 POST "/campaigns/$CAMPAIGN/approve" "$ADMIN" '{}'
fi
call 200 GET "/wallets/$ADVERTISER" "$ADMIN"
show available_balance held_balance

step "9. its start comes"
call 200 POST /sim/clock "$ADMIN" "{\"set\":\"$START\"}"
call 200 GET "/campaigns/$CAMPAIGN" "$ADMIN"
show status activated_at
[ "$(get status)" = ACTIVE ] || fail "the campaign is not ACTIVE"
call 200 POST /sim/clock "$ADMIN" "{\"set\":\"$PEAK\"}"

step "10. the device says hello"
call 200 POST "/devices/$DEVICE/heartbeat" "$TOKEN" "{\"sent_at\":\"$PEAK\"}"
show server_time skew_ms clock_ok next_heartbeat_seconds

step "11. a play, signature v1"
frame "$DIR/frame.jpg"
HASH=$(sha256 "$DIR/frame.jpg")
PLAY=$(uuid)
printf '%s%s%s' "$CAMPAIGN" "$PEAK" "$HASH" > "$DIR/signed.txt"
SIGNATURE=$(sign "$DIR/signed.txt")
BODY="{\"impression_id\":\"$PLAY\",\"campaign_id\":\"$CAMPAIGN\",\"device_id\":\"$DEVICE\",
    \"content_asset_id\":\"$ASSET\",\"played_at\":\"$PEAK\",\"duration_actual\":10,
    \"proof\":{\"screenshot_hash\":\"$HASH\",\"device_signature\":\"$SIGNATURE\",
    \"location\":{\"lat\":$LAT,\"lng\":$LNG}}}"
call 201 POST /impressions "$TOKEN" "$BODY"
show impression_id status cost campaign_remaining_budget quality_score

step "11a. the same again: the first answer, status 200"
call 200 POST /impressions "$TOKEN" "$BODY"
show cost

step "11b. the same play under another id: refused, and recorded"
call 422 POST /impressions "$TOKEN" "$(printf '%s' "$BODY" | sed "s/$PLAY/$(uuid)/")"
show error message

step "11c. a slot from the appliance, signature v2"
LATER=$(later "$PEAK" 600)
call 200 POST /sim/clock "$ADMIN" "{\"set\":\"$LATER\"}"
call 200 POST "/devices/$DEVICE/heartbeat" "$TOKEN" "{\"sent_at\":\"$LATER\"}"
call 200 POST "/devices/$DEVICE/next-ad" "$TOKEN" '{}'
show lease_id campaign_id content_asset_id duration_seconds capture_second expires_at
LEASE=$(get lease_id)
SECONDS_SHOWN=$(get duration_seconds)
PLAYED_AT=$(later "$LATER" "$SECONDS_SHOWN")
call 200 POST /sim/clock "$ADMIN" "{\"set\":\"$PLAYED_AT\"}"
frame "$DIR/frame2.jpg"
HASH=$(sha256 "$DIR/frame2.jpg")
PLAY2=$(uuid)
COUNTER=1
# 13 lines, no line break at the end; the 8th (variant) is empty.
printf 'vetrina-play-v2\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s' \
    "$KEY" "$DEVICE" "$COUNTER" "$PLAY2" "$CAMPAIGN" "$ASSET" "" "$PLAYED_AT" "$SECONDS_SHOWN" \
    "$HASH" "$LAT" "$LNG" > "$DIR/signed2.txt"
call 201 POST /impressions "$TOKEN" "{\"impression_id\":\"$PLAY2\",\"campaign_id\":\"$CAMPAIGN\",
    \"device_id\":\"$DEVICE\",\"content_asset_id\":\"$ASSET\",\"played_at\":\"$PLAYED_AT\",
    \"sent_at\":\"$PLAYED_AT\",\"duration_actual\":$SECONDS_SHOWN,\"lease_id\":\"$LEASE\",
    \"key_id\":\"$KEY\",\"counter\":$COUNTER,\"signature_version\":2,
    \"proof\":{\"screenshot_hash\":\"$HASH\",\"device_signature\":\"$(sign "$DIR/signed2.txt")\",
    \"location\":{\"lat\":$LAT,\"lng\":$LNG}}}"
show status cost quality_score

step "12. what came of it"
call 200 GET "/campaigns/$CAMPAIGN" "$ADMIN"
show spent remaining_budget
call 200 GET "/campaigns/$CAMPAIGN/stats" "$ADMIN"
show verified rejected under_review rejections spent effective_cpm
call 200 GET "/impressions/$PLAY" "$ADMIN"
show status cost supplier_revenue platform_revenue is_peak_hour cpm_rate
call 200 GET "/campaigns/$CAMPAIGN/transactions" "$ADMIN"
show items.0.transaction_type items.0.amount
call 200 GET "/campaigns/$CAMPAIGN/proof-of-play?date=$(printf '%s' "$PEAK" | cut -c 1-10)" "$ADMIN"
show status total_impressions unique_devices total_duration_seconds hourly_breakdown
call 200 GET "/wallets/$SUPPLIER" "$ADMIN"
show pending_balance available_balance

printf '\nEvery step answered as expected.\n'
