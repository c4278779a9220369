//! The one thing that the test of an exercise needs at compile time: whether it is ignored.
//!
//! A build script could say so too, but cargo compiles every exercise again when it has run.

use std::env;
use std::fs;
use std::path::Path;

use proc_macro::{TokenStream, TokenTree};

#[path = "../../course/src/chapter/started.rs"]
mod started;

/// Put above the `#[test]` of an exercise: it is ignored while the learner's file still says TODO. The file is named from
/// the folder of its package, as in `"01_why_async/overlap.rs"`.
///
/// The file is a module of the same program, so that cargo compiles that anew whenever it changes.
#[proc_macro_attribute]
pub fn ignore_until_started(file: TokenStream, test: TokenStream) -> TokenStream {
    let named: Vec<TokenTree> = file.into_iter().collect();
    let file = match named.as_slice() {
        [TokenTree::Literal(literal)] => literal.to_string(),
        _ => String::new(),
    };
    let Some(file) = file.strip_prefix('"').and_then(|f| f.strip_suffix('"')) else {
        return error(
            "name the learner's file: `#[ignore_until_started(\"01_why_async/overlap.rs\")]`",
        );
    };
    let package = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    // A file that cannot be read is for rustc to complain about.
    let text = fs::read(Path::new(&package).join(file)).unwrap_or_default();
    if started::is_started(&text) {
        return test;
    }
    let ignore = format!("#[ignore = \"not started: exercises/{file} still says TODO\"]");
    let mut ignored: TokenStream = ignore.parse().expect("it is an attribute");
    ignored.extend(test);
    ignored
}

fn error(sentence: &str) -> TokenStream {
    let error = format!("::std::compile_error!({sentence:?});");
    error.parse().expect("it is a macro call")
}
