// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/qr_code.h"

#include "support/temporary_folder.h"

#include <glib.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string_view>

namespace pixelpass {
namespace {

using Lines = std::vector<std::string>;
/// Rows of modules, true where they are light.
using Modules = std::vector<std::vector<bool>>;

Modules of_half_blocks(const Lines& lines) {
    Modules modules;
    for (const std::string& line : lines) {
        auto& upper = modules.emplace_back();
        std::vector<bool> lower;
        for (const char* at = line.c_str(); *at; at = g_utf8_next_char(at)) {
            const std::string_view letter(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
            upper.push_back(letter == "█" || letter == "▀");
            lower.push_back(letter == "█" || letter == "▄");
        }
        modules.push_back(std::move(lower));
    }
    return modules;
}

Modules of_letters(const Lines& lines) {
    Modules modules;
    for (const std::string& line : lines) {
        auto& row = modules.emplace_back();
        for (std::size_t x = 0; x < line.size(); x += 2)
            row.push_back(line[x] == '#');
    }
    return modules;
}

/// What zbarimg reads in a picture of the modules.
std::string decoded(const Modules& modules) {
    constexpr std::size_t scale = 4;
    const test::TemporaryFolder folder;
    const auto path = (folder / "code.pgm").string();
    std::ofstream picture(path);
    picture << "P5 " << modules.front().size() * scale << ' ' << modules.size() * scale << " 255\n";
    for (std::size_t y = 0; y < modules.size() * scale; ++y) {
        for (std::size_t x = 0; x < modules.front().size() * scale; ++x)
            picture.put(modules.at(y / scale).at(x / scale) ? '\xff' : '\0');
    }
    picture.close();
    std::array<std::string, 4> words{"zbarimg", "--quiet", "--raw", path};
    std::array<char*, 5> argv{words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    char* said = nullptr;
    g_spawn_sync(nullptr, argv.data(), nullptr, G_SPAWN_SEARCH_PATH, nullptr, nullptr, &said, nullptr,
                 nullptr, nullptr);
    std::string text = said ? said : "";
    g_free(said);
    return text;
}

const std::string upper_case = "PIXELPASS:ENDPOINT" + std::string(200, 'A') + "234567";

TEST(QrCode, IsReadAgain) {
    for (const std::string& text : {upper_case, std::string("pixelpass:endpointabc")}) {
        const auto blocks = qr_lines(text, true);
        const auto letters = qr_lines(text, false);
        ASSERT_TRUE(blocks && letters);
        EXPECT_EQ(decoded(of_half_blocks(*blocks)), text + "\n");
        EXPECT_EQ(decoded(of_letters(*letters)), text + "\n");
    }
}

TEST(QrCode, HasLinesOfOneWidthInAQuietZone) {
    const auto lines = qr_lines("A", true);
    ASSERT_TRUE(lines);
    // Version 1 has 21 modules, and 4 on each side are quiet; a line is two rows, of which the last is half
    // empty.
    ASSERT_EQ(lines->size(), 15U);
    std::string light;
    for (int column = 0; column < 29; ++column)
        light += "█";
    EXPECT_EQ(lines->front(), light);
    for (const std::string& line : *lines)
        EXPECT_EQ(g_utf8_strlen(line.c_str(), -1), 29);
}

TEST(QrCode, IsSmallerOfCapitals) {
    std::string lower_case = upper_case;
    for (char& letter : lower_case)
        letter = g_ascii_tolower(letter);
    EXPECT_LE(qr_lines(upper_case, true)->size() + 4, qr_lines(lower_case, true)->size());
}

TEST(QrCode, SaysWhatIsTooLong) {
    const auto lines = qr_lines(std::string(5000, 'A'), true);
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().code, Code::usage);
}

} // namespace
} // namespace pixelpass
