//! Tests of the schedule: feeds that publish in simulated time, and single decisions.

mod audits;
mod days;
mod intervals;
mod waits;
