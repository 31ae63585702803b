//! The only HTTP client: guards, limits, politeness.
