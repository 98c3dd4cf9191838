//! Which network addresses a webhook may reach: public ones, and those the operator allows.
//! Rule: OPS-08.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that no webhook may reach, after the registries of special-purpose addresses, with
/// the word that a refusal says.
const REFUSED_V4: &[(&str, &str)] = &[
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by carriers"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "a cloud's metadata"),
    ("169.254.0.0/16", "link-local (metadata of clouds)"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved for protocols"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "for benchmarks"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved or broadcast"),
];

/// The same for IPv6. Everything outside `2000::/3` is refused anyway; these rows name what it is,
/// or lie inside.
const REFUSED_V6: &[(&str, &str)] = &[
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("64:ff9b::/96", "a translation to IPv4"),
    ("64:ff9b:1::/48", "a translation to IPv4"),
    ("100::/64", "discard-only"),
    ("2001::/23", "reserved for protocols (Teredo)"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("3fff::/20", "documentation"),
    ("fc00::/7", "private (unique local)"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
];

/// Public IPv6.
const GLOBAL_V6: &str = "2000::/3";

/// A range of addresses: `10.1.0.0/16`, `fd00::/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    prefix: u32,
}

impl Network {
    /// Reads `address/length` or one address; bits after the prefix are ignored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let first: IpAddr = address.trim().parse().ok()?;
        let most = width(first);
        let prefix = match length {
            Some(length) => length.trim().parse::<u32>().ok().filter(|length| *length <= most)?,
            None => most,
        };
        Some(Self { first, prefix })
    }

    /// Whether an address lies in the range; an IPv4 address never lies in one of IPv6.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        if self.first.is_ipv4() != address.is_ipv4() {
            return false;
        }
        let below = width(address).saturating_sub(self.prefix);
        let high = |address| bits(address).checked_shr(below).unwrap_or(0);
        high(self.first) == high(address)
    }
}

const fn width(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

/// Why a webhook may not reach an address; `None` where it may.
///
/// An IPv4 address inside an IPv6 one (mapped, compatible) is judged as what it reaches.
#[must_use]
pub fn objection(address: IpAddr, allowed: &[Network]) -> Option<&'static str> {
    let address = reached(address);
    if allowed.iter().any(|network| network.contains(address)) {
        return None;
    }
    let rows = if address.is_ipv4() { REFUSED_V4 } else { REFUSED_V6 };
    let found = rows.iter().find(|(range, _)| lies_in(range, address)).map(|(_, why)| *why);
    let is_global = address.is_ipv4() || lies_in(GLOBAL_V6, address);
    found.or_else(|| (!is_global).then_some("not a public address"))
}

/// Why a webhook may not reach a host, as far as its text alone tells: a literal address, or a name
/// that leads to this machine on every network (RFC 6761). Other names are judged by the addresses
/// that they lead to when they are called.
#[must_use]
pub fn host_objection(host: &str, allowed: &[Network]) -> Option<&'static str> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse() {
        return objection(address, allowed);
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let is_here = name == "localhost" || name.ends_with(".localhost");
    let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    // One of the two suffices: the name then leads to the address that is allowed.
    let refused = here.iter().all(|address| objection(*address, allowed).is_some());
    (is_here && refused).then_some("a name of the appliance's own machine")
}

fn lies_in(range: &str, address: IpAddr) -> bool {
    Network::parse(range).is_some_and(|network| network.contains(address))
}

fn reached(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    v6.to_ipv4_mapped().or_else(|| compatible(v6)).map_or(address, IpAddr::V4)
}

/// `::a.b.c.d`, but neither `::` nor `::1`.
fn compatible(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let low = u32::try_from(u128::from(address)).ok()?;
    (low > 1).then(|| Ipv4Addr::from(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// One of every range that is not public.
    const REFUSED: &[&str] = &[
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::2",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0.0.0.0",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fdff::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ];

    /// Public ones beside the borders.
    const REACHED: &[&str] = &[
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "2001:4860:4860::8888",
        "2606:4700::1111",
        "2a00:1450::1",
    ];

    /// Rule: OPS-08.
    #[test]
    fn only_public_addresses_are_reached() {
        for text in REFUSED {
            assert!(objection(address(text), &[]).is_some(), "{text} must be refused");
        }
        for text in REACHED {
            assert_eq!(objection(address(text), &[]), None, "{text} must be reached");
        }
    }

    #[test]
    fn the_operator_allows_ranges() {
        let allowed: Vec<Network> = ["10.1.0.0/16", "127.0.0.1", "fd12::/16"]
            .iter()
            .filter_map(|t| Network::parse(t))
            .collect();
        assert_eq!(allowed.len(), 3);
        for (text, reached) in [
            ("10.1.2.3", true),
            ("10.2.0.0", false),
            ("127.0.0.1", true),
            ("::ffff:127.0.0.1", true),
            ("127.0.0.2", false),
            ("fd12:3::4", true),
            ("fd13::1", false),
        ] {
            assert_eq!(objection(address(text), &allowed).is_none(), reached, "{text}");
        }
    }

    #[test]
    fn ranges_are_read_with_care() {
        for (text, fits) in [
            ("10.0.0.0/8", true),
            ("0.0.0.0/0", true),
            ("::/0", true),
            ("10.0.0.1", true),
            ("10.0.0.0/33", false),
            ("::/129", false),
            ("10.0.0.0/", false),
            ("ten/8", false),
            ("", false),
        ] {
            assert_eq!(Network::parse(text).is_some(), fits, "{text}");
        }
        let all = Network::parse("0.0.0.0/0").unwrap();
        assert!(all.contains(address("255.1.2.3")) && !all.contains(address("::1")));
        let other = Network::parse("::/0").unwrap();
        assert!(other.contains(address("ff::1")) && !other.contains(address("1.2.3.4")));
    }
}
