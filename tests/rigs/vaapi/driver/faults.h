// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <atomic>

namespace rigsw {

/// What the process has done so far, whichever display did it: a dead GPU stays dead.
struct Deeds {
    std::atomic<long> inits = 0;
    std::atomic<long> surfaces = 0;
    std::atomic<long> imports = 0;
    std::atomic<long> frames = 0;  ///< encoded
    std::atomic<long> decoded = 0; ///< frames
};
Deeds& deeds();

/// The N of "word=N" in RIGSW_FAIL, 0 for a bare "word", -1 if the word is not there. The list is read each
/// time, so a test may change it.
long fault(const char* word);

/// Whether `word` is in RIGSW_FAIL.
bool has_fault(const char* word);

/// Whether `word` is in RIGSW_FAIL and its N have been.
bool fault_after(const char* word, long count);

} // namespace rigsw
