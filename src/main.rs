//! The program. Everything is in the library, so that everything can be tested.

fn main() -> std::process::ExitCode {
    pressline::cli::main()
}
