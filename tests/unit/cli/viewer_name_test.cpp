// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/viewer_name.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace pixelpass {
namespace {

TEST(ViewerName, IsTheSameForAnIdAlways) {
    const std::string id = "b009" + std::string(60, '7');
    EXPECT_EQ(viewer_words(id), "otter-basil");
    EXPECT_EQ(viewer_words("b009" + std::string(60, '8')), "otter-basil"); // it is no proof
}

TEST(ViewerName, HasShortPlainWordsOfWhichNoneIsThereTwice) {
    std::set<std::string> words;
    for (unsigned i = 0; i < 256; ++i) {
        const auto name = viewer_words(fmt::format("{:02x}{:02x}", i, i));
        const auto dash = name.find('-');
        for (const auto& word : {name.substr(0, dash), name.substr(dash + 1)}) {
            EXPECT_TRUE(words.insert(word).second) << word;
            EXPECT_LE(word.size(), 6U) << word;
            EXPECT_TRUE(std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; })) << word;
        }
    }
    EXPECT_EQ(words.size(), 512U);
}

TEST(ViewerName, IsThereWhateverTheIdIs) {
    for (const char* id : {"", "f", "zz\xff\xfe", "~~~~"})
        EXPECT_FALSE(viewer_words(id).empty());
}

} // namespace
} // namespace pixelpass
