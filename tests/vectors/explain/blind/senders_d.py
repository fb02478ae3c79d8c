"""Adyen's notifications, whose signed members the signer has to know."""
import json_text as J
from rand import iso
from senders_a import C, add


def adyen_body(r, t):
    d = {"pspReference": r.up(16), "merchantAccountCode": "PaperKiteEU", "merchantReference": "ORD-" + r.num(6), "value": r.int(500, 90000),
         "currency": "EUR", "eventCode": r.pick("AUTHORISATION", "CAPTURE"), "success": "true"}
    text = C({"live": "false", "notificationItems": [{"NotificationRequestItem": {
        "additionalData": {"hmacSignature": "@SIG@", "cardSummary": "1111", "shopperName": "[first name=Renée, infix=null]"}, "amount": {"currency": d["currency"], "value": d["value"]},
        "eventCode": d["eventCode"], "eventDate": iso(t - 2000, 0, "+02:00"), "merchantAccountCode": d["merchantAccountCode"], "merchantReference": d["merchantReference"],
        "operations": ["CANCEL", "CAPTURE", "REFUND"], "paymentMethod": "mc", "pspReference": d["pspReference"], "reason": "033899:1111:03/2030", "success": d["success"]}}]})
    return text, d


add("adyen", "adyen/notification", lambda r: r.hx(64).upper(), adyen_body, ua="Adyen HttpClient 1.0")
add("adyen:platform", "adyen/hmac", lambda r: r.hx(64).upper(), lambda r, t: C({
    "data": {"balancePlatform": "PaperKitePlatform", "accountHolder": {"description": "Renée Tétreault", "id": "AH" + r.up(22), "status": "active", "capabilities": {"receivePayments": {"allowed": True, "requested": True}}}},
    "environment": "test", "type": "balancePlatform.accountHolder.updated"}), ua="Adyen HttpClient 1.0")
