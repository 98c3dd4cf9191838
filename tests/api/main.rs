//! The appliance over HTTP: a real server on loopback, devices with real RSA keys, a simulated
//! clock. One binary, one module a subject.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails with the place")]

mod as_of;
mod budget;
mod crash;
mod edit;
mod edit_actions;
mod edit_gallery;
mod edit_matrix;
mod harness;
mod people;
mod similar;
mod straight_line;
mod surface;
mod verdicts;
