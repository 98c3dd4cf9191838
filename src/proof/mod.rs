//! Proof: device keys, the texts that devices sign, signatures and hashes.
//! Lives here: everything that makes a play provable to somebody who does not trust the appliance.
//! Must not live here: storage, HTTP, rules of billing; nothing is imported but `domain`.

pub mod canonical;
pub mod evidence;
pub mod key;
pub mod leaf;
pub mod log;
pub mod report;
pub mod verify;
