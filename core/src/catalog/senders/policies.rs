//! How senders retry of whom nothing else is known but, perhaps, their signatures; and services that send for others.

use alloc::borrow::Cow;

use super::{documented, secondary};
use crate::base::provenance::Confidence;
use crate::retry::{HeaderRule, Jitter, Policy, Reaction, Reading, RetryAfter, Schedule, StatusRule};

/// Any 2xx is a success.
const SUCCESS: StatusRule = StatusRule { from: 200, to: 299, means: Reaction::Success };

const fn stop(from: u16, to: u16) -> StatusRule {
    StatusRule { from, to, means: Reaction::Stop }
}

const fn throttle(status: u16) -> StatusRule {
    StatusRule { from: status, to: status, means: Reaction::Throttle }
}

/// A way of reading answers in which any 2xx is a success, and what has no rule is tried again.
const fn reading(statuses: &'static [StatusRule], headers: &'static [HeaderRule], retry_after: RetryAfter) -> Reading {
    Reading {
        statuses: Cow::Borrowed(statuses),
        headers: Cow::Borrowed(headers),
        retry_after,
        no_answer: Reaction::Retry,
        timeout: Reaction::Retry,
        throttled_least_ms: 0,
    }
}

const SVIX: Reading = reading(&[SUCCESS], Reading::DELIVERY_CONTROL, RetryAfter::Ignored);

/// As the server's code has it; its documentation says less.
const SVIX_SERVER: Reading = Reading {
    statuses: Cow::Borrowed(&[SUCCESS, throttle(429)]),
    headers: Cow::Borrowed(Reading::DELIVERY_CONTROL),
    retry_after: RetryAfter::WithinSchedule { times: 2 },
    no_answer: Reaction::Retry,
    timeout: Reaction::Throttle,
    throttled_least_ms: 60_000,
};

const NO_RETRY: &[HeaderRule] = &[HeaderRule::new("X-Slack-No-Retry", "1", Reaction::Stop)];

const SLACK: Reading = reading(&[SUCCESS], NO_RETRY, RetryAfter::Ignored);

const KIT: Reading =
    reading(&[SUCCESS, stop(410, 410), throttle(429)], &[], RetryAfter::Later { least_ms: 1_000, most_ms: 86_400_000 });

const ASHBY: Reading = reading(&[SUCCESS, stop(401, 401), stop(403, 405), stop(410, 410)], &[], RetryAfter::Ignored);

const BREVO: Reading = reading(&[SUCCESS, throttle(429), stop(400, 499)], &[], RetryAfter::Ignored);

/// Only 429 and 5xx are tried again.
const SANITY: Reading = reading(&[SUCCESS, throttle(429), stop(100, 499)], &[], RetryAfter::Ignored);

const CHRONICLE: Reading = reading(&[SUCCESS], &[], RetryAfter::Later { least_ms: 0, most_ms: 86_400_000 });

/// Waits that are not published; an imitation begins with half a minute.
const fn unpublished(within_ms: Option<u64>) -> Schedule {
    Schedule::Unpublished { within_ms, imitated_ms: 30_000 }
}

/// Each policy.
pub(in crate::catalog) static POLICIES: &[Policy] = &[
    Policy::new("svix", Schedule::table(&[0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000]), SVIX).timeout(15_000).provenance(Confidence::Documented, documented("https://docs.svix.com/retries", &["The page says nothing of jitter: none is assumed."])),
    Policy::new("svix-server", Schedule::table(&[0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000]), SVIX_SERVER).jitter(Jitter::PlusMinus { percent: 20 }).timeout(30_000).provenance(Confidence::Documented, documented("https://github.com/svix/svix-webhooks/blob/main/server/svix-server/config.default.toml", &[])),
    Policy::new("stripe", unpublished(Some(259_200_000)), Reading::PLAIN).provenance(Confidence::Assumed, documented("https://docs.stripe.com/webhooks/process-undelivered-events", &["How many attempts there are and when: Stripe documents exponential back-off for up to three days in live mode."])),
    Policy::new("stripe-sandbox", unpublished(None), Reading::PLAIN).at_most(4).provenance(Confidence::Assumed, documented("https://docs.stripe.com/webhooks/process-undelivered-events", &["When the three retries come: Stripe says over a few hours."])),
    Policy::new("shopify", unpublished(Some(14_400_000)), Reading::PLAIN).at_most(9).timeout(5_000).provenance(Confidence::Assumed, documented("https://shopify.dev/changelog/updates-to-webhook-retry-mechanism", &["When the eight retries come: Shopify documents exponential back-off over four hours.", "The timeout of five seconds in all is from secondary sources."])),
    Policy::new("github", Schedule::table(&[0]), Reading::PLAIN).timeout(10_000).provenance(Confidence::Documented, documented("https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries", &[])),
    Policy::new("paypal", unpublished(Some(259_200_000)), Reading::PLAIN).at_most(26).provenance(Confidence::Assumed, secondary("https://developer.paypal.com/api/rest/webhooks/", &["That there are 25 retries in three days is repeated widely; PayPal's own words were not seen."])),
    Policy::new("slack", Schedule::table(&[0, 0, 60_000, 300_000]), SLACK).timeout(3_000).provenance(Confidence::Documented, secondary("https://api.slack.com/apis/events-api", &["The schedule is as others quote it from Slack's page."])),
    Policy::new("square", Schedule::table(&[0, 60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 28_800_000]), Reading::PLAIN).timeout(10_000).provenance(Confidence::Documented, secondary("https://developer.squareup.com/docs/webhooks/overview", &["The schedule is as two independent repositories quote it from Square's page; the attempt before is what it counts from."])),
    Policy::new("adyen", Schedule::Table { delays_ms: Cow::Borrowed(&[0, 9_000, 18_000, 27_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000]), repeat_last: true }, Reading::PLAIN).within(2_592_000_000).timeout(10_000).provenance(Confidence::Documented, documented("https://docs.adyen.com/development-resources/webhooks/troubleshoot", &["The timeout is from secondary sources.", "That the early tries count from the attempt before."])),
    Policy::new("hookdeck", Schedule::exponential(3_600_000, 2), Reading::PLAIN).at_most(51).provenance(Confidence::Documented, documented("https://hookdeck.com/docs/retries", &["Rule, interval and number are set for each connection: this is the page's example, with the most retries that it allows."])),
    Policy::new("kit", Schedule::table(&[0, 30_000, 120_000, 900_000, 3_600_000, 14_400_000, 43_200_000, 86_400_000]), KIT).provenance(Confidence::Documented, documented("https://developers.kit.com/webhooks/retries", &["Each delay counts from the attempt before."])),
    Policy::new("prolific", Schedule::exponential(60_000, 2), Reading::PLAIN).at_most(12).jitter(Jitter::Full).provenance(Confidence::Documented, documented("https://docs.prolific.com/api-reference/hooks", &[])),
    Policy::new("ahasend", Schedule::Polynomial { base_ms: 1_000, power: 4 }, Reading::PLAIN).at_most(6).jitter(Jitter::PlusMinus { percent: 10 }).provenance(Confidence::Documented, documented("https://ahasend.com/docs/webhooks", &["Each delay counts from the attempt before."])),
    // The fourth power of the attempt's number in seconds, since the first attempt.
    Policy::new("ticket-tailor", Schedule::table(&[0, 16_000, 81_000, 256_000, 625_000, 1_296_000, 2_401_000, 4_096_000, 6_561_000, 10_000_000, 14_641_000, 20_736_000, 28_561_000, 38_416_000, 50_625_000, 65_536_000, 83_521_000, 104_976_000, 130_321_000, 160_000_000, 194_481_000, 234_256_000]), Reading::PLAIN).since_first().provenance(Confidence::Documented, documented("https://developers.tickettailor.com/docs/webhook/retries", &[])),
    Policy::new("recurly", Schedule::table(&[0, 74_000, 266_000, 778_000, 2_058_000, 5_130_000, 12_298_000, 28_682_000, 65_546_000, 147_466_000, 327_690_000]), Reading::PLAIN).provenance(Confidence::Documented, documented("https://docs.recurly.com/docs/webhooks", &["The x of the first retry is 1."])),
    Policy::new("ashby", Schedule::table(&[0, 10_000, 30_000, 70_000, 150_000, 310_000, 630_000, 1_270_000, 2_550_000, 5_110_000, 10_230_000]), ASHBY).provenance(Confidence::Documented, documented("https://developers.ashbyhq.com/docs/setting-up-webhooks", &[])),
    Policy::new("circle", Schedule::table(&[0, 1_000, 10_000, 30_000, 60_000, 900_000, 3_600_000, 10_800_000, 18_000_000, 21_600_000, 36_000_000, 39_600_000]), Reading::PLAIN).provenance(Confidence::Documented, documented("https://developers.circle.com/cpn/guides/webhooks/webhook-notifications", &[])),
    Policy::new("nmi", Schedule::table(&[0, 15_000, 60_000, 60_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 43_200_000, 43_200_000, 86_400_000]), Reading::PLAIN).provenance(Confidence::Documented, documented("https://docs.nmi.com/docs/webhooks-overview", &[])),
    Policy::new("juspay", Schedule::table(&[0, 60_000, 300_000, 300_000, 600_000, 600_000, 600_000, 600_000, 600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000, 21_600_000, 21_600_000, 21_600_000]), Reading::PLAIN).provenance(Confidence::Documented, documented("https://juspay.io/in/docs/resources/docs/common-resources/webhooks", &[])),
    Policy::new("alloy", Schedule::table(&[0, 1_000, 60_000, 540_000, 1_200_000, 3_600_000, 5_400_000, 10_800_000, 21_600_000, 43_200_000]), Reading::PLAIN).provenance(Confidence::Documented, documented("https://developer.alloy.com/public/docs/webhooks", &[])),
    Policy::new("tidio", Schedule::table(&[0, 5_000, 10_000, 30_000, 60_000, 180_000, 600_000, 1_800_000, 3_600_000, 10_800_000]), Reading::PLAIN).timeout(4_000).provenance(Confidence::Documented, documented("https://developers.tidio.com/docs/webhooks", &[])),
    Policy::new("akamai-identity", Schedule::table(&[0, 3_000, 30_000, 300_000, 3_600_000, 86_400_000]), Reading::PLAIN).provenance(Confidence::Documented, documented("https://techdocs.akamai.com/identity-cloud/docs/webhooks-v3", &[])),
    Policy::new("brevo", Schedule::table(&[0, 600_000, 3_600_000, 7_200_000, 28_800_000]), BREVO).provenance(Confidence::Documented, documented("https://developers.brevo.com/docs/how-to-use-webhooks", &[])),
    Policy::new("paymongo", unpublished(Some(8_190_000)), Reading::PLAIN).at_most(12).provenance(Confidence::Assumed, documented("https://developers.paymongo.com/docs/webhooks", &["When they come: the page says exponentially, twelve times over 136.5 minutes; that the first attempt is one of the twelve."])),
    Policy::new("podium", unpublished(Some(28_800_000)), Reading::PLAIN).at_most(15).provenance(Confidence::Assumed, documented("https://docs.podium.com/docs/webhooks", &["When they come: the page says about fifteen times over eight hours."])),
    Policy::new("sanity", Schedule::table(&[0, 30_000, 30_000]), SANITY).provenance(Confidence::Documented, documented("https://www.sanity.io/docs/webhooks", &[])),
    Policy::new("deliveroo", unpublished(Some(1_800_000)), Reading::PLAIN).provenance(Confidence::Assumed, documented("https://api-docs.deliveroo.com/docs/webhooks", &["How many and when: the page says exponentially, for half an hour with orders."])),
    Policy::new("chronicle", Schedule::Table { delays_ms: Cow::Borrowed(&[0, 1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000]), repeat_last: true }, CHRONICLE).within(86_400_000).jitter(Jitter::PlusMinus { percent: 20 }).provenance(Confidence::Documented, documented("https://github.com/Cratis/Chronicle/releases", &[])),
    Policy::new("convoy", Schedule::exponential(10_000, 2), Reading::PLAIN).at_most(6).jitter(Jitter::Full).provenance(Confidence::Assumed, secondary("https://github.com/frain-dev/convoy", &["Strategy, interval and number are set for each project: the figures are an example."])),
    Policy::new("contentstack", Schedule::table(&[0, 5_000, 25_000, 125_000, 625_000]), Reading::PLAIN).timeout(30_000).provenance(Confidence::Documented, documented("https://www.contentstack.com/docs/developers/set-up-webhooks", &["The page's table, which its text contradicts: that says 5 + n⁴ seconds."])),
];
