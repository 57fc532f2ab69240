// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/option_value.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace pixelpass {

std::string value_name(const CLI::Option& option) {
    if (option.get_expected_min() == 0)
        return "";
    // As CLI11 has it: TEXT:{auto,x11} of a set, UINT:INT in [1 - 240] of a range.
    std::string type = option.get_type_name();
    if (const auto set = type.find('{'); set != std::string::npos) {
        auto words = type.substr(set + 1, type.find('}') - set - 1);
        std::ranges::replace(words, ',', '|');
        return words;
    }
    type.resize(std::min(type.find(':'), type.size()));
    return type == "UINT" || type == "INT" ? "N" : type;
}

std::vector<std::string> value_words(const CLI::Option& option) {
    std::vector<std::string> words;
    std::istringstream alternatives(value_name(option));
    for (std::string word; std::getline(alternatives, word, '|');) {
        if (std::ranges::all_of(word,
                                [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }))
            words.push_back(word);
    }
    return words;
}

} // namespace pixelpass
