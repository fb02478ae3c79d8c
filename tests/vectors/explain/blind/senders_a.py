"""Deliveries as the senders make them, with invented values (part 1)."""
import json_text as J
from rand import iso
from sign import form

F = {}


def add(name, scheme, secret, body, ct="application/json", ua=None, host="hooks.paperkite.example", path=None, method="POST", extra=None):
    F[name] = dict(scheme=scheme, secret=secret, body=body, ct=ct, ua=ua, extra=extra or (lambda r, t: []), method=method,
                   url=f"https://{host}{path or '/webhooks/' + name.split(':')[0]}")


C = J.compact

# ---- payments and shops

add("stripe", "stripe/v1", lambda r: "whsec_" + r.al(32), lambda r, t: J.stripe({
    "id": "evt_1" + r.al(23), "object": "event", "api_version": "2025-03-31.basil", "created": t // 1000 - 3,
    "data": {"object": {"id": "in_1" + r.al(23), "object": "invoice", "account_country": "IE", "amount_due": r.int(900, 99000),
                        "amount_paid": 0, "currency": "eur", "customer": "cus_" + r.al(14), "customer_email": r.mail(),
                        "customer_name": r.name(), "default_tax_rates": [], "discounts": [],
                        "hosted_invoice_url": "https://invoice.stripe.com/i/acct_1" + r.al(16) + "/test_" + r.al(40) + "?s=ap",
                        "metadata": {}, "paid": False, "status": "open", "total_excluding_tax": None}},
    "livemode": False, "pending_webhooks": 1, "request": {"id": "req_" + r.al(14), "idempotency_key": None}, "type": "invoice.finalized"}),
    ct="application/json; charset=utf-8", ua="Stripe/1.0 (+https://stripe.com/docs/webhooks)")
add("stripe:refund", "stripe/v1", lambda r: "whsec_" + r.al(32), lambda r, t: J.stripe({
    "id": "evt_3" + r.al(23), "object": "event", "api_version": "2024-06-20", "created": t // 1000 - 2,
    "data": {"object": {"id": "re_3" + r.al(23), "object": "refund", "amount": r.int(500, 9000), "balance_transaction": "txn_3" + r.al(23),
                        "charge": "ch_3" + r.al(23), "currency": "usd", "destination_details": {"card": {"reference_status": "pending", "type": "refund"}},
                        "metadata": {"order": "B-" + r.num(5), "note": "damaged in transit"}, "reason": "requested_by_customer", "status": "succeeded"}},
    "livemode": True, "pending_webhooks": 2, "request": {"id": "req_" + r.al(14), "idempotency_key": r.uuid()}, "type": "charge.refund.updated"}),
    ct="application/json; charset=utf-8", ua="Stripe/1.0 (+https://stripe.com/docs/webhooks)")
add("paddle", "paddle/h1", lambda r: "pdl_ntfset_01j" + r.lo(23) + "_" + r.al(32), lambda r, t: C({
    "event_id": "evt_01j" + r.lo(23), "event_type": "transaction.completed", "occurred_at": iso(t - 900, 6), "notification_id": "ntf_01j" + r.lo(23),
    "data": {"id": "txn_01j" + r.lo(23), "items": [{"price": {"id": "pri_01j" + r.lo(23), "name": "Team plan", "custom_data": {}, "unit_price": {"amount": "4900", "currency_code": "EUR"}}, "quantity": r.int(1, 9)}],
             "status": "completed", "origin": "web", "checkout": {"url": "https://northlight.example/pay?_ptxn=txn_01j" + r.lo(23)}, "discount_id": None}}),
    ua="Paddle")
add("shopify", "shopify/hmac", lambda r: r.hx(64), lambda r, t: J.shopify({
    "id": J.Num(r.num(13)), "admin_graphql_api_id": "gid://shopify/Order/" + r.num(13), "contact_email": r.mail(), "created_at": iso(t - 2000, 0, "-05:00"),
    "currency": "CAD", "current_total_price": r.money(), "note": "Gift wrap & card <please>", "order_status_url": "https://lampworks.example/" + r.num(8) + "/orders/" + r.hx(32) + "/authenticate?key=" + r.hx(16),
    "tags": "", "line_items": [{"id": J.Num(r.num(14)), "title": "Écru lampshade — 30 cm", "quantity": 1, "price": r.money(), "properties": [], "grams": 640}],
    "customer": {"id": J.Num(r.num(13)), "first_name": "Noémie", "last_name": "Tétreault", "tax_exempt": False}}),
    ua="Shopify-Captain-Hook", extra=lambda r, t: [["X-Shopify-Topic", "orders/create"], ["X-Shopify-Shop-Domain", "lampworks.myshopify.com"], ["X-Shopify-API-Version", "2025-07"], ["X-Shopify-Webhook-Id", r.uuid()]])
add("woocommerce", "woocommerce/hmac", lambda r: r.al(20) + "|" + r.al(12) + "$" + r.al(16), lambda r, t: J.php({
    "id": r.int(800, 9000), "name": "Teekanne „Föhr“", "slug": "teekanne-foehr", "permalink": "https://kaolin.example/produkt/teekanne-foehr/", "date_created": iso(t - 60000)[:-1],
    "type": "simple", "status": "publish", "price": "38.00", "regular_price": "44.00", "on_sale": True, "meta_data": [], "images": [{"id": 91, "src": "https://kaolin.example/wp-content/uploads/2025/09/foehr.jpg"}]}),
    ua="WooCommerce/9.3.3 Hookshot (WordPress/6.6.2)", extra=lambda r, t: [["X-WC-Webhook-Source", "https://kaolin.example/"], ["X-WC-Webhook-Topic", "product.updated"], ["X-WC-Webhook-ID", "14"], ["X-WC-Webhook-Delivery-ID", r.hx(32)]])
add("razorpay", "razorpay/hmac", lambda r: "rzp-hook-" + r.al(18), lambda r, t: C({
    "entity": "event", "account_id": "acc_" + r.al(14), "event": "payment.captured", "contains": ["payment"],
    "payload": {"payment": {"entity": {"id": "pay_" + r.al(14), "entity": "payment", "amount": r.int(10000, 900000), "currency": "INR", "status": "captured", "order_id": "order_" + r.al(14), "method": "upi",
                                       "description": "Workshop seat 2/4", "vpa": "asha@upi", "email": r.mail(), "contact": "+9198" + r.num(8), "notes": [], "fee": 236, "tax": 36, "acquirer_data": {"rrn": r.num(12)}}}},
    "created_at": t // 1000 - 4}, slash=True), ua="Razorpay-Webhook/v1", extra=lambda r, t: [["x-razorpay-event-id", r.al(14)]])
add("lemon-squeezy", "lemon-squeezy/hmac", lambda r: r.al(24), lambda r, t: J.php({
    "meta": {"test_mode": True, "event_name": "order_created", "custom_data": {"user_id": r.num(4)}, "webhook_id": r.uuid()},
    "data": {"type": "orders", "id": r.num(7), "attributes": {"store_id": J.Num(r.num(5)), "identifier": r.uuid(), "user_name": r.name(), "user_email": r.mail(), "currency": "USD", "currency_rate": "1.00000000", "subtotal": 2900, "total": 2900,
        "tax_name": None, "status": "paid", "urls": {"receipt": "https://app.lemonsqueezy.com/my-orders/" + r.uuid() + "?signature=" + r.hx(40)}, "created_at": iso(t - 2200, 6)}}}),
    extra=lambda r, t: [["X-Event-Name", "order_created"]])
add("square", "square/sha256", lambda r: r.b64u(16), lambda r, t: C({
    "merchant_id": "ML" + r.up(11), "type": "payment.updated", "event_id": r.uuid(), "created_at": iso(t - 700, 3),
    "data": {"type": "payment", "id": r.al(20) + "ZY", "object": {"payment": {"id": r.al(20) + "ZY", "amount_money": {"amount": r.int(300, 9000), "currency": "USD"}, "status": "COMPLETED", "source_type": "CARD", "location_id": "L" + r.up(12), "note": "Flat white & croissant", "receipt_url": "https://squareup.com/receipt/preview/" + r.al(22)}}}}),
    ua="Square Connect v2", path="/square/events")
add("mollie", "mollie/hmac", lambda r: r.al(32), lambda r, t: C({
    "resource": "event", "id": "event_" + r.al(20), "type": "payment-link.paid", "entityId": "pl_" + r.al(20), "createdAt": iso(t - 300, 1),
    "_embedded": {"entity": {"resource": "payment-link", "id": "pl_" + r.al(20), "mode": "live", "description": "Fietsreparatie – café Zuiderzee", "amount": {"value": "42.50", "currency": "EUR"}, "redirectUrl": "https://spaakwerk.example/bedankt"}},
    "_links": {"self": {"href": "https://api.mollie.com/v2/events/event_" + r.al(20), "type": "application/hal+json"}}}), ua="Mollie.com HTTP client/1.0")
add("gocardless", "gocardless/hmac", lambda r: r.b64u(30), lambda r, t: C({
    "events": [{"id": "EV" + r.up(12), "created_at": iso(t - 5000, 3), "resource_type": "mandates", "action": "cancelled", "links": {"mandate": "MD" + r.up(12)}, "details": {"origin": "bank", "cause": "bank_account_closed", "description": "The customer's bank account was closed.", "scheme": "bacs", "reason_code": "ADDACS-B"}, "metadata": {}, "resource_metadata": {"order_dispatch_date": iso(t)[:10]}}],
    "meta": {"webhook_id": "WB" + r.up(12)}}), ua="gocardless-webhook-service/1.1", extra=lambda r, t: [["Origin", "https://api.gocardless.com"]])
add("airwallex", "airwallex/hmac", lambda r: "whsec_" + r.al(24), lambda r, t: C({
    "id": "evt_hkdm" + r.lo(22), "name": "payment_intent.succeeded", "account_id": "acct_" + r.al(22), "data": {"object": {"id": "int_hkdm" + r.lo(22), "amount": J.Num(r.money()), "currency": "HKD", "merchant_order_id": r.uuid(), "captured_amount": J.Num("0"), "descriptor": "KITE & CO", "status": "SUCCEEDED", "customer_name": r.name()}}, "created_at": iso(t - 800, 0, "+0000")}))
add("cashfree", "cashfree/hmac", lambda r: "cfsk_ma_prod_" + r.hx(32) + "_" + r.hx(8), lambda r, t: C({
    "data": {"order": {"order_id": "order_" + r.num(9), "order_amount": J.Num(r.money()), "order_currency": "INR", "order_tags": None}, "payment": {"cf_payment_id": J.Num(r.num(10)), "payment_status": "SUCCESS", "payment_amount": J.Num("1.00"), "payment_message": "Transaction success", "payment_time": iso(t - 4000, 0, "+05:30"), "bank_reference": r.num(9), "payment_method": {"upi": {"channel": None, "upi_id": "asha@okbank"}}}, "customer_details": {"customer_name": "Asha D'Souza", "customer_id": "c_" + r.num(4)}}, "event_time": iso(t - 900, 0, "+05:30"), "type": "PAYMENT_SUCCESS_WEBHOOK"}),
    extra=lambda r, t: [["x-webhook-version", "2023-08-01"]])
add("revolut", "revolut/v1", lambda r: "wsk_" + r.al(32), lambda r, t: C({
    "event": "TransactionCreated", "timestamp": iso(t - 400, 6), "data": {"id": r.uuid(), "type": "transfer", "state": "pending", "request_id": r.uuid(), "created_at": iso(t - 500, 6), "reference": "Loyer café Brändle", "legs": [{"leg_id": r.uuid(), "account_id": r.uuid(), "amount": J.Num("-" + r.money()), "currency": "EUR", "description": "To José Núñez"}]}}))
add("coinbase-commerce", "coinbase-commerce/hmac", lambda r: r.uuid(), lambda r, t: C({
    "attempt_number": 1, "event": {"api_version": "2018-03-22", "created_at": iso(t - 600), "data": {"code": r.up(8), "name": "Field recorder", "hosted_url": "https://commerce.coinbase.com/charges/" + r.up(8), "pricing": {"local": {"amount": r.money(), "currency": "USD"}}, "timeline": [{"time": iso(t - 90000), "status": "NEW"}], "addresses": {}}, "id": r.uuid(), "resource": "event", "type": "charge:pending"}, "id": r.uuid(), "scheduled_for": iso(t - 600)}),
    ua="weipay-webhooks")
add("modern-treasury", "modern-treasury/hmac", lambda r: "whk_" + r.al(40), lambda r, t: J.rails({
    "event": "completed", "data": {"id": r.uuid(), "object": "payment_order", "live_mode": True, "type": "ach", "amount": r.int(1000, 90000), "direction": "credit", "currency": "USD", "description": "Payout <Q3> & bonus", "metadata": {}, "status": "completed", "effective_date": iso(t)[:10], "created_at": iso(t - 60000)}}),
    extra=lambda r, t: [["X-Topic", "payment_order"], ["X-Event-ID", r.uuid()], ["X-Webhook-ID", r.uuid()]])
add("lithic", "lithic/v1", lambda r: "whsec_" + r.b64(24), lambda r, t: C({
    "token": r.uuid(), "event_type": "card.created", "card_token": r.uuid(), "payload": {"card_token": r.uuid(), "replacement_for": None, "memo": "Travel, München", "spend_limit": 50000, "created": iso(t - 900)}}), ua="Svix-Webhooks/1.24.0")
add("dodo-payments", "dodo-payments/v1", lambda r: "whsec_" + r.b64(24), lambda r, t: C({
    "business_id": "bus_" + r.al(22), "data": {"payload_type": "Subscription", "subscription_id": "sub_" + r.al(22), "customer": {"customer_id": "cus_" + r.al(22), "email": r.mail(), "name": r.name()}, "recurring_pre_tax_amount": 1900, "currency": "USD", "status": "active", "metadata": {}, "next_billing_date": iso(t + 2592000000, 6)}, "timestamp": iso(t - 300, 6), "type": "subscription.active"}))
add("portone", "portone/v1", lambda r: "whsec_" + r.b64(32), lambda r, t: C({
    "type": "Transaction.Paid", "timestamp": iso(t - 200, 3), "data": {"paymentId": "order-" + r.uuid(), "storeId": "store-" + r.uuid(), "transactionId": r.uuid()}}))
add("cronofy", "cronofy/hmac", lambda r: "CRN_" + r.al(40), lambda r, t: J.ruby({
    "notification": {"type": "change", "changes_since": iso(t - 7200000)}, "channel": {"channel_id": "chn_" + r.hx(24), "callback_url": "https://hooks.paperkite.example/webhooks/cronofy", "filters": {"calendar_ids": []}}}), ua="Cronofy/1.0")
add("xero", "xero/hmac", lambda r: r.b64(66), lambda r, t:
    '{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Contacts/%s","resourceId":"%s","tenantId":"%s","tenantType":"ORGANISATION","eventCategory":"CONTACT","eventType":"UPDATE","eventDateUtc":"%s"}],"firstEventSequence": %d,"lastEventSequence": %d, "entropy": "%s"}'
    % (r.uuid(), r.uuid(), r.uuid(), iso(t - 1500, 3)[:-1], 41, 41, r.up(20)))
add("quickbooks", "quickbooks/hmac", lambda r: r.uuid(), lambda r, t: C({
    "eventNotifications": [{"realmId": r.num(16), "dataChangeEvent": {"entities": [{"name": "Invoice", "id": r.num(3), "operation": "Update", "lastUpdated": iso(t - 9000, 0, "-07:00")}, {"name": "Customer", "id": r.num(2), "operation": "Create", "lastUpdated": iso(t - 9500, 0, "-07:00")}]}}]}),
    ua="intuit_notification_service_1.0", extra=lambda r, t: [["intuit-created-time", iso(t)], ["intuit-t-id", r.uuid()]])
add("easypost", "easypost/hmac", lambda r: "ep-hook-" + r.al(14), lambda r, t: J.rails({
    "id": "evt_" + r.hx(32), "object": "Event", "created_at": iso(t - 700), "description": "tracker.updated", "mode": "production", "previous_attributes": {"status": "in_transit"}, "pending_urls": [], "completed_urls": [], "status": "pending",
    "result": {"id": "trk_" + r.hx(32), "object": "Tracker", "tracking_code": "9400" + r.num(18), "status": "out_for_delivery", "weight": J.Num("21.5"), "carrier": "USPS", "signed_by": None, "public_url": "https://track.easypost.com/" + r.al(20), "tracking_details": [{"message": "Arrived <hub> & sorted", "datetime": iso(t - 3600000)}]}}))
add("aftership", "aftership/hmac", lambda r: "asws_" + r.hx(32), lambda r, t: C({
    "event": "tracking_update", "event_id": r.uuid(), "is_tracking_first_tag": False, "ts": t // 1000 - 2, "msg": {"id": r.lo(24), "tracking_number": "1Z" + r.up(16), "slug": "ups", "title": "Bestellung Weiß 114", "tag": "Delivered", "checkpoints": [{"city": "Göttingen", "country_iso3": "DEU", "coordinates": [], "message": "Zugestellt"}]}}))
add("zoho-payments", "zoho-payments/hmac", lambda r: r.hx(60), lambda r, t: C({
    "event_id": r.num(16), "event_type": "payment.succeeded", "event_time": t // 1000 - 1, "account_id": r.num(11), "live_mode": True, "event_object": {"payment": {"payment_id": r.num(16), "amount": "129.00", "currency": "INR", "receipt_email": r.mail(), "statement_descriptor": "KITE*COURSE", "meta_data": []}}}))
