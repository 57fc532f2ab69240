// SPDX-License-Identifier: MIT OR Apache-2.0
//! Generates the C++ side of the border; CMake copies the header out of cargo's target folder.

fn main() {
    cxx_build::bridge("src/lib.rs")
        .include("include")
        .std("c++20")
        .flag_if_supported("-fstack-protector-strong")
        .compile("pixelpass-bridge-cxx");
    println!("cargo:rerun-if-changed=src/lib.rs");
    println!("cargo:rerun-if-changed=include/pixelpass_bridge/host.h");
}
