//! Master data that campaigns are played on.
//! Lives here: values that describe stores and devices, such as the hours of a week.
//! Must not live here: prices, campaigns, anything that changes with a play.

pub mod hours;
