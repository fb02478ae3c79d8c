import hashlib
import hmac
import json
import os
import sqlite3
from contextlib import closing

from flask import Flask, request

# Without the variable, the program ends here, and not at the first delivery.
SECRET = os.environ["WEBHOOK_SECRET"].encode()
DATABASE = "handled.db"

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024

with closing(sqlite3.connect(DATABASE)) as database:
    database.execute("CREATE TABLE IF NOT EXISTS handled (key TEXT PRIMARY KEY)")


@app.post("/webhook")
def webhook():
    body = request.get_data()
    expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    # Bytes, and not None if the header is missing: compare_digest raises an error for None and for text that is not ASCII.
    signature = request.headers.get("X-Webhook-Signature", "").encode()
    if not hmac.compare_digest(signature, expected.encode()):
        return "", 401

    event = json.loads(body)
    # The transaction ends with the block. If the handler raises an error, the key is not stored, the response is 500, and
    # the sender delivers the event again. A repetition that arrives meanwhile waits for the end of the transaction.
    with closing(sqlite3.connect(DATABASE)) as database, database:
        added = database.execute("INSERT OR IGNORE INTO handled VALUES (?)", [event["id"]])
        if added.rowcount == 1:
            handle(event)
    return "", 200


def handle(event):
    match event.get("type"):
        case "user.created" | "user.updated":
            record({"type": event["type"], "id": event["data"]["id"]})
        case other:
            app.logger.info("not handled: %s", other)


def record(line):
    with open("events.jsonl", "a") as file:
        file.write(json.dumps(line) + "\n")
