// SPDX-License-Identifier: MIT OR Apache-2.0
#include "faults.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace rigsw {

Deeds& deeds() {
    static Deeds all;
    return all;
}

long fault(const char* word) {
    const char* list = std::getenv("RIGSW_FAIL");
    std::string_view rest = list ? list : "";
    while (!rest.empty()) {
        const auto entry = rest.substr(0, rest.find(','));
        rest.remove_prefix(entry.size() + (entry.size() < rest.size() ? 1 : 0));
        const auto name = entry.substr(0, entry.find('='));
        if (name != word)
            continue;
        long count = 0;
        if (name.size() < entry.size())
            std::from_chars(entry.data() + name.size() + 1, entry.data() + entry.size(), count);
        return count;
    }
    return -1;
}

bool has_fault(const char* word) { return fault(word) >= 0; }

bool fault_after(const char* word, long count) {
    const long limit = fault(word);
    return limit >= 0 && count > limit;
}

} // namespace rigsw
