//! The program: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    milepost::cli::run(std::env::args_os())
}
