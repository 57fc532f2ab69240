# SPDX-License-Identifier: MIT OR Apache-2.0
# The short names of what is done often; CMakePresets.json holds the builds themselves.

PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
SINCE ?=

build = cmake --build build/$(1) -j $(JOBS) --target $(2)
ctest = ctest --test-dir build/$(1) --output-on-failure --no-tests=error $(2)
cpp_files = $(shell find src tests bench bridge/include -name '*.cpp' -o -name '*.h' -o -name '*.c')
bridge_cargo = cd bridge && CARGO_TARGET_DIR=$(CURDIR)/build/bridge ../scripts/cargo

# GStreamer and GLib keep some memory for good, and their frames have no frame pointers.
sanitizer_env = ASAN_OPTIONS=fast_unwind_on_malloc=0:malloc_context_size=15 UBSAN_OPTIONS=print_stacktrace=1 \
	LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0
# TSan reports false races within GStreamer, so it sees the rooms that do without.
tsan_tests = unit_base unit_fanout

.PHONY: all help deps dev program test asan tsan lint style tidy format demo bench install clean distclean

all: build/release/build.ninja ## build the program: build/release/src/pixelpass
	$(call build,release,pixelpass)

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

deps: ## install what is missing, by apt and cargo
	scripts/deps

dev: build/dev/build.ninja ## build the program and its tests, with debug information
	$(call build,dev,all)

program: build/dev/build.ninja ## build the program and what its tests speak to it by, with debug information
	$(call build,dev,pixelpass strangers)

test: deps program ## build and run all tests: the program as it is, its parts with sanitizers
	scripts/test-tools
	$(call ctest,dev,-L '^(e2e|lint)$$' -j $(JOBS))
	$(MAKE) asan tsan

asan: build/asan/build.ninja ## tests with AddressSanitizer and UBSan
	$(call build,asan,room_tests)
	$(sanitizer_env) $(call ctest,asan,-L '^(unit|fuzz)$$' -j $(JOBS))
	$(sanitizer_env) $(call ctest,asan,-L '^integration$$' -j $(JOBS))

tsan: build/tsan/build.ninja ## tests of the concurrent rooms with ThreadSanitizer
	$(call build,tsan,$(tsan_tests))
	set -e; for test in $(tsan_tests); do build/tsan/tests/$$test --gtest_brief=1; done

lint: style tidy ## all that looks at the code alone

style: ## formats, clippy, the man page, the desktop file, rooms and sizes
	tests/lint/lint.py
	clang-format-14 --dry-run -Werror $(cpp_files)
	$(bridge_cargo) fmt --check
	cd bridge && CARGO_TARGET_DIR=$(CURDIR)/build/bridge RUSTC_WORKSPACE_WRAPPER=clippy-driver \
		../scripts/cargo build --release --locked # `cargo clippy` would check all its crates anew
	set -e; for page in $(wildcard man/*.scd); do scdoc <$$page >/dev/null; done
	desktop-file-validate packaging/*.desktop

tidy: build/dev/build.ninja ## clang-tidy; SINCE=main: of what changed, with clang's analyzer
	$(call build,dev,bridge_build)
	scripts/tidy $(SINCE)

format: ## put all C++ and Rust into form
	clang-format-14 -i $(cpp_files)
	$(bridge_cargo) fmt

demo: deps all ## a share and a viewer on this machine
	scripts/demo

bench: build/release/build.ninja ## measure; docs/performance.md says what the figures mean
	$(call build,release,pixelpass bench_viewer bench_source_delay bench_sound_delay bench_encode bench_screen_reader)
	bench/bench.py

install: all ## PREFIX=/usr/local DESTDIR=
	DESTDIR=$(DESTDIR) cmake --install build/release --prefix $(PREFIX)
	-test -n "$(DESTDIR)" || update-desktop-database -q $(PREFIX)/share/applications # who opens pixelpass: links

clean: ## remove the builds; the bridge and the test tools, slow to build, stay
	rm -rf $(addprefix build/,release dev asan tsan)

distclean: ## remove all that was built
	rm -rf build

build/%/build.ninja:
	cmake --preset $* || { echo "if something is missing: make deps" >&2; rm -f $@; exit 1; }
