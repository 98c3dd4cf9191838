//! The appliance over HTTP: a real server on loopback, devices with real RSA keys, a simulated
//! clock. One binary, one module a subject.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails with the place")]

mod as_of;
mod budget;
mod crash;
mod editing;
mod harness;
mod people;
mod straight_line;
mod surface;
mod verdicts;
