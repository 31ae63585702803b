//! The program. Everything is in the library, so that everything can be tested.

/// An allocator that gives memory back: a heavy page takes many times its bytes while it is parsed, on any thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    pressline::cli::main()
}
