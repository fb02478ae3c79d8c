//! The settings of a subscription that is created by hand, as labels and values to copy.

use hookwright::subscription::{Api, Draft};

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) label: String,
    pub(crate) value: String,
    /// Whether the value can be a credential.
    pub(crate) is_secret: bool,
}

/// Returns the settings in the order of the form of the provider.
pub(crate) fn settings(api: &Api, draft: &Draft) -> Vec<Setting> {
    let setting = |label: &str, value: &str, is_secret| Setting { label: label.into(), value: value.into(), is_secret };
    let mut settings = vec![
        setting(api.label(api.url), &draft.url, false),
        setting(api.label(api.events.member()), &draft.events.join("\n"), false),
    ];
    if let Some(member) = api.headers {
        let label = api.label(member);
        for (name, value) in &draft.headers {
            settings.push(setting(&format!("{label}: name"), name, false));
            settings.push(setting(&format!("{label}: value of {name}"), value, true));
        }
    }
    settings.retain(|setting| !setting.value.is_empty());
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;

    #[test]
    fn settings_have_the_labels_of_the_provider() {
        let api = &find("awell").unwrap().apis[0];
        let draft = Draft {
            url: "https://me.example/".into(),
            events: vec!["pathway.started".into(), "pathway.completed".into()],
            headers: vec![("X-Key".into(), "hunter2".into())],
            ..Draft::default()
        };
        let found: Vec<_> = settings(api, &draft)
            .into_iter()
            .map(|setting| (setting.label, setting.value, setting.is_secret))
            .collect();
        assert_eq!(
            found,
            [
                ("Endpoint URL".into(), "https://me.example/".into(), false),
                ("Events".into(), "pathway.started\npathway.completed".into(), false),
                ("Headers: name".into(), "X-Key".into(), false),
                ("Headers: value of X-Key".into(), "hunter2".into(), true),
            ]
        );
    }
}
