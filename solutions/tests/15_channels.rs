//! Tests every answer to the exercises of this chapter.

#![allow(
    clippy::duplicate_mod,
    reason = "the checks exist once, and are a module beside every answer"
)]

solutions::chapter!("15_channels");
