//! Names become addresses, and only addresses that may be reached are connected to. Rule: OPS-08.
//!
//! The check stands between the resolver and the connection, so that a name which answers
//! differently the second time gains nothing.

use std::{io, net::SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::domain::address::{Network, objection};

/// An address that is not reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
// The owner of a webhook reads this: what names of the inside lead to is not told.
#[error("{host} leads to an address that is {why} and not reached")]
pub struct Forbidden {
    /// The name.
    pub host: String,
    /// Where it leads.
    pub address: String,
    /// What that is.
    pub why: &'static str,
}

/// Resolves by the machine's resolver and passes on what may be reached.
pub struct GuardedResolver {
    allowed: Vec<Network>,
}

impl GuardedResolver {
    /// A resolver with the operator's exceptions.
    #[must_use]
    pub const fn new(allowed: Vec<Network>) -> Self {
        Self { allowed }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.allowed.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let passed = pass(&host, found, &allowed)?;
            Ok(Box::new(passed.into_iter()) as Addrs)
        })
    }
}

/// All addresses of a name, or the first that may not be reached: a name that leads to both is
/// not trusted.
///
/// # Errors
/// `Forbidden`; an I/O error for a name without addresses.
pub fn pass(
    host: &str,
    found: Vec<SocketAddr>,
    allowed: &[Network],
) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
    if found.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address").into());
    }
    let forbidden = found.iter().find_map(|address| {
        let why = objection(address.ip(), allowed)?;
        Some(Forbidden { host: host.to_owned(), address: address.ip().to_string(), why })
    });
    match forbidden {
        Some(forbidden) => Err(forbidden.into()),
        None => Ok(found),
    }
}

/// The refusal of an address inside an error, however deep.
#[must_use]
pub fn forbidden_in(error: &(dyn std::error::Error + 'static)) -> Option<Forbidden> {
    let mut inner = Some(error);
    while let Some(error) = inner {
        if let Some(found) = error.downcast_ref::<Forbidden>() {
            return Some(found.clone());
        }
        inner = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(addresses: &[&str], allowed: &[&str]) -> Result<usize, String> {
        let allowed: Vec<_> = allowed.iter().filter_map(|text| Network::parse(text)).collect();
        let found = addresses.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0));
        pass("hook.example", found.collect(), &allowed)
            .map(|passed| passed.len())
            .map_err(|why| why.to_string())
    }

    /// Rule: OPS-08.
    #[test]
    fn a_name_is_judged_by_all_its_addresses() {
        assert_eq!(judge(&["8.8.8.8", "2606:4700::1111"], &[]), Ok(2));
        assert!(judge(&[], &[]).is_err());
        for inner in ["127.0.0.1", "::1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1"] {
            let why = judge(&["8.8.8.8", inner], &[]).unwrap_err();
            assert!(
                why.starts_with("hook.example leads to") && why.ends_with("not reached"),
                "{why}"
            );
        }
        assert_eq!(judge(&["127.0.0.1"], &["127.0.0.0/8"]), Ok(1));
        assert!(judge(&["127.0.0.1", "10.0.0.1"], &["127.0.0.0/8"]).is_err());
    }

    #[tokio::test]
    async fn the_resolver_refuses_this_machine() {
        let name = || "localhost".parse::<Name>().unwrap();
        let refused = GuardedResolver::new(Vec::new()).resolve(name()).await.err().unwrap();
        assert!(forbidden_in(&*refused).is_some_and(|it| it.why == "loopback"), "{refused}");
        let allowed = ["127.0.0.0/8", "::1"].iter().filter_map(|text| Network::parse(text));
        assert!(GuardedResolver::new(allowed.collect()).resolve(name()).await.is_ok());
    }
}
