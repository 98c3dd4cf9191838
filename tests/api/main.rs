//! The appliance over HTTP: a real server on loopback, devices with real RSA keys, a simulated
//! clock. One binary, one module a subject.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails with the place")]

mod ab_tests;
mod actions;
mod as_of;
mod budget;
mod crash;
mod edit;
mod edit_actions;
mod edit_gallery;
mod edit_matrix;
mod evidence;
mod harness;
mod hook_server;
mod life;
mod life_accounts;
mod log;
mod log_tampering;
mod mail_server;
mod money;
mod money_cases;
mod money_wallets;
mod near;
mod notify;
mod people;
mod previews;
mod search;
mod similar;
mod simulation;
mod stop;
mod stop_devices;
mod straight_line;
mod surface;
mod target;
mod target_hours;
mod test_mode;
mod verdicts;
