//! The inputs of the panel: the attributes of subscriptions, and the parameters of operations.

use hookwright::subscription::Api;

use crate::model::choice::choices;

choices! {
    /// An input of the panel.
    #[derive(Hash, PartialOrd, Ord)]
    pub(crate) enum Input {
        Url: "url", "Endpoint URL";
        Events: "events", "Events";
        Description: "description", "Description";
        Secret: "secret", "Secret";
        Headers: "headers", "Static headers";
        Active: "active", "Active";
        Workspace: "workspace", "Workspace id";
        ExternalWorkspace: "external-workspace", "External workspace id";
        Id: "id", "Subscription id";
        Limit: "limit", "Limit";
        Cursor: "cursor", "Cursor";
    }
}

impl Input {
    /// The attributes, in the order of the form.
    pub(crate) const ATTRIBUTES: [Self; 8] = [
        Self::Url,
        Self::Events,
        Self::Description,
        Self::Secret,
        Self::Headers,
        Self::Active,
        Self::Workspace,
        Self::ExternalWorkspace,
    ];

    /// Returns the name of the attribute in an API. `None` if the API does not have it.
    pub(crate) const fn member(self, api: &Api) -> Option<&'static str> {
        match self {
            Self::Url => Some(api.url),
            Self::Events => Some(api.events.member()),
            Self::Description => api.description,
            Self::Secret => api.secret,
            Self::Headers => api.headers,
            Self::Active => api.active,
            Self::Workspace => api.workspace_id,
            Self::ExternalWorkspace => api.external_workspace_id,
            Self::Id | Self::Limit | Self::Cursor => None,
        }
    }

    /// Returns whether an update can remove the value of the attribute.
    pub(crate) const fn can_be_cleared(self) -> bool {
        matches!(self, Self::Description | Self::Headers | Self::Workspace | Self::ExternalWorkspace)
    }

    /// Returns the attributes of an API.
    pub(crate) fn of(api: &'static Api) -> impl Iterator<Item = Self> {
        Self::ATTRIBUTES.into_iter().filter(|input| input.member(api).is_some())
    }

    /// Returns the attribute to which a JSON Pointer into the attributes leads.
    pub(crate) fn at(api: &Api, path: &str) -> Option<Self> {
        let name = path.strip_prefix('/')?.split('/').next()?;
        Self::ATTRIBUTES.into_iter().find(|input| input.member(api) == Some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;

    #[test]
    fn a_path_leads_to_the_input_of_its_first_name() {
        let provider = find("well").unwrap();
        let [subscriptions, webhooks] = [&provider.apis[0], &provider.apis[1]];
        for (api, path, expected) in [
            (subscriptions, "/target_url", Some(Input::Url)),
            (subscriptions, "/event", Some(Input::Events)),
            (subscriptions, "/headers/X-A~1b", Some(Input::Headers)),
            (webhooks, "/events/3", Some(Input::Events)),
            (webhooks, "/url", Some(Input::Url)),
            (webhooks, "/headers", None),
            (webhooks, "/data/id", None),
            (webhooks, "", None),
        ] {
            assert_eq!(Input::at(api, path), expected, "{path}");
        }
    }
}
