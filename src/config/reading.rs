//! Reads settings: file, then environment, over the defaults; a slip is told with its nearest key.
//! Rule: OPS-01.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::Settings;

/// Why a configuration is not usable.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, or a value of the wrong type.
    #[error("{0}")]
    Invalid(String),
    /// A key that does not exist.
    #[error("unknown key {key}{}", nearest.as_ref().map_or(String::new(), |n| format!("; did you mean {n}?")))]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The most similar key.
        nearest: Option<String>,
    },
}

/// Environment variables that set keys start with this.
const PREFIX: &str = "VETRINA_";
/// Environment variables with the prefix that are no settings.
const NOT_SETTINGS: &[&str] = &[
    "VETRINA_BOOTSTRAP_TOKEN",
    "VETRINA_ADMIN_TOKEN",
    "VETRINA_ADMIN_PASSWORD",
    "VETRINA_CACHE",
    "VETRINA_SIM_SEEDS",
    "VETRINA_SIM_SEED",
    "VETRINA_WHOLE_FILES",
];

impl Settings {
    /// Reads the file (if given), then the environment, over the defaults.
    ///
    /// # Errors
    /// `ConfigError` with the key or the place in the file.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut given = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
                text.parse::<Table>().map_err(|e| ConfigError::Invalid(e.to_string()))?
            }
            None => Table::new(),
        };
        let known =
            Value::try_from(Self::default()).map_err(|e| ConfigError::Invalid(e.to_string()))?;
        refuse_unknown(&given, &known, "")?;
        for (name, value) in environment {
            apply_variable(&mut given, &known, &name, &value)?;
        }
        Value::Table(given)
            .try_into()
            .map_err(|e: toml::de::Error| ConfigError::Invalid(e.to_string()))
    }
}

fn refuse_unknown(given: &Table, known: &Value, at: &str) -> Result<(), ConfigError> {
    for (name, value) in given {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        match known.get(name) {
            None => {
                let names = known.as_table().into_iter().flat_map(Table::keys);
                let nearest = nearest(name, names.map(String::as_str));
                return Err(ConfigError::UnknownKey { key, nearest });
            }
            Some(inner) => {
                if let (Some(table), true) = (value.as_table(), inner.is_table()) {
                    refuse_unknown(table, inner, &key)?;
                }
            }
        }
    }
    Ok(())
}

/// `VETRINA_REVIEW__LARGE_BUDGET=0` sets `review.large_budget`.
fn apply_variable(
    given: &mut Table,
    known: &Value,
    name: &str,
    text: &str,
) -> Result<(), ConfigError> {
    let Some(rest) = name.strip_prefix(PREFIX) else { return Ok(()) };
    if NOT_SETTINGS.contains(&name) {
        return Ok(());
    }
    let path: Vec<String> = rest.split("__").map(str::to_lowercase).collect();
    let mut target = given;
    let mut shape = known;
    for (depth, step) in path.iter().enumerate() {
        let Some(inner) = shape.get(step) else {
            let all = all_keys(known, "");
            let nearest = nearest(&path.join("."), all.iter().map(String::as_str));
            let nearest = nearest.map(|key| variable_name(&key));
            return Err(ConfigError::UnknownKey { key: name.to_owned(), nearest });
        };
        shape = inner;
        if depth + 1 == path.len() {
            target.insert(step.clone(), typed(name, text, inner)?);
            return Ok(());
        }
        target = target
            .entry(step.clone())
            .or_insert_with(|| Value::Table(Table::new()))
            .as_table_mut()
            .ok_or_else(|| ConfigError::Invalid(format!("{name}: {step} is not a section")))?;
    }
    Ok(())
}

fn variable_name(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

fn all_keys(value: &Value, at: &str) -> Vec<String> {
    let Some(table) = value.as_table() else { return vec![at.to_owned()] };
    let below = table.iter().flat_map(|(name, inner)| {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        all_keys(inner, &key)
    });
    below.collect()
}

fn typed(name: &str, text: &str, shape: &Value) -> Result<Value, ConfigError> {
    let wrong = |what: &str| ConfigError::Invalid(format!("{name}={text}: expected {what}"));
    match shape {
        Value::Integer(_) => text.parse().map(Value::Integer).map_err(|_| wrong("a whole number")),
        Value::Float(_) => text.parse().map(Value::Float).map_err(|_| wrong("a number")),
        Value::Boolean(_) => text.parse().map(Value::Boolean).map_err(|_| wrong("true or false")),
        Value::Array(_) => Ok(Value::Array(
            text.split(',').map(|item| Value::String(item.trim().to_owned())).collect(),
        )),
        Value::Table(_) => Err(wrong("a key of this section, as SECTION__KEY")),
        Value::String(_) | Value::Datetime(_) => Ok(Value::String(text.to_owned())),
    }
}

/// The most similar name, if any is near enough to be a slip.
fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let scored = candidates.map(|candidate| (distance(name, candidate), candidate));
    let (steps, best) = scored.min()?;
    (steps <= name.len().max(3) / 2).then(|| best.to_owned())
}

/// Edit distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replace = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(toml: &str, variables: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, toml).unwrap();
        let owned = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Settings::load(Some(&path), owned)
    }

    /// Rule: OPS-01.
    #[test]
    fn file_and_environment_override_defaults() {
        let settings = load(
            "[campaign]\nmin_lead_hours = 2\n[http]\nlisten = \"0.0.0.0:1\"\n",
            &[
                ("VETRINA_HTTP__LISTEN", "127.0.0.1:9"),
                ("VETRINA_REVIEW__LARGE_BUDGET", "0"),
                ("VETRINA_IMPRESSIONS__DURATION__MIN_PERCENT", "90"),
                ("PATH", "/bin"),
                ("VETRINA_ADMIN_PASSWORD", "secret"),
            ],
        )
        .unwrap();
        assert_eq!(settings.campaign.min_lead_hours, 2);
        assert_eq!(settings.http.listen, "127.0.0.1:9");
        assert_eq!(settings.review.large_budget, 0);
        assert_eq!(settings.review.new_device_impressions, 10);
        assert_eq!(settings.impressions.duration.min_percent, 90);
        assert_eq!(Settings::load(None, []).unwrap(), Settings::default());
    }

    /// Rule: OPS-01: unknown keys are errors with the nearest name.
    #[test]
    fn unknown_keys_name_the_nearest() {
        let file = load("[campaign]\nmin_lead_hour = 2\n", &[]).unwrap_err().to_string();
        assert_eq!(file, "unknown key campaign.min_lead_hour; did you mean min_lead_hours?");
        let variable = load("", &[("VETRINA_REVIEW__LARGE_BUGDET", "1")]).unwrap_err().to_string();
        assert_eq!(
            variable,
            "unknown key VETRINA_REVIEW__LARGE_BUGDET; did you mean VETRINA_REVIEW__LARGE_BUDGET?"
        );
        let typed = load("", &[("VETRINA_REVIEW__LARGE_BUDGET", "lots")]).unwrap_err().to_string();
        assert!(typed.contains("expected a whole number"), "{typed}");
        assert!(load("[http\n", &[]).is_err());
        assert!(load("[http]\nlisten = 5\n", &[]).is_err());
    }
}
