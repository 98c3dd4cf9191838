//! Bodies of `PATCH`: a member left out stays, `null` clears what may be empty and is refused
//! elsewhere, so that nothing of an edit is silently ignored.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use serde::de::{DeserializeOwned, IgnoredAny};
use utoipa::openapi::{
    RefOr, Schema,
    schema::{Components, SchemaType, Type},
};

use super::{body::parse_json, error::ApiError, idempotency::read_once, state::AppState};
use crate::{
    domain::refusal::{FieldError, Refusal},
    engine::core::IdempotencyKey,
};

/// A body that says what changes.
pub trait PatchBody: DeserializeOwned + utoipa::ToSchema {
    /// Members that `null` clears; their type is `domain::change::Change`. In all others `null`
    /// is refused.
    const CLEARABLE: &'static [&'static str];
}

/// The body of a `PATCH` with the key that makes its call safe to repeat; reads the body once.
#[derive(Clone, Debug)]
pub struct Patch<T> {
    /// The body.
    pub value: T,
    /// The key, if one was sent.
    pub key: Option<IdempotencyKey>,
}

impl<T: PatchBody> FromRequest<AppState> for Patch<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (bytes, value, key) = read_once(request, state).await?;
        check_nulls(&bytes, T::CLEARABLE)?;
        Ok(Self { value, key })
    }
}

/// Refuses `null` in members that cannot be empty; all are named at once.
fn check_nulls(bytes: &[u8], clearable: &[&str]) -> Result<(), ApiError> {
    if bytes.is_empty() {
        return Ok(());
    }
    let members: BTreeMap<String, Option<IgnoredAny>> = parse_json(bytes)?;
    let nulls = members.into_iter().filter(|(_, value)| value.is_none()).map(|(name, _)| name);
    let refused = nulls.filter(|name| !clearable.contains(&name.as_str()));
    let fields: Vec<FieldError> = refused
        .map(|field| FieldError {
            message: format!("{field} cannot be cleared; leave it out to keep it as it is"),
            error: "NOT_CLEARABLE".to_owned(),
            field,
        })
        .collect();
    if fields.is_empty() { Ok(()) } else { Err(Refusal::validation(fields).into()) }
}

/// Takes `null` out of the members of a body's schema that it does not clear.
pub(super) fn refuse_null(components: &mut Components, name: &str, clearable: &[&str]) {
    let Some(RefOr::T(Schema::Object(body))) = components.schemas.get_mut(name) else { return };
    for (member, schema) in &mut body.properties {
        if !clearable.contains(&member.as_str()) {
            without_null(schema);
        }
    }
}

fn without_null(schema: &mut RefOr<Schema>) {
    let only = |types: &mut SchemaType| {
        if let SchemaType::Array(all) = types {
            all.retain(|one| *one != Type::Null);
            if let [one] = &all[..] {
                *types = SchemaType::Type(one.clone());
            }
        }
    };
    let is_null = |one: &RefOr<Schema>| matches!(one, RefOr::T(Schema::Object(it)) if it.schema_type == SchemaType::Type(Type::Null));
    match schema {
        RefOr::T(Schema::Object(object)) => only(&mut object.schema_type),
        RefOr::T(Schema::Array(array)) => only(&mut array.schema_type),
        RefOr::T(Schema::OneOf(choice)) => {
            choice.items.retain(|one| !is_null(one));
            if let [one] = &choice.items[..] {
                *schema = one.clone();
            }
        }
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_refused_where_nothing_can_be_cleared() {
        for (body, refused) in [
            (r#"{"name":"A","reason":null}"#, &[][..]),
            (r#"{"name":null,"reason":null,"url":null}"#, &["name", "url"]),
            (r#"{"name":[null],"url":{"a":null}}"#, &[]),
            ("{}", &[]),
            ("", &[]),
        ] {
            let found = match check_nulls(body.as_bytes(), &["reason"]) {
                Ok(()) => Vec::new(),
                Err(ApiError::Refused(refusal)) => refusal.fields,
                Err(ApiError::Internal(reason)) => panic!("{reason}"),
            };
            let names: Vec<&str> = found.iter().map(|one| one.field.as_str()).collect();
            assert_eq!(names, refused, "{body}");
        }
    }

    /// The document says of each member what `null` does to it.
    #[test]
    fn the_document_allows_null_only_where_it_clears() {
        let document = serde_json::to_value(crate::http::openapi::document()).unwrap();
        for (name, clearable) in crate::http::routes::patch_bodies() {
            let members = document["components"]["schemas"][&name]["properties"].as_object();
            for (member, schema) in members.unwrap_or_else(|| panic!("{name} has no members")) {
                let allows = schema.to_string().contains("\"null\"");
                assert_eq!(
                    allows,
                    clearable.contains(&member.as_str()),
                    "{name}.{member}: {schema}"
                );
            }
            let unknown = clearable.iter().find(|one| !members.unwrap().contains_key(**one));
            assert_eq!(unknown, None, "{name}");
        }
    }
}
