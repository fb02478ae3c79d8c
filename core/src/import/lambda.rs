//! Events of AWS Lambda, as API Gateway, function URLs and load balancers create them.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::target;
use super::values::{Body, base64, headers, object, text, text_of};
use crate::base::http::{Headers, percent};
use crate::base::json::RawObject;

/// Reads an event. `None` if the object is not one.
pub(super) fn read(event: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    let context = event.get("requestContext").and_then(object);
    if context.is_none() && event.get("isBase64Encoded").is_none() {
        return Ok(None);
    }
    let Some(mut fields) = event.get("multiValueHeaders").or_else(|| event.get("headers")).and_then(headers) else {
        return Ok(None);
    };
    // The second version of the format joins cookies to a separate list.
    let cookies = event.get("cookies").and_then(super::values::items).unwrap_or_default();
    let cookies: Vec<Cow<'_, str>> = cookies.into_iter().filter_map(text).collect();
    if !cookies.is_empty() {
        fields.push("cookie", cookies.join("; "));
    }
    let mut found = Imported::new(Format::LambdaEvent);
    let http = context.as_ref().and_then(|context| object(context.get("http")?));
    let method = text_of(event, "httpMethod").or_else(|| text_of(http.as_ref()?, "method"));
    found.method = method.map(Cow::into_owned);
    found.url = url(event, context.as_ref(), &fields);
    found.headers = fields;
    let is_base64 = event.get("isBase64Encoded").is_some_and(|value| value.get() == "true");
    match event.get("body").and_then(Body::of) {
        None => found.body = Some(Vec::new()),
        Some(body) if is_base64 && body.is_text => {
            let text = String::from_utf8(body.bytes).unwrap_or_default();
            found.body = Some(base64(&text).ok_or(ImportError::InvalidBase64)?);
        }
        Some(body) => {
            if body.is_parsed {
                found.note(Note::BodyReserialized);
            }
            found.body = Some(body.bytes);
        }
    }
    Ok(Some(found))
}

fn url(event: &RawObject<'_>, context: Option<&RawObject<'_>>, fields: &Headers) -> Option<String> {
    let host = context.and_then(|context| text_of(context, "domainName"));
    // The path of the context contains the stage, which is a part of the URL unless the domain is a custom one.
    let path = context.filter(|_| event.get("httpMethod").is_some()).and_then(|context| text_of(context, "path"));
    let path = path.or_else(|| text_of(event, "rawPath")).or_else(|| text_of(event, "path"))?;
    let query = match text_of(event, "rawQueryString") {
        Some(query) => query.into_owned(),
        None => {
            let parameters = event.get("multiValueQueryStringParameters").filter(|value| value.get() != "null");
            let parameters = parameters.or_else(|| event.get("queryStringParameters")).and_then(object);
            query_of(parameters.as_ref())
        }
    };
    let host = fields.get("host").next().map(ToOwned::to_owned).or_else(|| host.map(Cow::into_owned));
    Some(target::url(&target::with_query(&path, &query), fields, host.as_deref()))
}

/// The query with decoded parameters.
fn query_of(parameters: Option<&RawObject<'_>>) -> String {
    let mut pairs: Vec<String> = Vec::new();
    for (name, value) in parameters.into_iter().flat_map(RawObject::members) {
        let values = super::values::items(value).unwrap_or_else(|| alloc::vec![value]);
        let values = values.into_iter().filter_map(text);
        pairs.extend(values.map(|value| [percent::encode(name), percent::encode(&value)].join("=")));
    }
    pairs.join("&")
}
