//! The program of the page. Everything is in the library, where it can be tested.

fn main() {
    hookwright_playground::start();
}
