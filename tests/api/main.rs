//! The appliance over HTTP: a real server on loopback, devices with real RSA keys, a simulated
//! clock. One binary, one module a subject.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails with the place")]

mod ab_tests;
mod actions;
mod as_of;
mod budget;
mod certificate;
mod crash;
mod debts;
mod edit;
mod edit_actions;
mod edit_gallery;
mod edit_matrix;
mod estimates;
mod first_screens;
mod gaps;
mod harness;
mod hook_server;
mod life;
mod life_accounts;
mod mail;
mod mail_server;
mod money;
mod money_cases;
mod money_wallets;
mod near;
mod notify;
mod outside_hours;
mod patches;
mod payouts;
mod people;
mod previews;
mod report;
mod resume_money;
mod search;
mod shots;
mod shots_abuse;
mod shots_crash;
mod similar;
mod simulation;
mod sorting;
mod stop;
mod stop_by_system;
mod stop_devices;
mod stop_money;
mod stop_order;
mod straight_line;
mod surface;
mod target;
mod target_hours;
mod test_mode;
mod verdicts;
mod webhook_owners;
mod wording;
