//! HTTP archives (HAR 1.2).

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::values::{base64, headers, items, object, text_of};
use crate::base::http::percent;
use crate::base::json::RawObject;

/// Reads a whole archive, an entry of one or a request of one. `None` for other objects.
pub(super) fn read(document: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    if let Some(entries) = document.get("log").and_then(object).and_then(|log| items(log.get("entries")?)) {
        let requests: Vec<RawObject<'_>> =
            entries.iter().filter_map(|entry| object(object(entry)?.get("request")?)).collect();
        let with_body = requests.iter().position(|request| request.get("postData").is_some());
        let taken = with_body.unwrap_or_default();
        let Some(chosen) = requests.get(taken) else { return Err(ImportError::NoRequest { format: Format::Har }) };
        let mut found = request(chosen)?.ok_or(ImportError::NoRequest { format: Format::Har })?;
        if requests.len() > 1 {
            found.note(Note::SeveralRequests { count: requests.len(), taken: taken + 1 });
        }
        return Ok(Some(found));
    }
    match document.get("request").and_then(object) {
        Some(inner) => request(&inner),
        None => request(document),
    }
}

fn request(request: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    let (Some(method), Some(url)) = (text_of(request, "method"), text_of(request, "url")) else { return Ok(None) };
    let data = request.get("postData").and_then(object);
    let is_archive =
        data.is_some() || ["httpVersion", "headersSize", "bodySize"].iter().any(|it| request.get(it).is_some());
    // Other formats have these members, but not a list of objects as headers.
    let Some(fields) =
        request.get("headers").filter(|fields| is_archive && fields.get().starts_with('[')).and_then(headers)
    else {
        return Ok(None);
    };
    let mut found = Imported::new(Format::Har);
    found.method = Some(method.into_owned());
    found.url = Some(url.into_owned());
    found.headers = fields;
    let Some(data) = data else {
        found.body = Some(Vec::new());
        return Ok(Some(found));
    };
    let encoding = text_of(&data, "encoding").or_else(|| text_of(&data, "_encoding"));
    let parameters = data.get("params").and_then(items).unwrap_or_default();
    match text_of(&data, "text").filter(|text| !text.is_empty() || parameters.is_empty()) {
        Some(text) if encoding.as_deref() == Some("base64") => {
            found.body = Some(base64(&text).ok_or(ImportError::InvalidBase64)?);
        }
        Some(text) => {
            compare_size(&mut found, request, &text);
            found.body = Some(text.into_owned().into_bytes());
        }
        None => {
            let is_form =
                text_of(&data, "mimeType").is_none_or(|it| it.starts_with("application/x-www-form-urlencoded"));
            if is_form && !parameters.is_empty() {
                let pairs = parameters.iter().filter_map(|parameter| {
                    let parameter = object(parameter)?;
                    let [name, value] = ["name", "value"].map(|member| text_of(&parameter, member).unwrap_or_default());
                    Some(format!("{}={}", form_encode(&name), form_encode(&value)))
                });
                found.body = Some(pairs.collect::<Vec<String>>().join("&").into_bytes());
                found.note(Note::BodyReserialized);
            } else {
                found.note(Note::BodyUnknown);
            }
        }
    }
    Ok(Some(found))
}

/// Compares the text of a body with its size. Browsers count either bytes or UTF-16 code units.
fn compare_size(found: &mut Imported, request: &RawObject<'_>, text: &str) {
    let size = request.get("bodySize").and_then(|size| size.get().parse::<usize>().ok());
    let declared = found.headers.get("content-length").next().and_then(|value| value.parse::<usize>().ok());
    if let Some(declared) = declared.or(size).filter(|size| *size > 0)
        && declared != text.len()
        && Some(text.encode_utf16().count()) != size.filter(|_| declared == size.unwrap_or_default())
    {
        found.note(if text.len() < declared {
            Note::BodyCut { format: Format::Har }
        } else {
            Note::LengthDiffers { declared, found: text.len() }
        });
    }
}

/// Encodes a text that may already be encoded, as browsers write parameters.
fn form_encode(text: &str) -> String {
    if text.contains(['%', '+']) { text.to_owned() } else { percent::encode(text).replace("%20", "+") }
}
