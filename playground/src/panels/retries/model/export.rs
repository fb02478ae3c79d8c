//! Exports a policy as JSON or as settings of another system.

use hookwright::retry::{Export, Fidelity, Policy, System};

use crate::model::choice::choices;

choices! {
    /// The format of an export.
    #[derive(Default)]
    pub(crate) enum ExportFormat {
        /// The policy as JSON.
        #[default]
        Policy: "policy", "JSON";
        Bullmq: "bullmq", "BullMQ";
        Svix: "svix", "Svix";
        CloudTasks: "cloud-tasks", "Cloud Tasks";
        Temporal: "temporal", "Temporal";
    }
}

impl ExportFormat {
    const fn system(self) -> Option<System> {
        match self {
            Self::Policy => None,
            Self::Bullmq => Some(System::Bullmq),
            Self::Svix => Some(System::Svix),
            Self::CloudTasks => Some(System::CloudTasks),
            Self::Temporal => Some(System::Temporal),
        }
    }
}

/// An export as the page displays it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExportView {
    /// The fidelity: a CSS class and a label.
    pub(crate) badge: (&'static str, &'static str),
    /// The exported text, or `None` if the policy cannot be expressed.
    pub(crate) text: Option<String>,
    /// The differences from the policy, or the reason that there is no text.
    pub(crate) differences: Vec<String>,
    /// What the system does in addition.
    pub(crate) notes: Vec<String>,
}

/// Exports a policy in a format.
pub(crate) fn export(policy: &Policy, format: ExportFormat) -> ExportView {
    let Some(system) = format.system() else {
        // Via a `Value`: the page contains its serialiser anyway, so that the module is smaller.
        let value = serde_json::to_value(policy).unwrap_or_default();
        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
        return ExportView {
            badge: ("badge documented", "the policy itself"),
            text: Some(text),
            differences: Vec::new(),
            notes: Vec::new(),
        };
    };
    let Export { fidelity, settings, differences, notes } = policy.export(system);
    let badge = match fidelity {
        Fidelity::Exact => ("badge documented", "exact"),
        Fidelity::Approximate => ("badge secondary", "approximate"),
        Fidelity::NotExpressible => ("badge", "not expressible"),
    };
    let text = settings.map(|settings| serde_json::to_string_pretty(&settings).unwrap_or_default());
    ExportView { badge, text, differences, notes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::{Choice as _, Named as _};
    use hookwright::catalog::{find_policy, policies};

    #[test]
    fn every_system_is_a_format() {
        let systems: Vec<_> =
            ExportFormat::ALL.iter().filter_map(|format| Some((format.id(), format.system()?))).collect();
        assert_eq!(systems, System::ALL);
    }

    #[test]
    fn differences_are_listed_and_what_cannot_be_expressed_has_no_text() {
        let svix = find_policy("svix").unwrap();
        let of_server = export(find_policy("svix-server").unwrap(), ExportFormat::Svix);
        assert_eq!(of_server.badge.1, "exact");
        assert!(of_server.notes[0].contains("jitter of plus or minus 20 per cent is not in the settings"));
        assert_eq!(export(svix, ExportFormat::Svix).badge.1, "approximate");
        assert!(export(svix, ExportFormat::Temporal).differences[0].contains("the list of delays of the policy"));
        assert_eq!(export(find_policy("stripe").unwrap(), ExportFormat::Temporal).text, None);
        for policy in policies() {
            let itself = export(policy, ExportFormat::Policy).text.unwrap();
            assert_eq!(Policy::parse(&itself).unwrap().schedule, policy.schedule);
            for format in ExportFormat::ALL.iter().skip(1) {
                let view = export(policy, *format);
                assert_eq!(view.badge.1 == "exact", view.differences.is_empty());
                assert_eq!(view.badge.1 == "not expressible", view.text.is_none());
            }
        }
    }
}
