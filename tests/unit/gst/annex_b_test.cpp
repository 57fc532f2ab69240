// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/annex_b.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace pixelpass {
namespace {

/// An access unit of NAL units of these types (with nal_ref_idc 3), by turns behind long and short start
/// codes.
Bytes unit_of(std::initializer_list<unsigned> types) {
    Bytes bytes;
    for (const unsigned type : types) {
        if (bytes.size() % 2 == 0)
            bytes.push_back(std::byte{0});
        for (const unsigned value : {0U, 0U, 1U, 0x60U | type, 0xAAU, 0x80U})
            bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

TEST(StartsADecoder, IsParameterSetsAndAnIdrSlice) {
    EXPECT_TRUE(starts_a_decoder(unit_of({7, 8, 5})));
    EXPECT_TRUE(starts_a_decoder(unit_of({9, 7, 8, 6, 5, 5})));
}

TEST(StartsADecoder, IsNoLoneIdrSlice) {
    EXPECT_FALSE(starts_a_decoder(unit_of({9, 5})));
    EXPECT_FALSE(starts_a_decoder(unit_of({7, 5})));
    EXPECT_FALSE(starts_a_decoder(unit_of({8, 5})));
}

TEST(StartsADecoder, IsNoOtherSliceBehindParameterSets) {
    EXPECT_FALSE(starts_a_decoder(unit_of({7, 8, 1})));
}

TEST(StartsADecoder, IsNoParameterSetsBehindTheSlice) { EXPECT_FALSE(starts_a_decoder(unit_of({5, 7, 8}))); }

TEST(StartsADecoder, ReadsNotPastTheEnd) {
    EXPECT_FALSE(starts_a_decoder({}));
    auto bytes = unit_of({7, 8, 5});
    for (; !bytes.empty(); bytes.pop_back()) {
        if (bytes.size() < 15) {
            EXPECT_FALSE(starts_a_decoder(bytes));
        }
    }
}

} // namespace
} // namespace pixelpass
